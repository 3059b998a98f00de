"""The one place where errors are shown: what happened, to what, what to do; details behind a button."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from intelviz.app.crashes import write_down
from intelviz.schema.errors import CancelledError, IntelvizError

Way = tuple[str, Callable[[], None]]
"""A button beside Close: its words and what it does."""


class ErrorDialog(QDialog):
    """One error in words; ``ways`` are ways out of it, the first of them the default button."""

    def __init__(
        self, parent: QWidget | None, title: str, what: str, remedy: str, details: str, ways: tuple[Way, ...] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("intelviz")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.details = details
        head, self.text = QLabel(title), QLabel("\n\n".join(each for each in (what, remedy) if each))
        font = head.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        head.setFont(font)
        for label in (head, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.text.setMinimumWidth(380)
        picture = QLabel()
        style = self.style()
        if style is not None:
            size = 40
            picture.setPixmap(style.standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning).pixmap(size, size))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(head)
        words.addWidget(self.text)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture)
        top.addLayout(words, 1)
        self.page = QPlainTextEdit(details)
        self.page.setReadOnly(True)
        self.page.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.page.setMinimumHeight(180)
        self.page.setAccessibleName("Details")
        self.page.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(16)
        box.addLayout(top)
        box.addWidget(self.page, 1)
        box.addWidget(self._buttons(ways))

    def _buttons(self, ways: tuple[Way, ...]) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        if self.details:
            self.more = QPushButton("Details")
            self.more.setCheckable(True)
            self.more.setAutoDefault(False)
            self.more.toggled.connect(self._show_details)
            buttons.addButton(self.more, QDialogButtonBox.ButtonRole.ActionRole)
        copy = QPushButton("Copy")
        copy.setAutoDefault(False)
        copy.setToolTip("Copy the whole message with its details")
        copy.clicked.connect(self.copy)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.ways: list[QPushButton] = []
        for words, act in ways:
            way = QPushButton(words)
            buttons.addButton(way, QDialogButtonBox.ButtonRole.AcceptRole)
            way.clicked.connect(self.accept)
            way.clicked.connect(lambda _=False, act=act: act())
            self.ways.append(way)
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        close.clicked.connect(self.reject)
        first = self.ways[0] if self.ways else close
        first.setDefault(True)
        first.setFocus()
        return buttons

    def _show_details(self, shown: bool) -> None:
        self.page.setVisible(shown)
        self.adjustSize()

    def copy(self) -> None:
        """Copy everything that the dialog says."""
        labels = [label.text() for label in self.findChildren(QLabel) if label.text()]
        QGuiApplication.clipboard().setText("\n\n".join([*labels, self.details]).strip())


def show_error(parent: QWidget | None, error: BaseException, *ways: Way) -> ErrorDialog | None:
    """Show any error in words; what was stopped on purpose is not one.

    An error that is not of intelviz's family should not have happened: it is written to a file, which the dialog names.
    """
    if isinstance(error, CancelledError):
        return None
    if isinstance(error, IntelvizError):
        place = error.where.words()
        what = error.what[:1].upper() + error.what[1:]
        dialog = ErrorDialog(
            parent, error.title, f"{what}\n{place}" if place else what, error.remedy, error.details, ways
        )
        dialog.open()
        return dialog
    return show_crash(parent, error, write_down(error))


def show_crash(parent: QWidget | None, error: BaseException, file: Path) -> ErrorDialog | None:
    """Say that something happened that should not have, and name the file that describes it.

    While one such dialog is open, further ones only go to the file: an error in painting would open hundreds.
    """
    for window in QApplication.topLevelWidgets():
        if isinstance(window, ErrorDialog) and window.isVisible() and window.property("crash"):
            return None
    dialog = ErrorDialog(
        parent,
        "Something went wrong that should not have",
        f"{type(error).__name__}. Every change that was finished before is kept in the case; what was under way was "
        "not done.",
        f"What happened stands in\n{file}\nPlease send that file in; it holds no case data beyond the error's own "
        "words.",
        "".join(traceback.format_exception(error)),
    )
    dialog.setProperty("crash", True)
    dialog.open()
    return dialog
