"""Asking which type another item of each row is, with a search among the types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from intelviz.app.assistant.words import wrapped
from intelviz.schema.model import Schema
from intelviz.views.tooltip import plain


class ItemDialog(QDialog):
    """Lists the item types that hold what is typed; ``picked`` carries the name of the chosen one."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None, schema: Schema, column: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("Another item")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = wrapped()
        words.setText(f"Each row also makes, told apart by “{column}”:" if column else "Each row also makes:")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a type")
        self.search.setAccessibleName("Find a type")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Types of items")
        self._schema = schema
        for name, kind in sorted(schema.items.items(), key=lambda pair: pair[1].label.casefold()):
            item = QListWidgetItem(kind.label)
            item.setData(Qt.ItemDataRole.UserRole, name)
            properties = ", ".join(each.label for each in schema.properties_of(name)[:8])
            item.setToolTip(plain(f"{kind.category}: {properties}" if properties else kind.category))
            self.list.addItem(item)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = buttons.addButton("Add", QDialogButtonBox.ButtonRole.AcceptRole)
        self.add.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        for widget in (words, self.search, self.list, buttons):
            box.addWidget(widget)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.itemActivated.connect(lambda _: self.accept())
        self._filter("")
        self.resize(360, 420)
        self.search.setFocus()

    def _filter(self, text: str) -> None:
        """Show the types whose label, category or properties hold every word that was typed."""
        wanted, best, first = text.casefold().split(), -1, -1
        for at in range(self.list.count()):
            item = self.list.item(at)
            of = item.data(Qt.ItemDataRole.UserRole)
            label = item.text().casefold()
            more = " ".join(each.label for each in self._schema.properties_of(of)).casefold()
            holds = all(word in f"{label} {self._schema.item(of).category} {more}" for word in wanted)
            item.setHidden(not holds)
            if holds:
                first = first if first >= 0 else at
                best = at if best < 0 and wanted and label.startswith(wanted[0]) else best
        best = best if best >= 0 else first
        self.list.setCurrentRow(best)
        self.add.setEnabled(best >= 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let up and down in the search step through the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            at = self.list.currentRow() + step
            while step and 0 <= at < self.list.count() and self.list.item(at).isHidden():
                at += step
            if step:
                if 0 <= at < self.list.count():
                    self.list.setCurrentRow(at)
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Tell which type was chosen."""
        item = self.list.currentItem()
        if item is None or item.isHidden():
            return
        name = str(item.data(Qt.ItemDataRole.UserRole))
        super().accept()
        self.picked.emit(name)
