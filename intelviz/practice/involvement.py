"""Who is concerned in which crime: groups offend together near where they live, victims suffer near their homes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from intelviz.practice.associates import Associates, Group
from intelviz.practice.chance import Ints, drawn, stream
from intelviz.practice.crimes import Crimes
from intelviz.practice.persons import People
from intelviz.practice.places import Places
from intelviz.practice.words import word_list

CRIMES_A_MEMBER = 2.6
JOURNEY, NEIGHBOURHOOD = 1_800.0, 500.0
"""Metres over which crimes thin out, from a group's territory and from a victim's home."""
AT_HOME = ("Violence and sexual offences", "Burglary", "Criminal damage and arson", "Vehicle crime", "Robbery")


@dataclass
class Involvement:
    """(person, crime, role) and, for each group, its crimes."""

    parties: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])
    crimes_of: list[list[int]] = field(default_factory=list[list[int]])

    @property
    def suspected(self) -> set[int]:
        """Crimes that have a suspect."""
        return {crime for _, crime, role in self.parties if role == "suspect"}


def make_involvement(
    associates: Associates, people: People, places: Places, home: Ints, crimes: Crimes, seed: int
) -> Involvement:
    """Return who is concerned in which crime."""
    random = stream(seed, "involvement")
    found = Involvement()
    of_type = [np.flatnonzero(crimes.type == code) for code in range(len(crimes.types))]
    names = [each["name"] for each in crimes.types]
    specialities = word_list("crimes")["groups"]
    free = np.ones(len(crimes), bool)
    neighbours = associates.neighbours
    for group in associates.groups:
        wanted = specialities[group.speciality]["types"]
        total = max(1, round(len(group.members) * CRIMES_A_MEMBER))
        chosen: list[int] = []
        shares = np.bincount(drawn(random, total, list(wanted.values())), minlength=len(wanted)).tolist()
        for name, number in zip(wanted, shares, strict=True):
            rows = of_type[names.index(name)]
            rows = rows[free[rows]]
            if number and len(rows):
                away = np.hypot(crimes.x[rows] - group.x, crimes.y[rows] - group.y)
                picks = np.unique(rows[drawn(random, number, np.exp(-away / JOURNEY) + 1e-12)])
                free[picks] = False
                chosen += picks.tolist()
        found.crimes_of.append(sorted(chosen))
        for crime in sorted(chosen):
            found.parties += [(person, crime, "suspect") for person in _offenders(group, neighbours, random)]
    _add_victims(found, associates, people, places, home, crimes, random)
    return found


def _offenders(group: Group, neighbours: dict[int, list[int]], random: np.random.Generator) -> list[int]:
    """Return one to five members who know each other; the higher in the group, the less often they are seen."""
    members = group.members
    first = members[min(len(members) - 1, int(abs(random.normal(0.55, 0.3)) * len(members)))]
    found = [first]
    for _ in range(int(random.choice(4, p=[0.45, 0.3, 0.15, 0.1]))):
        inside = set(members)
        near = sorted({other for one in found for other in neighbours.get(one, []) if other in inside} - set(found))
        if near:
            found.append(near[int(random.integers(0, len(near)))])
    return found


class _Nearby:
    """Some crimes in the order of their easting, so that those around a point are found without looking at all."""

    def __init__(self, crimes: Crimes, rows: Ints, reach: float) -> None:
        self.rows = rows[np.argsort(crimes.x[rows], kind="stable")]
        self.x, self.y = crimes.x[self.rows], crimes.y[self.rows]
        self.reach = reach

    def any_of(self, x: float, y: float, random: np.random.Generator) -> int:
        """Return one of the crimes, the nearer to the point the likelier."""
        low, high = np.searchsorted(self.x, (x - 8 * self.reach, x + 8 * self.reach))
        if low == high:
            low, high = 0, len(self.rows)
        away = np.hypot(self.x[low:high] - x, self.y[low:high] - y)
        return int(self.rows[low + drawn(random, 1, np.exp(-away / self.reach) + 1e-12)[0]])


def _add_victims(
    found: Involvement,
    associates: Associates,
    people: People,
    places: Places,
    home: Ints,
    crimes: Crimes,
    random: np.random.Generator,
) -> None:
    names = [each["name"] for each in crimes.types]
    rows = np.flatnonzero(np.isin(crimes.type, [names.index(name) for name in AT_HOME]))
    everywhere = _Nearby(crimes, rows if len(rows) else np.arange(len(crimes)), NEIGHBOURHOOD)
    suspected = np.array(sorted(found.suspected), np.int64)
    solved = _Nearby(crimes, suspected, NEIGHBOURHOOD) if len(suspected) else everywhere
    for person in associates.bystanders:
        at = int(home[people.household[person]])
        seen: set[int] = set()
        for _ in range(int(random.choice([1, 2, 3, 5], p=[0.66, 0.2, 0.1, 0.04]))):
            pool = solved if random.random() < 0.45 else everywhere
            crime = pool.any_of(float(places.x[at]), float(places.y[at]), random)
            role = "victim" if random.random() < 0.75 else "witness"
            if crime not in seen:
                seen.add(crime)
                found.parties.append((person, crime, role))
