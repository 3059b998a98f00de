"""Stop and search, with one ward in which the practice is another than elsewhere."""

from __future__ import annotations

import numpy as np

from intelviz.practice.chance import dealt, drawn, stream
from intelviz.practice.files import Fault, Output
from intelviz.practice.register import Register
from intelviz.practice.times import days, minutes, out_of_the_gap
from intelviz.practice.words import word_list

COLUMNS = (
    "Stop Ref", "Date", "Time", "Officer", "Nominal No", "Gender", "Age Range", "Self-Defined Ethnicity",
    "Officer-Defined Ethnicity", "Legislation", "Object of Search", "Grounds", "Outcome", "Outcome Linked", "Easting",
    "Northing", "Ward",
)  # fmt: skip
NAME = "stop-search practice"
FOUND, FOUND_THERE = 0.27, 0.05
"""Shares of searches that find something: elsewhere, and in the ward of the story."""
MANY, FEWEST = 0.14, 90
"""Share of all searches that the ward of the story has, at least so many."""
_SEEN = {"White": 62, "Asian": 18, "Black": 14, "Other": 6}
_SEEN_THERE = {"White": 24, "Asian": 30, "Black": 42, "Other": 4}
_AGES = {"10-17": 18, "18-24": 40, "25-34": 24, "over 34": 18}


def write(register: Register, out: Output) -> None:
    """Write the searches."""
    random = stream(register.seed, "stops")
    places, plan, lists = register.places, register.plan, word_list("force")
    wards = np.bincount(places.ward)
    ward = int(np.argsort(-wards, kind="stable")[min(len(wards) - 1, 3)])
    name = places.wards[ward][1]
    there = np.flatnonzero(places.ward == ward)
    elsewhere = np.flatnonzero(places.ward != ward)
    extra = max(FEWEST, round(plan.stops * MANY))
    out.story(
        NAME,
        "In one ward far more are searched, far fewer searches find anything, and other people are searched.",
        ward=name,
        found_share=FOUND_THERE,
        found_share_elsewhere=FOUND,
    )
    count = plan.stops + extra
    place = np.concatenate(
        [elsewhere[random.integers(0, len(elsewhere), plan.stops)], there[random.integers(0, len(there), extra)]]
    )
    minute = days(plan.days, count, word_list("crimes")["weekdays"], random) * 1440
    minute += dealt(random, count, word_list("crimes")["hours"]) * 60 + minutes(count, random)
    minute = out_of_the_gap(plan, minute)
    order = np.argsort(minute, kind="stable")
    members = [person for group in register.case.associates.groups for person in group.members]
    objects = lists["stop_objects"]
    faults = (Fault("impossible date", "rejected", 600, "Date", ("31/09/2025", "30/02/2025"), {"Stop Ref": "SS{n}"}),)
    with out.sheet("stop-search/searches.csv", COLUMNS, faults) as sheet:
        for number, at in enumerate(order.tolist(), 1):
            of_story = at >= plan.stops
            seen = _SEEN_THERE if of_story else _SEEN
            look = list(seen)[int(drawn(random, 1, list(seen.values()))[0])]
            found = random.random() < (FOUND_THERE if of_story else FOUND)
            words = lists["stop_outcomes"]["found" if found else "nothing"]
            what = list(objects)[int(drawn(random, 1, list(objects.values()))[0])]
            stated = look if random.random() < 0.55 else "Not stated"
            known = members and not of_story and random.random() < 0.3
            moment = register.moment(int(minute[at]))
            easting, northing = register.grid(int(place[at]))
            sheet.add(
                (
                    f"SS{number:06d}", f"{moment:%d/%m/%Y}", f"{moment:%H:%M}",
                    register.collar(register.any_officer(random)),
                    register.nominal(members[int(random.integers(0, len(members)))]) if known else "",
                    "Male" if random.random() < 0.9 else "Female",
                    list(_AGES)[int(drawn(random, 1, list(_AGES.values()))[0])],
                    stated, look, lists["legislation"].get(what, lists["legislation"]["other"]), what,
                    lists["grounds"][int(random.integers(0, len(lists["grounds"])))],
                    words[int(random.integers(0, len(words)))], "Yes" if found and random.random() < 0.8 else "No",
                    easting, northing, places.ward_of(int(place[at]))[0],
                ),
                NAME if of_story else "",
            )  # fmt: skip
