"""What the analyst chose to be drawn on the map, and how."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

from intelviz.render.hexagons import WIDTHS
from intelviz.views.map.layers.state import Layers

Way = Literal["auto", "points", "clusters"]
Mode = Literal["auto", "points", "clusters", "hexagons", "heat", "density", "none"]
Ties = Literal["selection", "all", "none"]

MODES: tuple[Mode, ...] = ("auto", "points", "clusters", "hexagons", "heat")
TIES: tuple[Ties, ...] = ("selection", "all", "none")
_NARROWEST, _WIDEST = 8.0, 120.0
MOST_METRES = 100_000


def kept_bandwidth(pixels: float) -> float:
    """Return a bandwidth (pixels) that heat can be drawn with."""
    return float(min(max(pixels, _NARROWEST), _WIDEST))


@dataclass
class Options:
    """The choices, as they are kept between sessions; ``ties`` are links between places.

    ``way`` says how items are drawn at their places. ``bandwidth`` of heat is in pixels, ``reach`` the same in metres,
    0 for one that follows the zoom; so is ``hexagon``, the width of hexagons.
    """

    way: Way = "auto"
    bandwidth: float = 28.0
    reach: int = 0
    hexagon: int = 0
    hidden_types: set[str] = field(default_factory=set)
    ties: Ties = "selection"
    legend: bool = True
    layers: Layers = field(default_factory=Layers)

    @property
    def mode(self) -> Mode:
        """How items are drawn: at their places in some way, else by the topmost layer that draws them."""
        if self.layers.of("points").on:
            return self.way
        drawn = [each.key for each in self.layers if each.on]
        for key in reversed(drawn):
            match key:
                case "hexagons" | "heat" | "density" as mode:
                    return mode
        return "none"

    @mode.setter
    def mode(self, mode: Mode) -> None:
        """Draw items in one way alone."""
        match mode:
            case "auto" | "points" | "clusters" as way:
                self.way = way
                self.layers.alone("points")
            case _:
                self.layers.alone("" if mode == "none" else mode)

    @property
    def names(self) -> bool:
        """Whether places are named."""
        return self.layers.of("names").on

    @names.setter
    def names(self, on: bool) -> None:
        self.layers.of("names").on = on

    def settings(self) -> dict[str, object]:
        """Return the choices as plain values."""
        return {
            "mode": self.mode,
            "way": self.way,
            "bandwidth": self.bandwidth,
            "reach": self.reach,
            "hexagon": self.hexagon,
            "hidden_types": sorted(self.hidden_types),
            "ties": self.ties,
            "legend": self.legend,
            "names": self.names,
            "layers": self.layers.settings(),
        }

    def restore(self, settings: dict[str, object]) -> None:
        """Take over remembered choices; what is unknown or broken is ignored."""
        match settings.get("mode"):
            case "auto" | "points" | "clusters" | "hexagons" | "heat" | "density" | "none" as mode:
                self.mode = mode
        match settings.get("way"):
            case "auto" | "points" | "clusters" as way:
                self.way = way
        match settings.get("ties"):
            case "selection" | "all" | "none" as ties:
                self.ties = ties
        match settings.get("bandwidth"):
            case int() | float() as bandwidth:
                self.bandwidth = kept_bandwidth(bandwidth) if math.isfinite(bandwidth) else self.bandwidth
        match settings.get("reach"):
            case int() as metres if not isinstance(metres, bool) and 0 <= metres <= MOST_METRES:
                self.reach = metres
        match settings.get("hexagon"):
            case int() as metres if not isinstance(metres, bool) and metres in (0, *WIDTHS):
                self.hexagon = metres
        match settings.get("hidden_types"):
            case list() as names:
                self.hidden_types = {str(name) for name in names}
        match settings.get("legend"), settings.get("names"):
            case bool() as legend, bool() as names:
                self.legend, self.names = legend, names
        self.layers.restore(settings.get("layers"))
