"""What the force wrote of each person: other names, slips of the pen, partial births, persons recorded twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from intelviz.practice.associates import Associates
from intelviz.practice.chance import dealt, stream
from intelviz.practice.persons import People
from intelviz.practice.plan import Plan
from intelviz.practice.words import word_list

MISSPELT = 0.015
BIRTH_STATES = {"full": 85, "missing": 6, "month": 3, "year": 2, "default": 4}
"""How dates of birth stand in the records, per cent; a default is 01/01 of the right year."""


@dataclass
class Records:
    """Person records as columns: first one of each person, in the order of the persons, then the second ones."""

    surname: list[str]
    name: list[str]
    nickname: list[str]
    alias: list[str]
    sex: list[str]
    age: list[str]
    date_of_birth: list[str]
    person: list[int]
    """Whose record it is."""
    slips: list[tuple[int, str, str, str]] = field(default_factory=list[tuple[int, str, str, str]])
    """(record, column, what it says, what it should say)."""
    birth_states: dict[str, int] = field(default_factory=dict[str, int])

    def __len__(self) -> int:
        return len(self.name)

    @property
    def second_of(self) -> dict[int, int]:
        """The second record of those persons who have one."""
        found: dict[int, int] = {}
        for record, person in enumerate(self.person):
            if record != person:
                found[person] = record
        return found


def make_records(
    plan: Plan, people: People, associates: Associates, seed: int, exact: frozenset[int] = frozenset()
) -> Records:
    """Return the records of all persons; those of ``exact`` are recorded once and rightly."""
    random = stream(seed, "records")
    count = len(people)
    twice = [person for person in _recorded_twice(plan, people, associates, random) if person not in exact]
    person = list(range(count)) + twice
    found = Records(
        surname=[people.surname[each] for each in person],
        name=[people.name[each] for each in person],
        nickname=[""] * len(person),
        alias=[""] * len(person),
        sex=["Female" if people.female[each] else "Male" for each in person],
        age=[str(people.age[each]) for each in person],
        date_of_birth=[f"{people.born[each]:%d/%m/%Y}" for each in person],
        person=person,
    )
    _add_births(found, people, count, random, exact)
    _add_other_names(found, people, associates, random)
    for record in random.permutation(count)[: round(count * MISSPELT)].tolist():
        if record in exact:
            continue
        _misspell(found, record, "surname" if random.random() < 0.6 else "name", random)
    for record in range(count, len(person)):
        _write_again(found, record, people, random)
    return found


def _recorded_twice(plan: Plan, people: People, associates: Associates, random: np.random.Generator) -> list[int]:
    members = [person for group in associates.groups for person in group.members]
    picked = random.permutation(members)[: plan.second_records // 3].tolist()
    chosen = set(picked)
    rest = [person for person in random.permutation(len(people)).tolist() if person not in chosen]
    return picked + rest[: plan.second_records - len(picked)]


def _add_births(found: Records, people: People, count: int, random: np.random.Generator, exact: frozenset[int]) -> None:
    states = list(BIRTH_STATES)
    codes = dealt(random, count, list(BIRTH_STATES.values())).tolist()
    for record, drawn_code in enumerate(codes):
        born = people.born[record]
        code = 0 if record in exact else drawn_code
        text = _birth(born, states[code])
        found.birth_states[states[code]] = found.birth_states.get(states[code], 0) + 1
        found.date_of_birth[record] = text
        if states[code] == "missing" and random.random() < 0.5:
            found.age[record] = ""
        if states[code] == "default" and text != f"{born:%d/%m/%Y}":
            found.slips.append((record, "date_of_birth", text, f"{born:%d/%m/%Y}"))


def _birth(born: date, state: str) -> str:
    match state:
        case "missing":
            return ""
        case "month":
            return f"{born:%m/%Y}"
        case "year":
            return f"{born:%Y}"
        case "default":
            return f"01/01/{born:%Y}"
        case _:
            return f"{born:%d/%m/%Y}"


def _add_other_names(found: Records, people: People, associates: Associates, random: np.random.Generator) -> None:
    names = word_list("names")
    short: dict[str, str] = names["nicknames"]
    street_names: list[str] = names["street_names"]
    families = names["families"]
    street = random.integers(0, len(street_names), len(people)).tolist()
    chance = random.random((len(people), 3)).tolist()
    for record, (nickname, alias, which) in enumerate(chance):
        inside = record in associates.group_of
        if inside and nickname < 0.34:
            found.nickname[record] = street_names[street[record]]
        elif nickname < 0.6 and people.name[record] in short:
            found.nickname[record] = short[people.name[record]]
        if alias < (0.16 if inside else 0.015):
            pool = families[people.heritage[record]]["surnames"]
            first = people.name[record] if which < 0.5 else short.get(people.name[record], people.name[record])
            found.alias[record] = f"{first} {pool[int(which * 7919) % len(pool)]}"


def _write_again(found: Records, record: int, people: People, random: np.random.Generator) -> None:
    """Make the second record of a person differ from the first as such records do."""
    short: dict[str, str] = word_list("names")["nicknames"]
    person = found.person[record]
    born = people.born[person]
    for _ in range(1 + int(random.random() < 0.4)):
        match int(random.integers(0, 5)):
            case 0 | 1:
                _misspell(found, record, "surname", random)
            case 2 if found.name[record] in short:
                _slip(found, record, "name", short[found.name[record]])
            case 3 if born.day <= 12 and born.day != born.month:
                text = f"{born.month:02d}/{born.day:02d}/{born.year}"
                found.date_of_birth[record] = text
                found.slips.append((record, "date_of_birth", text, f"{born:%d/%m/%Y}"))
            case _:
                _misspell(found, record, "name", random)
    if random.random() < 0.3:
        found.date_of_birth[record] = f"{born:%Y}"
        found.slips = [s for s in found.slips if not (s[0] == record and s[1] == "date_of_birth")]


def _misspell(found: Records, record: int, column: str, random: np.random.Generator) -> None:
    words = found.surname if column == "surname" else found.name
    _slip(found, record, column, misspelt(words[record], random))


def _slip(found: Records, record: int, column: str, text: str) -> None:
    """Write ``text`` into a name; after a second slip the first still says what is right."""
    words = found.surname if column == "surname" else found.name
    before = [slip for slip in found.slips if slip[:2] == (record, column)]
    right = before[0][3] if before else words[record]
    if text != right:
        if before:
            found.slips.remove(before[0])
        words[record] = text
        found.slips.append((record, column, text, right))


_CONFUSED = (
    ("ph", "f"),
    ("ie", "ei"),
    ("ey", "y"),
    ("ai", "ia"),
    ("ck", "k"),
    ("ll", "l"),
    ("tt", "t"),
    ("ss", "s"),
    ("nn", "n"),
    ("oo", "o"),
    ("th", "t"),
    ("y", "i"),
    ("c", "k"),
    ("son", "sen"),
    ("e", "a"),
    ("m", "n"),
)


def misspelt(word: str, random: np.random.Generator) -> str:
    """Return the word with one slip: letters confused, swapped, doubled or left out; its first letter stays."""
    forms = [word[0] + word[1:].replace(a, b, 1) for a, b in _CONFUSED if a in word[1:]]
    if len(word) > 3:
        at = int(random.integers(1, len(word) - 1))
        if word[at].isalpha() and word[at + 1].isalpha():
            forms += [word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at : at + 1] + word[at:]]
            forms.append(word[:at] + word[at + 1 :])
    forms = [form for form in forms if form != word]
    return forms[int(random.integers(0, len(forms)))] if forms else word + word[-1]
