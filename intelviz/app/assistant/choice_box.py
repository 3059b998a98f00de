"""A box of choices that changes only when something is chosen; keys open it, the wheel passes it by."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

_OPENS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_End})


class ChoiceBox(QComboBox):
    """Passing through an entry on the way to another does not choose it, as each choice may undo others."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list for keys that would step through it."""
        if Qt.Key(event.key()) in _OPENS:
            self.showPopup()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what is around the box."""
        event.ignore()
