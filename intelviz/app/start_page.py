"""What is seen while no case is open: recent cases, the practice case, new, open, import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QIcon
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from intelviz.app.bars.words import Words
from intelviz.app.look.preferences import Preferences, Recent
from intelviz.render.theme import Theme
from intelviz.resources_path import resource
from intelviz.views.action import Action
from intelviz.views.icon import icon
from intelviz.views.tooltip import plain
from intelviz.workspace.jobs import Jobs

WIDTH = 640


class RecentCase(QPushButton):
    """One recent case: its name, folder and day; one that is gone is said to be."""

    def __init__(self, recent: Recent, theme: Theme, forget: Callable[[Path], None]) -> None:
        super().__init__()
        self.setObjectName("recentCase")
        self.recent, self._forget = recent, forget
        name, place = Words(recent.path.stem), Words(_place_words(recent))
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        place.setObjectName("warning" if recent.missing else "quiet")
        sign = QLabel()
        sign.setPixmap(
            icon("file-alert-outline" if recent.missing else "file-outline", theme, theme.quiet).pixmap(20, 20)
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(place)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(12)
        line.addWidget(sign)
        line.addLayout(words, 1)
        for child in (sign, name, place):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(2 * self.fontMetrics().height() + 16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(plain(str(recent.path)))
        self.setAccessibleName(f"{recent.path.stem}, {place.text()}")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to take the case off the list."""
        menu = QMenu(self)
        menu.addAction("Take off this list", lambda: self._forget(self.recent.path))
        menu.popup(event.globalPos())


class StartPage(QScrollArea):
    """Offers what would fill the window; shows how far the opening of a case is."""

    def __init__(
        self,
        preferences: Preferences,
        jobs: Jobs,
        theme: Theme,
        actions: list[Action],
        open_path: Callable[[Path], None],
    ) -> None:
        super().__init__()
        self.setObjectName("startPage")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self._preferences, self._jobs, self._theme = preferences, jobs, theme
        self._actions, self._open_path = actions, open_path
        page = QWidget()
        page.setObjectName("startPage")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QWidget()
        column.setMaximumWidth(WIDTH)
        self._box = QVBoxLayout(column)
        self._box.setContentsMargins(24, 48, 24, 24)
        self._box.setSpacing(8)
        outer = QHBoxLayout(page)
        outer.addStretch(1)
        outer.addWidget(column, 8)
        outer.addStretch(1)
        self._head()
        self._offers()
        self._progress()
        self._list_head = QLabel("Recent cases")
        self._list_head.setObjectName("quiet")
        self._box.addSpacing(16)
        self._box.addWidget(self._list_head)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._box.addLayout(self._list)
        self._box.addStretch(1)
        hint = QLabel("Drop a case or files to import anywhere on this window.  Ctrl+K finds every command.")
        hint.setObjectName("quiet")
        hint.setWordWrap(True)
        self._box.addWidget(hint)
        self.setWidget(page)
        jobs.on_change(self._jobs_changed)
        self.refresh()

    def _head(self) -> None:
        sign, title = QLabel(), QLabel("intelviz")
        sign.setPixmap(QIcon(str(resource("icons", "intelviz.svg"))).pixmap(QSize(48, 48)))
        title.setObjectName("startTitle")
        under = QLabel("Who is linked to whom, where, and when.")
        under.setObjectName("quiet")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(under)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(sign)
        line.addLayout(words, 1)
        self._box.addLayout(line)
        self._box.addSpacing(24)

    def _offers(self) -> None:
        self.buttons: dict[str, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, action in enumerate(self._actions):
            button = QPushButton(action.title.replace("…", ""))
            button.setMinimumHeight(40)
            button.setIconSize(QSize(20, 20))
            button.setToolTip(f"{action.help} ({action.key})" if action.key else action.help)
            button.clicked.connect(lambda _=False, act=action: act.run())
            button.setAutoDefault(True)
            grid.addWidget(button, number // 2, number % 2)
            self.buttons[action.name] = button
        self._box.addLayout(grid)

    def _progress(self) -> None:
        self.job_box = QWidget()
        self.job_words, self.bar, stop = Words(), QProgressBar(), QPushButton("Stop")
        self.bar.setTextVisible(False)
        stop.clicked.connect(self._jobs.cancel_all)
        grid = QGridLayout(self.job_box)
        grid.setContentsMargins(0, 16, 0, 0)
        grid.addWidget(self.job_words, 0, 0)
        grid.addWidget(self.bar, 1, 0)
        grid.addWidget(stop, 0, 1, 2, 1)
        grid.setColumnStretch(0, 1)
        self.job_box.hide()
        self._box.addWidget(self.job_box)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        """List the recent cases anew."""
        for action in self._actions:
            if action.icon:
                self.buttons[action.name].setIcon(icon(action.icon, self._theme))
        while self._list.count():
            entry = self._list.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.recent: list[RecentCase] = []
        for each in self._preferences.recent:
            button = RecentCase(each, self._theme, self._forget)
            button.clicked.connect(lambda _=False, path=each.path: self._open_path(path))
            self._list.addWidget(button)
            self.recent.append(button)
        self._list_head.setText("Recent cases" if self.recent else "Cases that you open are listed here.")

    def _forget(self, path: Path) -> None:
        self._preferences.forget(path)
        self.refresh()

    def start(self) -> None:
        """Give the keyboard to what is most likely wanted."""
        first = self.recent[0] if self.recent and not self.recent[0].recent.missing else self.buttons.get("practice")
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _jobs_changed(self) -> None:
        running = self._jobs.running
        for button in (*self.buttons.values(), *self.recent):
            button.setEnabled(not running)
        self.job_box.setVisible(bool(running))
        if running:
            job = running[0]
            self.job_words.say(f"Stopping: {job.title}" if job.progress.cancelled else job.words or job.title)
            self.bar.setMaximum(job.total if job.total > 0 else 0)
            self.bar.setValue(min(job.done, job.total))


def _place_words(recent: Recent) -> str:
    folder = recent.path.parent
    home = Path.home()
    shown = f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)
    if recent.missing:
        return f"{shown}: no longer there"
    try:
        at = f"{datetime.fromisoformat(recent.at).astimezone():%d/%m/%Y %H:%M}"
    except ValueError:
        return shown
    return f"{shown}, opened {at}"
