"""How the assistant says things: plain text that wraps, quiet or as a warning; numbers as exact as they are."""

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


def rounded(count: int, word: str) -> int:
    """Return a number with no more figures than it deserves: three where it is "about" or "more than" that."""
    unit = 10 ** max(len(str(count)) - 3, 0)
    return count // unit * unit if word else count


def shortened(text: str, most: int = 220) -> str:
    """Return a text of at most about two lines, cut between words."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"
