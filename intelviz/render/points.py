"""Many items on a map: the distinct points they stand at, and the clusters and dots that a picture shows of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Codes, Floats, Ints, ItemColumns, Mask, Rows
from intelviz.render.mercator import Camera, project

CELL = 72.0
"""Pixels of the grid in which points are gathered."""
APART = 22.0
"""Pixels between two points from which on they are drawn by themselves."""
_MOST_OPEN = 10


@dataclass(frozen=True)
class Places:
    """The distinct points at which items stand, p of them, in world coordinates.

    ``of`` is the place of each item, -1 where it has none; the items at place p are ``row[first[p] : first[p + 1]]``.
    """

    x: Floats
    y: Floats
    of: Rows
    first: Ints
    row: Rows

    def __len__(self) -> int:
        return len(self.x)

    @classmethod
    def of_items(cls, items: ItemColumns) -> Places:
        """Gather the items by where they are; points within a decimetre are one place."""
        placed = np.flatnonzero(np.isfinite(items.lon) & np.isfinite(items.lat))
        lon, lat = items.lon[placed], items.lat[placed]
        key = np.round(lon * 1e6).astype(np.int64) * 400_000_000 + np.round(lat * 1e6).astype(np.int64)
        order = np.argsort(key, kind="stable")
        ordered = key[order]
        begins = np.flatnonzero(np.concatenate([[len(key) > 0], ordered[1:] != ordered[:-1]]))
        of = np.full(len(items), -1, np.int32)
        of[placed[order]] = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(key))))
        x, y = project(lon[order[begins]], lat[order[begins]])
        return cls(x, y, of, np.append(begins, len(key)).astype(np.int64), placed[order].astype(np.int32))

    def rows_at(self, place: int) -> Rows:
        """Return the items at a place."""
        return self.row[self.first[place] : self.first[place + 1]]

    def counts(self, items: Mask) -> Ints:
        """Return for each place how many of some items (a flag each) stand there."""
        return np.bincount(self.of[items & (self.of >= 0)], minlength=len(self)).astype(np.int64)

    def leading_type(self, items: Mask, kind: Codes, rank: Ints) -> Codes:
        """Return for each place the type most of its items have; among equals, the one of lower ``rank``."""
        kinds = max(len(rank), 1)
        best = np.full(len(self), -1, np.int16)
        most = np.zeros(len(self), np.int64)
        for each in np.argsort(rank, kind="stable").tolist()[:kinds]:
            count = self.counts(items & (kind == each))
            more = count > most
            best[more], most[more] = each, count[more]
        return best


@dataclass(frozen=True)
class Marks:
    """What stands for the places of one picture: clusters of several places, and places by themselves.

    ``x``, ``y`` are world coordinates, ``count`` the items of each mark, ``place`` the place it is, -1 for a cluster.
    ``place_of`` numbers the places in the picture, ``mark_of`` says which mark each of those belongs to.
    """

    x: Floats
    y: Floats
    count: Ints
    place: Rows
    place_of: Rows
    mark_of: Rows

    def __len__(self) -> int:
        return len(self.x)

    def places_in(self, mark: int) -> Rows:
        """Return the places that a mark stands for."""
        return self.place_of[self.mark_of == mark]

    def shares(self, weight: Ints) -> Ints:
        """Return for each mark the sum of a number given for each place."""
        return np.bincount(self.mark_of, weights=weight[self.place_of], minlength=len(self)).astype(np.int64)


def radius_of(count: NDArray[np.generic]) -> Floats:
    """Return how many pixels the disc of a cluster is across, by half, for its number of items."""
    return 11.0 + 3.6 * np.log10(np.maximum(count.astype(np.float64), 1.0))


def seen_places(places: Places, count: Ints, camera: Camera, margin: float = 0.0) -> Rows:
    """Return the places with anything to draw in the picture, or up to ``margin`` pixels outside it."""
    left, top, right, bottom = camera.bounds
    gap = margin / camera.scale
    x, y = places.x, places.y
    inside = (x >= left - gap) & (x <= right + gap) & (y >= top - gap) & (y <= bottom + gap) & (count > 0)
    return np.flatnonzero(inside).astype(np.int32)


def single(places: Places, count: Ints, seen: Rows) -> Marks:
    """Return each place as a mark of its own."""
    numbers = np.arange(len(seen), dtype=np.int32)
    return Marks(places.x[seen], places.y[seen], count[seen], seen, seen, numbers)


def clustered(places: Places, count: Ints, camera: Camera, seen: Rows, *, open_all: bool = False) -> Marks:
    """Gather places into clusters on a grid fixed to the world, so that panning doesn't change them.

    The places of a cell that are few and far enough apart to be told apart stay by themselves; discs that would
    overlap become one.
    """
    if not len(seen) or open_all:
        return single(places, count, seen)
    px, py = places.x[seen] * camera.scale, places.y[seen] * camera.scale
    weight = count[seen].astype(np.float64)
    cell = _numbered(np.floor(px / CELL), np.floor(py / CELL))
    fine = _numbered(np.floor(px / APART), np.floor(py / APART))
    cells = int(cell.max()) + 1
    alone = np.bincount(fine)[fine] == 1
    crowded = np.bincount(cell[~alone], minlength=cells) > 0
    opened = (~crowded & (np.bincount(cell, minlength=cells) <= _MOST_OPEN))[cell]
    total = np.bincount(cell, weight, cells).astype(np.float64)
    middle_x, middle_y = np.bincount(cell, weight * px, cells) / total, np.bincount(cell, weight * py, cells) / total
    closed = np.flatnonzero(~np.isin(np.arange(cells), cell[opened]))
    into = _merged(middle_x[closed], middle_y[closed], total[closed])
    group = np.full(cells, -1, np.int64)
    group[closed] = into
    kept, mark = np.unique(group[closed], return_inverse=True)
    number = np.full(cells, -1, np.int64)
    number[closed] = mark
    free = np.flatnonzero(opened)
    mark_of = number[cell]
    mark_of[free] = len(kept) + np.arange(len(free))
    several = len(kept) + len(free)
    whole = np.bincount(mark_of, weight, several)
    x = np.bincount(mark_of, weight * px, several) / whole / camera.scale
    y = np.bincount(mark_of, weight * py, several) / whole / camera.scale
    place = np.full(several, -1, np.int32)
    lone = np.bincount(mark_of, minlength=several)[mark_of] == 1
    place[mark_of[lone]] = seen[lone]
    return Marks(x, y, np.round(whole).astype(np.int64), place, seen, mark_of.astype(np.int32))


def _numbered(column: Floats, row: Floats) -> Ints:
    """Return one number a pair, counted from 0 without gaps."""
    column, row = column - column.min(), row - row.min()
    key = (row * (column.max() + 1) + column).astype(np.int64)
    if int(key.max()) < 4_000_000:
        used = np.bincount(key) > 0
        return (np.cumsum(used) - 1)[key]
    return np.unique(key, return_inverse=True)[1]


def _merged(x: Floats, y: Floats, count: Floats) -> Ints:
    """Return for each disc the disc it goes into (itself, mostly): the larger of two that overlap takes the other."""
    into = np.arange(len(x))
    if len(x) < 2:
        return into
    radius = radius_of(count)
    order = np.argsort(y, kind="stable")
    reach = 2 * float(radius.max())
    ahead = np.searchsorted(y[order], y[order] + reach)
    sets = [(order[at], order[at + 1 : end]) for at, end in enumerate(ahead.tolist()) if end > at + 1]
    if not sets:
        return into
    first = np.concatenate([np.full(len(other), one) for one, other in sets])
    second = np.concatenate([other for _, other in sets])
    gap = np.hypot(x[first] - x[second], y[first] - y[second])
    near = gap < 0.92 * (radius[first] + radius[second])
    first, second = first[near], second[near]
    for pair in np.argsort(-np.maximum(count[first], count[second]), kind="stable").tolist():
        one, other = int(first[pair]), int(second[pair])
        if into[one] == one and into[other] == other:
            small, large = (one, other) if count[one] < count[other] else (other, one)
            if (into == small).sum() == 1:
                into[small] = large
    return into


def pair_counts(marks: Marks, places: Places, items: Mask, kind: Codes, kinds: int) -> Ints:
    """Return for each mark how many of some items it has of each type: an array of marks by types."""
    mark = np.full(len(places), -1, np.int64)
    mark[marks.place_of] = marks.mark_of
    rows = np.flatnonzero(items & (places.of >= 0))
    at = mark[places.of[rows]]
    rows, at = rows[at >= 0], at[at >= 0]
    found = np.bincount(at * kinds + kind[rows], minlength=len(marks) * kinds)
    return found.reshape(len(marks), kinds).astype(np.int64)


def inside_polygon(x: Floats, y: Floats, corner_x: Floats, corner_y: Floats) -> Mask:
    """Return which points lie in a polygon (even-odd rule)."""
    inside = np.zeros(len(x), bool)
    near = np.flatnonzero((x >= corner_x.min()) & (x <= corner_x.max()) & (y >= corner_y.min()) & (y <= corner_y.max()))
    px, py = x[near], y[near]
    found = np.zeros(len(near), bool)
    last_x, last_y = np.roll(corner_x, 1), np.roll(corner_y, 1)
    for ax, ay, bx, by in zip(corner_x.tolist(), corner_y.tolist(), last_x.tolist(), last_y.tolist(), strict=True):
        if ay != by:
            crosses = ((ay > py) != (by > py)) & (px < (bx - ax) * (py - ay) / (by - ay) + ax)
            found ^= crosses
    inside[near] = found
    return inside


def usual_bounds(x: Floats, y: Floats, weight: Ints) -> tuple[tuple[float, float, float, float], Mask] | None:
    """Return the bounds of the places, without the few that lie far from all others, and which ones those are.

    A place lies far away if it is further outside the middle nine tenths of the items than these are wide ten times
    over, or if it stands where longitude and latitude are 0, which is where unknown places end up.
    """
    used = weight > 0
    if not used.any():
        return None
    nowhere = (np.abs(x - 0.5) < 1e-6) & (np.abs(y - 0.5) < 1e-6)
    odd = used & nowhere if (used & ~nowhere).any() else np.zeros(len(x), bool)
    kept = used & ~odd
    for values in (x, y):
        low, high = _quantiles(values[kept], weight[kept])
        reach = 10 * max(high - low, 2e-5)
        odd |= used & ((values < low - reach) | (values > high + reach))
    if weight[odd].sum() > 0.05 * weight[used].sum():
        odd = np.zeros(len(x), bool)
    kept = used & ~odd
    return (float(x[kept].min()), float(y[kept].min()), float(x[kept].max()), float(y[kept].max())), odd


def _quantiles(values: Floats, weight: Ints) -> tuple[float, float]:
    order = np.argsort(values)
    part = np.cumsum(weight[order]) / weight.sum()
    last = len(values) - 1
    low, high = (min(int(np.searchsorted(part, share)), last) for share in (0.05, 0.95))
    return float(values[order[low]]), float(values[order[high]])
