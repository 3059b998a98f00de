"""The filter: what all views show, by type, kind of link, source and query; every part of it listed and removable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from intelviz.case.columns import Mask
from intelviz.render.theme import DARK, Theme
from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.filter.acts import filter_actions, row_actions
from intelviz.views.filter.as_boxes import as_boxes
from intelviz.views.filter.as_text import query_text
from intelviz.views.filter.choices import link_part, source_part, type_part
from intelviz.views.filter.counting import Counting
from intelviz.views.filter.facet_list import FacetList
from intelviz.views.filter.kept_filters import KeptFilters
from intelviz.views.filter.listed import link_rows, source_rows, type_rows
from intelviz.views.filter.parts import Parts
from intelviz.views.filter.query_box import QueryBox
from intelviz.views.filter.source_names import named, numbered
from intelviz.views.filter.tree import TITLES, Section, Tree
from intelviz.views.filter.vocabulary import vocabulary_of
from intelviz.views.menu import menu_of
from intelviz.views.splits import Split
from intelviz.workspace.facets import PART, why_empty
from intelviz.workspace.kept_parts import plain_parts, take_parts
from intelviz.workspace.query import Query, parse
from intelviz.workspace.query.evaluate import mask_of
from intelviz.workspace.query.names import Names
from intelviz.workspace.query.printing import text_of, words_of
from intelviz.workspace.query.terms import InArea
from intelviz.workspace.workspace import Change, FilterPart, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.jobs import Jobs


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
        self._setting = False
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
        self.counting = Counting(self, case)
        self.why = QLabel()
        self.why.setObjectName("warning")
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setContentsMargins(8, 0, 8, 4)
        self.why.hide()
        box.addWidget(self.why)
        self.split = Split(Qt.Orientation.Vertical)
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
        self.tree.itemDoubleClicked.connect(lambda line, _: self.only(*line.data(0, Qt.ItemDataRole.UserRole)))
        self._stop = workspace.subscribe(self.changed)
        self._fill()

    # What is listed

    def _fill(self) -> None:
        self._names = {each.id: each.name for each in self.case.sources() if each.live} if self.case else {}
        self.tree.fill("types", type_rows(self.workspace, self.theme), self._off["types"])
        self.tree.fill("links", link_rows(self.workspace), self._off["links"])
        self.tree.fill("sources", source_rows(self._names), self._off["sources"])
        self.counting.renew(self._names)

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
                part = source_part(workspace, self.counting.spoken_of(), self._names, off) if off else None
                workspace.set_filter("sources", part)
        finally:
            self._setting = False

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

    def only(self, section: Section, key: object) -> None:
        """Tick one box of a section and empty the others; if it is so already, tick all."""
        if key is None:
            return
        others = {each for each in self.tree.keys_of(section) if each != key}
        # A second "only" on the same row brings the others back.
        self.empty(section, set() if self._off[section] == others else others)

    def empty(self, section: Section, off: set[object]) -> None:
        """Empty the boxes of these keys of a section and tick its others."""
        self._off[section] = off
        self.tree.take_off(section, off)
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

    def turn_to_boxes(self) -> None:
        """Tick what the query says wherever a box or a bar says the same; the rest stays text, and why is said."""
        query, workspace, case = self._query, self.workspace, self.case
        if query is None:
            return

        def of_sources(off: set[int]) -> Mask:
            part = source_part(workspace, self.counting.spoken_of(), self._names, off)
            return np.ones(len(workspace), bool) if part is None else part.mask

        listed = [key for key in self.facets.folds if key not in self.facets.empty and key not in self.facets.terms]
        found = as_boxes(
            workspace,
            query.term,
            self._names,
            listed,
            (lambda term: mask_of(term, workspace, case), of_sources),
            self.facets.can_tick,
        )
        if not found.ticks:
            self.query_box.say("No box or bar says any of it: it stays a query.")
            return
        with workspace.together():
            rest = found.text
            self.show_query("" if rest is None else text_of(rest))
            if found.types_off:
                self.empty("types", self._off["types"] | found.types_off)
            if found.sources_off:
                self.empty("sources", self._off["sources"] | found.sources_off)
            if found.facets:
                said = {key: text_of(term) for key, term in found.facets.items()}
                self.facets.take({**self.facets.texts(), **said})
                for key in said:
                    self.facets.open(key)
        titles = [self.facets.folds[key].title for key in found.facets]
        ticked = [
            *(["types"] if found.types_off else []),
            *(["sources"] if found.sources_off else []),
            *titles,
        ]
        words = f"Ticked below: {', '.join(ticked)}."
        if rest is not None:
            words += f" No box says the rest, which stays here: {words_of(rest, Names(workspace.schema))}."
        self.query_box.say(words)

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
            self.counting.soon()
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

    def showEvent(self, event: QShowEvent) -> None:
        """Count what changed while nobody looked."""
        super().showEvent(event)
        self.counting.rested()

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
        menu_of(row_actions(self, section, key), self, self.theme).popup(at)

    def actions_here(self) -> list[Action]:
        """Return what the filter can do."""
        return [*filter_actions(self), *self.kept.actions()]

    def body(self) -> dict[str, Any]:
        """Return what is set here, as any case can read it: sources by name."""
        found = self.settings()
        for name in ("open", "open facets", "split", "parts", "linked by shown"):
            del found[name]
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
            "split": self.split.kept(),
            "parts": plain_parts(self.workspace, self._own_parts()),
            "linked by shown": self.workspace.linked_by_shown,
        }

    def _own_parts(self) -> set[str]:
        """Return the parts of the filter that are kept in another way: as boxes, bars, query and window of time."""
        facets = {name for name in self.workspace.filter_parts if name.startswith(PART)}
        return {"types", "sources", "query", "time", *facets}

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
            take_parts(self.workspace, settings.get("parts"), self._own_parts())
            if settings.get("linked by shown") is True:
                self.workspace.link_by_shown(on=True)
            self.split.take(settings.get("split"))
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
