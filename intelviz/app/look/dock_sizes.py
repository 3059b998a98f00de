"""The sizes of docks as they are remembered: a layout that Qt restores widens the sides by some pixels each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

_TIMES = 3
"""Qt shares the room of docks anew when they are shown, and once more when they have been."""


def sizes_of(docks: Mapping[str, QDockWidget]) -> QByteArray:
    """Return width and height of every dock that is in sight, as JSON."""
    seen = {name: [dock.width(), dock.height()] for name, dock in docks.items() if _in_sight(dock)}
    return QByteArray(json.dumps(seen).encode())


def take_sizes(bench: QMainWindow, docks: Mapping[str, QDockWidget], kept: QByteArray) -> None:
    """Give the docks their sizes back, as far as the window has room; what can't be read is passed over."""
    try:
        said: Any = json.loads(bytes(kept.data()).decode())
    except ValueError:
        return
    wanted: list[tuple[QDockWidget, int, int]] = []
    for name, size in said.items() if isinstance(said, dict) else ():
        match size:
            case [int() as width, int() as height] if name in docks and 0 < width < 20_000 and 0 < height < 20_000:
                if not docks[name].isFloating():
                    wanted.append((docks[name], width, height))
            case _:
                pass
    if wanted:
        _share(bench, wanted, _TIMES)


def _share(bench: QMainWindow, wanted: list[tuple[QDockWidget, int, int]], more: int) -> None:
    open_now = [each for each in wanted if not each[0].isHidden()]
    docks = [dock for dock, _, _ in open_now]
    bench.resizeDocks(docks, [width for _, width, _ in open_now], Qt.Orientation.Horizontal)
    bench.resizeDocks(docks, [height for _, _, height in open_now], Qt.Orientation.Vertical)
    if more:
        QTimer.singleShot(0, bench, lambda: _share(bench, wanted, more - 1))


def _in_sight(dock: QDockWidget) -> bool:
    return not dock.isHidden() and not dock.isFloating() and not dock.visibleRegion().isEmpty()
