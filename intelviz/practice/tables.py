"""The case as files: which columns they have, and which ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from intelviz.practice.calls import ringing
from intelviz.practice.case import PracticeCase
from intelviz.practice.chance import Ints, drawn, picked
from intelviz.practice.files import Table, item_table, link_table
from intelviz.practice.places import extract
from intelviz.practice.times import date_text, time_text
from intelviz.practice.words import word_list

SOCIAL_NETWORK = 0.4
"""Share of those who know each other who are also linked on a social network."""


@dataclass(frozen=True)
class FirstIds:
    """The first id of each type; ids run on from 1 over all types."""

    person: int
    officer: int
    phone: int
    email: int
    vehicle: int
    exhibit: int
    call: int
    location: int
    postcode: int
    district: int
    ward: int
    crime: int


def first_ids(case: PracticeCase) -> FirstIds:
    """Return where the ids of each type begin."""
    sizes = (
        len(case.records),
        len(case.officers.badge),
        len(case.phones),
        len(case.emails),
        len(case.vehicles),
        len(case.exhibits.number),
        len(case.calls),
        len(case.places),
        len(case.places.postcodes),
        len(case.places.districts),
        len(case.places.wards),
    )
    return FirstIds(*np.cumsum([1, *sizes]).tolist())


def make_tables(case: PracticeCase) -> dict[str, Table]:
    """Return the files by type: items first, then links."""
    ids = first_ids(case)
    return _item_tables(case, ids) | _place_links(case, ids) | _person_links(case, ids) | _event_links(case, ids)


def _item_tables(case: PracticeCase, ids: FirstIds) -> dict[str, Table]:
    records, officers, vehicles, places, real = case.records, case.officers, case.vehicles, case.places, extract()
    row = places.postcodes[places.postcode]
    return {
        "Person": item_table(
            "Person",
            ids.person,
            {
                "surname": records.surname,
                "name": records.name,
                "nickname": records.nickname,
                "alias": records.alias,
                "sex": records.sex,
                "age": records.age,
                "date_of_birth": records.date_of_birth,
            },
        ),
        "Officer": item_table(
            "Officer",
            ids.officer,
            {
                "badge_no": officers.badge,
                "rank": officers.rank,
                "name": officers.name,
                "surname": officers.surname,
            },
        ),
        "Phone": item_table(
            "Phone",
            ids.phone,
            {
                "phoneNo": case.phones.number,
                "imei": case.phones.imei,
                "kind": ["mobile"] * case.phones.mobiles + ["land line"] * (len(case.phones) - case.phones.mobiles),
            },
        ),
        "Email": item_table("Email", ids.email, {"email_address": case.emails}),
        "Vehicle": item_table(
            "Vehicle",
            ids.vehicle,
            {
                "model": vehicles.model,
                "reg": vehicles.reg,
                "make": vehicles.make,
                "year": vehicles.year,
                "colour": vehicles.colour,
            },
        ),
        "Object": item_table(
            "Object",
            ids.exhibit,
            {"description": case.exhibits.description, "id": case.exhibits.number, "type": case.exhibits.type},
        ),
        "PhoneCall": _call_table(case, ids),
        "Location": item_table(
            "Location",
            ids.location,
            {
                "latitude:double": picked(real.latitude, row),
                "postcode": picked(real.postcode, row),
                "longitude:double": picked(real.longitude, row),
                "address": places.address,
                "kind": picked(places.kinds, places.kind),
            },
        ),
        "PostCode": item_table("PostCode", ids.postcode, {"code": picked(real.postcode, places.postcodes)}),
        "Area": item_table(
            "Area",
            ids.district,
            {
                "areaCode": [code for code, _ in places.districts] + [code for code, _, _ in places.wards],
                "name": [borough for _, borough in places.districts]
                + [f"{name}, {borough}" for _, name, borough in places.wards],
                "kind": ["postcode district"] * len(places.districts) + ["ward"] * len(places.wards),
            },
        ),
        "Crime": _crime_table(case, ids),
    }


def _call_table(case: PracticeCase, ids: FirstIds) -> Table:
    calls = case.calls
    seconds = calls.seconds.tolist()
    return item_table(
        "PhoneCall",
        ids.call,
        {
            "call_duration": ["" if each < 0 else each for each in seconds],
            "call_time": time_text(calls.minute),
            "call_date": date_text(case.plan, calls.minute),
            "call_type": ["SMS" if each < 0 else "CALL" for each in seconds],
        },
    )


def _crime_table(case: PracticeCase, ids: FirstIds) -> Table:
    crimes, random = case.crimes, case.random
    times = crimes.times
    count = len(crimes)
    window = times.end >= 0
    end = np.maximum(times.end, 0)
    suspected = np.zeros(count, bool)
    suspected[list(case.involvement.suspected)] = True
    outcomes = word_list("crimes")["outcomes"]
    unsolved, solved = outcomes["unsolved"], outcomes["suspect"]
    words = [*unsolved, *solved]
    outcome = np.where(
        suspected,
        len(unsolved) + drawn(random, count, list(solved.values())),
        drawn(random, count, list(unsolved.values())),
    )
    # What happened last week is still under investigation.
    late = (times.start // 1440 > case.plan.days - 8) & (random.random(count) < 0.7)
    outcome[late] = words.index("Under investigation")
    last_outcome = picked(words, outcome)
    noted = (random.random(count) < np.where(suspected, 0.9, 0.3)).tolist()
    which = random.random(count).tolist()
    note: list[str] = []
    charge: list[str] = []
    for row, code in enumerate(crimes.type.tolist()):
        kind = crimes.types[code]
        note.append(kind["notes"][int(which[row] * len(kind["notes"]))] if noted[row] else "")
        charged = last_outcome[row].startswith(("Awaiting", "Offender sent", "Offender given comm", "Defendant"))
        charge.append(kind["charges"][int(which[row] * len(kind["charges"]))] if charged and suspected[row] else "")
    return item_table(
        "Crime",
        ids.crime,
        {
            "date": date_text(case.plan, times.start),
            "time": _where(times.timed, time_text(times.start)),
            "to_date": _where(window, date_text(case.plan, end)),
            "to_time": _where(window, time_text(end)),
            "id": _crime_numbers(case),
            "type": [crimes.types[code]["name"] for code in crimes.type.tolist()],
            "last_outcome": last_outcome,
            "note": note,
            "charge": charge,
        },
    )


def _crime_numbers(case: PracticeCase) -> list[str]:
    first = case.plan.first
    days = (case.crimes.times.start // 1440).tolist()
    year = {day: (first + timedelta(days=day)).year % 100 for day in set(days)}
    return [f"PX/{number:07d}/{year[day]:02d}" for number, day in enumerate(days, 1)]


def _where(known: np.ndarray[tuple[int], np.dtype[np.bool_]], words: list[str]) -> list[str]:
    return [word if is_known else "" for word, is_known in zip(words, known.tolist(), strict=True)]


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
