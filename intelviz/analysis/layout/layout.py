"""What a layout is given and what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats, Mask
from intelviz.schema.progress import Step

Positions = NDArray[np.float32]
"""n × 2, in canvas units: an icon is 24 across, linked items stand about 90 apart."""

SPACING = 90.0


@dataclass(frozen=True)
class Linked:
    """n items, and the pairs of them that are linked (each pair once, no item with itself).

    ``a`` and ``b`` number the items from 0; ``kind`` is a type code for each item, in the order of the legend. The rest
    is there where it is known: ``event`` marks events, ``when`` is when an item begins in seconds since the epoch and
    ``lon`` and ``lat`` its place in degrees (NaN where unknown), ``chosen`` marks what the analyst has selected, and
    ``names`` is how wide the name of each item is in canvas units, 0 for one that isn't named.
    """

    count: int
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    kind: NDArray[np.int16]
    event: Mask | None = None
    when: Floats | None = None
    lon: Floats | None = None
    lat: Floats | None = None
    chosen: Mask | None = None
    names: NDArray[np.float32] | None = None

    @property
    def degree(self) -> NDArray[np.int64]:
        """Number of items that each is linked to."""
        return np.bincount(self.a, minlength=self.count) + np.bincount(self.b, minlength=self.count)


@dataclass(frozen=True)
class Layout:
    """A way to arrange items: ``place(linked, seed, step)`` returns positions; the same seed gives the same ones.

    ``turns`` says that the picture means the same however it is turned, and that its items may be moved a little so
    that none covers another.
    """

    name: str
    title: str
    help: str
    order: int
    place: Callable[[Linked, int, Step], Positions]
    turns: bool = False


def pairs_of(a: NDArray[np.int32], b: NDArray[np.int32], count: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return each linked pair once, lower number first, without items linked to themselves."""
    low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b).astype(np.int64)
    keys = np.unique((low * count + high)[low != high])
    return (keys // max(count, 1)).astype(np.int32), (keys % max(count, 1)).astype(np.int32)
