"""Which events stand in the lane of which entity, for any number of lanes at once.

An entity's own events are those linked directly to it, and those linked to what it holds (a person's calls are made
from a telephone that is theirs). *Linked entities* are those that a link joins to it, not those that only took part in
the same event; two links away are what is linked to these. Everything is done on arrays of pairs: 200,000 lanes cost
about as much as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from intelviz.case.columns import Ints, Mask, Rows, Small

MOST_PAIRS = 20_000_000
Away = Literal[0, 1, 2]
FROM, TO = 1, 2
"""The part of an entity in an event: it went out from it (caller, payer), or to it (called, payee); 0 neither."""


@dataclass(frozen=True)
class Pairs:
    """Events of lanes, by lane and then in order of time: those of lane n are ``begin[n]`` to ``begin[n + 1]``.

    ``away`` is 0 for own events, 1 or 2 for those of entities so many links away; ``part`` is FROM, TO or 0 (of own
    events); ``entities`` counts for each lane the entities brought in one link away and two.
    """

    begin: Ints
    row: Rows
    away: Small
    part: Small
    entities: tuple[Ints, Ints]

    def only(self, shown: Mask) -> Pairs:
        """Return the pairs whose event ``shown`` (one flag an item) marks."""
        keep = shown[self.row]
        if keep.all():
            return self
        total = np.zeros(len(keep) + 1, np.int64)
        np.cumsum(keep, out=total[1:])
        return Pairs(total[self.begin], self.row[keep], self.away[keep], self.part[keep], self.entities)


class LaneEvents:
    """Answers which events stand in lanes; made once for a case.

    ``begin``, ``other`` and ``link`` are the links at each item in compressed rows: those of item i, and the item
    across each, stand at ``begin[i]`` to ``begin[i + 1]``. ``a`` is the first end of each link, ``holds`` marks the
    links on which it holds the second, ``part`` is for each link FROM, TO or 0: what it makes of the entity at it in
    the event at it. ``is_event`` marks items that are events, ``timed`` those with a time and ``start`` is when.
    """

    def __init__(
        self,
        begin: Ints,
        other: Rows,
        link: Rows,
        a: Rows,
        holds: Mask,
        part: Small,
        is_event: Mask,
        timed: Mask,
        start: Ints,
    ) -> None:
        count = len(is_event)
        self._count = count
        self._start = start
        self._timed = timed
        one = np.repeat(np.arange(count, dtype=np.int32), np.diff(begin))
        one_is, other_is = is_event[one], is_event[other]
        self._events = _Table.of(begin, other, timed[other] & ~(one_is & ~other_is), part[link])
        self._near = _Table.of(begin, other, ~one_is & ~other_is & (one != other))
        self._held = _Table.of(
            begin, other, holds[link] & (a[link] == one) if holds.any() else np.zeros(len(one), bool)
        )

    def counts(self) -> Ints:
        """Return for each item how many own events it has; an event joined to it in two ways counts twice."""
        direct = np.diff(self._events.begin)
        held = np.zeros(len(self._held.to) + 1, np.int64)
        np.cumsum(direct[self._held.to], out=held[1:])
        return direct + held[self._held.begin[1:]] - held[self._held.begin[:-1]]

    def pairs(self, items: Rows, away: Small) -> Pairs:
        """Return the events of a lane for each of ``items``, with those of entities up to ``away`` links away.

        Raises ValueError, in words, where that would be more than can be held.
        """
        number: Ints = np.arange(len(items), dtype=np.int64)
        lanes: list[Ints] = []
        rows: list[Rows] = []
        steps: list[Ints] = []
        parts: list[Small] = []
        entities: list[Ints] = []
        self._own(number, items, 0, lanes, rows, parts, steps)
        lane: Ints = number
        here: Rows = items
        seen: Ints = number * self._count + items
        for step in (1, 2):
            wanted = away[lane] >= step
            lane, here, _ = self._near.across(lane[wanted], here[wanted])
            code = np.setdiff1d(lane * self._count + here, seen)
            seen = np.concatenate([seen, code])
            lane, here = code // self._count, (code % self._count).astype(np.int32)
            entities.append(np.bincount(lane, minlength=len(items)))
            if len(lane):
                self._own(lane, here, step, lanes, rows, parts, steps)
        return self._ordered(lanes, rows, steps, parts, (entities[0], entities[1]), len(items))

    def _own(
        self,
        lane: Ints,
        here: Rows,
        step: int,
        lanes: list[Ints],
        rows: list[Rows],
        parts: list[Small],
        steps: list[Ints],
    ) -> None:
        itself = self._timed[here]
        held_lane, held, _ = self._held.across(lane, here)
        for found_lane, found, part in (
            (lane[itself], here[itself], np.zeros(int(itself.sum()), np.int8)),
            self._events.across(lane, here),
            self._events.across(held_lane, held),
        ):
            lanes.append(found_lane)
            rows.append(found)
            parts.append(part)
            steps.append(np.full(len(found), step, np.int64))

    def _ordered(
        self,
        lanes: list[Ints],
        rows: list[Rows],
        steps: list[Ints],
        parts: list[Small],
        entities: tuple[Ints, Ints],
        count: int,
    ) -> Pairs:
        lane, row = np.concatenate(lanes), np.concatenate(rows)
        step, part = np.concatenate(steps), np.concatenate(parts)
        # Of an event that came in several ways the nearest stands, and of its parts the one that says something.
        order = np.lexsort((-part, step, row, lane))
        lane, row, step, part = lane[order], row[order], step[order], part[order]
        new = np.ones(len(lane), bool)
        new[1:] = (lane[1:] != lane[:-1]) | (row[1:] != row[:-1])
        lane, row, step, part = lane[new], row[new], step[new], part[new]
        order = np.lexsort((self._start[row], lane))
        lane, row = lane[order], row[order]
        begin = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(lane, minlength=count), out=begin[1:])
        return Pairs(begin, row.astype(np.int32), step[order].astype(np.int8), part[order].astype(np.int8), entities)


@dataclass(frozen=True)
class _Table:
    """What lies across links, in compressed rows."""

    begin: Ints
    to: Rows
    part: Small

    @classmethod
    def of(cls, begin: Ints, other: Rows, keep: Mask, part: Small | None = None) -> _Table:
        total = np.zeros(len(keep) + 1, np.int64)
        np.cumsum(keep, out=total[1:])
        to = other[keep]
        return cls(total[begin], to, np.zeros(len(to), np.int8) if part is None else part[keep])

    def across(self, lane: Ints, here: Rows) -> tuple[Ints, Rows, Small]:
        """Return lanes, the rows across every link at ``here``, and their parts."""
        first = self.begin[here]
        count = self.begin[here + 1] - first
        total = int(count.sum())
        if total > MOST_PAIRS:
            raise ValueError(f"{total:,} events and entities are more than lanes can hold ({MOST_PAIRS:,})")
        shift = np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]).astype(np.int64), count)
        at = np.arange(total) + shift
        return np.repeat(lane, count), self.to[at], self.part[at]
