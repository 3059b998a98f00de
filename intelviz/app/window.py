"""The main window: it arranges bars, start page and workbench, and passes words between them. Nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QKeyEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from intelviz.app.acts import file_menu
from intelviz.app.acts.collected import commands_of, menu_actions
from intelviz.app.acts.finding import describe, go_to, take_asked
from intelviz.app.acts.keys import bind
from intelviz.app.acts.menus import Menus
from intelviz.app.acts.undoing import reverse
from intelviz.app.bars.dock import Dock
from intelviz.app.bars.notice import Notice
from intelviz.app.bars.rail import Rail
from intelviz.app.bars.status import Status
from intelviz.app.bars.top import TopBar
from intelviz.app.dialogs.errors import ErrorDialog, Way, show_error
from intelviz.app.dialogs.import_report import ImportReportDialog, heading
from intelviz.app.look.arrangements import WIDE, Arrangement, arrangement_named
from intelviz.app.look.dressing import dress, theme_for
from intelviz.app.look.preferences import Preferences, ThemeChoice
from intelviz.app.session import SUFFIX, Session
from intelviz.app.showing import filled, note, put_up, take_down
from intelviz.app.start_page import StartPage
from intelviz.app.workbench import Workbench
from intelviz.render.theme import Theme
from intelviz.resources_path import resource
from intelviz.schema.errors import CaseInUseError, CaseReadOnlyError, IntelvizError
from intelviz.views.search.box import SearchBox
from intelviz.views.search.commands import Listed
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.sets import SelectionHistory
from intelviz.workspace.workspace import Change

PRINTED = 2.0
"""Pixels of a copied picture to one of the screen, so that it is sharp on paper."""


class MainWindow(QMainWindow):
    """One window, one case."""

    def __init__(self, preferences: Preferences | None = None, *, theme: Theme | None = None) -> None:
        super().__init__()
        self.preferences = preferences or Preferences()
        self.theme = theme or theme_for(self.preferences.theme)
        self.session = Session(self)
        self.bench: Workbench | None = None
        self.selections: SelectionHistory | None = None
        self._stop_listening = lambda: None
        self._keys: list[QShortcut] = []
        self._leaving = False
        self._empty = False
        self._wide: bool | None = None
        self.setWindowIcon(QIcon(str(resource("icons", "intelviz.svg"))))
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self.setMinimumSize(800, 520)
        self._build()
        self.session.opened.connect(self._opened)
        self.session.closing.connect(self._closing)
        self.session.closed.connect(self._closed)
        self.session.failed.connect(self._failed)
        self.session.imported.connect(self._imported)
        hints = QGuiApplication.styleHints()
        if hints is not None and theme is None:
            hints.colorSchemeChanged.connect(lambda _: self._follow_system())
        geometry = self.preferences.bytes_of("geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        self._title()

    def _build(self) -> None:
        self.search = SearchBox(self.commands, self.theme, self)
        self.search.results.describe = lambda hit: describe(self, hit)
        self.search.picked.connect(lambda hit: go_to(self, hit))
        self.search.asked.connect(lambda asked: take_asked(self, asked))
        self.search.left.connect(self._back_to_view)
        self.top = TopBar(self.search, self.theme, self.undo, self.redo)
        self.rail = Rail(self.theme)
        self.status = Status(self.session.jobs, self.theme)
        self.start = StartPage(
            self.preferences,
            self.session.jobs,
            self.theme,
            file_menu.start_actions(self, short=True),
            self.open_case,
        )
        self.notice = Notice(self.theme)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start)
        middle, whole = QWidget(), QWidget()
        line = QHBoxLayout(middle)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.notice)
        right.addWidget(self.pages, 1)
        line.addWidget(self.rail)
        line.addLayout(right, 1)
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.top)
        box.addWidget(middle, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)
        self.menus = Menus(self.menuBar(), lambda name: menu_actions(self, name), lambda: self.theme)
        self.rail.show_bench(None)
        self.rail.hide()
        self._bind_keys()

    # Actions

    def commands(self) -> list[Listed]:
        """Return everything that can be done now, with the menu in which it stands."""
        return commands_of(self)

    def run(self, name: str) -> None:
        """Do what an action of the window's own keys now means."""
        for each in self.commands():
            if each.action.name == name and each.action.enabled():
                each.action.run()
                return

    def _bind_keys(self) -> None:
        for shortcut in self._keys:
            shortcut.setParent(None)
            shortcut.deleteLater()
        own = [each for each in self.commands() if each.in_window]
        names = [(each.action.key, each.action.name) for each in own if each.action.key]
        self._keys = bind(self, names, self.run, whole=True)
        if self.bench is None:
            return
        for dock in self.bench.docks.values():
            names = [(each.key, each.name) for each in dock.actions_here() if each.key and not each.menu]
            self._keys += bind(dock, names, dock.run, whole=False)

    # Cases

    def open_case(self, path: Path, *, read_only: bool = False) -> None:
        """Open a case, as a job."""
        self.preferences.folder = path.parent
        self.session.open(path, read_only=read_only)

    def open_named(self, path: Path, *, read_only: bool = False) -> None:
        """Open what the command line names: a case, or files to load into a new one."""
        if path.is_dir() or (path.exists() and path.suffix != SUFFIX and path.suffix.lower() in (".csv", ".tsv")):
            self.import_paths([path])
        else:
            self.open_case(path, read_only=read_only)

    def new_case(self, path: Path, then_import: Sequence[Path] | None = None) -> None:
        """Make an empty case and open it; then load files into it, if any are given."""
        self.preferences.folder = path.parent
        self.session.new(path, (lambda: self.import_paths(list(then_import))) if then_import else None)

    def close_case(self) -> None:
        """Close the case and show the start page."""
        self.session.close()

    def leave_case(self) -> None:
        """Take the views off a case that somebody else goes on using."""
        if self.session.case is not None:
            self._closing()
            self.session.case = None

    def quit(self) -> None:
        """Close the window, and the program with it."""
        self.close()

    def can_import(self) -> bool:
        """Return whether files can be loaded now."""
        return self.session.case is None or not self.session.case.case.read_only

    def import_paths(self, paths: list[Path]) -> None:
        """Load files or folders; without an open case, into a new one that is asked for."""
        if not paths:
            return
        self.preferences.folder = paths[0].parent
        if self.session.case is None:
            file_menu.ask_new(self, paths)
        elif not self.can_import():
            self.show_error(
                CaseReadOnlyError("This case is open for reading only.", remedy="Close it and open it for changes.")
            )
        else:
            file_menu.ask_options(self, paths)

    def _opened(self, opened: OpenCase) -> None:
        self.preferences.remember(opened.case.path)
        self._stop_listening = opened.workspace.subscribe(self._workspace_changed)
        self._empty = not len(opened.workspace)
        put_up(self, opened)
        self._title()
        self._bind_keys()

    def _closing(self) -> None:
        self._stop_listening()
        bench = self.bench
        if bench is not None:
            take_down(self, bench)
        self.bench = None
        self._keys = [each for each in self._keys if each.parent() is self]

    def _closed(self) -> None:
        self.start.refresh()
        self.pages.setCurrentWidget(self.start)
        self._title()
        self._bind_keys()

    def _workspace_changed(self, change: Change) -> None:
        opened = self.session.case
        if opened is not None and change & (Change.HISTORY | Change.ITEMS):
            self.top.show_history(opened)
            if change & Change.ITEMS:
                self.top.show_marking(opened.case)
                note(self, opened)
                if self._empty and len(opened.workspace):
                    QTimer.singleShot(0, self, lambda: filled(self, opened))
                self._empty = not len(opened.workspace)

    def _imported(self, report: Any, added: dict[str, int]) -> None:
        document = report.as_json()
        self.status.say(heading(document, added))
        ImportReportDialog(self, document, added).open()

    # Errors

    def show_error(self, error: BaseException, *ways: Way) -> ErrorDialog | None:
        """Show an error in words."""
        return show_error(self, error, *ways)

    def _failed(self, error: BaseException, path: Path | None) -> None:
        ways: list[Way] = []
        if path is not None and isinstance(error, CaseInUseError):
            ways.append(("Open read-only", lambda: self.open_case(path, read_only=True)))
        elif path is not None and not path.exists() and any(each.path == path for each in self.preferences.recent):
            ways.append(("Take off the list", lambda: self._forget(path)))
        self.show_error(error, *ways)
        self.start.refresh()

    def _forget(self, path: Path) -> None:
        self.preferences.forget(path)
        self.start.refresh()

    def undo(self) -> None:
        """Take back the last act."""
        reverse(self, "undo")

    def redo(self) -> None:
        """Do again what was taken back."""
        reverse(self, "redo")

    # Views

    def arrange(self, arrangement: Arrangement) -> None:
        """Arrange the views anew."""
        if self.bench is not None:
            self.bench.arrange(arrangement)
            self.preferences.arrangement = arrangement.name
            self._wide = self.bench.width() >= WIDE

    def enlarge(self) -> None:
        """Enlarge the view that was used last, or give the others their room back."""
        if self.bench is not None and not self.bench.give_back():
            self.bench.enlarge(self.bench.last_used)

    def full_screen(self) -> None:
        """Use the whole screen, or no longer."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def step_view(self, by: int) -> None:
        """Give the keyboard to the next open view."""
        if self.bench is None:
            return
        docks = [dock for name, dock in self.bench.docks.items() if self.bench.in_sight(name)]
        if docks:
            here = self.bench.dock_here()
            at = docks.index(here) + by if here in docks else 0
            docks[at % len(docks)].view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def write_picture(self, path: Path, dock: Dock | None) -> None:
        """Write the picture of one view, or of the window, as it looks now."""
        from intelviz.app.picture import write_widget

        try:
            write_widget(self if dock is None else dock.view, path)
        except IntelvizError as error:
            self.show_error(error)
        else:
            self.status.say(f"Picture written to {path}")

    def copy_picture(self) -> None:
        """Put the picture of the view that has the keyboard on the clipboard, fine enough to be printed."""
        from intelviz.app.picture import widget_image

        if self.bench is not None:
            dock = self.bench.last_used
            QApplication.clipboard().setImage(widget_image(dock.view, PRINTED))
            self.status.say(f"Picture of the {dock.windowTitle().lower()} copied: paste it into a document")

    def _back_to_view(self) -> None:
        if self.bench is not None:
            self.bench.last_used.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.start.start()

    # Theme

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Use the light or the dark theme, or the system's, from now on."""
        self.preferences.theme = choice
        self.set_theme(theme_for(choice))

    def _follow_system(self) -> None:
        if self.preferences.theme == "system":
            self.set_theme(theme_for("system"))

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in a theme."""
        self.theme = theme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, theme)
        for part in (self.top, self.rail, self.status, self.start, self.notice):
            part.set_theme(theme)
        if self.bench is not None:
            self.bench.set_theme(theme)

    # The window itself

    def _title(self) -> None:
        opened = self.session.case
        if opened is None:
            self.setWindowTitle("intelviz")
        else:
            mode = " (read-only)" if opened.case.read_only else ""
            self.setWindowTitle(f"{opened.case.path.stem}{mode} – intelviz")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc give the other views their room back."""
        if event.key() == Qt.Key.Key_Escape and self.bench is not None and self.bench.give_back():
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Open the filter on a window that becomes wide, and close it on one that becomes narrow."""
        super().resizeEvent(event)
        bench = self.bench
        if bench is None or self._wide is None or not self.isVisible():
            return
        wide = self.width() - self.rail.width() >= WIDE
        if wide != self._wide:
            self._wide = wide
            if bench.untouched and not bench.enlarged:
                QTimer.singleShot(0, self, lambda: self.arrange(arrangement_named(self.preferences.arrangement)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a case that is dropped; import anything else."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        cases = [path for path in paths if path.suffix == SUFFIX]
        if cases:
            self.open_case(cases[0])
        else:
            self.import_paths(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop all work first; the window goes when nothing runs any more."""
        if self.session.jobs.running and not self._leaving:
            self._leaving = True
            event.ignore()
            self.status.say("Stopping the work before closing")
            self.session.close(self.close)
            return
        self._leaving = True
        geometry: QByteArray = self.saveGeometry()
        self.preferences.keep_bytes("geometry", geometry)
        self.session.let_go()
        self.search.answers.stop()
        self.preferences.save()
        super().closeEvent(event)
