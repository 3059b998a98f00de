"""The smaller parts of a case: officers, email addresses and exhibits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.practice.associates import Associates
from intelviz.practice.chance import Ints, drawn, stream
from intelviz.practice.crimes import Crimes
from intelviz.practice.involvement import Involvement
from intelviz.practice.persons import People
from intelviz.practice.places import Places
from intelviz.practice.plan import Plan
from intelviz.practice.words import word_list


@dataclass(frozen=True)
class Officers:
    """Officers as columns, and which of them investigates each crime."""

    badge: list[str]
    rank: list[str]
    name: list[str]
    surname: list[str]
    crime_officer: Ints


def make_officers(plan: Plan, crimes: Crimes, places: Places, seed: int) -> Officers:
    """Return the officers; each serves one postcode district or two, and some have many more crimes than others."""
    random = stream(seed, "officers")
    lists = word_list("objects")["ranks"]
    ranks = list(lists)
    rank = drawn(random, plan.officers, list(lists.values())).tolist()
    families = word_list("names")["families"]
    heritage = drawn(random, plan.officers, [each["share"] for each in families]).tolist()
    name: list[str] = []
    surname: list[str] = []
    for place in heritage:
        pool = families[place]
        names = pool["female" if random.random() < 0.37 else "male"]
        name.append(names[int(random.integers(0, len(names)))])
        surname.append(pool["surnames"][int(random.integers(0, len(pool["surnames"])))])
    load = random.gamma(2.0, size=plan.officers) * np.array([1.0, 1.3, 0.6, 0.6, 0.2, 0.05])[rank]
    district = places.district[places.postcode[crimes.place]]
    station = np.sort(random.integers(0, len(places.districts), plan.officers))
    officer = np.zeros(len(crimes), np.int64)
    for number in range(len(places.districts)):
        here = np.flatnonzero(district == number)
        staff = np.flatnonzero(station == number)
        if not len(staff):
            staff = np.array([int(np.argmin(np.abs(station - number)))])
        officer[here] = staff[drawn(random, len(here), load[staff])]
    badges = random.choice(90_000, plan.officers, replace=False) + 10_000
    return Officers([str(each) for each in badges.tolist()], [ranks[each] for each in rank], name, surname, officer)


def make_emails(plan: Plan, people: People, associates: Associates, seed: int) -> tuple[list[str], list[int]]:
    """Return addresses, on hosts that are reserved for examples, and the person of each."""
    random = stream(seed, "emails")
    hosts = word_list("objects")["email_hosts"]
    inside = [p for group in associates.groups for p in group.members if random.random() < 0.6]
    taken = set(inside)
    others = [p for p in range(len(people)) if p not in taken and people.age[p] >= 13]
    owners = (inside + random.permutation(others).tolist())[: plan.emails]
    owners += [owners[place % len(owners)] for place in range(plan.emails - len(owners))]
    found: dict[str, None] = {}
    for owner in owners:
        first, last = people.name[owner].lower(), people.surname[owner].lower().replace("'", "")
        born = people.born[owner].year % 100
        forms = (
            f"{first}.{last}{born:02d}",
            f"{first[0]}{last}{born:02d}",
            f"{last}.{first}",
            f"{first}{born:02d}{last[:3]}",
        )
        local = forms[int(random.integers(0, len(forms)))]
        host = hosts[int(random.integers(0, len(hosts)))]
        number = 1
        while (address := f"{local}{number if number > 1 else ''}@{host}") in found:
            number += 1
        found[address] = None
    return list(found), owners


@dataclass(frozen=True)
class Exhibits:
    """Objects as columns, and the crime that each belongs to."""

    description: list[str]
    number: list[str]
    type: list[str]
    crime: list[int]


def make_exhibits(plan: Plan, crimes: Crimes, involvement: Involvement, seed: int) -> Exhibits:
    """Return exhibits, most of them from crimes that have a suspect."""
    random = stream(seed, "exhibits")
    kinds: dict[str, list[str]] = word_list("crimes")["exhibits"]
    solved = sorted(involvement.suspected)
    names = [each["name"] for each in crimes.types]
    drugs, weapons = names.index("Drugs"), names.index("Possession of weapons")
    description: list[str] = []
    kind: list[str] = []
    of: list[int] = []
    for _ in range(plan.exhibits):
        crime = (
            solved[int(random.integers(0, len(solved)))]
            if solved and random.random() < 0.85
            else int(random.integers(0, len(crimes)))
        )
        match int(crimes.type[crime]):
            case code if code == drugs:
                pool = ("Drugs", "Drugs", "Cash", "Evidence")
            case code if code == weapons:
                pool = ("Weapon",)
            case _:
                pool = ("Evidence", "Stolen property")
        what = pool[int(random.integers(0, len(pool)))]
        words = kinds[what]
        text = words[int(random.integers(0, len(words)))].format(n=int(random.integers(3, 48)))
        description.append(text)
        kind.append(what)
        of.append(crime)
    numbers = random.choice(900_000, plan.exhibits, replace=False) + 100_000
    return Exhibits(description, [f"EX{each}" for each in numbers.tolist()], kind, of)
