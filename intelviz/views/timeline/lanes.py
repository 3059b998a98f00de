"""Lanes: the timed items of one type, or the events of one selected item, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from intelviz.case.columns import Ints, ItemColumns, Mask, Rows
from intelviz.render.timedensity import Density
from intelviz.schema.when import NO_TIME
from intelviz.workspace.workspace import Workspace

LaneMode = Literal["type", "item"]
MOST_LANES = 100


@dataclass
class Lane:
    """Items (``row``) in order of ``start``; ``by_end`` has their starts and ends in order of end, if known.

    ``item`` is the row of the item whose events these are, -1 in a lane of a type. ``colour`` is the palette slot of
    the name, ``bars`` that of the bars: of a type its own, of an item that of most of its events.
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

    def __len__(self) -> int:
        return len(self.row)

    @cached_property
    def density(self) -> Density:
        """How many of them lie before a time."""
        return Density(self.start, self.end, self.by_end)

    @cached_property
    def longest(self) -> int:
        """The longest extent in seconds."""
        return int((self.end - self.start).max()) if len(self) else 0

    @cached_property
    def typical(self) -> float:
        """The extent, in seconds, that most of them don't exceed: no bin should be finer."""
        if not len(self):
            return 1.0
        return float(np.partition(self.end - self.start, len(self) // 2)[len(self) // 2])


class TimeIndex:
    """The timed items of a case in the orders that lanes need; made once when the items change.

    ``start`` and ``end`` are the time columns with no extent empty; ``timed`` marks the items that have a time.
    """

    def __init__(self, items: ItemColumns) -> None:
        self.timed: Mask = items.when_start != NO_TIME
        self.start: Ints = items.when_start
        self.end: Ints = np.where(self.timed, np.maximum(items.when_end, items.when_start + 1), NO_TIME)
        rows = np.flatnonzero(self.timed).astype(np.int32)
        self.by_start: Rows = rows[np.argsort(self.start[rows], kind="stable")]
        self.by_end: Rows = rows[np.argsort(self.end[rows], kind="stable")]
        self._type = items.type
        self._of_type: dict[int, tuple[Rows, Rows]] = {}

    @property
    def extent(self) -> tuple[int, int] | None:
        """The first start and the last end of the case, or None where nothing has a time."""
        if not len(self.by_start):
            return None
        return int(self.start[self.by_start[0]]), int(self.end[self.by_end[-1]])

    def extent_of(self, rows: Rows) -> tuple[int, int] | None:
        """Return the first start and last end of the timed ones of these items."""
        rows = rows[self.timed[rows]]
        return (int(self.start[rows].min()), int(self.end[rows].max())) if len(rows) else None

    def of_type(self, code: int) -> tuple[Rows, Rows]:
        """Return the timed items of a type by start and by end."""
        if code not in self._of_type:
            by_start = self.by_start[self._type[self.by_start] == code]
            self._of_type[code] = by_start, self.by_end[self._type[self.by_end] == code]
        return self._of_type[code]

    def density(self, keep: Mask | None = None) -> Density:
        """Return the density of all timed items, or of those marked."""
        by_start, by_end = self.by_start, self.by_end
        if keep is not None:
            by_start, by_end = by_start[keep[by_start]], by_end[keep[by_end]]
        return Density(self.start[by_start], self.end[by_start], (self.start[by_end], self.end[by_end]))


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
    lanes: list[Lane] = []
    for code in codes:
        by_start, by_end = index.of_type(code)
        by_start, by_end = by_start[workspace.shown[by_start]], by_end[workspace.shown[by_end]]
        if not len(by_start):
            continue
        kind = workspace.item_types[code]
        ends = index.start[by_end], index.end[by_end]
        start, end = index.start[by_start], index.end[by_start]
        slot = kind.colour
        lanes.append(Lane(f"type {kind.name}", kind.plural, kind.icon, slot, slot, by_start, start, end, ends))
    return lanes


def lanes_by_item(workspace: Workspace, index: TimeIndex, items: Rows) -> list[Lane]:
    """Return a lane for each of ``items``: the shown events linked to it, directly or through what belongs to it."""
    lanes: list[Lane] = []
    for item in sorted(items[:MOST_LANES].tolist(), key=lambda row: workspace.items.label[row].casefold()):
        alone = np.zeros(len(workspace), bool)
        alone[item] = True
        mine = (workspace.reach.linked_to(alone) > 0) | alone
        rows = np.flatnonzero(mine & workspace.shown & index.timed).astype(np.int32)
        rows = rows[np.argsort(index.start[rows], kind="stable")]
        kind = workspace.type_of(item)
        most = workspace.item_types[int(np.bincount(workspace.items.type[rows]).argmax())] if len(rows) else kind
        lanes.append(
            Lane(
                f"item {workspace.items.id[item]}",
                workspace.items.label[item],
                kind.icon,
                kind.colour,
                most.colour,
                rows,
                index.start[rows],
                index.end[rows],
                item=item,
            )
        )
    return lanes


def lane_items(workspace: Workspace, index: TimeIndex) -> Rows:
    """Return the selected items that ask for a lane: all but events, which stand in the lanes of others."""
    return np.flatnonzero(workspace.selected & ~(index.timed & workspace.category_mask("event"))).astype(np.int32)
