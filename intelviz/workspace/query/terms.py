"""What a query says, as values: one small frozen class a kind of statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class All:
    """Every item."""


@dataclass(frozen=True, slots=True)
class State:
    """What is ``selected``, ``linked`` (to the selection), ``shown``, or ``drawn`` (on the chart) now."""

    name: str


STATES = {
    "selected": "selected",
    "linked": "linked to the selection",
    "shown": "shown",
    "drawn": "on the chart",
}


@dataclass(frozen=True, slots=True)
class Not:
    """What the term does not say."""

    term: Term


@dataclass(frozen=True, slots=True)
class And:
    """What all of two or more terms say; none of them is an And itself (see ``both``)."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What any of two or more terms says; none of them is an Or itself (see ``either``)."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class OfType:
    """Items of a type or of a type that descends from it."""

    name: str


@dataclass(frozen=True, slots=True)
class Word:
    """Items whose label or properties have a word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Items whose label or properties hold these words next to each other."""

    text: str


@dataclass(frozen=True, slots=True)
class Has:
    """A property compared with values by =, !=, <, <=, >, >=, contains or in; ``type`` narrows it, or is None."""

    type: str | None
    name: str
    sign: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A property that is stated, or not."""

    type: str | None
    name: str
    known: bool


@dataclass(frozen=True, slots=True)
class During:
    """Time [start, end) in seconds since the epoch that an item's own time touches; None leaves that side open."""

    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Hours:
    """Between two minutes of the local day, [start, end), past midnight if the end is not after the start."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Days:
    """On days of the week, 0 Monday to 6 Sunday, in order."""

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """One item, named by its id or key."""

    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Near:
    """Within ``metres`` of an item's place, of a point, or of any item that a query finds."""

    metres: float
    anchor: Ref | Point | Term


@dataclass(frozen=True, slots=True)
class Inside:
    """In a box of degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class InSet:
    """In a named set."""

    name: str


@dataclass(frozen=True, slots=True)
class InArea:
    """In an area that the analyst has kept under a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Graded:
    """Spoken of by a statement of one of these grades: codes from their beginning, or "ungraded"."""

    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FromSource:
    """Spoken of by one of these sources, given by their names."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """With a label whose words are spelt like these, or nearly so."""

    text: str


Way = Literal["either", "to", "from"]
"""How a link must run: either way, from what is found to the anchor, or from the anchor to what is found."""


@dataclass(frozen=True, slots=True)
class LinkedTo:
    """With a link to an item, or to any item that a query finds; ``by`` names link types, () for all."""

    anchor: Ref | Term
    by: tuple[str, ...] = ()
    way: Way = "either"


@dataclass(frozen=True, slots=True)
class Hops:
    """At most ``links`` links away from an item, or from any item that a query finds; that item included."""

    links: int
    anchor: Ref | Term
    by: tuple[str, ...] = ()
    way: Way = "either"


@dataclass(frozen=True, slots=True)
class Ids:
    """Items by id, in the order given."""

    ids: tuple[int, ...]


Term = (
    All
    | State
    | Not
    | And
    | Or
    | OfType
    | Word
    | Phrase
    | Has
    | Known
    | During
    | Hours
    | Days
    | Near
    | Inside
    | InSet
    | InArea
    | Graded
    | FromSource
    | Like
    | LinkedTo
    | Hops
    | Ids
)


def both(terms: Iterable[Term]) -> Term:
    """Return what all of one or more terms say, in the plainest form."""
    flat: list[Term] = []
    for each in terms:
        flat.extend(each.terms if isinstance(each, And) else [each])
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def either(terms: Iterable[Term]) -> Term:
    """Return what any of one or more terms says, in the plainest form."""
    flat: list[Term] = []
    for each in terms:
        flat.extend(each.terms if isinstance(each, Or) else [each])
    return flat[0] if len(flat) == 1 else Or(tuple(flat))
