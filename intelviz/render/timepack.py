"""Marks side by side: which marks of a lane can be told apart, and in which row of it each stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.case.columns import Floats, Ints, Mask


@dataclass(frozen=True)
class Packed:
    """For each mark the row it stands in (-1 where marks are too crowded), and the crowded stretches in pixels."""

    row: Ints
    crowds: Floats

    @property
    def single(self) -> Mask:
        """Marks that can be told apart."""
        return self.row >= 0


def packed(left: Floats, right: Floats, rows: int, most: int = 4000) -> Packed:
    """Place marks that cover pixels ``left`` to ``right`` (sorted by ``left``) in at most ``rows`` rows.

    Marks that overlap form a run. A run that needs more rows than there are is crowded as a whole. Of more than
    ``most`` marks that could stand alone, all are crowded: nobody tells so many apart.
    """
    count = len(left)
    row = np.full(count, -1, np.int64)
    if not count:
        return Packed(row, np.zeros((0, 2)))
    reach = np.maximum.accumulate(right)
    first = np.concatenate([[True], left[1:] >= reach[:-1]])
    begin = np.flatnonzero(first)
    ended = np.searchsorted(np.sort(right), left, "right")
    depth = np.maximum.reduceat(np.arange(1, count + 1) - ended, begin)
    run = np.cumsum(first) - 1
    crowded = depth > rows
    if int(np.count_nonzero(~crowded[run])) > most:
        crowded[:] = True
    row[~crowded[run]] = 0
    _place(np.flatnonzero((~crowded & (depth > 1))[run]), left, right, row, rows)
    stop = np.concatenate([begin[1:], [count]]) - 1
    return Packed(row, np.stack([left[begin], reach[stop]], axis=1)[crowded])


def _place(which: Ints, left: Floats, right: Floats, row: Ints, rows: int) -> None:
    free = [-np.inf] * rows
    for index, begin, end in zip(which.tolist(), left[which].tolist(), right[which].tolist(), strict=True):
        for number in range(rows):
            if free[number] <= begin:
                free[number] = end
                row[index] = number
                break


def room_after(left: Floats, right: Floats, row: Ints, most: float) -> Floats:
    """Return for each placed mark the pixels from its right end to the next mark of its row, at most ``most``."""
    room = np.full(len(left), most)
    order = np.lexsort((left, row))
    same = row[order][1:] == row[order][:-1]
    gap = left[order][1:] - right[order][:-1]
    room[order[:-1][same]] = np.minimum(gap[same], most)
    return room
