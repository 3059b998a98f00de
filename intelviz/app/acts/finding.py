"""What the search box says of an item that it found, and what happens when it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from intelviz.case.values import Hit
from intelviz.schema.errors import IntelvizError
from intelviz.views.item_words import when_lines, where_lines
from intelviz.views.search.asking import Asked
from intelviz.workspace.query import parse

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


def take_asked(window: MainWindow, asked: Asked) -> None:
    """Select what a query describes, or show only that; say how much of it the filter hides."""
    opened, bench = window.session.case, window.bench
    if opened is None or bench is None:
        return
    workspace = opened.workspace
    try:
        if asked.act == "show":
            bench.docks["filter"].view.show_query(asked.text)
            window.status.say(f"Only {asked.count:,} shown: {asked.words}")
            return
        # The case may have changed since it was asked.
        mask = asked.mask if len(asked.mask) == len(workspace) else None
        mask = parse(asked.text, workspace.schema).mask(workspace, opened.case) if mask is None else mask
    except IntelvizError as error:
        window.show_error(error)
        return
    with workspace.together():
        workspace.select(mask)
        workspace.centre_on(np.flatnonzero(mask & workspace.shown).astype(np.int32))
    hidden = int(np.count_nonzero(mask & ~workspace.shown))
    tail = f"; {hidden:,} of them are hidden by the filter" if hidden else ""
    window.status.say(f"{asked.count:,} selected: {asked.words}{tail}")
