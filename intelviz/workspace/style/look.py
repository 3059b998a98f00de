"""What a style gives each item and each line of a chart, as columns, and what the legend says of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Mask
from intelviz.workspace.style.rules import SLOTS, Channel

NO_VALUE = SLOTS
"""The swatch of what a colour rule finds no value for."""
RAMP = 100
"""Swatches from here on are steps of the ramp from least to most: RAMP + 0 to RAMP + 100 per cent."""
OWN = 300
"""Swatches from here on are the analyst's own colours."""
Swatch = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Line:
    """One line of the legend: what is drawn so, in words, and for which item rows (lines: pairs)."""

    words: str
    swatch: int = -1
    size: float = 1.0
    text: str = ""
    picked: NDArray[np.integer] = field(default_factory=lambda: np.zeros(0, np.int32))
    value: str | None = None
    """The one value of which it speaks, None where of several or of none."""


@dataclass(frozen=True, eq=False)
class Section:
    """What the legend says of one rule; ``rule`` is its number in the style, from 0."""

    channel: Channel
    title: str
    lines: tuple[Line, ...]
    rule: int


@dataclass(eq=False)
class Applied:
    """Columns over all items of the case, and over the pairs of the canvas; -1 is "as it is without a style".

    ``colour``, ``ring`` and ``line_colour`` hold swatches: a slot of the theme's type colours, NO_VALUE, a step of
    the ramp (RAMP + per cent), or one of ``own`` (OWN + its place). ``icon`` indexes ``icons``, ``badge`` ``badges``.
    ``size`` and ``width`` are factors. ``pattern`` indexes PATTERNS. ``problems`` say which rules can't be followed,
    and why.
    """

    colour: Swatch
    ring: Swatch
    icon: Swatch
    badge: NDArray[np.int32]
    size: NDArray[np.float32]
    line_colour: Swatch
    width: NDArray[np.float32]
    pattern: NDArray[np.int8]
    icons: list[str] = field(default_factory=list[str])
    badges: list[str] = field(default_factory=list[str])
    own: list[tuple[int, int, int]] = field(default_factory=list[tuple[int, int, int]])
    sections: list[Section] = field(default_factory=list[Section])
    problems: list[str] = field(default_factory=list[str])
    kinds: dict[str, int] = field(default_factory=dict[str, int])
    """Swatches of kinds of link by their label, where a rule colours lines by them."""
    by_kind: Mask | None = None
    """One flag a pair: that rule gave it its colour."""
    second: list[str] | None = None
    """Second lines of labels, by ``second_of``."""
    second_of: NDArray[np.int32] | None = None
