"""The first rows of a table as they stand in the file, and above each column what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableWidget, QTableWidgetItem

from intelviz.app.assistant.choice_box import ChoiceBox
from intelviz.app.assistant.group import Group
from intelviz.ingest.draft import Draft, Use, What
from intelviz.schema.kinds import kind_of

SHOWN = 40
_WORDS: dict[What, str] = {
    "record": "kept, not shown",
    "leave out": "left out",
    "id": "what tells it apart",
    "label": "label",
    "when": "time, or its start",
    "until": "end of the time",
    "lon": "longitude",
    "lat": "latitude",
    "easting": "easting",
    "northing": "northing",
    "place": "place in one cell",
    "grade": "grade of the row",
}
_NO_ITEM = frozenset({"record", "leave out", "grade"})
_HIDDEN = {"\t": "⇥", "\n": "↵", "\r": "↵", "\0": "␀", "\u00a0": "⍽", "\ufeff": "⟨BOM⟩", "\u200b": "⟨zero width⟩"}


class PreviewTable(QTableWidget):
    """Raw cells with their row numbers; with a draft, two lines of choices above them.

    ``changed`` carries the draft after a choice.
    """

    changed = Signal(object)
    new_item = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("First rows of the table, as they stand in the file")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setAlternatingRowColors(False)
        self._group: Group | None = None

    def show_group(self, group: Group) -> None:
        """Show the first rows of a group's first table."""
        self._group = group
        with QSignalBlocker(self):
            columns, rows = group.columns, group.first.rows(group.header, SHOWN)
            above = 2 if group.draft is not None else 0
            self.clear()
            self.setRowCount(above + 1 + len(rows))
            self.setColumnCount(len(columns))
            self.setHorizontalHeaderLabels([str(each + 1) for each in range(len(columns))])
            self.horizontalHeader().setVisible(False)
            first = group.header + group.first.table.first_row
            names = ["is", "of", str(first) if group.header >= 0 and first > 0 else "header"][2 - above :]
            self.setVerticalHeaderLabels([*names, *(f"{number:,}" for number, _ in rows)])
            ground = self.palette().color(QPalette.ColorRole.AlternateBase)
            for place, name in enumerate(columns):
                self.setItem(above, place, _cell(name, ground, bold=True))
                for row, (_, cells) in enumerate(rows, above + 1):
                    if place < len(cells):
                        self.setItem(row, place, _cell(cells[place]))
            if group.draft is not None:
                self._show_choices(group, group.draft)
            for row in range(self.rowCount()):
                self.setRowHeight(row, 28 if row < above else 22)
            self.resizeColumnsToContents()
            for place in range(len(columns)):
                self.setColumnWidth(place, max(136 if above else 64, min(self.columnWidth(place), 240)))

    # What the columns are

    def _show_choices(self, group: Group, draft: Draft) -> None:
        for place, (name, use) in enumerate(zip(draft.columns, draft.uses, strict=True)):
            what, item = ChoiceBox(), ChoiceBox()
            what.setAccessibleName(f"What the column {name} is")
            item.setAccessibleName(f"Which item the column {name} belongs to")
            owner = use.item or draft.items[0].name
            for each in draft.items:
                item.addItem(each.name, each.name)
            item.addItem("another item…", "")
            item.setCurrentIndex(max(item.findData(owner), 0))
            item.setEnabled(use.what not in _NO_ITEM)
            self._fill_what(what, group, draft, use, owner)
            what.activated.connect(lambda _, at=place: self._choose(at))
            item.activated.connect(lambda _, at=place: self._choose(at))
            self.setCellWidget(0, place, what)
            self.setCellWidget(1, place, item)

    def _fill_what(self, box: QComboBox, group: Group, draft: Draft, use: Use, owner: str) -> None:
        of = group.schema.properties_of(draft.item(owner).type)
        rest = next((each.name for each in draft.items if each.rest), "")
        for what in get_args(What):
            if what == "property":
                continue
            words = "property of its own name" if what == "record" and rest else _WORDS[what]
            box.addItem(words, (what, ""))
        box.insertSeparator(box.count())
        for each in of:
            box.addItem(each.label, ("property", each.name))
            box.setItemData(box.count() - 1, kind_of(each.kind).words, Qt.ItemDataRole.ToolTipRole)
        wanted = (use.what, use.property if use.what == "property" else "")
        for at in range(box.count()):
            if box.itemData(at) is not None and tuple(box.itemData(at)) == wanted:
                box.setCurrentIndex(at)
                break

    def _choose(self, place: int) -> None:
        group = self._group
        if group is None or group.draft is None:
            return
        draft, name = group.draft, group.draft.columns[place]
        what_box, item_box = self.cellWidget(0, place), self.cellWidget(1, place)
        assert isinstance(what_box, QComboBox)
        assert isinstance(item_box, QComboBox)
        if not item_box.currentData():
            self.new_item.emit(name)
            return
        what, of = tuple(what_box.currentData())
        use = Use(what, "" if what in _NO_ITEM else item_box.currentData(), of)
        if what == "id" and not of:
            use = Use("id", use.item, draft.uses[place].property if draft.uses[place].item == use.item else "")
        if what in {"when", "until"}:
            draft = _with_formats(group, draft, use.item, name)
        self.changed.emit(draft.using(name, use))


def _with_formats(group: Group, draft: Draft, item: str, column: str) -> Draft:
    """Return the draft with the forms in which a column writes its times, where the item has none yet."""
    when = group.sense(column).when
    of = draft.item(item)
    if of.formats:
        return draft
    formats = when.formats if when is not None else ("dmy",)
    return draft.with_item(replace(of, formats=formats))


def _cell(text: str, ground: QColor | None = None, *, bold: bool = False) -> QTableWidgetItem:
    shown = "".join(_HIDDEN.get(each, each) for each in text[:300])
    item = QTableWidgetItem(shown)
    if ground is not None:
        item.setBackground(ground)
    if bold:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    return item
