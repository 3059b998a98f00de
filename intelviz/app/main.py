"""The program with a window: sets up Qt, watches for crashes, opens the window and leaves nothing behind."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from intelviz import __version__
from intelviz.app.look.dressing import dress, theme_for
from intelviz.app.look.preferences import Preferences
from intelviz.resources_path import resource
from intelviz.schema.folders import user_folder


def run(path: Path | None = None, *, read_only: bool = False) -> int:
    """Open the window, on a case if one is named, and return the exit status when it is closed."""
    from intelviz.app.crashes import CrashWatch
    from intelviz.app.dialogs.errors import show_crash
    from intelviz.app.posting import Poster
    from intelviz.app.window import MainWindow

    keep_kernels()
    app = application()
    poster = Poster()
    preferences = Preferences()
    dress(app, theme_for(preferences.theme))
    window: MainWindow | None = None
    watch = CrashWatch(lambda error, file: poster.post(lambda: _told(show_crash(window, error, file))))
    watch.install()
    try:
        window = MainWindow(preferences)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        window.show()
        window.start.start()
        if path is not None:
            named = path.absolute()
            shown = window
            QTimer.singleShot(0, window, lambda: shown.open_named(named, read_only=read_only))
        return app.exec()
    finally:
        if window is not None:
            window.session.let_go()
            window.deleteLater()
            window = None
        watch.remove()


def _told(_dialog: object) -> None:
    """Take what a dialog returns: it lives by itself."""


def application() -> QApplication:
    """Return the application object, made the first time."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    keep_kernels()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QApplication.setApplicationName("intelviz")
    QApplication.setApplicationDisplayName("intelviz")
    QApplication.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("intelviz")
    made = QApplication(sys.argv[:1])
    made.setWindowIcon(QIcon(str(resource("icons", "intelviz.svg"))))
    return made


def keep_kernels() -> None:
    """Say where compiled kernels are kept where nobody has said so, before numba is imported."""
    if "NUMBA_CACHE_DIR" not in os.environ and "numba" not in sys.modules:
        folder = user_folder("cache") / "kernels"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        os.environ["NUMBA_CACHE_DIR"] = str(folder)
