"""What the analyst chose to be drawn on the map, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from intelviz.render.hexagons import WIDTHS

Mode = Literal["auto", "points", "clusters", "hexagons", "heat"]
Ties = Literal["selection", "all", "none"]

MODES: tuple[Mode, ...] = ("auto", "points", "clusters", "hexagons", "heat")
TIES: tuple[Ties, ...] = ("selection", "all", "none")
_NARROWEST, _WIDEST = 8.0, 120.0


def kept_bandwidth(pixels: float) -> float:
    """Return a bandwidth (pixels) that heat can be drawn with."""
    return float(min(max(pixels, _NARROWEST), _WIDEST))


@dataclass
class Options:
    """The choices, as they are kept between sessions; ``bandwidth`` is in pixels, ``ties`` are links between places.

    ``hexagon`` is the width of hexagons in metres, 0 for one that follows the zoom.
    """

    mode: Mode = "auto"
    bandwidth: float = 28.0
    hexagon: int = 0
    hidden_types: set[str] = field(default_factory=set)
    ties: Ties = "selection"
    legend: bool = True
    names: bool = True

    def settings(self) -> dict[str, object]:
        """Return the choices as plain values."""
        return {
            "mode": self.mode,
            "bandwidth": self.bandwidth,
            "hexagon": self.hexagon,
            "hidden_types": sorted(self.hidden_types),
            "ties": self.ties,
            "legend": self.legend,
            "names": self.names,
        }

    def restore(self, settings: dict[str, object]) -> None:
        """Take over remembered choices; what is unknown or broken is ignored."""
        match settings.get("mode"):
            case "auto" | "points" | "clusters" | "hexagons" | "heat" as mode:
                self.mode = mode
        match settings.get("ties"):
            case "selection" | "all" | "none" as ties:
                self.ties = ties
        match settings.get("bandwidth"):
            case int() | float() as bandwidth:
                self.bandwidth = kept_bandwidth(bandwidth)
        match settings.get("hexagon"):
            case int() as metres if not isinstance(metres, bool) and metres in (0, *WIDTHS):
                self.hexagon = metres
        match settings.get("hidden_types"):
            case list() as names:
                self.hidden_types = {str(name) for name in names}
        match settings.get("legend"), settings.get("names"):
            case bool() as legend, bool() as names:
                self.legend, self.names = legend, names
