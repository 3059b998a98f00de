"""Areas the analyst keeps under the kind "area": read with suspicion, as they may come from a stranger's case."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, cast

from intelviz.schema.errors import UsageError

Shape = Literal["polygon", "circle", "corridor"]
Point = tuple[float, float]

MOST_POINTS = 10_000
MOST_METRES = 5_000_000.0


@dataclass(frozen=True)
class Area:
    """A polygon (3 corners or more), a circle (1 point) or a corridor (2 points or more); degrees, metres."""

    shape: Shape
    points: tuple[Point, ...]
    metres: float = 0.0


def read_area(body: object) -> Area:
    """Return the area that a kept body describes; raises UsageError with what is wrong."""
    if not isinstance(body, dict):
        raise UsageError("An area is an object with a shape.")
    said = cast("dict[str, object]", body)
    match said.get("shape"):
        case "polygon":
            _only(said, {"shape", "points"})
            return Area("polygon", _points(said.get("points"), 3))
        case "circle":
            _only(said, {"shape", "centre", "metres"})
            return Area("circle", (_point(said.get("centre")),), _metres(said.get("metres")))
        case "corridor":
            _only(said, {"shape", "points", "metres"})
            return Area("corridor", _points(said.get("points"), 2), _metres(said.get("metres")))
        case _:
            raise UsageError("The shape of an area is polygon, circle or corridor.")


def _only(said: dict[str, object], known: set[str]) -> None:
    if set(said) - known:
        raise UsageError(f"An area of this shape has {', '.join(sorted(known))}, and nothing else.")


def _points(said: object, least: int) -> tuple[Point, ...]:
    points = cast("list[object]", said) if isinstance(said, list) else []
    if not least <= len(points) <= MOST_POINTS:
        raise UsageError(f"This area needs {least} to {MOST_POINTS:,} points.")
    read = tuple(_point(point) for point in points)
    if len(set(read)) < least:
        raise UsageError(f"This area needs at least {least} points that differ.")
    return read


def _point(said: object) -> Point:
    pair = cast("list[object]", said) if isinstance(said, list) else []
    if len(pair) != 2:
        raise UsageError("A point is a longitude and a latitude.")
    lon, lat = _number(pair[0]), _number(pair[1])
    if abs(lon) > 180 or abs(lat) > 90:
        raise UsageError("A longitude lies within 180 degrees and a latitude within 90.")
    return lon, lat


def _metres(said: object) -> float:
    metres = _number(said)
    if not 0 < metres <= MOST_METRES:
        raise UsageError(f"Metres are more than 0 and at most {MOST_METRES:,.0f}.")
    return metres


def _number(said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not abs(said) < 1e9 or not math.isfinite(said):
        raise UsageError("A number is missing, or is none that can be used.")
    return float(said)
