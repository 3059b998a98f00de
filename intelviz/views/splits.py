"""A splitter that remembers how its parts share its room, also while it has none to share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

_WIDEST = 20_000


class Split(QSplitter):
    """What was remembered counts until somebody moves a handle: a view behind a tab has no room for a long time."""

    def __init__(self, way: Qt.Orientation = Qt.Orientation.Horizontal) -> None:
        super().__init__(way)
        self._wanted: list[int] = []
        self.splitterMoved.connect(lambda *_: self._wanted.clear())

    def kept(self) -> list[int]:
        """Return how the room is shared, in pixels."""
        return list(self._wanted) or self.sizes()

    def take(self, kept: object) -> None:
        """Share the room as ``kept`` said; what can't be that is passed over."""
        listed = kept if isinstance(kept, list) else []
        sizes = [each for each in listed if isinstance(each, int) and 0 <= each <= _WIDEST]
        if len(sizes) == self.count() and sum(sizes) > 0:
            self._wanted = sizes
            self.setSizes(sizes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share other room in the same way."""
        super().resizeEvent(event)
        if self._wanted:
            self.setSizes(self._wanted)
