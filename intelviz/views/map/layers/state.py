"""Which layers the map draws, in what order, how strongly, and of which items: plain values, kept between sessions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

BUILT_IN = ("land", "density", "heat", "hexagons", "names", "areas", "links", "points", "tracks")
"""The layers that every map has, from the ground up, as they lie at first."""
MARKS = ("points", "hexagons", "heat", "density")
"""Those that draw the items themselves; each may have a filter of its own."""
LEAST = 0.1
_OFF_AT_FIRST = frozenset({"density", "heat", "hexagons"})
_MOST, _LONGEST_KEY, _LONGEST_QUERY = 200, 200, 2_000


@dataclass
class Layer:
    """One layer: ``opacity`` from LEAST to 1; ``query`` is text of the filter language, "" for all shown items."""

    key: str
    on: bool = True
    opacity: float = 1.0
    query: str = ""


class Layers:
    """All layers from the ground up."""

    def __init__(self) -> None:
        self._all = [Layer(key, key not in _OFF_AT_FIRST) for key in BUILT_IN]

    def __iter__(self) -> Iterator[Layer]:
        return iter(self._all)

    def of(self, key: str, over: str = "land") -> Layer:
        """Return a layer by its key; one that is new comes to lie over the layer ``over``, and those that came so."""
        found = next((each for each in self._all if each.key == key), None)
        if found is None:
            found = Layer(key)
            at = next(number for number, each in enumerate(self._all) if each.key == over) + 1
            while at < len(self._all) and self._all[at].key not in BUILT_IN:
                at += 1
            self._all.insert(at, found)
        return found

    def rename(self, key: str, new: str) -> None:
        """Give a layer from outside another key."""
        for each in self._all:
            if each.key == key and key not in BUILT_IN:
                each.key = new

    def move(self, key: str, by: int) -> bool:
        """Move a layer up (``by`` above 0) or down; False where it lies at the end already."""
        at = self._all.index(self.of(key))
        to = min(max(at + by, 0), len(self._all) - 1)
        self._all.insert(to, self._all.pop(at))
        return to != at

    def arrange(self, keys: list[str]) -> None:
        """Lay layers in a new order, from the ground up; those not named keep to the end."""
        place = {key: number for number, key in enumerate(keys)}
        self._all.sort(key=lambda each: place.get(each.key, len(place)))

    def arrange_among(self, keys: list[str]) -> None:
        """Give the places that some layers have to the same layers in another order."""
        found = {each.key: each for each in self._all if each.key in keys}
        order = iter([found[key] for key in keys if key in found])
        self._all = [next(order) if each.key in found else each for each in self._all]

    def alone(self, key: str) -> None:
        """Draw one of the layers of items, and no other of them; "" draws none."""
        for each in MARKS:
            self.of(each).on = each == key

    def settings(self) -> list[dict[str, object]]:
        """Return plain values."""
        return [{"key": each.key, "on": each.on, "opacity": each.opacity, "filter": each.query} for each in self._all]

    def restore(self, said: object) -> None:
        """Take over remembered layers; what is broken is passed over, and no built-in layer is lost."""
        found: dict[str, Layer] = {}
        for each in said[:_MOST] if isinstance(said, list) else []:
            layer = _read(each)
            if layer is not None and layer.key not in found:
                found[layer.key] = layer
        if not found:
            return
        order = list(found)
        for number, key in enumerate(BUILT_IN):
            if key not in found:
                # A layer that is newer than what was remembered: over the one that it lies over at first.
                below = next((each for each in reversed(BUILT_IN[:number]) if each in order), None)
                order.insert(order.index(below) + 1 if below is not None else 0, key)
        self._all = [found.get(key) or Layer(key, key not in _OFF_AT_FIRST) for key in order]


def _read(said: object) -> Layer | None:
    match said:
        case {"key": str() as key} if 0 < len(key) <= _LONGEST_KEY:
            layer = Layer(key)
        case _:
            return None
    match said.get("on"):
        case bool() as on:
            layer.on = on
    match said.get("opacity"):
        case int() | float() as opacity if not isinstance(opacity, bool) and math.isfinite(opacity):
            layer.opacity = kept_opacity(opacity)
    match said.get("filter"):
        case str() as query if len(query) <= _LONGEST_QUERY and key in MARKS:
            layer.query = query
    return layer


def kept_opacity(share: float) -> float:
    """Return an opacity that a layer can have: one that can still be seen."""
    return min(max(round(float(share), 2), LEAST), 1.0)
