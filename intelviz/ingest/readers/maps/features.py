"""Tables of what a map file holds: a row a feature, with its place in degrees and its shape.

The place of a line or an area is a point on it. Shapes are written as WKT in degrees (WGS 84) with nine decimals (a
tenth of a millimetre), and stay in the record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from intelviz.ingest.readers.maps.crs import WGS84, Bounds, ReferenceSystem
from intelviz.ingest.readers.table import CHUNK, Broken, Chunk, Origin, StructuredTable
from intelviz.schema.errors import BadInputError, Where

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from intelviz.ingest.readers.maps.geometry import Shape

_BATCH = 1_024
_CORNERS = 200_000
"""Corners of shapes that are held at once."""
_MOST_COLUMNS = 2_000
_MOST_CODES = 500_000
_LONGEST_WKT = 20_000_000
OWN = ("@kind", "@label", "@code", "@id", "@lon", "@lat", "@wkt", "@area_m2", "@length_m", "@note")


PLACE_NOTE = " ".join(
    (
        "The place of a line or an area is a point that lies on it.",
        "The whole shape is kept in the record (@wkt), in degrees.",
    )
)
"""Of interest only where the features become items."""


@dataclass(slots=True)
class Feature:
    """One thing on a map: its attributes as text, its shape, and what is wrong with that."""

    attributes: dict[str, str]
    shape: Shape | None
    kind: str
    problem: str = ""
    id: str = ""


Stream = Callable[[], Iterator[Feature | Broken]]


@dataclass(slots=True)
class Survey:
    """What a first look at all features finds."""

    columns: dict[str, None] = field(default_factory=dict[str, None])
    rows: int = 0
    kinds: Counter[str] = field(default_factory=Counter[str])
    problems: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    broken: int = 0
    corners: int = 0
    _bounds: Bounds | None = None
    _shapes: list[Shape] = field(default_factory=list["Shape"])
    _codes: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _no_code: set[str] = field(default_factory=set[str])

    def take(self, each: Feature | Broken) -> None:
        """Look at one more."""
        self.rows += 1
        if isinstance(each, Broken):
            self.broken += 1
            return
        self.kinds[each.kind] += 1
        if each.problem:
            self.problems.setdefault(each.problem, []).append(self.rows)
        for name, value in each.attributes.items():
            if name not in self.columns:
                self.columns[name] = None
            if name not in self._no_code:
                self._look_for_code(name, value)
        if each.shape is not None:
            self._shapes.append(each.shape)
            if len(self._shapes) >= _BATCH:
                self._widen()

    @property
    def bounds(self) -> Bounds | None:
        """Return the least and greatest x and y of all shapes, in the file's own system; None without any."""
        self._widen()
        return self._bounds

    def _widen(self) -> None:
        import numpy as np
        import shapely

        shapes = np.array(self._shapes, object)
        self.corners += int(shapely.get_num_coordinates(shapes).sum()) if self._shapes else 0
        found = shapely.total_bounds(shapes) if self._shapes else np.full(4, np.nan)
        self._shapes.clear()
        if np.isnan(found).any():
            return
        west, south, east, north = map(float, found)
        was = self._bounds or (west, south, east, north)
        self._bounds = (min(was[0], west), min(was[1], south), max(was[2], east), max(was[3], north))

    def _look_for_code(self, name: str, value: str) -> None:
        seen = self._codes.setdefault(name, set())
        if _GSS.fullmatch(value) and value not in seen and len(seen) < _MOST_CODES:
            seen.add(value)
        else:
            self._no_code.add(name)
            self._codes.pop(name, None)

    def code_column(self) -> str:
        """Return the first column in which every row has another code of the Office for National Statistics, or ""."""
        whole = self.rows - self.broken
        return next((name for name in self.columns if whole and len(self._codes.get(name, ())) == whole), "")

    def name_column(self, code: str) -> str:
        """Return the column that names the features: the partner of the code, or one that is called so; or ""."""
        bare, ends = _CODE_END.subn("", code)
        folded = {name.casefold(): name for name in self.columns}
        partners = (f"{bare}nm".casefold(), f"{bare}name".casefold()) if ends else ()
        for each in (*partners, *_NAMES):
            if each in folded:
                return folded[each]
        return next((name for name in self.columns if _NAME_END.search(name)), "")


_GSS = re.compile(r"[A-Z]\d{8}")
_CODE_END = re.compile(r"(?:cd|code)$", re.IGNORECASE)
_NAME_END = re.compile(r"(?:\d\dnm|name)$", re.IGNORECASE)
_NAMES = ("name", "title", "label", "full_name", "nm")


