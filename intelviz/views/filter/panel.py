"""The filter: what all views show, by type, kind of link, source and query; every part of it listed and removable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from intelviz.case.columns import Ints
from intelviz.render.theme import DARK, Theme
from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.filter.as_text import query_text
from intelviz.views.filter.choices import link_part, source_part, type_part
from intelviz.views.filter.facet_list import FacetList
from intelviz.views.filter.kept_filters import KeptFilters
from intelviz.views.filter.parts import Parts
from intelviz.views.filter.query_box import QueryBox
from intelviz.views.filter.query_help import QueryHelp
from intelviz.views.filter.source_names import named, numbered
from intelviz.views.filter.tree import TITLES, Section, Tree
from intelviz.views.filter.vocabulary import vocabulary_of
from intelviz.views.menu import menu_of
from intelviz.workspace.facets import shown_without, why_empty
from intelviz.workspace.query import Query, parse
from intelviz.workspace.query.printing import text_of
from intelviz.workspace.query.terms import InArea
from intelviz.workspace.rows import rows_of
from intelviz.workspace.workspace import Change, FilterPart, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.jobs import Jobs

_AT_ONCE = 300_000
"""Items and links up to which the boxes are counted with every step of a brush."""
_REST = 120
"""Milliseconds without a change of the filter after which the boxes of a larger case are counted."""


class FilterPanel(QWidget):
    """Sets the parts "types", "sources" and "query" of the workspace's filter, and its filter of links."""

    name = "filter"
    title = "Filter"
    said = Signal(str)
    picked = Signal()

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme = DARK,
        parent: QWidget | None = None,
        *,
        case: CaseFile | None = None,
        jobs: Jobs | None = None,
        acts: Acts | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("filterPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.workspace, self.theme, self.case, self.acts = workspace, theme, case, acts
        self._query: Query | None = None
        self._off: dict[Section, set[object]] = {"types": set(), "links": set(), "sources": set()}
        self._names: dict[int, str] = {}
        self._pairs: tuple[Ints, Ints] | None = None
        self._setting = self._uncounted = False
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST)
        self._resting.timeout.connect(self._rested)
        self.query_box = QueryBox(workspace.schema, lambda: vocabulary_of(workspace, case))
        self.parts = Parts(workspace, theme)
        self.tree = Tree(theme)
        self.kept = KeptFilters(self, case, acts)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.query_box)
        box.addWidget(self.parts)
        self.facets = FacetList(workspace, theme, case, jobs)
        self.why = QLabel()
        self.why.setObjectName("warning")
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setContentsMargins(8, 0, 8, 4)
        self.why.hide()
        box.addWidget(self.why)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.tree)
        self.split.addWidget(self.facets)
        self.split.setStretchFactor(1, 1)
        box.addWidget(self.split, 1)
        self.setFocusProxy(self.query_box)
        self.setMinimumSize(200, 160)
        self.query_box.applied.connect(self._take_query)
        self.tree.ticked.connect(self._ticked)
        self.facets.picked.connect(self.picked)
        self.tree.menu_asked.connect(self._menu)
        self.tree.itemDoubleClicked.connect(lambda line, _: self._only(*line.data(0, Qt.ItemDataRole.UserRole)))
        self._stop = workspace.subscribe(self.changed)
        self._fill()

    # What is listed

    def _fill(self) -> None:
        workspace = self.workspace
        counts = np.bincount(workspace.items.type, minlength=len(workspace.item_types))
        types = [
            (
                kind.name,
                kind.plural[:1].upper() + kind.plural[1:],
                kind.description,
                (kind.icon, self._colour(kind.colour)),
            )
            for code, kind in sorted(enumerate(workspace.item_types), key=lambda each: -int(counts[each[0]]))
            if counts[code]
        ]
        numbers = np.bincount(workspace.links.type, minlength=len(workspace.link_types))
        links = [
            (kind.name, _titled(kind.label), kind.description, None)
            for code, kind in sorted(enumerate(workspace.link_types), key=lambda each: -int(numbers[each[0]]))
            if numbers[code]
        ]
        self._names = {each.id: each.name for each in self.case.sources() if each.live} if self.case else {}
        sources = [(number, name, name, None) for number, name in self._names.items()]
        self.tree.fill("types", list(types), self._off["types"])
        self.tree.fill("links", list(links), self._off["links"])
        self.tree.fill("sources", list(sources) if len(sources) > 1 else [], self._off["sources"])
        self._pairs = None
        self._count()

    def _colour(self, slot: int) -> tuple[int, int, int]:
        return self.theme.types[slot % len(self.theme.types)]

    def _count(self) -> None:
        workspace = self.workspace
        # A box that is empty still says how many it would show: only the other parts of the filter count for it.
        size = len(workspace.item_types)
        every = np.bincount(workspace.items.type, minlength=size)
        shown = np.bincount(workspace.items.type[shown_without(workspace, "types")], minlength=size)
        self.tree.set_counts(
            "types",
            {kind.name: (int(shown[code]), int(every[code])) for code, kind in enumerate(workspace.item_types)},
        )
        size = len(workspace.link_types)
        every = np.bincount(workspace.links.type, minlength=size)
        between = workspace.shown[workspace.links.a] & workspace.shown[workspace.links.b]
        shown = np.bincount(workspace.links.type[between], minlength=size)
        self.tree.set_counts(
            "links",
            {kind.name: (int(shown[code]), int(every[code])) for code, kind in enumerate(workspace.link_types)},
        )
        if self._pairs is not None:
            self._count_sources(self._pairs)

    def _count_sources(self, pairs: tuple[Ints, Ints]) -> None:
        items, sources = pairs
        rows = rows_of(self.workspace.items.id, items)
        here = (rows >= 0) & shown_without(self.workspace, "sources")[rows]
        size = max(self._names, default=0) + 1
        shown, every = np.bincount(sources[here], minlength=size), np.bincount(sources, minlength=size)
        self.tree.set_counts("sources", {number: (int(shown[number]), int(every[number])) for number in self._names})

    # What is set

    def _ticked(self, section: Section) -> None:
        self._off[section] = self.tree.off(section)
        self._apply(section)
        self.picked.emit()

    def _apply(self, section: Section) -> None:
        workspace = self.workspace
        self._setting = True
        try:
            if section == "types":
                workspace.set_filter("types", type_part(workspace, {str(each) for each in self._off["types"]}))
            elif section == "links":
                workspace.set_link_filter(link_part(workspace, {str(each) for each in self._off["links"]}))
            else:
                off = {each for each in self._off["sources"] if isinstance(each, int)}
                part = source_part(workspace, self._spoken_of(), self._names, off) if off else None
                workspace.set_filter("sources", part)
        finally:
            self._setting = False

    def _spoken_of(self) -> tuple[Ints, Ints]:
        if self._pairs is None:
            none = np.zeros(0, np.int64)
            self._pairs = self.case.spoken_of() if self.case is not None else (none, none)
        return self._pairs

    def show_query(self, text: str) -> None:
        """Show only what a query describes; QueryError and its kin say what is wrong with it."""
        self.query_box.set_text(text)
        self._take_query(parse(text, self.workspace.schema) if text.strip() else None)

    def _take_query(self, query: Query | None) -> None:
        try:
            part = None
            if query is not None:
                part = FilterPart(f"Query: {query.words}", query.mask(self.workspace, self.case))
        except IntelvizError as error:
            self.query_box.say(error.words(), wrong=True)
            return
        self._query = query
        self._setting = True
        try:
            self.workspace.set_filter("query", part)
        finally:
            self._setting = False
        if part is not None and query is not None:
            found = int(np.count_nonzero(part.mask))
            self.query_box.say(f"{found:,} items fit: {query.words}")
        self.picked.emit()

    def _only(self, section: Section, key: object) -> None:
        if key is None:
            return
        others = {each for each in self.tree.keys_of(section) if each != key}
        # A second "only" on the same row brings the others back.
        self._off[section] = set() if self._off[section] == others else others
        self.tree.take_off(section, self._off[section])
        self._apply(section)

    def as_text(self) -> tuple[str, list[str]]:
        """Return what is set as one query, and in words what of the filter it doesn't say."""
        off = self._off["sources"]
        sources = [name for number, name in self._names.items() if number not in off]
        others = [name for number, name in self._names.items() if number in off]
        query = self._query.term if self._query is not None else None
        return query_text(self.workspace, self._off["types"], (sources, others), self.facets.terms, query)

    def turn_to_text(self) -> None:
        """Write the boxes and bars as one query, and show only what it describes in their place."""
        text, left_out = self.as_text()
        with self.workspace.together():
            self.take_body({"links": sorted(map(str, self._off["links"])), "query": text})
            for name in ("picked", "hidden"):
                if self.workspace.filter_parts.get(name) and not left_out:
                    self.workspace.set_filter(name, None)
        if left_out:
            self.said.emit(f"Not in the query: {'; '.join(left_out)}")

    def show_all(self) -> None:
        """Take away every part of the filter, those of other views too."""
        with self.workspace.together():
            for name in self.workspace.filter_parts:
                self.workspace.set_filter(name, None)
            self.workspace.set_link_filter(None)

    def show_only_selected(self) -> None:
        """Show only the items that are selected now."""
        count = int(self.workspace.selected.sum())
        words = f"Only {count:,} picked {'item' if count == 1 else 'items'}"
        self.workspace.set_filter("picked", FilterPart(words, self.workspace.selected.copy()))

    def hide_selected(self) -> None:
        """Hide the selected items, and what was hidden so before."""
        kept = self.workspace.filter_parts.get("hidden")
        mask = ~self.workspace.selected
        if kept is not None:
            mask &= kept.mask
        count = int(np.count_nonzero(~mask))
        words = f"Without {count:,} hidden {'item' if count == 1 else 'items'}"
        with self.workspace.together():
            self.workspace.set_filter("hidden", FilterPart(words, mask))
            self.workspace.clear_selection()

    # Change

    def changed(self, change: Change) -> None:
        """Take over what changed."""
        if change & Change.ITEMS:
            self._fill()
            with self.workspace.together():
                for section in self._off:
                    self._off[section] &= set(self.tree.keys_of(section))
                    self._apply(section)
                if self._query is not None:
                    self._take_query(self._query)
                self.facets.renew()
        elif change & Change.FILTER:
            if not self._setting:
                self._follow()
            self._count_soon()
        if change & (Change.FILTER | Change.ITEMS):
            self.parts.refresh()
            why = why_empty(self.workspace)
            self.why.setText(why)
            self.why.setVisible(bool(why))
        if change & (Change.KEPT | Change.ITEMS):
            self.picked.emit()
        if change & Change.KEPT:
            self.facets.forget("areas")
        if change & Change.STYLE:
            self.facets.forget("sets")

    def _count_soon(self) -> None:
        """Count at once where that takes no time; of a million, once the filter has rested, and if anybody looks."""
        if len(self.workspace) + len(self.workspace.links) <= _AT_ONCE:
            self._count_all()
        else:
            self._uncounted = True
            self._resting.start()

    def _count_all(self) -> None:
        self._uncounted = False
        self._count()
        self.facets.count()

    def _rested(self) -> None:
        if self._uncounted and self.isVisible():
            self._count_all()

    def showEvent(self, event: QShowEvent) -> None:
        """Count what changed while nobody looked."""
        super().showEvent(event)
        self._rested()

    def _follow(self) -> None:
        """Tick what was taken off, if its part was removed elsewhere."""
        parts = self.workspace.filter_parts
        self.facets.follow()
        for section in ("types", "sources"):
            if self._off[section] and section not in parts:
                self._off[section] = set()
                self.tree.take_off(section, set())
        if self._off["links"] and self.workspace.link_filter is None:
            self._off["links"] = set()
            self.tree.take_off("links", set())
        if self._query is not None and "query" not in parts:
            self._query = None
            self.query_box.set_text("")

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = self.tree.theme = theme
        self.parts.set_theme(theme)
        self.facets.set_theme(theme)
        self._fill()

    # What the window asks

    def show_area(self, name: str) -> None:
        """Show only what lies in a kept area, as its box among the facets would."""
        self.facets.take({**self.facets.texts(), "areas": text_of(InArea(name))})
        self.picked.emit()

    def _menu(self, section: Section, key: object, at: QPoint) -> None:
        menu_of(self._row_actions(section, key), self, self.theme).popup(at)

    def _row_actions(self, section: Section, key: object) -> list[Action]:
        def every(off: bool) -> None:
            self._off[section] = set(self.tree.keys_of(section)) if off else set()
            self.tree.take_off(section, self._off[section])
            self._apply(section)

        actions = [
            Action("all", "All of these", lambda: every(False), "Tick every box of this section"),
            Action("none", "None of these", lambda: every(True), "Empty every box of this section"),
        ]
        if key is not None:
            actions.insert(0, Action("only", "Only this", lambda: self._only(section, key), "Empty all other boxes"))
        if key is not None and section != "links":
            actions.append(
                Action("select", "Select these", lambda: self._select(section, key), "Select the shown items of it")
            )
        return actions

    def _select(self, section: Section, key: object) -> None:
        workspace = self.workspace
        if section == "types":
            named = np.array([kind.name == key for kind in workspace.item_types], bool)
            workspace.select(named[workspace.items.type] & workspace.shown)
        elif isinstance(key, int):
            items, sources = self._spoken_of()
            workspace.select(np.isin(workspace.items.id, items[sources == key]) & workspace.shown)

    def actions_here(self) -> list[Action]:
        """Return what the filter can do."""
        workspace = self.workspace

        def some() -> bool:
            return bool(workspace.selected.any())

        def filtered() -> bool:
            return bool(workspace.filter_parts) or workspace.link_filter is not None

        return [
            Action(
                "filter_query",
                "Show only what a query describes",
                lambda: self.query_box.setFocus(Qt.FocusReason.ShortcutFocusReason),
                "Type a query: words, types, properties, times and places",
                icon="filter-outline",
            ),
            Action(
                "filter_selected",
                "Show only the selection",
                self.show_only_selected,
                "Hide everything that is not selected now",
                "Ctrl+Shift+F",
                "eye-check-outline",
                "Selection",
                strip=True,
                enabled=some,
            ),
            Action(
                "filter_hide",
                "Hide the selection",
                self.hide_selected,
                "Hide the selected items in all views",
                "Ctrl+Shift+H",
                "eye-off-outline",
                "Selection",
                strip=True,
                enabled=some,
            ),
            Action(
                "filter_clear",
                "Show everything",
                self.show_all,
                "Take away every part of the filter, the time window included",
                "Ctrl+Shift+X",
                "filter-remove-outline",
                "View",
                strip=True,
                enabled=filtered,
            ),
            Action(
                "filter_text",
                "Write the filter as a query",
                self.turn_to_text,
                "Turn ticked boxes and bars into one query, to read, change and copy it",
                icon="code-tags",
                enabled=filtered,
            ),
            Action(
                "filter_help",
                "The language of queries",
                lambda: QueryHelp(self).open(),
                "Every kind of condition, with examples",
                icon="help-circle-outline",
            ),
            Action(
                "filter_linked",
                "Linked means by shown links only",
                lambda: workspace.link_by_shown(on=not workspace.linked_by_shown),
                "Off: a hidden kind of link still counts when the views show what is linked to the selection",
                checked=lambda: workspace.linked_by_shown,
            ),
            *self.kept.actions(),
        ]

    def body(self) -> dict[str, Any]:
        """Return what is set here, as any case can read it: sources by name."""
        found = self.settings()
        del found["open"], found["open facets"]
        off = {each for each in self._off["sources"] if isinstance(each, int)}
        return {**found, "sources": named(self._names, off)}

    def take_body(self, body: Mapping[str, Any]) -> list[str]:
        """Set what ``body`` returned, in place of what is set, and return the names that this case doesn't have."""
        missing: list[str] = []
        wanted: dict[str, object] = {"query": "", "facets": {}, **body}
        with self.workspace.together():
            self._take_query(None)
            self.query_box.set_text("")
            for section in TITLES:
                listed = body.get(section)
                if section == "sources":
                    wanted[section], unknown = numbered(self._names, listed)
                    missing += unknown
                    continue
                given = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
                known = {str(key): key for key in self.tree.keys_of(section)}
                missing += [each for each in given if each not in known]
                wanted[section] = [known[each] for each in given if each in known]
            self.restore(wanted)
        return missing

    def settings(self) -> dict[str, object]:
        """Return the empty boxes and the query."""
        return {
            "types": sorted(map(str, self._off["types"])),
            "links": sorted(map(str, self._off["links"])),
            "sources": sorted(each for each in self._off["sources"] if isinstance(each, int)),
            "query": self._query.text if self._query is not None else "",
            "facets": self.facets.texts(),
            "open facets": sorted(self.facets.opened),
            "open": [section for section, top in self.tree.sections.items() if top.isExpanded()],
        }

    def restore(self, settings: dict[str, object]) -> None:
        """Take over what ``settings`` returned; what no longer fits the case is passed over."""
        opened = settings.get("open")
        with self.workspace.together():
            for section, top in self.tree.sections.items():
                off = settings.get(section)
                if isinstance(off, list):
                    self._off[section] = set(off) & set(self.tree.keys_of(section))
                    self.tree.take_off(section, self._off[section])
                    self._apply(section)
                if isinstance(opened, list):
                    top.setExpanded(section in opened)
            for key in _texts(settings.get("open facets")):
                if key in self.facets.folds:
                    self.facets.open(key)
            chosen = settings.get("facets")
            if isinstance(chosen, dict):
                self.facets.take({str(key): str(text) for key, text in chosen.items()})
            text = settings.get("query")
            if isinstance(text, str) and text:
                try:
                    self.show_query(text)
                except IntelvizError as error:
                    self.query_box.say(error.words(), wrong=True)


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _titled(words: str) -> str:
    return words[:1].upper() + words[1:]
