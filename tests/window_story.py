"""What the stories about the window have in common: a window on the small case, and real keys."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intelviz.app.look.preferences import Preferences
from intelviz.app.window import MainWindow
from intelviz.render.theme import DARK
from tests.small_case import small_case

PATIENCE = 60_000
"""Milliseconds after which a story that hangs is given up; no statement about speed."""


def wait(qtbot, holds) -> None:
    """Wait until something holds."""
    qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE)


def made_window(qtbot, *, size=(1280, 800), preferences: Preferences | None = None) -> MainWindow:
    """Return a window on its start page."""
    window = MainWindow(preferences, theme=DARK)
    window.set_theme(DARK)
    window.resize(*size)
    qtbot.addWidget(window, before_close_func=lambda each: each.session.let_go())
    window.show()
    window.activateWindow()
    wait(qtbot, window.isActiveWindow)
    return window


def opened_window(qtbot, path: Path, *, size=(1280, 800), read_only=False) -> MainWindow:
    """Return a window on the small case, made at ``path`` if it isn't there."""
    if not path.exists():
        small_case(path).close()
    window = made_window(qtbot, size=size)
    window.open_case(path, read_only=read_only)
    wait(qtbot, lambda: window.bench is not None and not window.session.jobs.running)
    settle(qtbot)
    return window


def settle(qtbot) -> None:
    """Let everything that was put off happen."""
    for _ in range(5):
        QApplication.processEvents()
        qtbot.wait(5)


def press(window: MainWindow, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    if not window.isActiveWindow():
        window.activateWindow()
        QApplication.processEvents()
    target = QApplication.focusWidget() or window
    QTest.keyClick(target, key, modifier)
    QApplication.processEvents()


CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
