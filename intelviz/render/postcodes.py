"""Postcodes of the base map: from a postcode, a sector or a district to its place, and which ones are in sight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats, Ints
from intelviz.render.basemap import UNIT
from intelviz.render.mercator import Camera
from intelviz.resources_path import resource

_UNIT = 2.0**-23
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(?:(\d)\s*([A-Z]{2})?)?")


@dataclass(frozen=True)
class Postcodes:
    """Middles of sectors, and of postcodes where the base map knows them; all in world coordinates."""

    sector: dict[str, int]
    sector_x: Floats
    sector_y: Floats
    unit_sector: tuple[str, ...]
    unit_first: Ints
    unit_letters: NDArray[np.int16]
    unit_x: Floats
    unit_y: Floats

    def find(self, text: str) -> tuple[float, float, str] | None:
        """Return world x and y and what was found ("postcode M14 5TP", "sector M14 5", "district M14"), or None."""
        parts = _POSTCODE.fullmatch(text.strip().upper())
        if parts is None:
            return None
        district, sector, unit = parts[1], f"{parts[1]} {parts[2]}", parts[3]
        if parts[2] and unit:
            number = self.unit_of(sector, unit)
            if number >= 0:
                return float(self.unit_x[number]), float(self.unit_y[number]), f"postcode {sector}{unit}"
        if parts[2] and sector in self.sector:
            number = self.sector[sector]
            ending = f", the sector of {sector}{unit}" if unit else ""
            return float(self.sector_x[number]), float(self.sector_y[number]), f"sector {sector}{ending}"
        within = [number for name, number in self.sector.items() if name.startswith(f"{district} ")]
        if not within or parts[2]:
            return None
        return float(self.sector_x[within].mean()), float(self.sector_y[within].mean()), f"district {district}"

    def unit_of(self, sector: str, unit: str) -> int:
        """Return the number of a postcode, or -1."""
        if sector not in self.unit_sector:
            return -1
        at = self.unit_sector.index(sector)
        first, last = int(self.unit_first[at]), int(self.unit_first[at + 1])
        code = (ord(unit[0]) - 65) * 26 + ord(unit[1]) - 65
        found = np.flatnonzero(self.unit_letters[first:last] == code)
        return first + int(found[0]) if len(found) else -1

    def name_of(self, number: int) -> str:
        """Return a postcode by its number."""
        at = int(np.searchsorted(self.unit_first, number, side="right")) - 1
        first, second = divmod(int(self.unit_letters[number]), 26)
        return f"{self.unit_sector[at]}{chr(65 + first)}{chr(65 + second)}"

    def seen(self, camera: Camera) -> Ints:
        """Return the numbers of the postcodes in a picture."""
        left, top, right, bottom = camera.bounds
        inside = (self.unit_x >= left) & (self.unit_x <= right) & (self.unit_y >= top) & (self.unit_y <= bottom)
        return np.flatnonzero(inside)


@lru_cache(maxsize=1)
def postcodes() -> Postcodes:
    """Return the postcodes that ship with the program."""
    path = resource("basemap", "postcodes.npz")
    if not path.is_file():
        none = np.zeros(0)
        return Postcodes({}, none, none, (), np.zeros(1, np.int64), np.zeros(0, np.int16), none, none)
    held = np.load(path)
    sectors = held["sector.text"].tobytes().decode().split("\n")
    first = held["unit.first"].astype(np.int64)
    whole = np.repeat(held["unit.base"].astype(np.int64), np.diff(first), axis=0) + held["unit.gap"]
    return Postcodes(
        {name: number for number, name in enumerate(sectors)},
        held["sector.x"] * UNIT,
        held["sector.y"] * UNIT,
        tuple(held["unit.text"].tobytes().decode().split("\n")),
        first,
        held["unit.letters"],
        whole[:, 0] * _UNIT,
        whole[:, 1] * _UNIT,
    )
