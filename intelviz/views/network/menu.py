"""What the network can do, as data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from intelviz.analysis.layout import layouts
from intelviz.views.action import Action
from intelviz.views.network import (
    adding,
    align_acts,
    chart_acts,
    group_acts,
    line_acts,
    note_acts,
    picture_acts,
    style_acts,
    tab_acts,
)
from intelviz.views.network.picture import NAMING

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

_LINE = Action("-", "-", lambda: None)


def _layouts(view: NetworkView) -> list[Action]:
    every = [
        Action(
            f"layout_{each.name}",
            each.title,
            lambda name=each.name: view.lay_out(name),
            each.help,
            checked=lambda name=each.name: view.layout_name == name,
        )
        for each in layouts().values()
    ]
    return [*every, _LINE, replace(_anew(view), key="")]


def _anew(view: NetworkView) -> Action:
    return Action(
        "arrange_anew",
        "Arrange everything anew",
        lambda: view.arranging.run(view.layout_name, anew=True),
        "Arrange with the layout used last, what was placed by hand too; pinned items stay",
        "Shift+F",
    )


def _names(view: NetworkView) -> list[Action]:
    return [
        Action(
            f"names_{naming}",
            title,
            lambda naming=naming: view.set_naming(naming),
            "Which items are named on the chart",
            checked=lambda naming=naming: view.naming == naming,
        )
        for naming, title in NAMING.items()
    ]


def _some(view: NetworkView) -> bool:
    return bool((view.content.present & view.workspace.selected).any())


def actions(view: NetworkView) -> list[Action]:
    """Return every act of the network view."""

    def some() -> bool:
        return _some(view)

    def chosen(name: str, title: str, act: object, text: str, key: str, icon: str, *, strip: bool = False) -> Action:
        return Action(name, title, lambda: act(view), text, key, icon, strip=strip, enabled=some)  # type: ignore[operator]  # each takes the view

    return [
        Action(
            "fit",
            "Show the whole chart",
            view.fit,
            "Zoom so that every item drawn is in sight",
            "Home",
            "fit-to-page-outline",
            strip=True,
        ),
        Action(
            "fit_selection",
            "Show the selection",
            view.fit_selection,
            "Zoom to the selected items",
            "Shift+Home",
            "image-filter-center-focus",
            enabled=some,
        ),
        Action(
            "layouts",
            "Arrange",
            lambda: None,
            "Arrange what is drawn; what is pinned or was placed by hand stays",
            "",
            "graph-outline",
            strip=True,
            choices=lambda: _layouts(view),
        ),
        Action(
            "arrange",
            "Arrange again",
            lambda: view.lay_out(view.layout_name),
            "Arrange with the layout used last",
            "F",
            "refresh",
        ),
        _anew(view),
        chosen(
            "expand",
            "Expand…",
            adding.expand,
            "Bring items linked to the selected ones, with counts beforehand",
            "E",
            "arrow-expand-all",
            strip=True,
        ),
        chosen(
            "collapse",
            "Collapse",
            chart_acts.collapse,
            "Take off the chart what hangs on the selected items alone",
            "Shift+E",
            "arrow-collapse-all",
        ),
        Action(
            "add",
            "Add the selected items",
            lambda: adding.add_rows(view, view.content.absent),
            "Put selected items that are not on this chart on it",
            "A",
            "plus-circle-outline",
            strip=True,
            enabled=lambda: bool(len(view.content.absent)),
        ),
        Action(
            "remove",
            "Take off the chart",
            lambda: note_acts.remove(view),
            "Take the selected items off this chart, or the chosen notes; items stay in the case",
            "Del",
            "minus-circle-outline",
            enabled=lambda: note_acts.can_remove(view),
        ),
        chosen(
            "hide",
            "Hide",
            chart_acts.hide,
            "Hide the selected items; the chart says how many are hidden",
            "H",
            "eye-off-outline",
            strip=True,
        ),
        Action(
            "show_hidden",
            "Show hidden items",
            lambda: chart_acts.show_hidden(view),
            "Show again what was hidden by hand",
            "Shift+H",
            "eye-outline",
            enabled=lambda: view.content.hidden > 0,
        ),
        chosen(
            "pin",
            "Pin or unpin",
            chart_acts.pin,
            "Pinned items are never moved by a layout",
            "P",
            "pin-outline",
            strip=True,
        ),
        chosen(
            "neighbours",
            "Select what is linked too",
            chart_acts.neighbours,
            "Add to the selection what is linked to it on the chart",
            "N",
            "select-group",
        ),
        Action(
            "select_drawn",
            "Select everything drawn",
            lambda: view.workspace.select(view.content.present),
            "Select all items on this chart",
            "Shift+A",
            "select-all",
        ),
        Action(
            "invert_drawn",
            "Invert the selection on the chart",
            lambda: chart_acts.invert(view),
            "Select what is drawn and not selected",
            "Shift+I",
            "select-inverse",
        ),
        Action(
            "lasso",
            "Lasso",
            lambda: view.set_tool("select" if view.tool == "lasso" else "lasso"),
            "Draw round the items to select",
            "L",
            "lasso",
            strip=True,
            checked=lambda: view.tool == "lasso",
        ),
        Action(
            "open_lines",
            "Open or close lines",
            lambda: line_acts.flip(view),
            "Open the lines between selected items (or the one under the pointer) into their links, or close them",
            "O",
            "vector-polyline",
            enabled=lambda: bool(len(line_acts.lines(view))),
        ),
        Action(
            "list_links",
            "List the links…",
            lambda: line_acts.show_list(view),
            "List the links between the selected items, or behind the line under the pointer",
            "Shift+O",
            "format-list-bulleted",
            enabled=lambda: bool(len(line_acts.lines(view))),
        ),
        Action(
            "next_item",
            "Next item on the chart",
            lambda: line_acts.walk(view, 1),
            "Go through all items drawn, best linked first",
            ".",
            "chevron-right",
        ),
        Action(
            "previous_item",
            "Previous item on the chart",
            lambda: line_acts.walk(view, -1),
            "Go back through the items drawn",
            ",",
            "chevron-left",
        ),
        Action(
            "names",
            "Names",
            lambda: None,
            "Which items are named on the chart",
            "",
            "label-outline",
            choices=lambda: _names(view),
        ),
        Action(
            "legend",
            "Legend",
            view.flip_legend,
            "Show what the icons and lines stand for; a click on a line of it selects what it names",
            "K",
            "map-legend",
            checked=lambda: view.legend_shown,
        ),
        Action(
            "overview",
            "Overview",
            view.flip_overview,
            "Show the whole chart in small while part of it is out of sight; drag the box to look elsewhere",
            "",
            "picture-in-picture-bottom-right",
            checked=lambda: view.overview_on,
        ),
        Action(
            "everything",
            "Draw the whole case",
            lambda: chart_acts.draw_everything(view),
            "Put every item of the case on this chart; large cases take a while",
            "",
            "arrow-expand",
        ),
        *adding.actions(view),
        *group_acts.actions(view),
        *align_acts.actions(view),
        *note_acts.actions(view),
        *picture_acts.actions(view),
        *style_acts.actions(view),
        *tab_acts.actions(view),
        *adding.shared_actions(view),
    ]


def menu(view: NetworkView, row: int) -> list[Action]:
    """Return what a right click offers: on an item first what concerns it."""
    every = {each.name: each for each in actions(view)}
    if row >= 0:
        names = (
            "expand",
            "collapse_expansion",
            "collapse",
            "-",
            "group",
            "group_by",
            "group_open",
            "group_rename",
            "ungroup",
            "align",
            "note_add",
            "picture_set",
            "picture_off",
            "-",
            "pin",
            "hide",
            "remove",
            "-",
            "neighbours",
            "list_links",
            "fit_selection",
        )
        centre = Action(
            "centre",
            "Show in all views",
            lambda: view.workspace.centre_on(np.array([row])),
            "Bring map, timeline and table to it",
            "Return",
            "crosshairs-gps",
        )
        return [centre, *(_LINE if name == "-" else every[name] for name in names)]
    first: tuple[str, ...] = ()
    if view.pair >= 0:
        # The pointer is elsewhere once something in the menu is picked: the line is kept.
        pair = view.pair
        first = ("open_lines", "list_links", "-")
        words = "Close into one line" if pair in view.lines_open else "Open into its links"
        flip, many = every["open_lines"], view.content.count[pair] > 1
        every["open_lines"] = replace(
            flip, title=words, run=lambda: line_acts.flip(view, pair), enabled=lambda: bool(many)
        )
        every["list_links"] = replace(every["list_links"], run=lambda: line_acts.show_list(view, pair))
    names = (
        *first,
        "fit",
        "layouts",
        "group_by",
        "groups",
        "insert",
        "names",
        "style",
        "style_use",
        "legend",
        "overview",
        "-",
        "add",
        "show_hidden",
        "select_drawn",
        "invert_drawn",
        "lasso",
        "-",
        "expansions",
        "everything",
    )
    return [_LINE if name == "-" else every[name] for name in names]
