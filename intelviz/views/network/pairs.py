"""Linked pairs of items, each once, with the links that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Ints, Mask, Rows
from intelviz.render.compiled import ready
from intelviz.render.pairs import gathered
from intelviz.workspace.opening import MANY_LINKS
from intelviz.workspace.workspace import Workspace

GROUPS = ("association", "family", "belonging", "place", "involvement", "communication", "administration")
MIXED = len(GROUPS)
_MANY = MANY_LINKS


@dataclass(eq=False)
class Pairs:
    """``low`` and ``high`` are the item rows of each pair, ``count`` how many links it stands for.

    ``group`` is the number of their link group in GROUPS (MIXED if they are of several). ``direction`` is 1 where all
    its links run from ``low`` to ``high``, -1 where all run back, 0 else. ``standing`` marks the items among which they
    were looked for, None for a choice of pairs.
    """

    low: Rows
    high: Rows
    count: NDArray[np.int32]
    group: NDArray[np.int8]
    direction: NDArray[np.int8]
    standing: Mask | None = None
    _links: tuple[Rows, Ints] | None = None
    _of: tuple[Pairs, Ints] | None = None

    @classmethod
    def between(cls, workspace: Workspace, standing: Mask) -> Pairs:
        """Return the pairs among marked items, whatever the filter shows."""
        links = workspace.links
        if len(links) > _MANY and 8 * np.count_nonzero(standing) > len(standing) and ready():
            found = cls._gathered_of(workspace, standing)
            found.standing = standing
            return found
        link = np.flatnonzero(standing[links.a] & standing[links.b]).astype(np.int32)
        found = cls.of_links(workspace, link, np.arange(len(standing), dtype=np.int32))
        found.standing = standing
        return found

    @classmethod
    def _gathered_of(cls, workspace: Workspace, standing: Mask) -> Pairs:
        """Return the same as ``of_links`` for much of a large case, along an order that is made once."""
        links = workspace.links
        kind = _group_codes(workspace)[links.type]
        found = gathered(workspace.pair_order, links.a, links.b, standing, kind, MIXED)
        direction = np.where(np.abs(found.forward) == found.count, np.sign(found.forward), 0).astype(np.int8)
        parts = (found.low, found.high, found.count, found.kind, direction)
        return cls(*parts, None, (found.link, found.begin))

    @classmethod
    def of_links(cls, workspace: Workspace, link: Rows, leader: Rows) -> Pairs:
        """Return the pairs that links link; an item is drawn as the row that ``leader`` has for it."""
        links = workspace.links
        a, b = leader[links.a[link]], leader[links.b[link]]
        low, high = np.minimum(a, b), np.maximum(a, b)
        order = np.lexsort((high, low))
        link, low, high = link[order], low[order], high[order]
        new = np.ones(len(low), bool)
        new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
        first = np.flatnonzero(new)
        begin = np.append(first, len(low))
        count = np.diff(begin).astype(np.int32)
        if not len(first):
            return cls(low, high, count, np.zeros(0, np.int8), np.zeros(0, np.int8), None, (link, begin))
        group = _group_codes(workspace)[links.type[link]]
        least, most = np.minimum.reduceat(group, first), np.maximum.reduceat(group, first)
        # Forward where every link of the pair runs from its lower to its higher end; 0 where they run both ways.
        total = np.add.reduceat(np.where(leader[links.a[link]] == low, 1, -1), first)
        direction = np.where(np.abs(total) == count, np.sign(total), 0).astype(np.int8)
        group = np.where(least == most, least, MIXED).astype(np.int8)
        return cls(low[first], high[first], count, group, direction, None, (link, begin))

    def only(self, kept: Ints) -> Pairs:
        """Return some of the pairs; their links are gathered when they are first asked for."""
        parts = (self.low, self.high, self.count, self.group, self.direction)
        low, high, count, group, direction = (each[kept] for each in parts)
        return Pairs(low, high, count, group, direction, _of=(self, kept))

    @cached_property
    def _gathered(self) -> tuple[Rows, Ints]:
        if self._links is not None:
            return self._links
        assert self._of is not None
        whole, kept = self._of
        begin = np.concatenate([[0], np.cumsum(self.count, dtype=np.int64)])
        # From each pair's first link on, one after another.
        at = np.arange(begin[-1]) + np.repeat(whole.begin[kept] - begin[:-1], self.count)
        return whole.link[at], begin

    @property
    def link(self) -> Rows:
        """The links of all pairs, pair by pair."""
        return self._gathered[0]

    @property
    def begin(self) -> Ints:
        """Where the links of each pair begin in ``link``, and where the last end."""
        return self._gathered[1]

    @property
    def links(self) -> int:
        """How many links all pairs stand for."""
        return int(self.count.sum())


def _group_codes(workspace: Workspace) -> NDArray[np.int8]:
    """Return for each link type the number of its group in GROUPS."""
    numbers = {name: number for number, name in enumerate(GROUPS)}
    return np.array([numbers.get(kind.group, 0) for kind in workspace.link_types] or [0], np.int8)
