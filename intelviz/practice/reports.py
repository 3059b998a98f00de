"""Intelligence reports: what they say of whom, how they are graded, and which of them say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from intelviz.practice.chance import dealt, drawn, stream
from intelviz.practice.files import Output
from intelviz.practice.plan import CALL_DAYS
from intelviz.practice.records import misspelt
from intelviz.practice.register import Register
from intelviz.practice.stories.rumour import NAME, Rumour, rumour
from intelviz.practice.stories.telephones import COUNTY_LINE, county_line
from intelviz.practice.times import days
from intelviz.practice.words import word_list

OLDER, IMPOSSIBLE, REWRITTEN, CONTRADICTS, ALTERED = 0.1, 0.03, 0.05, 0.1, 0.2
SHORTEST, LONGEST = 60, 180
"""Words of a text."""
_WRONG = (("", "", ""), ("2", "", ""), ("B", "2", "P"), ("4", "F", "P"), ("2", "B", ""))
_WRONG_OLDER = (("", "", ""), ("F", "6", "1"), ("B", "", "1"))


@dataclass(frozen=True)
class Report:
    """One report before it is written down; grades as (source, intelligence, handling)."""

    urn: str
    minute: int
    older: bool
    grade: tuple[str, str, str]
    is_graded: bool
    text: str
    nominals: tuple[str, ...]
    vehicles: tuple[str, ...]
    telephones: tuple[str, ...]
    place: int
    theme: str
    altered: tuple[tuple[str, str], ...] = ()
    """(as written, as recorded) of names that are not written as they should be."""
    repeats: str = ""
    contradicts: str = ""
    story: str = ""


class _Writer:
    """Makes reports one by one; remembers some to rewrite or to contradict."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.random = stream(register.seed, "reports")
        self.lists = word_list("reports")
        case = register.case
        self.neighbours = case.associates.neighbours
        self.members = [person for group in case.associates.groups for person in group.members] or [0]
        self.phones, self.cars = case.phones.of_person(), _cars(register)
        self.short: dict[str, str] = word_list("names")["nicknames"]
        self.recent: list[tuple[Report, int, dict[str, Any]]] = []

    def any_of(self, words: list[Any]) -> Any:
        """Return one of them."""
        return words[int(self.random.integers(0, len(words)))]

    def report(self, urn: str, minute: int, grade: tuple[str, str, str], *, older: bool, is_graded: bool) -> Report:
        """Return an ordinary report: something new, a rewritten rumour, or the contrary of another."""
        chance = self.random.random()
        if self.recent and chance < REWRITTEN:
            before, who, theme = self.any_of(self.recent)
            return self._about(urn, minute, grade, older, is_graded, who, theme, 1, repeats=before.urn)
        if self.recent and chance < REWRITTEN + CONTRADICTS:
            before, who, theme = self.any_of(self.recent)
            against = {"first": self.lists["contradictions"], "more": [], "name": theme["name"]}
            return self._about(urn, minute, grade, older, is_graded, who, against, -1, contradicts=before.urn)
        who, theme = self.any_of(self.members), self.any_of(self.lists["themes"])
        found = self._about(urn, minute, grade, older, is_graded, who, theme, 0)
        self.recent = [*self.recent[-40:], (found, who, theme)]
        return found

    def rumour(self, of: Rumour, urn: str, minute: int, number: int) -> Report:
        """Return a report of the planted rumour."""
        words = self.lists["rumour"]
        theme = {"first": words["claim"], "more": words["more"], "name": "weapons"}
        return self._about(urn, minute, ("2", "C", "P"), False, True, of.who, theme, number, story=NAME, other=of.other)

    def line(self, urn: str, minute: int, number: int) -> Report:
        """Return a report that speaks of the county line by its number."""
        words, cast = self.lists["line"], self.register.case.cast
        theme = {"first": words["claim"], "more": words["more"], "name": "county lines"}
        grade = (("2", "C", "P"), ("1", "B", "P"), ("2", "D", "C"))[number]
        of = cast.line_holder
        return self._about(
            urn, minute, grade, False, True, of, theme, number, story=COUNTY_LINE, other=cast.runners[number % 2],
            telephone=self.register.case.phones.spare[0][0],
        )  # fmt: skip

    def _about(
        self, urn: str, minute: int, grade: tuple[str, str, str], older: bool, is_graded: bool, who: int,
        theme: dict[str, Any], wording: int, *, repeats: str = "", contradicts: str = "", story: str = "",
        other: int = -1, telephone: str = "",
    ) -> Report:  # fmt: skip
        register, random = self.register, self.random
        near = self.neighbours.get(who, [])
        other = other if other >= 0 else self.any_of(near) if near else who
        place = register.home_of(who)
        car, number = self.cars.get(who, ""), self.phones.get(who, [])
        telephone = telephone or (register.case.phones.number[number[0]] if number else "")
        altered: list[tuple[str, str]] = []
        names = {
            "who": self._name(who, altered, plain=bool(story)),
            "other": self._name(other, altered, plain=bool(story)),
            "car": self._plate(car, altered) if car else "a dark hatchback",
            "number": telephone or "a number that is not known",
            "street": register.places.address[place],
            "ward": register.places.ward_of(place)[0],
        }
        first = theme["first"][wording] if wording >= 0 else self.any_of(theme["first"])
        sentences = [first, *(theme["more"][at] for at in random.permutation(len(theme["more"]))[:6].tolist())]
        ends = [self.lists["ends"][at] for at in random.permutation(len(self.lists["ends"])).tolist()]
        wanted = int(random.integers(SHORTEST + 5, LONGEST - 45))
        text = _filled(sentences, ends, names, wanted)
        named = [
            who,
            *([other] if "{other}" in " ".join(sentences[: text.count(".")]) and names["other"] in text else []),
        ]
        return Report(
            urn, minute, older, grade, is_graded, text,
            tuple(dict.fromkeys(register.nominal(person) for person in named)),
            (car.replace(" ", ""),) if car and names["car"] in text else (),
            (telephone,) if telephone and telephone in text else (),
            place if random.random() < 0.6 else -1, theme["name"],
            tuple(each for each in altered if each[0] in text), repeats, contradicts, story,
        )  # fmt: skip

    def _name(self, person: int, altered: list[tuple[str, str]], *, plain: bool) -> str:
        """Return a person's name as an officer writes it: a fifth as nickname, initial, or misspelt."""
        people, records, random = self.register.people, self.register.records, self.random
        name, surname = people.name[person], people.surname[person]
        if plain or random.random() >= ALTERED:
            return f"{name} {surname.upper()}"
        match int(random.integers(0, 4)):
            case 0 if records.nickname[person]:
                found = f"a male known as {records.nickname[person]}"
            case 1 if name in self.short:
                found = f"{self.short[name]} {surname.upper()}"
            case 2:
                found = f"{name[0]} {surname.upper()}"
            case _:
                found = f"{name} {misspelt(surname, random).upper()}"
        altered.append((found, f"{name} {surname}"))
        return found

    def _plate(self, plate: str, altered: list[tuple[str, str]]) -> str:
        if self.random.random() >= ALTERED:
            return plate
        half = f"a vehicle, part plate {plate[:4]}"
        altered.append((half, plate))
        return half


