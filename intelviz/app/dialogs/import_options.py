"""Before an import: what is loaded, how it is graded and marked, and by which recipe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from intelviz.schema.grade import parse_grade
from intelviz.schema.marking import parse_marking, scheme

FOUND = "Found for each file"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What was decided; None leaves it to the recipe, or says nothing."""

    recipe: str | None = None
    grade: str | None = None
    marking: str | None = None


class ImportDialog(QDialog):
    """Enter imports at once, ungraded and unmarked: what is not known is not made up."""

    def __init__(
        self,
        parent: QWidget | None,
        paths: Sequence[Path],
        recipes: Sequence[str],
        go: Callable[[ImportOptions], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._go = go
        self.what = QLabel(what_words(paths))
        self.what.setTextFormat(Qt.TextFormat.PlainText)
        self.what.setWordWrap(True)
        self.what.setMinimumWidth(400)
        self.recipe, self.grade, self.marking = QComboBox(), QLineEdit(), QComboBox()
        self.recipe.addItem(FOUND, None)
        for name in recipes:
            self.recipe.addItem(name, name)
        self.recipe.setToolTip("How the columns of the files become items and links")
        self.grade.setPlaceholderText("such as 2BP or B24; empty: ungraded")
        self.marking.setEditable(True)
        self.marking.addItems(["", *(name for name, level in scheme().levels.items() if level.allowed)])
        edit = self.marking.lineEdit()
        if edit is not None:
            edit.setPlaceholderText("not marked: treated as OFFICIAL")
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setObjectName("quiet")
        self.words.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("&Recipe", self.recipe)
        form.addRow("&Grade", self.grade)
        form.addRow("&Marking", self.marking)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.button: QPushButton = buttons.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.grade.textChanged.connect(lambda _: self._check())
        self.marking.editTextChanged.connect(lambda _: self._check())
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(16)
        box.addWidget(self.what)
        box.addLayout(form)
        box.addWidget(self.words)
        box.addWidget(buttons)
        self._check()
        self.button.setFocus()

    def _check(self) -> None:
        """Say what grade and marking mean, or what is wrong with them."""
        said: list[str] = []
        wrong = False
        try:
            if self.grade.text().strip():
                said.append(f"Grade: {parse_grade(self.grade.text()).words}.")
        except ValueError as error:
            said, wrong = [f"Grade: {error}."], True
        try:
            marking = parse_marking(self.marking.currentText())
            if marking.refusal:
                said, wrong = [marking.refusal], True
        except ValueError as error:
            said, wrong = [f"Marking: {error}."], True
        text = "\n".join(said)
        self.words.setText(text)
        self.words.setVisible(bool(text))
        self.words.setObjectName("warning" if wrong else "quiet")
        style = self.words.style()
        style.unpolish(self.words)
        style.polish(self.words)
        self.button.setEnabled(not wrong)

    def accept(self) -> None:
        """Import."""
        super().accept()
        self._go(
            ImportOptions(
                self.recipe.currentData(), self.grade.text().strip() or None, self.marking.currentText().strip() or None
            )
        )


def what_words(paths: Sequence[Path]) -> str:
    """Return "3 files from /data: a.csv, b.csv, c.csv"."""
    names = [path.name for path in paths]
    shown = ", ".join(names[:6]) + (f" and {len(names) - 6:,} more" if len(names) > 6 else "")
    if len(paths) == 1:
        kind = "All files of the folder" if paths[0].is_dir() else "The file"
        return f"{kind} {names[0]}, from {paths[0].parent}"
    return f"{len(paths):,} files from {paths[0].parent}: {shown}"
