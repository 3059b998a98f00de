"""Where things are: real postcodes with their points and wards, and invented addresses on them."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from functools import cache

import numpy as np

from intelviz.practice.chance import Floats, Ints, counts, coupled, drawn, drawn_once, stream
from intelviz.practice.plan import Plan
from intelviz.practice.words import word_list
from intelviz.resources_path import resource
from intelviz.schema.national_grid import from_wgs84

METRES_A_DEGREE = 111_320
_MIDDLE_LATITUDE = 53.5


@dataclass(frozen=True)
class Extract:
    """The postcodes that ship with the program: text as written, metres from a common origin, ward, how dense."""

    postcode: list[str]
    latitude: list[str]
    longitude: list[str]
    x: Floats
    y: Floats
    easting: Ints
    northing: Ints
    ward: Ints
    density: Floats
    wards: list[tuple[str, str, str]]
    """Code, name and borough of each ward."""
    centrality: Floats
    """How near to the middle of a town, from 0 to 1, as a rank."""


@cache
def extract() -> Extract:
    """Return the shipped postcodes."""
    with gzip.open(resource("practice", "postcodes.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    postcode, latitude, longitude, ward, density = (list(each) for each in zip(*rows, strict=True))
    x, y = metres(np.array(longitude, float), np.array(latitude, float))
    wards = [(row["code"], row["name"], row["borough"]) for row in _table("wards")]
    pull = np.zeros(len(rows))
    towns = _table("towns")
    east, north = metres(*(np.array([town[name] for town in towns], float) for name in ("longitude", "latitude")))
    for town, at_x, at_y in zip(towns, east, north, strict=True):
        pull += float(town["postcodes"]) / 8_000 * np.exp(-np.hypot(x - at_x, y - at_y) / 600)
    dense = np.array(density, float) / 99
    rank = np.argsort(np.argsort(pull + 0.25 * dense**2, kind="stable"), kind="stable") / len(rows)
    easting, northing = from_wgs84(np.array(longitude, float), np.array(latitude, float))
    return Extract(
        postcode,
        latitude,
        longitude,
        x,
        y,
        np.rint(easting).astype(np.int64),
        np.rint(northing).astype(np.int64),
        np.array(ward, np.int64),
        dense,
        wards,
        rank,
    )


def _table(name: str) -> list[dict[str, str]]:
    with resource("practice", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def metres(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return east and north in metres on a plane that is good enough for one county."""
    return lon * (METRES_A_DEGREE * float(np.cos(np.radians(_MIDDLE_LATITUDE)))), lat * METRES_A_DEGREE


@dataclass(frozen=True)
class Places:
    """Locations as columns, and the postcodes and areas that they lie in."""

    address: list[str]
    postcode: Ints
    """Number in ``postcodes`` of each location."""
    x: Floats
    y: Floats
    kind: Ints
    kinds: list[str]
    centrality: Floats
    postcodes: Ints
    """Row in the extract of each postcode used."""
    district: Ints
    """Number in ``districts`` of each postcode used."""
    districts: list[tuple[str, str]]
    """Code of each postcode district, and the borough in which most of its postcodes lie."""
    ward: Ints
    """Number in ``wards`` of each location."""
    wards: list[tuple[str, str, str]]

    def __len__(self) -> int:
        return len(self.address)

    def row(self, place: int) -> int:
        """Return the row of the extract on which a location lies."""
        return int(self.postcodes[self.postcode[place]])

    def written(self, place: int) -> tuple[str, str, int, int]:
        """Return address, postcode, easting and northing of a location."""
        real, row = extract(), self.row(place)
        return self.address[place], real.postcode[row], int(real.easting[row]), int(real.northing[row])

    def ward_of(self, place: int) -> tuple[str, str]:
        """Return name and borough of the ward of a location."""
        return self.wards[int(self.ward[place])][1:]

    @property
    def dwellings(self) -> Ints:
        """Rows of the houses and flats."""
        return np.flatnonzero(self.kind <= self.kinds.index("flat"))

    @property
    def items(self) -> int:
        """Number of items: locations, postcodes and areas."""
        return len(self.address) + len(self.postcodes) + len(self.districts) + len(self.wards)


def make_places(plan: Plan, seed: int) -> Places:
    """Return the places of the case; town centres get more than their share."""
    random = stream(seed, "places")
    real = extract()
    weights = 0.35 + real.density + 2.5 * real.centrality**6
    used = np.sort(drawn_once(random, plan.postcodes, weights))
    more = np.sort(drawn(random, plan.locations - len(used), weights[used]))
    of = np.concatenate([np.arange(len(used)), more])
    row = used[of]
    kinds = word_list("streets")["kinds"]
    centrality = real.centrality[row]
    kind = np.repeat(np.arange(len(kinds)), counts(len(of), [each["share"] for each in kinds]))
    kind = kind[coupled(centrality + random.normal(0, 0.22, len(of)), kind)]

    district_of = [real.postcode[each].split()[0] for each in used.tolist()]
    borough: dict[str, dict[str, int]] = {}
    for code, ward in zip(district_of, real.ward[used].tolist(), strict=True):
        tally = borough.setdefault(code, {})
        name = real.wards[ward][2]
        tally[name] = tally.get(name, 0) + 1
    codes = sorted(borough)
    number = {code: place for place, code in enumerate(codes)}
    wards, ward = np.unique(real.ward[row], return_inverse=True)
    return Places(
        address=_addresses(random, of, row, kind),
        postcode=of,
        x=real.x[row],
        y=real.y[row],
        kind=kind,
        kinds=[each["name"] for each in kinds],
        centrality=centrality,
        postcodes=used,
        district=np.array([number[code] for code in district_of], np.int64),
        districts=[(code, max(borough[code], key=lambda name: (borough[code][name], name))) for code in codes],
        ward=ward,
        wards=[real.wards[each] for each in wards.tolist()],
    )


def _addresses(random: np.random.Generator, of: Ints, row: Ints, kind: Ints) -> list[str]:
    lists = word_list("streets")
    beginnings, middles, ends = lists["beginnings"], lists["middles"], list(lists["ends"])
    streets = len(extract().postcode) // 2 + 1
    begin = random.integers(0, len(beginnings), streets).tolist()
    middle = random.integers(0, len(middles), streets).tolist()
    end = drawn(random, streets, list(lists["ends"].values())).tolist()
    own = random.integers(0, len(beginnings) * len(middles), len(of)).tolist()
    first = (1 + random.gamma(1.2, 38, len(of))).astype(int).tolist()
    flat = random.integers(1, 24, len(of)).tolist()
    templates = [each["address"] for each in lists["kinds"]]
    seen: dict[int, int] = {}
    found: list[str] = []
    for place, (postcode, at, what) in enumerate(zip(of.tolist(), row.tolist(), kind.tolist(), strict=True)):
        again = seen.get(postcode, -1) + 1
        seen[postcode] = again
        # Two neighbouring postcodes share a street; the houses of a postcode count on, odd or even.
        street = at // 2
        number = first[postcode] + 2 * again
        found.append(
            templates[what].format(
                number=number,
                flat=flat[place],
                street=f"{beginnings[begin[street]]}{middles[middle[street]]} {ends[end[street]]}",
                word=f"{beginnings[own[place] % len(beginnings)]}{middles[own[place] // len(beginnings)]}",
            )
        )
    return found
