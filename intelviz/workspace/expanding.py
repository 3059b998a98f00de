"""Expanding: which linked items come by link type, direction, date and grade, how many, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from intelviz.case.columns import Ints, Mask, Rows
from intelviz.schema.when import NO_TIME
from intelviz.workspace.expand import Offer, across_of
from intelviz.workspace.workspace import Workspace

Choice = tuple[str, bool, str]
"""Link type, whether it runs away from the item, and type of the other item."""
UNGRADED = ""
LONGEST_QUERY = 2_000
"""Characters of a remembered query."""


@dataclass(frozen=True)
class Wish:
    """What is to come: links of these kinds, within ``since`` to ``until`` (seconds since the epoch, the end left out).

    A link without a time has that of the item across it; ``undated`` lets through those without either. ``grades`` are
    the grades of which a link must have one, None for any. At most ``each`` new items come for one item (0: no limit)
    and ``most`` in all.
    """

    kinds: frozenset[Choice]
    since: int | None = None
    until: int | None = None
    undated: bool = True
    grades: frozenset[str] | None = None
    each: int = 0
    most: int = 100
    only: str = ""
    """A query that what comes must fit, "" for anything."""


@dataclass(frozen=True)
class Coming:
    """The rows that come, and how many new items are left out for which reason."""

    rows: Rows
    by_time: int
    by_grade: int
    by_query: int
    by_each: int
    by_most: int

    def words(self) -> str:
        """Return how many come, and what stays out, as a sentence; "" where there is nothing."""
        reasons = [
            (self.by_time, "by the dates"),
            (self.by_grade, "by the grade"),
            (self.by_query, "by the query"),
            (self.by_each, "as more than so many for one item"),
            (self.by_most, "as more than so many in all"),
        ]
        left_out = [(count, why) for count, why in reasons if count]
        left = [f"{count:,} {why}" for count, why in left_out]
        if not len(self.rows) and not left:
            return ""
        count = len(self.rows)
        of = f" of {count + sum(number for number, _ in left_out):,}" if left_out else ""
        head = f"{count:,} {'item' if count == 1 else 'items'}{of} would be added"
        tail = " Those with the most links to what is drawn come first." if self.by_each or self.by_most else ""
        return f"{head}; left out: {', '.join(left)}.{tail}" if left else f"{head}."


class Around:
    """The links at some items that stand on the chart, to all others that the filter shows."""

    def __init__(self, workspace: Workspace, rows: Rows) -> None:
        self.workspace = workspace
        self.seed, self.other, self.link, self.forward = across_of(workspace, rows)
        self._ties = self._count_ties()

    def _count_ties(self) -> Ints:
        links, drawn, count = self.workspace.links, self.workspace.chart.drawn, len(self.workspace)
        ties = np.bincount(links.a[drawn[links.b]], minlength=count)
        return ties + np.bincount(links.b[drawn[links.a]], minlength=count)

    def span(self) -> tuple[int, int] | None:
        """Return the first and the last time that is known of the links and what lies across them, or of all items."""
        links, items = self.workspace.links, self.workspace.items
        for times in (np.concatenate([links.when_start[self.link], items.when_start[self.other]]), items.when_start):
            known = times[times != NO_TIME]
            if len(known):
                return int(known.min()), int(known.max())
        return None

    def links_of(self, kinds: frozenset[Choice]) -> Mask:
        """Return which of the links are of these kinds."""
        workspace = self.workspace
        link_names = [each.name for each in workspace.link_types]
        item_names = [each.name for each in workspace.item_types]
        wanted = np.zeros(len(self.other), bool)
        types, items = workspace.links.type[self.link], workspace.items.type[self.other]
        for link_type, forward, item_type in kinds:
            if link_type in link_names and item_type in item_names:
                wanted |= (
                    (types == link_names.index(link_type))
                    & (self.forward == forward)
                    & (items == item_names.index(item_type))
                )
        return wanted & ~workspace.chart.drawn[self.other] & workspace.shown[self.other]

    def within(self, wish: Wish) -> Mask:
        """Return which of the links lie within the dates."""
        if wish.since is None and wish.until is None:
            return np.ones(len(self.other), bool)
        links, items = self.workspace.links, self.workspace.items
        dated = links.when_start[self.link] != NO_TIME
        start = np.where(dated, links.when_start[self.link], items.when_start[self.other])
        end = np.where(dated, links.when_end[self.link], items.when_end[self.other])
        known = start != NO_TIME
        inside = known.copy()
        if wish.since is not None:
            inside &= np.maximum(start, end - 1) >= wish.since
        if wish.until is not None:
            inside &= start < wish.until
        return inside | (~known & wish.undated)

    def graded(self, wish: Wish, grades: Mapping[int, frozenset[str]]) -> Mask:
        """Return which of the links have one of the grades; ``grades`` are those of each link by its id."""
        if wish.grades is None:
            return np.ones(len(self.other), bool)
        ids = self.workspace.links.id[self.link].tolist()
        none = frozenset({UNGRADED})
        return np.array([bool(grades.get(each, none) & wish.grades) for each in ids], bool)

    def coming(self, wish: Wish, grades: Mapping[int, frozenset[str]], fits: Mask | None = None) -> Coming:
        """Return what comes; ``fits`` flags the items that the wish's query describes."""
        chosen = self.links_of(wish.kinds)
        every = np.unique(self.other[chosen])
        chosen &= self.within(wish)
        timely = np.unique(self.other[chosen])
        chosen &= self.graded(wish, grades)
        graded = np.unique(self.other[chosen])
        if fits is not None:
            chosen &= fits[self.other]
        fitting = np.unique(self.other[chosen])
        kept = self._each(chosen, wish.each) if wish.each else fitting
        order = np.lexsort((kept, -self._ties[kept]))
        rows = np.sort(kept[order[: max(0, wish.most)]]).astype(np.int32)
        sizes = [len(each) for each in (every, timely, graded, fitting, kept, rows)]
        return Coming(rows, *(before - after for before, after in pairwise(sizes)))

    def _each(self, chosen: Mask, most: int) -> Rows:
        """Return the new items that are among the first ``most`` of some item, those with most ties first."""
        count = len(self.workspace)
        pairs = np.unique(self.seed[chosen].astype(np.int64) * count + self.other[chosen])
        seed, other = pairs // count, pairs % count
        order = np.lexsort((other, -self._ties[other], seed))
        seed, other = seed[order], other[order]
        begins = np.flatnonzero(np.append(True, seed[1:] != seed[:-1])) if len(seed) else np.zeros(0, np.int64)
        place = np.arange(len(seed)) - np.repeat(begins, np.diff(np.append(begins, len(seed))))
        return np.unique(other[place < most]).astype(np.int32)


