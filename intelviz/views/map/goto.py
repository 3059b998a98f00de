"""From what an analyst types to a place: postcodes, coordinates, grid references, distances, names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intelviz.render.basemap import names
from intelviz.render.mercator import project_point, unproject_point
from intelviz.render.postcodes import postcodes
from intelviz.schema import national_grid

_DEGREES = re.compile(
    r"([+-]?\d+(?:\.\d+)?)\s*°?\s*([NS])?\s*[,; ]\s*([+-]?\d+(?:\.\d+)?)\s*°?\s*([EW])?", re.IGNORECASE
)
_METRES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(m|metres?|km|kilometres?|mi|miles?|yd|yards?|ft|feet)?", re.IGNORECASE)
_UNITS = {"m": 1.0, "k": 1000.0, "mi": 1609.344, "y": 0.9144, "f": 0.3048}


@dataclass(frozen=True)
class Goal:
    """A place to go to: world coordinates, how close to look, and what it is in words."""

    x: float
    y: float
    zoom: float
    words: str


def find(text: str) -> Goal | None:
    """Return the place that a text names, None where it can't be told."""
    text = " ".join(text.split())
    return _degrees(text) or _grid(text) or _postcode(text) or _name(text)


def _degrees(text: str) -> Goal | None:
    found = _DEGREES.fullmatch(text)
    if found is None:
        return None
    lat, lon = float(found[1]), float(found[3])
    if max(abs(lat), abs(lon)) > 400:
        # Eastings and northings in metres are the only such pairs with numbers as large.
        try:
            lon, lat = national_grid.from_grid(lat, lon)
        except ValueError:
            return None
    else:
        lat = -abs(lat) if (found[2] or "").upper() == "S" else lat
        lon = -abs(lon) if (found[4] or "").upper() == "W" else lon
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return Goal(*project_point(lon, lat), 16.0, f"{lat:.5f}, {lon:.5f}")


def _grid(text: str) -> Goal | None:
    found = national_grid.read_reference(text)
    if found is None:
        return None
    digits = sum(each.isdigit() for each in text)
    lon, lat = national_grid.from_grid(*found)
    return Goal(
        *project_point(lon, lat), {2: 10.0, 4: 13.0, 6: 15.0}.get(digits, 17.0), f"grid reference {text.upper()}"
    )


def _postcode(text: str) -> Goal | None:
    found = postcodes().find(text)
    if found is None:
        return None
    x, y, words = found
    return Goal(x, y, {"postcode": 17.0, "sector": 15.0}.get(words.split()[0], 13.5), words)


def _name(text: str) -> Goal | None:
    known, wanted = names(), text.casefold()
    best = next((n for n, name in enumerate(known.text) if name.casefold() == wanted), -1)
    if best < 0 and len(wanted) >= 3:
        best = next((n for n, name in enumerate(known.text) if name.casefold().startswith(wanted)), -1)
    if best < 0:
        return None
    zoom = min(max(float(known.zoom[best]) + 2.5, 6.0), 14.5)
    return Goal(float(known.x[best]), float(known.y[best]), zoom, known.text[best])


def read_metres(text: str) -> float | None:
    """Return the metres that a text such as "500", "1.5 km" or "1 mile" says; None where it says none."""
    found = _METRES.fullmatch(text.strip())
    if found is None:
        return None
    unit = (found[2] or "m").lower()
    factor = _UNITS["mi"] if unit.startswith("mi") else _UNITS[unit[0]]
    metres = float(found[1].replace(",", ".")) * factor
    return metres if 0 < metres <= 20_000_000 else None


def degrees_of(goal: Goal) -> tuple[float, float]:
    """Return longitude and latitude of a place."""
    return unproject_point(goal.x, goal.y)
