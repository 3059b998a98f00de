"""Two periods by numbers: how many events of each group, how their rate changed, and whether by more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from intelviz.schema.errors import IntelvizError
from intelviz.workspace.comparing.periods import METHOD, PeriodRow, TwoPeriods, two_periods, verdict
from intelviz.workspace.comparing.sides import Period
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.jobs import Jobs

_COLUMNS = ("Group", "First", "Second", "Change of rate", "More than chance?")
_BY = {"type": "Type of event", "weekday": "Day of the week", "hour": "Hour of the day", "place": "Place"}
_MOST = 500
"""Lines listed; the surest differences come first, and what is left out is said."""
_AT_ONCE = 50_000
"""Items up to which periods are counted at once; above, in a job."""


class Numbers(QWidget):
    """A table of groups; a click on a number selects what it counts."""

    said = Signal(str)

    def __init__(self, workspace: Workspace, case: CaseFile | None, jobs: Jobs | None) -> None:
        super().__init__()
        self.workspace, self.case, self.jobs = workspace, case, jobs
        self.found: TwoPeriods | None = None
        self._periods: tuple[Period, Period] | None = None
        self._turn = 0
        self.by = QComboBox()
        self.by.setAccessibleName("Counted by")
        self._fill()
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.setAccessibleName("Events of two periods by group")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.notes = QLabel()
        self.notes.setObjectName("quiet")
        self.notes.setWordWrap(True)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setToolTip(METHOD)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 0)
        line.addWidget(QLabel("Counted by"))
        line.addWidget(self.by)
        line.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 4)
        box.addLayout(line)
        box.addWidget(self.table, 1)
        box.addWidget(self.notes)
        self.notes.setContentsMargins(8, 0, 8, 0)
        self.by.activated.connect(lambda _: self.count())
        self.table.cellClicked.connect(self.pick)
        self.table.cellActivated.connect(self.pick)

    def _fill(self) -> None:
        for key, words in _BY.items():
            self.by.addItem(words, (None, key))
        if self.case is None:
            return
        there = set(np.unique(self.workspace.items.type).tolist())
        for number, kind in enumerate(self.workspace.item_types):
            if kind.category == "event" and number in there:
                for each in self.workspace.schema.properties_of(kind.name):
                    self.by.addItem(f"{kind.label.capitalize()}: {each.label}", (kind.name, f"property {each.name}"))

    @property
    def chosen(self) -> str:
        """By what is counted, as text: "hour", or "Crime.property type"."""
        kind, by = self.by.currentData()
        return f"{kind}.{by}" if kind else str(by)

    def choose(self, text: str) -> None:
        """Count by something else; what there isn't is passed over."""
        for place in range(self.by.count()):
            kind, by = self.by.itemData(place)
            if text == (f"{kind}.{by}" if kind else by):
                self.by.setCurrentIndex(place)

    # Counting

    def set_periods(self, periods: tuple[Period, Period]) -> None:
        """Count two periods."""
        self._periods = periods
        if self.isVisible():
            self.count()

    def showEvent(self, event: object) -> None:
        """Count what nobody looked at before."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event
        self.count()

    def count(self) -> None:
        """Count anew, among the shown events."""
        if self._periods is None:
            return
        (first, second), (kind, by) = self._periods, self.by.currentData()
        workspace, case = self.workspace, self.case
        shown = workspace.shown
        self._turn += 1
        turn = self._turn

        def work() -> TwoPeriods:
            return two_periods(workspace, case, first, second, kind, by, among=shown)

        if self.jobs is None or len(workspace) <= _AT_ONCE:
            try:
                self._take(turn, work())
            except IntelvizError as error:
                self._failed(turn, error)
            return
        self.notes.setText("Counting …")
        self.jobs.start(
            "Comparing two periods",
            lambda _: work(),
            then=lambda found: self._take(turn, found),
            failed=lambda error: self._failed(turn, error),
        )

    def _failed(self, turn: int, error: BaseException) -> None:
        if not isinstance(error, IntelvizError):
            raise error
        if turn == self._turn and isValid(self):
            self.found = None
            self.table.setRowCount(0)
            self.notes.setText(error.words())

    def _take(self, turn: int, found: TwoPeriods) -> None:
        if turn != self._turn or not isValid(self):
            return
        self.found = found
        rows = [found.total, *found.rows[:_MOST]]
        self.table.setRowCount(len(rows))
        for line, row in enumerate(rows):
            change = "" if row.change is None else f"{row.change:+.0%}".replace("-", "−")
            for column, words in enumerate((row.name, f"{row.a:,}", f"{row.b:,}", change, verdict(row))):
                item = QTableWidgetItem(words)
                side = Qt.AlignmentFlag.AlignRight if 0 < column < 4 else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                if row.p is not None and row.q is not None:
                    item.setToolTip(f"p {row.p:.3g}, adjusted for {found.tests:,} tests {row.q:.3g}")
                self.table.setItem(line, column, item)
        notes = [f"A is the first period, B the second. {'; '.join(found.notes)}"] if found.notes else []
        if len(found.rows) > _MOST:
            notes.append(f"{len(found.rows) - _MOST:,} more groups, with differences less sure, are not listed")
        self.notes.setText("; ".join(notes))

    def pick(self, line: int, column: int) -> None:
        """Select what a number counts; in the other columns what both count."""
        if self.found is None:
            return
        row: PeriodRow = self.found.total if line == 0 else self.found.rows[line - 1]
        code = None if line == 0 else row.code
        first, second = self.found.mask("a", code), self.found.mask("b", code)
        mask = first if column == 1 else second if column == 2 else first | second
        self.workspace.select(mask & self.workspace.shown)
        self.said.emit(f"{int(np.count_nonzero(mask & self.workspace.shown)):,} events of “{row.name}”")
