"""What came of an import, in words, with every row that was set aside and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from intelviz.app.dialogs.errors import show_error
from intelviz.schema.errors import IntelvizError
from intelviz.views.sources.rejected import RejectedRows
from intelviz.views.tooltip import plain

_NAMED = 4


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    column: str
    value: str
    reason: str


def heading(document: dict[str, Any], added: dict[str, int]) -> str:
    """Return "28,762 crimes loaded, 14 rows set aside", naming the largest kinds of what came in."""
    rejected = sum(int(each["rejected"]) for each in document["sources"])
    merged = sum(int(each["merged"]) for each in document["sources"])
    largest = sorted(added.items(), key=lambda each: -each[1])
    if not largest:
        loaded = f"{int(document['items']):,} items and {int(document['links']):,} links loaded"
    else:
        named = [f"{count:,} {name}" for name, count in largest[:_NAMED]]
        rest = sum(count for _, count in largest[_NAMED:])
        if rest:
            named.append(f"{rest:,} other items")
        listed = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
        links = int(document["links"])
        loaded = f"{listed} loaded" + (f", with {links:,} links" if links else "")
    words = [loaded]
    if merged:
        words.append(f"{_rows(merged)} said more of what was there")
    words.append(f"{_rows(rejected)} set aside" if rejected else "no row set aside")
    return "; ".join(words)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


class ImportReportDialog(QDialog):
    """Sources, rows set aside, and warnings of one import."""

    def __init__(self, parent: QWidget | None, document: dict[str, Any], added: dict[str, int]) -> None:
        super().__init__(parent)
        self.setWindowTitle("What was imported")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.document = document
        self.words = QLabel(f"{heading(document, added)}.")
        self.words.setWordWrap(True)
        font = self.words.font()
        font.setBold(True)
        self.words.setFont(font)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.rejected = RejectedRows()
        rows = [
            (
                str(source["source"]),
                _Row(int(each["row"]), str(each["column"] or ""), str(each["value"] or ""), str(each["reason"])),
            )
            for source in document["sources"]
            for each in source["rejections"]
        ]
        self.rejected.show_rows(rows)
        warnings = [
            f"{source['source']}: {words}" for source in document["sources"] for words in source.get("warnings", [])
        ]
        self.warnings = QPlainTextEdit("\n".join(warnings))
        self.warnings.setReadOnly(True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        if rows:
            told = sum(int(each["rejected"]) for each in document["sources"])
            self.tabs.addTab(self.rejected, f"Set aside ({told:,})")
        if warnings:
            self.tabs.addTab(self.warnings, f"To know ({len(warnings):,})")
        self.tabs.addTab(_sources(document), f"Sources ({len(document['sources']):,})")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        copy, save = QPushButton("Copy"), QPushButton("Save the rows set aside…")
        copy.clicked.connect(self.copy)
        save.clicked.connect(self._ask_file)
        save.setEnabled(bool(rows))
        for button in (copy, save):
            button.setAutoDefault(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(16)
        box.addWidget(self.words)
        box.addWidget(self.tabs, 1)
        box.addWidget(buttons)
        self.resize(720, 480)

    def as_text(self) -> str:
        """Return the whole report as text."""
        lines = [self.words.text(), ""]
        for each in self.document["sources"]:
            lines.append(
                f"{each['source']}: {each['rows']:,} rows, {each['loaded']:,} loaded, {each['merged']:,} merged, "
                f"{each['rejected']:,} set aside (recipe {each['recipe']})"
            )
            lines += [f"  {words}" for words in each.get("warnings", [])]
        if self.rejected.rows:
            lines += ["", "Set aside:"]
            lines += [
                f"{file}, row {row:,}" + (f", column “{column}”, value “{value}”" if column else "") + f": {reason}"
                for file, row, column, value, reason in self.rejected.rows
            ]
        return "\n".join(lines)

    def copy(self) -> None:
        """Copy the whole report."""
        QGuiApplication.clipboard().setText(self.as_text())

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "Save the rows set aside", "rows set aside.csv", "CSV files (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def save(self, path: Path) -> None:
        """Write the rows set aside to a CSV file."""
        try:
            self.rejected.save(path)
        except IntelvizError as error:
            show_error(self, error)


def _sources(document: dict[str, Any]) -> QTableWidget:
    titles = ("Source", "Rows", "Loaded", "Merged", "Set aside", "Recipe")
    table = QTableWidget(len(document["sources"]), len(titles))
    table.setHorizontalHeaderLabels(list(titles))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    for number, each in enumerate(document["sources"]):
        values = [each["source"], each["rows"], each["loaded"], each["merged"], each["rejected"], each["recipe"]]
        for column, value in enumerate(values):
            cell = QTableWidgetItem(f"{value:,}" if isinstance(value, int) else str(value or ""))
            if isinstance(value, int):
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            cell.setToolTip(plain(str(value)))
            table.setItem(number, column, cell)
    table.resizeColumnsToContents()
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return table
