"""Which part of each chart was in sight, so that a chart is found as it was left."""

from __future__ import annotations

import math

from intelviz.views.network.camera import LEAST, MOST, Camera

Sight = tuple[float, float, float, bool]
"""Canvas point in the middle, pixels for a canvas unit, and whether the whole is shown."""


class Cameras:
    """The sights of the charts of one case by name."""

    def __init__(self, chart: str) -> None:
        self.chart = chart
        self._kept: dict[str, Sight] = {}

    def go_to(self, chart: str, camera: Camera, *, fitted: bool) -> Sight | None:
        """Keep the sight of the chart that is left, and return that of another, None where it was never seen."""
        self._kept[self.chart] = (camera.x, camera.y, camera.scale, fitted)
        self.chart = chart
        return self._kept.get(chart)

    def renamed(self, old: str, new: str) -> None:
        """Follow a chart to its new name."""
        if old in self._kept:
            self._kept[new] = self._kept.pop(old)
        if self.chart == old:
            self.chart = new

    def plain(self, camera: Camera, *, fitted: bool) -> dict[str, list[float | bool]]:
        """Return the sights to remember, the open chart's as it is now."""
        now: dict[str, Sight] = {**self._kept, self.chart: (camera.x, camera.y, camera.scale, fitted)}
        return {name: list(sight) for name, sight in now.items()}

    def restore(self, kept: object) -> None:
        """Take over remembered sights; what can't be one is passed over."""
        if not isinstance(kept, dict):
            return
        for name, sight in kept.items():
            match sight:
                case [int() | float() as x, int() | float() as y, int() | float() as scale, bool() as fitted]:
                    if all(map(math.isfinite, (x, y, scale))) and LEAST <= scale <= MOST:
                        self._kept[str(name)] = (float(x), float(y), float(scale), fitted)
                case _:
                    pass
