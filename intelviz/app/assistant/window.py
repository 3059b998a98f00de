"""The assistant's window: tables on the left, the chosen one on the right, how it is loaded below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
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
from intelviz.app.assistant.terms_bar import TermsBar, loaded_on
from intelviz.app.assistant.words import rounded, say, wrapped
from intelviz.case.values import Source
from intelviz.ingest.expiry import EXPIRES_DAYS, USUAL_DAYS
from intelviz.ingest.preview import Look, Seen, look, older_version
from intelviz.ingest.report import Skipped
from intelviz.render.theme import Theme
from intelviz.schema.errors import CancelledError
from intelviz.schema.grade import parse_grade
from intelviz.workspace.jobs import Job, Progress
from intelviz.workspace.opening import OpenCase


@dataclass(frozen=True)
class Loading:
    """What was decided: which files, how single tables are read, and how all are graded and marked."""

    paths: tuple[Path, ...]
    decided: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    grade: str | None = None
    marking: str | None = None
    expires: str | None = None
    replaces: str | None = None


@dataclass
class _Found:
    """What one look at files brought."""

    look: Look
    groups: list[Group]
    lost: list[Skipped]


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
        self.setAcceptDrops(True)
        self._paths: tuple[Path, ...] = ()
        self._waiting: list[Path] = []
        self._opened, self._go = opened, go
        self._sources: list[Source] = opened.case.sources()
        self.look: Look | None = None
        self._looks: list[Look] = []
        self.groups: list[Group] = []
        self.skipped: list[Skipped] = []
        self._closed = False
        self.list = TableList()
        self.page = TablePage(opened, theme)
        self.terms = TermsBar(int(opened.case.settings(EXPIRES_DAYS, USUAL_DAYS)))
        self.grade, self.marking = self.terms.grade, self.terms.marking
        self.words = wrapped("quiet")
        self._build()
        self.list.chosen.connect(lambda number: self.page.show_group(self.groups[number]))
        self.list.ticked.connect(self._say)
        self.page.changed.connect(self._changed)
        self.terms.changed.connect(self._say)
        self._job: Job | None = None
        if opened.jobs is not None:
            opened.jobs.on_change(self._progress)
        self.resize(self.sizeHint())
        self.add(paths)

    def sizeHint(self) -> QSize:
        """Return a size that leaves the window visible around it."""
        parent = self.parentWidget()
        room = parent.size() if parent is not None else QSize(1280, 800)
        return QSize(
            max(min(880, room.width()), int(room.width() * 0.96)),
            max(min(560, room.height()), int(room.height() * 0.94)),
        )

    # Its parts

    def _build(self) -> None:
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
        self.looking = wrapped()
        self.looking.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        waiting = QWidget()
        wait = QVBoxLayout(waiting)
        wait.addStretch(1)
        wait.addWidget(self.looking)
        wait.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        wait.addStretch(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        split.setSizes([max(168, self.sizeHint().width() * 21 // 100), 940])
        split.setChildrenCollapsible(False)
        self.pages = QStackedWidget()
        self.pages.addWidget(waiting)
        self.pages.addWidget(split)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.terms.newer)
        line.addWidget(self.words, 1)
        line.addWidget(buttons)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(self.pages, 1)
        box.addWidget(self.terms)
        box.addLayout(line)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        QWidget.setTabOrder(self.list, self.page.recipe)
        chain = (self.page.sample.rows, self.grade, self.marking, self.terms.expires, self.terms.newer)
        for one, other in pairwise((*chain, self.button, cancel)):
            QWidget.setTabOrder(one, other)

    # Looking at the files

    def add(self, paths: Sequence[Path]) -> None:
        """Look at files, and at all files in folders, and show what they hold beside what is shown already."""
        known = {*self._paths, *self._waiting}
        new = [path for path in dict.fromkeys(paths) if path not in known]
        if not new:
            return
        self._waiting += new
        if self._job is None or self._job.finished:
            self._look()

    def _look(self) -> None:
        schema, jobs = self._opened.case.schema, self._opened.jobs
        paths, self._waiting = tuple(self._waiting), []
        self._paths += paths

        def work(progress: Progress) -> _Found:
            seen = look(paths, schema, progress.step)
            try:
                return _Found(seen, *groups_of(seen.tables, schema, progress.step))
            except BaseException:
                seen.close()
                raise

        self.looking.setText("Looking at the files")
        self._say()
        if jobs is None:
            self._found(work(Progress()))
            return
        self._job = jobs.start(
            "Looking at the files", work, then=self._found, failed=lambda error: self._failed(error, paths)
        )

    def _progress(self) -> None:
        job = self._job
        if job is None or self._closed or job.finished:
            return
        self.looking.setText(job.words)
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        if self.look is not None:
            say(self.words, job.words, "quiet")

    def _found(self, result: _Found) -> None:
        self._job = None
        if self._closed:
            result.look.close()
            return
        is_first = self.look is None
        self.look = self.look or result.look
        self._looks.append(result.look)
        self.skipped += [*result.look.skipped, *result.lost]
        fresh = self._take(result.groups)
        self.list.show_groups(self.groups, self.skipped, None if is_first else fresh)
        if self.groups:
            self.pages.setCurrentIndex(1)
        else:
            self.bar.hide()
            self.looking.setText(self._nothing())
        if self._waiting:
            self._look()
        self._say()
        if is_first:
            self.button.setFocus()

    def _take(self, groups: Sequence[Group]) -> int | None:
        """Add groups to those that are there; return the place of the first that is changed or new."""
        there = {each.where for group in self.groups for each in group.tables}
        first: int | None = None
        for group in groups:
            group.tables = [each for each in group.tables if each.where not in there]
            if not group.tables:
                continue
            alike = next((at for at, each in enumerate(self.groups) if each.key == group.key), None)
            if alike is None:
                self.groups.append(group)
                alike = len(self.groups) - 1
            else:
                self.groups[alike].tables += group.tables
            first = alike if first is None else first
        return first

    def _failed(self, error: BaseException, paths: Sequence[Path]) -> None:
        self._job = None
        if self._closed:
            return
        if isinstance(error, CancelledError):
            self.reject()
            return
        words = getattr(error, "words", None)
        text = str(words()) if callable(words) else str(error)
        self._paths = tuple(each for each in self._paths if each not in paths)
        if self.look is None:
            self.bar.hide()
            self.looking.setText(text)
        else:
            self._say()
            say(self.words, text, "warning")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take more files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at them as well."""
        event.acceptProposedAction()
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # What is decided

    def _changed(self) -> None:
        number = next((at for at, each in enumerate(self.groups) if each is self.page.group), None)
        if number is not None:
            self.list.refresh(number)
        self._say()

    def _say(self) -> None:
        """Say what would be loaded, or what keeps it from being loaded."""
        looking = self._job is not None and not self._job.finished
        ticked = [each for each in self.groups if each.load]
        tables = [(group, each) for group in ticked for each in group.tables]
        newer = self._offer_newer(tables)
        wrong = self._wrong()
        if wrong:
            text = wrong
        elif self.look is None or looking:
            text = self.words.text() if looking else ""
        elif not ticked:
            text = "Nothing is ticked." if self.groups else ""
        else:
            text = "; ".join(filter(None, [newer, f"{len(self.skipped):,} passed over" if self.skipped else ""]))
            text += "." if text else ""
            grade = self.grade.text().strip()
            if grade:
                text += f" Grade of rows that have none: {parse_grade(grade).words}."
        say(self.words, text.strip(), "warning" if wrong else "quiet")
        self.button.setText(_load_words(ticked))
        self.button.setEnabled(bool(ticked) and not wrong and not looking)

    def _offer_newer(self, tables: Sequence[tuple[Group, Seen]]) -> str:
        """Offer to take a single table for a newer version of a source; return what is to be known of versions."""
        found = [
            (seen, older) for group, seen in tables if (older := older_version(self._sources, seen, _recipe_of(group)))
        ]
        offered = found[0][1][0] if len(tables) == 1 and found and not found[0][1][1] else None
        self.terms.offer(offered)
        by_itself = [(seen, source) for seen, (source, known) in found if known]
        if by_itself:
            seen, source = by_itself[0]
            more = f" (and {len(by_itself) - 1:,} more)" if len(by_itself) > 1 else ""
            return f"{seen.name} is a newer version of the source loaded on {loaded_on(source)}{more}"
        if found and offered is None:
            seen, (source, _) = found[0]
            return f"a source {seen.name} was loaded on {loaded_on(source)}: tick it alone if this is a newer version"
        return ""

    def _nothing(self) -> str:
        listed = [f"{each.name}: {each.why}" for each in self.skipped[:12]]
        more = f"… and {len(self.skipped) - 12:,} more" if len(self.skipped) > 12 else ""
        return "\n".join(filter(None, ["Nothing here can be loaded.", "", *listed, more]))

    def _wrong(self) -> str:
        terms = self.terms.wrong()
        if terms:
            return terms
        for each in self.groups:
            problem = each.problem() if each.load else ""
            if problem:
                return problem if each is self.page.group else f"{each.name}: {problem}"
        return ""

    def loading(self) -> Loading:
        """Return what was decided."""
        decided: dict[str, tuple[str, int]] = {}
        for group in self.groups:
            decision = group.decision()
            if decision is not None:
                decided.update({each.where: (decision.recipe, decision.header) for each in group.tables})
        terms = self.terms
        return Loading(
            self._paths,
            decided,
            terms.said_grade(),
            terms.said_marking(),
            terms.said_expires(),
            terms.said_replaces(),
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
        looks, self._looks, self.look = self._looks, [], None
        for each in looks:
            # A job that still tries the first rows reads these files; it ends at its next step.
            QTimer.singleShot(0, each.close)
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Load by Enter, but not where Enter ends what was typed about a table."""
        here = QApplication.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and here is not None and self.page.isAncestorOf(here) and not isinstance(here, QPushButton):
            event.accept()
            return
        super().keyPressEvent(event)


def _recipe_of(group: Group) -> str:
    if group.fit is not None:
        return group.fit.recipe.name
    return group.draft.name or group.draft.default_name if group.draft is not None else ""


def _load_words(groups: Sequence[Group]) -> str:
    """Return "Load 3 tables, about 12,400 rows"."""
    counts = [each.rows() for each in groups]
    tables, rows = sum(len(each.tables) for each in groups), sum(count for count, _ in counts)
    words = {word for _, word in counts}
    word = "more than" if "more than" in words else "about" if "about" in words else ""
    if not tables:
        return "&Load"
    what = f"{tables:,} tables, " if tables > 1 else ""
    return " ".join(f"&Load {what}{word} {rounded(rows, word):,} {'row' if rows == 1 else 'rows'}".split())
