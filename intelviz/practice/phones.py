"""Telephones: only numbers that Ofcom sets aside for drama, who holds them from when to when, and their handsets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from intelviz.practice.associates import Associates
from intelviz.practice.chance import stream
from intelviz.practice.persons import People
from intelviz.practice.plan import CALL_DAYS, STORY_NUMBERS, Plan

HOLDERS = 3
"""At most so many persons hold one number, one after the other."""


@dataclass
class Phones:
    """Numbers, mobiles first; who holds each, as (person, phone, from, to), None for "still"."""

    number: list[str]
    imei: list[str]
    mobiles: int
    spare: list[tuple[str, str]]
    """(number, IMEI) of the mobiles that are kept for the planted stories."""
    held: list[tuple[int, int, date, date | None]] = field(default_factory=list[tuple[int, int, date, date | None]])

    def __len__(self) -> int:
        return len(self.number)

    def of_person(self, *, now: bool = True) -> dict[int, list[int]]:
        """Return the phones of each person; with ``now`` those that are still held."""
        found: dict[int, list[int]] = {}
        for person, phone, _, to in self.held:
            if to is None or not now:
                found.setdefault(person, []).append(phone)
        return found


def make_phones(plan: Plan, people: People, associates: Associates, seed: int) -> Phones:
    """Return the phones; members of groups come first, then other grown-ups, then households with a land line.

    Where the numbers run out, a number passes from one holder to the next, as numbers do.
    """
    random = stream(seed, "phones")
    drama = [f"07700 {900_000 + each}" for each in random.permutation(1_000).tolist()]
    number = drama[: plan.mobiles]
    number += [f"01632 {960_000 + each}" for each in random.permutation(1_000)[: plan.landlines].tolist()]
    # Type allocation codes that begin with 00 are for test equipment: no such handset was ever sold.
    serials = random.choice(10**9, plan.mobiles + STORY_NUMBERS, replace=False).tolist()
    handsets = [_with_check_digit(f"00100{each:09d}") for each in serials]
    imei = handsets[: plan.mobiles] + [""] * plan.landlines
    spare = list(zip(drama[-STORY_NUMBERS:], handsets[plan.mobiles :], strict=True))
    found = Phones(number, imei, plan.mobiles, spare)
    members = [person for group in associates.groups for person in group.members]
    holders = [person for person in members if random.random() < 0.93]
    holders += [person for person in members if random.random() < 0.15]
    inside = set(members)
    others = [p for p in range(len(people)) if p not in inside and people.age[p] >= 12]
    others = random.permutation(others).tolist()
    holders += others[: max(plan.mobiles - len(holders) + plan.mobiles // 20, 0)]
    _hand_out(found, plan, people, holders, random)
    households = people.households
    for line, household in enumerate(random.permutation(len(households))[: plan.landlines].tolist()):
        adults = [person for person in households[household] if people.age[person] >= 18] or households[household]
        since = plan.last - timedelta(days=int(random.integers(400, 6_000)))
        since = max(since, *(people.birthday(person, 17) for person in adults))
        found.held += [(person, plan.mobiles + line, since, None) for person in adults[:2]]
    return found


def _hand_out(found: Phones, plan: Plan, people: People, holders: list[int], random: np.random.Generator) -> None:
    holders = holders[: plan.mobiles * HOLDERS]
    in_turn: list[list[int]] = [[] for _ in range(plan.mobiles)]
    for place, person in enumerate(holders):
        # The first round gives each phone one holder; later rounds pass some of the last ones' numbers on.
        queue = in_turn[place] if place < plan.mobiles else in_turn[-1 - place % plan.mobiles]
        if person not in queue:
            queue.append(person)
    # Whoever was given a number first holds it still; those who had it before gave it up before the calls begin.
    quiet = plan.last - timedelta(days=CALL_DAYS + 1)
    for phone, queue in enumerate(in_turn):
        to: date | None = None
        until = quiet
        for person in queue:
            since = until - timedelta(days=int(random.integers(20, 500)))
            since = max(since, min(people.birthday(person, 10), until - timedelta(days=1)))
            found.held.append((person, phone, since, to))
            to = until = since - timedelta(days=int(random.integers(1, 40)))


def _with_check_digit(digits: str) -> str:
    """Return the digits with the Luhn check digit behind them."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - place % 2)
        total += value // 10 + value % 10
    return digits + str(-total % 10)
