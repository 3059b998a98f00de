"""A layer from a file as one of the map's layers: its place in the order is the map's, the rest is kept by its book."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPainter

from intelviz.views.map.layers.layer import MapLayer
from intelviz.views.map.legend import Row
from intelviz.views.map.marks import Scene
from intelviz.views.map.own.book import LayerBook, key_of


@dataclass
class OwnLayer:
    """One layer of the case by its name; see MapLayer for what each part is."""

    book: LayerBook
    name: str
    icon: str = "map-outline"

    @property
    def key(self) -> str:
        """What the list of layers knows it by."""
        return key_of(self.name)

    @property
    def title(self) -> str:
        """Its name."""
        return self.name

    @property
    def help(self) -> str:
        """Where it is from."""
        return "A layer from a file, kept with the case"

    @property
    def over(self) -> str:
        """What it lies over at first: the base map, or the names of places."""
        return "land" if self.book.layers[self.name].base else "names"

    @property
    def version(self) -> object:
        """Differs from before when it is to be painted anew."""
        return self.book.version_of(self.name)

    @property
    def on(self) -> bool:
        """Whether it is drawn."""
        return self.name not in self.book.hidden

    @property
    def opacity(self) -> float:
        """How strongly it is drawn."""
        return self.book.opacity.get(self.name, 1.0)

    def set_on(self, *, on: bool) -> None:
        """Draw it, or no longer."""
        self.book.show([self.name], on=on)

    def set_opacity(self, share: float) -> None:
        """Draw it more or less strongly."""
        self.book.set_opacity(self.name, share)

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paint it."""
        self.book.paint(painter, scene, self.name)

    def legend(self, scene: Scene) -> list[Row]:
        """Return its name with its colour."""
        red, green, blue, _ = QColor(self.book.layers[self.name].style.colour).getRgb()
        return [Row(self.name, "", "swatch", colour=(int(red or 0), int(green or 0), int(blue or 0)))]

    def credit(self) -> str:
        """Nobody is named: the file is the analyst's."""
        return ""


def own_layers(book: LayerBook) -> list[MapLayer]:
    """Return the layers of the case as layers of the map."""
    return [OwnLayer(book, name) for name in book.layers]
