"""Areas that nobody needs to draw: boundaries of the base map, and outlines that a loaded map said of an item."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from intelviz.case.columns import Rows
from intelviz.render import basemap
from intelviz.render.mercator import project_point, unproject
from intelviz.schema.errors import UsageError
from intelviz.workspace.areas import MOST_CORNERS, MOST_LETTERS, Area, Ring

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

BOUNDARIES: tuple[tuple[str, str, str, int], ...] = (
    ("local", "wards", "Ward", basemap.WARD),
    ("britain", "districts", "District", basemap.DISTRICT),
    ("britain", "forces", "Police force area", basemap.FORCE),
)
"""File and layer of the base map, what one is called, and of which kind its names are."""
_WKT = "@wkt"
_MOST_LETTERS = 20_000_000


@lru_cache(maxsize=4)
def _faces(file: str, layer: str) -> Any:
    """Return all areas that the lines of a layer enclose, as one array of polygons in world coordinates."""
    import shapely

    found = basemap.layer(file, layer)
    if found is None:
        return np.zeros(0, object)
    lines = found.at(30.0)
    parts = [lines.xy[a:b] for a, b in zip(lines.first[:-1], lines.first[1:], strict=True) if b - a > 1]
    noded = shapely.union_all([shapely.LineString(part) for part in parts])
    return shapely.get_parts(shapely.polygonize(list(shapely.get_parts(noded))))


def boundary_at(kind: str, lon: float, lat: float) -> tuple[str, Area]:
    """Return name and area of the ward, district or police force area at a point; UsageError where there is none."""
    import shapely

    file, layer, words, named = next(each for each in BOUNDARIES if each[2] == kind)
    x, y = project_point(lon, lat)
    faces = _faces(file, layer)
    hit = np.flatnonzero(shapely.contains_xy(faces, x, y)) if len(faces) else np.zeros(0, np.int64)
    if not len(hit):
        raise UsageError(f"The base map has no {words.lower()} here.", remedy="Load one from a map file, or draw it.")
    face = faces[hit[int(np.argmin(shapely.area(faces[hit])))]]
    known = basemap.names()
    # A district that is called as its town is has no name of its own on the map: the first name is the largest town's.
    inside = np.zeros(0, np.int64)
    for wanted in (named, basemap.PLACE) if named == basemap.DISTRICT else (named,):
        ours = np.flatnonzero(known.kind == wanted)
        inside = ours[shapely.contains_xy(face, known.x[ours], known.y[ours])]
        if len(inside):
            break
    name = known.text[int(inside[0])] if len(inside) else words
    rings = [face.exterior, *face.interiors]
    return name, Area("parts", parts=(tuple(_ring(ring, world=True) for ring in rings),), taken=f"{words}, base map")


def _ring(ring: Any, *, world: bool = False) -> Ring:
    """Return a ring without its last corner, which is its first."""
    import shapely

    xy = shapely.get_coordinates(ring)[:-1]
    if world:
        xy = np.column_stack(unproject(xy[:, 0], xy[:, 1]))
    return tuple((float(x), float(y)) for x, y in np.round(xy, 7))


def outlines_of(case: CaseFile, ids: Iterable[int]) -> list[str]:
    """Return the outlines (WKT, degrees) that the records of some items hold."""
    found: list[str] = []
    for number in ids:
        for said in case.assertions(number):
            if said.record_id is None:
                continue
            text = case.record(said.record_id).cells.get(_WKT, "")
            if "POLYGON" in text[:40].upper() and len(text) <= _MOST_LETTERS:
                found.append(text)
                break
    return found


def area_of_items(case: CaseFile, ids: Rows, labels: list[str]) -> Area:
    """Return the outlines of some items as one area; UsageError where none has any."""
    import shapely

    texts = outlines_of(case, ids.tolist())
    shapes = [shape for shape in shapely.from_wkt(texts, on_invalid="ignore") if shape is not None]
    whole = shapely.union_all([shapely.make_valid(shape) for shape in shapes]) if shapes else None
    said = f"Outline of {labels[0]}" if len(labels) == 1 else f"Outlines of {len(labels):,} items"
    return area_of_shape(whole, said)


def area_of_shape(shape: Any, taken: str) -> Area:
    """Return the polygons of a shapely shape (degrees) as an area; ``taken`` says in words where it comes from."""
    import shapely

    parts = [each for each in shapely.get_parts(shape) if each.geom_type == "Polygon"] if shape is not None else []
    if not parts:
        raise UsageError("There is no outline here.", remedy="Load areas from a map file first, or draw it.")
    if sum(shapely.get_num_coordinates(each) for each in parts) > MOST_CORNERS:
        raise UsageError(f"These outlines have more than {MOST_CORNERS:,} corners.", remedy="Take fewer at once.")
    found = tuple(tuple(_ring(ring) for ring in (each.exterior, *each.interiors)) for each in parts)
    return Area("parts", parts=found, taken=taken[:MOST_LETTERS])
