"""The links of a case as files, by the ids of what they join."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

from intelviz.practice.calls import ringing
from intelviz.practice.case import PracticeCase
from intelviz.practice.chance import Ints
from intelviz.practice.files import Table, link_table
from intelviz.practice.ids import FirstIds

SOCIAL_NETWORK = 0.4
"""Share of those who know each other who are also linked on a social network."""


def link_files(case: PracticeCase, ids: FirstIds) -> dict[str, Table]:
    """Return the file of each link type."""
    return _place_links(case, ids) | _person_links(case, ids) | _event_links(case, ids)


def _place_links(case: PracticeCase, ids: FirstIds) -> dict[str, Table]:
    places = case.places
    location = range(ids.location, ids.location + len(places))
    postcode = range(ids.postcode, ids.postcode + len(places.postcodes))
    return {
        "HAS_POSTCODE": link_table("HAS_POSTCODE", location, (places.postcode + ids.postcode).tolist()),
        "LOCATION_IN_AREA": link_table("LOCATION_IN_AREA", location, (places.ward + ids.ward).tolist()),
        "POSTCODE_IN_AREA": link_table("POSTCODE_IN_AREA", postcode, (places.district + ids.district).tolist()),
    }


def _person_links(case: PracticeCase, ids: FirstIds) -> dict[str, Table]:
    records, associates, phones, random = case.records, case.associates, case.phones, case.random
    second = records.second_of

    def recorded(persons: Iterable[int], share: float) -> list[int]:
        """Return the id of a record of each person: now and then the second one."""
        return [
            ids.person + (second[person] if person in second and random.random() < share else person)
            for person in persons
        ]

    inside = set(associates.group_of) | set(associates.bystanders)
    household = np.array(case.people.household)
    lives = case.home[household[np.array(records.person)]]
    moved = np.flatnonzero((np.array(records.person) != np.arange(len(records))) & (random.random(len(records)) < 0.5))
    lives[moved] = case.places.dwellings[random.integers(0, len(case.places.dwellings), len(moved))]
    since = _since(case, lives, random)
    moves = _moves(case, lives, since, random)
    know = associates.knows
    online = [pair for pair in know if random.random() < SOCIAL_NETWORK]
    family = [tie for tie in case.people.relations if tie[0] in inside and tie[1] in inside]
    together = [(a, b) for a, b in know if household[a] == household[b]]
    together += [(a, b) for a, b, what in family if what == "PARTNER" and (a, b) not in together]
    ringers = ringing(case.calls, phones, associates)
    held, kept = phones.held, case.vehicles.kept
    # A second record of a person often comes with the same telephone: that is how it can be told.
    shared = [
        (second[person], phone, since_, None)
        for person, phone, since_, to in held
        if to is None and person in second and random.random() < 0.4
    ]
    held = held + shared
    known_since = [
        _day(case.plan.last - timedelta(days=int(days))) if days < 1_500 else ""
        for days in random.integers(20, 3_000, len(know)).tolist()
    ]
    first, other = zip(*know, strict=True) if know else ((), ())
    return {
        "CURRENT_ADDRESS": link_table(
            "CURRENT_ADDRESS",
            range(ids.person, ids.person + len(records)),
            (lives + ids.location).tolist(),
            {"from_date": [_day(each) for each in since]},
        ),
        "PREVIOUS_ADDRESS": link_table(
            "PREVIOUS_ADDRESS",
            [ids.person + record for record, _, _, _ in moves],
            [ids.location + place for _, place, _, _ in moves],
            {"from_date": [_day(begin) for _, _, begin, _ in moves], "to_date": [_day(end) for _, _, _, end in moves]},
        ),
        "HAS_PHONE": link_table(
            "HAS_PHONE",
            [ids.person + person for person, _, _, _ in held],
            [ids.phone + phone for _, phone, _, _ in held],
            {"from_date": [_day(since_) for _, _, since_, _ in held], "to_date": [_day(to) for _, _, _, to in held]},
        ),
        "HAS_EMAIL": link_table(
            "HAS_EMAIL",
            [ids.person + person for person in case.email_owner],
            range(ids.email, ids.email + len(case.emails)),
        ),
        "HAS_VEHICLE": link_table(
            "HAS_VEHICLE",
            [ids.person + person for person, _, _, _ in kept],
            [ids.vehicle + vehicle for _, vehicle, _, _ in kept],
            {"from_date": [_day(since_) for _, _, since_, _ in kept], "to_date": [_day(to) for _, _, _, to in kept]},
        ),
        "KNOWS": link_table("KNOWS", recorded(first, 0.3), recorded(other, 0.3), {"from_date": known_since}),
        "KNOWS_LW": _pairs("KNOWS_LW", together, ids),
        "KNOWS_SN": _pairs("KNOWS_SN", online, ids),
        "KNOWS_PHONE": _pairs("KNOWS_PHONE", ringers, ids),
        "FAMILY_REL": link_table(
            "FAMILY_REL",
            [ids.person + a for a, _, _ in family],
            [ids.person + b for _, b, _ in family],
            {"rel_type": [what for _, _, what in family]},
        ),
    }


def _since(case: PracticeCase, lives: Ints, random: np.random.Generator) -> list[date | None]:
    """Return since when each lives there, where that is known: since birth, or one day for all at an address."""
    day = {place: int(days) for place, days in zip(lives.tolist(), random.exponential(1_400, len(lives)), strict=True)}
    known = (random.random(len(lives)) < 0.6).tolist()
    return [
        max(case.plan.last - timedelta(days=30 + min(day[place], 9_000)), case.people.born[person])
        if is_known
        else None
        for place, person, is_known in zip(lives.tolist(), case.records.person, known, strict=True)
    ]


def _moves(
    case: PracticeCase, lives: Ints, since: list[date | None], random: np.random.Generator
) -> list[tuple[int, int, date, date]]:
    """Return (record, location, from, to) of earlier addresses: a member of a group moved more often than others."""
    found: list[tuple[int, int, date, date]] = []
    dwellings = case.places.dwellings
    chance = random.random(len(case.people)).tolist()
    for record, begin in enumerate(since[: len(case.people)]):
        born = case.people.born[record]
        if begin is None or begin <= born or chance[record] > (0.45 if record in case.associates.group_of else 0.08):
            continue
        place = int(dwellings[int(random.integers(0, len(dwellings)))])
        if place != lives[record]:
            before = begin - timedelta(days=int(random.integers(90, 2_000)))
            found.append((record, place, max(before, born), begin))
    return found


def _event_links(case: PracticeCase, ids: FirstIds) -> dict[str, Table]:
    crimes, calls, random, second = case.crimes, case.calls, case.random, case.records.second_of
    crime = range(ids.crime, ids.crime + len(crimes))
    call = range(ids.call, ids.call + len(calls))
    parties = sorted(case.involvement.parties, key=lambda party: (party[1], party[2], party[0]))
    who = [second[person] if person in second and random.random() < 0.35 else person for person, _, _ in parties]
    involved = [(ids.vehicle + vehicle, of, role) for vehicle, of, role in case.vehicles.involved]
    involved += [(ids.exhibit + number, of, "evidence") for number, of in enumerate(case.exhibits.crime)]
    return {
        "OCCURRED_AT": link_table("OCCURRED_AT", crime, (crimes.place + ids.location).tolist()),
        "INVESTIGATED_BY": link_table("INVESTIGATED_BY", crime, (case.officers.crime_officer + ids.officer).tolist()),
        "PARTY_TO": link_table(
            "PARTY_TO",
            [ids.person + record for record in who],
            [ids.crime + of for _, of, _ in parties],
            {"role": [role for _, _, role in parties]},
        ),
        "INVOLVED_IN": link_table(
            "INVOLVED_IN",
            [thing for thing, _, _ in involved],
            [ids.crime + of for _, of, _ in involved],
            {"role": [role for _, _, role in involved]},
        ),
        "CALLER": link_table("CALLER", call, (calls.caller + ids.phone).tolist()),
        "CALLED": link_table("CALLED", call, (calls.called + ids.phone).tolist()),
    }


def _pairs(kind: str, pairs: list[tuple[int, int]], ids: FirstIds) -> Table:
    return link_table(kind, [ids.person + a for a, _ in pairs], [ids.person + b for _, b in pairs])


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
