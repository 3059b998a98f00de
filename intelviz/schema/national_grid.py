"""British National Grid (EPSG:27700) and other reference systems, to and from longitude and latitude (WGS 84).

With Ordnance Survey's OSTN15 grid shift, which the package ``convertbng`` holds within itself, a conversion needs no
network and is good to 0.1 m against ETRS89, which WGS 84 has left by less than a metre since 1989. Where OSTN15 has no
values (the open sea), and without the package, it is PROJ's seven-parameter shift, good to about 5 m ("A guide to
coordinate systems in Great Britain", Ordnance Survey, section 6.6). PROJ never fetches anything here.
"""

from __future__ import annotations

import math
import re
import threading
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from pyproj import Transformer

Floats = NDArray[np.float64]
EAST, NORTH = 700_000, 1_300_000
"""Extent of the grid in metres."""
NAMED = {
    "national grid": "EPSG:27700",
    "irish grid": "EPSG:29903",
    "irish transverse mercator": "EPSG:2157",
    "web mercator": "EPSG:3857",
    "wgs 84": "EPSG:4326",
}
"""Reference systems by the names that people use."""
_SEA = 5_000
SHIFT_ACCURACY, HELMERT_ACCURACY = 1.0, 5.0
"""Metres on the ground (WGS 84) with and without OSTN15."""

_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_REFERENCE = re.compile(r"([A-HJ-Z])([A-HJ-Z])\s*([0-9]+)(?:\s+([0-9]+))?")


class _Shift(Protocol):
    """What convertbng does, as far as it is used here; NaN where OSTN15 has no values."""

    def convert_osgb36_to_ll(self, eastings: Floats, northings: Floats, /) -> tuple[Floats, Floats]: ...
    def convert_to_osgb36(self, longitudes: Floats, latitudes: Floats, /) -> tuple[Floats, Floats]: ...


@lru_cache(maxsize=1)
def _shift() -> _Shift | None:
    try:
        from convertbng import cutil
    except ImportError:
        return None
    return cast(_Shift, cutil)


@dataclass(frozen=True, slots=True)
class _Conversion:
    """To longitude and latitude; ``accuracy`` in metres, -1 where nobody states it."""

    transformer: Transformer
    accuracy: float
    missing: str


@lru_cache(maxsize=64)
def _conversion(crs: str) -> _Conversion:
    """Return PROJ's conversion from a reference system; ValueError for one that it doesn't know."""
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError
    from pyproj.network import (
        set_network_enabled,  # pyright: ignore[reportPrivateImportUsage]  # documented, though not in its __all__
    )
    from pyproj.transformer import TransformerGroup

    unknown = f"“{crs}” is no reference system that is known here"
    if not re.fullmatch(r"[A-Z]{2,12}:[0-9]{1,9}", crs):
        raise ValueError(unknown)
    set_network_enabled(active=False)
    try:
        system = CRS.from_user_input(crs)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            group = TransformerGroup(system, 4326, always_xy=True)
        transformer = Transformer.from_crs(system, 4326, always_xy=True)
    except ProjError:
        raise ValueError(unknown) from None
    accuracy = group.transformers[0].accuracy if group.transformers else -1.0
    grids = [grid.short_name for way in group.unavailable_operations for grid in way.grids]
    missing = "" if group.best_available or not grids else grids[0]
    return _Conversion(transformer, float(accuracy), missing)


def accuracy_m() -> float:
    """Return how good a conversion on land is, in metres."""
    return HELMERT_ACCURACY if _shift() is None and _conversion("EPSG:27700").missing else SHIFT_ACCURACY


def accuracy_words() -> str:
    """Return how good a conversion is, for the reader."""
    return "±1 m (OSTN15)" if accuracy_m() == SHIFT_ACCURACY else "±5 m (without the OSTN15 grid)"


def to_wgs84(easting: ArrayLike, northing: ArrayLike) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes of grid coordinates in metres; NaN where they lie outside the grid."""
    east, north = _pairs(easting, northing)
    inside = (east >= 0) & (east < EAST) & (north >= 0) & (north < NORTH)
    lon, lat = np.full(east.shape, np.nan), np.full(east.shape, np.nan)
    shift = _shift()
    if shift is not None and inside.any():
        lon[inside], lat[inside] = shift.convert_osgb36_to_ll(east[inside], north[inside])
    rest = inside & np.isnan(lon)
    if rest.any():
        lon[rest], lat[rest] = _conversion("EPSG:27700").transformer.transform(east[rest], north[rest])
    return lon, lat


def from_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Return eastings and northings in metres; NaN where the points lie outside the grid."""
    x, y = _pairs(lon, lat)
    near = (x >= -9.5) & (x <= 3.0) & (y >= 49.0) & (y <= 62.0)
    east, north = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    shift = _shift()
    if shift is not None and near.any():
        east[near], north[near] = shift.convert_to_osgb36(x[near], y[near])
    rest = near & np.isnan(east)
    if rest.any():
        way = _conversion("EPSG:27700").transformer
        east[rest], north[rest] = way.transform(x[rest], y[rest], direction="INVERSE")
    outside = ~((east >= 0) & (east < EAST) & (north >= 0) & (north < NORTH))
    east[outside] = north[outside] = np.nan
    return east, north


