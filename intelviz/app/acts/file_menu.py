"""File: new, open, import, export, close, quit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from intelviz.app.acts.menus import LINE
from intelviz.app.dialogs.practice import PracticeDialog
from intelviz.app.look.preferences import documents
from intelviz.app.session import SUFFIX
from intelviz.views.action import Action

if TYPE_CHECKING:
    from intelviz.app.window import MainWindow

CASES = f"Cases (*{SUFFIX});;All files (*)"
PICTURES = "PNG picture (*.png);;SVG drawing (*.svg);;PDF page (*.pdf)"


def actions(window: MainWindow) -> list[Action]:
    """Return the File menu."""
    return [*start_actions(window, short=False), LINE, *_import(window), LINE, *_leaving(window)]


def start_actions(window: MainWindow, *, short: bool) -> list[Action]:
    """Return what the start page offers as well (``short``: that alone)."""
    practice = (
        Action(
            "practice",
            "Open the practice case",
            lambda: open_practice(window),
            "A fictional police case of 60,000 items, made on this computer the first time",
            icon="school-outline",
        )
        if short
        else Action(
            "practice",
            "Make practice case…",
            lambda: ask_practice(window),
            "Make a fictional police case of any size, to learn and to try things on",
            icon="school-outline",
        )
    )
    actions = [
        Action("new", "New case…", lambda: ask_new(window), "Make an empty case", "Ctrl+N", "file-plus-outline"),
        Action("open", "Open a case…", lambda: ask_open(window), "Open a case file", "Ctrl+O", "folder-open-outline"),
    ]
    recent = Action(
        "recent",
        "Open recent",
        lambda: None,
        "Cases that were open before",
        choices=lambda: _recent(window),
        enabled=lambda: bool(window.preferences.recent),
    )
    files = Action(
        "import_files",
        "Import files…",
        lambda: ask_import(window, folder=False),
        "Load files into the case; on the start page, into a new one",
        "Ctrl+I",
        "file-import-outline",
        enabled=window.can_import,
    )
    return [practice, *actions, files] if short else [*actions, recent, practice]


def _recent(window: MainWindow) -> list[Action]:
    return [
        Action(
            f"recent {number}",
            f"{each.path.stem} (no longer there)" if each.missing else each.path.stem,
            lambda path=each.path: window.open_case(path),
            str(each.path),
        )
        for number, each in enumerate(window.preferences.recent)
    ]


def _import(window: MainWindow) -> list[Action]:
    return [
        Action(
            "import_files",
            "Import files…",
            lambda: ask_import(window, folder=False),
            "Load files into the case",
            "Ctrl+I",
            "file-import-outline",
            enabled=window.can_import,
        ),
        Action(
            "import_folder",
            "Import folder…",
            lambda: ask_import(window, folder=True),
            "Load all files of a folder into the case",
            "Ctrl+Shift+I",
            "folder-arrow-down-outline",
            enabled=window.can_import,
        ),
    ]


def _leaving(window: MainWindow) -> list[Action]:
    def opened() -> bool:
        return window.bench is not None

    return [
        Action(
            "picture_view",
            "Export picture of view…",
            lambda: ask_picture(window, whole=False),
            "Write the view that has the keyboard as PNG, SVG or PDF, as it looks now",
            "Ctrl+E",
            "image-outline",
            enabled=opened,
        ),
        Action(
            "picture_copy",
            "Copy picture of view",
            window.copy_picture,
            "Put the view that has the keyboard on the clipboard as it looks now, to paste into a document",
            "Ctrl+Shift+C",
            "content-copy",
            enabled=opened,
        ),
        Action(
            "picture_window",
            "Export picture of window…",
            lambda: ask_picture(window, whole=True),
            "Write the whole window as PNG, SVG or PDF",
            "Ctrl+Shift+E",
            "monitor-screenshot",
            enabled=opened,
        ),
        LINE,
        Action("close", "Close the case", window.close_case, "Go back to the start page", "Ctrl+W", enabled=opened),
        Action("quit", "Quit", window.quit, "Close intelviz; everything is kept already", "Ctrl+Q", "exit-to-app"),
    ]


# What is asked for


def ask_new(window: MainWindow, then_import: list[Path] | None = None) -> None:
    """Ask where an empty case goes, and open it."""
    dialog = QFileDialog(window, "New case", str(window.preferences.folder / f"case{SUFFIX}"), CASES)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
    # The case room refuses to overwrite, and says so better than the system's question does.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: window.new_case(Path(name), then_import))
    dialog.open()


def ask_open(window: MainWindow) -> None:
    """Ask for a case and open it."""
    dialog = QFileDialog(window, "Open a case", str(window.preferences.folder), CASES)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: window.open_case(Path(name)))
    dialog.open()


def ask_import(window: MainWindow, *, folder: bool) -> None:
    """Ask for files or a folder and load them."""
    title = "Import folder" if folder else "Import files"
    dialog = QFileDialog(window, title, str(window.preferences.folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: window.import_paths([Path(name) for name in names]))
    dialog.open()


def ask_options(window: MainWindow, paths: list[Path]) -> None:
    """Show what files hold and how they would be read, and load them as was decided."""
    from intelviz.app.assistant.window import ImportAssistant, Loading

    opened = window.session.case
    if opened is None:
        return
    open_already = window.findChild(ImportAssistant)
    if open_already is not None and open_already.isVisible():
        open_already.add(paths)
        return

    def go(loading: Loading) -> None:
        window.session.import_files(
            list(loading.paths),
            grade=loading.grade,
            marking=loading.marking,
            decided=loading.decided,
            expires=loading.expires,
            replaces=loading.replaces,
        )

    assistant = ImportAssistant(window, paths, opened, window.theme, go)
    window.session.closing.connect(assistant.reject)
    assistant.open()


def practice_path() -> Path:
    """Return where the start page keeps the practice case."""
    return documents() / f"Practice case{SUFFIX}"


def open_practice(window: MainWindow) -> None:
    """Open the practice case, making it the first time."""
    path = practice_path()
    if path.exists():
        window.open_case(path)
    else:
        window.session.practice(path)


def ask_practice(window: MainWindow) -> None:
    """Ask for place and size of a practice case, and make it."""
    path, number = practice_path(), 2
    while path.exists():
        path = practice_path().with_name(f"Practice case {number}{SUFFIX}")
        number += 1
    PracticeDialog(window, path, window.session.practice).open()


def ask_picture(window: MainWindow, *, whole: bool) -> None:
    """Ask for a file and write the picture of a view, or of the window, into it."""
    bench = window.bench
    if bench is None:
        return
    dock = bench.docks["network"] if whole else bench.last_used
    name = "window" if whole else dock.objectName()
    dialog = QFileDialog(window, "Export picture", str(window.preferences.folder / f"{name}.png"), PICTURES)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    suffixes = {"PNG": "png", "SVG": "svg", "PDF": "pdf"}
    dialog.setDefaultSuffix("png")
    dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix(suffixes[words.split()[0]]))
    dialog.fileSelected.connect(lambda file: window.write_picture(Path(file), None if whole else dock))
    dialog.open()
