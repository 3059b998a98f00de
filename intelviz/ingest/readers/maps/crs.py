"""Reference systems of map files: which one a file states, what its absence may mean, and the way to degrees.

Nothing is fetched: grids of datum shifts are used only where they are on this machine.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Degrees = Callable[[NDArray[np.float64], NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]

Bounds = tuple[float, float, float, float]
_LONGEST = 20_000
_BRITAIN: Bounds = (-400_000.0, -300_000.0, 1_100_000.0, 1_600_000.0)
BRITISH_NATIONAL_GRID = 27700


@dataclass(frozen=True, slots=True)
class ReferenceSystem:
    """A reference system: its name, how exactly it is turned into degrees (WGS 84), in words, and the turning.

    ``degrees`` takes x and y (eastings and northings, or longitudes and latitudes) and returns longitudes and
    latitudes; None if they are degrees already.
    """

    words: str
    accuracy: str = ""
    degrees: Degrees | None = None


WGS84 = ReferenceSystem("WGS 84")


class UnknownSystemError(ValueError):
    """What is stated is no reference system that is known; the words say what."""


@cache
def reference_system(stated: str) -> ReferenceSystem:
    """Return the system that is meant by a code (``EPSG:27700``), a URN or a text in WKT."""
    if len(stated) > _LONGEST:
        raise UnknownSystemError("the statement of the reference system is too long")
    text = stated.strip().strip("\0")
    if text.upper().endswith(("CRS84", "OGC:CRS84H")) and len(text) < 60:
        return WGS84
    crs = _read(text)
    if crs is None:
        raise UnknownSystemError(f"“{text[:80]}” is no reference system that is known")
    return _system(crs)


def _read(text: str) -> Any:
    import pyproj
    from pyproj.exceptions import CRSError

    if not text or "+init" in text or "+nadgrids" in text or "+proj=pipeline" in text:
        return None
    _stay_offline()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            crs = pyproj.CRS.from_user_input(text)
            if crs.is_bound:
                crs = crs.source_crs
            if crs is not None and crs.is_compound:
                crs = crs.sub_crs_list[0]
        except (CRSError, ValueError, TypeError, UnicodeError):
            return None
    return crs if crs is not None and (crs.is_geographic or crs.is_projected) else None


def _system(crs: Any) -> ReferenceSystem:
    code = crs.to_epsg(min_confidence=70)
    if code == 4326:
        return WGS84
    name = f"{crs.name} (EPSG:{code})" if code else str(crs.name)
    if code == BRITISH_NATIONAL_GRID:
        return national_grid()
    return _by_pyproj(crs if code is None else f"EPSG:{code}", name)


def _by_pyproj(crs: Any, name: str) -> ReferenceSystem:
    import numpy as np
    import pyproj
    from pyproj.exceptions import ProjError

    _stay_offline()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
            metres = float(transformer.accuracy or 0)
        except ProjError as error:
            raise UnknownSystemError(f"{name} can't be turned into degrees ({error})") from None

    def degrees(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lon, lat = transformer.transform(x, y, errcheck=False)
        return np.asarray(lon, np.float64), np.asarray(lat, np.float64)

    if metres < 0:
        accuracy = "nobody states how good they are"
    elif metres == 0:
        accuracy = ""
    else:
        accuracy = f"they are good to ±{max(metres, 1):g} m"
    return ReferenceSystem(name, accuracy, degrees)


def _stay_offline() -> None:
    from pyproj.network import (
        set_network_enabled,  # pyright: ignore[reportPrivateImportUsage]  this is where pyproj documents it
    )

    set_network_enabled(False)


@cache
def national_grid() -> ReferenceSystem:
    """Return British National Grid, with the most exact shift that is here."""
    from intelviz.schema.national_grid import accuracy_words, to_wgs84

    words = f"British National Grid (EPSG:{BRITISH_NATIONAL_GRID})"
    return ReferenceSystem(words, f"they are good to {accuracy_words()}", to_wgs84)


def likely_system(bounds: Bounds | None, source: str) -> tuple[ReferenceSystem | None, str]:
    """Return what numbers without a stated system are, and the words that say so; None where nothing can be told.

    ``source`` names what would state it ("the .prj file").
    """
    if bounds is None:
        return None, ""
    west, south, east, north = bounds
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return WGS84, (
            f"{source} is missing, so the reference system is not stated. The numbers have the size of degrees and "
            "were read as longitude and latitude (WGS 84): check one place on the map."
        )
    inside = west >= _BRITAIN[0] and south >= _BRITAIN[1] and east <= _BRITAIN[2] and north <= _BRITAIN[3]
    if inside and (east > 1_000 or north > 1_000):
        return national_grid(), (
            f"{source} is missing, so the reference system is not stated. The numbers have the size of British "
            "National Grid eastings and northings and were read as that: check one place on the map."
        )
    return None, (
        f"{source} is missing, so the reference system is not stated, and the numbers "
        f"({west:g} to {east:g}, {south:g} to {north:g}) have the size of none that is known: the rows were loaded "
        "without a place. Ask for the file with its reference system."
    )


def stated_system(stated: object, bounds: Bounds | None) -> tuple[ReferenceSystem | None, str]:
    """Return the system that the ``crs`` of a GeoJSON file names, and what is to be said of it.

    Without one it is degrees, as the format demands, unless the numbers can't be that.
    """
    if stated is not None:
        properties = stated.get("properties") if isinstance(stated, Mapping) else None
        name = (properties.get("name") or properties.get("code")) if isinstance(properties, Mapping) else None
        try:
            if isinstance(name, str | int):
                return reference_system(name if isinstance(name, str) else f"EPSG:{name}"), ""
        except UnknownSystemError as error:
            found, words = likely_system(bounds, "A reference system that is known")
            return found, f"It states a reference system, but {error}. {words}"
    if bounds is None or (bounds[0] >= -180 and bounds[2] <= 180 and bounds[1] >= -90 and bounds[3] <= 90):
        return WGS84, ""
    return likely_system(bounds, "A statement of the reference system")
