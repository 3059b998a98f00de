"""Help: what is under the pointer, the keys, about, the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from intelviz.app.dialogs.explain import explain
from intelviz.app.dialogs.pages import AboutDialog, KeysDialog
from intelviz.schema.errors import CaseError, Where
from intelviz.schema.folders import user_folder
from intelviz.views.action import Action

if TYPE_CHECKING:
    from intelviz.app.window import MainWindow


def actions(window: MainWindow) -> list[Action]:
    """Return the Help menu."""
    return [
        Action(
            "explain",
            "What is under the pointer",
            lambda: explain(window),
            "Explain the item, button or view under the pointer, or the one with the keyboard",
            "F1",
            "help-circle-outline",
        ),
        Action(
            "keys",
            "Keyboard and mouse…",
            lambda: KeysDialog(window, window.commands()).open(),
            "Every key, by menu",
            "Ctrl+/",
            "keyboard-outline",
        ),
        Action("about", "About intelviz", lambda: AboutDialog(window).open(), "Version, licence, data"),
        Action(
            "log_folder",
            "Open the log folder",
            lambda: _open_log(window),
            "Where errors and crashes are written down",
            icon="folder-alert-outline",
        ),
    ]


def _open_log(window: MainWindow) -> None:
    folder = user_folder("log")
    folder.mkdir(parents=True, exist_ok=True)
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        window.show_error(
            CaseError("No file manager answered.", where=Where(file=str(folder)), remedy="Open the folder by hand.")
        )
