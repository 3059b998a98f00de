"""The list under a line in which a query is typed: what may come next, taken with the keyboard or the mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from intelviz.workspace.query.completing import Choice, Offer

_LINES = 10
_TEXT = Qt.ItemDataRole.UserRole


class Completion(QListWidget):
    """Opens while typing and with Ctrl+Space; Down and Up choose, Tab or Enter take, Esc closes.

    Nothing is chosen at first, so Enter still applies the query; Tab takes the first choice.
    """

    def __init__(self, line: QLineEdit, offer: Callable[[str, int], Offer]) -> None:
        super().__init__(line)
        # The list filters events of its own parts from here on, and needs to know its line.
        self._line, self._offer = line, offer
        self.setWindowFlags(Qt.WindowType.ToolTip)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("What may come next")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._now = Offer(0, 0)
        line.installEventFilter(self)
        line.textEdited.connect(self.renew)
        self.itemClicked.connect(self._take)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is offered now."""
        return self._now.choices if self.isVisible() else ()

    def renew(self) -> None:
        """Offer what fits at the caret, or close."""
        self._now = self._offer(self._line.text(), self._line.cursorPosition())
        self.clear()
        for choice in self._now.choices:
            entry = QListWidgetItem(f"{choice.text}   —  {choice.words}")
            entry.setData(_TEXT, choice.text)
            self.addItem(entry)
        if not self._now.choices or not self._line.hasFocus():
            self.hide()
            return
        high = self.sizeHintForRow(0) * min(len(self._now.choices), _LINES) + 2 * self.frameWidth()
        self.resize(max(self._line.width(), 320), high)
        self.move(self._line.mapToGlobal(QPoint(0, self._line.height())))
        self.show()

    def _take(self, entry: QListWidgetItem | None) -> None:
        if entry is None:
            return
        text, put = self._line.text(), str(entry.data(_TEXT))
        after = text[self._now.end :]
        gap = "" if after.startswith(" ") or put.endswith("(") else " "
        self._line.setText(f"{text[: self._now.start]}{put}{gap}{after}")
        self._line.setCursorPosition(self._now.start + len(put) + (0 if put.endswith("(") else 1))
        self.hide()
        self._line.textEdited.emit(self._line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are meant for the list."""
        # The list filters events of its own parts too, from before it knows its line until after it has forgotten it.
        line = self.__dict__.get("_line")
        if line is not None and watched is line and event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif (
            line is not None
            and watched is line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        asked = key == Qt.Key.Key_Space and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if asked or (key == Qt.Key.Key_Down and not self.isVisible()):
            self.renew()
            return True
        if not self.isVisible():
            return False
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            row = self.currentRow()
            self.setCurrentRow((row + step) % self.count() if row >= 0 else (0 if step > 0 else self.count() - 1))
            self._line.setAccessibleDescription(self.currentItem().text())
            return True
        if key == Qt.Key.Key_Tab:
            self._take(self.currentItem() if self.currentRow() >= 0 else self.item(0))
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            chosen = self.currentItem() if self.currentRow() >= 0 else None
            self.hide()
            self._take(chosen)
            return chosen is not None
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False
