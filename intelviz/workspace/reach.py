"""What is linked to the selection: directly, or through what belongs to somebody.

A call is made between telephones, a telephone belongs to a person, and the person is found at an address. An analyst
who picks the person means all of it. So *through* links are followed, but only along this chain, and only the link
types whose schema says so (``reach``): event – carrier – holder – place. A crime at somebody's address is not theirs,
and is never reached from them.
"""

from __future__ import annotations

import numpy as np

from intelviz.case.columns import Columns, Mask, Rows
from intelviz.schema.model import Schema
from intelviz.workspace.graph import Adjacency

NOT_LINKED, DIRECT, THROUGH = 0, 1, 2


class Reach:
    """Answers what is linked to a set of items; made once for a case."""

    def __init__(self, columns: Columns, schema: Schema) -> None:
        items, links = columns.items, columns.links
        count = len(items)
        kinds = [schema.link(name).reach for name in links.type_names]
        holds = _mask_of(links.type, kinds, "holds")
        lives = _mask_of(links.type, kinds, "lives")
        events = np.array([schema.item(name).category == "event" for name in items.type_names], bool)
        is_event = events[items.type] if len(events) else np.zeros(count, bool)
        carrier = np.zeros(count, bool)
        carrier[links.b[holds]] = True
        at_carrier = ~(holds | lives) & (
            (is_event[links.a] & carrier[links.b]) | (is_event[links.b] & carrier[links.a])
        )
        self._all = Adjacency.of(links, count)
        self._holds_down = _Directed(links.a[holds], links.b[holds], count)
        self._holds_up = _Directed(links.b[holds], links.a[holds], count)
        self._lives_down = _Directed(links.a[lives], links.b[lives], count)
        self._lives_up = _Directed(links.b[lives], links.a[lives], count)
        self._events = Adjacency.of(links, count, at_carrier)
        self._is_event, self._is_carrier = is_event, carrier
        self._count = count

    @property
    def adjacency(self) -> Adjacency:
        """The adjacency of all links."""
        return self._all

    def linked_to(self, selected: Mask) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
        """Return for each item NOT_LINKED, DIRECT or THROUGH; the selected ones themselves are NOT_LINKED."""
        linked = np.zeros(self._count, np.uint8)
        rows = np.flatnonzero(selected).astype(np.int32)
        if not len(rows):
            return linked
        linked[self._through(rows)] = THROUGH
        linked[self._all.neighbours(rows)] = DIRECT
        linked[rows] = NOT_LINKED
        return linked

    def _through(self, rows: Rows) -> Rows:
        events = rows[self._is_event[rows]]
        carriers = np.concatenate([rows[self._is_carrier[rows]], self._carriers_of_events(events)])
        holders = np.concatenate([self._holds_up.across(carriers), self._lives_up.across(rows)])
        holding = np.unique(np.concatenate([rows, holders]))
        places = self._lives_down.across(np.unique(np.concatenate([rows, self._holds_up.across(carriers)])))
        owned = self._holds_down.across(holding)
        calls = self._events.neighbours(owned)
        calls = calls[self._is_event[calls]]
        # A picked event shows its parties and where they are found, not everything else these parties did.
        only_events = len(events) == len(rows)
        parts = [holders, places, carriers] if only_events else [holders, places, owned, calls]
        return np.unique(np.concatenate(parts))

    def _carriers_of_events(self, events: Rows) -> Rows:
        found = self._events.neighbours(events)
        return found[self._is_carrier[found]]


class _Directed:
    """Links followed in one direction only."""

    def __init__(self, a: Rows, b: Rows, items: int) -> None:
        order = np.argsort(a, kind="stable")
        self._to = b[order]
        self._start = np.zeros(items + 1, np.int64)
        np.cumsum(np.bincount(a, minlength=items), out=self._start[1:])

    def across(self, rows: Rows) -> Rows:
        begin, count = self._start[rows], self._start[rows + 1] - self._start[rows]
        total = int(count.sum())
        if total == 0:
            return np.zeros(0, np.int32)
        shift = np.repeat(begin - np.concatenate([[0], np.cumsum(count)[:-1]]), count)
        return self._to[np.arange(total) + shift]


def _mask_of(types: np.ndarray[tuple[int], np.dtype[np.int16]], kinds: list[str], kind: str) -> Mask:
    wanted = np.array([each == kind for each in kinds], bool)
    return wanted[types] if len(kinds) else np.zeros(len(types), bool)
