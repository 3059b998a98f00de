"""Patterns: when in the week, when in the year, and how many of each: three pictures to pick from, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from intelviz.case.columns import Rows
from intelviz.render.theme import DARK, Theme
from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.menu import menu_of
from intelviz.views.patterns.bars import BarsPicture, Values
from intelviz.views.patterns.calendar import CalendarPicture
from intelviz.views.patterns.cells import CellPicture
from intelviz.views.patterns.counted import Counted
from intelviz.views.patterns.values import built_in, property_values
from intelviz.views.patterns.week import WeekPicture
from intelviz.workspace.workspace import Change, FilterPart, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.jobs import Jobs, Progress

Page = Literal["week", "calendar", "bars"]
PAGES: dict[Page, tuple[str, str, str]] = {
    "week": ("Hours of the week", "Events by weekday and hour: when somebody is active, when it happens", "view-week"),
    "calendar": ("Calendar", "Events by day, month after month", "calendar-month"),
    "bars": ("Bars", "How many items have each value of a property", "chart-bar"),
}
_COLUMNS = Change.ITEMS | Change.FILTER | Change.SELECTION


class PatternsView(QWidget):
    """Counts what is shown; what is clicked is selected in every view."""

    name = "patterns"
    title = "Patterns"
    picked = Signal()
    said = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme = DARK,
        parent: QWidget | None = None,
        *,
        case: CaseFile | None = None,
        jobs: Jobs | None = None,
        acts: object | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace, self.theme, self.case, self.jobs = workspace, theme, case, jobs
        self.page: Page = "week"
        self.type_name, self.by = "", "Type"
        self._stale = Change.ITEMS
        self._asked = 0
        self.counted = Counted(workspace)
        self.week = WeekPicture(workspace, theme, self)
        self.calendar = CalendarPicture(workspace, theme, self)
        self.bars = BarsPicture(workspace, theme, self)
        self.page_box, self.type_box, self.by_box, self.count = QComboBox(), QComboBox(), QComboBox(), QLabel()
        self.stack = QStackedWidget()
        self._arrange()
        self.set_theme(theme)
        self.setAccessibleName(self.title)
        self._stop = workspace.subscribe(self.changed)

    def _arrange(self) -> None:
        for page, (words, help_words, _) in PAGES.items():
            self.page_box.addItem(words, page)
            self.page_box.setItemData(self.page_box.count() - 1, help_words, Qt.ItemDataRole.ToolTipRole)
        self.page_box.setAccessibleName("Which pattern")
        self.type_box.setAccessibleName("Type of item to count")
        self.by_box.setAccessibleName("What to count by")
        for box in (self.type_box, self.by_box):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.count.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(8)
        for each in (self.page_box, self.type_box, self.by_box):
            line.addWidget(each)
        line.addWidget(self.count, 1, Qt.AlignmentFlag.AlignRight)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(line)
        box.addWidget(self.stack, 1)
        for page, picture in self.pictures.items():
            picture.setAccessibleName(PAGES[page][0])
            picture.setAccessibleDescription(PAGES[page][1])
            picture.said.connect(self.said)
            picture.picked.connect(self.picked)
            picture.menu_asked.connect(self._menu)
            self.stack.addWidget(picture)
        self.by_box.hide()
        self.setFocusProxy(self.week)
        self.setMinimumSize(240, 120)
        self.page_box.activated.connect(lambda: self.show_page(self.page_box.currentData()))
        self.type_box.activated.connect(lambda: self.count_type(self.type_box.currentData()))
        self.by_box.activated.connect(lambda: self.count_by(self.by_box.currentData()))

    @property
    def pictures(self) -> dict[Page, CellPicture]:
        """The three pictures."""
        return {"week": self.week, "calendar": self.calendar, "bars": self.bars}

    @property
    def picture_here(self) -> CellPicture:
        """The picture in sight."""
        return self.pictures[self.page]

    # What is shown

    def show_page(self, page: Page) -> None:
        """Show another pattern."""
        self.page = page
        self.page_box.setCurrentIndex(self.page_box.findData(page))
        self.stack.setCurrentWidget(self.picture_here)
        self.setFocusProxy(self.picture_here)
        self.by_box.setVisible(page == "bars")
        self._stale |= Change.ITEMS
        self.refresh()
        self.picked.emit()

    def count_type(self, name: str) -> None:
        """Count items of one type, or ("") of all."""
        self.type_name = name
        self._stale |= Change.ITEMS
        self.refresh()

    def count_by(self, what: str) -> None:
        """Count by something else: the words of a built-in part, or "property NAME"."""
        self.by = what
        self.by_box.setCurrentIndex(max(self.by_box.findData(what), 0))
        self._read_values()

    def _fill_types(self) -> None:
        workspace = self.workspace
        counts = np.bincount(workspace.items.type, minlength=len(workspace.item_types))
        self.type_box.clear()
        self.type_box.addItem("All items", "")
        for kind in sorted(workspace.item_types, key=lambda each: each.plural.casefold()):
            names = enumerate(workspace.items.type_names)
            count = sum(int(counts[code]) for code, name in names if workspace.schema.is_a(name, kind.name))
            if count:
                self.type_box.addItem(f"{kind.plural[:1].upper()}{kind.plural[1:]} ({count:,})", kind.name)
        if self.type_box.findData(self.type_name) < 0:
            self.type_name = ""
        self.type_box.setCurrentIndex(self.type_box.findData(self.type_name))

    def _fill_by(self) -> None:
        self.by_box.clear()
        for words in built_in(self.workspace):
            self.by_box.addItem(f"by {words[:1].lower()}{words[1:]}", words)
        if self.type_name and self.case is not None:
            self.by_box.insertSeparator(self.by_box.count())
            for each in self.workspace.schema.properties_of(self.type_name):
                self.by_box.addItem(f"by {each.label}", f"property {each.name}")
        if self.by_box.findData(self.by) < 0:
            self.by = "Type"
        self.by_box.setCurrentIndex(self.by_box.findData(self.by))

    def _read_values(self) -> None:
        """Read what is counted by; a property is read as a job, as there may be a million values."""
        self._asked += 1
        asked, workspace = self._asked, self.workspace
        if not self.by.startswith("property "):
            rows = np.flatnonzero(workspace.of_type(self.type_name)).astype(np.int32)
            self._take_values(asked, built_in(workspace)[self.by](rows))
            return
        case, type_name, name = self.case, self.type_name, self.by.removeprefix("property ")
        if case is None:
            return

        def read(progress: Progress) -> Values:
            progress.step(f"Reading {name}")
            return property_values(workspace, case, type_name, name)

        if self.jobs is None:
            self._take_values(asked, property_values(workspace, case, type_name, name))
            return
        self.jobs.start(
            f"Counting by {name}", read, then=lambda values: self._take_values(asked, values), failed=self._failed
        )

    def _take_values(self, asked: int, values: Values) -> None:
        if asked == self._asked:
            self.bars.take(values)
            self._say_count()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, IntelvizError):
            raise error
        self.said.emit(error.words())

    # Change

    def changed(self, change: Change) -> None:
        """Take over what changed; nothing is counted while nobody looks."""
        self._stale |= change & _COLUMNS
        if change & _COLUMNS and self.isVisible():
            self.refresh()

    def showEvent(self, event: object) -> None:
        """Count what changed while nobody looked."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Count anew as far as something changed."""
        stale, self._stale = self._stale, Change(0)
        if stale & Change.ITEMS:
            self._fill_types()
            self.counted = Counted(self.workspace, self.type_name)
            self._fill_by()
            if self.page == "bars":
                self._read_values()
        if stale & (Change.FILTER | Change.ITEMS):
            self.counted.refilter()
        if stale & Change.SELECTION:
            self.counted.reselect()
        self._show()

    def _show(self) -> None:
        """Show the counts; where they take long, they are made in a job first, and the picture says so."""
        counted, page = self.counted, self.page
        if page == "bars":
            self.bars.relay()
        else:
            ready = self.jobs is None or counted.ready(page)
            (self.calendar if page == "calendar" else self.week).take(counted if ready else None)
            if self.jobs is not None and not ready:
                self.count.setText("Counting …")
                self.jobs.start("Counting events", lambda _: counted.make(page), then=lambda _: self._made(counted))
                return
        self._say_count()

    def _made(self, counted: Counted) -> None:
        if counted is self.counted:
            self._show()

    def _say_count(self) -> None:
        if self.page == "bars":
            values = self.bars.values
            count = 0 if values is None else int(np.count_nonzero(self.workspace.shown[values.row]))
            self.count.setText("1 item" if count == 1 else f"{count:,} items")
            self.count.setToolTip("")
            return
        vague = self.counted.vague(self.page)
        left = self.counted.left_out(vague)
        shown = int(np.count_nonzero(self.workspace.shown[self.counted.rows])) - left
        words = "1 event" if shown == 1 else f"{shown:,} events"
        most = max((cell.count for cell in self.picture_here.cells), default=0.0)
        if most:
            words += f", at most {most:,.0f} {'a day' if self.page == 'calendar' else 'in one hour of the week'}"
        self.count.setText(f"{words}; {left:,} known too vaguely" if left else words)
        self.count.setToolTip(
            "Events known to the month or year alone, or to a long stretch of time, have no day or hour" if left else ""
        )

    def select_vague(self) -> None:
        """Select the shown events that are known too vaguely to be counted here."""
        vague = self.counted.vague(self.page)
        self.workspace.select(vague[self.workspace.shown[vague]])

    # What can be done with a cell

    def _menu(self, number: int, at: QPoint) -> None:
        menu_of(self.cell_actions(number), self, self.theme).popup(at)

    def cell_actions(self, number: int) -> list[Action]:
        """Return what can be done with what a cell stands for."""
        picture = self.picture_here
        held = Qt.KeyboardModifier
        return [
            Action(
                "cell_select",
                "Select these",
                lambda: picture.pick([number], held.NoModifier),
                "Select the shown items that are counted here",
                icon="cursor-default-click-outline",
            ),
            Action(
                "cell_add",
                "Add these to the selection",
                lambda: picture.pick([number], held.ControlModifier),
                "Select them as well",
            ),
            Action("-", "-", lambda: None),
            Action(
                "cell_only",
                "Show only these",
                lambda: self._filter(number, only=True),
                "Hide, in every view, what is counted in the other places; what is not counted here at all stays",
                icon="eye-check-outline",
            ),
            Action(
                "cell_without",
                "Hide these",
                lambda: self._filter(number, only=False),
                "Hide what is counted here, in every view",
                icon="eye-off-outline",
            ),
        ]

    def counted_rows(self) -> Rows:
        """Return the rows of all items that the picture in sight counts, shown or not."""
        if self.page == "bars":
            return self.bars.values.row if self.bars.values is not None else np.zeros(0, np.int32)
        return self.counted.rows

    def _filter(self, number: int, *, only: bool) -> None:
        picture = self.picture_here
        rows, name = picture.all_rows_of(number), picture.cells[number].name
        what = self.bars.values.what if self.page == "bars" and self.bars.values is not None else PAGES[self.page][0]
        mask = np.ones(len(self.workspace), bool)
        if only:
            mask[self.counted_rows()] = False
            mask[rows] = True
        else:
            mask[rows] = False
        part = f"pattern {self.page}"
        before = self.workspace.filter_parts.get(part)
        words = f"{what}: {'only' if only else 'without'} {name}"
        if before is not None:
            # A second choice in one picture narrows the first: what is hidden stays hidden until the chip is removed.
            mask &= before.mask
            words = f"{before.words}; {'only' if only else 'without'} {name}"
        self.workspace.set_filter(part, FilterPart(words, mask))
        self.said.emit(words)

    # As every view

    def actions_here(self) -> list[Action]:
        """Return what it can do."""
        pages = [
            Action(
                f"pattern_{page}",
                words,
                lambda page=page: self.show_page(page),
                help_words,
                icon=icon,
                strip=True,
                checked=lambda page=page: self.page == page,
            )
            for page, (words, help_words, icon) in PAGES.items()
        ]
        here = [
            Action(
                each.name,
                each.title.replace("these", "what the marked place counts"),
                lambda place=place: self.at_mark(place),
                each.help,
                icon=each.icon,
                enabled=lambda: bool(self.picture_here.cells),
            )
            for place, each in enumerate(self.cell_actions(0))
            if each.name in {"cell_only", "cell_without"}
        ]
        vague = Action(
            "pattern_vague",
            "Select what is known too vaguely",
            self.select_vague,
            "Select the events that have no day or hour, and so are not in the picture",
            enabled=lambda: self.page != "bars",
        )
        return [*pages, *here, vague]

    def at_mark(self, place: int) -> None:
        """Do an act of the menu, by its place in it, with the cell that has the keyboard."""
        if self.picture_here.cells:
            self.cell_actions(self.picture_here.here)[place].run()

    def settings(self) -> dict[str, object]:
        """Return what it remembers."""
        return {"page": self.page, "type": self.type_name, "by": self.by}

    def restore(self, settings: dict[str, object]) -> None:
        """Take over what it remembered; what can't be read is passed over."""
        kind, by, page = settings.get("type"), settings.get("by"), settings.get("page")
        if isinstance(kind, str) and (not kind or kind in self.workspace.items.type_names):
            self.type_name = kind
        if isinstance(by, str):
            self.by = by
        for each in PAGES:
            if each == page:
                self.show_page(each)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        for picture in self.pictures.values():
            picture.set_theme(theme)

    def set_open_case(self, open_case: object) -> None:
        """Show another case."""
        self._stop()
        self.workspace = open_case.workspace  # type: ignore[attr-defined]  # an OpenCase, which views don't import
        self._stop = self.workspace.subscribe(self.changed)
        for picture in self.pictures.values():
            picture.workspace = self.workspace
        self._stale = _COLUMNS
        self.refresh()

    def picture(self, width: int, height: int, ratio: float = 1.0) -> QImage:
        """Return the picture in sight in that size, with what it counts."""
        if self._stale:
            self.refresh()
        if self.page != "bars" and not self.counted.ready(self.page):
            self.counted.make(self.page)
            self._show()
        picture = self.picture_here
        size = picture.viewport().size()
        picture.cells, _ = picture.lay_out(float(width), float(height))
        image = picture.picture(width, height, ratio)
        picture.cells, _ = picture.lay_out(float(size.width()), float(size.height()))
        return image