def choice_of(offer: Offer) -> Choice:
    """Return an offer without its counts."""
    return offer.link_type, offer.forward, offer.item_type


# The last wish of a case, to be remembered


def plain(wish: Wish, left: frozenset[Choice]) -> dict[str, Any]:
    """Return a wish as plain values; ``left`` are the kinds that were offered and not taken."""
    return {
        "kinds": sorted(list(each) for each in wish.kinds),
        "left": sorted(list(each) for each in left),
        "since": wish.since,
        "until": wish.until,
        "undated": wish.undated,
        "grades": None if wish.grades is None else sorted(wish.grades),
        "each": wish.each,
        "most": wish.most,
        "only": wish.only,
    }


def wish_from(kept: object) -> tuple[Wish, frozenset[Choice]] | None:
    """Return a remembered wish and what was left, None where what is kept can't be one."""
    if not isinstance(kept, dict):
        return None
    said: dict[str, Any] = {str(key): value for key, value in kept.items()}

    def number(name: str, least: int, most: int, default: int | None) -> int | None:
        value = said.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most else default

    def kinds(name: str) -> frozenset[Choice]:
        listed = said.get(name)
        found: set[Choice] = set()
        for each in listed if isinstance(listed, list) else []:
            match each:
                case [str() as link, bool() as forward, str() as item]:
                    found.add((link, forward, item))
                case _:
                    pass
        return frozenset(found)

    listed = said.get("grades")
    grades = frozenset(str(each) for each in listed) if isinstance(listed, list) else None
    far = 2**40
    wish = Wish(
        kinds("kinds"),
        number("since", -far, far, None),
        number("until", -far, far, None),
        said.get("undated") is not False,
        grades,
        number("each", 0, 5_000, 0) or 0,
        number("most", 1, 5_000, 100) or 100,
        only[:LONGEST_QUERY] if isinstance(only := said.get("only"), str) else "",
    )
    return wish, kinds("left")
