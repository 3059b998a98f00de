"""What a layer is that joins the map from outside, and what the built-in ones are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    from intelviz.views.map.legend import Row
    from intelviz.views.map.marks import Scene

TITLES: dict[str, tuple[str, str, str]] = {
    "land": ("Base map", "Land, water, boundaries and built-up areas", "earth"),
    "density": ("Density of items", "How many items stand in each pixel: for very many of them", "dots-grid"),
    "heat": ("Heat", "Where items lie close together, smoothed", "blur"),
    "hexagons": ("Hexagons", "How many items lie in each cell of a grid", "hexagon-multiple-outline"),
    "names": ("Names of places", "Names of towns, wards, waters and postcodes", "format-letter-case"),
    "areas": ("Areas", "The areas that are kept with the case", "vector-polygon"),
    "links": ("Links between places", "Lines between places that links join", "vector-line"),
    "points": ("Items", "Items at their places, gathered into clusters where they are too close", "map-marker-radius"),
    "tracks": ("Tracks", "The ways of items from event to event", "map-marker-path"),
}
"""Title, what it shows, and icon of each built-in layer."""


class MapLayer(Protocol):
    """A layer that isn't built in: a file's shapes, a base map of tiles.

    It joins by a source that gives such layers (``view.marked.sources.append(source)``). The map keeps its place in the
    order by its ``key``, at first right ``over`` a built-in one; whether it is drawn and how strongly it keeps itself.
    ``paint`` is called for a scene that says camera, theme and pixel ratio; it reads no file and takes no longer than
    30 ms. What it painted is kept as a picture until the camera or its ``version`` changes.
    """

    icon: str

    @property
    def key(self) -> str:
        """A name that no other layer has, and that stays the same."""
        ...

    @property
    def title(self) -> str:
        """What it is called."""
        ...

    @property
    def help(self) -> str:
        """What it shows."""
        ...

    @property
    def over(self) -> str:
        """The key of the built-in layer that it lies over at first."""
        ...

    @property
    def on(self) -> bool:
        """Whether it is drawn."""
        ...

    @property
    def opacity(self) -> float:
        """How strongly it is drawn, 0 to 1."""
        ...

    def set_on(self, *, on: bool) -> None:
        """Draw it, or no longer."""
        ...

    def set_opacity(self, share: float) -> None:
        """Draw it more or less strongly."""
        ...

    @property
    def version(self) -> object:
        """Something that differs from before when it must be painted anew."""
        ...

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paint it."""
        ...

    def legend(self, scene: Scene) -> list[Row]:
        """Return its lines in the legend."""
        ...

    def credit(self) -> str:
        """Return who must be named at the foot of the map, "" for nobody."""
        ...
