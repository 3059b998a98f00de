"""The fixes of one item: the events linked to it that have a place and a time, and what was left out, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.analysis.place.tracks import Legs, legs, stops
from intelviz.case.columns import Floats, Ints, Rows
from intelviz.schema.when import NO_TIME, OPEN_END, OPEN_START, Precision
from intelviz.workspace.workspace import Workspace

ELSEWHERE = frozenset({"called", "payee", "recipient", "receiver"})
"""Roles of those who had part in an event from elsewhere: its place is that of the other end."""
MOST_FOR_STOPS = 2_000
"""Fixes up to which stops are looked for: it takes a blink."""
_DAY = 86_400


@dataclass(frozen=True, eq=False)
class Track:
    """Fixes of the item at ``row`` in order of time: ``events`` are their rows, ``left_out`` says what is no fix."""

    row: int
    events: Rows
    start: Ints
    end: Ints
    lon: Floats
    lat: Floats
    legs: Legs
    stops: tuple[tuple[int, int], ...]
    left_out: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.events)


def track_of(workspace: Workspace, row: int) -> Track:
    """Return the track of an item by the shown events that it is linked to directly; nothing is taken from others.

    An event counts if its place is known and its time to the minute. Of a call or a payment, the place is that of the
    end from which it was made: at the other end it is left out.
    """
    items, links = workspace.items, workspace.links
    near = np.unique(workspace.adjacency.links_at(np.array([row], np.int32)))
    second, first = near[links.b[near] == row], near[links.a[near] == row]
    other = np.concatenate([links.a[second], links.b[first]])
    roles = [(each.to_role, each.from_role) for each in workspace.link_types]
    as_second = np.array([to in ELSEWHERE for to, _ in roles] or [False], bool)
    as_first = np.array([of in ELSEWHERE for _, of in roles] or [False], bool)
    away = np.concatenate([as_second[links.type[second]], as_first[links.type[first]]])
    event = workspace.category_mask("event")[other] & workspace.shown[other]
    here = np.unique(other[event & ~away]).astype(np.int32)
    elsewhere = np.setdiff1d(other[event & away], here)
    start, end = items.when_start[here], items.when_end[here]
    timed = (start != NO_TIME) & (start > OPEN_START) & (end < OPEN_END)
    exact = timed & (items.when_precision[here] >= int(Precision.MINUTE)) & (end - start <= _DAY)
    placed = np.isfinite(items.lon[here]) & np.isfinite(items.lat[here])
    kept = here[exact & placed]
    kept = kept[np.lexsort((kept, items.when_end[kept], items.when_start[kept]))]
    left = (
        (int(np.count_nonzero(~placed)), "without a place"),
        (int(np.count_nonzero(placed & ~timed)), "without a time"),
        (int(np.count_nonzero(placed & timed & ~exact)), "whose time is not known to the minute"),
        (len(elsewhere), "that it had part in from elsewhere (calls received)"),
    )
    parts = (items.when_start[kept], items.when_end[kept], items.lon[kept], items.lat[kept])
    words = tuple(f"{count:,} event{'' if count == 1 else 's'} {why}" for count, why in left if count)
    found: tuple[tuple[int, int], ...] = ()
    if len(kept) <= MOST_FOR_STOPS:
        found = tuple(stops(*parts))
    else:
        words = (*words, f"stops, which are looked for among up to {MOST_FOR_STOPS:,} fixes")
    return Track(row, kept, *parts, legs(*parts), found, words)
