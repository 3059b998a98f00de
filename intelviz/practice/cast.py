"""Persons who are in a case for the sake of its planted stories, in no group, and with no phone but their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from intelviz.practice.chance import Ints, stream
from intelviz.practice.persons import People
from intelviz.practice.places import Places
from intelviz.practice.plan import Plan
from intelviz.practice.words import word_list

BROTHERS = (("Daniel", "Danial"), ("Steven", "Stephen"), ("Marc", "Mark"), ("Jon", "John"), ("Philip", "Phillip"))
SWAPPERS, RUNNERS = 6, 2


@dataclass(frozen=True)
class Cast:
    """Rows of persons, by their part; ``home`` is the location of each household, theirs included."""

    home: Ints
    brothers: tuple[int, int]
    swappers: tuple[int, ...]
    line_holder: int
    runners: tuple[int, ...]

    @property
    def everyone(self) -> tuple[int, ...]:
        """All of them."""
        return (*self.brothers, *self.swappers, self.line_holder, *self.runners)


def add_cast(plan: Plan, people: People, home: Ints, places: Places, seed: int) -> Cast:
    """Add the persons of the stories to the others, each in a household of their own but for the brothers."""
    random = stream(seed, "cast")
    family = word_list("names")["families"][0]
    taken = set(zip(people.name, people.surname, strict=True))
    homes: list[int] = []

    def house() -> int:
        homes.append(int(places.dwellings[int(random.integers(0, len(places.dwellings)))]))
        return int(home.size) + len(homes) - 1

    def add(name: str, surname: str, born: date, household: int) -> int:
        people.name.append(name)
        people.surname.append(surname)
        people.female.append(False)
        people.born.append(born)
        people.age.append((plan.last - born).days * 100 // 36_525)
        people.household.append(household)
        people.heritage.append(0)
        return len(people) - 1

    def somebody(years: int) -> int:
        name, surname = "", ""
        while not name or (name, surname) in taken:
            name, surname = _any(family["male"], random), _any(family["surnames"], random)
        taken.add((name, surname))
        return add(name, surname, plan.last - timedelta(days=years * 365 + int(random.integers(30, 330))), house())

    pair = BROTHERS[int(random.integers(0, len(BROTHERS)))]
    surname = _any(family["surnames"], random)
    while any((name, surname) in taken for name in pair):
        surname = _any(family["surnames"], random)
    taken.update((name, surname) for name in pair)
    born = plan.last - timedelta(days=int(random.integers(8_500, 11_000)))
    at = house()
    brothers = (add(pair[0], surname, born, at), add(pair[1], surname, born + timedelta(days=347), at))
    people.relations.append((*brothers, "SIBLING"))
    swappers = tuple(somebody(21 + 2 * number) for number in range(SWAPPERS))
    holder = somebody(33)
    runners = tuple(somebody(15 + number) for number in range(RUNNERS))
    return Cast(np.concatenate([home, np.array(homes, np.int64)]), brothers, swappers, holder, runners)


def _any(words: list[str], random: np.random.Generator) -> str:
    return words[int(random.integers(0, len(words)))]
