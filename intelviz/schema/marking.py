"""Government Security Classifications: what a source, and everything made from it, is marked with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from intelviz.resources_path import resource
from intelviz.schema.strict_yaml import Entry, read_yaml


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the scheme; intelviz is for OFFICIAL and refuses what is not ``allowed``."""

    name: str
    tier: str
    rank: int
    allowed: bool


@dataclass(frozen=True, slots=True)
class Scheme:
    """The scheme of markings, from the lowest level to the highest."""

    levels: Mapping[str, Level]
    unmarked: str
    ended: tuple[str, ...]
    handling: tuple[str, ...]
    descriptors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marking:
    """A level with its handling instructions and descriptors; ``stated`` is false where nothing was marked."""

    level: str
    handling: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()
    stated: bool = True

    def __str__(self) -> str:
        """Return the marking as it stands on a page, in capitals."""
        extras = [*self.handling, *self.descriptors]
        return f"{self.level} [{', '.join(extras)}]" if extras else self.level

    @property
    def rank(self) -> int:
        """Its place in the order of levels, 0 being the lowest."""
        return scheme().levels[self.level].rank

    @property
    def refusal(self) -> str:
        """Why this program does not take what is marked so; "" if it does."""
        if scheme().levels[self.level].allowed:
            return ""
        return f"{self.level} material must not be loaded: intelviz is for OFFICIAL, OFFICIAL-SENSITIVE included."


@cache
def scheme() -> Scheme:
    """Return the scheme of markings."""
    top = read_yaml(resource("grades.yaml"), named="grades.yaml").fields({"schemes", "markings"}, ("markings",))
    keys = {"levels", "unmarked", "ended", "handling", "descriptors"}
    said = top["markings"].fields(keys, tuple(keys))
    levels = {name: _level(name, rank, entry) for rank, (name, entry) in enumerate(said["levels"].named())}
    return Scheme(
        levels,
        said["unmarked"].choice(tuple(levels)),
        said["ended"].texts(),
        said["handling"].texts(),
        said["descriptors"].texts(),
    )


def _level(name: str, rank: int, entry: Entry) -> Level:
    said = entry.fields({"tier", "allowed"}, ("tier", "allowed"))
    return Level(name, said["tier"].text(), rank, said["allowed"].flag())


def parse_marking(text: str) -> Marking:
    """Return the marking written as "OFFICIAL-SENSITIVE" or "OFFICIAL-SENSITIVE [PERSONAL DATA]".

    Nothing written is treated as OFFICIAL, unstated. ValueError says in words what can't be a marking; whether one is
    taken at all is for ``refusal`` to say.
    """
    known = scheme()
    bare = " ".join(text.upper().replace("–", "-").split())
    if not bare:
        return Marking(known.unmarked, stated=False)
    bare = re.sub(r"\s*-\s*", "-", bare)
    head, *rest = re.split(r"\s*[\[\](),;/:]+\s*", bare)
    if head == "OFFICIAL SENSITIVE":
        head = "OFFICIAL-SENSITIVE"
    for ended in known.ended:
        if head == ended or head.startswith(f"{ended} "):
            raise ValueError(
                f"{ended} belongs to the scheme that ended in April 2014; no level follows from it by rule. "
                f"Somebody must decide which of {', '.join(known.levels)} it is"
            )
    level = next((each for each in sorted(known.levels, key=len, reverse=True) if _begins(head, each)), None)
    if level is None:
        raise ValueError(f"“{text.strip()}” is no marking: use {' or '.join(known.levels)}")
    extras = [each for each in (head[len(level) :].strip(" -"), *rest) if each]
    handling = tuple(each for each in extras if each in known.handling)
    descriptors = tuple(each for each in extras if each in known.descriptors)
    unknown = [each for each in extras if each not in handling and each not in descriptors]
    if unknown:
        raise ValueError(
            f"“{unknown[0]}” is no handling instruction or descriptor: "
            f"there are {', '.join((*known.handling, *known.descriptors))}"
        )
    return Marking(level, handling, descriptors)


def _begins(text: str, level: str) -> bool:
    return text == level or text.startswith((f"{level} ", f"{level}-"))


def highest(markings: Iterable[Marking]) -> Marking:
    """Return the marking of what is made from all of these: the highest level, every instruction and descriptor."""
    given = list(markings)
    if not given:
        return parse_marking("")
    top = max(given, key=lambda each: each.rank)
    return Marking(
        top.level,
        tuple(dict.fromkeys(word for each in given for word in each.handling)),
        tuple(dict.fromkeys(word for each in given for word in each.descriptors)),
        any(each.stated for each in given),
    )
