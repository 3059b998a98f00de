"""The parts of the filter as chips: each says why items are hidden, and goes away when it is clicked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from intelviz.render.theme import Theme
from intelviz.views.icon import icon
from intelviz.views.tooltip import plain
from intelviz.workspace.workspace import FilterPart, Workspace

LINKS = "links "
"""The name under which the filter of links is listed; no part of the items' filter can be called so."""


def listed_parts(workspace: Workspace) -> dict[str, FilterPart]:
    """Return every part of the filter, that of links last."""
    parts = workspace.filter_parts
    if workspace.link_filter is not None:
        parts[LINKS] = workspace.link_filter
    return parts


def remove_part(workspace: Workspace, name: str) -> None:
    """Take one part away."""
    if name == LINKS:
        workspace.set_link_filter(None)
    else:
        workspace.set_filter(name, None)


class Chip(QPushButton):
    """One part; a click, or Delete, takes it away. Its words are cut to the room there is."""

    def __init__(self, name: str, part: FilterPart, theme: Theme, remove: Callable[[], None], most: int) -> None:
        super().__init__()
        self.name = name
        self.words = part.words
        self.setObjectName("chip")
        self.setIcon(icon("close", theme, theme.quiet))
        self.setIconSize(QSize(12, 12))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        hidden = int(len(part.mask) - part.mask.sum())
        what = "links" if name == LINKS else "items"
        self.setToolTip(plain(f"{part.words}\nHides {hidden:,} {what} by itself. Click to remove it."))
        self.setAccessibleName(f"Remove the filter: {part.words}")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(most)
        self.setText(self.fontMetrics().elidedText(part.words, Qt.TextElideMode.ElideRight, most - 40))
        self.clicked.connect(remove)


class Parts(QWidget):
    """All parts beneath each other, or side by side (``across``) with what doesn't fit behind one chip."""

    def __init__(self, workspace: Workspace, theme: Theme, *, across: bool = False) -> None:
        super().__init__()
        self.workspace, self.theme = workspace, theme
        self._across = across
        box = QHBoxLayout(self) if across else QVBoxLayout(self)
        box.setContentsMargins(*((0, 0, 0, 0) if across else (8, 0, 8, 4)))
        box.setSpacing(4)
        self._box = box
        self.chips: list[Chip] = []
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        self.refresh()

    def refresh(self) -> None:
        """List the parts anew."""
        while self._box.count():
            entry = self._box.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        parts = listed_parts(self.workspace)
        most = 200 if self._across else 232
        self.chips = [
            Chip(name, part, self.theme, lambda _=False, name=name: remove_part(self.workspace, name), most)
            for name, part in parts.items()
        ]
        for chip in self.chips:
            self._box.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.setVisible(bool(self.chips))
