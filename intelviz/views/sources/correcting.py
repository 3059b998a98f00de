"""The rows of a source that are set aside: pick one, put its cells right, load it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from intelviz.case.values import Rejection, Source
from intelviz.schema.errors import IntelvizError
from intelviz.views.sources.listing import Listing

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts

_COLUMNS = ("Column", "As it came", "Put right")


class Quarantine(QWidget):
    """``loaded`` says that a row left it."""

    loaded = Signal()

    def __init__(self, case: CaseFile, source: Source, acts: Acts | None) -> None:
        super().__init__()
        self.case, self.source, self.acts = case, source, acts
        self._rejections: list[Rejection] = []
        self._before: dict[str, str] = {}
        self.list = Listing(("Row", "Column", "Value", "Reason"), "Rows set aside")
        self.cells = QTableWidget(0, len(_COLUMNS))
        self.cells.setHorizontalHeaderLabels(list(_COLUMNS))
        self.cells.verticalHeader().hide()
        self.cells.setShowGrid(False)
        self.cells.setAccessibleName("Cells of the row")
        header = self.cells.horizontalHeader()
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.words = QLabel("Pick a row to put it right.")
        self.words.setWordWrap(True)
        self.button = QPushButton("Load the corrected row")
        self.button.setEnabled(False)
        self.button.clicked.connect(self.load)
        below = QHBoxLayout()
        below.addWidget(self.words, 1)
        below.addWidget(self.button)
        lower = QWidget()
        inner = QVBoxLayout(lower)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.addWidget(self.cells, 1)
        inner.addLayout(below)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.list)
        split.addWidget(lower)
        split.setChildrenCollapsible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(split)
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._pick())
        self.refresh()

    @property
    def count(self) -> int:
        """How many rows are set aside."""
        return len(self._rejections)

    def refresh(self) -> None:
        """List the rows anew."""
        self._rejections = self.case.rejections(self.source.id)
        self.list.show_rows([(each.row, each.column, each.value, each.reason) for each in self._rejections])
        self.cells.setRowCount(0)
        self.button.setEnabled(False)
        self.words.setText("Pick a row to put it right." if self._rejections else "No row is set aside.")

    def _pick(self) -> None:
        from intelviz.ingest.correcting import cells_to_correct

        at = self.list.current()
        if at < 0:
            return
        wrong = self._rejections[at]
        row = self.case.set_aside(self.source.id, wrong.row)
        self._before = cells_to_correct(row)
        self.cells.setRowCount(len(self._before))
        for place, (name, value) in enumerate(self._before.items()):
            for column, text in enumerate((name, value, value)):
                cell = QTableWidgetItem(text)
                if column < 2:
                    cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.cells.setItem(place, column, cell)
            if name == wrong.column:
                self.cells.setCurrentCell(place, 2)
        self.cells.resizeColumnToContents(0)
        self.cells.setColumnWidth(1, 260)
        text = f" It came as “{wrong.value}”." if not row.cells and wrong.value else ""
        self.words.setText(f"Row {wrong.row:,}: {wrong.reason}.{text}")
        self.button.setEnabled(self.acts is not None and not self.case.read_only and bool(self._before))

    def load(self) -> None:
        """Load the picked row as it now stands; what is still wrong is said below."""
        from intelviz.workspace.commands.sources.correct_row import CorrectRow

        at = self.list.current()
        if at < 0 or self.acts is None:
            return
        given: dict[str, str] = {}
        for place, name in enumerate(self._before):
            cell = self.cells.item(place, 2)
            if cell is not None and cell.text() != self._before[name]:
                given[name] = cell.text()
        try:
            done = self.acts.run(CorrectRow(self.source.id, self._rejections[at].row, given))
        except IntelvizError as error:
            self.words.setText(error.words())
            return
        self.refresh()
        self.words.setText(f"{done.title}.")
        self.loaded.emit()
