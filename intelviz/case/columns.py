"""The case as columns: one numpy array a property that a view draws, indexed by the row number of the item or link.

A *row* is the position in these arrays, valid for one opened workspace; an *id* is the number in the case file, valid
for ever. Nothing outside the case room stores rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
Floats = NDArray[np.float64]
Codes = NDArray[np.int16]
Small = NDArray[np.int8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class ItemColumns:
    """All items, n of them.

    ``type`` indexes ``type_names``; ``when_start`` and ``when_end`` are seconds since the epoch, NO_TIME where unknown;
    ``lon`` and ``lat`` are degrees, NaN where unknown, and hold the place of the linked location for an event that
    happened at one; ``place_row`` is the row of the item whose place it is (its own, or the location's), -1 if none.
    """

    id: Ints
    type: Codes
    type_names: tuple[str, ...]
    label: Sequence[str]
    when_start: Ints
    when_end: Ints
    when_precision: Small
    lon: Floats
    lat: Floats
    place_precision: Small
    place_row: Rows

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class LinkColumns:
    """All links, m of them: ``a`` and ``b`` are the item rows of the two ends, ``type`` indexes ``type_names``."""

    id: Ints
    type: Codes
    type_names: tuple[str, ...]
    a: Rows
    b: Rows
    when_start: Ints
    when_end: Ints
    when_precision: Small

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class Columns:
    """Items and links of one case."""

    items: ItemColumns
    links: LinkColumns
