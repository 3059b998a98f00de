"""Whom somebody met, when and where, as a list: of all time, or of the days before an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from intelviz.case.columns import Rows
from intelviz.views.item_words import when_lines, where_lines
from intelviz.workspace.meetings import Met, days_before, events_before_which, meetings_of, persons_of
from intelviz.workspace.workspace import Workspace

COLUMNS = ("When", "Whom", "Where", "What", "Who")
_ROW = Qt.ItemDataRole.UserRole
_NAMED = 4


class MeetingsDialog(QDialog):
    """Lists the meetings of the persons among ``rows``, or of those who hold what is among them.

    One event among ``rows`` is the one whose days before are asked for at first. Return on a line selects who met and
    where in all views; ``to_chart`` puts rows on the chart.
    """

    def __init__(
        self,
        workspace: Workspace,
        rows: Rows,
        parent: QWidget | None = None,
        to_chart: Callable[[Rows], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Meetings")
        self.setMinimumSize(760, 360)
        self._workspace, self._rows, self._to_chart = workspace, np.asarray(rows, np.int32), to_chart
        self.persons = persons_of(workspace, self._rows)
        self.found: list[Met] = []
        head = QLabel(self._asked())
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        self.days, self.before = QSpinBox(), QComboBox()
        self.days.setRange(1, 3_650)
        self.days.setValue(7)
        self.days.setSuffix(" days before")
        self.days.setAccessibleName("How many days before the event")
        self.before.setAccessibleName("Before which event")
        self.before.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.before.setMinimumContentsLength(36)
        self._list_events()
        span = QHBoxLayout()
        for widget in (QLabel("In the"), self.days, self.before):
            span.addWidget(widget)
        span.setStretch(2, 1)
        self.list = QTreeWidget()
        self.list.setHeaderLabels(COLUMNS)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName("Meetings")
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAccessibleName("What was found")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        roles = QDialogButtonBox.ButtonRole.ActionRole
        self.select_button = self.buttons.addButton("&Select", roles)
        self.chart_button = self.buttons.addButton("&Add to the chart", roles)
        self.copy_button = self.buttons.addButton("&Copy", roles)
        self.chart_button.setVisible(to_chart is not None)
        close = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        for button in (self.select_button, self.chart_button, self.copy_button, close):
            # Enter belongs to the line that is marked.
            button.setAutoDefault(False)
        self.buttons.rejected.connect(self.reject)
        self.select_button.clicked.connect(self.select)
        self.chart_button.clicked.connect(self.add_to_chart)
        self.copy_button.clicked.connect(self.copy)
        column = QVBoxLayout(self)
        column.addWidget(head)
        column.addLayout(span)
        column.addWidget(self.list, 1)
        column.addWidget(self.words)
        column.addWidget(self.buttons)
        self.days.valueChanged.connect(self.renew)
        self.before.currentIndexChanged.connect(self.renew)
        self.list.itemActivated.connect(self._select_line)
        self.renew()
        (self.before if self.before.count() > 1 and self.before.currentIndex() == 0 else self.list).setFocus()

    def _asked(self) -> str:
        workspace = self._workspace
        names = [str(workspace.items.label[row]) for row in self.persons[:_NAMED].tolist()]
        more = len(self.persons) - len(names)
        persons = ", ".join(names) + (f" and {more:,} more" if more else "")
        if not len(self.persons):
            return "Nobody here: select a person, or a telephone or vehicle with a known holder."
        held = self._rows[~np.isin(self._rows, self.persons) & ~workspace.category_mask("event")[self._rows]]
        of = f", holder of {workspace.items.label[int(held[0])]}" if len(held) == 1 and len(self.persons) == 1 else ""
        several = f" (all who hold or held {workspace.items.label[int(held[0])]})" if len(held) == 1 and not of else ""
        return f"Whom {persons}{of}{several} met:"

    def _list_events(self) -> None:
        workspace = self._workspace
        events = events_before_which(workspace, self._rows)
        self.before.addItem("(any event: all meetings)", -1)
        for row in events.tolist():
            self.before.addItem(_with_time(workspace, row), row)
        chosen = self._rows[np.isin(self._rows, events)]
        if len(chosen) == 1:
            self.before.setCurrentIndex(self.before.findData(int(chosen[0])))

    @property
    def chosen_event(self) -> int:
        """The row of the event before which was asked, -1 for any time."""
        return int(self.before.currentData())

    def renew(self) -> None:
        """List what was asked for."""
        workspace = self._workspace
        self.days.setEnabled(self.chosen_event >= 0)
        span = days_before(workspace, self.chosen_event, self.days.value()) if self.chosen_event >= 0 else (None, None)
        self.found = meetings_of(workspace, self._rows, *span)
        labels = workspace.items.label
        self.list.clear()
        for number, each in enumerate(self.found):
            when = when_lines(workspace, each.event)[0]
            where = where_lines(workspace, each.event)[0] or "not known"
            others, who = ("; ".join(str(labels[row]) for row in rows) for rows in (each.others, each.who))
            what = _untimed(str(labels[each.event]), when)
            line = QTreeWidgetItem([_shorter(when) or "not known", others, where, what, who])
            line.setData(0, _ROW, number)
            self.list.addTopLevelItem(line)
        self.list.setColumnHidden(COLUMNS.index("Who"), len(self.persons) == 1)
        for column in range(len(COLUMNS)):
            self.list.resizeColumnToContents(column)
            self.list.setColumnWidth(column, min(self.list.columnWidth(column) + 8, 220))
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.words.setText(self.summary())
        for button in (self.select_button, self.chart_button, self.copy_button):
            button.setEnabled(bool(self.found))

    def summary(self) -> str:
        """Return the answer as a sentence."""
        labels = self._workspace.items.label
        if not self.found:
            return "No meeting is known of, which doesn't say that there was none."
        met = Counter(other for each in self.found for other in each.others)
        named = [f"{labels[row]}{f' ({count} times)' if count > 1 else ''}" for row, count in met.most_common(_NAMED)]
        more = f" and {len(met) - _NAMED:,} more" if len(met) > _NAMED else ""
        places = len({each.place for each in self.found if each.place >= 0})
        return (
            f"{_count(len(self.found), 'meeting')} at {_count(places, 'place')} with {_count(len(met), 'person')}: "
            f"{', '.join(named)}{more}."
        )

    @property
    def _chosen(self) -> list[Met]:
        """The marked meetings, or all of them where at most one is."""
        lines = self.list.selectedItems()
        return [self.found[each.data(0, _ROW)] for each in lines] if len(lines) > 1 else self.found

    def _rows_of(self, met: list[Met]) -> Rows:
        rows = [row for each in met for row in (each.event, *each.who, *each.others, each.place) if row >= 0]
        return np.unique(np.array(rows, np.int32))

    def select(self) -> None:
        """Select the meetings, who met, and where."""
        self._workspace.select(self._rows_of(self._chosen))

    def _select_line(self, line: QTreeWidgetItem, _column: int) -> None:
        self._workspace.select(self._rows_of([self.found[line.data(0, _ROW)]]))

    def add_to_chart(self) -> None:
        """Put the meetings, who met, and where on the chart."""
        if self._to_chart is not None:
            rows = self._rows_of(self._chosen)
            self._workspace.select(rows)
            self._to_chart(rows)

    def copy(self) -> None:
        """Put the list on the clipboard, a line a meeting, its columns parted by tabs."""
        shown = [at for at in range(len(COLUMNS)) if not self.list.isColumnHidden(at)]
        lines = ["\t".join(COLUMNS[at] for at in shown)]
        every = [self.list.topLevelItem(number) for number in range(self.list.topLevelItemCount())]
        lines += ["\t".join(each.text(at).replace("\t", " ") for at in shown) for each in every if each is not None]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _with_time(workspace: Workspace, row: int) -> str:
    label, when = str(workspace.items.label[row]), when_lines(workspace, row)[0]
    return label if when in label else f"{label} · {when}"


def _untimed(label: str, when: str) -> str:
    """Return a label without the time at its end, which has a column of its own."""
    return label.removesuffix(when).rstrip(", ") or label if when else label


def _shorter(when: str) -> str:
    """Return "3 Oct 2025 20:35 to 21:26" for a span within one day."""
    first, to, last = when.partition(" to ")
    day = first.rpartition(" ")[0]
    return f"{first} to {last.removeprefix(day).strip()}" if to and day and last.startswith(f"{day} ") else when


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
