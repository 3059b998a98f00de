"""Where the marks of a lane stand at one zoom: single marks in rows where they can be told apart, else bars."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from intelviz.case.columns import Floats, Ints, Mask
from intelviz.render.timeaxis import TimeStep, bin_step, bins
from intelviz.render.timepack import packed, room_after
from intelviz.views.timeline.index import SINCE, UNTIL
from intelviz.views.timeline.lanes import Lane

DOT = 7.0
ICON = 15.0
ROW = 18
OPEN = 36.0
"""Pixels that a mark takes whose time is open to one side."""
_MOST = 50_000
_LABEL = 260.0
_LONG = 48.0


@dataclass(frozen=True)
class Stretch:
    """The seconds that are laid out at once: wider than the view, so that a pan only moves the picture."""

    begin: float
    end: float
    per_pixel: float

    @classmethod
    def around(cls, begin: float, end: float, width: float) -> Stretch:
        """Return the view and one view to each side, aligned so that it changes only every view or so."""
        span = end - begin
        first = np.floor(begin / span - 0.5) * span
        return cls(float(first), float(first + 3 * span), span / max(width, 1.0))

    def serves(self, begin: float, end: float, width: float) -> bool:
        """Return whether a view can be drawn from it."""
        same = abs((end - begin) / max(width, 1.0) / self.per_pixel - 1) < 1e-9
        return same and self.begin <= begin and end <= self.end


@dataclass(frozen=True)
class Marks:
    """Single marks of a lane.

    ``at`` indexes the lane; ``left`` and ``right`` are pixels from the stretch's begin; ``row`` counts from the
    bottom; ``icon`` marks those with room for an icon; ``room`` is the free space to the right, in pixels.
    """

    at: Ints
    left: Floats
    right: Floats
    row: Ints
    icon: Mask
    room: Floats

    def __len__(self) -> int:
        return len(self.at)

    def seen(self, first: float, last: float) -> Marks:
        """Return the marks that touch pixels ``first`` to ``last``."""
        return self.only((self.right >= first) & (self.left <= last))

    def only(self, keep: Mask) -> Marks:
        """Return the marks that ``keep`` flags."""
        return Marks(self.at[keep], self.left[keep], self.right[keep], self.row[keep], self.icon[keep], self.room[keep])


@dataclass(frozen=True)
class LaneLayout:
    """Marks of a lane in one stretch, and its bars: ``share`` between each two ``edges``, 0 where no bar is.

    ``touching`` counts the items that touch each bin; ``crowded`` indexes the items that only the bars show.
    """

    marks: Marks
    crowded: Ints
    crowds: Floats
    step: TimeStep
    edges: Ints
    share: Floats
    touching: Ints

    @property
    def peak(self) -> float:
        """The share in the highest bar."""
        return float(self.share.max()) if len(self.share) else 0.0


@lru_cache(maxsize=16)
def _bins(begin: float, end: float, step: TimeStep) -> Ints:
    """Return calendar bins, which the lanes of a view share."""
    return bins(begin, end, step)


def laid_out(lane: Lane, stretch: Stretch, rows: int, only: Ints | None = None) -> LaneLayout:
    """Lay out a lane (or the items of it that ``only`` indexes, ascending) in one stretch, with so many rows."""
    if only is None:
        low = int(np.searchsorted(lane.start, stretch.begin - lane.longest))
        high = int(np.searchsorted(lane.start, stretch.end))
        start, end = lane.start[low:high], lane.end[low:high]
        inside = end > stretch.begin
        at = np.flatnonzero(inside) + low
        start, end = start[inside], end[inside]
    else:
        start, end = lane.start[only], lane.end[only]
        inside = (end > stretch.begin) & (start < stretch.end)
        at, start, end = only[inside], start[inside], end[inside]
    step = bin_step(stretch.per_pixel, 4.0, lane.typical)
    edges = _bins(stretch.begin, stretch.end, step)
    if len(at) > _MOST:
        nobody = np.zeros(0, np.int64)
        whole = np.array([[0.0, (stretch.end - stretch.begin) / stretch.per_pixel]])
        marks = _marks(nobody, np.zeros(0), np.zeros(0), nobody)
        return _with_bars(stretch, lane, marks, at, whole, step, edges, None if only is None else at)
    left = (start - stretch.begin) / stretch.per_pixel
    right = (end - stretch.begin) / stretch.per_pixel
    short = right - left < DOT
    middle = (left + right) / 2
    left, right = np.where(short, middle - DOT / 2, left), np.where(short, middle + DOT / 2, right)
    if len(lane.open):
        side = lane.open[at]
        left, right = np.where(side == UNTIL, right - OPEN, left), np.where(side == SINCE, left + OPEN, right)
    order = np.argsort(left, kind="stable")
    at, left, right = at[order], left[order], right[order]
    row, crowds = _rows(left, right, rows)
    single = row >= 0
    marks = _marks(at[single], left[single], right[single], row[single])
    if len(crowds) and len(marks):
        # No label runs into the bars beside it.
        nearest = np.searchsorted(crowds[:, 0], marks.right)
        wall = np.append(crowds[:, 0], np.inf)[nearest]
        marks = replace(marks, room=np.minimum(marks.room, wall - marks.right))
    return _with_bars(
        stretch, lane, marks, np.sort(at[~single]), crowds, step, edges, None if only is None else np.sort(at)
    )


def _rows(left: Floats, right: Floats, rows: int) -> tuple[Ints, Floats]:
    """Place long marks first, then short ones in the rows left over: one long event must not crowd a whole lane."""
    long = right - left >= _LONG
    row = np.full(len(left), -1, np.int64)
    first = packed(left[long], right[long] + 2.0, rows if long.all() else max(rows - 1, 1))
    row[long] = first.row
    used = int(first.row.max()) + 1 if long.any() else 0
    if used >= rows:
        second = packed(left, right + 2.0, rows)
        return second.row, second.crowds
    second = packed(left[~long], right[~long] + 2.0, rows - used)
    row[~long] = np.where(second.row >= 0, second.row + used, -1)
    return row, _joined(np.concatenate([first.crowds, second.crowds]))


def _joined(crowds: Floats) -> Floats:
    """Return stretches in order, those that overlap as one."""
    if len(crowds) < 2:
        return crowds
    crowds = crowds[np.argsort(crowds[:, 0], kind="stable")]
    reach = np.maximum.accumulate(crowds[:, 1])
    begin = np.concatenate([[0], np.flatnonzero(crowds[1:, 0] > reach[:-1]) + 1])
    stop = np.concatenate([begin[1:], [len(crowds)]]) - 1
    return np.stack([crowds[begin, 0], reach[stop]], axis=1)


def _marks(at: Ints, left: Floats, right: Floats, row: Ints) -> Marks:
    room = room_after(left, right, row, _LABEL)
    before = np.full(len(at), _LABEL)
    order = np.lexsort((left, row))
    before[order[1:]] = np.where(row[order][1:] == row[order][:-1], room[order[:-1]], _LABEL)
    need = (ICON - DOT) / 2 + 1
    wide = right - left
    icon = (wide > DOT + 1) & (wide >= ICON + 6) | (wide <= DOT + 1) & (room >= 2 * need) & (before >= 2 * need)
    return Marks(at, left, right, row, icon, room)


def _with_bars(
    stretch: Stretch,
    lane: Lane,
    marks: Marks,
    crowded: Ints,
    crowds: Floats,
    step: TimeStep,
    edges: Ints,
    only: Ints | None,
) -> LaneLayout:
    count = len(edges) - 1
    share, touching = np.zeros(count), np.zeros(count, np.int64)
    if len(crowded):
        density = lane.density if only is None else lane.density_of(only)
        pixels = (edges - stretch.begin) / stretch.per_pixel
        crowd = np.minimum(np.searchsorted(crowds[:, 1], pixels[:-1], "right"), len(crowds) - 1)
        covered = (crowds[crowd, 1] > pixels[:-1]) & (crowds[crowd, 0] < pixels[1:])
        share, touching = np.where(covered, density.share(edges), 0.0), density.touching(edges)
    return LaneLayout(marks, crowded, crowds, step, edges, share, touching)
