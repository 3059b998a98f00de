"""Whom the holder of a telephone met in the week before a burglary of which he is suspected, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intelviz.practice.chance import stream
from intelviz.practice.files import Output
from intelviz.practice.register import Register
from intelviz.practice.stories import burglaries

NAME = "meetings before a burglary"
DAYS, MEETINGS, FORMAT = 7, 3, "%d/%m/%Y %H:%M"


@dataclass(frozen=True)
class Meetings:
    """Who met whom: (minute, persons, place), and the crime before which it was."""

    holder: int
    crime: str
    minute: int
    met: tuple[tuple[int, tuple[int, ...], int], ...]


def meetings(register: Register, out: Output) -> Meetings:
    """Return the story, begun when it is first asked for; the wave of burglaries is written before it."""
    random = stream(register.seed, NAME)
    wave = out.stories[burglaries.NAME].keys
    crimes, begins = wave["crimes"], wave["from"]
    assert isinstance(crimes, list)
    assert isinstance(begins, list)
    minute = round((datetime.strptime(begins[0], FORMAT) - register.moment(0)).total_seconds() / 60)
    holder, phone = _holder(register)
    groups = [person for group in register.case.associates.groups for person in group.members]
    others = [person for person in groups if person != holder] or [each for each in range(8) if each != holder]
    order = random.permutation(len(others))[: MEETINGS - 1].tolist()
    first, *rest = [others[at] for at in order]
    second = rest[0] if rest else first
    places = register.places.dwellings
    here, there = (int(places[int(random.integers(0, len(places)))]) for _ in range(2))
    # The first twice, at one place; the second once, elsewhere, a day before the burglary.
    when = [minute - 6 * 1440 + 95, minute - 3 * 1440 - 40, minute - 1440 - 130]
    met = tuple(zip(when, ((holder, first), (holder, first), (holder, second)), (here, here, there), strict=True))
    if NAME not in out.stories:
        out.story(
            NAME,
            f"The holder of a number is suspected of a burglary; in the {DAYS} days before it he met two persons, one "
            "of them twice, at two places.",
            telephone=register.case.phones.number[phone],
            holder=register.nominal(holder),
            crime=crimes[0],
            days=DAYS,
            met=[register.nominal(each) for each in (first, first, second)],
            when=[register.text(each) for each in when],
            where=[register.spot(each)[0] for each in (here, here, there)],
        )
    return Meetings(holder, str(crimes[0]), minute, met)


def _holder(register: Register) -> tuple[int, int]:
    """Return a person and the mobile that this person holds, and nobody held before."""
    phones = register.case.phones
    often: dict[int, int] = {}
    for _, phone, _, _ in phones.held:
        often[phone] = often.get(phone, 0) + 1
    mine = [
        (person, phone)
        for person, phone, _, to in phones.held
        if to is None and phone < phones.mobiles and often[phone] == 1 and person in register.case.associates.group_of
    ]
    return mine[0] if mine else phones.held[0][:2]
