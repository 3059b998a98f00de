"""The four arrangements of the docks, one key each: what is open, and how the room is shared."""

from __future__ import annotations

from dataclasses import dataclass

WIDE = 1600
"""From this width on the filter, and the details, stand open beside the pictures."""

SIDE_LEFT, SIDE_RIGHT = 264, 320
SIDE_RIGHT_NARROW = 264
LEAST_FOR_DETAILS = 1200
"""Below this width the details are closed as well, until they are asked for."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``upper`` shares the width between network and map; ``lower`` is the timeline's part of the height.

    ``sides`` says whether the details, and on a wide window the filter, are open.
    """

    name: str
    words: str
    upper: tuple[float, float]
    lower: float
    sides: bool = True
    table: bool = False

    def open_docks(self, width: int) -> set[str]:
        """Return the names of the docks that are open in a window of that width."""
        found = {"timeline", "table", "patterns", "compare"} if self.lower else set[str]()
        found |= {name for name, part in zip(("network", "map"), self.upper, strict=True) if part}
        if self.sides and width >= LEAST_FOR_DETAILS:
            found.add("details")
        if self.sides and width >= WIDE:
            found.add("filter")
        return found

    def side_width(self, width: int) -> int:
        """Return the width of the details in a window of that width."""
        return SIDE_RIGHT if width >= WIDE else SIDE_RIGHT_NARROW


ARRANGEMENTS = (
    Arrangement("Investigate", "Network and map side by side, the timeline under them", (0.5, 0.5), 0.36),
    Arrangement("Map", "The map large, the timeline under it", (0.0, 1.0), 0.28),
    Arrangement("Time", "The timeline large, network and map above it", (0.5, 0.5), 0.62),
    Arrangement("Brief", "The three pictures and nothing else", (0.5, 0.5), 0.34, sides=False),
)


def arrangement_named(name: str) -> Arrangement:
    """Return the arrangement of that name, or the first."""
    return next((each for each in ARRANGEMENTS if each.name == name), ARRANGEMENTS[0])
