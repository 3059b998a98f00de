"""Asks how a layer is drawn, and shows it while it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QPushButton,
)

from intelviz.workspace.map_layers.kept_layer import COLOURS, LayerStyle, MapLayer

if TYPE_CHECKING:
    from intelviz.views.map.own.book import LayerBook


class _Colour(QPushButton):
    """A button that shows a colour and asks for another."""

    def __init__(self, colour: str, called: str) -> None:
        super().__init__()
        self._called = called
        self.setAccessibleName(called)
        self.set(colour)
        self.clicked.connect(self._ask)

    def set(self, colour: str) -> None:
        self.colour = colour
        swatch = QPixmap(16, 16)
        swatch.fill(QColor(colour))
        self.setIcon(QIcon(swatch))
        self.setText(colour)

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self.colour), self)
        dialog.setWindowTitle(self._called)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, each in enumerate(COLOURS):
            QColorDialog.setCustomColor(place, QColor(each))
        dialog.colorSelected.connect(lambda chosen: self.set(chosen.name()))
        dialog.open()


class StyleForm(QDialog):
    """Colour, outline, fill, width, size and label of a layer; keeps them when it is accepted."""

    def __init__(self, book: LayerBook, name: str) -> None:
        super().__init__(book.view)
        self._book, self._name = book, name
        self._layer: MapLayer = book.layers[name]
        style = self._layer.style
        self.setWindowTitle(f"How “{name[:60]}” is drawn")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.colour, self.outline = _Colour(style.colour, "Colour"), _Colour(style.outline, "Outline")
        self.fill = self._number("Fill in percent", 0, 100, style.fill * 100, " %", step=5, decimals=0)
        self.width_ = self._number("Width of lines in pixels", 0, 20, style.width, " px", step=0.5)
        self.size_ = self._number("Size of points in pixels", 1, 60, style.size, " px")
        self.label = QComboBox()
        self.label.setAccessibleName("Attribute that is written at each feature")
        self.label.addItem("No label", "")
        drawing = book.drawing(name)
        for column in drawing.shapes.columns if drawing is not None else ():
            self.label.addItem(column[:60], column)
        self.label.setCurrentIndex(max(self.label.findData(style.label), 0))
        origin = QLabel(
            "\n".join(each for each in (f"From {self._layer.file}", self._layer.form, *self._layer.notes[:3]) if each)
        )
        origin.setTextFormat(Qt.TextFormat.PlainText)
        origin.setWordWrap(True)
        origin.setMinimumWidth(320)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        box = QFormLayout(self)
        for words, field in (
            ("Colour:", self.colour), ("Outline:", self.outline), ("Fill:", self.fill), ("Line width:", self.width_),
            ("Point size:", self.size_), ("Label:", self.label),
        ):  # fmt: skip
            box.addRow(words, field)
        box.addRow(origin)
        box.addRow(buttons)

    def _number(
        self, called: str, least: float, most: float, value: float, unit: str, *, step: float = 1, decimals: int = 1
    ) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        field.setAccessibleName(called)
        field.setRange(least, most)
        field.setDecimals(decimals)
        field.setSingleStep(step)
        field.setSuffix(unit)
        field.setValue(value)
        return field

    def style_(self) -> LayerStyle:
        """Return what is chosen."""
        return LayerStyle(
            self.colour.colour,
            self.outline.colour,
            self.fill.value() / 100,
            self.width_.value(),
            self.size_.value(),
            str(self.label.currentData() or ""),
        )

    def _keep(self) -> None:
        changed = self._layer.styled(**self.style_().__dict__)
        if changed == self._layer or self._book.keep(self._name, changed):
            self.accept()


def ask_style(book: LayerBook, name: str) -> StyleForm:
    """Ask how a layer is drawn."""
    form = StyleForm(book, name)
    form.open()
    return form
