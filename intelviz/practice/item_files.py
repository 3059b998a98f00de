"""The items of a case as files: which columns they have, and what stands in them."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from intelviz.practice.case import PracticeCase
from intelviz.practice.chance import drawn, picked
from intelviz.practice.files import Table, item_table
from intelviz.practice.ids import FirstIds
from intelviz.practice.places import extract
from intelviz.practice.times import date_text, time_text
from intelviz.practice.words import word_list


def item_files(case: PracticeCase, ids: FirstIds) -> dict[str, Table]:
    """Return the file of each item type."""
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
