"""Stories in call data: a county line, telephones that a group swaps on one day, and calls in the repeated hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.practice.chance import drawn, stream
from intelviz.practice.files import Output, Story
from intelviz.practice.plan import CALL_DAYS
from intelviz.practice.register import Register

CUSTOMERS, BURSTS, SWAP_CALLS = 30, 16, 22
COUNTY_LINE, SWAP, REPEATED_HOUR = "county line", "swapped telephones", "repeated hour"


@dataclass(frozen=True, slots=True)
class CallRow:
    """One row of a bill: whose it is, who rang whom, when, how long (-1 for a text), with which handset, near what."""

    second: float
    """Seconds since the midnight that begins the case, in local time; add an hour after the clocks went back."""
    subject: str
    caller: str
    called: str
    seconds: int
    imei: str
    mast: int
    story: str = ""
    utc_offset: int = -1
    """Hours from UTC where the local time does not tell; -1 where it does."""


def story_calls(register: Register, out: Output, mast_of: dict[str, int]) -> list[CallRow]:
    """Return the calls of the stories, and set ``mast_of`` for the telephones in them."""
    spare = iter(register.case.phones.spare)
    found = [*_county_line(register, out, [next(spare) for _ in range(CUSTOMERS + 3)], mast_of)]
    found += _swap(register, out, [next(spare) for _ in range(2 * len(register.case.cast.swappers))], mast_of)
    found += _repeated(register, out, [next(spare) for _ in range(2)], mast_of)
    return found


def county_line(register: Register, out: Output) -> Story:
    """Return the story of the county line, begun when it is first asked for."""
    if COUNTY_LINE in out.stories:
        return out.stories[COUNTY_LINE]
    numbers = [number for number, _ in register.case.phones.spare[: CUSTOMERS + 3]]
    cast = register.case.cast
    return out.story(
        COUNTY_LINE,
        f"One number texts {CUSTOMERS} numbers within two minutes, on {BURSTS} days; they ring it back.",
        line=numbers[0],
        holder=register.nominal(cast.line_holder),
        runners=[register.nominal(each) for each in cast.runners],
        runner_numbers=numbers[1:3],
        customers=numbers[3:],
    )


def _county_line(
    register: Register, out: Output, phones: list[tuple[str, str]], mast_of: dict[str, int]
) -> list[CallRow]:
    random = stream(register.seed, COUNTY_LINE)
    first = (register.plan.days - CALL_DAYS) * 86_400
    (line, imei), *others = phones
    runners, customers = others[:2], others[2:]
    masts = len(set(mast_of.values())) or 1
    away = int(random.integers(0, masts))
    for number, _ in phones:
        mast_of[number] = away
    # The line itself stays at home, and the customers are elsewhere.
    mast_of[line] = (away + masts // 2) % masts
    county_line(register, out)
    found: list[CallRow] = []
    for day in sorted(random.permutation(CALL_DAYS - 1)[:BURSTS].tolist()):
        start = first + day * 86_400 + int(random.integers(10, 20)) * 3600 + int(random.integers(0, 3000))
        for place, (number, _) in enumerate(customers):
            found.append(
                CallRow(
                    start + 3 * place + int(random.integers(0, 3)),
                    line,
                    line,
                    number,
                    -1,
                    imei,
                    mast_of[line],
                    COUNTY_LINE,
                )
            )
            if random.random() < 0.35:
                later = start + 200 + int(random.exponential(4_000))
                found.append(
                    CallRow(
                        later, line, number, line, 8 + int(random.exponential(14)), imei, mast_of[line], COUNTY_LINE
                    )
                )
        for number, _ in runners:
            later = start + 400 + int(random.integers(0, 1500))
            found.append(
                CallRow(later, line, line, number, 40 + int(random.exponential(40)), imei, mast_of[line], COUNTY_LINE)
            )
    return found


def _swap(register: Register, out: Output, phones: list[tuple[str, str]], mast_of: dict[str, int]) -> list[CallRow]:
    random = stream(register.seed, SWAP)
    members = register.case.cast.swappers
    before, after = phones[: len(members)], phones[len(members) :]
    first, day = register.plan.days - CALL_DAYS, CALL_DAYS // 2 + int(random.integers(-4, 5))
    known = register.case.phones.number
    contacts = [[known[int(at)] for at in random.permutation(len(known))[:4]] for _ in members]
    for number, _ in phones:
        mast_of[number] = int(random.integers(0, len(set(mast_of.values())) or 1))
    out.story(
        SWAP,
        f"{len(members)} numbers fall silent on one day; as many new ones in new handsets begin, and ring the same.",
        nominals=[register.nominal(each) for each in members],
        day=register.moment((first + day) * 1440).date().isoformat(),
        before=[number for number, _ in before],
        after=[number for number, _ in after],
        handsets_before=[imei for _, imei in before],
        handsets_after=[imei for _, imei in after],
    )
    found: list[CallRow] = []
    for side, (begin, end) in ((before, (0, day)), (after, (day, CALL_DAYS))):
        for member, (number, imei) in enumerate(side):
            others = [each for each, _ in side if each != number] + contacts[member]
            which = drawn(random, SWAP_CALLS, [3] * (len(side) - 1) + [5, 4, 3, 2][: len(contacts[member])]).tolist()
            days = random.integers(begin, end, SWAP_CALLS)
            days[0], days[1] = begin, end - 1
            for other, at in zip(which, days.tolist(), strict=True):
                second = (first + at) * 86_400 + int(random.integers(9, 22)) * 3600 + int(random.integers(0, 3600))
                a, b = (number, others[other]) if random.random() < 0.6 else (others[other], number)
                seconds = -1 if random.random() < 0.4 else int(random.lognormal(3.8, 1))
                found.append(CallRow(second, number, a, b, seconds, imei, mast_of[number], SWAP))
    return found


def _repeated(register: Register, out: Output, phones: list[tuple[str, str]], mast_of: dict[str, int]) -> list[CallRow]:
    """Return calls that follow each other, some of them before and some after the clocks went back."""
    hour = register.repeated_hour
    if hour < 0:
        return []
    random = stream(register.seed, REPEATED_HOUR)
    (one, imei), (other, _) = phones
    mast_of[one] = mast_of[other] = 0
    elapsed = np.sort(random.permutation(118)[:8]) + 1
    found: list[CallRow] = []
    for minute in elapsed.tolist():
        summer = minute < 60
        a, b = (one, other) if random.random() < 0.5 else (other, one)
        second = (hour + minute % 60) * 60 + int(random.integers(0, 60))
        found.append(CallRow(second, one, a, b, int(random.lognormal(3.8, 1)), imei, 0, REPEATED_HOUR, int(summer)))
    out.stories[REPEATED_HOUR].keys.update(numbers=[one, other], elapsed_minutes=elapsed.tolist())
    return found
