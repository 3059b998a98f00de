"""Labels of the assistant: plain text that wraps, quiet or as a warning."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def wrapped(name: str = "") -> QLabel:
    """Return an empty label; ``name`` is "quiet", "warning" or "" for plain text."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if name:
        label.setObjectName(name)
    return label


def say(label: QLabel, text: str, name: str) -> None:
    """Let a label say something, quietly or as a warning."""
    label.setText(text)
    if label.objectName() != name:
        label.setObjectName(name)
        style = label.style()
        style.unpolish(label)
        style.polish(label)
