"""All areas of the case in a list: how many shown items lie in each, and what can be done with one or several."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)
from shiboken6 import isValid

from intelviz.case.columns import Mask
from intelviz.views.action import Action
from intelviz.views.asking import ask_text
from intelviz.views.canvas import mode_of
from intelviz.views.map.areas.book import AreaBook, kind_words, size_words, square_metres
from intelviz.views.map.areas.editing import EditArea
from intelviz.views.menu import menu_of
from intelviz.views.tooltip import plain
from intelviz.workspace.areas import Area

Way = Literal["all", "any", "first"]
_NAME = Qt.ItemDataRole.UserRole
_WAYS: tuple[tuple[Way, str, str], ...] = (
    ("all", "Select in both", "Select the shown items that lie in each of the marked areas"),
    ("any", "Select in either", "Select the shown items that lie in any of the marked areas"),
    ("first", "In the first only", "Select the shown items in the area marked first that lie in none of the others"),
)


def combined(masks: list[Mask], way: Way) -> Mask:
    """Return what lies in all areas, in any, or in the first and in none of the others."""
    match way:
        case "all":
            return np.logical_and.reduce(masks)
        case "any":
            return np.logical_or.reduce(masks)
        case "first":
            return masks[0] & ~np.logical_or.reduce(masks[1:]) if len(masks) > 1 else masks[0]


def select_combined(book: AreaBook, names: list[str], way: Way) -> None:
    """Select by several areas; keys that are held add or take away, as with a click."""
    areas = [book.areas[name] for name in names if name in book.areas]
    mode = mode_of(QApplication.keyboardModifiers())
    masks: dict[int, Mask] = {}

    def take(number: int, mask: Mask) -> None:
        masks[number] = mask
        if len(masks) == len(areas):
            found = combined([masks[each] for each in range(len(areas))], way) & book.view.workspace.shown
            book.view.workspace.select(found, mode)
            words = {"all": " and ", "any": " or ", "first": ", but not "}[way]
            book.view.said.emit(f"{int(found.sum()):,} items in {words.join(f'“{name}”' for name in names)}")

    for number, area in enumerate(areas):
        book.inside(area, partial(take, number))


class _Lines(QTreeWidget):
    """The list; Delete and Enter are its keys."""

    def __init__(self, dialog: AreaList) -> None:
        super().__init__()
        self._dialog = dialog

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete or select what is marked."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._dialog.act("area_delete")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._dialog.act("area_select")
        elif event.key() == Qt.Key.Key_F2:
            self._dialog.act("area_rename")
        else:
            super().keyPressEvent(event)


class AreaList(QDialog):
    """Stays open beside the map."""

    def __init__(self, book: AreaBook) -> None:
        super().__init__(book.view)
        self.book = book
        self.order: list[str] = []
        """The marked areas, in the order in which they were marked."""
        self._filling = False
        self.setWindowTitle("Areas")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 340)
        self.lines = _Lines(self)
        self.lines.setAccessibleName("Areas of this case")
        self.lines.setHeaderLabels(["Name", "What it is", "Size", "Items shown"])
        self.lines.setRootIsDecorated(False)
        self.lines.setUniformRowHeights(True)
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.lines.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head = self.lines.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.empty = QLabel(
            "No areas yet. Draw one on the map (P polygon, W corridor, O circle), or right click on the map and keep "
            "a ward, a district or a police force area."
        )
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.addWidget(self.lines, 1)
        box.addWidget(self.empty, 1)
        self.buttons: dict[str, QPushButton] = {}
        for names in (
            ("area_select", "area_filter", "area_chart", "area_edit", "area_rename", "area_delete"),
            ("area_all", "area_any", "area_first"),
        ):
            row = QHBoxLayout()
            row.setSpacing(4)
            for action in self.actions_for([]):
                if action.name in names:
                    button = QPushButton(action.title)
                    button.setToolTip(action.help)
                    button.setAutoDefault(False)
                    button.clicked.connect(partial(self.act, action.name))
                    row.addWidget(button)
                    self.buttons[action.name] = button
            row.addStretch(1)
            box.addLayout(row)
        self.lines.itemSelectionChanged.connect(self._marked)
        self.lines.itemChanged.connect(self._ticked)
        self.lines.itemDoubleClicked.connect(lambda *_: self.act("area_go"))
        self.lines.customContextMenuRequested.connect(self._menu)
        book.changed.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """List the areas anew; the marked ones stay marked."""
        book, marked = self.book, list(self.order)
        self._filling = True
        names = [*book.areas, *book.broken]
        lines = self._all()
        if [line.data(0, _NAME) for line in lines] != names:
            self.lines.clear()
            lines = [QTreeWidgetItem([name, "", "", ""]) for name in names]
            self.lines.addTopLevelItems(lines)
        for name, line in zip(names, lines, strict=True):
            line.setData(0, _NAME, name)
            line.setSelected(name in marked)
            for column in (2, 3):
                line.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if name in book.broken:
                line.setText(1, "can't be read")
                line.setToolTip(0, plain(book.broken[name]))
                continue
            area = book.areas[name]
            line.setText(1, kind_words(area))
            line.setText(2, size_words(square_metres(area)))
            line.setCheckState(0, Qt.CheckState.Unchecked if name in book.hidden else Qt.CheckState.Checked)
            line.setToolTip(0, plain(f"{name}\nThe box says whether the map draws it"))
        self._filling = False
        self.order = [name for name in marked if name in book.areas or name in book.broken]
        empty = not self.lines.topLevelItemCount()
        self.empty.setVisible(empty)
        self.lines.setVisible(not empty)
        self._marked()
        if book.areas:
            book.count(list(book.areas.values()), self._counted)

    def _counted(self, counts: dict[Area, int]) -> None:
        if not isValid(self):
            return
        self._filling = True
        for line in self._all():
            area = self.book.areas.get(str(line.data(0, _NAME)))
            if area is not None:
                line.setText(3, f"{counts[area]:,}" if area in counts else "?")
        self._filling = False

    def _all(self) -> list[QTreeWidgetItem]:
        lines = (self.lines.topLevelItem(number) for number in range(self.lines.topLevelItemCount()))
        return [line for line in lines if line is not None]

    def _marked(self) -> None:
        if self._filling:
            return
        now = [str(line.data(0, _NAME)) for line in self._all() if line.isSelected()]
        self.order = [name for name in self.order if name in now] + [name for name in now if name not in self.order]
        for action in self.actions_for(self.order):
            if action.name in self.buttons:
                self.buttons[action.name].setEnabled(action.enabled())

    def _ticked(self, line: QTreeWidgetItem) -> None:
        name = str(line.data(0, _NAME))
        if not self._filling and name in self.book.areas:
            self.book.show([name], on=line.checkState(0) == Qt.CheckState.Checked)

    def _menu(self, at: QPoint) -> None:
        menu_of(self.actions_for(self.order), self, self.book.view.theme).popup(self.lines.viewport().mapToGlobal(at))

    def act(self, name: str, *_: object) -> None:
        """Do something with the marked areas."""
        for action in self.actions_for(self.order):
            if action.name == name and action.enabled():
                action.run()

    def actions_for(self, names: list[str]) -> list[Action]:
        """Return what can be done with some areas."""
        return area_actions(self.book, names)


def area_actions(book: AreaBook, names: list[str]) -> list[Action]:
    """Return what can be done with one area, or with several in the order in which they were marked."""
    first = names[0] if names else ""
    sound = [name for name in names if name in book.areas]
    one = len(names) == 1 and bool(sound)

    def edit() -> None:
        if first in book.hidden or not book.on:
            book.show([first], on=True)
        if not book.view.hands.at_work(EditArea.name) or book.edited != first:
            book.view.hands.drop()
            book.go_to([first])
            book.view.hands.take(EditArea(book, first))

    def rename() -> None:
        ask_text(book.view, "Rename the area", "New name:", lambda new: book.rename(first, new), proposal=first)

    def act(name: str, title: str, run: Callable[[], None], help: str, icon: str, when: Callable[[], bool]) -> Action:
        return Action(name, title, run, help, icon=icon, enabled=when)

    found = [
        act("area_select", "Select inside", lambda: book.select(first),
            "Select the shown items in it; with Ctrl add them, with Alt take them away", "select-all", lambda: one),
        act("area_filter", "Show only these", lambda: book.filter(first),
            "Show only what lies in the area, in all views", "filter-outline", lambda: one),
        act("area_chart", "Add to chart", lambda: book.add_to_chart(first),
            "Select what lies in the area and put it on the chart that is open", "plus-circle-outline", lambda: one),
        act("area_go", "Bring into sight", lambda: book.go_to(sound),
            "Look at the area", "crosshairs-gps", lambda: bool(sound)),
        act("area_edit", "Edit corners", edit,
            "Drag corners, sides, radius or width; . and , choose a corner, Alt with arrows moves it",
            "vector-polyline-edit", lambda: one and book.can_write),
        act("area_rename", "Rename…", rename,
            "Give the area another name", "rename-box", lambda: one and book.can_write),
        act("area_hide", "Hide or show", lambda: book.show(sound, on=any(each in book.hidden for each in sound)),
            "Let the map draw it, or not", "eye-outline", lambda: bool(sound)),
        act("area_delete", "Delete", lambda: book.delete(names),
            "Delete it; undo brings it back", "delete-outline", lambda: bool(names) and book.can_write),
    ]  # fmt: skip
    for way, title, words in _WAYS:
        found.append(
            Action(
                f"area_{way}",
                title,
                lambda way=way: select_combined(book, sound, way),
                words,
                enabled=lambda: len(sound) > 1,
            )
        )
    return found


def list_areas(book: AreaBook) -> AreaList:
    """Open the list of areas, or bring it to the front."""
    opened = book.view.findChild(AreaList)
    dialog = opened if isinstance(opened, AreaList) and opened.isVisible() else AreaList(book)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    dialog.lines.setFocus(Qt.FocusReason.OtherFocusReason)
    return dialog
