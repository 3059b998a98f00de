"""The status bar: selected, shown and all, what hides the rest, what a view says, and the jobs that run."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStatusBar, QToolButton, QWidget

from intelviz.app.bars.words import Words
from intelviz.render.theme import Theme
from intelviz.views.icon import icon
from intelviz.workspace.jobs import Job, Jobs
from intelviz.workspace.status import status_words
from intelviz.workspace.workspace import Change, Workspace

_KEPT = 6_000
_QUIET = 150
"""Milliseconds for which a job runs before it is shown: shorter ones would only flicker."""


class Status(QStatusBar):
    """One line at the foot of the window."""

    def __init__(self, jobs: Jobs, theme: Theme) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        # The same with and without a job, so that the pictures don't jump.
        self.setFixedHeight(max(26, self.fontMetrics().height() + 8))
        self._jobs, self._workspace = jobs, None
        self.words, self.said = Words(), Words()
        self.said.setObjectName("quiet")
        self.jobs_box = QWidget()
        self.job_words = Words()
        self.job_words.setMinimumWidth(300)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.stop = QToolButton()
        self.stop.setToolTip("Stop this work; nothing is left half done")
        self.stop.setAccessibleName("Stop the work")
        self.stop.setIconSize(QSize(14, 14))
        line = QHBoxLayout(self.jobs_box)
        line.setContentsMargins(8, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.job_words, 1)
        line.addWidget(self.bar)
        line.addWidget(self.stop)
        self.jobs_box.hide()
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(16)
        row.addWidget(self.words, 3)
        row.addWidget(self.said, 2)
        row.addWidget(self.jobs_box)
        self.addWidget(whole, 1)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(_KEPT)
        self._fade.timeout.connect(lambda: self.said.say(""))
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_QUIET)
        self._late.timeout.connect(self._show_jobs)
        self._stop_listening = lambda: None
        self.stop.clicked.connect(self._cancel)
        jobs.on_change(self._jobs_changed)
        self.set_theme(theme)
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.stop.setIcon(icon("close-circle-outline", theme))

    def show_workspace(self, workspace: Workspace | None) -> None:
        """Tell of another case, or of none."""
        self._stop_listening()
        self._workspace = workspace
        self._stop_listening = workspace.subscribe(self._changed) if workspace is not None else lambda: None
        self.said.say("")
        self._tell()

    def say(self, words: str) -> None:
        """Say what a view has to say, for a few seconds."""
        self.said.say(words)
        if words:
            self._fade.start()

    def _changed(self, change: Change) -> None:
        if change & (Change.ITEMS | Change.FILTER | Change.SELECTION):
            self._tell()

    def _tell(self) -> None:
        self.words.say(status_words(self._workspace) if self._workspace is not None else "No case is open")

    # Jobs

    @property
    def job(self) -> Job | None:
        """The job that is shown: the one that has run longest."""
        return self._jobs.running[0] if self._jobs.running else None

    def _jobs_changed(self) -> None:
        if not self._jobs.running:
            self._late.stop()
            self.jobs_box.hide()
        elif self.jobs_box.isVisible():
            self._show_jobs()
        elif not self._late.isActive():
            self._late.start()

    def _show_jobs(self) -> None:
        job = self.job
        if job is None:
            self.jobs_box.hide()
            return
        more = len(self._jobs.running) - 1
        words = job.words or job.title
        if job.progress.cancelled:
            words = f"Stopping: {job.title}"
        self.job_words.say(f"{words} (and {more} more)" if more else words)
        self.bar.setMaximum(job.total if job.total > 0 else 0)
        self.bar.setValue(min(job.done, job.total))
        self.stop.setEnabled(not job.progress.cancelled)
        self.jobs_box.show()

    def _cancel(self) -> None:
        job = self.job
        if job is not None:
            job.progress.cancel()
            self._show_jobs()
