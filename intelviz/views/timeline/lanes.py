"""Lanes: the timed items of one type, or the events of one entity, in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, overload

import numpy as np

from intelviz.analysis.time.aoristic import Counting, counted
from intelviz.analysis.time.lane_events import Pairs
from intelviz.case.columns import Ints, Mask, Rows, Small
from intelviz.render.timedensity import Density
from intelviz.views.timeline.index import TimeIndex
from intelviz.workspace.workspace import Workspace

LaneMode = Literal["type", "item", "chosen"]
LINKS = "links"
"""Key of the lane of dated links."""


def _none() -> Small:
    return np.zeros(0, np.int8)


@dataclass
class Lane:
    """Items (``row``) in order of ``start``; ``by_end`` has their starts and ends in order of end, if known.

    ``item`` is the row of the item whose events these are, -1 in a lane of a type. ``colour`` is the palette slot of
    the name, ``bars`` that of the bars: of a type its own, of an item that of most of its events. ``group`` names the
    type of the item. ``away`` says for each event from how many links away it was brought in, ``part`` whether it went
    out from the item or to it; both are empty in a lane of a type. ``hops`` is how far the lane looks, ``entities`` how
    many entities that brings in, one link away and two. ``open`` says which are open to one side, empty if none is;
    ``links`` counts the dated links of a lane of these.
    """

    key: str
    title: str
    icon: str
    colour: int
    bars: int
    row: Rows
    start: Ints
    end: Ints
    by_end: tuple[Ints, Ints] | None = None
    item: int = -1
    group: str = ""
    pinned: bool = False
    hops: int = 0
    entities: tuple[int, int] = (0, 0)
    away: Small = field(default_factory=_none)
    part: Small = field(default_factory=_none)
    counting: Counting = "aoristic"
    links: int = 0
    open: Small = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.row)

    def density_of(self, at: Ints | None = None) -> Density:
        """Return how the items (or those at these ascending positions) are counted over time."""
        start, end = (self.start, self.end) if at is None else (self.start[at], self.end[at])
        if self.counting == "aoristic":
            return Density(start, end, self.by_end if at is None else None)
        start, end = counted(start, end, self.counting)
        order = np.argsort(start, kind="stable")
        return Density(start[order], end[order])

    @cached_property
    def density(self) -> Density:
        """How many of them lie before a time."""
        return self.density_of()

    @cached_property
    def longest(self) -> int:
        """The longest extent in seconds."""
        return int((self.end - self.start).max()) if len(self) else 0

    @cached_property
    def typical(self) -> float:
        """The extent, in seconds, that most of them don't exceed: no bin should be finer."""
        if not len(self):
            return 1.0
        # Of very many a few thousand tell it, too.
        some = slice(None, None, len(self) // 5000 + 1)
        return float(np.median(self.end[some] - self.start[some]))

    @property
    def own(self) -> int:
        """How many of the events are the item's own."""
        return int(np.count_nonzero(self.away == 0)) if len(self.away) else len(self)

    @property
    def header(self) -> str:
        """How many events, and how many of them were brought in from linked entities."""
        if not self.hops:
            return f"{len(self) + self.links:,}"
        brought = [int(np.count_nonzero(self.away == step)) for step in (1, 2)]
        return f"{' + '.join(f'{count:,}' for count in (self.own, *brought[: self.hops]))} linked"

    @property
    def header_words(self) -> list[str]:
        """The header in full, for the card at the pointer."""
        lines = [f"{self.own:,} events of its own, linked to it or to what belongs to it"]
        for step, words in ((1, "one link"), (2, "two links")):
            if self.hops >= step:
                brought = int(np.count_nonzero(self.away == step))
                many = self.entities[step - 1]
                entities = f"{many:,} {'entity' if many == 1 else 'entities'}"
                lines.append(f"{brought:,} brought in from {entities} {words} away (drawn faint)")
        return lines


class Lanes(Sequence[Lane]):
    """The lanes of a view from top to bottom; ``pinned`` of them stay at the top."""

    pinned = 0

    def __init__(self, made: Sequence[Lane] = ()) -> None:
        self._made = list(made)

    @overload
    def __getitem__(self, number: int) -> Lane: ...
    @overload
    def __getitem__(self, number: slice) -> list[Lane]: ...
    def __getitem__(self, number: int | slice) -> Lane | list[Lane]:
        return self._made[number]

    def __len__(self) -> int:
        return len(self._made)

    def __iter__(self) -> Iterator[Lane]:
        return (self[number] for number in range(len(self)))

    @property
    def of_items(self) -> bool:
        """Whether each lane is that of one entity."""
        return False

    def holding(self, rows: Rows) -> Ints:
        """Return the numbers of the lanes in which any of these items stand, ascending."""
        return np.array([number for number, lane in enumerate(self) if np.isin(rows, lane.row).any()], np.int64)


class EntityLanes(Lanes):
    """A lane for each of some entities; each is made when it is first looked at, so there may be very many."""

    def __init__(
        self, workspace: Workspace, index: TimeIndex, items: Rows, away: Small, pinned: int, pairs: Pairs
    ) -> None:
        super().__init__()
        self.items, self.away, self.pinned = items, away, pinned
        self._workspace, self._index, self._pairs = workspace, index, pairs
        self._lanes: dict[int, Lane] = {}

    @overload
    def __getitem__(self, number: int) -> Lane: ...
    @overload
    def __getitem__(self, number: slice) -> list[Lane]: ...
    def __getitem__(self, number: int | slice) -> Lane | list[Lane]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        if not 0 <= number < len(self):
            raise IndexError(number)
        if number not in self._lanes:
            self._lanes[number] = self._make(number)
        return self._lanes[number]

    def __len__(self) -> int:
        return len(self.items)

    @property
    def of_items(self) -> bool:
        """Each lane is that of one entity."""
        return True

    def counts(self) -> Ints:
        """Return how many events stand in each lane."""
        return np.diff(self._pairs.begin)

    def firsts(self) -> Ints:
        """Return when the first event of each lane begins; lanes without events come last."""
        begin = self._pairs.begin
        found = np.full(len(self), np.iinfo(np.int64).max)
        there = begin[1:] > begin[:-1]
        found[there] = self._index.start[self._pairs.row[begin[:-1][there]]]
        return found

    def holding(self, rows: Rows) -> Ints:
        """Return the numbers of the lanes in which any of these items stand, ascending."""
        at = np.flatnonzero(np.isin(self._pairs.row, rows))
        return np.unique(np.searchsorted(self._pairs.begin, at, "right") - 1)

    def _make(self, number: int) -> Lane:
        workspace, pairs, item = self._workspace, self._pairs, int(self.items[number])
        part = slice(int(pairs.begin[number]), int(pairs.begin[number + 1]))
        rows = pairs.row[part]
        kind = workspace.type_of(item)
        most = workspace.item_types[int(np.bincount(workspace.items.type[rows]).argmax())] if len(rows) else kind
        one, two = pairs.entities
        return Lane(
            f"item {workspace.items.id[item]}",
            workspace.items.label[item],
            kind.icon,
            kind.colour,
            most.colour,
            rows,
            self._index.start[rows],
            self._index.end[rows],
            item=item,
            group=kind.plural,
            pinned=number < self.pinned,
            hops=int(self.away[number]),
            entities=(int(one[number]), int(two[number])),
            away=pairs.away[part],
            part=pairs.part[part],
            open=self._index.open_of(rows),
            counting=self._index.counting,
        )


def lanes_by_type(workspace: Workspace, index: TimeIndex) -> list[Lane]:
    """Return a lane for each type of which something shown has a time, events first, as legends order them."""
    order = {name: number for number, name in enumerate(workspace.schema.items)}
    codes = sorted(
        range(len(workspace.item_types)),
        key=lambda code: (
            workspace.item_types[code].category != "event",
            order.get(workspace.item_types[code].name, len(order)),
        ),
    )
    everything = bool(workspace.shown.all())
    lanes: list[Lane] = []
    for code in codes:
        by_start, by_end = index.of_type(code)
        if not everything:
            by_start, by_end = by_start.only(workspace.shown), by_end.only(workspace.shown)
        rows = by_start.row
        if not len(rows):
            continue
        kind = workspace.item_types[code]
        ends = by_end.start, by_end.end
        slot = kind.colour
        lane = Lane(f"type {kind.name}", kind.plural, kind.icon, slot, slot, rows, by_start.start, by_start.end, ends)
        lane.counting, lane.open = index.counting, index.open_of(rows)
        lanes.append(lane)
    return lanes


def lane_of_links(count: int) -> Lane:
    """Return the lane in which so many dated links stand; it has no items."""
    none = np.zeros(0, np.int64)
    return Lane(LINKS, "Dated links", "vector-line", 7, 7, none.astype(np.int32), none, none, links=count)


def lane_items(workspace: Workspace, index: TimeIndex) -> Rows:
    """Return the selected items that ask for a lane: all but events, which stand in the lanes of others."""
    return np.flatnonzero(asks_for_lane(workspace, index) & workspace.selected).astype(np.int32)


def asks_for_lane(workspace: Workspace, index: TimeIndex) -> Mask:
    """Return one flag an item: it may have a lane."""
    return ~(index.timed & workspace.category_mask("event"))
