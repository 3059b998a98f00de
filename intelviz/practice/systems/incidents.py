"""The command and control log: calls for service, numbered anew each day, graded by the table of their time."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from intelviz.practice.chance import dealt, drawn, stream
from intelviz.practice.files import Fault, Output
from intelviz.practice.register import Register
from intelviz.practice.times import days, minutes, out_of_the_gap
from intelviz.practice.words import word_list

COLUMNS = (
    "Log No", "Log Date", "Created", "Opening Code", "Incident Type", "Initial Grade", "Final Grade", "Graded",
    "Dispatched", "Arrived", "Closed", "Location", "Postcode", "Easting", "Northing", "Beat", "Caller Telephone",
    "Crime No", "Chain of Owners", "Incident Text", "Closing Code",
)  # fmt: skip
PLACELESS = 0.04
"""Share of logs that say of no place."""
REPEATS, CLOCK_INCIDENTS = 14, 3
BROKEN_TIMES = ("14/11/2025 24:17", "31/09/2025 12:00", "02/10/2025 25:06")


@dataclass(frozen=True)
class _Call:
    """A call for service: when, of what type, where, and for which story or crime."""

    minute: int
    type: int
    place: int
    crime: int = -1
    story: str = ""


def grades_on(day: date) -> list[dict[str, Any]]:
    """Return the grades that the practice force used on a day, the most urgent first."""
    eras: list[dict[str, Any]] = word_list("force")["grades"]
    return next(era["grades"] for era in eras if (not era["until"] or day <= era["until"]) and day >= era["from"])


def write(register: Register, out: Output) -> None:
    """Write the log."""
    kinds: list[dict[str, Any]] = word_list("force")["incidents"]
    random = stream(register.seed, "incident log")
    faults = (
        Fault("impossible time", "rejected", 1_200, "Created", BROKEN_TIMES, {"Log No": "{n}"}),
        Fault("duplicate", "loaded", 1_500),
    )  # fmt: skip
    numbers: dict[date, int] = {}
    wave = heapq.merge(_background(register), _stories(register, out, kinds), key=lambda call: call.minute)
    with out.sheet("incidents/incident-log.csv", COLUMNS, faults) as sheet:
        for call in wave:
            day = register.moment(call.minute).date()
            numbers[day] = numbers.get(day, 0) + int(random.integers(1, 4))
            row = sheet.add(_row(register, call, kinds, numbers[day], random), call.story)
            if call.story == "repeated hour":
                out.stories[call.story].keys.setdefault("incidents", [])
                found = out.stories[call.story].keys["incidents"]
                assert isinstance(found, list)
                found.append({"file": sheet.name, "row": row, "log": f"{numbers[day]} of {day:%d/%m/%Y}"})


def _background(register: Register) -> Iterator[_Call]:
    random = stream(register.seed, "incidents")
    plan, places, count = register.plan, register.places, register.plan.incidents
    lists = word_list("crimes")
    kinds: list[dict[str, Any]] = word_list("force")["incidents"]
    minute = days(plan.days, count, lists["weekdays"], random) * 1440
    minute += dealt(random, count, lists["hours"]) * 60 + minutes(count, random)
    minute = np.sort(out_of_the_gap(plan, minute))
    repeated = register.repeated_hour
    minute[(minute >= repeated) & (minute < repeated + 60)] += 60
    minute.sort()
    kind = drawn(random, count, [each["share"] for each in kinds])
    at_home = np.array([each["at_home"] for each in kinds])[kind] > random.random(count)
    busy = random.permutation(len(places))[: max(5, len(places) // 40)]
    homes = random.permutation(places.dwellings)
    # Calls to homes go round all homes before any has a second one, so that many at one address mean something.
    home = homes[np.arange(count) % len(homes)]
    out_of_doors = np.where(
        random.random(count) < 0.35, busy[random.integers(0, len(busy), count)], random.integers(0, len(places), count)
    )
    not_home = np.setdiff1d(np.arange(len(places)), places.dwellings)
    if len(not_home):
        dwelling = np.isin(out_of_doors, places.dwellings)
        out_of_doors = np.where(dwelling, not_home[random.integers(0, len(not_home), count)], out_of_doors)
    place = np.where(at_home, home, out_of_doors)
    crimed = random.random(count) < 0.16
    start = register.crimes.times.start
    crime = np.clip(np.searchsorted(start, minute, side="right") - 1, 0, len(start) - 1)
    for at in range(count):
        yield _Call(int(minute[at]), int(kind[at]), int(place[at]), int(crime[at]) if crimed[at] else -1)


def _stories(register: Register, out: Output, kinds: list[dict[str, Any]]) -> list[_Call]:
    random = stream(register.seed, "incident stories")
    places, plan = register.places, register.plan
    domestic = next(at for at, each in enumerate(kinds) if each["type"] == "Domestic incident")
    house = int(places.dwellings[int(random.integers(0, len(places.dwellings)))])
    # Each comes sooner after the one before.
    gaps = np.geomspace(12, 2, REPEATS)
    day = (np.cumsum(gaps) / gaps.sum() * (plan.days - 4)).astype(int).tolist()
    found = [
        _Call(each * 1440 + int(random.integers(19 * 60, 24 * 60 - 1)), domestic, house, -1, "repeat victim")
        for each in day
    ]
    address, postcode, *_ = register.spot(house)
    out.story(
        "repeat victim",
        f"{REPEATS} domestic incidents at one address, each sooner after the one before; no other home has so many.",
        address=address,
        postcode=postcode,
    )
    repeated = register.repeated_hour
    out.story(
        "repeated hour",
        "Events between 01:00 and 02:00 when summer time ends: local times alone do not say in which order.",
        hour=register.text(repeated),
    )
    if repeated >= 0:
        for minute in sorted(random.integers(0, 60, CLOCK_INCIDENTS).tolist()):
            place = int(random.integers(0, len(places)))
            found.append(_Call(repeated + minute, 0, place, -1, "repeated hour"))
    return sorted(found, key=lambda call: call.minute)


def _row(
    register: Register, call: _Call, kinds: list[dict[str, Any]], number: int, random: np.random.Generator
) -> tuple[object, ...]:
    kind = kinds[call.type]
    created = register.moment(call.minute)
    grades = grades_on(created.date())
    at = min(len(grades) - 1, int(drawn(random, 1, kind["grades"][: len(grades)])[0]))
    final = at if random.random() < 0.9 else max(0, min(len(grades) - 1, at + int(random.integers(-1, 2))))
    target = grades[final]["minutes"]
    graded = call.minute + 1 + random.exponential(2)
    attended = target is not None and random.random() < 0.93
    wait = float(random.lognormal(-0.3, 0.6)) * (target or 60)
    sent = graded + wait * 0.5 if attended else -1.0
    arrived = graded + wait * 0.8 if attended and random.random() < 0.95 else -1.0
    closed = max(graded, sent, arrived) + float(random.lognormal(4.3, 0.8))
    staff = [register.collar(register.any_officer(random)) for _ in range(min(7, int(random.geometric(0.5))))]
    phones = register.case.phones.number
    caller = phones[int(random.integers(0, len(phones)))] if random.random() < 0.6 else ""
    words: list[str] = kind["texts"]
    text = words[int(random.integers(0, len(words)))]
    if random.random() < 0.3:
        more: list[str] = word_list("force")["log_ends"]
        text += f" {more[int(random.integers(0, len(more)))]}"
    codes: list[str] = word_list("force")["closing_codes"]
    spot: tuple[object, ...] = (*register.spot(call.place), register.places.ward_of(call.place)[0])
    if not call.story and random.random() < PLACELESS:
        spot = ("", "", "", "", "")
    return (
        f"{number:04d}", f"{created:%d/%m/%Y}", _text(created), f"{kind['code']}", kind["type"], grades[at]["grade"],
        grades[final]["grade"], register.text(graded), register.text(sent), register.text(arrived),
        register.text(closed),        *spot, caller,
        register.crime_no(call.crime) if call.crime >= 0 else "", " > ".join(staff), text,
        codes[int(random.integers(0, len(codes)))],
    )  # fmt: skip


def _text(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M}"
