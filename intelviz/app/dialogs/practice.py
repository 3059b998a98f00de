"""Ask where the practice case goes, and how large it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)


class PracticeDialog(QDialog):
    """A fictional case of a chosen size; the same seed makes the same case."""

    def __init__(self, parent: QWidget | None, path: Path, make: Callable[[Path, int, int], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Make practice case")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make = make
        words = QLabel(
            "Every person, number, plate and event in it is invented. Its files are made as a force would send them, "
            "mistakes included, and imported as yours would be."
        )
        words.setWordWrap(True)
        self.path, self.size_box, self.seed_box = QLineEdit(str(path)), QSpinBox(), QSpinBox()
        self.path.setMinimumWidth(320)
        self.size_box.setRange(100, 1_000_000)
        self.size_box.setSingleStep(10_000)
        self.size_box.setGroupSeparatorShown(True)
        self.size_box.setValue(60_000)
        self.seed_box.setRange(0, 999_999)
        self.seed_box.setValue(1)
        choose = QPushButton("Choose…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        line = QHBoxLayout()
        line.addWidget(self.path, 1)
        line.addWidget(choose)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        file = QLabel("&File")
        file.setBuddy(self.path)
        form.addRow(file, line)
        form.addRow("&Items, about", self.size_box)
        form.addRow("&Seed", self.seed_box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton("Make it", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.path.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(16)
        box.addWidget(words)
        box.addLayout(form)
        box.addWidget(buttons)

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Where the practice case goes", self.path.text(), "Cases (*.intelviz)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("intelviz")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()

    def accept(self) -> None:
        """Make the case."""
        super().accept()
        self._make(Path(self.path.text().strip()), self.size_box.value(), self.seed_box.value())
