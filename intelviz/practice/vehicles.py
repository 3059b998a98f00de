"""Vehicles: common makes, plates of a pattern that is never issued, keepers, and their part in crimes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from intelviz.practice.associates import Associates
from intelviz.practice.chance import drawn, stream
from intelviz.practice.crimes import Crimes
from intelviz.practice.involvement import Involvement
from intelviz.practice.persons import People
from intelviz.practice.plan import Plan
from intelviz.practice.words import word_list

LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"
REGIONS = "MMMMMMPPDDYYLKBFSN"


@dataclass
class Vehicles:
    """Vehicles as columns, who keeps each, as (person, vehicle, from, to), and (vehicle, crime, role)."""

    make: list[str]
    model: list[str]
    colour: list[str]
    year: list[int]
    reg: list[str]
    kept: list[tuple[int, int, date, date | None]] = field(default_factory=list[tuple[int, int, date, date | None]])
    involved: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])

    def __len__(self) -> int:
        return len(self.reg)


def make_vehicles(
    plan: Plan, people: People, associates: Associates, involvement: Involvement, crimes: Crimes, seed: int
) -> Vehicles:
    """Return the vehicles, their keepers and their part in crimes."""
    random = stream(seed, "vehicles")
    found = _made(plan, random)
    members = [p for group in associates.groups for p in group.members if people.age[p] >= 17]
    drivers = [p for p in members if random.random() < 0.4]
    inside = set(members)
    others = [p for p in range(len(people)) if p not in inside and people.age[p] >= 18]
    drivers += random.permutation(others).tolist()
    # A third of the vehicles were seen or stolen, and their keeper is not known.
    for vehicle, person in enumerate(drivers[: plan.vehicles * 2 // 3]):
        begin = min(max(date(found.year[vehicle], 10, 1), people.birthday(person, 17)), plan.last - timedelta(days=31))
        since = begin + timedelta(days=int(random.random() * max(1, (plan.last - begin).days - 30)))
        if random.random() < 0.07 and people.age[person] >= 18:
            sold = since + timedelta(days=int(random.random() * (plan.last - since).days))
            found.kept.append((person, vehicle, since, sold))
            other = drivers[int(random.integers(0, len(drivers)))]
            if other != person:
                found.kept.append((other, vehicle, sold, None))
        else:
            found.kept.append((person, vehicle, since, None))
    _involve(found, associates, involvement, crimes, random)
    return found


def _made(plan: Plan, random: np.random.Generator) -> Vehicles:
    lists = word_list("objects")
    models = [(make, model, share) for make, several in lists["vehicles"].items() for model, share in several.items()]
    count = plan.vehicles
    which = drawn(random, count, [share for _, _, share in models]).tolist()
    colours = list(lists["colours"])
    colour = drawn(random, count, list(lists["colours"].values())).tolist()
    year = np.clip(plan.last.year - random.gamma(2.4, 3.6, count), 2002, plan.last.year - 1).astype(int).tolist()
    reg: dict[str, None] = {}
    while len(reg) < count:
        # Q is never the second letter of a plate that was issued.
        half = 50 * int(random.integers(0, 2))
        letters = "".join(LETTERS[place] for place in random.integers(0, len(LETTERS), 3).tolist())
        region = REGIONS[int(random.integers(0, len(REGIONS)))]
        reg[f"{region}Q{(year[len(reg)] + half) % 100:02d} {letters}"] = None
    return Vehicles(
        [models[place][0] for place in which],
        [models[place][1] for place in which],
        [colours[place] for place in colour],
        year,
        list(reg),
    )


def _involve(
    found: Vehicles, associates: Associates, involvement: Involvement, crimes: Crimes, random: np.random.Generator
) -> None:
    pairs: dict[tuple[int, int], str] = {}
    used: set[int] = set()
    for person, vehicle, _, to in found.kept:
        group = associates.group_of.get(person)
        if group is None or to is not None or vehicle in used:
            continue
        used.add(vehicle)
        pool = involvement.crimes_of[group]
        for place in random.permutation(len(pool))[: 1 + int(random.geometric(0.5))].tolist():
            pairs[vehicle, pool[place]] = "used"
    taken = np.flatnonzero(crimes.type == [each["name"] for each in crimes.types].index("Vehicle crime"))
    rest = [vehicle for vehicle in range(len(found)) if vehicle not in used]
    for vehicle in rest:
        was_taken = bool(len(taken)) and random.random() < 0.8
        pool = taken if was_taken else np.arange(len(crimes))
        if random.random() < 0.92:
            pairs[vehicle, int(pool[int(random.integers(0, len(pool)))])] = "taken" if was_taken else "seen"
    found.involved = [(vehicle, crime, role) for (vehicle, crime), role in pairs.items()]
