"""Cell sites and number plate cameras: where they stand, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.practice.chance import Floats, Ints, drawn_once, stream
from intelviz.practice.places import extract
from intelviz.practice.plan import Plan

AZIMUTHS = (0, 120, 240)
DIRECTIONS = ("N", "E", "S", "W")


@dataclass(frozen=True)
class Masts:
    """Sites by their eastings and northings in metres; each has a cell for each azimuth."""

    easting: Ints
    northing: Ints

    def cell(self, mast: int, azimuth: int) -> str:
        """Return the name of a cell, in the network 001-01, which is kept for tests."""
        return f"001-01-{4000 + mast // 40}-{mast * 10 + azimuth + 1}"

    def nearest(self, easting: float, northing: float) -> Ints:
        """Return the masts, the nearest first."""
        return np.argsort(np.hypot(self.easting - easting, self.northing - northing), kind="stable")


def make_masts(plan: Plan, seed: int) -> Masts:
    """Return up to 400 masts, more of them where more people live."""
    real = extract()
    rows = drawn_once(stream(seed, "masts"), min(400, max(30, plan.size // 150)), 0.2 + real.density)
    return Masts(real.easting[rows] + 17, real.northing[rows] - 23)


@dataclass(frozen=True)
class Cameras:
    """Number plate cameras by their eastings and northings in metres."""

    easting: Ints
    northing: Ints
    name: list[str]

    def __len__(self) -> int:
        return len(self.name)

    def code(self, camera: int) -> str:
        """Return the number of a camera."""
        return f"CAM{camera + 1:03d}"

    def apart(self, one: int, other: int) -> float:
        """Return the distance between two cameras in metres."""
        return float(np.hypot(self.easting[one] - self.easting[other], self.northing[one] - self.northing[other]))

    @property
    def distances(self) -> Floats:
        """All distances in metres."""
        return np.hypot(np.subtract.outer(self.easting, self.easting), np.subtract.outer(self.northing, self.northing))


def make_cameras(seed: int) -> Cameras:
    """Return 120 cameras, no two within 500 metres."""
    real, random = extract(), stream(seed, "cameras")
    chosen: list[int] = []
    for row in random.permutation(len(real.postcode)).tolist():
        if all(np.hypot(real.x[row] - real.x[at], real.y[row] - real.y[at]) > 500 for at in chosen):
            chosen.append(row)
        if len(chosen) == 120:
            break
    roads = [f"{'AB'[int(road % 3 == 0)]}{int(road)}" for road in random.integers(500, 999, len(chosen))]
    names = [f"{road} {real.wards[int(real.ward[row])][1]}" for road, row in zip(roads, chosen, strict=True)]
    return Cameras(real.easting[chosen], real.northing[chosen], names)
