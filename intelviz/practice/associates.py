"""Who knows whom: groups around a few leading members, joined by brokers, each with a territory and a speciality."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from intelviz.practice.chance import Floats, Ints, drawn_once, stream
from intelviz.practice.persons import People, homes
from intelviz.practice.places import Places
from intelviz.practice.plan import Plan
from intelviz.practice.words import word_list

EARLIEST, OLDEST = 13, 62
"""Ages of those who are in a group."""


@dataclass
class Group:
    """Persons who offend together: members in order of rank, what they do, and where they live."""

    members: list[int]
    speciality: int
    x: float
    y: float


@dataclass
class Associates:
    """The groups, who knows whom, and who else is concerned in a crime."""

    groups: list[Group] = field(default_factory=list[Group])
    knows: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    bystanders: list[int] = field(default_factory=list[int])
    """Victims and witnesses who are in no group."""
    group_of: dict[int, int] = field(default_factory=dict[int, int])

    @property
    def neighbours(self) -> dict[int, list[int]]:
        """Whom each person knows."""
        found: dict[int, list[int]] = {}
        for a, b in self.knows:
            found.setdefault(a, []).append(b)
            found.setdefault(b, []).append(a)
        return found


def make_associates(plan: Plan, people: People, places: Places, seed: int) -> tuple[Associates, Ints]:
    """Return the groups with their ties, and the home of each household: members live in their group's territory."""
    random = stream(seed, "associates")
    home = homes(people, places.dwellings, random)
    households = people.households
    sizes = _sizes(plan.network, random)
    centres = _centres(places, len(sizes), random)
    fit = [[p for p in members if EARLIEST <= people.age[p] <= OLDEST] for members in households]
    # Households with somebody young come first; nothing else about a household counts.
    order = drawn_once(
        random, len(households), [sum(0.05 + 3 * (people.age[p] < 31) for p in members) for members in fit]
    )
    waiting = iter(order.tolist())
    found = Associates()
    specialities = len(word_list("crimes")["groups"])
    taken: set[int] = set()
    for number, size in enumerate(sizes):
        members: list[int] = []
        near = _nearest(places, centres[number])
        while len(members) < size:
            household = next(waiting, None)
            if household is None:
                break
            some = fit[household][: min(size - len(members), 1 + int(random.geometric(0.65)))]
            if some:
                members += some
                home[household] = near[int(random.integers(0, len(near)))]
        if not members:
            break
        taken.update(members)
        ranked = [members[place] for place in random.permutation(len(members)).tolist()]
        x, y = centres[number]
        found.groups.append(Group(ranked, int(random.integers(0, specialities)), x, y))
        found.group_of.update(dict.fromkeys(ranked, number))
    for group in found.groups:
        found.knows += _ties(group.members, random)
    found.knows += _brokers(found.groups, random)
    others = [person for person in range(len(people)) if person not in taken and people.age[person] >= 12]
    found.bystanders = random.permutation(others)[: plan.bystanders].tolist()
    return found, home


def _sizes(network: int, random: np.random.Generator) -> list[int]:
    sizes: list[int] = []
    while sum(sizes) < network:
        sizes.append(min(network - sum(sizes), max(4, min(26, round(random.lognormal(2.3, 0.5))))))
    return sizes


def _centres(places: Places, count: int, random: np.random.Generator) -> list[tuple[float, float]]:
    dwellings = places.dwellings
    rows = dwellings[random.integers(0, len(dwellings), count)]
    return list(zip(places.x[rows].tolist(), places.y[rows].tolist(), strict=True))


def _nearest(places: Places, centre: tuple[float, float], count: int = 60) -> Ints:
    dwellings = places.dwellings
    away = distance(places, dwellings, *centre)
    return dwellings[np.argsort(away, kind="stable")[:count]]


def distance(places: Places, rows: Ints, x: float, y: float) -> Floats:
    """Return the distances in metres of some places from a point."""
    return np.hypot(places.x[rows] - x, places.y[rows] - y)


def _ties(members: list[int], random: np.random.Generator) -> list[tuple[int, int]]:
    """Join each member to one or two of those before it, the better known the likelier, and often to their friends."""
    kernel = members[:3]
    ties = [(a, b) for place, a in enumerate(kernel) for b in kernel[place + 1 :]]
    known = {frozenset(tie) for tie in ties}
    ends = [end for tie in ties for end in tie] or kernel
    for place, person in enumerate(members[3:], 3):
        for _ in range(1 + int(random.random() < 0.45)):
            other = ends[int(random.integers(0, len(ends)))]
            if other == person or frozenset((person, other)) in known:
                other = members[int(random.integers(0, place))]
            if frozenset((person, other)) in known:
                continue
            known.add(frozenset((person, other)))
            ties.append((other, person))
            ends += [other, person]
            friends = [a if b == other else b for a, b in ties if other in (a, b)]
            friend = friends[int(random.integers(0, len(friends)))]
            if friend != person and frozenset((person, friend)) not in known and random.random() < 0.5:
                known.add(frozenset((person, friend)))
                ties.append((friend, person))
    return ties


def _brokers(groups: list[Group], random: np.random.Generator) -> list[tuple[int, int]]:
    """Join each group to the nearest one before it, and now and then to any other."""
    ties: list[tuple[int, int]] = []
    for number, group in enumerate(groups[1:], 1):
        before = groups[:number]
        near = min(before, key=lambda other: np.hypot(other.x - group.x, other.y - group.y))
        to = [near] if random.random() < 0.8 else []
        if random.random() < 0.25:
            to.append(before[int(random.integers(0, number))])
        for other in to:
            a = group.members[min(len(group.members) - 1, int(random.geometric(0.4)) - 1)]
            b = other.members[min(len(other.members) - 1, int(random.geometric(0.4)) - 1)]
            if (b, a) not in ties:
                ties.append((b, a))
    return ties
