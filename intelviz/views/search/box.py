"""The search box: finds items while typing, and commands, as a palette."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from intelviz.case.values import Hit
from intelviz.render.theme import Theme
from intelviz.schema.errors import IntelvizError
from intelviz.schema.model import Schema
from intelviz.views.filter.vocabulary import vocabulary_of
from intelviz.views.icon import icon
from intelviz.views.search.answers import MOST, Answers
from intelviz.views.search.asking import Asked, Going, goings
from intelviz.views.search.commands import Listed, fitting
from intelviz.views.search.results import Entry, Results
from intelviz.views.tooltip import plain
from intelviz.workspace.query.completing import complete

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.workspace import Workspace

WAIT = 60
"""Milliseconds without a key before the case is asked."""
COMMAND = ">"


class SearchBox(QLineEdit):
    """``picked`` gives the item that was chosen, as a hit; a chosen command is run.

    What is typed is searched for as words, and where it says more than words, read as a query as well.
    """

    picked = Signal(object)
    asked = Signal(object)
    """Gives what is to be done with a query."""
    left = Signal()
    """The user is done here: the keyboard should go back to where it was."""

    def __init__(self, commands: Callable[[], list[Listed]], theme: Theme, over: QWidget) -> None:
        super().__init__()
        self.setObjectName("searchBox")
        self._commands, self._over = commands, over
        self.answers = Answers(None, self)
        self.answers.found.connect(self._found)
        self.answers.failed.connect(self._failed)
        self.results = Results(Schema(), theme, over)
        self.results.chosen.connect(self._choose)
        self.setPlaceholderText("Search items, ask a query, or > for commands  (Ctrl+K)")
        self.setClearButtonEnabled(True)
        self.setAccessibleName("Search")
        self._hurried = ""
        """Text for which Enter was pressed before its list came."""
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT)
        self._wait.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)
        over.installEventFilter(self)
        self.set_theme(theme)

    def set_case(self, case: CaseFile | None, workspace: Workspace | None = None) -> None:
        """Search another case, or none; with a workspace, queries are answered by its columns."""
        self.answers.stop()
        self.answers.case, self.answers.workspace = case, workspace
        self.results.schema = case.schema if case is not None else Schema()
        self.leave()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.results.theme = theme
        self._glass.setIcon(icon("magnify", theme, theme.quiet))

    def start(self, text: str = "") -> None:
        """Give the box the keyboard, with this text in it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(text)
        if text:
            self._typed(text)
        else:
            self.selectAll()

    # While typing

    def _typed(self, text: str) -> None:
        self.answers.forget()
        self._hurried = ""
        if text.startswith(COMMAND):
            self._wait.stop()
            commands = fitting(text[1:], self._commands())
            self._show(list(commands), "" if commands else "No command is called so")
        elif text.strip():
            self._wait.start()
        else:
            self._wait.stop()
            self.results.hide()

    def _ask(self) -> None:
        self.answers.ask(self.text())

    def _found(self, text: str, hits: list[Hit]) -> None:
        if not self.text().strip():
            return
        asked, sure = self.answers.asked, self.answers.sure
        entries: list[Entry] = [*asked, *hits] if sure else [*hits, *asked]
        going = self._going(text)
        if entries and text == self._hurried:
            self._hurried = ""
            self._choose(entries[0])
        elif asked or self.answers.why:
            self._show([*entries, *going], self._with_coverage(self.answers.why))
        elif hits:
            more = f"The best {MOST}; type more to narrow them" if len(hits) >= MOST else ""
            self._show(list(hits), self._with_coverage(more))
        else:
            commands = fitting(text, self._commands())[:8]
            what = "No item has these words" if self.answers.case is not None else "No case is open"
            self._show(list(commands), self._with_coverage(f"{what}; these commands do" if commands else what))

    def _going(self, text: str) -> list[Entry]:
        """Return what may come next, where the text begins as a query."""
        workspace, case = self.answers.workspace, self.answers.case
        if workspace is None or not (self.answers.asked or self.answers.why):
            return []
        caret = self.cursorPosition() if text == self.text() else len(text)
        return [*goings(text, complete(text, caret, vocabulary_of(workspace, case)))]

    def _with_coverage(self, words: str) -> str:
        """Return words with which sources were not searched, where there are any; which ones says the tooltip."""
        coverage = self.answers.coverage if self.answers.case is not None else None
        left = coverage.not_searched if coverage is not None else ()
        self.results.setToolTip(
            plain("\n".join(["Not searched:", *(each.line() for each in left[:30])])) if left else ""
        )
        return " · ".join(filter(None, [words, coverage.words() if coverage is not None and left else ""]))

    def _failed(self, error: IntelvizError) -> None:
        self._show([], error.words())

    def _show(self, entries: list[Entry], words: str) -> None:
        self.results.take(entries, words)
        self._place()
        self.results.show()
        self.results.raise_()

    def _place(self) -> None:
        width = max(self.width(), min(520, self._over.width() - 16))
        at = self._over.mapFromGlobal(self.mapToGlobal(QPoint(self.width() // 2 - width // 2, self.height() + 2)))
        self.results.setFixedWidth(width)
        height = min(self.results.wanted_height(), self._over.height() - at.y() - 32)
        left = min(max(at.x(), 8), self._over.width() - width - 8)
        self.results.setGeometry(left, at.y(), width, max(height, 32))

    # Choosing

    def _choose(self, entry: Entry) -> None:
        if isinstance(entry, Hit):
            self.results.hide()
            self.picked.emit(entry)
            self.selectAll()
        elif isinstance(entry, Asked):
            self.results.hide()
            self.asked.emit(entry)
            self.selectAll()
        elif isinstance(entry, Going):
            self.setText(entry.whole)
            self.setCursorPosition(entry.caret)
            self._typed(entry.whole)
        elif entry.action.enabled():
            self.leave()
            entry.action.run()

    def leave(self) -> None:
        """Close the list and empty the box."""
        self._wait.stop()
        self.answers.forget()
        self.clear()
        self.results.hide()
        if self.hasFocus():
            self.left.emit()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Take with Tab what may come next in a query; without such, go to the next widget."""
        going = [each for each in self.results.entries if isinstance(each, Going)] if self.results.isVisible() else []
        if not next or not going:
            return super().focusNextPrevChild(next)
        marked = self.results.marked
        self._choose(marked if isinstance(marked, Going) else going[0])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, choose, or leave."""
        page = 8
        match event.key():
            case Qt.Key.Key_Down if not self.results.isVisible() and self.text():
                self._typed(self.text())
            case Qt.Key.Key_Down:
                self.results.step(1)
            case Qt.Key.Key_Up:
                self.results.step(-1)
            case Qt.Key.Key_PageDown:
                self.results.step(page)
            case Qt.Key.Key_PageUp:
                self.results.step(-page)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Escape:
                self.leave()
            case _:
                super().keyPressEvent(event)

    def _enter(self) -> None:
        if self._wait.isActive():
            # Typed faster than the list came: what stands in it belongs to an older text.
            self._wait.stop()
            self._hurried = self.text()
            self._ask()
            return
        marked = self.results.marked if self.results.isVisible() else None
        if marked is not None:
            self._choose(marked)
        elif self.text().strip():
            self._typed(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list when the keyboard goes elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.results.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the list under the box when the window is resized."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.results.isVisible():
            self._place()
        return super().eventFilter(watched, event)
