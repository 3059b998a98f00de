"""The first rows of a table as they stand in the file, and above each column what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from intelviz.app.assistant.choice_box import ChoiceBox
from intelviz.app.assistant.column_choice import NO_ITEM, fill_item, fill_what
from intelviz.app.assistant.group import Group
from intelviz.app.assistant.sampling import CellMark
from intelviz.ingest.draft import Draft, Use
from intelviz.ingest.draft_check import Problem
from intelviz.render.theme import Rgb, Theme
from intelviz.views.tooltip import plain

SHOWN = 40
_HIDDEN = {"\t": "⇥", "\n": "↵", "\r": "↵", "\0": "␀", "\u00a0": "⍽", "\ufeff": "⟨BOM⟩", "\u200b": "⟨zero width⟩"}
_SET_ASIDE = "✕"


class PreviewTable(QTableWidget):
    """Raw cells with their row numbers; with a draft, two lines of choices above them.

    ``changed`` carries the draft after a choice, ``new_item`` the column that is to tell another item apart.
    """

    changed = Signal(object)
    new_item = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("First rows of the table, as they stand in the file")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._group: Group | None = None
        self._above = 0
        self._numbers: list[int] = []

    def show_group(self, group: Group) -> None:
        """Show the first rows of a group's first table; they must have been read."""
        here = self.horizontalScrollBar().value() if group is self._group else 0
        self._group = group
        with QSignalBlocker(self):
            columns, rows = group.columns, _shown(group)
            above = self._above = 2 if group.draft is not None else 0
            self._numbers = [number for number, _ in rows]
            self.clear()
            self.setRowCount(above + 1 + len(rows))
            self.setColumnCount(len(columns))
            self.horizontalHeader().setVisible(False)
            first = group.header + group.first.table.first_row
            names = ["is", "of", f"{first:,}" if group.header >= 0 and first > 0 else "header"][2 - above :]
            self.setVerticalHeaderLabels([*names, *(f"{number:,}" for number in self._numbers)])
            ground = self.palette().color(QPalette.ColorRole.AlternateBase)
            for place, name in enumerate(columns):
                self.setItem(above, place, _cell(name, ground, bold=True))
                for row, (_, cells) in enumerate(rows, above + 1):
                    if place < len(cells):
                        self.setItem(row, place, _cell(cells[place]))
            if group.draft is not None:
                self._show_choices(group, group.draft)
            self._show_problems(group.problems())
            for row in range(self.rowCount()):
                self.setRowHeight(row, 30 if row < above else 24)
            self.resizeColumnsToContents()
            for place in range(len(columns)):
                self.setColumnWidth(place, max(148 if above else 64, min(self.columnWidth(place) + 8, 240)))
        self.horizontalScrollBar().setValue(here)

    def boxes(self) -> list[QWidget]:
        """Return the choices above the columns, in the order in which Tab goes through them."""
        places = [(row, place) for row in range(self._above) for place in range(self.columnCount())]
        return [box for row, place in places if (box := self.cellWidget(row, place)) is not None]

    # What is said of rows and columns

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark the columns of which something does not go together."""
        words: dict[str, list[str]] = {}
        for each in problems:
            words.setdefault(each.column, []).append(each.words)
        columns = self._group.columns if self._group is not None else []
        for place, name in enumerate(columns):
            said = "\n".join(words.get(name, ()))
            if not said:
                continue
            cell = self.item(self._above, place)
            cell.setText(f"⚠ {cell.text()}")
            cell.setForeground(_colour(self._theme.warning))
            cell.setToolTip(plain(said))
            cell.setData(Qt.ItemDataRole.AccessibleDescriptionRole, said)
            box = self.cellWidget(0, place) if self._above else None
            if box is not None:
                box.setToolTip(plain(said))
                box.setAccessibleDescription(said)

    def show_marks(self, marks: Sequence[CellMark]) -> None:
        """Mark the rows that are set aside and the cells that are kept in another form, with the reasons."""
        group = self._group
        if group is None:
            return
        columns, rows = group.columns, {number: at for at, number in enumerate(self._numbers, self._above + 1)}
        with QSignalBlocker(self):
            for row, at in ((number, at) for number, at in rows.items()):
                self.verticalHeaderItem(at).setText(f"{row:,}")
                self.verticalHeaderItem(at).setToolTip("")
                for place in range(len(columns)):
                    cell = self.item(at, place)
                    if cell is not None:
                        cell.setData(Qt.ItemDataRole.BackgroundRole, None)
                        _tell(cell, "")
            for each in sorted(marks, key=lambda each: each.set_aside):
                if each.row in rows:
                    self._mark(rows[each.row], each, columns)

    def _mark(self, at: int, mark: CellMark, columns: Sequence[str]) -> None:
        colour = _mixed(self._theme.warning, self._theme.ground, 0.28 if mark.set_aside else 0.12)
        if mark.set_aside:
            head = self.verticalHeaderItem(at)
            head.setText(f"{_SET_ASIDE} {mark.row:,}")
            where = f"“{mark.column}” " if mark.column else ""
            head.setToolTip(plain(f"Row {mark.row:,} is {where}{mark.words}"))
        named = [place for place, name in enumerate(columns) if name == mark.column]
        for place in named or (range(len(columns)) if mark.set_aside else ()):
            cell = self.item(at, place)
            if cell is not None:
                cell.setBackground(colour)
                _tell(cell, mark.words)

    def go_to(self, number: int) -> None:
        """Choose a row by its number in the file."""
        if number in self._numbers:
            self.selectRow(self._above + 1 + self._numbers.index(number))

    # What the columns are

    def _show_choices(self, group: Group, draft: Draft) -> None:
        for place, (name, use) in enumerate(zip(draft.columns, draft.uses, strict=True)):
            what, item = ChoiceBox(), ChoiceBox()
            what.setAccessibleName(f"What the column {name} is")
            item.setAccessibleName(f"Which item the column {name} belongs to")
            fill_what(what, group, draft, name, use)
            fill_item(item, draft, use)
            what.activated.connect(lambda _, at=place: self._choose(at))
            item.activated.connect(lambda _, at=place: self._choose(at))
            self.setCellWidget(0, place, what)
            self.setCellWidget(1, place, item)

    def _choose(self, place: int) -> None:
        group = self._group
        if group is None or group.draft is None:
            return
        draft, name = group.draft, group.draft.columns[place]
        what_box, item_box = self.cellWidget(0, place), self.cellWidget(1, place)
        assert isinstance(what_box, ChoiceBox)
        assert isinstance(item_box, ChoiceBox)
        if not item_box.currentData():
            self.new_item.emit(name)
            return
        what, of = tuple(what_box.currentData())
        before = draft.uses[place]
        use = Use(what, "" if what in NO_ITEM else item_box.currentData(), of)
        if what == "id" and not of:
            use = replace(use, property=before.property if before.item == use.item else "")
        if what in {"when", "until"}:
            draft = _with_formats(group, draft, use.item, name)
        self.changed.emit(draft.using(name, use))


def _shown(group: Group) -> list[tuple[int, list[str]]]:
    """Return the first rows as they stand; of one that is no row, its text in the first cell."""
    seen, header = group.first, group.header
    rows = [*seen.rows(header, SHOWN), *((number, [text]) for number, text, _ in seen.broken(header))]
    return sorted(rows, key=lambda each: each[0])[:SHOWN]


def _with_formats(group: Group, draft: Draft, item: str, column: str) -> Draft:
    """Return the draft with the forms in which a column writes its times, beside those that the item has."""
    when = group.sense(column).when
    if when is None:
        return draft
    of = draft.item(item)
    return draft.with_item(replace(of, formats=tuple(dict.fromkeys((*of.formats, *when.formats)))))


def _cell(text: str, ground: QColor | None = None, *, bold: bool = False) -> QTableWidgetItem:
    shown = "".join(_HIDDEN.get(each, each) for each in text[:300])
    item = QTableWidgetItem(shown)
    item.setData(Qt.ItemDataRole.UserRole, text[:2_000])
    _tell(item, "")
    if ground is not None:
        item.setBackground(ground)
    if bold:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    return item


def _tell(cell: QTableWidgetItem, words: str) -> None:
    """Let a cell say something of itself; its whole text as well where that may not fit."""
    text = str(cell.data(Qt.ItemDataRole.UserRole) or "")
    parts = [text] if len(text) > 30 else []
    cell.setToolTip(plain("\n".join([*parts, words] if words else parts)) if parts or words else "")
    cell.setData(Qt.ItemDataRole.AccessibleDescriptionRole, words)


def _mixed(one: Rgb, other: Rgb, part: float) -> QColor:
    return QColor(*(round(a * part + b * (1 - part)) for a, b in zip(one, other, strict=True)))


def _colour(rgb: Rgb) -> QColor:
    return QColor(*rgb)
