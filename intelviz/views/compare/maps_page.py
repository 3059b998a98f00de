"""Two periods: on maps side by side, as what differs hexagon by hexagon, or by numbers."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from intelviz.render.theme import Theme
from intelviz.render.timewords import edge_text, read_edge
from intelviz.schema.when import NO_TIME, UK, from_epoch, to_epoch
from intelviz.views.compare.numbers import Numbers
from intelviz.views.map.periods import DifferenceMap, PeriodMap
from intelviz.workspace.comparing.members import InPeriod, in_period
from intelviz.workspace.comparing.sides import Period
from intelviz.workspace.workspace import Change, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.jobs import Jobs

_WIDE = 760
"""Pixels from which on both periods stand in one line."""
_SHOWN = {"maps": "Maps side by side", "difference": "Difference by hexagon", "numbers": "Numbers"}


class MapsPage(QWidget):
    """Two periods, typed, with their maps and numbers; nothing is drawn before the page is first looked at."""

    said = Signal(str)

    def __init__(
        self, workspace: Workspace, theme: Theme, case: CaseFile | None, jobs: Jobs | None, acts: Acts | None
    ) -> None:
        super().__init__()
        self.workspace, self.theme = workspace, theme
        self._parts = {"case": case, "jobs": jobs, "acts": acts}
        self._periods: tuple[Period, Period] | None = None
        self._found: tuple[InPeriod, InPeriod] | None = None
        self.maps: tuple[PeriodMap, PeriodMap, DifferenceMap] | None = None
        self.fields: list[tuple[QLineEdit, QLineEdit]] = []
        self.heads = (QLabel(), QLabel())
        self.shown = QComboBox()
        for key, words in _SHOWN.items():
            self.shown.addItem(words, key)
        self.shown.setAccessibleName("What is shown of the two periods")
        self.words = QLabel()
        for label in (self.words, *self.heads):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.words.setObjectName("quiet")
        self.grid = QGridLayout()
        self.grid.setContentsMargins(8, 8, 8, 4)
        self.names = (QLabel("First period"), QLabel("Second period"))
        for name in self.names:
            pair = QLineEdit(), QLineEdit()
            for field, edge in zip(pair, ("from", "to, included"), strict=True):
                field.setAccessibleName(f"{name.text()}, {edge}")
                field.setPlaceholderText(f"{edge}: 12/08/2017")
                field.setToolTip(
                    "A day, month or year, or a day with its time (12/08/2017 22:30); Enter draws the maps"
                )
                field.setMinimumWidth(70)
                field.returnPressed.connect(self.read)
            self.fields.append(pair)
        self._in_one_line: bool | None = None
        self._lay_out(in_one_line=False)
        self.beside = QSplitter(Qt.Orientation.Horizontal)
        self.stack = QStackedWidget()
        self.numbers = Numbers(workspace, case, jobs)
        self.numbers.said.connect(self.said)
        self.stack.addWidget(self.beside)
        self.stack.addWidget(self.numbers)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self.grid)
        box.addWidget(self.stack, 1)
        self.setFocusProxy(self.fields[0][0])
        self.shown.activated.connect(lambda _: self.show_way(str(self.shown.currentData())))

    def _lay_out(self, *, in_one_line: bool) -> None:
        """Lay the fields out in one line where there is room for it, so that the maps have more."""
        if in_one_line == self._in_one_line:
            return
        self._in_one_line = in_one_line
        for number, (name, pair) in enumerate(zip(self.names, self.fields, strict=True)):
            line, column = (0, 3 * number) if in_one_line else (number, 0)
            for step, widget in enumerate((name, *pair)):
                self.grid.addWidget(widget, line, column + step)
        self.grid.addWidget(self.shown, 0, 6)
        self.grid.addWidget(self.words, 2, 0, 1, 7)
        for column in range(6):
            self.grid.setColumnStretch(column, 1 if column % 3 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._lay_out(in_one_line=self.width() >= _WIDE)

    # The periods

    def begin(self) -> None:
        """Make the maps, and compare the halves of what is shown where no periods are known."""
        if self.maps is None:
            one, other, third = (
                kind(self.workspace, self.theme, **self._parts) for kind in (PeriodMap, PeriodMap, DifferenceMap)
            )
            assert isinstance(third, DifferenceMap)
            self.maps = one, other, third
            for each in self.maps[1:]:
                each.marked.share_places(one.marked)
            for each, name in zip(self.maps, ("first period", "second period", "difference"), strict=True):
                each.peers = [peer for peer in self.maps if peer is not each]
                each.title = f"Map of the {name}"
                each.setAccessibleName(each.title)
                each.said.connect(self.said)
            for head, view in zip(self.heads, (one, other), strict=True):
                part = QWidget()
                inside = QVBoxLayout(part)
                inside.setContentsMargins(0, 0, 0, 0)
                inside.setSpacing(2)
                head.setContentsMargins(8, 2, 8, 2)
                inside.addWidget(head)
                inside.addWidget(view, 1)
                self.beside.addWidget(part)
            self.stack.addWidget(third)
        if self._periods is None:
            self._write(halves(self.workspace))
        self.read(fit=True)
        self.show_way(str(self.shown.currentData()))

    def _write(self, periods: tuple[Period, Period] | None) -> None:
        for pair, period in zip(self.fields, periods or (), strict=False):
            for field, edge, last in zip(pair, (period.start, period.end), (False, True), strict=True):
                field.setText(edge_text(edge, last=last))

    def read(self, *, fit: bool = False) -> None:
        """Draw the maps of what is typed; what can't be read is said, and the maps stay."""
        found: list[Period] = []
        for pair, name in zip(self.fields, ("First period", "Second period"), strict=True):
            edges: list[int] = []
            for field, edge, last in zip(pair, ("from", "to"), (False, True), strict=True):
                try:
                    edges.append(read_edge(field.text(), last=last))
                except ValueError as error:
                    self.words.setText(f"{name}, {edge}: “{field.text().strip()}” {error}".replace("“” ", ""))
                    return
            if edges[1] <= edges[0]:
                self.words.setText(f"{name}: its end lies before its beginning.")
                return
            found.append(Period(*edges))
        self._periods = found[0], found[1]
        self.compare()
        if fit and self.maps is not None and self._found is not None:
            more = int(np.count_nonzero(self._found[1].whole)) > int(np.count_nonzero(self._found[0].whole))
            self.maps[1 if more else 0].fit()

    def compare(self) -> None:
        """Draw the maps anew."""
        if self._periods is None or self.maps is None:
            return
        first, second = self._periods
        one, other = self._found = in_period(self.workspace, first), in_period(self.workspace, second)
        apart = first.end <= second.start or second.end <= first.start
        for view, inside in zip(self.maps, (one, other), strict=False):
            view.set_period(inside.whole)
        scale = second.seconds / first.seconds
        self.maps[2].difference.set_periods(one.whole, other.whole, scale, apart=apart)
        self.maps[2].update()
        self.numbers.set_periods(self._periods)
        self._say(scale, apart=apart)

    def _say(self, scale: float, *, apart: bool) -> None:
        assert self._periods is not None and self._found is not None and self.maps is not None
        shown, places = self.workspace.shown, self.maps[0].content.places.of >= 0
        counts: list[int] = []
        for head, period, inside in zip(self.heads, self._periods, self._found, strict=True):
            here = int(np.count_nonzero(inside.whole & shown))
            without = int(np.count_nonzero(inside.whole & shown & ~places))
            counts.append(here)
            words = f"{period.words[:1].upper()}{period.words[1:]}: {here:,} events"
            head.setText(f"{words}, {without:,} of them without a place" if without else words)
        notes = [f"{counts[0]:,} events, then {counts[1]:,}"]
        if counts[0] and scale == 1:
            notes.append(f"{(counts[1] / counts[0] - 1):+.0%}".replace("-", "−"))
        if scale != 1:
            days = [f"{period.seconds / 86_400:,.4g}" for period in self._periods]
            notes.append(f"{days[0]} days and {days[1]}: in the difference the first is counted as if it were as long")
        if not apart:
            notes.append("the periods overlap, so no difference is tested for chance")
        vague = int(np.count_nonzero((self._found[0].vague | self._found[1].vague) & shown))
        unknown = int(np.count_nonzero(self._found[0].unknown & shown))
        if vague:
            notes.append(f"{vague:,} known too vaguely to belong to either are left out")
        if unknown:
            notes.append(f"{unknown:,} without a time are left out")
        self.words.setText("; ".join(notes) + ".")

    def show_way(self, way: str) -> None:
        """Show the maps side by side, or the difference."""
        self.shown.setCurrentIndex(self.shown.findData(way))
        if self.maps is not None:
            ways: dict[str, QWidget] = {"difference": self.maps[2], "numbers": self.numbers}
            self.stack.setCurrentWidget(ways.get(way, self.beside))
            self.maps[2].go_along(self.maps[0].camera)

    # As part of the view

    def workspace_changed(self, change: Change) -> None:
        """Compare anew what else is shown, or came."""
        if change & (Change.ITEMS | Change.FILTER):
            self.compare()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        for view in self.maps or ():
            view.set_theme(theme)

    def settings(self) -> dict[str, object]:
        """Return what it remembers."""
        periods = [[each.start, each.end] for each in self._periods] if self._periods is not None else None
        return {"periods": periods, "maps": self.shown.currentData(), "by": self.numbers.chosen}

    def restore(self, settings: dict[str, object]) -> None:
        """Take over what it remembered; what is broken is passed over."""
        match settings.get("periods"):
            case [[int() as a, int() as b], [int() as c, int() as d]] if a < b and c < d:
                if all(abs(each) < 10**11 for each in (a, b, c, d)):
                    self._periods = Period(a, b), Period(c, d)
                    self._write(self._periods)
        self.numbers.choose(str(settings.get("by")))
        way = settings.get("maps")
        if isinstance(way, str) and way in _SHOWN:
            self.shown.setCurrentIndex(self.shown.findData(way))


def halves(workspace: Workspace) -> tuple[Period, Period] | None:
    """Return the two halves, in whole days, of the time in which nearly all shown events lie; None without any."""
    items = workspace.items
    timed = workspace.shown & workspace.category_mask("event") & (items.when_start != NO_TIME)
    if not timed.any():
        return None
    low, high = np.percentile(items.when_start[timed], (1, 99))
    first, last = from_epoch(math.floor(low), UK), from_epoch(math.floor(high), UK)
    begin = first.replace(hour=0, minute=0, second=0, microsecond=0)
    days = max(((last.date() - first.date()).days + 1) // 2, 1)

    # By the calendar, not by 24 hours: a day on which the clocks change is a day as well.
    edges = [to_epoch(begin + timedelta(days=count)) for count in (0, days, 2 * days)]
    return Period(edges[0], edges[1]), Period(edges[1], edges[2])
