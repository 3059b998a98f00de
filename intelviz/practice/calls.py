"""Who rang whom: the bills of some handsets over six weeks, most of it with a handful of others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.practice.associates import Associates
from intelviz.practice.chance import Ints, dealt, drawn, stream
from intelviz.practice.persons import People
from intelviz.practice.phones import Phones
from intelviz.practice.plan import CALL_DAYS, Plan
from intelviz.practice.times import days
from intelviz.practice.words import word_list

A_HANDSET = 52
"""Calls and texts of one handset, about."""
CONTACTS = 44
MEDIAN_SECONDS, SPREAD = 45.0, 1.15
UNANSWERED = 0.2
TEXTS = 0.42


@dataclass(frozen=True)
class Calls:
    """Calls as columns in the order of their time; ``minute`` counts from the midnight that begins the case."""

    subject: Ints
    """The phone on whose bill the call stands: caller or called."""
    caller: Ints
    called: Ints
    minute: Ints
    seconds: Ints
    """-1 for a text."""

    def __len__(self) -> int:
        return len(self.caller)


def make_calls(plan: Plan, people: People, associates: Associates, phones: Phones, seed: int) -> Calls:
    """Return the calls and texts on the bills of some members' handsets."""
    random = stream(seed, "calls")
    handsets = _handsets(plan, associates, phones, random)
    per = dealt(random, plan.calls, 1 / np.arange(3, len(handsets) + 3) ** 0.35)
    totals = np.bincount(per, minlength=len(handsets)).tolist()
    mine: list[Ints] = []
    theirs: list[Ints] = []
    contacts_of = _Contacts(people, associates, phones, random)
    for (phone, person), total in zip(handsets, totals, strict=True):
        contacts = contacts_of.of(phone, person)
        mine.append(np.full(total, phone))
        theirs.append(contacts[drawn(random, total, 1 / np.arange(1, len(contacts) + 1))])
    one, other = np.concatenate(mine), np.concatenate(theirs)
    out = random.random(plan.calls) < 0.52
    lists = word_list("objects")
    first = (plan.days - CALL_DAYS) * 1440
    minute = first + days(CALL_DAYS, plan.calls, lists["call_weekdays"], random) * 1440
    minute += dealt(random, plan.calls, lists["call_hours"]) * 60 + random.integers(0, 60, plan.calls)
    seconds = np.maximum(1, np.rint(random.lognormal(np.log(MEDIAN_SECONDS), SPREAD, plan.calls))).astype(np.int64)
    seconds = np.minimum(seconds, 7_200)
    kind = dealt(random, plan.calls, [TEXTS, (1 - TEXTS) * UNANSWERED, (1 - TEXTS) * (1 - UNANSWERED)])
    seconds = np.where(kind == 0, -1, np.where(kind == 1, 0, seconds))
    order = np.argsort(minute, kind="stable")
    caller, called = np.where(out, one, other), np.where(out, other, one)
    return Calls(one[order], caller[order], called[order], minute[order], seconds[order])


def _handsets(plan: Plan, associates: Associates, phones: Phones, random: np.random.Generator) -> list[tuple[int, int]]:
    """Return the (phone, holder) pairs whose bills are at hand: whole groups, until there are enough."""
    held = phones.of_person()
    wanted = max(1, plan.calls // A_HANDSET)
    found: list[tuple[int, int]] = []
    for number in random.permutation(len(associates.groups)).tolist():
        for person in associates.groups[number].members:
            found += [(phone, person) for phone in held.get(person, []) if phone < phones.mobiles]
        if len(found) >= wanted:
            return found[:wanted]
    return found or [(0, -1)]


class _Contacts:
    """Whom a handset rings, most often first: who its holder knows, then the group and the family, then anybody."""

    def __init__(self, people: People, associates: Associates, phones: Phones, random: np.random.Generator) -> None:
        self.phones, self.associates, self.people, self.random = phones, associates, people, random
        self.held = phones.of_person()
        self.neighbours = associates.neighbours
        self.households = people.households

    def of(self, phone: int, person: int) -> Ints:
        """Return the phones that this one rings."""
        random = self.random
        group = self.associates.groups[self.associates.group_of[person]].members if person >= 0 else []
        family = self.households[self.people.household[person]] if person >= 0 else []
        ordered: list[int] = []
        for others in (self.neighbours.get(person, []), family, group):
            close = [other for person in others for other in self.held.get(person, [])]
            ordered += [close[place] for place in random.permutation(len(close)).tolist()]
        ordered += random.integers(0, len(self.phones), CONTACTS).tolist()
        found = [other for other in dict.fromkeys(ordered) if other != phone][:CONTACTS]
        return np.array(found or [(phone + 1) % len(self.phones)], np.int64)


def ringing(calls: Calls, phones: Phones, associates: Associates, least: int = 8) -> list[tuple[int, int]]:
    """Return pairs of members whose phones rang each other at least so often."""
    holder = {phone: person for person, phone, _, to in phones.held if to is None and person in associates.group_of}
    tally: dict[tuple[int, int], int] = {}
    for a, b in zip(calls.caller.tolist(), calls.called.tolist(), strict=True):
        one, other = holder.get(a), holder.get(b)
        if one is not None and other is not None and one != other:
            pair = min(one, other), max(one, other)
            tally[pair] = tally.get(pair, 0) + 1
    return sorted(pair for pair, count in tally.items() if count >= least)