class FeatureTable(StructuredTable):
    """The features of a file or of one layer of it."""

    def __init__(
        self,
        origin: Origin,
        form: str,
        reader: str,
        stream: Stream,
        survey: Survey,
        system: ReferenceSystem | None = WGS84,
        notes: Sequence[str] = (),
        *,
        extra: Sequence[str] = (),
    ) -> None:
        if len(survey.columns) > _MOST_COLUMNS:
            raise BadInputError(
                f"its features have {len(survey.columns):,} different attributes, more than {_MOST_COLUMNS:,}.",
                where=Where(file=origin.where),
                remedy="Ask for the layer as a table with one set of columns.",
            )
        self.reader = reader
        self.survey = survey
        self.bounds = survey.bounds
        self._stream, self._system = stream, system
        self._code = survey.code_column()
        self._name = survey.name_column(self._code)
        self._extra = tuple(name for name in extra if name in survey.columns)
        self._attributes = [name for name in survey.columns if name not in self._extra]
        names = [*OWN, *self._extra, *(f"attribute {name}" if name in OWN else name for name in self._attributes)]
        super().__init__(origin, form, names, [*notes, *self._found_notes()])
        self.may_hold_broken = survey.broken > 0

    def _found_notes(self) -> Iterator[str]:
        survey = self.survey
        if self._system is not None and self._system is not WGS84:
            words = f"Places were turned from {self._system.words} into degrees"
            yield f"{words}; {self._system.accuracy}." if self._system.accuracy else f"{words}."
        if survey.kinds["line"] or survey.kinds["area"] or survey.kinds["mixed"]:
            yield PLACE_NOTE
        for problem, rows in survey.problems.items():
            shown = ", ".join(f"{row:,}" for row in rows[:10]) + (" …" if len(rows) > 10 else "")
            many = "1 row was" if len(rows) == 1 else f"{len(rows):,} rows were"
            yield f"{many} loaded although {problem}: row {shown}."
        if survey.kinds[""]:
            many = "1 row has" if survey.kinds[""] == 1 else f"{survey.kinds['']:,} rows have"
            yield f"{many} no shape, and so no place."

    @property
    def _at_once(self) -> int:
        """How many features may be held, so that their corners are not more than memory has room for."""
        return max(1, min(_BATCH, _CORNERS * max(self.survey.rows, 1) // max(self.survey.corners, 1)))

    def chunks(self, header: int, size: int = CHUNK, *, fill: bool = False) -> Iterator[Chunk]:
        """Yield the rows, fewer at once where shapes have many corners."""
        return super().chunks(header, min(size, 8 * self._at_once), fill=fill)

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield a row for each feature."""
        stream = self._stream()
        number = 0
        while batch := list(islice(stream, self._at_once)):
            features = [each for each in batch if isinstance(each, Feature)]
            rows = iter(self._rows(features, number))
            for each in batch:
                number += 1
                yield next(rows) if isinstance(each, Feature) else each

    def _rows(self, features: Sequence[Feature], before: int) -> Iterator[list[str]]:
        columns = placed([each.shape for each in features], self._system)
        for place, each in enumerate(features):
            lon, lat, wkt, area, length, why = (column[place] for column in columns)
            attributes = each.attributes
            code = attributes.get(self._code, "") if self._code else ""
            name = attributes.get(self._name, "") if self._name else ""
            note = "; ".join(words for words in (each.problem, why) if words)
            row = [each.kind, name or code, code, each.id, lon, lat, wkt, area, length, note]
            row += [attributes.get(name, "") for name in self._extra]
            row += [attributes.get(name, "") for name in self._attributes]
            yield row


def surveyed(stream: Stream) -> Survey:
    """Look at all features once."""
    survey = Survey()
    for each in stream():
        survey.take(each)
    return survey


def placed(shapes: Sequence[Shape | None], system: ReferenceSystem | None) -> tuple[list[str], ...]:
    """Return longitude, latitude, WKT, area in m², length in m and what is wrong, each as text, for shapes."""
    import numpy as np
    import shapely

    empty = [""] * len(shapes)
    if system is None:
        return empty, empty, empty, empty, empty, ["" if each is None else "its place is not known" for each in shapes]
    array: NDArray[np.object_] = np.empty(len(shapes), object)
    array[:] = list(shapes)
    if system.degrees is not None:
        array = _turned(array, system.degrees)
    with np.errstate(invalid="ignore"):
        points = _points_on(array)
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    bounds = shapely.bounds(array)
    with np.errstate(invalid="ignore"):
        fine = (bounds[:, 0] >= -180) & (bounds[:, 2] <= 180) & (bounds[:, 1] >= -90) & (bounds[:, 3] <= 90)
        fine &= np.isfinite(lon) & np.isfinite(lat)
    fine &= ~np.array([each is None for each in array], bool)
    wkt = shapely.to_wkt(array, rounding_precision=9)
    kinds = shapely.get_type_id(array)
    sizes, lengths = np.full(len(array), np.nan), np.full(len(array), np.nan)
    for values, wanted, measure in ((sizes, _AREAS, _areas), (lengths, _LINES, _lengths)):
        which = fine & np.isin(kinds, wanted)
        if which.any():
            values[which] = measure(array[which])
    outside = "its coordinates lie off the earth"
    if system.degrees is not None:
        outside = "its coordinates lie outside of what the reference system covers"
    out: tuple[list[str], ...] = ([], [], [], [], [], [])
    for place, was in enumerate(shapes):
        if not fine[place]:
            row = ("", "", "", "", "", "" if was is None or was.is_empty else outside)
        else:
            text, why = str(wkt[place]), ""
            if len(text) > _LONGEST_WKT:
                text, why = "", f"its shape has more than {_LONGEST_WKT:,} characters and was left out"
            size, length = _number(sizes[place], 0), _number(lengths[place], 1)
            row = (_degrees(lon[place]), _degrees(lat[place]), text, size, length, why)
        for column, value in zip(out, row, strict=True):
            column.append(value)
    return out


_LINES, _AREAS = (1, 2, 5), (3, 6)
"""GEOS's numbers of types of shape."""


def _number(value: float, decimals: int) -> str:
    return "" if value != value else f"{value:.{decimals}f}"  # noqa: PLR0124  not a number is unlike itself


def _turned(array: NDArray[np.object_], degrees: Callable[..., Any]) -> NDArray[np.object_]:
    """Return the shapes in degrees; None for one of which a point can't be."""
    import numpy as np
    import shapely

    found = np.empty(len(array), object)
    for flat in (True, False):
        which = np.nonzero(shapely.has_z(array) != flat)[0]
        positions, of = shapely.get_coordinates(array[which], include_z=not flat, return_index=True)
        lon, lat = degrees(positions[:, 0], positions[:, 1]) if len(positions) else (positions[:, 0], positions[:, 1])
        lost = np.unique(of[~(np.isfinite(lon) & np.isfinite(lat))])
        kept = ~np.isin(of, lost)
        fine = np.delete(which, lost)
        turned = np.column_stack([lon, lat, positions[:, 2:]])[kept]
        found[fine] = shapely.set_coordinates(array[fine].copy(), turned)
    return found


def _points_on(array: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return a point on each shape; GEOS refuses some areas that cross themselves, for which it is a corner."""
    import numpy as np
    import shapely

    try:
        return shapely.point_on_surface(array)
    except shapely.errors.GEOSException:
        found = np.empty(len(array), object)
        for place, shape in enumerate(array):
            if shape is None or shape.is_empty:
                continue
            try:
                found[place] = shapely.point_on_surface(shape)
            except shapely.errors.GEOSException:
                found[place] = shapely.Point(shapely.get_coordinates(shape)[0])
        return found


def _areas(array: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the areas of shapes in degrees, in m²: those of their cylindrical equal-area projection.

    J. P. Snyder, "Map projections: a working manual", USGS 1395 (1987), equations 3-12, 10-14 and 10-15, on WGS 84.
    """
    import numpy as np
    import shapely

    def turn(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, sine = np.radians(degrees[:, 0]), np.sin(np.radians(degrees[:, 1]))
        e = _ECCENTRICITY * sine
        q = (1 - _ECCENTRICITY**2) * (sine / (1 - e * e) + np.arctanh(e) / _ECCENTRICITY)
        return np.column_stack([lon * _RADIUS, q * (_RADIUS / 2)])

    return shapely.area(shapely.transform(array, turn))


def _lengths(array: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the lengths of lines in degrees, in metres on the ellipsoid."""
    import numpy as np
    import shapely
    from pyproj import Geod

    parts, of = shapely.get_parts(array, return_index=True)
    positions, part = shapely.get_coordinates(parts, return_index=True)
    lon, lat = positions[:, 0], positions[:, 1]
    if len(lon) < 2:
        return np.zeros(len(array))
    *_, metres = Geod(ellps="WGS84").inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    metres = np.where(part[:-1] == part[1:], metres, 0.0)
    return np.asarray(np.bincount(of[part[:-1]], metres, len(array)), np.float64)


_RADIUS, _ECCENTRICITY = 6_378_137.0, 0.0818191908426215
"""Equatorial radius in metres and eccentricity of the WGS 84 ellipsoid."""


def _degrees(value: float) -> str:
    return f"{value:.9f}".rstrip("0").rstrip(".")
