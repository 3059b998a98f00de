"""A line of text that is asked for in a dialog, while the window stays usable."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QWidget


def ask_text(
    parent: QWidget, title: str, words: str, take: Callable[[str], None], *, proposal: str = ""
) -> QInputDialog:
    """Ask for a text, beginning with ``proposal``; ``take`` gets it, and nothing happens if the dialog is left."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(words)
    dialog.setTextValue(proposal)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.textValueSelected.connect(take)
    dialog.open()
    return dialog
