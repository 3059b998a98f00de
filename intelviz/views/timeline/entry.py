"""The window of time, typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from intelviz.render.timewords import edge_text, read_edge, window_words


class WindowEntry(QDialog):
    """Asks for the first and the last day, or minute, of the window of time."""

    def __init__(self, window: tuple[float, float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Time window")
        self.window_of_time: tuple[int, int] | None = None
        self.first, self.last = QLineEdit(edge_text(window[0], last=False)), QLineEdit(edge_text(window[1], last=True))
        for each, words in ((self.first, "From"), (self.last, "To, included")):
            each.setPlaceholderText("12/08/2017, 12/08/2017 22:30, Aug 2017 or 2017")
            each.setMinimumWidth(300)
            each.setAccessibleName(words)
            each.textChanged.connect(self._read)
        form = QFormLayout()
        form.addRow("&From", self.first)
        form.addRow("&To, included", self.last)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Set window")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addLayout(form)
        box.addWidget(self.words)
        box.addWidget(self.buttons)
        self._read()

    def _read(self) -> None:
        found: list[int] = []
        wrong = ""
        for field, name, last in ((self.first, "From", False), (self.last, "To", True)):
            try:
                found.append(read_edge(field.text(), last=last))
            except ValueError as error:
                wrong = wrong or f"{name}: “{field.text().strip()}” {error}".replace("“” ", "")
        if not wrong and found[1] <= found[0]:
            wrong = "The end lies before the beginning."
        self.window_of_time = None if wrong else (found[0], found[1])
        self.words.setText(wrong or f"UK time: {window_words(*found)}")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not wrong)
