"""What the table can do, as one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt

from intelviz.views.action import Action
from intelviz.views.table.rows import Scope

if TYPE_CHECKING:
    from intelviz.views.table.view import TableView

_LINE = Action("-", "-", lambda: None)


def actions(view: TableView) -> list[Action]:
    """Return everything, for menus, palette, tool strip and keys."""

    def find() -> None:
        view.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        view.find_box.selectAll()

    return [
        Action(
            "table_shown",
            "List what is shown",
            lambda: view.set_scope("shown"),
            "A row for each item that the filter shows",
            icon="eye-outline",
            strip=True,
            checked=lambda: view.scope == "shown",
        ),
        Action(
            "table_selected",
            "List what is selected",
            lambda: view.set_scope("selected"),
            "A row for each selected item",
            icon="checkbox-marked-circle-outline",
            strip=True,
            checked=lambda: view.scope == "selected",
        ),
        Action(
            "table_linked",
            "List what is linked",
            lambda: view.set_scope("linked"),
            "A row for each shown item linked to the selection",
            icon="vector-link",
            strip=True,
            checked=lambda: view.scope == "linked",
        ),
        Action("table_find", "Rows with words…", find, "List only rows that hold these words", "/", "filter-outline"),
        Action(
            "table_copy",
            "Copy rows",
            view.copy,
            "Copy the selected rows with their header for a spreadsheet; a cell that would run as a formula gets an "
            "apostrophe in front",
            "Ctrl+C",
            "content-copy",
            strip=True,
            enabled=lambda: bool(len(view.rows_to_copy())),
        ),
        Action("table_copy_all", "Copy all rows", view.copy_all, "Copy every row listed, with the header"),
        Action(
            "table_csv",
            "Save rows as CSV…",
            view.ask_csv,
            "Write every row listed to a file; a cell that would run as a formula gets an apostrophe in front",
            icon="file-delimited-outline",
            strip=True,
            enabled=lambda: bool(len(view.items.rows)),
        ),
        Action(
            "table_columns",
            "Columns",
            lambda: None,
            "Which columns are in sight",
            icon="table-column",
            choices=lambda: columns(view),
        ),
    ]


def columns(view: TableView) -> list[Action]:
    """Return a switch for each column."""

    def switch(name: str) -> Action:
        title = next(each.title for each in view.items.columns if each.name == name) or "Selected or linked"
        hidden = name in view.hidden_columns()
        return Action(
            f"column {name}",
            title,
            lambda: view.show_column(name, shown=hidden),
            checked=lambda: name not in view.hidden_columns(),
        )

    return [switch(each.name) for each in view.items.columns]


def menu(view: TableView, row: int) -> list[Action]:
    """Return what a right click offers on a row."""
    if row < 0:
        return actions(view)
    workspace = view.workspace

    def linked() -> None:
        workspace.select(np.flatnonzero(workspace.linked > 0).astype(np.int32))

    return [
        Action(
            "centre",
            "Show in all views",
            lambda: workspace.centre_on([row]),
            "Bring it into sight everywhere",
            "Return",
            "crosshairs-gps",
        ),
        Action("linked", "Select what is linked to it", linked, "Select the items linked to it", icon="vector-link"),
        _LINE,
        *actions(view),
    ]


def restore(view: TableView, settings: dict[str, object]) -> None:
    """Take over remembered settings; what can't be read is left as it is."""
    scope, hidden, layout = settings.get("scope"), settings.get("hidden"), settings.get("columns")
    scopes: tuple[Scope, ...] = ("shown", "selected", "linked")
    if scope in scopes:
        view.set_scope(scopes[scopes.index(scope)])
    names = {str(each) for each in hidden} if isinstance(hidden, list) else set[str]()
    pairs = [
        (str(pair[0]), int(pair[1]))
        for pair in (layout if isinstance(layout, list) else [])
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[1], int)
    ]
    order = settings.get("sorted_by")
    good = isinstance(order, list) and len(order) == 2
    view.take_layout(names, pairs, (str(order[0]), bool(order[1])) if good and isinstance(order, list) else None)
