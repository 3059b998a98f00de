"""Grades of intelligence: 3×5×2, and 5×5×5 in older records.

Letters and numbers swap their meaning between the two, so a grade is kept with its scheme, never as a bare "B2".
No grade at all is a value of its own, ``UNGRADED``, and never stands for a low one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from intelviz.resources_path import resource
from intelviz.schema.strict_yaml import Entry, read_yaml

PARTS = ("source", "intelligence", "handling")


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way of grading: the codes of each part with their words."""

    name: str
    label: str
    form: str
    source: Mapping[str, str]
    intelligence: Mapping[str, str]
    handling: Mapping[str, str]
    conditions: Mapping[str, str]

    def part(self, name: str) -> Mapping[str, str]:
        """Return the codes of source, intelligence or handling."""
        return {"source": self.source, "intelligence": self.intelligence, "handling": self.handling}[name]


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade; ``conditions`` are codes of actions and sanitisation that go with its handling."""

    scheme: str = ""
    source: str = ""
    intelligence: str = ""
    handling: str = ""
    conditions: tuple[str, ...] = ()

    @property
    def is_graded(self) -> bool:
        """Whether anybody has graded it."""
        return bool(self.scheme)

    @property
    def code(self) -> str:
        """The short form, such as 2BP; "" where ungraded."""
        return " ".join((f"{self.source}{self.intelligence}{self.handling}", *self.conditions)).strip()

    def __str__(self) -> str:
        """Return the form in which a case keeps it: scheme and code, such as "3x5x2 2BP"; "" where ungraded."""
        return f"{self.scheme} {self.code}" if self.scheme else ""

    @property
    def words(self) -> str:
        """What the grade means, part by part."""
        if not self.scheme:
            return "ungraded"
        scheme = schemes()[self.scheme]
        said = [
            f"source {scheme.source[self.source]}",
            f"information {scheme.intelligence[self.intelligence]}",
            scheme.handling[self.handling],
            *(scheme.conditions[each] for each in self.conditions),
        ]
        return f"{scheme.label} {self.code}: {'; '.join(said)}"


UNGRADED = Grade()
_UNGRADED_WORDS = frozenset({"", "-", "none", "ungraded", "not graded", "n/a"})


@cache
def schemes() -> Mapping[str, Scheme]:
    """Return the schemes of grading by name."""
    entry = read_yaml(resource("grades.yaml"), named="grades.yaml")
    top = entry.fields({"schemes", "markings"}, ("schemes", "markings"))
    return MappingProxyType({name: _scheme(name, said) for name, said in top["schemes"].named()})


def _scheme(name: str, entry: Entry) -> Scheme:
    keys = {"label", "form", *PARTS, "conditions"}
    said = entry.fields(keys, ("label", "form", *PARTS))
    codes = {
        part: {code: words.text() for code, words in said[part].named()} if part in said else {}
        for part in (*PARTS, "conditions")
    }
    return Scheme(name, said["label"].text(), said["form"].text(), **codes)


def parse_grade(text: str, scheme: str | None = None) -> Grade:
    """Return the grade written as "2BP", "2/B/P", "B24" or "3x5x2 2BP"; ValueError says why it can't be one.

    Without ``scheme``, a grade that begins with a number is taken for 3×5×2 and one with a letter for 5×5×5.
    """
    bare = text.strip()
    if bare.casefold() in _UNGRADED_WORDS:
        return UNGRADED
    named = re.match(r"([35])\s*[x×]\s*5\s*[x×]\s*([25])\s*[:,]?\s*", bare, re.IGNORECASE)
    if named:
        scheme, bare = f"{named[1]}x5x{named[2]}", bare[named.end() :]
        if scheme not in schemes():
            raise ValueError(f"there is no scheme {scheme}: use 3x5x2 or 5x5x5")
    signs = re.findall(r"[A-Z0-9]+", bare.upper())
    if not signs:
        raise ValueError("is not a grade")
    head, conditions = _split(signs)
    chosen = schemes()[scheme or ("3x5x2" if head[0].isdigit() else "5x5x5")]
    _check(chosen, head)
    unknown = [each for each in conditions if each not in chosen.conditions]
    if unknown:
        raise ValueError(f"“{unknown[0]}” is no condition of {chosen.label}")
    source, intelligence, handling = head
    return Grade(chosen.name, source, intelligence, handling, tuple(conditions))


def _split(signs: list[str]) -> tuple[list[str], list[str]]:
    """Return the letters and numbers of the grade, and the conditions that follow it."""
    head: list[str] = []
    while signs and len(head) < 3 and (len(signs[0]) == 1 or not head):
        head += signs.pop(0)
    return head, signs


def _check(scheme: Scheme, head: list[str]) -> None:
    if len(head) > 4:
        raise ValueError(f"is not a grade: write {scheme.form}")
    if len(head) > 3:
        raise ValueError(f"has {len(head)} parts; a grade has three: {scheme.form}")
    for name, code in zip(PARTS, head, strict=False):
        known = scheme.part(name)
        if code not in known:
            other = next((each for each in PARTS if code in scheme.part(each)), None)
            swapped = f"; {code} is a code for the {other}" if other else ""
            raise ValueError(
                f"“{code}” can't stand for the {name} in {scheme.label}: it is one of {', '.join(known)}{swapped}. "
                f"Write {scheme.form}"
            )
    if len(head) < 3:
        lacking = PARTS[len(head)]
        raise ValueError(f"the {lacking} is missing: one of {', '.join(scheme.part(lacking))}. Write {scheme.form}")
