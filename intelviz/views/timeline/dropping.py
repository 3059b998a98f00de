"""Items that are dropped on the timeline, from any view, get lanes."""

from __future__ import annotations

from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from intelviz.views.item_drag import ids_in
from intelviz.views.timeline.laning import Laning
from intelviz.views.timeline.moving import Moving
from intelviz.workspace.rows import known_rows


class Dropping(Moving):
    """A canvas of lanes that takes items."""

    laning: Laning

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take items only."""
        if len(ids_in(event.mimeData())):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take them anywhere but where they come from."""
        event.setAccepted(event.source() is not self)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add a lane for each."""
        rows = known_rows(self.workspace.items.id, ids_in(event.mimeData()))
        event.acceptProposedAction()
        self.laning.add(rows, "Add lanes for what was dropped")
