"""The tree of the filter panel: types of items, of links, and sources, each with a box and what is shown of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from intelviz.render.icons import disc
from intelviz.render.theme import Rgb, Theme
from intelviz.views.tooltip import plain

Section = Literal["types", "links", "sources"]
TITLES: dict[Section, str] = {"types": "Items", "links": "Links", "sources": "Sources"}
Row = tuple[object, str, str, tuple[str, Rgb] | None]
_KEY = Qt.ItemDataRole.UserRole
_WIDE = 256
"""Pixels from which on counts are written in words."""
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable


class Tree(QTreeWidget):
    """Boxes by section; ``ticked`` names the section whose boxes were changed by the user."""

    ticked = Signal(str)
    menu_asked = Signal(str, object, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(True)
        self.setIndentation(10)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(18, 18))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName("What is shown")
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.sections: dict[Section, QTreeWidgetItem] = {}
        for section, title in TITLES.items():
            top = QTreeWidgetItem([title, ""])
            top.setFlags(_FLAGS)
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            top.setData(0, _KEY, (section, None))
            self.addTopLevelItem(top)
            self.sections[section] = top
        self.sections["types"].setExpanded(True)
        self.itemChanged.connect(self._changed)

    def fill(
        self, section: Section, rows: list[tuple[object, str, str, tuple[str, Rgb] | None]], off: set[object]
    ) -> None:
        """List the rows of a section: key, words, tooltip and icon; ``off`` are the keys whose boxes are empty."""
        top = self.sections[section]
        with QSignalBlocker(self):
            top.takeChildren()
            for key, words, hint, glyph in rows:
                line = QTreeWidgetItem([words, ""])
                line.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
                )
                line.setCheckState(0, Qt.CheckState.Unchecked if key in off else Qt.CheckState.Checked)
                line.setData(0, _KEY, (section, key))
                line.setToolTip(0, plain(hint))
                line.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if glyph is not None:
                    line.setIcon(0, QIcon(QPixmap.fromImage(disc(glyph[0], glyph[1], 36, self.theme.surface))))
                top.addChild(line)
            top.setHidden(not rows)
            self._sum(section)

    def set_counts(self, section: Section, counts: Mapping[Any, tuple[int, int]]) -> None:
        """Write beside each row what is shown of it, of all."""
        quiet = QBrush(QColor(*self.theme.quiet))
        # In a narrow panel the names need the room.
        between = " of " if self.width() >= _WIDE else "/"
        with QSignalBlocker(self):
            for line, key in self._lines(section):
                shown, every = counts.get(key, (0, 0))
                line.setText(1, f"{every:,}" if shown == every else f"{shown:,}{between}{every:,}")
                line.setForeground(1, quiet)
                line.setToolTip(1, f"{shown:,} of {every:,} pass the other conditions of the filter")

    def take_off(self, section: Section, off: set[object]) -> None:
        """Empty the boxes of these keys and tick all others."""
        with QSignalBlocker(self):
            for line, key in self._lines(section):
                line.setCheckState(0, Qt.CheckState.Unchecked if key in off else Qt.CheckState.Checked)
            self._sum(section)

    def off(self, section: Section) -> set[object]:
        """Return the keys whose boxes are empty."""
        return {key for line, key in self._lines(section) if line.checkState(0) == Qt.CheckState.Unchecked}

    def keys_of(self, section: Section) -> list[object]:
        """Return all keys of a section."""
        return [key for _, key in self._lines(section)]

    def line(self, section: Section, key: object) -> QTreeWidgetItem | None:
        """Return the row of a key."""
        return next((line for line, each in self._lines(section) if each == key), None)

    def _lines(self, section: Section) -> Iterator[tuple[QTreeWidgetItem, object]]:
        top = self.sections[section]
        for number in range(top.childCount()):
            line = top.child(number)
            yield line, line.data(0, _KEY)[1]

    def _sum(self, section: Section) -> None:
        states = {line.checkState(0) for line, _ in self._lines(section)}
        top = self.sections[section]
        top.setCheckState(0, states.pop() if len(states) == 1 else Qt.CheckState.PartiallyChecked)

    def _changed(self, line: QTreeWidgetItem, column: int) -> None:
        if column != 0:
            return
        section, key = line.data(0, _KEY)
        with QSignalBlocker(self):
            if key is None:
                state = line.checkState(0)
                for each, _ in self._lines(section):
                    each.setCheckState(0, state)
            else:
                self._sum(section)
        self.ticked.emit(section)

    def _menu(self, at: QPoint) -> None:
        line = self.itemAt(at)
        if line is not None:
            section, key = line.data(0, _KEY)
            self.menu_asked.emit(section, key, self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer the menu of the current row with the menu key, else as every tree."""
        line = self.currentItem()
        if event.key() == Qt.Key.Key_Menu and line is not None:
            section, key = line.data(0, _KEY)
            self.menu_asked.emit(section, key, self.viewport().mapToGlobal(self.visualItemRect(line).bottomLeft()))
        elif event.key() == Qt.Key.Key_Return and line is not None:
            on = line.checkState(0) == Qt.CheckState.Checked
            line.setCheckState(0, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        else:
            super().keyPressEvent(event)
