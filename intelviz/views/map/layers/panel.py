"""All layers of the map in a list, the topmost first: ticked, dragged, and with what can be chosen for each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from intelviz.render.hexagons import WIDTHS
from intelviz.views.filter.query_box import QueryBox
from intelviz.views.filter.vocabulary import vocabulary_of
from intelviz.views.icon import icon
from intelviz.views.map.furniture import metric_words
from intelviz.views.map.layers.state import LEAST, MARKS
from intelviz.views.map.options import MOST_METRES, TIES
from intelviz.views.map.own.acts import adding, ask_file
from intelviz.views.tooltip import plain
from intelviz.workspace.query import Query

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_KEY = Qt.ItemDataRole.UserRole
_WAYS = (
    ("auto", "Clusters where places can't be told apart"),
    ("points", "Every place by itself"),
    ("clusters", "Clusters, however many"),
)
_TIES = {"selection": "Of the selection", "all": "All", "none": "None"}


class _List(QListWidget):
    """The layers; Alt+Up and Alt+Down move one, Space ticks it."""

    moved = Signal(int)
    dropped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the layer with Alt held."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: object) -> None:
        """Take the new order over."""
        super().dropEvent(event)  # type: ignore[arg-type]  # a QDropEvent
        self.dropped.emit()


class LayersPanel(QDialog):
    """Stays open beside the map; what is chosen is drawn at once."""

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self.view = view
        self._filling = False
        self._shown: object = None
        self.setWindowTitle("Layers of the map")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = _List()
        self.list.setAccessibleName("Layers, the topmost first")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.up, self.down = QPushButton("Up"), QPushButton("Down")
        for button, by, words in ((self.up, 1, "Alt+Up"), (self.down, -1, "Alt+Down")):
            button.setAutoDefault(False)
            button.setToolTip(f"Move the layer {'over the next' if by > 0 else 'under the one before'} ({words})")
            button.clicked.connect(partial(self._move, by))
        act = adding(view)
        self.add = QPushButton("Add from a file…")
        self.add.setAutoDefault(False)
        self.add.setToolTip(plain(act.help))
        self.add.setEnabled(act.enabled())
        self.add.clicked.connect(lambda *_: ask_file(view))
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.help = QLabel()
        self.help.setObjectName("quiet")
        self.help.setWordWrap(True)
        self.help.setTextFormat(Qt.TextFormat.PlainText)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(round(LEAST * 100), 100)
        self.opacity.setPageStep(10)
        self.opacity.setAccessibleName("Opacity in per cent")
        self.share = QLabel()
        self.query = QueryBox(view.workspace.schema, lambda: vocabulary_of(view.workspace, view.own.case))
        self.query.line.setPlaceholderText("Only … (a query, Enter)")
        self.query.line.setAccessibleName("Query: draw only what it describes in this layer")
        self.way, self.width_of, self.ties = QComboBox(), QComboBox(), QComboBox()
        for key, words in _WAYS:
            self.way.addItem(words, key)
        for metres in (0, *WIDTHS):
            self.width_of.addItem(metric_words(metres) if metres else "Follows the zoom", metres)
        for key in TIES:
            self.ties.addItem(_TIES[key], key)
        self.reach = QSpinBox()
        self.reach.setRange(0, MOST_METRES)
        self.reach.setSingleStep(50)
        self.reach.setSuffix(" m")
        self.reach.setSpecialValueText("Follows the zoom")
        self.reach.setKeyboardTracking(False)
        self._lay_out()
        self.list.itemChanged.connect(self._ticked)
        self.list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.list.moved.connect(self._move)
        self.list.dropped.connect(self._dropped)
        self.opacity.valueChanged.connect(self._set_opacity)
        self.query.applied.connect(self._set_query)
        self.way.activated.connect(lambda _: self._set("way", self.way.currentData()))
        self.width_of.activated.connect(lambda _: self._set("hexagon", self.width_of.currentData()))
        self.ties.activated.connect(lambda _: self._set("ties", self.ties.currentData()))
        self.reach.valueChanged.connect(lambda metres: self._set("reach", metres))
        view.picked.connect(self.fill)
        self.resize(330, 520)
        self.fill()
        self.list.setCurrentRow(next((n for n, key in enumerate(self._keys()) if key == view.marked.lead_key), 0))

    def _lay_out(self) -> None:
        opacity = QWidget()
        beside = QHBoxLayout(opacity)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.opacity, 1)
        beside.addWidget(self.share)
        order = QHBoxLayout()
        order.addWidget(self.up)
        order.addWidget(self.down)
        order.addStretch(1)
        order.addWidget(self.add)
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for words, widget in (
            ("Opacity", opacity),
            ("Only", self.query),
            ("Drawn as", self.way),
            ("Width", self.width_of),
            ("Bandwidth", self.reach),
            ("Links", self.ties),
        ):
            self.form.addRow(words, widget)
            if not widget.accessibleName():
                widget.setAccessibleName(words)
        box = QVBoxLayout(self)
        box.addWidget(self.list, 1)
        box.addLayout(order)
        box.addWidget(self.title)
        box.addWidget(self.help)
        box.addLayout(self.form)

    # What there is

    @property
    def key(self) -> str:
        """The layer whose choices are shown, "" for none."""
        item = self.list.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    def _keys(self) -> list[str]:
        return [str(self.list.item(row).data(_KEY)) for row in range(self.list.count())]

    def fill(self) -> None:
        """List the layers anew."""
        if self._filling:
            return
        view, chosen = self.view, self.key
        listed = view.marked.listed()[::-1]
        self._filling = True
        if self._keys() != [layer.key for layer, *_ in listed]:
            self.list.clear()
            for layer, title, _, sign in listed:
                item = QListWidgetItem(icon(sign, view.theme), title)
                item.setData(_KEY, layer.key)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable & ~Qt.ItemFlag.ItemIsDropEnabled)
                self.list.addItem(item)
        for row, (layer, title, words, _) in enumerate(listed):
            item = self.list.item(row)
            on = view.marked.is_on(layer.key)
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            share = view.marked.opacity_of(layer.key)
            said = [title] + [f"{share:.0%}"] * (share < 1) + ["filtered"] * bool(layer.query)
            item.setText(", ".join(said))
            item.setToolTip(plain(words))
            if layer.key == chosen:
                self.list.setCurrentRow(row)
        self._filling = False
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self._filling or not self.key:
            return
        view, key = self.view, self.key
        layer, title, words, _ = next(each for each in view.marked.listed() if each[0].key == key)
        self._filling = True
        self.title.setText(title)
        self.help.setText(words)
        share = view.marked.opacity_of(key)
        self.opacity.setValue(round(share * 100))
        self.share.setText(f"{share:.0%}")
        if self._shown != (key, layer.query):
            self._shown = key, layer.query
            self.query.set_text(layer.query)
        self.way.setCurrentIndex(self.way.findData(view.options.way))
        self.width_of.setCurrentIndex(self.width_of.findData(view.options.hexagon))
        self.ties.setCurrentIndex(self.ties.findData(view.options.ties))
        self.reach.setValue(view.options.reach)
        for widget, keys in (
            (self.query, MARKS),
            (self.way, ("points",)),
            (self.width_of, ("hexagons",)),
            (self.reach, ("heat",)),
            (self.ties, ("links",)),
        ):
            self.form.setRowVisible(widget, key in keys)
        row = self.list.currentRow()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(row < self.list.count() - 1)
        self._filling = False

    # What is done

    def _ticked(self, item: QListWidgetItem) -> None:
        if not self._filling:
            self.view.marked.set_on(str(item.data(_KEY)), on=item.checkState() == Qt.CheckState.Checked)

    def _move(self, by: int) -> None:
        if self.key:
            self.view.marked.move(self.key, by)

    def _dropped(self) -> None:
        self.view.marked.arrange(self._keys()[::-1])

    def _set_opacity(self, per_cent: int) -> None:
        if not self._filling and self.key:
            self.view.marked.set_opacity(self.key, per_cent / 100)

    def _set_query(self, query: Query | None) -> None:
        if not self._filling and self.key in MARKS:
            self.view.marked.set_query(self.key, query.text if query is not None else "")

    def _set(self, name: str, value: object) -> None:
        if not self._filling and getattr(self.view.options, name) != value:
            setattr(self.view.options, name, value)
            self.view.options_changed()


def show_panel(view: MapView) -> LayersPanel:
    """Open the list of layers, or bring it to the front."""
    found = view.findChild(LayersPanel) or LayersPanel(view)
    found.show()
    found.raise_()
    found.list.setFocus()
    return found
