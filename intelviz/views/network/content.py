"""What the network draws: the chart's items that the filter shows, and the links between them, pair by pair."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Mask, Rows
from intelviz.workspace.workspace import Workspace

GROUPS = ("association", "family", "belonging", "place", "involvement", "communication", "administration")
MIXED = len(GROUPS)


class Content:
    """Rows on the canvas, and each linked pair of them once.

    ``low`` and ``high`` are the item rows of a pair, ``count`` how many links it stands for, ``group`` the number of
    their link group in GROUPS (MIXED if they are of several); the links of pair p are
    ``link[begin[p]:begin[p + 1]]``. A link from an item to itself is a pair of the item with itself.

    A closed group stands on the canvas as its leader's row (``leader`` has for each item the row as which it is drawn):
    links of its members are links of that row, and those within it are not drawn. ``present`` marks all items that are
    on the canvas, ``on`` those that are drawn themselves.
    """

    def __init__(self, workspace: Workspace, before: Content | None = None) -> None:
        self.workspace = workspace
        chart, links = workspace.chart, workspace.links
        present: Mask = chart.drawn & ~chart.hidden & workspace.shown
        on = present
        self.present = present
        self.leader = leader = chart.leader
        if chart.closed:
            on = present & (leader == np.arange(len(leader)))
            on[leader[present]] = True
        self.on: Mask = on
        self.rows: Rows = np.flatnonzero(on).astype(np.int32)
        standing = chart.drawn & ~chart.hidden
        if before is not None and before.workspace is workspace and np.array_equal(before._standing, standing):
            # The filter alone changed: of a million links, only those of the chart are looked at again.
            self._standing, self._between = before._standing, before._between
        else:
            self._standing = standing
            self._between = np.flatnonzero(standing[links.a] & standing[links.b]).astype(np.int32)
        link = self._between
        if workspace.link_filter is not None:
            link = link[workspace.link_filter.mask[link]]
        link = link[present[links.a[link]] & present[links.b[link]]]
        a, b = links.a[link], links.b[link]
        if chart.closed:
            within = (leader[a] == leader[b]) & (a != b)
            link, a, b = link[~within], leader[a[~within]], leader[b[~within]]
        low, high = np.minimum(a, b), np.maximum(a, b)
        order = np.lexsort((high, low))
        self.link = link[order]
        low, high = low[order], high[order]
        new = np.ones(len(low), bool)
        new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
        first = np.flatnonzero(new)
        self.begin = np.append(first, len(low))
        self.low: Rows = low[first]
        self.high: Rows = high[first]
        self.count: NDArray[np.int64] = np.diff(self.begin)
        numbers = {name: number for number, name in enumerate(GROUPS)}
        codes = np.array([numbers.get(kind.group, 0) for kind in workspace.link_types] or [0], np.int8)
        group = codes[links.type[self.link]]
        if len(first):
            least, most = np.minimum.reduceat(group, first), np.maximum.reduceat(group, first)
            self.group = np.where(least == most, least, MIXED)
        else:
            self.group = np.zeros(0, np.int8)
        # Forward where every link of the pair runs from its lower to its higher end; 0 where they run both ways.
        runs = np.where(leader[links.a[self.link]] == low, 1, -1)
        if len(first):
            total = np.add.reduceat(runs, first)
            self.direction = np.where(np.abs(total) == self.count, np.sign(total), 0)
        else:
            self.direction = np.zeros(0, np.int64)
        self.degree = np.bincount(np.concatenate([self.low, self.high]), minlength=len(workspace))
        """Number of items on the canvas that each item is linked to."""

    def links_of(self, pair: int) -> Rows:
        """Return the link rows of a pair."""
        return self.link[self.begin[pair] : self.begin[pair + 1]]

    def pairs_at(self, mask: Mask) -> NDArray[np.int64]:
        """Return the pairs of which at least one end is marked."""
        mask = self.nodes(mask)
        return np.flatnonzero(mask[self.low] | mask[self.high])

    def present_and(self, mask: Mask) -> Rows:
        """Return the rows on the canvas that are marked."""
        return np.flatnonzero(self.present & mask).astype(np.int32)

    def members(self, row: int) -> Rows:
        """Return the items that a node stands for: itself, or those of a closed group that are not hidden."""
        if row not in self.workspace.chart.closed:
            return np.array([row], np.int32)
        return np.flatnonzero((self.leader == row) & self.present).astype(np.int32)

    def members_of(self, rows: Rows) -> Rows:
        """Return the items that some nodes stand for."""
        if not self.workspace.chart.closed:
            return rows
        nodes = np.zeros(len(self.leader), bool)
        nodes[rows] = True
        return np.flatnonzero(nodes[self.leader] & self.present).astype(np.int32)

    @cached_property
    def closed_facts(self) -> dict[int, tuple[int, int]]:
        """For each closed group by its row: how many of its items are not hidden, and the type of most of them."""
        closed, types = self.workspace.chart.closed, len(self.workspace.item_types)
        inside = np.zeros(len(self.leader), bool)
        inside[list(closed)] = True
        rows = np.flatnonzero(inside[self.leader] & self.present)
        keys = self.leader[rows].astype(np.int64) * types + self.workspace.items.type[rows]
        found, counts = np.unique(keys, return_counts=True)
        facts = dict.fromkeys(closed, (0, 0))
        most = dict.fromkeys(closed, 0)
        for key, count in zip(found.tolist(), counts.tolist(), strict=True):
            row, kind = divmod(key, types)
            main = kind if count > most[row] else facts[row][1]
            most[row] = max(most[row], count)
            facts[row] = (facts[row][0] + count, main)
        return facts

    def nodes(self, mask: Mask) -> Mask:
        """Return which nodes stand for a marked item."""
        if not self.workspace.chart.closed:
            return self.on & mask
        found = np.zeros(len(mask), bool)
        found[self.leader[self.present & mask]] = True
        return found

    def name(self, row: int) -> str:
        """Return the name of a node without its count."""
        group = self.workspace.chart.closed.get(row)
        return self.workspace.items.label[row] if group is None else group.label

    def label(self, row: int) -> str:
        """Return the name of a node: the item's, or the group's with how many of its items are shown."""
        group = self.workspace.chart.closed.get(row)
        if group is None:
            return self.workspace.items.label[row]
        shown, every = self.closed_facts[row][0], len(group.ids)
        return f"{group.label} ({shown:,})" if shown == every else f"{group.label} ({shown:,} of {every:,})"

    @property
    def hidden(self) -> int:
        """How many items of the chart are hidden by hand."""
        return int(np.count_nonzero(self.workspace.chart.drawn & self.workspace.chart.hidden))

    @property
    def filtered(self) -> int:
        """How many items of the chart the filter hides."""
        chart = self.workspace.chart
        return int(np.count_nonzero(chart.drawn & ~chart.hidden & ~self.workspace.shown))

    @property
    def absent(self) -> Rows:
        """Rows of selected items that do not stand on the chart."""
        return np.flatnonzero(self.workspace.selected & ~self.workspace.chart.drawn).astype(np.int32)
