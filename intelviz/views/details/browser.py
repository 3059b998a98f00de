"""A page that loads nothing: no file, no address, no picture but the icons it is given."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QImage, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

_NOTHING = QByteArray()


class QuietBrowser(QTextBrowser):
    """Shows a page; links are told by ``anchorClicked`` and followed nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icons: dict[str, QImage] = {}
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.document().setDocumentMargin(10)

    def loadResource(self, kind: int, name: QUrl) -> Any:
        """Return one of our icons, or nothing: what a page names is never fetched."""
        if name.scheme() == "icon":
            return self.icons.get(name.toString(), _NOTHING)
        return _NOTHING
