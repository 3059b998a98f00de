"""Acts on whole charts: making, naming, copying, deleting, ordering and opening them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.asking import ask_text
from intelviz.workspace.commands.chart.delete_chart import DeleteChart
from intelviz.workspace.commands.chart.duplicate_chart import DuplicateChart
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.commands.chart.order_charts import OrderCharts
from intelviz.workspace.commands.chart.rename_chart import RenameChart
from intelviz.workspace.commands.command import Command

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView


def writable(view: NetworkView) -> bool:
    """Return whether charts can be changed here."""
    return view.acts is not None and view.case is not None and not view.case.read_only


def names_kept(view: NetworkView) -> list[str]:
    """Return the charts that the case keeps, in the analyst's order."""
    return [each.name for each in view.case.chart_heads()] if view.case is not None else []


def names(view: NetworkView) -> list[str]:
    """Return the charts of the case in the analyst's order; the open one counts though it was never kept."""
    found = names_kept(view)
    here = view.workspace.chart.name
    return found if here in found else [*found, here]


def run(view: NetworkView, command: Command) -> bool:
    """Carry out a command; what goes wrong is said."""
    if view.acts is None:
        return False
    try:
        view.acts.run(command)
    except IntelvizError as error:
        view.failed.emit(error)
        return False
    return True


def _keep_open_one(view: NetworkView) -> None:
    """Keep the first chart of a case before a second one is made."""
    case, workspace = view.case, view.workspace
    if case is None or view.acts is None or workspace.chart.name in names_kept(view):
        return
    state = workspace.chart.state(workspace.items.id)
    view.acts.keep(NewChart(state.id, workspace.chart.name, state.x, state.y), "Keep the chart that is open")


def new(view: NetworkView) -> None:
    """Make an empty chart and open it."""
    if writable(view):
        _keep_open_one(view)
        run(view, NewChart(np.zeros(0, np.int64)))


def duplicate(view: NetworkView, name: str = "") -> None:
    """Copy a chart and open the copy."""
    if writable(view):
        _keep_open_one(view)
        run(view, DuplicateChart(name or view.workspace.chart.name))


def rename(view: NetworkView, name: str = "") -> None:
    """Ask for another name."""
    if not writable(view):
        return
    name = name or view.workspace.chart.name
    ask_text(view, "Rename the chart", "Name:", lambda to: rename_to(view, name, to), proposal=name)


def rename_to(view: NetworkView, name: str, to: str) -> None:
    """Give a chart another name; the view keeps where it was looked at."""
    if to.strip() and to.strip() != name:
        view.cameras.renamed(name, to.strip())
        if not run(view, RenameChart(name, to)):
            view.cameras.renamed(to.strip(), name)


def delete(view: NetworkView, name: str = "") -> None:
    """Delete a chart; undo brings it back."""
    if writable(view):
        run(view, DeleteChart(name or view.workspace.chart.name))


def open_one(view: NetworkView, name: str) -> None:
    """Show another chart."""
    if view.acts is None or name == view.workspace.chart.name:
        return
    try:
        if writable(view):
            _keep_open_one(view)
        view.acts.open_chart(name)
    except IntelvizError as error:
        view.failed.emit(error)


def step(view: NetworkView, by: int) -> None:
    """Show the next chart, or the one before."""
    every = names(view)
    open_one(view, every[(every.index(view.workspace.chart.name) + by) % len(every)])


def shift(view: NetworkView, by: int) -> None:
    """Move the open chart's tab."""
    every = names(view)
    at = every.index(view.workspace.chart.name)
    if 0 <= at + by < len(every):
        every.insert(at + by, every.pop(at))
        order(view, every)


def order(view: NetworkView, wanted: list[str]) -> None:
    """Put the charts in this order."""
    if writable(view) and wanted != names(view):
        run(view, OrderCharts(tuple(wanted)))


def actions(view: NetworkView) -> list[Action]:
    """Return what can be done with whole charts."""

    def can() -> bool:
        return writable(view)

    def several() -> bool:
        return len(names_kept(view)) > 1

    def both() -> bool:
        return can() and several()

    return [
        Action("chart_new", "New chart", lambda: new(view), "Make an empty chart", "Ctrl+T", "tab-plus", enabled=can),
        Action(
            "chart_duplicate",
            "Copy this chart",
            lambda: duplicate(view),
            "Make a second chart with everything that is on this one",
            "Ctrl+Shift+T",
            "content-duplicate",
            enabled=can,
        ),
        Action(
            "chart_rename",
            "Rename this chart…",
            lambda: rename(view),
            "Give the open chart another name",
            "F2",
            "rename-outline",
            enabled=can,
        ),
        Action(
            "chart_delete",
            "Delete this chart",
            lambda: delete(view),
            "Delete the open chart; its items stay in the case, and undo brings it back",
            "",
            "tab-minus",
            enabled=both,
        ),
        Action(
            "chart_next",
            "Next chart",
            lambda: step(view, 1),
            "Open the chart to the right",
            "Ctrl+PgDown",
            "arrow-right-bold-outline",
            enabled=several,
        ),
        Action(
            "chart_previous",
            "Chart before",
            lambda: step(view, -1),
            "Open the chart to the left",
            "Ctrl+PgUp",
            "arrow-left-bold-outline",
            enabled=several,
        ),
        Action(
            "chart_right",
            "Move this chart to the right",
            lambda: shift(view, 1),
            "Move the open chart's tab",
            "Ctrl+Shift+PgDown",
            "arrow-expand-right",
            enabled=both,
        ),
        Action(
            "chart_left",
            "Move this chart to the left",
            lambda: shift(view, -1),
            "Move the open chart's tab",
            "Ctrl+Shift+PgUp",
            "arrow-expand-left",
            enabled=both,
        ),
    ]
