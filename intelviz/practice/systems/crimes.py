"""Recorded crime: the crimes with their from–to times, and who and what is concerned in each."""

from __future__ import annotations

import numpy as np

from intelviz.practice.chance import drawn, picked, stream
from intelviz.practice.files import Fault, Output
from intelviz.practice.register import Register
from intelviz.practice.stories import meetings
from intelviz.practice.stories.burglaries import NAME, wave
from intelviz.practice.times import date_text, time_text
from intelviz.practice.words import word_list

CRIMES = (
    "Crime No", "Offence", "Recorded", "From Date", "From Time", "To Date", "To Time", "Address", "Postcode", "Easting",
    "Northing", "Beat", "MO", "Outcome", "Charge", "OIC", "OIC Name",
)  # fmt: skip
PARTIES = ("Crime No", "Nominal No", "Role")
VEHICLES = ("Crime No", "VRM", "Role")
PROPERTY = ("Crime No", "Exhibit Ref", "Description", "Property Type")
BROKEN_DATES = ("31/09/2025", "00/11/2025", "32/10/2025", "15/13/2025", "30/02/2025")


def write(register: Register, out: Output) -> None:
    """Write the four files."""
    _crimes(register, out)
    random = stream(register.seed, "crime parties")
    crime_no = register.crime_no
    with out.sheet(
        "crimes/crime-persons.csv", PARTIES, (Fault("no such person", "rejected", 800, "Nominal No", ("",)),)
    ) as sheet:
        parties = sorted(register.case.involvement.parties, key=lambda party: (party[1], party[2], party[0]))
        for person, crime, role in parties:
            sheet.add((crime_no(crime), register.nominal(register.record_of(person, random)), role))
        story = meetings.meetings(register, out)
        sheet.add((story.crime, register.nominal(story.holder), "suspect"), meetings.NAME)
    with out.sheet("crimes/crime-vehicles.csv", VEHICLES) as sheet:
        for vehicle, crime, role in register.case.vehicles.involved:
            sheet.add((crime_no(crime), register.case.vehicles.reg[vehicle], role))
    exhibits = register.case.exhibits
    with out.sheet("crimes/crime-property.csv", PROPERTY) as sheet:
        for what, number, kind, crime in zip(
            exhibits.description, exhibits.number, exhibits.type, exhibits.crime, strict=True
        ):
            sheet.add((crime_no(crime), number, what, kind))


def _crimes(register: Register, out: Output) -> None:
    crimes, plan, places = register.crimes, register.plan, register.places
    random = stream(register.seed, "crime records")
    times, count = crimes.times, len(crimes)
    outcome = _outcomes(register, random)
    noted = (random.random(count) < 0.75).tolist()
    which = random.random((count, 2)).tolist()
    found = np.where(times.end >= 0, times.end, times.start)
    recorded = np.minimum(found + (5 + random.exponential(400, count)).astype(np.int64), plan.days * 1440 - 1)
    begin_day, begin_time = date_text(plan, times.start), time_text(times.start)
    end_day, end_time = date_text(plan, np.maximum(times.end, 0)), time_text(np.maximum(times.end, 0))
    officers = register.case.officers.crime_officer.tolist()
    suspected = register.case.involvement.suspected
    more: list[str] = word_list("force")["mo"]
    rows = wave(register, out)
    faults = (
        Fault("impossible date", "rejected", 1_500, "From Date", BROKEN_DATES, {"Crime No": "PX/{n}/25"}),
        Fault("impossible time", "rejected", 2_500, "From Time", ("24:17", "12:61"), {"Crime No": "PX/{n}/25"}),
        Fault("duplicate", "loaded", 2_000),
    )
    with out.sheet("crimes/recorded-crime.csv", CRIMES, faults) as sheet:
        story = iter(rows)
        due = next(story, None)
        for crime, (code, place, start, end) in enumerate(
            zip(crimes.type.tolist(), crimes.place.tolist(), times.start.tolist(), times.end.tolist(), strict=True)
        ):
            while due is not None and due[0] <= start:
                sheet.add(due[1], NAME)
                due = next(story, None)
            kind = crimes.types[code]
            mo = kind["notes"][int(which[crime][0] * len(kind["notes"]))] if noted[crime] else ""
            if mo and which[crime][1] < 0.5:
                mo += f". {more[int(which[crime][1] * 2 * len(more))]}"
            charged = outcome[crime].startswith(("Awaiting", "Offender sent", "Offender given comm", "Defendant"))
            charge = (
                kind["charges"][int(which[crime][0] * len(kind["charges"]))] if charged and crime in suspected else ""
            )
            timed = bool(times.timed[crime])
            window = (end_day[crime], end_time[crime]) if end >= 0 else ("", "")
            sheet.add(
                (
                    register.crime_no(crime), kind["name"], register.text(int(recorded[crime])), begin_day[crime],
                    begin_time[crime] if timed else "", *window, *register.spot(place), places.ward_of(place)[0], mo,
                    outcome[crime], charge, register.collar(officers[crime]), register.officer_name(officers[crime]),
                )
            )  # fmt: skip
        while due is not None:
            sheet.add(due[1], NAME)
            due = next(story, None)


def _outcomes(register: Register, random: np.random.Generator) -> list[str]:
    crimes, count = register.crimes, len(register.crimes)
    suspected = np.zeros(count, bool)
    suspected[list(register.case.involvement.suspected)] = True
    lists = word_list("crimes")["outcomes"]
    unsolved, solved = lists["unsolved"], lists["suspect"]
    words = [*unsolved, *solved]
    outcome = np.where(
        suspected,
        len(unsolved) + drawn(random, count, list(solved.values())),
        drawn(random, count, list(unsolved.values())),
    )
    # What happened last week is still under investigation.
    late = (crimes.times.start // 1440 > register.plan.days - 8) & (random.random(count) < 0.7)
    outcome[late] = words.index("Under investigation")
    return picked(words, outcome)
