"""British National Grid: eastings and northings (EPSG:27700), and references such as "SJ 83822 98123"."""

from __future__ import annotations

import math
import os
import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyproj import Transformer

_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_GRID = "uk_os_OSTN15_NTv2_OSGBtoETRS.tif"
_EAST, _NORTH = 700_000, 1_300_000
_REFERENCE = re.compile(r"([A-HJ-Z])([A-HJ-Z])\s*(\d+)(?:\s+(\d+))?")


@lru_cache(maxsize=1)
def _transformers() -> tuple[Transformer, str]:
    """Return the best transformation that works with the files at hand, and how good it is, in words."""
    from pyproj import Transformer
    from pyproj.datadir import (
        get_data_dir,
        get_user_data_dir,  # pyright: ignore[reportPrivateImportUsage]  # documented, though not in its __all__
    )

    folders = [*get_data_dir().split(os.pathsep), get_user_data_dir()]
    exact = any((Path(folder) / _GRID).is_file() for folder in folders)
    return (
        Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True),
        "±1 m (OSTN15)" if exact else "±5 m (without the OSTN15 grid)",
    )


def accuracy_words() -> str:
    """Return how accurate grid coordinates are here."""
    return _transformers()[1]


def to_grid(lon: float, lat: float) -> tuple[float, float] | None:
    """Return easting and northing in metres of a point in degrees, None outside the National Grid."""
    if not (-9.5 <= lon <= 3.0 and 49.0 <= lat <= 62.0):
        return None
    east, north = _transformers()[0].transform(lon, lat)
    if not (math.isfinite(east) and math.isfinite(north) and 0 <= east < _EAST and 0 <= north < _NORTH):
        return None
    return float(east), float(north)


def from_grid(east: float, north: float) -> tuple[float, float]:
    """Return longitude and latitude of grid coordinates in metres; ValueError outside the grid."""
    if not (0 <= east < _EAST and 0 <= north < _NORTH):
        raise ValueError(f"{east:,.0f}, {north:,.0f} lies outside the British National Grid")
    lon, lat = _transformers()[0].transform(east, north, direction="INVERSE")
    return float(lon), float(lat)


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


def read_reference(text: str) -> tuple[float, float] | None:
    """Return the middle (metres) of the square that a reference names, None where the text is no reference."""
    found = _REFERENCE.fullmatch(text.strip().upper())
    if found is None:
        return None
    digits = found[3] + (found[4] or "")
    if len(digits) % 2 or not 2 <= len(digits) <= 10 or (found[4] and len(found[3]) != len(found[4])):
        return None
    half = len(digits) // 2
    step = 10 ** (5 - half)
    first, second = _LETTERS.index(found[1]), _LETTERS.index(found[2])
    east = ((first - 2) % 5) * 500_000 + (second % 5) * 100_000
    north = (19 - first // 5 * 5 - second // 5) * 100_000
    east, north = east + int(digits[:half]) * step + step / 2, north + int(digits[half:]) * step + step / 2
    return (float(east), float(north)) if 0 <= east < _EAST and 0 <= north < _NORTH else None


def warm() -> None:
    """Begin to load what the first answer needs, beside other work; the first answer would else take a blink longer."""
    if not _transformers.cache_info().currsize:
        threading.Thread(target=_transformers, name="National Grid", daemon=True).start()
