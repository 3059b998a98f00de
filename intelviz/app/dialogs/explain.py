"""F1: what is under the pointer, in a card."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QWhatsThis, QWidget

from intelviz.app.dialogs.pages import HAND
from intelviz.views.canvas import Canvas
from intelviz.views.item_words import card_lines

if TYPE_CHECKING:
    from intelviz.app.window import MainWindow


def explain(window: MainWindow) -> None:
    """Explain what is under the pointer; where the pointer is elsewhere, what has the keyboard."""
    at = QCursor.pos()
    widget = QApplication.widgetAt(at)
    if widget is None or widget.window() is not window:
        widget = QApplication.focusWidget() or window
        at = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
    QWhatsThis.showText(at, words_for(window, widget), widget)


def words_for(window: MainWindow, widget: QWidget) -> str:
    """Return the card of a widget as rich text: its tooltip if it is a button, else its view, item and tools."""
    if isinstance(widget, QAbstractButton) and widget.toolTip():
        return escape(widget.toolTip()).replace("\n", "<br>")
    bench = window.bench
    for dock in bench.docks.values() if bench is not None else ():
        if dock is not widget and not dock.isAncestorOf(widget):
            continue
        lines = [f"<b>{escape(dock.windowTitle())}</b>"]
        workspace = bench.opened.workspace if bench is not None else None
        if workspace is not None and workspace.focus >= 0:
            head, *rest = card_lines(workspace, workspace.focus)
            lines = [f"<b>{escape(head)}</b>", *map(escape, rest), "", *lines]
        if isinstance(dock.view, Canvas):
            lines += [f"{escape(key)}: {escape(words)}" for key, words in HAND[:6]]
        for action in dock.actions_here():
            if action.help:
                key = f" ({escape(action.key)})" if action.key else ""
                lines.append(f"{escape(action.title)}{key}: {escape(action.help)}")
        return "<br>".join(lines)
    here: QWidget | None = widget
    while here is not None:
        if here.toolTip() or here.accessibleName():
            return escape(here.toolTip() or here.accessibleName()).replace("\n", "<br>")
        here = here.parentWidget()
    return "Every act can be found with Ctrl+Shift+P; every key with Ctrl+/."
