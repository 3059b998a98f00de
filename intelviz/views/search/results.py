"""The list under the search box: items with icon, type, label and why; commands with their menu and key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout
from PySide6.QtWidgets import QWidget as _Widget

from intelviz.case.values import Hit
from intelviz.render.icons import disc
from intelviz.render.theme import Theme
from intelviz.schema.model import Schema
from intelviz.views.icon import icon
from intelviz.views.item_drag import mime_of
from intelviz.views.search.asking import Asked, Going
from intelviz.views.search.commands import Listed

Entry = Hit | Listed | Asked | Going
_Index = QModelIndex | QPersistentModelIndex
ROW = 40
_SHOWN = 10


class _Entries(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def take(self, entries: list[Entry]) -> None:
        """List these."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(entry, Hit):
                return f"{entry.label}, {entry.type}"
            if not isinstance(entry, Listed):
                look = _asked_look(entry)
                return f"{look.head}: {look.under}"
            return f"{entry.menu}: {entry.action.title}"
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(entry, Listed):
            return entry.action.help
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        entry = self.entries[index.row()]
        if isinstance(entry, Listed) and not entry.action.enabled():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsDragEnabled if isinstance(entry, Hit) else plain

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the items as what a drag to the chart carries."""
        entries = [self.entries[index.row()] for index in indexes]
        return mime_of(np.array([each.id for each in entries if isinstance(each, Hit)], np.int64))


@dataclass(frozen=True, slots=True)
class _Look:
    head: str
    under: str
    aside: str


def _asked_look(entry: Asked | Going) -> _Look:
    if isinstance(entry, Asked):
        return _Look(entry.title, entry.words, "query")
    return _Look(f"… {entry.text}", entry.words, "Tab")


class _Line(QStyledItemDelegate):
    def __init__(self, results: Results) -> None:
        super().__init__(results)
        self._results = results

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, max(ROW, 2 * option.fontMetrics.height() + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        results, theme = self._results, self._results.theme
        entry = results.entries[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        box = option.rect.adjusted(8, 0, -12, 0)
        self._icon(painter, box, entry)
        look = results.look_of(entry)
        able = not isinstance(entry, Listed) or entry.action.enabled()
        text, quiet = QColor(*(theme.text if able else theme.quiet)), QColor(*theme.quiet)
        metrics = QFontMetrics(option.font)
        aside = metrics.horizontalAdvance(look.aside)
        words = QRect(box.left() + 36, box.top() + 3, box.width() - 36 - (aside + 16 if aside else 0), box.height() - 6)
        half = words.height() // 2
        painter.setFont(option.font)
        painter.setPen(text)
        head = QRect(words.left(), words.top(), words.width(), half if look.under else words.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(head, flags, metrics.elidedText(look.head, Qt.TextElideMode.ElideRight, head.width()))
        painter.setPen(quiet)
        if look.under:
            below = QRect(words.left(), words.top() + half, words.width(), words.height() - half)
            painter.drawText(below, flags, metrics.elidedText(look.under, Qt.TextElideMode.ElideRight, below.width()))
        if look.aside:
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, look.aside)
        painter.restore()

    def _icon(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        results, theme = self._results, self._results.theme
        size = 24
        at = QRect(box.left(), box.top() + (box.height() - size) // 2, size, size)
        if isinstance(entry, Hit):
            kind = results.schema.items.get(entry.type)
            if kind is not None:
                colour = theme.types[kind.colour % len(theme.types)]
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(at, disc(kind.icon, colour, 2 * size, theme.raised))
            return
        named = entry.action.icon if isinstance(entry, Listed) else _ICONS.get(type(entry), "")
        if named:
            icon(named, theme, theme.quiet).paint(painter, at.adjusted(3, 3, -3, -3))


_ICONS: dict[type, str] = {Asked: "filter-outline", Going: "arrow-right"}


class Results(QFrame):
    """Lies over the window under the search box; ``chosen`` gives the entry that was picked."""

    chosen = Signal(object)

    def __init__(self, schema: Schema, theme: Theme, parent: _Widget) -> None:
        super().__init__(parent)
        self.setObjectName("searchResults")
        self.schema, self.theme = schema, theme
        self.describe: Callable[[Hit], Sequence[str]] = lambda _: ()
        """Says more of an item in a few words, such as when and where."""
        self._model = _Entries()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Line(self))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setDragEnabled(True)
        self.list.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.list.setAccessibleName("What was found")
        self.list.clicked.connect(lambda index: self.chosen.emit(self.entries[index.row()]))
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setObjectName("quiet")
        self.words.setContentsMargins(12, 4, 12, 4)
        self.words.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        box.setSpacing(0)
        box.addWidget(self.list)
        box.addWidget(self.words)
        self.hide()

    @property
    def entries(self) -> list[Entry]:
        """What is listed."""
        return self._model.entries

    def look_of(self, entry: Entry) -> _Look:
        """Return the words of one line."""
        if isinstance(entry, Hit):
            kind = self.schema.items.get(entry.type)
            what = kind.label if kind is not None else entry.type
            why = "" if entry.why in ("label", "") else entry.why
            under = " · ".join(each for each in (what, why, *self.describe(entry)) if each)
            return _Look(entry.label or f"item {entry.id}", under, "")
        if not isinstance(entry, Listed):
            return _asked_look(entry)
        return _Look(entry.action.title, f"{entry.menu} · {entry.action.help}".strip(" ·"), entry.action.key)

    def take(self, entries: list[Entry], words: str) -> None:
        """List entries with a line of words beneath; the first one is marked."""
        self._model.take(entries)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.list.setVisible(bool(entries))
        self.step(0)

    def step(self, by: int) -> None:
        """Mark the entry ``by`` lines on, passing over what can't be done now."""
        count = len(self.entries)
        if not count:
            return
        at = self.list.currentIndex().row()
        at = 0 if at < 0 else min(max(at + by, 0), count - 1)
        ahead = range(at, count) if by >= 0 else range(at, -1, -1)
        for number in ahead:
            index = self._model.index(number)
            if index.flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentIndex(index)
                self.list.scrollTo(index)
                return

    @property
    def marked(self) -> Entry | None:
        """The entry that is marked."""
        index = self.list.currentIndex()
        return self.entries[index.row()] if index.isValid() else None

    def wanted_height(self) -> int:
        """Return the height at which all, or the first ten, entries are in sight."""
        row = max(ROW, 2 * self.fontMetrics().height() + 8)
        words = self.words.heightForWidth(self.width() - 8) if self.words.text() else 0
        return min(len(self.entries), _SHOWN) * row + max(words, 0) + 10
