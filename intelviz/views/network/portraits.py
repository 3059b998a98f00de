"""The pictures of items on a chart: which items have one, and each ready to be drawn at its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from intelviz.case.columns import Mask
from intelviz.render.embedded import decoded
from intelviz.render.portraits import framed
from intelviz.render.theme import Rgb
from intelviz.workspace.item_pictures import Pictures, pictures

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.workspace import Workspace

_AT_ONCE = 80
"""Pictures that are decoded in one painting of the window; the others come with the next."""
_HELD = 2_000
"""Round pictures that are held ready, and a tenth of it in squares."""


class Portraits:
    """Holds what is decoded; ``late`` says that the last painting of the window went without some of it."""

    def __init__(self) -> None:
        self.late = False
        self._left: int | None = None
        self._known: Pictures | None = None
        self._closed: frozenset[int] = frozenset()
        self._there: Mask = np.zeros(0, bool)
        self._squares: dict[str, QImage | None] = {}
        self._framed: dict[tuple[object, ...], QImage] = {}

    def begin(self, workspace: Workspace, case: CaseFile | None, *, window: bool) -> None:
        """Look which items have pictures; a painting of the ``window`` is not kept waiting for very many of them."""
        self.late, self._left = False, _AT_ONCE if window else None
        known, closed = pictures(workspace, case), frozenset(workspace.chart.closed)
        if known is not self._known or closed != self._closed:
            self._known, self._closed, self._there = known, closed, known.there.copy()
            # A closed group stands where its leader would: it is not that item.
            self._there[list(closed)] = False

    @property
    def there(self) -> Mask | None:
        """One flag an item: it is drawn by its picture; None where no item has one."""
        return self._there if self._known is not None and self._known.of else None

    def disc(self, row: int, icon: str, colour: Rgb, size: int, ground: Rgb, opacity: float) -> QImage | None:
        """Return the picture of an item as a mark; None where it has none, can't be shown, or comes later."""
        if self._known is None or not self._there[row]:
            return None
        said = self._known.of[row]
        key = (said.small, icon, colour, size, ground, opacity)
        found = self._framed.get(key)
        if found is not None:
            return found
        if said.small not in self._squares:
            if self._left is not None and self._left <= 0:
                self.late = True
                return None
            self._left = None if self._left is None else self._left - 1
            if len(self._squares) >= _HELD:
                self._squares.clear()
            self._squares[said.small] = decoded(said.small)
        square = self._squares[said.small]
        if square is None:
            return None
        if len(self._framed) >= _HELD:
            self._framed.clear()
        self._framed[key] = framed(square, icon, colour, size, ground, opacity)
        return self._framed[key]
