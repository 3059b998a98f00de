"""The parts of the filter in the top bar: as many as fit, the rest behind one button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from intelviz.render.theme import Theme
from intelviz.views.filter.parts import Chip, listed_parts, remove_part
from intelviz.workspace.workspace import Change, Workspace

_MOST = 208


class Chips(QWidget):
    """Each part says why items are hidden; a click removes it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._workspace: Workspace | None = None
        self._stop = lambda: None
        self.chips: list[Chip] = []
        self.more = QToolButton()
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setAccessibleName("More parts of the filter")
        self.more.setMenu(QMenu(self))
        self.more.hide()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(4)
        self._line.addStretch(1)
        self._line.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Need no width."""
        return QSize(0, 28)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.refresh()

    def show_workspace(self, workspace: Workspace | None) -> None:
        """List the filter of another case, or of none."""
        self._stop()
        self._workspace = workspace
        self._stop = workspace.subscribe(self._changed) if workspace is not None else lambda: None
        self.refresh()

    def _changed(self, change: Change) -> None:
        if change & (Change.FILTER | Change.ITEMS):
            self.refresh()

    def refresh(self) -> None:
        """List the parts anew."""
        workspace = self._workspace
        parts = listed_parts(workspace) if workspace is not None else {}
        if workspace is not None and [(each.name, each.words) for each in self.chips] == [
            (name, part.words) for name, part in parts.items()
        ]:
            return
        for chip in self.chips:
            self._line.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for number, (name, part) in enumerate(parts.items()):
            assert workspace is not None
            chip = Chip(name, part, self._theme, lambda _=False, name=name: remove_part(workspace, name), _MOST)
            self._line.insertWidget(number + 1, chip, 0, Qt.AlignmentFlag.AlignVCenter)
            self.chips.append(chip)
        self._fit()

    def _fit(self) -> None:
        room, hidden = self.width() - 40, list[Chip]()
        for chip in self.chips:
            room -= chip.sizeHint().width() + 4
            fits = room >= -40 if chip is self.chips[-1] and not hidden else room >= 0
            chip.setVisible(fits)
            if not fits:
                hidden.append(chip)
        menu = self.more.menu()
        menu.clear()
        for chip in hidden:
            menu.addAction(f"Remove: {chip.words}", chip.click)
        self.more.setText(f"+{len(hidden)}" if len(hidden) < len(self.chips) else f"{len(hidden)} filters")
        self.more.setVisible(bool(hidden))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as fit now."""
        super().resizeEvent(event)
        self._fit()