def _pairs(first: ArrayLike, second: ArrayLike) -> tuple[Floats, Floats]:
    one = np.atleast_1d(np.asarray(first, dtype=np.float64))
    other = np.atleast_1d(np.asarray(second, dtype=np.float64))
    if one.shape != other.shape or one.ndim != 1:
        raise ValueError(f"{one.shape} and {other.shape} are not as many coordinates of one kind as of the other")
    return one, other


def to_grid(lon: float, lat: float) -> tuple[float, float] | None:
    """Return easting and northing in metres of a point in degrees, None outside the National Grid."""
    east, north = from_wgs84([lon], [lat])
    return None if math.isnan(east[0]) else (float(east[0]), float(north[0]))


def from_grid(east: float, north: float) -> tuple[float, float]:
    """Return longitude and latitude of grid coordinates in metres; ValueError outside the grid."""
    lon, lat = to_wgs84([east], [north])
    if math.isnan(lon[0]):
        raise ValueError(f"{east:,.0f}, {north:,.0f} lies outside the British National Grid")
    return float(lon[0]), float(lat[0])


def to_wgs84_from(crs: str, x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a point in a reference system (an EPSG code, or a name of ``NAMED``).

    ``x`` is easting or longitude, ``y`` northing or latitude, whatever order the system itself prefers. ValueError in
    words where the system is unknown or the point lies outside of what it covers.
    """
    code = crs_code(crs)
    if x == y == 0:
        raise ValueError("0, 0 is what systems write where no place is known")
    if code == "EPSG:27700":
        check_land(x, y)
        return from_grid(x, y)
    lon, lat = _conversion(code).transformer.transform(x, y)
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"{x:,.15g}, {y:,.15g} lies outside of what {code} covers")
    return float(lon), float(lat)


def check_land(east: float, north: float) -> None:
    """Raise ValueError for a point in the first ``_SEA`` metres of the grid: Scilly and St Kilda lie beyond them."""
    if 0 <= east < _SEA or 0 <= north < _SEA:
        raise ValueError(
            f"{east:,.15g}, {north:,.15g} lies in the sea at the edge of the National Grid: it may be in kilometres, "
            "cut short, in the wrong column, or stand for no place"
        )


def crs_code(crs: str) -> str:
    """Return the code of a reference system named by itself or by its code: "EPSG:27700"."""
    text = crs.strip()
    return NAMED.get(text.lower(), f"EPSG:{text}" if re.fullmatch(r"[0-9]{4,6}", text) else text.upper())


def crs_accuracy_words(crs: str) -> str:
    """Return how well points of a reference system are placed, for the reader: "±1 m", "±6 m (without x.gsb)"."""
    code = crs_code(crs)
    if code == "EPSG:27700":
        return accuracy_words()
    found = _conversion(code)
    words = f"±{max(found.accuracy, 1):g} m" if found.accuracy >= 0 else "accuracy not stated"
    return f"{words} (without {found.missing}, which would be better)" if found.missing else words


def square_of(east: float, north: float) -> str:
    """Return the two letters of the 100 km square."""
    column, row = int(east // 100_000), int(north // 100_000)
    first = (19 - row) - (19 - row) % 5 + (column + 10) // 5
    second = (19 - row) * 5 % 25 + column % 5
    return _LETTERS[first] + _LETTERS[second]


def reference(east: float, north: float, digits: int = 5) -> str:
    """Return a reference such as "SJ 83822 98123"; digits are cut off, as is the rule, not rounded."""
    step = 10 ** (5 - digits)
    x, y = (int(value % 100_000) // step for value in (east, north))
    return f"{square_of(east, north)} {x:0{digits}d} {y:0{digits}d}"


def corner_of(letters: str) -> tuple[int, int] | None:
    """Return the south-west corner (metres) of a 100 km square, None where its two letters name none."""
    first, second = (_LETTERS.index(letter) for letter in letters)
    east = ((first - 2) % 5) * 500_000 + (second % 5) * 100_000
    north = (19 - first // 5 * 5 - second // 5) * 100_000
    return (east, north) if 0 <= east < EAST and 0 <= north < NORTH else None


def read_reference(text: str) -> tuple[float, float] | None:
    """Return the middle (metres) of the square that a reference names, None where the text is no reference."""
    found = _REFERENCE.fullmatch(text.strip().upper()) if len(text) < 40 else None
    if found is None:
        return None
    digits = found[3] + (found[4] or "")
    if len(digits) % 2 or not 2 <= len(digits) <= 10 or (found[4] and len(found[3]) != len(found[4])):
        return None
    corner = corner_of(found[1] + found[2])
    if corner is None:
        return None
    half = len(digits) // 2
    step = 10 ** (5 - half)
    return corner[0] + int(digits[:half]) * step + step / 2, corner[1] + int(digits[half:]) * step + step / 2


def warm() -> None:
    """Begin to load what the first answer needs, beside other work; the first answer would else take a blink longer."""
    if not _shift.cache_info().currsize:
        threading.Thread(target=_shift, name="National Grid", daemon=True).start()
