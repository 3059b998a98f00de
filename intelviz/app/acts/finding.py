"""What the search box says of an item that it found, and what happens when it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from intelviz.case.values import Hit
from intelviz.views.item_words import when_lines, where_lines

if TYPE_CHECKING:
    from intelviz.app.window import MainWindow


def describe(window: MainWindow, hit: Hit) -> tuple[str, ...]:
    """Return when and where an item is: what tells two burglaries apart."""
    workspace = window.bench.opened.workspace if window.bench is not None else None
    row = workspace.row_of(hit.id) if workspace is not None else -1
    if workspace is None or row < 0:
        return ()
    place = where_lines(workspace, row)[0] if workspace.items.place_row[row] != row else ""
    return when_lines(workspace, row)[0], place


def go_to(window: MainWindow, hit: Hit) -> None:
    """Select an item and bring every view to it; say so where a view can't show it."""
    opened = window.session.case
    if opened is None:
        return
    workspace = opened.workspace
    row = workspace.row_of(hit.id)
    if row < 0:
        window.status.say("That item is no longer in the case")
        return
    with workspace.together():
        workspace.select(np.array([row], np.int32))
        workspace.centre_on([row])
    if not workspace.shown[row]:
        window.status.say(f"{hit.label} is hidden by the filter (Ctrl+Shift+X shows everything)")
    elif not workspace.chart.drawn[row]:
        window.status.say(f"{hit.label} is not on the chart; map, timeline and table show it where they can")
