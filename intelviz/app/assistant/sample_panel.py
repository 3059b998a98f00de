"""What the first rows become: a small chart of them, and below it each row in words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from intelviz.app.assistant.sampling import Sampled
from intelviz.app.assistant.words import say, wrapped
from intelviz.render.theme import Theme
from intelviz.views.network.view import NetworkView
from intelviz.views.tooltip import plain

_WIDER = 1.7


_MARGIN = 32.0
"""Pixels around the items of the small chart."""
_LINE = 32.0
"""Pixels of the line of words below it."""


class _SmallChart(NetworkView):
    """A network that leaves less room around itself than the large one."""

    def _fit_now(self) -> None:
        chart, rows = self.workspace.chart, self.content.rows
        wide, high = float(max(1, self.width())), float(max(1, self.height()))
        above = self._camera.sized(wide, max(1.0, high - _LINE))
        fitted = above.fitted(chart.x[rows], chart.y[rows], margin=_MARGIN, most=1.3)
        self._camera = replace(fitted, y=fitted.y + _LINE / 2 / fitted.scale).sized(wide, high)


class SamplePanel(QWidget):
    """Shows what was sampled; ``chosen`` carries the number of the row that was chosen in the list."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.chart: NetworkView | None = None
        self.made = wrapped("quiet")
        self.made.setContentsMargins(8, 8, 8, 0)
        self.made.setAccessibleName("What the first rows make")
        self.rows = QListWidget()
        self.rows.setAccessibleName("Each of the first rows in words")
        self.rows.setUniformItemSizes(True)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setMinimumHeight(32)
        self.rows.currentItemChanged.connect(lambda item, _: self._choose(item))
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self._place = QWidget()
        self._place.setMinimumHeight(64)
        inner = QVBoxLayout(self._place)
        inner.setContentsMargins(0, 0, 0, 0)
        self.split.addWidget(self._place)
        self.split.addWidget(self.rows)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([264, 72])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.made)
        box.addWidget(self.split, 1)

    def wait(self) -> None:
        """Say that the first rows are being tried; what was shown before stays until they were."""
        if self.chart is None:
            self.made.setText("Trying the first rows…")

    def show_sample(self, found: Sampled) -> None:
        """Show what came of the first rows, or why nothing did."""
        old, self.chart = self.chart, None
        if old is not None:
            old.hide()
            old.deleteLater()
        say(self.made, found.error or found.words, "warning" if found.error else "quiet")
        self._show_rows(found)
        if found.workspace is not None and len(found.workspace):
            self.chart = _SmallChart(found.workspace, self._theme)
            # The panel is about twice as wide as high, and names need width.
            found.workspace.chart.x[:] *= _WIDER
            self.chart.fit()
            self.chart.setAccessibleName("What the first rows become, as a chart")
            layout = self._place.layout()
            assert layout is not None
            layout.addWidget(self.chart)
        self.split.setVisible(not found.error)

    def _show_rows(self, found: Sampled) -> None:
        self.rows.clear()
        for each in found.rows:
            words = f"row {each.row:,}: {each.words}"
            item = QListWidgetItem(words[:400])
            item.setToolTip(plain(words))
            item.setData(Qt.ItemDataRole.UserRole, each.row)
            if each.set_aside:
                item.setForeground(QColor(*self._theme.warning))
            self.rows.addItem(item)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(int(item.data(Qt.ItemDataRole.UserRole)))