def _filled(sentences: list[str], ends: list[str], names: dict[str, str], wanted: int) -> str:
    found: list[str] = []
    count = 0
    for each in [*sentences, *ends]:
        text = each.format(**names)
        if count >= wanted or count + len(text.split()) > LONGEST:
            break
        found.append(text)
        count += len(text.split())
    return " ".join(found)


def _cars(register: Register) -> dict[int, str]:
    vehicles = register.case.vehicles
    return {person: vehicles.reg[vehicle] for person, vehicle, _, to in vehicles.kept if to is None}


def make_reports(register: Register, out: Output) -> Iterator[Report]:
    """Yield the reports in the order of their time."""
    random = stream(register.seed, "gradings")
    plan, count = register.plan, register.plan.reports
    minute = days(plan.days, count, [16, 16, 16, 16, 16, 10, 10], random) * 1440 + random.integers(450, 1320, count)
    minute.sort()
    older = random.random(count) < OLDER
    wrong = random.random(count) < IMPOSSIBLE
    source = dealt(random, count, [15, 65, 20]).tolist()
    known = dealt(random, count, [10, 15, 40, 25, 10]).tolist()
    shared = dealt(random, count, [80, 20]).tolist()
    writer = _Writer(register)
    planted = rumour(register, out)
    county_line(register, out)
    first = plan.days - CALL_DAYS
    lines = [(at, (first + 9 + 11 * at) * 1440 + int(random.integers(540, 1200))) for at in range(3)]
    due: list[tuple[int, int, Callable[[str, int, int], Report]]] = [
        (when, place, writer.line) for place, when in lines
    ]
    due += [(when, place, partial(writer.rumour, planted)) for place, when in enumerate(planted.minutes)]
    due.sort(key=lambda each: each[0])
    number = 0
    for at, when in enumerate(minute.tolist()):
        while due and due[0][0] <= when:
            number += 1
            then, place, write = due.pop(0)
            yield write(_urn(number), then, place)
        number += 1
        old = bool(older[at])
        if wrong[at]:
            several = _WRONG_OLDER if old else _WRONG
            grade = several[int(random.integers(0, len(several)))]
        elif old:
            reliable, may_go = drawn(random, 1, [5, 40, 20, 5, 30]), drawn(random, 1, [70, 8, 2, 15, 5])
            grade = ("ABCDE"[int(reliable[0])], "12345"[known[at]], "12345"[int(may_go[0])])
        else:
            grade = ("123"[source[at]], "ABCDE"[known[at]], "PC"[shared[at]])
        yield writer.report(_urn(number), when, grade, older=old, is_graded=not wrong[at])
    for then, place, write in due:
        number += 1
        yield write(_urn(number), then, place)


def _urn(number: int) -> str:
    return f"IR{number:07d}/25"
