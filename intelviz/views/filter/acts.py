"""The acts of the filter panel: those of its menu, and those of a row of its boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt

from intelviz.views.action import Action
from intelviz.views.filter.query_help import QueryHelp
from intelviz.views.filter.tree import Section

if TYPE_CHECKING:
    from intelviz.views.filter.panel import FilterPanel


def filter_actions(panel: FilterPanel) -> list[Action]:
    """Return what the filter can do, but for what is done with kept filters."""
    workspace = panel.workspace

    def some() -> bool:
        return bool(workspace.selected.any())

    def filtered() -> bool:
        return bool(workspace.filter_parts) or workspace.link_filter is not None

    return [
        Action(
            "filter_query",
            "Show only what a query describes",
            lambda: panel.query_box.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "Type a query: words, types, properties, times and places",
            icon="filter-outline",
        ),
        Action(
            "filter_selected",
            "Show only the selection",
            panel.show_only_selected,
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
            panel.hide_selected,
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
            panel.show_all,
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
            panel.turn_to_text,
            "Turn ticked boxes and bars into one query, to read, change and copy it",
            icon="code-tags",
            enabled=filtered,
        ),
        Action(
            "filter_boxes",
            "Tick what the query says",
            panel.turn_to_boxes,
            "Turn the query into ticked boxes and bars wherever they say the same; what none of them says stays text",
            "Ctrl+Shift+B",
            "checkbox-multiple-marked-outline",
            strip=True,
            enabled=lambda: "query" in workspace.filter_parts,
        ),
        Action(
            "filter_help",
            "The language of queries",
            lambda: QueryHelp(panel).open(),
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
    ]


def row_actions(panel: FilterPanel, section: Section, key: object) -> list[Action]:
    """Return what can be done with the boxes of a section, and with the row of a key unless that is None."""

    def every(*, ticked: bool) -> None:
        panel.empty(section, set() if ticked else set(panel.tree.keys_of(section)))

    actions = [
        Action("all", "All of these", lambda: every(ticked=True), "Tick every box of this section"),
        Action("none", "None of these", lambda: every(ticked=False), "Empty every box of this section"),
    ]
    if key is not None:
        actions.insert(0, Action("only", "Only this", lambda: panel.only(section, key), "Empty all other boxes"))
    if key is not None and section != "links":
        actions.append(
            Action("select", "Select these", lambda: _select(panel, section, key), "Select the shown items of it")
        )
    return actions


def _select(panel: FilterPanel, section: Section, key: object) -> None:
    workspace = panel.workspace
    if section == "types":
        named = np.array([kind.name == key for kind in workspace.item_types], bool)
        workspace.select(named[workspace.items.type] & workspace.shown)
    elif isinstance(key, int):
        items, sources = panel.counting.spoken_of()
        workspace.select(np.isin(workspace.items.id, items[sources == key]) & workspace.shown)
