"""Observation logs: who was seen to meet whom, when and where."""

from __future__ import annotations

from intelviz.practice.chance import stream
from intelviz.practice.files import Fault, Output
from intelviz.practice.register import Register
from intelviz.practice.stories.meetings import DAYS, NAME, meetings

COLUMNS = (
    "Observation Ref", "From", "To", "Subjects", "Observed", "Address", "Postcode", "Easting", "Northing", "Officer",
)  # fmt: skip
FILE = "observations/observation-log.csv"
_WORDS = (
    "Met on foot and talked", "Sat together in a parked car", "Went in together and came out apart",
    "Shook hands; something was passed", "Walked together along the street",
)  # fmt: skip


def write(register: Register, out: Output) -> None:
    """Write the log: meetings of people of one group, and those of the story."""
    story = meetings(register, out)
    random = stream(register.seed, "observations")
    rows: list[tuple[int, tuple[int, ...], int, str]] = [(*each, NAME) for each in story.met]
    groups = [group.members for group in register.case.associates.groups if len(group.members) > 1]
    houses = register.places.dwellings
    for _ in range(register.plan.observations if groups else 0):
        members = groups[int(random.integers(0, len(groups)))]
        some = random.permutation(len(members))[: int(random.integers(2, 4))].tolist()
        minute = int(random.integers(0, register.plan.days)) * 1440 + int(random.integers(36, 90)) * 15
        late = story.minute - (DAYS + 1) * 1440 <= minute <= story.minute
        persons = tuple(members[at] for at in some if not (late and members[at] == story.holder))
        rows.append((minute, persons, int(houses[int(random.integers(0, len(houses)))]), ""))
    rows.sort()
    faults = (
        Fault(
            "impossible time", "rejected", 300, "From", ("31/09/2025 10:00", "12/10/2025 24:30"),
            {"Observation Ref": "OBS/{n}"},
        ),
    )  # fmt: skip
    with out.sheet(FILE, COLUMNS, faults) as sheet:
        for number, (minute, persons, place, of) in enumerate(rows, 1):
            sheet.add(
                (
                    f"OBS/{number:06d}", register.text(minute), register.text(minute + int(random.integers(2, 55))),
                    "; ".join(register.nominal(each) for each in persons),
                    _WORDS[int(random.integers(0, len(_WORDS)))], *register.spot(place),
                    register.collar(register.any_officer(random)),
                ),
                of,
            )  # fmt: skip
