"""The charts of a case as tabs above the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QToolButton, QWidget

from intelviz.render.theme import Theme
from intelviz.views.action import Action
from intelviz.views.icon import icon
from intelviz.views.menu import menu_of
from intelviz.views.network import tab_acts

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView


class _Bar(QTabBar):
    """Tabs that are renamed by a double click or F2, deleted by Delete, and moved by dragging."""

    rename_asked = Signal(int)
    delete_asked = Signal(int)
    let_go = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename the tab."""
        at = self.tabAt(event.position().toPoint())
        if at >= 0:
            self.rename_asked.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say that a drag may have ended."""
        super().mouseReleaseEvent(event)
        self.let_go.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename or delete the open chart."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ChartTabs(QWidget):
    """A tab for each chart, with how many items stand on it, and a button for a new one."""

    def __init__(self, view: NetworkView) -> None:
        super().__init__()
        self._view = view
        self._filling = False
        self.setObjectName("chartTabs")
        self.bar = _Bar()
        self.bar.setMovable(True)
        self.bar.setDocumentMode(True)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideRight)
        self.bar.setUsesScrollButtons(True)
        self.bar.setAccessibleName("Charts")
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.add = QToolButton()
        self.add.setAccessibleName("New chart")
        self.add.setToolTip("New chart (Ctrl+T)\nMake an empty chart")
        self.add.setAutoRaise(True)
        self.add.setIconSize(QSize(14, 14))
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 0, 4, 0)
        line.setSpacing(2)
        self.bar.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        line.addWidget(self.bar)
        line.addWidget(self.add)
        line.addStretch(1)
        self.bar.currentChanged.connect(self._opened)
        self.bar.let_go.connect(self._moved)
        self.bar.rename_asked.connect(lambda at: tab_acts.rename(view, self._name(at)))
        self.bar.delete_asked.connect(lambda at: tab_acts.delete(view, self._name(at)))
        self.bar.customContextMenuRequested.connect(self._menu)
        self.add.clicked.connect(lambda: tab_acts.new(view))
        self.refresh()

    def _name(self, at: int) -> str:
        return str(self.bar.tabData(at))

    def refresh(self) -> None:
        """Show the charts as they are."""
        view, chart = self._view, self._view.workspace.chart
        heads = {each.name: each.items for each in view.case.chart_heads()} if view.case is not None else {}
        heads[chart.name] = int(np.count_nonzero(chart.drawn))
        self._filling = True
        while self.bar.count() > len(heads):
            self.bar.removeTab(self.bar.count() - 1)
        while self.bar.count() < len(heads):
            self.bar.addTab("")
        for at, (name, count) in enumerate(heads.items()):
            words = f"{name} · {count:,}".replace("&", "&&")
            if self.bar.tabText(at) != words:
                self.bar.setTabText(at, words)
            self.bar.setTabData(at, name)
            self.bar.setTabToolTip(at, f"{name}: {count:,} {'item' if count == 1 else 'items'}")
        self.bar.setCurrentIndex(list(heads).index(chart.name))
        self.bar.setMovable(tab_acts.writable(view))
        self.add.setEnabled(tab_acts.writable(view))
        self._filling = False

    def set_theme(self, theme: Theme) -> None:
        """Draw the button in another theme."""
        self.add.setIcon(icon("plus", theme))

    def _opened(self, at: int) -> None:
        if not self._filling and at >= 0:
            tab_acts.open_one(self._view, self._name(at))

    def _moved(self) -> None:
        wanted = [self._name(at) for at in range(self.bar.count())]
        if wanted != tab_acts.names(self._view):
            tab_acts.order(self._view, wanted)
            self.refresh()

    def _menu(self, at: QPoint) -> None:
        tab = self.bar.tabAt(at)
        if tab < 0:
            return
        view, name = self._view, self._name(tab)
        can = tab_acts.writable(view)
        acts = [
            Action("open", "Open", lambda: tab_acts.open_one(view, name), "Show this chart"),
            Action("rename", "Rename…", lambda: tab_acts.rename(view, name), "Give it a name", enabled=lambda: can),
            Action("copy", "Copy", lambda: tab_acts.duplicate(view, name), "Make a second one", enabled=lambda: can),
            Action(
                "delete",
                "Delete",
                lambda: tab_acts.delete(view, name),
                "Its items stay in the case, and undo brings it back",
                enabled=lambda: can and self.bar.count() > 1,
            ),
        ]
        menu_of(acts, self, view.theme).popup(self.bar.mapToGlobal(at))
