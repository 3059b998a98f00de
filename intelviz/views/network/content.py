"""What the network draws: the chart's items that the filter shows, and the links between them, pair by pair."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Ints, Mask, Rows
from intelviz.render.pairs import among
from intelviz.views.network.pairs import Pairs
from intelviz.workspace.workspace import Workspace


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
        chart = workspace.chart
        standing: Mask = chart.drawn & ~chart.hidden
        present: Mask = standing & workspace.shown
        on = present
        self.present = present
        self.leader = leader = chart.leader
        if chart.closed:
            on = present & (leader == np.arange(len(leader)))
            on[leader[present]] = True
        self.on: Mask = on
        self.rows: Rows = np.flatnonzero(on).astype(np.int32)
        self.curves: dict[tuple[int, bool], int] = {}
        """How many curves opened pairs are, as it was found (see fans.py)."""
        self._kept: Ints | None = None
        base = self._base = _found_before(before, workspace, standing) or Pairs.between(workspace, standing)
        if not chart.closed and workspace.link_filter is None:
            # Both ends of a pair are shown, or none of its links is: of a million links only the pairs are looked at.
            kept = among(present, base.low, base.high)
            self._pairs = _kept_before(before, base, kept) or (base.only(kept) if len(kept) < len(base.low) else base)
            self._kept = kept
        else:
            self._pairs = Pairs.of_links(workspace, self._shown_links(base.link), leader)

    def _shown_links(self, link: Rows) -> Rows:
        workspace, links = self.workspace, self.workspace.links
        if workspace.link_filter is not None:
            link = link[workspace.link_filter.mask[link]]
        link = link[self.present[links.a[link]] & self.present[links.b[link]]]
        if workspace.chart.closed:
            a, b = self.leader[links.a[link]], self.leader[links.b[link]]
            link = link[(a != b) | (links.a[link] == links.b[link])]
        return link

    def draws_as(self, other: Content) -> bool:
        """Return whether the same items and links are drawn, wherever they stand."""
        return self._pairs is other._pairs and np.array_equal(self.on, other.on)

    def same_pairs(self, other: Content, pairs: set[int]) -> set[int]:
        """Return which pairs join the items that these pairs of ``other`` join."""
        if not pairs:
            return set()
        wanted = {(int(other.low[pair]), int(other.high[pair])) for pair in pairs if pair < len(other.low)}
        near = np.flatnonzero(np.isin(self.low, [low for low, _ in wanted]))
        ends = zip(near.tolist(), self.low[near].tolist(), self.high[near].tolist(), strict=True)
        return {pair for pair, low, high in ends if (low, high) in wanted}

    @property
    def low(self) -> Rows:
        """The item row of one end of each pair."""
        return self._pairs.low

    @property
    def high(self) -> Rows:
        """The item row of the other end."""
        return self._pairs.high

    @property
    def count(self) -> NDArray[np.int32]:
        """How many links each pair stands for."""
        return self._pairs.count

    @property
    def links(self) -> int:
        """How many links the canvas shows."""
        return self._pairs.links

    @property
    def link(self) -> Rows:
        """The links of all pairs, pair by pair."""
        return self._pairs.link

    @property
    def begin(self) -> Ints:
        """Where the links of each pair begin in ``link``, and where the last end."""
        return self._pairs.begin

    @property
    def group(self) -> NDArray[np.int8]:
        """The number of the group of each pair's links in GROUPS, MIXED if they are of several."""
        return self._pairs.group

    @property
    def direction(self) -> NDArray[np.int8]:
        """1 where all links of a pair run from ``low`` to ``high``, -1 where all run back, 0 else."""
        return self._pairs.direction

    @cached_property
    def degree(self) -> NDArray[np.int64]:
        """Number of items on the canvas that each item is linked to."""
        size = len(self.workspace)
        return np.bincount(self.low, minlength=size) + np.bincount(self.high, minlength=size)

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


def _found_before(before: Content | None, workspace: Workspace, standing: Mask) -> Pairs | None:
    """Return the pairs of what stood on the canvas before, if the same items stand there now."""
    if before is None or before.workspace is not workspace or not np.array_equal(before._base.standing, standing):
        return None
    return before._base


def _kept_before(before: Content | None, base: Pairs, kept: Ints) -> Pairs | None:
    """Return the shown pairs of before, if the same of the same pairs are shown now."""
    if before is None or before._base is not base or before._kept is None or not np.array_equal(before._kept, kept):
        return None
    return before._pairs
