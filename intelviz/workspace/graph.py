"""Who is linked to whom, as arrays: for each item the links at it, in compressed rows."""

from __future__ import annotations

import numpy as np

from intelviz.case.columns import LinkColumns, Mask, Rows


class Adjacency:
    """The links at each item: ``other[start[i]:start[i + 1]]`` are the item rows across, ``link[...]`` the link rows.

    A link from an item to itself stands there twice.
    """

    def __init__(self, a: Rows, b: Rows, items: int, links: Rows | None = None) -> None:
        ends = np.concatenate([a, b])
        order = np.argsort(ends, kind="stable")
        self.other: Rows = np.concatenate([b, a])[order]
        numbers = np.arange(len(a), dtype=np.int32) if links is None else links
        self.link: Rows = np.concatenate([numbers, numbers])[order]
        self.start = np.zeros(items + 1, np.int64)
        np.cumsum(np.bincount(ends, minlength=items), out=self.start[1:])

    @classmethod
    def of(cls, links: LinkColumns, items: int, keep: Mask | None = None) -> Adjacency:
        """Return the adjacency of all links, or of those that ``keep`` (one flag a link) marks."""
        if keep is None:
            return cls(links.a, links.b, items)
        rows = np.flatnonzero(keep).astype(np.int32)
        return cls(links.a[rows], links.b[rows], items, rows)

    @property
    def degree(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Number of links at each item."""
        return np.diff(self.start)

    def _slots(self, rows: Rows) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        begin, count = self.start[rows], self.start[rows + 1] - self.start[rows]
        total = int(count.sum())
        if total == 0:
            return np.zeros(0, np.int64)
        shift = np.repeat(begin - np.concatenate([[0], np.cumsum(count)[:-1]]), count)
        return np.arange(total) + shift

    def neighbours(self, rows: Rows) -> Rows:
        """Return the item rows across every link at ``rows``, as often as there are links."""
        return self.other[self._slots(np.asarray(rows, np.int32))]

    def links_at(self, rows: Rows) -> Rows:
        """Return the link rows at ``rows``; a link between two of them comes twice."""
        return self.link[self._slots(np.asarray(rows, np.int32))]
