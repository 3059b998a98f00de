"""Labels that never lie over each other: the more important ones are placed first, the rest stays unsaid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_CELL = 64.0
_FINE = 4.0


class LabelGrid:
    """Takes boxes one by one and refuses those that would overlap one taken before."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}
        self.taken: list[Box] = []

    def free(self, box: Box) -> bool:
        """Return whether a box overlaps none that was taken."""
        left, top, right, bottom = box
        for cell in _cells(box):
            for other in self._cells.get(cell, ()):
                if left < other[2] and right > other[0] and top < other[3] and bottom > other[1]:
                    return False
        return True

    def take(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a box if it is free, and say whether it was."""
        box = (left, top, right, bottom)
        if not self.free(box):
            return False
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)
        self.taken.append(box)
        return True


def _cells(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = box
    return [
        (column, row)
        for column in range(int(left // _CELL), int(right // _CELL) + 1)
        for row in range(int(top // _CELL), int(bottom // _CELL) + 1)
    ]


class Covered:
    """How much of a box lies on marks of a picture ``wide`` by ``high``; marks are squares of ``size`` round points."""

    def __init__(self, x: NDArray[np.floating], y: NDArray[np.floating], size: float, wide: float, high: float) -> None:
        columns, rows = int(wide / _FINE) + 2, int(high / _FINE) + 2
        marks = np.zeros((rows, columns), np.int32)
        half = size / 2
        reach = np.arange(-half, half + 0.1, _FINE)
        for dx in reach:
            for dy in reach:
                column, row = ((x + dx) / _FINE).astype(np.int64), ((y + dy) / _FINE).astype(np.int64)
                inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
                marks[row[inside], column[inside]] = 1
        self._sum = np.zeros((rows + 1, columns + 1), np.int64)
        self._sum[1:, 1:] = marks.cumsum(0).cumsum(1)

    def share(self, box: Box) -> float:
        """Return which part of a box is covered."""
        rows, columns = self._sum.shape
        left, right = (min(max(int(each / _FINE), 0), columns - 2) for each in (box[0], box[2]))
        top, bottom = (min(max(int(each / _FINE), 0), rows - 2) for each in (box[1], box[3]))
        part = self._sum[bottom + 1, right + 1] - self._sum[top, right + 1] - self._sum[bottom + 1, left]
        return float(part + self._sum[top, left]) / ((bottom + 1 - top) * (right + 1 - left))


def chosen(boxes: Sequence[Box]) -> list[int]:
    """Return which boxes can be drawn, given the most important first."""
    grid = LabelGrid()
    return [number for number, box in enumerate(boxes) if grid.take(*box)]
