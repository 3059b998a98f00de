"""Areas the analyst keeps under the kind "area": read with suspicion, as they may come from a stranger's case.

This is the one reader of them. ``area_mask`` says what lies in a kept one, for filter, queries and map alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np

from intelviz.analysis.place import shapes
from intelviz.case.columns import Mask, Rows
from intelviz.schema.errors import CaseDamagedError, UsageError
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

Shape = Literal["polygon", "parts", "circle", "corridor"]
Point = tuple[float, float]
Ring = tuple[Point, ...]

KIND = "area"
MOST_POINTS = 10_000
MOST_CORNERS = 100_000
MOST_PARTS = 5_000
MOST_METRES = 5_000_000.0
MOST_DEGREES = 90.0
LEAST_METRES = 1.0
LEAST_SIZE = 1.0
"""Square metres that an area has at least."""
MOST_LETTERS = 200
MOST_HELD = 64_000_000
"""Bytes of what lies in areas that are kept for the next time."""
_SHOWN_NAMES = 5


@dataclass(frozen=True)
class Area:
    """A polygon (3 corners or more), parts, a circle (1 point) or a corridor (2 points or more).

    Points are longitude and latitude in degrees (WGS 84). ``parts`` are polygons, each its outline and its holes.
    ``metres`` is the radius of a circle, and how far a corridor reaches to either side of its line. ``taken`` says in
    words where an area was taken from that nobody drew.
    """

    shape: Shape
    points: tuple[Point, ...] = ()
    metres: float = 0.0
    parts: tuple[tuple[Ring, ...], ...] = ()
    taken: str = ""

    @property
    def polygons(self) -> tuple[tuple[Ring, ...], ...]:
        """The polygons of an area that has such."""
        return ((self.points,),) if self.shape == "polygon" else self.parts

    @property
    def body(self) -> dict[str, Any]:
        """The area as it is kept."""
        said: dict[str, Any] = {"shape": self.shape}
        match self.shape:
            case "circle":
                said |= {"centre": list(self.points[0]), "metres": self.metres}
            case "corridor":
                said |= {"points": [list(each) for each in self.points], "metres": self.metres}
            case "polygon":
                said |= {"points": [list(each) for each in self.points]}
            case "parts":
                said |= {"parts": [[[list(each) for each in ring] for ring in rings] for rings in self.parts]}
        return said | ({"taken": self.taken} if self.taken else {})


def read_area(body: object) -> Area:
    """Return the area that a kept body describes; raises UsageError with what is wrong."""
    if not isinstance(body, dict):
        raise UsageError("An area is an object with a shape.")
    said = cast("dict[str, object]", body)
    taken = _words(said.get("taken", ""))
    match said.get("shape"):
        case "polygon":
            _only(said, {"shape", "points"})
            return Area("polygon", _points(said.get("points"), 3), taken=taken)
        case "parts":
            _only(said, {"shape", "parts"})
            return Area("parts", parts=_parts(said.get("parts")), taken=taken)
        case "circle":
            _only(said, {"shape", "centre", "metres"})
            return Area("circle", (_point(said.get("centre")),), _metres(said.get("metres")), taken=taken)
        case "corridor":
            _only(said, {"shape", "points", "metres"})
            return Area("corridor", _points(said.get("points"), 2), _metres(said.get("metres")), taken=taken)
        case _:
            raise UsageError("The shape of an area is polygon, parts, circle or corridor.")


def checked(area: Area) -> Area:
    """Return an area that can be kept: it does not cross itself, and is no speck; raises UsageError in words."""
    read_area(area.body)
    if area.shape in {"circle", "corridor"}:
        return area
    if shapes.crossing(area.polygons) is not None:
        raise UsageError(
            "The outline crosses itself, so what is inside can't be told.",
            remedy="Move a corner, or take corners back with Backspace.",
        )
    if shapes.square_metres(area.polygons) < LEAST_SIZE:
        raise UsageError(f"The area is smaller than {LEAST_SIZE:g} square metre.", remedy="Draw it larger.")
    return area


def mask_of(workspace: Workspace, area: Area) -> Mask:
    """Return which items lie in an area, edges included. May be called from a job."""
    mask = np.zeros(len(workspace), bool)
    mask[rows_in(workspace, area)] = True
    return mask


def rows_in(workspace: Workspace, area: Area) -> Rows:
    """Return the rows of the items in an area, edges included; kept until items change. May be called from a job."""
    facts, key = workspace.facts, (KIND, str(hash(area)))
    known = cast("tuple[Area, Rows] | None", facts.get(key))
    if known is not None and known[0] == area:
        return known[1]
    rows = np.flatnonzero(_inside(workspace, area)).astype(np.int32)
    held = [(each, cast("tuple[Area, Rows]", facts[each])[1].nbytes) for each in list(facts) if each[0] == KIND]
    spare = MOST_HELD - rows.nbytes - sum(size for _, size in held)
    for old, size in held:
        if spare < 0:
            facts.pop(old, None)
            spare += size
    facts[key] = (area, rows)
    return rows


def is_known(workspace: Workspace, area: Area) -> bool:
    """Return whether what lies in an area was found before, and is there at once."""
    return (KIND, str(hash(area))) in workspace.facts


def _inside(workspace: Workspace, area: Area) -> Mask:
    lon, lat = workspace.items.lon, workspace.items.lat
    match area.shape:
        case "circle":
            return shapes.in_circle(lon, lat, area.points[0], area.metres)
        case "corridor":
            return shapes.in_corridor(lon, lat, area.points, area.metres)
        case "polygon" | "parts":
            checked(area)
            return shapes.in_polygons(lon, lat, area.polygons)


def kept_area(case: CaseFile, name: str) -> Area:
    """Return the area of a name; UsageError where there is none, CaseDamagedError where it can't be read."""
    areas = case.kept(KIND)
    found = name if name in areas else next((each for each in areas if each.casefold() == name.casefold()), None)
    if found is None:
        raise UsageError(f"There is no area “{name}” in this case.", remedy=_known(areas))
    try:
        return read_area(areas[found])
    except UsageError as error:
        raise CaseDamagedError(
            f"The area “{found}” has no outline that can be read: {error.what}", remedy="Draw it anew."
        ) from error


