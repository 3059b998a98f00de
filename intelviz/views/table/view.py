"""The table: what is shown, selected or linked, as rows to sort, filter, pick from and copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from intelviz.case.columns import Rows
from intelviz.render.theme import DARK, Theme
from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.menu import menu_of
from intelviz.views.table import acts
from intelviz.views.table.columns import Facts, PropertyValues, TableColumn
from intelviz.views.table.copying import as_tsv, write_csv
from intelviz.views.table.grid import Grid
from intelviz.views.table.model import ItemRows
from intelviz.views.table.rows import Scope, holding, scoped
from intelviz.workspace.workspace import Change, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

SCOPES: dict[Scope, str] = {"shown": "Shown items", "selected": "Selected items", "linked": "Linked to the selection"}


class TableView(QWidget):
    """Lists items of the workspace; properties need ``case``, without which the table knows the columns alone."""

    name = "table"
    title = "Table"
    picked = Signal()
    said = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme = DARK,
        parent: QWidget | None = None,
        *,
        case: CaseFile | None = None,
        jobs: object | None = None,
        acts: object | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace, self.theme, self.case = workspace, theme, case
        self.scope: Scope = "shown"
        self.shared_actions: Callable[[], list[Action]] = list
        """What the window adds to the menu of an item: acts of other views on the selection."""
        self.type_name = ""
        self.stale = True
        self._hidden: set[str] = set()
        self._layout: list[tuple[str, int]] = []
        self._facts = Facts(workspace)
        self._values: PropertyValues | None = None
        self.items = ItemRows(workspace, theme)
        self.grid = Grid(self.items, theme, self)
        self.scope_box, self.type_box, self.find_box, self.count = QComboBox(), QComboBox(), QLineEdit(), QLabel()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(150)
        self._late.timeout.connect(self.refresh)
        self._arrange()
        self._fill_types()
        self.set_theme(theme)
        self.setAccessibleName(self.title)
        self._stop = workspace.subscribe(self.changed)

    def _arrange(self) -> None:
        for scope, words in SCOPES.items():
            self.scope_box.addItem(words, scope)
        self.scope_box.setAccessibleName("Which items")
        self.type_box.setAccessibleName("Type of item")
        self.find_box.setPlaceholderText("Rows with these words")
        self.find_box.setClearButtonEnabled(True)
        self.find_box.setAccessibleName("Rows with these words")
        self.type_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.count.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(8)
        line.addWidget(self.scope_box)
        line.addWidget(self.type_box)
        line.addWidget(self.find_box, 1)
        line.addWidget(self.count)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(line)
        box.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self.setMinimumSize(240, 120)
        self.scope_box.activated.connect(lambda _: self.set_scope(self.scope_box.currentData()))
        self.type_box.activated.connect(lambda _: self.set_type(self.type_box.currentData()))
        self.find_box.textChanged.connect(lambda _: self._late.start())
        self.find_box.returnPressed.connect(self._found)
        self.grid.copy_asked.connect(self.copy)
        self.grid.menu_asked.connect(self._menu)
        header = self.grid.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.sortIndicatorChanged.connect(self._sort)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._column_menu)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    # What is listed

    @property
    def columns(self) -> list[TableColumn]:
        """All columns, those of the chosen type's properties last."""
        return self._facts.columns() + (self._values.columns() if self._values is not None else [])

    def set_scope(self, scope: Scope) -> None:
        """List what is shown, selected, or linked to the selection."""
        self.scope = scope
        self.scope_box.setCurrentIndex(self.scope_box.findData(scope))
        self.refresh()
        self.picked.emit()

    def set_type(self, name: str) -> None:
        """List items of one type with its properties, or ("") of all."""
        if name and name not in self.workspace.items.type_names:
            name = ""
        self._keep_layout()
        self.type_name = name
        self.type_box.setCurrentIndex(max(self.type_box.findData(name), 0))
        self._values = None
        if name and self.case is not None:
            self._values = PropertyValues(self.workspace, self.case, name)
            self._values.near = self.items.around
        self.refresh()

    def _fill_types(self) -> None:
        schema, names = self.workspace.schema, self.workspace.items.type_names
        counts = np.bincount(self.workspace.items.type, minlength=len(names))
        self.type_box.clear()
        self.type_box.addItem("All types", "")
        for kind in sorted(self.workspace.item_types, key=lambda each: each.plural.casefold()):
            count = sum(int(counts[code]) for code, name in enumerate(names) if schema.is_a(name, kind.name))
            if count:
                plural = kind.plural[:1].upper() + kind.plural[1:]
                self.type_box.addItem(f"{plural} ({count:,})", kind.name)
        self.type_box.setCurrentIndex(max(self.type_box.findData(self.type_name), 0))

    def refresh(self) -> None:
        """List anew."""
        self.stale = False
        wanted = scoped(self.workspace, self.scope)
        wanted = wanted & self.workspace.of_type(self.type_name)
        text = self.find_box.text().strip()
        if text:
            values = self._values
            more: list[Callable[[str], np.ndarray]] = []
            if values is not None:
                names = [each.name.removeprefix("property ") for each in values.columns()]
                more = [lambda word, name=name, values=values: values.matching(name, word) for name in names]
            wanted &= holding(self._facts, text, more)
        self._keep_layout()
        current = self.grid.currentIndex()
        here = int(self.items.rows[current.row()]) if current.isValid() and current.row() < len(self.items.rows) else -1
        self.items.take(np.flatnonzero(wanted).astype(np.int32), self.columns)
        self._lay_columns()
        place = self.items.place_of(here) if here >= 0 else -1
        if place >= 0:
            self.grid.setCurrentIndex(self.items.index(place, max(current.column(), 0)))
        self._say_count()

    def _say_count(self) -> None:
        rows = self.items.rows
        words = f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'} of {len(self.workspace):,} items"
        picked = int(np.count_nonzero(self.workspace.selected[rows])) if len(rows) else 0
        if picked:
            words += f", {picked:,} selected"
        self.count.setText(words)
        if not len(rows):
            self.count.setText(f"{words}: {self._empty_words()}")

    def _empty_words(self) -> str:
        if self.scope != "shown" and not self.workspace.selected.any():
            return "select something in any view"
        return "no row has these words" if self.find_box.text().strip() else "nothing to list"

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        try:
            self.items.sort(column, order)
        except IntelvizError as error:
            self.said.emit(error.words())

    def _found(self) -> None:
        self._late.stop()
        self.refresh()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if len(self.items.rows) and not self.grid.currentIndex().isValid():
            self.grid.setCurrentIndex(self.items.index(0, 0))

    # Change

    def changed(self, change: Change) -> None:
        """Take over what changed; while out of sight, only remember that something did."""
        if change & Change.ITEMS:
            self._facts = Facts(self.workspace)
            self.items.workspace = self.workspace
            self._fill_types()
            self.set_type(self.type_name)
        selection = bool(change & Change.SELECTION)
        relist = bool(change & (Change.ITEMS | Change.FILTER))
        relist |= selection and self.scope != "shown" and not self.grid.own_pick
        if relist and not self.isVisible():
            self.stale = True
            self.items.rows = self.items.rows[self.items.rows < len(self.workspace)]
        elif relist:
            self.refresh()
        elif selection:
            self._say_count()
        if change & (Change.SELECTION | Change.FOCUS | Change.STYLE):
            self.grid.viewport().update()
        if change & Change.CENTRE:
            self._show_centre()

    def _show_centre(self) -> None:
        if self.stale:
            self.refresh()
        rows = self.workspace.centre
        listed = rows[np.isin(rows, self.items.rows)] if len(rows) else rows
        if len(listed):
            self.grid.show_row(int(listed[0]))

    def showEvent(self, event: QShowEvent) -> None:
        """List anew what changed while out of sight."""
        super().showEvent(event)
        if self.stale:
            self.refresh()

    def set_workspace(self, workspace: Workspace, case: CaseFile | None = None) -> None:
        """Show another case."""
        self._stop()
        self.workspace, self.case = workspace, case
        self._stop = workspace.subscribe(self.changed)
        self.items.rows = np.zeros(0, np.int32)
        self.changed(Change.ITEMS)

    def set_open_case(self, open_case: object) -> None:
        """Show another case."""
        self.set_workspace(open_case.workspace, open_case.case)  # type: ignore[attr-defined]  # an OpenCase

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = self.items.theme = self.grid.theme = theme
        colours = self.grid.palette()
        colours.setColor(QPalette.ColorRole.Base, QColor(*theme.ground))
        colours.setColor(QPalette.ColorRole.Text, QColor(*theme.text))
        self.grid.setPalette(colours)
        self.grid.viewport().update()

    # Columns

    def _keep_layout(self) -> None:
        if not self.items.columns:
            return
        header = self.grid.horizontalHeader()
        order = sorted(range(len(self.items.columns)), key=header.visualIndex)
        now = [(self.items.columns[each].name, header.sectionSize(each)) for each in order]
        names = {name for name, _ in now}
        widths = dict(self._layout)
        kept = [(name, width) for name, width in self._layout if name not in names]
        now = [(name, width if width else widths.get(name, 0)) for name, width in now]
        self._layout = now + kept

    def _lay_columns(self) -> None:
        header = self.grid.horizontalHeader()
        header.blockSignals(True)
        columns = self.items.columns
        widths = dict(self._layout)
        for number, column in enumerate(columns):
            self.grid.setColumnHidden(number, column.name in self._hidden)
            self.grid.setColumnWidth(number, widths.get(column.name) or column.width)
        places = {name: place for place, (name, _) in enumerate(self._layout)}
        wanted = sorted(range(len(columns)), key=lambda each: places.get(columns[each].name, 1000 + each))
        for visual, logical in enumerate(wanted):
            header.moveSection(header.visualIndex(logical), visual)
        sorted_by = self.items.sorted_by
        at = next((n for n, each in enumerate(columns) if sorted_by and each.name == sorted_by[0]), -1)
        down = sorted_by is not None and sorted_by[1]
        header.setSortIndicator(at, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)
        header.blockSignals(False)

    def show_column(self, name: str, *, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if not shown and sum(each.name not in self._hidden for each in self.items.columns) <= 1:
            return
        (self._hidden.discard if shown else self._hidden.add)(name)
        for number, column in enumerate(self.items.columns):
            self.grid.setColumnHidden(number, column.name in self._hidden)

    def hidden_columns(self) -> set[str]:
        """Return the names of the columns not shown."""
        return set(self._hidden)

    def shown_columns(self) -> list[TableColumn]:
        """Return the columns in sight, from left to right."""
        header = self.grid.horizontalHeader()
        order = sorted(range(len(self.items.columns)), key=header.visualIndex)
        return [self.items.columns[each] for each in order if self.items.columns[each].name not in self._hidden]

    def _column_menu(self, at: QPoint) -> None:
        menu_of(acts.columns(self), self, self.theme).popup(self.grid.horizontalHeader().mapToGlobal(at))

    def _menu(self, row: int, at: QPoint) -> None:
        menu_of([*self.shared_actions(), *acts.menu(self, row)], self, self.theme).popup(at)

    # What leaves

    def lines(self, rows: Rows) -> list[list[str]]:
        """Return rows as the table shows them."""
        columns = self.shown_columns()
        return [[column.text(row) for column in columns] for row in rows.tolist()]

    def header(self) -> list[str]:
        """Return the titles of the columns in sight."""
        return [column.title or "Selected or linked" for column in self.shown_columns()]

    def rows_to_copy(self) -> Rows:
        """Return the selected rows in the order listed, or the current one where none is selected."""
        rows = self.items.rows
        picked = rows[self.workspace.selected[rows]] if len(rows) else rows
        if len(picked):
            return picked
        place = self.grid.currentIndex().row()
        return rows[place : place + 1] if place >= 0 else rows[:0]

    def copy(self) -> None:
        """Copy the selected rows (or the current one) with a header line, as tab-separated text."""
        rows = self.rows_to_copy()
        if not len(rows):
            self.said.emit("Nothing to copy: select rows first")
            return
        QGuiApplication.clipboard().setText(as_tsv(self.header(), self.lines(rows)))
        self.said.emit(f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'} copied")

    def copy_all(self) -> None:
        """Copy all rows listed."""
        QGuiApplication.clipboard().setText(as_tsv(self.header(), self.lines(self.items.rows)))
        self.said.emit(f"{len(self.items.rows):,} rows copied")

    def save_csv(self, path: Path) -> None:
        """Write all rows listed, as the table shows them."""
        write_csv(path, self.header(), self.lines(self.items.rows))
        self.said.emit(f"{len(self.items.rows):,} rows written to {path.name}")

    def ask_csv(self) -> None:
        """Ask where to write the rows."""
        dialog = QFileDialog(self, "Save the rows as CSV", "items.csv", "CSV files (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self._save_asked)
        dialog.open()

    def _save_asked(self, name: str) -> None:
        try:
            self.save_csv(Path(name))
        except IntelvizError as error:
            self.said.emit(error.words())

    # What the window asks

    def actions_here(self) -> list[Action]:
        """Return what the table can do."""
        return acts.actions(self)

    def settings(self) -> dict[str, object]:
        """Return scope, order of rows and columns, and which columns are hidden."""
        self._keep_layout()
        return {
            "scope": self.scope,
            "hidden": sorted(self._hidden),
            "columns": [[name, width] for name, width in self._layout],
            "sorted_by": list(self.items.sorted_by) if self.items.sorted_by else None,
        }

    def restore(self, settings: dict[str, object]) -> None:
        """Take over what ``settings`` returned; what can't be read is left as it is."""
        acts.restore(self, settings)

    def take_layout(self, hidden: set[str], columns: list[tuple[str, int]], sorted_by: tuple[str, bool] | None) -> None:
        """Take over remembered columns and order."""
        self._hidden, self._layout = hidden, columns
        self.items.sorted_by = sorted_by
        self.items.columns = []
        self.refresh()

    def picture(self, width: int, height: int, ratio: float = 1.0) -> QImage:
        """Return the view as it would look at that size."""
        if self.stale:
            self.refresh()
        old = self.size()
        self.resize(width, height)
        image = QImage(int(width * ratio), int(height * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        self.render(image)
        self.resize(old)
        return image

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc in the filter line empty it, then go back to the rows."""
        if event.key() == Qt.Key.Key_Escape and self.find_box.hasFocus():
            self.find_box.clear()
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
