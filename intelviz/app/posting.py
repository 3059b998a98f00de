"""Bring the end of work done in a thread back to the interface's thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Poster(QObject):
    """Runs functions on the thread in which it was made, in the order in which they were posted."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, act: Callable[[], None]) -> None:
        """Run ``act`` soon; may be called from any thread, and is passed over when the window is gone."""
        try:
            self._posted.emit(act)
        except RuntimeError:
            # The window was closed while the work was ending: nobody is left to hear of it.
            return

    def _run(self, act: Callable[[], None]) -> None:
        act()
