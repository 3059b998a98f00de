"""Who there is: households of families and of others, with names, ages, twins, and fathers and sons of one name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from intelviz.practice.chance import Ints, drawn, stream
from intelviz.practice.plan import Plan
from intelviz.practice.words import word_list

SAME_NAME = 0.02
"""Share of persons who are a twin, or a father or son of one name."""


@dataclass
class People:
    """Persons as columns; each person is one row."""

    name: list[str] = field(default_factory=list[str])
    surname: list[str] = field(default_factory=list[str])
    female: list[bool] = field(default_factory=list[bool])
    age: list[int] = field(default_factory=list[int])
    born: list[date] = field(default_factory=list[date])
    household: list[int] = field(default_factory=list[int])
    heritage: list[int] = field(default_factory=list[int])
    relations: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])
    """(a, b, what a is to b) within a household."""
    twins: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    namesakes: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """Father and son of one name."""

    def __len__(self) -> int:
        return len(self.name)

    def birthday(self, person: int, age: int) -> date:
        """Return the first day of the month after that in which the person reached an age."""
        born = self.born[person]
        return date(born.year + age + born.month // 12, born.month % 12 + 1, 1)

    @property
    def households(self) -> list[list[int]]:
        """The members of each household."""
        found: list[list[int]] = [[] for _ in range(self.household[-1] + 1)]
        for person, household in enumerate(self.household):
            found[household].append(person)
        return found


def make_people(plan: Plan, seed: int) -> People:
    """Return the persons of the case, household by household."""
    maker = _Maker(plan, stream(seed, "persons"))
    while len(maker.people) < maker.wanted:
        maker.add_household()
    maker.add_namesakes()
    maker.add_birthdays()
    return maker.people


class _Maker:
    """Makes households until there are enough persons; draws its chances in bulk."""

    def __init__(self, plan: Plan, random: np.random.Generator) -> None:
        self.random = random
        self.wanted = plan.persons - plan.second_records
        self.last = plan.last
        self.people = People()
        self.families: list[dict[str, Any]] = word_list("names")["families"]
        self._chances = iter(())
        count = self.wanted
        self.sizes = (1 + drawn(random, count, [29, 34, 16, 14, 5, 2])).tolist()
        self.heritages = drawn(random, count, [each["share"] for each in self.families]).tolist()
        self.adult_ages = np.clip(18 + random.gamma(2.2, 12, count), 18, 94).astype(int).tolist()
        self.placed = 0

    def chance(self) -> float:
        """Return a number from 0 to 1."""
        found = next(self._chances, None)
        if found is None:
            self._chances = iter(self.random.random(4096).tolist())
            found = next(self._chances)
        return found

    def any_of(self, words: list[str]) -> str:
        """Return one of the words."""
        return words[int(self.chance() * len(words))]

    def add_household(self) -> None:
        """Add a person alone, a couple, a family, or people who share a home."""
        household = self.placed
        self.placed += 1
        size = min(self.sizes[household], self.wanted - len(self.people))
        heritage, age = self.heritages[household], self.adult_ages[household]
        chance = self.chance()
        if size == 1:
            self._add(household, heritage, age, self.chance() < 0.5)
        elif chance < 0.12 and size <= 4:
            for _ in range(size):
                self._add(household, self.heritages[int(self.chance() * self.wanted)], 18 + int(self.chance() * 18))
        elif size == 2 and chance < 0.8:
            self._add_couple(household, heritage, age)
        else:
            self._add_family(household, heritage, age, size, couple=size > 2 and chance < 0.75)

    def _add(
        self, household: int, heritage: int, age: int, female: bool | None = None, surname: str | None = None
    ) -> int:
        people, names = self.people, self.families[heritage]
        is_female = self.chance() < 0.5 if female is None else female
        people.name.append(self.any_of(names["female" if is_female else "male"]))
        people.surname.append(surname or self.any_of(names["surnames"]))
        people.female.append(is_female)
        people.age.append(age)
        people.household.append(household)
        people.heritage.append(heritage)
        return len(people.name) - 1

    def _add_couple(self, household: int, heritage: int, age: int) -> tuple[int, int]:
        first = self._add(household, heritage, age, female=True)
        surname = self.people.surname[first] if self.chance() < 0.7 else None
        other = self._add(household, heritage, max(18, age + int(self.chance() * 9) - 3), False, surname)
        self.people.relations.append((first, other, "PARTNER"))
        return first, other

    def _add_family(self, household: int, heritage: int, age: int, size: int, *, couple: bool) -> None:
        people = self.people
        age = max(age, 22)
        parents = (
            self._add_couple(household, heritage, age)
            if couple
            else (self._add(household, heritage, age, self.chance() < 0.85),)
        )
        surname = people.surname[parents[-1]]
        # Children were born when the parent was 17 to 38, and may still live at home at 35.
        eldest = min(36, age - 17 - int(self.chance() * 9))
        children: list[int] = []
        for _ in range(size - len(parents)):
            children.append(self._add(household, heritage, max(0, eldest), surname=surname))
            eldest -= 1 + int(self.chance() * 4)
        used: set[str] = set()
        for child in children:
            pool = self.families[heritage]["female" if people.female[child] else "male"]
            while people.name[child] in used:
                people.name[child] = self.any_of(pool)
            used.add(people.name[child])
        people.relations += [(parent, child, "PARENT") for parent in parents for child in children]
        people.relations += [
            (child, other, "SIBLING") for place, child in enumerate(children) for other in children[place + 1 :]
        ]

    def add_namesakes(self) -> None:
        """Make brothers and sisters into twins, and give sons their father's name, for 2 % of the persons."""
        people = self.people
        pairs = round(self.wanted * SAME_NAME / 2)
        fathers = [
            (a, b)
            for a, b, what in people.relations
            if what == "PARENT" and not people.female[a] and not people.female[b]
        ]
        siblings = [(a, b) for a, b, what in people.relations if what == "SIBLING"]
        taken: set[int] = set()
        for father, son in self._some(fathers, pairs - pairs // 2, taken):
            people.name[son] = people.name[father]
            people.surname[son] = people.surname[father]
            people.namesakes.append((father, son))
        for one, other in self._some(siblings, pairs - len(people.namesakes), taken):
            people.age[other] = people.age[one]
            people.female[other] = people.female[one]
            sex = "female" if people.female[one] else "male"
            alike = [
                name
                for name in self.families[people.heritage[one]][sex]
                if name[0] == people.name[one][0] and name != people.name[one]
            ]
            if alike:
                people.name[other] = self.any_of(alike)
            elif people.name[other] == people.name[one]:
                people.name[other] = next(n for n in self.families[people.heritage[one]][sex] if n != people.name[one])
            people.twins.append((one, other))

    def _some(self, pairs: list[tuple[int, int]], count: int, taken: set[int]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for place in self.random.permutation(len(pairs)).tolist():
            if len(found) >= count:
                break
            if taken.isdisjoint(pairs[place]):
                found.append(pairs[place])
                taken.update(pairs[place])
        return found

    def add_birthdays(self) -> None:
        """Give everyone a day of birth that goes with the age on the last day of the case; twins have one."""
        people = self.people
        ages = np.array(people.age)
        back = (ages * 365.2425).astype(int) + 1 + self.random.integers(0, 363, len(ages))
        days = (self.last.toordinal() - back).tolist()
        for one, other in people.twins:
            days[other] = days[one]
        people.born = [date.fromordinal(day) for day in days]


def homes(people: People, dwellings: Ints, random: np.random.Generator) -> Ints:
    """Return a dwelling for each household, at random; a few households share one."""
    count = people.household[-1] + 1
    found = random.permutation(dwellings)[:count]
    if len(found) < count:
        found = np.concatenate([found, random.choice(dwellings, count - len(found))])
    shared = np.flatnonzero(random.random(count) < 0.02)
    found[shared] = found[random.integers(0, count, len(shared))]
    return found
