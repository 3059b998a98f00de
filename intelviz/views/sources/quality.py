"""The page of a source's quality: what is odd, what is filled in, rows set aside, values altered, versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from intelviz.case.values import Source
from intelviz.render.theme import Theme
from intelviz.schema.errors import CancelledError, IntelvizError
from intelviz.views.sources.correcting import Quarantine
from intelviz.views.sources.listing import Listing
from intelviz.workspace.jobs import Job, Progress
from intelviz.workspace.quality.finding import CHECK_WORDS, Example, Finding
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.jobs import Jobs
    from intelviz.workspace.quality.report import QualityReport


class QualityPage(QWidget):
    """A window of its own; a click on a finding selects its items in all views."""

    def __init__(
        self,
        workspace: Workspace,
        case: CaseFile,
        theme: Theme,
        source: Source | None,
        jobs: Jobs | None,
        acts: Acts | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.workspace, self.case, self.source, self.jobs = workspace, case, source, jobs
        self.report: QualityReport | None = None
        self._job: Job | None = None
        self._findings: list[Finding] = []
        self._closed = False
        named = source.name if source is not None else "the case"
        self.setWindowTitle(f"Quality of {named}")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.stop = QPushButton("Stop")
        self.stop.clicked.connect(self._cancel)
        above = QHBoxLayout()
        above.addWidget(self.words, 1)
        above.addWidget(self.stop)
        self.findings = Listing(("Kind", "How often", "What is odd"), "What is odd")
        self.examples = Listing(("Item or row", "Column", "Value", "Why"), "Examples")
        self.filled = Listing(("Type", "Property", "Filled", "Of", "Share"), "Filled in")
        self.altered = Listing(("Source", "Row", "Column", "Value", "Became", "Why"), "Values altered")
        self.versions = Listing(("What", "Row", "Key", "Item"), "Newer and older version")
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.findings)
        both.addWidget(self.examples)
        both.setChildrenCollapsible(False)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(both, "What is odd")
        self.tabs.addTab(self.filled, "Filled in")
        self.quarantine = Quarantine(case, source, acts) if source is not None else None
        if self.quarantine is not None:
            self.tabs.addTab(self.quarantine, "")
            self.quarantine.loaded.connect(self.look)
        self.tabs.addTab(self.altered, "Altered")
        self.tabs.addTab(self.versions, "Versions")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self.save_button = QPushButton("Save…")
        self.save_button.clicked.connect(self._ask_file)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addLayout(above)
        box.addWidget(self.tabs, 1)
        box.addWidget(buttons)
        self.resize(960, 640)
        self.findings.selectionModel().currentRowChanged.connect(lambda *_: self._pick_finding())
        self.findings.clicked.connect(lambda *_: self._pick_finding())
        self.examples.clicked.connect(lambda *_: self._pick_example())
        self.versions.clicked.connect(lambda *_: self._pick_version())
        self._name_tabs()
        self.look()

    # Looking

    def look(self) -> None:
        """Look at everything anew, off the interface's thread."""
        from intelviz.workspace.quality.report import quality_report

        number = self.source.id if self.source is not None else None
        self.stop.setVisible(True)
        self.save_button.setEnabled(False)
        self.words.setText("Looking at items and rows…")
        if self.jobs is None:
            self._take(quality_report(self.case, number))
            return

        def work(progress: Progress) -> QualityReport:
            return quality_report(self.case, number, progress.step)

        self._job = self.jobs.start(f"Quality of {self.windowTitle()[11:]}", work, then=self._take, failed=self._failed)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.progress.cancel()

    def closeEvent(self, event: Any) -> None:
        """Stop looking when nobody will read it."""
        self._closed = True
        self._cancel()
        super().closeEvent(event)

    def _failed(self, error: BaseException) -> None:
        if self._closed:
            return
        self.stop.setVisible(False)
        if isinstance(error, CancelledError):
            self.words.setText("Stopped; what was found before still stands below.")
        elif isinstance(error, IntelvizError):
            self.words.setText(error.words())
        else:
            raise error

    def _take(self, report: QualityReport) -> None:
        if self._closed:
            return
        self.report = report
        self.stop.setVisible(False)
        self.save_button.setEnabled(True)
        rows, loaded = sum(each.rows for each in report.sources), sum(each.loaded for each in report.sources)
        merged, rejected = sum(each.merged for each in report.sources), sum(each.rejected for each in report.sources)
        self.words.setText(
            f"{rows:,} rows: {loaded:,} loaded, {merged:,} merged into what was there, {rejected:,} set aside. "
            + ("Click a finding to select its items." if report.findings else "Nothing odd was found.")
        )
        self._findings = list(report.findings)
        self.findings.show_rows([(CHECK_WORDS[each.check], each.count, each.title) for each in self._findings])
        self.examples.show_rows([])
        self.filled.show_rows(
            [(each.type, each.label, each.filled, each.of, float(each.share)) for each in report.completeness]
        )
        self.altered.show_rows(
            [(name, each.row, each.column, each.value, each.became, each.reason) for name, each in report.alterations]
        )
        self.altered.setColumnHidden(0, self.source is not None)
        self.versions.show_rows(
            [
                (what, each.row, each.key, each.label)
                for version in report.versions
                for what, listed in (
                    ("gone from the source", version.gone_rows),
                    ("changed", version.changed_rows),
                    ("added", version.added_rows),
                )
                for each in listed
            ]
        )
        self._name_tabs()

    def _name_tabs(self) -> None:
        self.tabs.setTabText(0, f"What is odd ({len(self._findings):,})")
        if self.quarantine is not None:
            self.tabs.setTabText(2, f"Set aside ({self.quarantine.count:,})")
        self.tabs.setTabText(self.tabs.indexOf(self.altered), f"Altered ({len(self.altered.rows):,})")
        self.tabs.setTabVisible(self.tabs.indexOf(self.versions), bool(self.versions.rows))

    # Picking

    def _pick_finding(self) -> None:
        at = self.findings.current()
        if at < 0:
            return
        found = self._findings[at]
        self.examples.show_rows(
            [
                (
                    each.label or (f"row {each.row:,}" if each.row is not None else ""),
                    each.column,
                    each.value,
                    each.words,
                )
                for each in found.examples
            ]
        )
        if found.items:
            self._select(found.items)

    def _pick_example(self) -> None:
        at, which = self.examples.current(), self.findings.current()
        if at >= 0 and which >= 0 and (item := self._findings[which].examples[at].item) is not None:
            self._select([item])

    def _pick_version(self) -> None:
        at = self.versions.current()
        if at < 0 or self.report is None:
            return
        rows = [
            each
            for version in self.report.versions
            for listed in (version.gone_rows, version.changed_rows, version.added_rows)
            for each in listed
        ]
        item = rows[at].item
        if item is not None:
            self._select([item])

    def _select(self, ids: list[int]) -> None:
        self.workspace.select(np.isin(self.workspace.items.id, np.array(ids, np.int64)))

    # Saving

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "Save the report", "quality.html", "Page (*.html);;JSON (*.json)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def save(self, path: Path) -> None:
        """Write the report as a page or as JSON."""
        from intelviz.workspace.quality.page import write_page

        if self.report is None:
            return
        try:
            write_page(self.report.as_json(), path)
        except IntelvizError as error:
            self.words.setText(error.words())
        else:
            self.words.setText(f"Written to {path}.")


def _place_of(example: Example) -> str:
    return example.label or (f"row {example.row:,}" if example.row is not None else "")
