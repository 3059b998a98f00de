"""The assistant's window: tables on the left, the chosen one on the right, how it is loaded below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from intelviz.app.assistant.group import Group, groups_of
from intelviz.app.assistant.table_list import TableList
from intelviz.app.assistant.table_page import TablePage
from intelviz.ingest.preview import Look, look
from intelviz.render.theme import Theme
from intelviz.schema.errors import CancelledError
from intelviz.schema.grade import parse_grade
from intelviz.schema.marking import parse_marking, scheme
from intelviz.workspace.jobs import Job, Progress
from intelviz.workspace.opening import OpenCase


@dataclass(frozen=True)
class Loading:
    """What was decided: which files, how single tables are read, and how all are graded and marked."""

    paths: tuple[Path, ...]
    decided: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    grade: str | None = None
    marking: str | None = None


class ImportAssistant(QDialog):
    """Shows what files hold and how they would be read; Enter loads everything that is ticked.

    ``go`` is called with what was decided. Nothing is loaded, and nothing written, before that.
    """

    def __init__(
        self,
        parent: QWidget | None,
        paths: Sequence[Path],
        opened: OpenCase,
        theme: Theme,
        go: Callable[[Loading], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setSizeGripEnabled(True)
        self._paths, self._opened, self._go = tuple(paths), opened, go
        self.look: Look | None = None
        self.groups: list[Group] = []
        self._closed = False
        self.list = TableList()
        self.page = TablePage(opened, theme)
        self.words = _label("quiet")
        self._build()
        self.list.chosen.connect(lambda number: self.page.show_group(self.groups[number]))
        self.list.ticked.connect(self._say)
        self.page.changed.connect(self._changed)
        self._job: Job | None = None
        self._look()

    def sizeHint(self) -> QSize:
        """Return a size that leaves the window visible around it."""
        parent = self.parentWidget()
        room = parent.size() if parent is not None else QSize(1280, 800)
        return QSize(max(900, int(room.width() * 0.92)), max(600, int(room.height() * 0.9)))

    # Its parts

    def _build(self) -> None:
        self.grade, self.marking = QLineEdit(), QComboBox()
        self.grade.setPlaceholderText("2BP or B24; empty: ungraded")
        self.grade.setAccessibleName("Grade of all rows that have none of their own")
        self.grade.setMaximumWidth(200)
        self.marking.setEditable(True)
        self.marking.setAccessibleName("Marking")
        self.marking.addItems(["", *(name for name, level in scheme().levels.items() if level.allowed)])
        self.marking.setMinimumWidth(220)
        edit = self.marking.lineEdit()
        if edit is not None:
            edit.setPlaceholderText("not marked: treated as OFFICIAL")
        self.grade.textChanged.connect(lambda _: self._say())
        self.marking.editTextChanged.connect(lambda _: self._say())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.button: QPushButton = buttons.addButton("Load", QDialogButtonBox.ButtonRole.AcceptRole)
        self.button.setDefault(True)
        self.button.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(320)
        self.looking = _label("")
        waiting = QWidget()
        wait = QVBoxLayout(waiting)
        wait.addStretch(1)
        wait.addWidget(self.looking, 0, Qt.AlignmentFlag.AlignHCenter)
        wait.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        wait.addStretch(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 900])
        split.setChildrenCollapsible(False)
        self.pages = QStackedWidget()
        self.pages.addWidget(waiting)
        self.pages.addWidget(split)
        line = QHBoxLayout()
        line.setSpacing(8)
        for name, widget in (("&Grade", self.grade), ("&Marking", self.marking)):
            label = QLabel(name)
            label.setBuddy(widget)
            line.addWidget(label)
            line.addWidget(widget)
        line.addWidget(self.words, 1)
        line.addWidget(buttons)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(self.pages, 1)
        box.addLayout(line)

    # Looking at the files

    def _look(self) -> None:
        schema = self._opened.case.schema
        jobs = self._opened.jobs
        self.looking.setText("Looking at the files")
        if jobs is None:
            seen = look(self._paths, schema)
            self._found((seen, groups_of(seen.tables, schema)))
            return
        jobs.on_change(self._progress)

        def work(progress: Progress) -> tuple[Look, list[Group]]:
            seen = look(self._paths, schema, progress.step)
            try:
                return seen, groups_of(seen.tables, schema, progress.step)
            except BaseException:
                seen.close()
                raise

        self._job = jobs.start("Looking at the files", work, then=self._found, failed=self._failed)

    def _progress(self) -> None:
        job = self._job
        if job is None or self._closed or job.finished:
            return
        self.looking.setText(job.words)
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)

    def _found(self, result: tuple[Look, list[Group]]) -> None:
        found, groups = result
        if self._closed:
            found.close()
            return
        self.look, self.groups = found, groups
        self.list.show_groups(self.groups, found.skipped)
        self.pages.setCurrentIndex(1)
        self._say()
        self.button.setFocus()

    def _failed(self, error: BaseException) -> None:
        if self._closed:
            return
        if isinstance(error, CancelledError):
            self.reject()
            return
        self.bar.hide()
        words = getattr(error, "words", None)
        self.looking.setText(words() if callable(words) else str(error))

    # What is decided

    def _changed(self) -> None:
        number = next((at for at, each in enumerate(self.groups) if each is self.page.group), None)
        if number is not None:
            self.list.refresh(number)
        self._say()

    def _say(self) -> None:
        """Say what would be loaded, or what keeps it from being loaded."""
        wrong = self._wrong()
        ticked = [each for each in self.groups if each.load]
        tables = sum(len(each.tables) for each in ticked)
        if wrong:
            text = wrong
        elif self.look is None:
            text = ""
        elif not ticked:
            text = "Nothing is ticked." if self.groups else self._nothing(self.look)
        else:
            text = f"{tables:,} tables will be loaded" if tables > 1 else "1 table will be loaded"
            skipped = len(self.look.skipped)
            text += f"; {skipped:,} passed over." if skipped else "."
            grade = self.grade.text().strip()
            if grade:
                text += f" Grade of rows that have none: {parse_grade(grade).words}."
        _restyle(self.words, "warning" if wrong else "quiet", text)
        self.button.setEnabled(bool(ticked) and not wrong)

    def _nothing(self, found: Look) -> str:
        first = next(iter(found.skipped), None)
        return f"Nothing here can be loaded. {first.name}: {first.why}" if first else "Nothing here can be loaded."

    def _wrong(self) -> str:
        try:
            if self.grade.text().strip():
                parse_grade(self.grade.text())
        except ValueError as error:
            return f"Grade: {error}."
        try:
            marking = parse_marking(self.marking.currentText())
        except ValueError as error:
            return f"Marking: {error}."
        if marking.refusal:
            return marking.refusal
        return next((problem for each in self.groups if each.load and (problem := each.problem())), "")

    def loading(self) -> Loading:
        """Return what was decided."""
        decided: dict[str, tuple[str, int]] = {}
        for group in self.groups:
            decision = group.decision()
            if decision is not None:
                decided.update({each.where: (decision.recipe, decision.header) for each in group.tables})
        return Loading(
            self._paths, decided, self.grade.text().strip() or None, self.marking.currentText().strip() or None
        )

    def accept(self) -> None:
        """Load what is ticked."""
        if not self.button.isEnabled():
            return
        loading = self.loading()
        super().accept()
        self._go(loading)

    def done(self, result: int) -> None:
        """Let go of the files."""
        self._closed = True
        if self._job is not None and not self._job.finished:
            self._job.progress.cancel()
        self.page.let_go()
        look_at, self.look = self.look, None
        if look_at is not None:
            # A job that still tries the first rows reads these files; it ends at its next step.
            QTimer.singleShot(0, look_at.close)
        super().done(result)


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if name:
        label.setObjectName(name)
    return label


def _restyle(label: QLabel, name: str, text: str) -> None:
    label.setText(text)
    if label.objectName() != name:
        label.setObjectName(name)
        style = label.style()
        style.unpolish(label)
        style.polish(label)
