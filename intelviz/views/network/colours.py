"""Choosing colours for what a style draws: from the palette, of one's own with a warning, value by value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from intelviz.render.seeing import APART, MARKS, apart, contrast
from intelviz.render.theme import THEMES, Rgb, Theme
from intelviz.workspace.style.look import Line
from intelviz.workspace.style.rules import SLOTS, Colour, rgb_of

NAMES = ("Blue", "Amber", "Green", "Orange", "Pink", "Sky blue", "Yellow", "Grey")
"""The slots of the themes' type colours, in words."""
_VALUE = Qt.ItemDataRole.UserRole


def words_of(colour: Colour) -> str:
    """Return a colour in words."""
    return colour if isinstance(colour, str) else NAMES[colour]


def drawn(colour: Colour, theme: Theme) -> Rgb:
    """Return the colour as a theme draws it."""
    return rgb_of(colour) if isinstance(colour, str) else theme.types[colour]


def swatch_icon(colour: Rgb, theme: Theme) -> QIcon:
    """Return a small disc of a colour on the theme's ground."""
    picture = QPixmap(32, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(*theme.line), 2))
    painter.setBrush(QColor(*colour))
    painter.drawEllipse(3, 3, 26, 26)
    painter.end()
    return QIcon(picture)


def faint(colour: Colour) -> str:
    """Say on which ground a colour of the analyst's own can hardly be seen, "" where it can on both."""
    if not isinstance(colour, str):
        return ""
    found = {name: contrast(rgb_of(colour), theme.ground) for name, theme in THEMES.items()}
    weak = [f"the {name} ground ({share:.1f}:1)" for name, share in found.items() if share < MARKS]
    return f"{colour} is hard to see on {' and on '.join(weak)}; marks need {MARKS:g}:1." if weak else ""


def alike(values: Sequence[tuple[str, Rgb]]) -> str:
    """Say which two values have colours that some eyes take for one, "" where none have."""
    near = [(apart(one, other), a, b) for (a, one), (b, other) in combinations(values, 2) if apart(one, other) < APART]
    if not near:
        return ""
    _, first, second = min(near)
    more = f", and {len(near) - 1:,} more pairs" if len(near) > 1 else ""
    return f"Some eyes can't tell “{first}” from “{second}” by colour{more}."


def colour_menu(
    parent: QWidget, theme: Theme, take: Callable[[Colour | None], None], now: Colour | None, *, automatic: bool
) -> QMenu:
    """Return a menu of the palette, of a colour of one's own and, where there is such, of what the program chooses."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for slot in range(SLOTS):
        act = menu.addAction(swatch_icon(theme.types[slot], theme), NAMES[slot])
        act.setCheckable(True)
        act.setChecked(now == slot)
        act.triggered.connect(lambda _=False, slot=slot: take(slot))
    menu.addSeparator()
    own = menu.addAction("Own colour…")
    own.triggered.connect(lambda: ask_colour(parent, theme, take, now))
    if automatic:
        menu.addAction("As the program chooses").triggered.connect(lambda: take(None))
    return menu


def ask_colour(parent: QWidget, theme: Theme, take: Callable[[Colour | None], None], now: Colour | None) -> None:
    """Ask for a colour of the analyst's own."""
    dialog = QColorDialog(QColor(*drawn(0 if now is None else now, theme)), parent)
    dialog.setWindowTitle("Own colour")
    dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.colorSelected.connect(lambda colour: take(colour.name()))
    dialog.open()


class ValueColours(QWidget):
    """The values that a rule found, each with its colour; Return or a click on one offers others for it."""

    chosen = Signal(object)
    """The colours of values from now on: pairs of value and Colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._own: dict[str, Colour] = {}
        self._said: list[tuple[str, int, Rgb, Colour | None]] = []
        self.listed, self.doubt = QListWidget(), QLabel()
        self.listed.setAccessibleName("Colours of values: Return offers others")
        self.listed.setIconSize(QSize(16, 16))
        self.listed.setMinimumHeight(96)
        self.listed.itemClicked.connect(self._offer)
        self.listed.installEventFilter(self)
        self.doubt.setWordWrap(True)
        self.doubt.setObjectName("warning")
        self.doubt.setTextFormat(Qt.TextFormat.PlainText)
        self.keep, self.free = QPushButton("Keep these"), QPushButton("All automatic")
        self.keep.setToolTip("Keep the colours as they are now, so that they stay the same when the numbers change")
        self.free.setToolTip("Let the program choose: the most frequent value has the first colour")
        for button in (self.keep, self.free):
            button.setAutoDefault(False)
        self.keep.clicked.connect(self._keep)
        self.free.clicked.connect(lambda: self.chosen.emit(()))
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addWidget(self.free)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.listed, 1)
        column.addLayout(buttons)
        column.addWidget(self.doubt)

    def fill(self, lines: Sequence[Line], own: Sequence[tuple[str, Colour]], colour_of: Callable[[int], Rgb]) -> None:
        """List what the legend says of a rule; ``own`` are the colours chosen, ``colour_of`` is that of a swatch."""
        self._own = dict(own)
        at = self.listed.currentRow()
        found = [
            (line.value, len(line.picked), colour_of(line.swatch), self._slot(line.swatch))
            for line in lines
            if line.value is not None
        ]
        there = {value for value, *_ in found}
        absent = [(value, 0, drawn(each, self._theme), each) for value, each in own if value not in there]
        self._said = [*found, *absent]
        self.listed.clear()
        for value, count, colour, _ in self._said:
            how = f"{count:,}" if count else "none now"
            words = words_of(self._own[value]) if value in self._own else "automatic"
            item = QListWidgetItem(swatch_icon(colour, self._theme), f"{value}  ·  {how}  ·  {words}")
            item.setData(_VALUE, value)
            self.listed.addItem(item)
        self.listed.setCurrentRow(min(max(at, 0), len(self._said) - 1))
        self.keep.setEnabled(any(value not in self._own for value in there))
        self.free.setEnabled(bool(self._own))
        doubts = [faint(each) for each in dict.fromkeys(self._own.values())]
        doubts.append(alike([(value, colour) for value, count, colour, _ in self._said if count]))
        self.doubt.setText("\n".join(each for each in doubts if each))
        self.doubt.setVisible(bool(self.doubt.text()))

    @staticmethod
    def _slot(swatch: int) -> Colour | None:
        return swatch if 0 <= swatch < SLOTS else None

    def _keep(self) -> None:
        kept = {value: slot for value, _, _, slot in self._said if slot is not None}
        self.chosen.emit(tuple({**kept, **self._own}.items()))

    def _offer(self, item: QListWidgetItem) -> None:
        box = self.listed.visualItemRect(item)
        at = self.listed.viewport().mapToGlobal(QPoint(box.left() + 24, box.bottom()))
        value = str(item.data(_VALUE))

        def take(colour: Colour | None) -> None:
            others = {each: had for each, had in self._own.items() if each != value}
            self.chosen.emit(tuple((others if colour is None else {**others, value: colour}).items()))

        colour_menu(self, self._theme, take, self._own.get(value), automatic=value in self._own).popup(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer colours by key."""
        if watched is self.listed and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            item = self.listed.currentItem()
            if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu):
                self._offer(item)
                return True
        return super().eventFilter(watched, event)
