"""Edit: undo and redo with the act's name, what is selected, find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from intelviz.app.acts.menus import LINE
from intelviz.views.action import Action

if TYPE_CHECKING:
    from intelviz.app.window import MainWindow


def actions(window: MainWindow) -> list[Action]:
    """Return the Edit menu."""
    opened = window.session.case
    undo = opened.acts.can_undo if opened is not None else None
    redo = opened.acts.can_redo if opened is not None else None
    return [
        Action(
            "undo",
            f"Undo: {undo}" if undo else "Undo",
            window.undo,
            "Take back the last act",
            "Ctrl+Z",
            "undo",
            enabled=lambda: undo is not None,
        ),
        Action(
            "redo",
            f"Redo: {redo}" if redo else "Redo",
            window.redo,
            "Do again what was taken back",
            "Ctrl+Shift+Z",
            "redo",
            enabled=lambda: redo is not None,
        ),
        LINE,
        *_selecting(window),
        LINE,
        Action("find", "Find…", window.search.start, "Find items by any word", "Ctrl+K", "magnify"),
        Action("find_too", "Find items…", window.search.start, "Find items by any word", "Ctrl+F"),
        Action(
            "palette",
            "Find a command…",
            lambda: window.search.start(">"),
            "Everything that can be done, by a few letters",
            "Ctrl+Shift+P",
            "console-line",
        ),
    ]


def _selecting(window: MainWindow) -> list[Action]:
    opened = window.session.case
    workspace = opened.workspace if opened is not None else None
    history = window.selections

    def some() -> bool:
        return workspace is not None and bool(workspace.selected.any())

    def all_shown() -> None:
        if workspace is None:
            return
        bench = window.bench
        dock = bench.dock_here() if bench is not None else None
        listed = getattr(getattr(dock.view, "items", None), "rows", None) if dock is not None else None
        # In the table, "all" is what it lists.
        workspace.select(workspace.shown if listed is None else np.asarray(listed))

    def none() -> None:
        if workspace is not None:
            workspace.clear_selection()

    def invert() -> None:
        if workspace is not None:
            workspace.select(workspace.shown & ~workspace.selected)

    return [
        Action(
            "select_all",
            "Select all shown",
            all_shown,
            "Select every item that the filter shows; in the table, every row listed",
            "Ctrl+A",
            "select-all",
            enabled=lambda: workspace is not None,
        ),
        Action("select_none", "Select none", none, "Select nothing", "Ctrl+Shift+A", "select-off", enabled=some),
        Action(
            "select_invert",
            "Invert the selection",
            invert,
            "Select what is shown and not selected",
            "Ctrl+Shift+V",
            "select-inverse",
            enabled=lambda: workspace is not None,
        ),
        Action(
            "select_back",
            "Selection before",
            lambda: history.back() if history is not None else None,
            "Select what was selected before",
            "Alt+Left",
            "arrow-left",
            enabled=lambda: history is not None and history.can_go_back,
        ),
        Action(
            "select_forward",
            "Selection after",
            lambda: history.forward() if history is not None else None,
            "Select again what was gone back from",
            "Alt+Right",
            "arrow-right",
            enabled=lambda: history is not None and history.can_go_forward,
        ),
    ]
