"""Bringing items to the chart, from wherever they were picked, and saying how many came and with how many links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from intelviz.case.columns import Ints, Rows
from intelviz.views.action import Action
from intelviz.views.network import chart_acts
from intelviz.views.network.expand_dialog import ExpandDialog
from intelviz.workspace.commands.chart.collapse_expansion import CollapseExpansion
from intelviz.workspace.commands.chart.expand_items import ExpandItems
from intelviz.workspace.commands.chart.expansions import Expansion, expansions_in, leaving
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.expand import placed, placed_at
from intelviz.workspace.rows import known_rows

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView


def add_rows(view: NetworkView, rows: Rows) -> None:
    """Put items on the chart beside what they are linked to there; what stands there already is only shown."""
    workspace, chart = view.workspace, view.workspace.chart
    rows = np.asarray(rows, np.int32)
    new = rows[~chart.drawn[rows]]
    if not len(new):
        view.said.emit("All of them are on the chart already." if len(rows) > 1 else "It is on the chart already.")
    else:
        begins, ends = workspace.adjacency.start[new], workspace.adjacency.start[new + 1]
        near = [workspace.adjacency.other[b:e] for b, e in zip(begins.tolist(), ends.tolist(), strict=True)]
        seeds = np.unique(np.concatenate(near)) if near else new
        with _telling(view):
            chart_acts.add(view, new, seeds[chart.drawn[seeds]].astype(np.int32))
    view.show_rows(rows, whole=len(rows) > 1)


def drop(view: NetworkView, ids: Ints, x: float, y: float) -> None:
    """Put items on the chart where they were dropped (canvas units); what stands there already stays."""
    rows = known_rows(view.workspace.items.id, ids).astype(np.int32)
    new = rows[~view.workspace.chart.drawn[rows]]
    if not len(new):
        add_rows(view, rows)
        return
    with _telling(view):
        chart_acts.put(view, new, np.column_stack(placed_at(view.workspace, len(new), x, y)), by_hand=True)


class _telling:  # noqa: N801  reads as a word where it is used
    """Says, once the chart has changed, how many items and links came."""

    def __init__(self, view: NetworkView) -> None:
        self._view = view

    def __enter__(self) -> None:
        self._items = int(np.count_nonzero(self._view.workspace.chart.drawn))
        self._links = self._view.content.links

    def __exit__(self, *_: object) -> None:
        view = self._view
        items = int(np.count_nonzero(view.workspace.chart.drawn)) - self._items
        links = view.content.links - self._links
        if items > 0:
            filtered = view.content.filtered
            unseen = f"; {filtered:,} on the chart are hidden by the filter" if filtered else ""
            view.said.emit(f"{_count(items, 'item')} added, with {_count(links, 'link')}{unseen}")


def expand(view: NetworkView) -> None:
    """Ask which links of the selected items to bring, with counts, and bring them."""
    rows = view.content.present_and(view.workspace.selected)
    if not len(rows):
        return
    dialog = ExpandDialog(view.workspace, rows, view.theme, view, view.case)
    if not dialog.exec():
        return
    bring(view, dialog.coming.rows, rows)


def bring(view: NetworkView, new: Rows, seeds: Rows) -> None:
    """Put what was found at ``seeds`` on the chart; the chart remembers it as one expansion."""
    if not len(new):
        return
    places = np.column_stack(placed(view.workspace, new, seeds))
    ids = view.workspace.items.id
    with _telling(view):
        if chart_acts.writable(view):
            name = view.workspace.chart.name
            chart_acts.run(view, ExpandItems(ids[new], name, places[:, 0], places[:, 1], ids[seeds]))
        else:
            chart_acts.put(view, new, places)


# Collapsing one expansion


def expansions(view: NetworkView) -> list[Expansion]:
    """Return the expansions that the chart remembers, newest first."""
    return expansions_in(view.workspace.chart.body)[::-1]


def of_selection(view: NetworkView) -> Expansion | None:
    """Return the newest expansion that began at a selected item, or brought one."""
    ids = view.workspace.items.id[view.workspace.selected_rows]
    every = expansions(view)
    for each in every:
        if np.isin(each.seeds, ids).any():
            return each
    return next((each for each in every if np.isin(each.brought, ids).any()), None)


def collapse_one(view: NetworkView, expansion: Expansion | None) -> None:
    """Take off what one expansion brought and nothing else holds; say what stays, and why."""
    if expansion is None or not chart_acts.writable(view):
        return
    sheet = Sheet(view.workspace.chart.state(view.workspace.items.id))
    going, why = leaving(sheet, expansion)
    if chart_acts.run(view, CollapseExpansion(chart=view.workspace.chart.name, number=expansion.number)):
        stays = ", ".join(f"{count:,} {words}" for words, count in why.items())
        view.said.emit(f"{_count(len(going), 'item')} taken off" + (f"; stay: {stays}" if stays else ""))


def words_of(view: NetworkView, expansion: Expansion) -> str:
    """Return where an expansion began, and how many items it brought."""
    rows = known_rows(view.workspace.items.id, expansion.seeds)
    first = view.workspace.items.label[int(rows[0])] if len(rows) else "an item that is gone"
    more = f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""
    return f"{first}{more}: {_count(len(expansion.brought), 'item')}".replace("&", "&&")


def actions(view: NetworkView) -> list[Action]:
    """Return the acts on expansions."""
    return [
        Action(
            "collapse_expansion",
            "Collapse its expansion",
            lambda: collapse_one(view, of_selection(view)),
            "Take off what the newest expansion of the selection brought; what was moved, pinned, annotated or used "
            "since stays",
            "X",
            "undo-variant",
            enabled=lambda: chart_acts.writable(view) and of_selection(view) is not None,
        ),
        Action(
            "expansions",
            "Collapse an expansion",
            lambda: None,
            "Every expansion of this chart, newest first",
            "",
            "arrow-collapse",
            enabled=lambda: chart_acts.writable(view) and bool(expansions(view)),
            choices=lambda: [
                Action(f"expansion_{each.number}", words_of(view, each), lambda each=each: collapse_one(view, each))
                for each in expansions(view)[:30]
            ],
        ),
    ]


def shared_actions(view: NetworkView) -> list[Action]:
    """Return what other views offer: putting what is selected there on the chart."""
    workspace = view.workspace

    def missing() -> int:
        return int(np.count_nonzero(workspace.selected & ~workspace.chart.drawn))

    return [
        Action(
            "add_to_chart",
            "Add the selection to the chart",
            lambda: add_rows(view, view.workspace.selected_rows),
            "Put the selected items on the open chart, beside what they are linked to there; nothing that stands there "
            "moves",
            "Ctrl+D",
            "plus-circle-outline",
            menu="Selection",
            enabled=lambda: missing() > 0,
        )
    ]


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
