"""The open case in memory: columns, filter, selection, focus, and word of every change to all views at once."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from enum import Flag, auto
from typing import Any, Literal

import numpy as np

from intelviz.case.columns import Columns, LinkColumns, Mask, Rows
from intelviz.schema.model import ItemType, LinkType, Schema
from intelviz.workspace.chart import Chart
from intelviz.workspace.reach import DIRECT, NOT_LINKED, THROUGH, Reach

Mode = Literal["replace", "add", "remove", "toggle"]


class Change(Flag):
    """What changed; views repaint what depends on it."""

    ITEMS = auto()
    FILTER = auto()
    SELECTION = auto()
    FOCUS = auto()
    STYLE = auto()
    CHART = auto()
    CENTRE = auto()
    HISTORY = auto()
    KEPT = auto()


@dataclass(frozen=True)
class FilterPart:
    """One reason to hide items: ``words`` as in "Time window 1 to 7 Aug 2017", ``mask`` true for what stays."""

    words: str
    mask: Mask


@dataclass(frozen=True)
class Counts:
    """What the status bar says: items selected, linked to them, shown, and all."""

    selected: int
    linked: int
    linked_through: int
    shown: int
    all: int


Listener = Callable[[Change], None]


class Workspace:
    """State shared by all views; every view asks it to select and repaints from its columns.

    The boolean columns ``selected`` and ``shown`` and the small integer column ``linked`` (0 no, 1 directly,
    2 through something that belongs to somebody) have one entry an item; ``focus`` is an item row or -1. Treat them
    as read-only: change them with the methods, which tell every listener once.
    """

    def __init__(self, columns: Columns, schema: Schema) -> None:
        self._listeners: list[Listener] = []
        self._depth = 0
        self._pending = Change(0)
        self.schema = schema
        self.linked_by_shown = False
        """Whether links that the filter hides are left out of what is linked to the selection."""
        self._take(columns)

    def _take(self, columns: Columns) -> None:
        count = len(columns.items)
        self.items, self.links = columns.items, columns.links
        self.item_types: tuple[ItemType, ...] = tuple(self.schema.item(name) for name in self.items.type_names)
        self.link_types: tuple[LinkType, ...] = tuple(self.schema.link(name) for name in self.links.type_names)
        self.reach = self._reach_now = Reach(columns, self.schema)
        self.adjacency = self.reach.adjacency
        self._pair_order: tuple[LinkColumns, Rows] | None = None
        self.selected: Mask = np.zeros(count, bool)
        self.linked = np.zeros(count, np.uint8)
        self.shown: Mask = np.ones(count, bool)
        self.focus = -1
        self.centre: Rows = np.zeros(0, np.int32)
        self._parts: dict[str, FilterPart] = {}
        self._link_part: FilterPart | None = None
        self.chart = Chart(count)
        self.facts: dict[tuple[str, ...], Any] = {}
        """What was read from the case beside the columns (see ``workspace/facts.py``); gone when items change."""

    def __len__(self) -> int:
        return len(self.items)

    def replace_columns(self, columns: Columns) -> None:
        """Take over the columns of a changed case, keeping selection, focus and chart by item id.

        Filters are dropped by name unless set again by whoever set them: their masks have the old length.
        """
        old_ids, old_chart = self.items.id, self.chart
        kept = old_chart.state(old_ids)
        selected_ids = old_ids[self.selected]
        focus_id = int(old_ids[self.focus]) if self.focus >= 0 else None
        self._take(columns)
        self.chart.name = old_chart.name
        self.chart.restore(kept, self.items.id)
        self.selected = np.isin(self.items.id, selected_ids)
        self.linked = self._reach_now.linked_to(self.selected)
        self.focus = self.row_of(focus_id) if focus_id is not None else -1
        self._tell(Change.ITEMS | Change.FILTER | Change.SELECTION | Change.FOCUS | Change.CHART)

    @property
    def pair_order(self) -> Rows:
        """All links by the lower, then by the higher row of their ends; made when it is first asked for."""
        held, links = self._pair_order, self.links
        # It may be asked for by two threads, and be made while the columns are read anew: it is that of these links.
        if held is None or held[0] is not links:
            a, b = links.a.astype(np.int64), links.b.astype(np.int64)
            keys = np.minimum(a, b) * (int(max(a.max(initial=0), b.max(initial=0))) + 1) + np.maximum(a, b)
            held = self._pair_order = links, np.argsort(keys, kind="stable").astype(np.int32)
        return held[1]

    # Words of change

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with what changed, after each change; the returned function ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    @contextmanager
    def together(self) -> Generator[None]:
        """Gather the changes made inside into one word to the listeners."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0 and self._pending:
                change, self._pending = self._pending, Change(0)
                for listener in tuple(self._listeners):
                    listener(change)

    def _tell(self, change: Change) -> None:
        with self.together():
            self._pending |= change

    def tell(self, change: Change) -> None:
        """Tell all views that something outside these columns changed (STYLE, CHART, HISTORY)."""
        self._tell(change)

    # Selection and focus

    def select(self, which: Mask | Rows | list[int], mode: Mode = "replace") -> None:
        """Select items, given as a flag for each item or as rows."""
        picked = self.mask_of(which)
        match mode:
            case "replace":
                selected = picked
            case "add":
                selected = self.selected | picked
            case "remove":
                selected = self.selected & ~picked
            case "toggle":
                selected = self.selected ^ picked
        if np.array_equal(selected, self.selected):
            return
        self.selected = selected
        self.linked = self._reach_now.linked_to(selected)
        self._tell(Change.SELECTION)

    def clear_selection(self) -> None:
        """Select nothing."""
        self.select(np.zeros(len(self), bool))

    def mask_of(self, which: Mask | Rows | list[int]) -> Mask:
        """Return one flag an item for rows or a mask."""
        given = np.asarray(which)
        if given.dtype == bool:
            if len(given) != len(self):
                raise ValueError(f"a selection of {len(given)} flags for {len(self)} items")
            return given.copy()
        mask = np.zeros(len(self), bool)
        mask[given.astype(np.int64)] = True
        return mask

    @property
    def selected_rows(self) -> Rows:
        """Rows of the selected items."""
        return np.flatnonzero(self.selected).astype(np.int32)

    def set_focus(self, row: int) -> None:
        """Name the item under the pointer, or -1 for none."""
        if row != self.focus:
            self.focus = row
            self._tell(Change.FOCUS)

    def centre_on(self, rows: Rows | list[int]) -> None:
        """Ask every view to bring these items into sight; a view that doesn't draw them stays where it is."""
        self.centre = np.asarray(rows, np.int32)
        self._tell(Change.CENTRE)

    # Filter

    def set_filter(self, name: str, part: FilterPart | None) -> None:
        """Set, replace or (None) take away one part of the filter; what all parts let through is shown."""
        if part is None:
            if name not in self._parts:
                return
            del self._parts[name]
        else:
            if len(part.mask) != len(self):
                raise ValueError(f"a filter of {len(part.mask)} flags for {len(self)} items")
            self._parts[name] = part
        shown = np.ones(len(self), bool)
        for each in self._parts.values():
            shown &= each.mask
        self.shown = shown
        self._tell(Change.FILTER)

    @property
    def filter_parts(self) -> dict[str, FilterPart]:
        """The parts of the filter by name, in the order in which they were set."""
        return dict(self._parts)

    def hidden_by(self) -> list[tuple[str, int]]:
        """Return for each part of the filter its words and how many items it alone would hide."""
        return [(part.words, int(len(part.mask) - np.count_nonzero(part.mask))) for part in self._parts.values()]

    def set_link_filter(self, part: FilterPart | None) -> None:
        """Set or (None) take away the filter of links; its mask has one flag a link. No item is hidden by it."""
        if part is None and self._link_part is None:
            return
        if part is not None and len(part.mask) != len(self.links):
            raise ValueError(f"a filter of {len(part.mask)} flags for {len(self.links)} links")
        self._link_part = part
        if self.linked_by_shown:
            self.link_by_shown(on=True)
        self._tell(Change.FILTER)

    def link_by_shown(self, *, on: bool) -> None:
        """Say whether a kind of link that is hidden still counts for what is linked to the selection: it does first."""
        self.linked_by_shown = on
        part = self._link_part
        if on and part is not None:
            rows, links = np.flatnonzero(part.mask), self.links
            kept = {each.name: getattr(links, each.name) for each in fields(links)}
            kept = {name: value if name == "type_names" else value[rows] for name, value in kept.items()}
            self._reach_now = Reach(Columns(self.items, LinkColumns(**kept)), self.schema)
        else:
            self._reach_now = self.reach
        self.linked = self._reach_now.linked_to(self.selected)
        self._tell(Change.SELECTION)

    @property
    def link_filter(self) -> FilterPart | None:
        """The filter of links, if there is one."""
        return self._link_part

    @property
    def shown_links(self) -> Mask:
        """One flag a link: both ends are shown, and the filter of links lets it through."""
        shown = self.shown[self.links.a] & self.shown[self.links.b]
        return shown if self._link_part is None else shown & self._link_part.mask

    # Answers

    @property
    def counts(self) -> Counts:
        """The numbers of the status bar."""
        return Counts(
            int(np.count_nonzero(self.selected)),
            int(np.count_nonzero(self.linked == DIRECT)),
            int(np.count_nonzero(self.linked == THROUGH)),
            int(np.count_nonzero(self.shown)),
            len(self),
        )

    def row_of(self, item_id: int) -> int:
        """Return the row of an item id, or -1."""
        found = np.flatnonzero(self.items.id == item_id)
        return int(found[0]) if len(found) else -1

    def type_of(self, row: int) -> ItemType:
        """Return the type of the item in a row."""
        return self.item_types[self.items.type[row]]

    def category_mask(self, category: str) -> Mask:
        """Return one flag an item: its type belongs to person, object, location or event."""
        return self._of_kinds([kind.category == category for kind in self.item_types])

    def of_type(self, name: str | None) -> Mask:
        """Return one flag an item: its type is this one, or descends from it; every item for None or ""."""
        if not name:
            return np.ones(len(self), bool)
        return self._of_kinds([self.schema.is_a(kind.name, name) for kind in self.item_types])

    def _of_kinds(self, wanted: list[bool]) -> Mask:
        # A case without items has no types.
        return np.array(wanted, bool)[self.items.type] if wanted else np.zeros(len(self), bool)


__all__ = ["DIRECT", "NOT_LINKED", "THROUGH", "Change", "Counts", "FilterPart", "Mode", "Workspace"]
