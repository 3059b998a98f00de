"""The narrow rail at the left edge: opens and closes the panels."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from intelviz.app.workbench import Workbench
from intelviz.render.theme import Theme
from intelviz.views.icon import icon

_BUTTONS = {
    "filter": ("Filter", "filter-outline", "Alt+6"),
    "sources": ("Sources", "file-document-multiple-outline", "Alt+7"),
    "sets": ("Sets", "select-group", "Alt+8"),
    "details": ("Details", "card-text-outline", "Alt+5"),
}


class Rail(QWidget):
    """One button a panel, down while the panel is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(40)
        self._bench: Workbench | None = None
        self.buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(0)
        for name, (words, _, key) in _BUTTONS.items():
            button = QToolButton()
            button.setCheckable(True)
            button.setIconSize(QSize(20, 20))
            button.setToolTip(f"{words} ({key})")
            button.setAccessibleName(words)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, name=name: self._clicked(name))
            group.addButton(button)
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.buttons[name] = button
        box.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        for name, (_, glyph, _) in _BUTTONS.items():
            self.buttons[name].setIcon(icon(glyph, theme))

    def show_bench(self, bench: Workbench | None) -> None:
        """Open and close the panels of another case, or of none."""
        self._bench = bench
        if bench is not None:
            bench.layout_changed.connect(self.refresh)
        self.setEnabled(bench is not None)
        self.refresh()

    def _clicked(self, name: str) -> None:
        if self._bench is not None:
            self._bench.toggle_dock(name)
        self.refresh()

    def refresh(self) -> None:
        """Show which panels are open."""
        for name, button in self.buttons.items():
            button.setChecked(self._bench is not None and self._bench.in_sight(name))
