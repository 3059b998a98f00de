"""Labels that never lie over each other: the more important ones are placed first, the rest stays unsaid."""

from __future__ import annotations

from collections.abc import Sequence

_CELL = 64.0


class LabelGrid:
    """Takes boxes (left, top, right, bottom) one by one and refuses those that would overlap one taken before."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}
        self.taken: list[tuple[float, float, float, float]] = []

    def take(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a box if it is free, and say whether it was."""
        cells = [
            (column, row)
            for column in range(int(left // _CELL), int(right // _CELL) + 1)
            for row in range(int(top // _CELL), int(bottom // _CELL) + 1)
        ]
        for cell in cells:
            for other in self._cells.get(cell, ()):
                if left < other[2] and right > other[0] and top < other[3] and bottom > other[1]:
                    return False
        box = (left, top, right, bottom)
        for cell in cells:
            self._cells.setdefault(cell, []).append(box)
        self.taken.append(box)
        return True


def chosen(boxes: Sequence[tuple[float, float, float, float]]) -> list[int]:
    """Return which boxes can be drawn, given the most important first."""
    grid = LabelGrid()
    return [number for number, box in enumerate(boxes) if grid.take(*box)]
