"""One rumour that is reported three times, by three officers and in other words, and has one origin."""

from __future__ import annotations

from dataclasses import dataclass

from intelviz.practice.chance import stream
from intelviz.practice.files import Output
from intelviz.practice.register import Register

NAME, TIMES = "one rumour, three reports", 3


@dataclass(frozen=True)
class Rumour:
    """Who is spoken of, who else, and the minutes at which it is reported."""

    who: int
    other: int
    minutes: tuple[int, ...]


def rumour(register: Register, out: Output) -> Rumour:
    """Return the rumour."""
    random = stream(register.seed, NAME)
    members = [person for group in register.case.associates.groups for person in group.members] or [0]
    who = members[int(random.integers(0, len(members)))]
    other = members[int(random.integers(0, len(members)))]
    first = int(random.integers(5, max(6, register.plan.days - 30)))
    minutes = tuple((first + 8 * number) * 1440 + int(random.integers(540, 1200)) for number in range(TIMES))
    out.story(
        NAME,
        "Three reports say the same of one person, with the same odd details: one origin, and no corroboration.",
        nominal=register.nominal(who),
        origin="one and the same person, who told it to three officers",
        details=["tannery", "green", "roller door", "red quad", "carpet"],
    )
    return Rumour(who, other, minutes)
