"""What would come of a table in the open case: tried by itself while it is looked at, and whole on demand."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from intelviz.app.assistant.group import Group
from intelviz.app.assistant.sampling import Tried, tried
from intelviz.schema.errors import CancelledError
from intelviz.workspace.jobs import Job, Progress
from intelviz.workspace.opening import OpenCase

TRIED = 200
"""Rows that are tried by themselves."""
_WAIT = 400
"""Milliseconds after the last change before they are tried."""


class TrialPanel(QWidget):
    """Says what would come of a group of tables. It works only while it can be seen; the case stays as it is."""

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self._opened = opened
        self._group: Group | None = None
        self._job: Job | None = None
        self._old = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT)
        self._soon.timeout.connect(lambda: self.try_rows(TRIED))
        self.said = QPlainTextEdit()
        self.said.setReadOnly(True)
        self.said.setTabChangesFocus(True)
        self.said.setAccessibleName("What would come of the rows in this case")
        self.try_all, self.stop = QPushButton("Try &all rows"), QPushButton("&Stop")
        self.try_all.setToolTip("Do all that loading does, say what would come of it, and take it back")
        self.try_all.clicked.connect(lambda: self.try_rows(None))
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.try_all, self.stop):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.stop.setVisible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(8)
        box.addLayout(row)
        box.addWidget(self.said, 1)

    def show_group(self, group: Group | None) -> None:
        """Take note of what is to be tried; it is tried after a pause, if this can be seen."""
        if group is not self._group:
            self.said.clear()
        self._group, self._old = group, True
        self._cancel()
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Try what was changed in the meantime."""
        super().showEvent(event)
        if self._old and self._group is not None:
            self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Try nothing that nobody sees."""
        super().hideEvent(event)
        self._soon.stop()

    def try_rows(self, count: int | None) -> None:
        """Try the first rows of each table, or (None) all."""
        group, jobs, case = self._group, self._opened.jobs, self._opened.case
        if group is None:
            return
        self._soon.stop()
        problem = group.problem()
        self._old = False
        if problem:
            self.said.setPlainText(problem)
            return
        if jobs is None:
            self._say(tried(case, [group], count, Progress()))
            return
        self._cancel()
        if count is None or not self.said.toPlainText():
            self.said.setPlainText("Trying…" if count is None else f"Trying the first {count:,} rows…")

        def then(found: Tried) -> None:
            if self._job is job:
                self._end()
                self._say(found)

        def failed(error: BaseException) -> None:
            if self._job is job:
                self._end()
                words = getattr(error, "words", None)
                stopped = isinstance(error, CancelledError)
                self.said.setPlainText("Stopped." if stopped else words() if callable(words) else str(error))

        title = "Trying all rows" if count is None else "Trying the first rows"
        job = jobs.start(title, lambda progress: tried(case, [group], count, progress), then=then, failed=failed)
        self._job = job
        self.stop.setVisible(count is None)
        self.try_all.setEnabled(count is not None)

    def _say(self, found: Tried) -> None:
        self.said.setPlainText("\n".join(found.words()))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.progress.cancel()

    def _end(self) -> None:
        self._job = None
        self.stop.setVisible(False)
        self.try_all.setEnabled(True)

    def _cancel(self) -> None:
        job = self._job
        self._end()
        if job is not None and not job.finished:
            job.progress.cancel()

    def let_go(self) -> None:
        """Stop what still runs."""
        self._group = None
        self._soon.stop()
        self._cancel()
