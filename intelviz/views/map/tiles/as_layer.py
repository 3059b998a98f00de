"""The tiles under a map as one of its layers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPainter

from intelviz.views.map.layers.layer import MapLayer
from intelviz.views.map.legend import Row
from intelviz.views.map.marks import Scene
from intelviz.views.map.tiles.base import TileBase


@dataclass
class TileLayer:
    """The tiles that are looked at; see MapLayer for what each part is."""

    base: TileBase
    icon: str = "map-outline"
    key: str = "tiles"
    over: str = "land"
    help: str = "A map in pictures from a file on this computer"

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"Tiles: {self.base.name}"

    @property
    def version(self) -> object:
        """Differs from before when it is to be painted anew."""
        return self.base.version

    @property
    def on(self) -> bool:
        """Whether they are drawn."""
        return self.base.on

    @property
    def opacity(self) -> float:
        """How clearly they are drawn."""
        return self.base.share

    def set_on(self, *, on: bool) -> None:
        """Draw them, or no longer."""
        self.base.set_on(on=on)

    def set_opacity(self, share: float) -> None:
        """Draw them more or less clearly."""
        self.base.set_share(share)

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paint those that are there, and have the others read."""
        self.base.draw(painter, scene)

    def legend(self, scene: Scene) -> list[Row]:
        """Return nothing: a picture explains itself."""
        return []

    def credit(self) -> str:
        """Return whose tiles these are, and what is wrong with them."""
        return self.base.credits


def tile_layers(base: TileBase) -> list[MapLayer]:
    """Return the tiles as a layer of the map, if any were chosen."""
    return [TileLayer(base)] if base.name else []