def area_mask(workspace: Workspace, case: CaseFile, name: str) -> Mask:
    """Return what lies in a kept area."""
    return mask_of(workspace, kept_area(case, name))


def _known(names: Iterable[str]) -> str:
    listed = list(names)
    if not listed:
        return "There are no areas yet."
    more = f" and {len(listed) - _SHOWN_NAMES:,} more" if len(listed) > _SHOWN_NAMES else ""
    return f"Areas: {', '.join(listed[:_SHOWN_NAMES])}{more}."


def _only(said: dict[str, object], known: set[str]) -> None:
    if set(said) - known - {"taken"}:
        raise UsageError(f"An area of this shape has {', '.join(sorted(known))}, and nothing else.")


def _words(said: object) -> str:
    if not isinstance(said, str) or len(said) > MOST_LETTERS:
        raise UsageError(f"Where an area was taken from is said in at most {MOST_LETTERS} letters.")
    return said


def _points(said: object, least: int, most: int = MOST_POINTS) -> tuple[Point, ...]:
    points = cast("list[object]", said) if isinstance(said, list) else []
    if not least <= len(points) <= most:
        raise UsageError(f"This area needs {least} to {most:,} points.")
    read = tuple(_point(point) for point in points)
    for degrees in zip(*read, strict=True):
        if max(degrees) - min(degrees) > MOST_DEGREES:
            raise UsageError(
                f"An area spans at most {MOST_DEGREES:g} degrees.", remedy="One across 180° is drawn as two."
            )
    if len(set(read)) < least:
        raise UsageError(f"This area needs at least {least} points that differ.")
    return read


def _parts(said: object) -> tuple[tuple[Ring, ...], ...]:
    parts = cast("list[object]", said) if isinstance(said, list) else []
    if not 1 <= len(parts) <= MOST_PARTS:
        raise UsageError(f"An area has 1 to {MOST_PARTS:,} parts.")
    left, found = MOST_CORNERS, list[tuple[Ring, ...]]()
    for part in parts:
        rings = cast("list[object]", part) if isinstance(part, list) else []
        if not 1 <= len(rings) <= MOST_PARTS:
            raise UsageError("A part of an area is its outline and its holes.")
        read: list[Ring] = []
        for ring in rings:
            read.append(_points(ring, 3, MOST_CORNERS))
            left -= len(read[-1])
            if left < 0:
                raise UsageError(f"An area has at most {MOST_CORNERS:,} corners.")
        found.append(tuple(read))
    return tuple(found)


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
    if not LEAST_METRES <= metres <= MOST_METRES:
        raise UsageError(f"Metres are more than 0, at least {LEAST_METRES:g}, and at most {MOST_METRES:,.0f}.")
    return metres


def _number(said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not abs(said) < 1e9 or not math.isfinite(said):
        raise UsageError("A number is missing, or is none that can be used.")
    return float(said)
