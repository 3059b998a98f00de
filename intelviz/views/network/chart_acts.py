"""Changes to the chart: as undoable acts where the case can be changed, else on the picture alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout.layout import Positions
from intelviz.case.columns import Rows
from intelviz.schema.errors import IntelvizError
from intelviz.workspace.commands.chart.add_items import AddItems
from intelviz.workspace.commands.chart.hide_items import HideItems
from intelviz.workspace.commands.chart.lay_out import LayOut
from intelviz.workspace.commands.chart.move_items import MoveItems
from intelviz.workspace.commands.chart.pin_items import PinItems
from intelviz.workspace.commands.chart.remove_items import RemoveItems
from intelviz.workspace.commands.chart.show_items import ShowItems
from intelviz.workspace.commands.chart.unpin_items import UnpinItems
from intelviz.workspace.commands.command import Command
from intelviz.workspace.expand import collapsible, placed
from intelviz.workspace.workspace import Change

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

Column = NDArray[np.float32]


def writable(view: NetworkView) -> bool:
    """Return whether changes to the chart can be kept."""
    return view.acts is not None and view.case is not None and not view.case.read_only


def _ids(view: NetworkView, rows: Rows) -> NDArray[np.int64]:
    return view.workspace.items.id[rows]


def run(view: NetworkView, command: Command) -> bool:
    """Carry out a command; what goes wrong is said, and False returned."""
    assert view.acts is not None
    try:
        view.acts.run(command)
    except IntelvizError as error:
        view.failed.emit(error)
        return False
    return True


def move(view: NetworkView, rows: Rows, old_x: Column, old_y: Column) -> None:
    """Keep where items were dragged to; where that fails they go back."""
    chart = view.workspace.chart
    name = chart.name
    if writable(view) and not run(view, MoveItems(_ids(view, rows), name, chart.x[rows], chart.y[rows])):
        chart.x[rows], chart.y[rows] = old_x, old_y
    view.workspace.tell(Change.CHART)


def take_layout(view: NetworkView, rows: Rows, positions: Positions, name: str, *, first: bool) -> None:
    """Take over a layout's places; pinned items stay where they are."""
    chart = view.workspace.chart
    if not first and writable(view):
        run(view, LayOut(_ids(view, rows), chart.name, positions[:, 0], positions[:, 1], name, 1))
        return
    free = ~chart.pinned[rows]
    chart.x[rows[free]], chart.y[rows[free]] = positions[free, 0], positions[free, 1]
    chart.body = {**chart.body, "layout": {"name": name}}
    view.workspace.tell(Change.CHART)


def add(view: NetworkView, rows: Rows, seeds: Rows) -> None:
    """Put items on the chart beside those they are linked to; nothing that stands there moves."""
    chart = view.workspace.chart
    rows = rows[~chart.drawn[rows]]
    if not len(rows):
        return
    put(view, rows, np.column_stack(placed(view.workspace, rows, seeds)))


def put(view: NetworkView, rows: Rows, positions: Positions, *, by_hand: bool = False) -> None:
    """Put items on the chart at these places, ``by_hand`` if the analyst chose them."""
    if not len(rows):
        return
    chart = view.workspace.chart
    if writable(view):
        run(view, AddItems(_ids(view, rows), chart.name, positions[:, 0], positions[:, 1], by_hand))
        return
    chart.drawn[rows], chart.hidden[rows] = True, False
    chart.x[rows], chart.y[rows] = positions[:, 0], positions[:, 1]
    view.workspace.tell(Change.CHART)


def draw_everything(view: NetworkView) -> None:
    """Put the whole case on the chart, arranged, as a job where it is large; stopped, the chart is as it was."""
    view.arranging.run("force", everything=True)


def collapse(view: NetworkView) -> None:
    """Take off the chart what hangs on the selected items alone."""
    _remove(view, collapsible(view.workspace, view.workspace.selected_rows))


def remove(view: NetworkView) -> None:
    """Take the selected items off the chart."""
    _remove(view, np.flatnonzero(view.workspace.chart.drawn & view.workspace.selected).astype(np.int32))


def _remove(view: NetworkView, rows: Rows) -> None:
    if not len(rows):
        return
    if writable(view):
        run(view, RemoveItems(_ids(view, rows), view.workspace.chart.name))
        return
    view.workspace.chart.drawn[rows] = False
    view.workspace.tell(Change.CHART)


def hide(view: NetworkView) -> None:
    """Hide the selected items; the line under the picture says how many are hidden."""
    rows = view.content.present_and(view.workspace.selected)
    if not len(rows):
        return
    if writable(view):
        run(view, HideItems(_ids(view, rows), view.workspace.chart.name))
        return
    view.workspace.chart.hidden[rows] = True
    view.workspace.tell(Change.CHART)


def show_hidden(view: NetworkView) -> None:
    """Show what was hidden by hand."""
    chart = view.workspace.chart
    rows = np.flatnonzero(chart.drawn & chart.hidden).astype(np.int32)
    if not len(rows):
        return
    if writable(view):
        run(view, ShowItems(_ids(view, rows), chart.name))
        return
    chart.hidden[rows] = False
    view.workspace.tell(Change.CHART)


def clear_filter(view: NetworkView) -> None:
    """Show what the filter hides, in all views."""
    workspace = view.workspace
    with workspace.together():
        for name in workspace.filter_parts:
            workspace.set_filter(name, None)
        workspace.set_link_filter(None)


def pin(view: NetworkView) -> None:
    """Pin the selected items, or unpin them if all are pinned."""
    chart = view.workspace.chart
    rows = view.content.present_and(view.workspace.selected)
    if not len(rows):
        return
    pinned = bool(chart.pinned[rows].all())
    if writable(view):
        run(view, (UnpinItems if pinned else PinItems)(_ids(view, rows), chart.name))
        return
    chart.pinned[rows] = not pinned
    view.workspace.tell(Change.CHART)


def neighbours(view: NetworkView) -> None:
    """Add to the selection what is linked to it on the chart."""
    workspace, content = view.workspace, view.content
    pairs = content.pairs_at(workspace.selected)
    nodes = np.unique(np.concatenate([content.low[pairs], content.high[pairs]]))
    workspace.select(content.members_of(nodes), "add")


def invert(view: NetworkView) -> None:
    """Select what is drawn and not selected."""
    view.workspace.select(view.content.present & ~view.workspace.selected)
