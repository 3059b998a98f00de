"""What may be typed next in a query: keywords, types, properties, values, sets, sources: what fits at the caret."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from intelviz.workspace.query.names import Names
from intelviz.workspace.query.parser import KEYWORDS, SIGNS, UNITS
from intelviz.workspace.query.tokens import Kind, QueryError, Token, is_word, quoted, tokens
from intelviz.workspace.query.when_reader import WEEKDAYS

MOST = 12
_BEGIN = ("", "and", "or", "not", "where", "(")
_STARTS = {
    "linked to": "with a link to",
    "linking to": "with a link that runs to",
    "reached from": "with a link that runs from",
    "within 500 m of": "near an item or point",
    "within 2 links of": "few links away",
    "in set": "in a named set",
    "in area": "in a kept area",
    "from source": "said by a source",
    "graded": "of a grade of intelligence",
    "like": "a name that may be spelt otherwise",
    "on": "a day, month or year",
    "from": "from a date on",
    "until": "up to a date",
    "before": "before a date",
    "after": "after a date",
    "hours 22-04": "hours of the day",
    "days": "days of the week",
    "selected": "what is selected now",
    "shown": "what is shown now",
    "drawn": "what is on the chart",
    "not": "all but",
}
_COMPARE = {
    "=": "is", "!=": "is not", "contains": "has this in it", "in (": "is one of", ">=": "at least", "<=": "at most",
    ">": "above", "<": "below", "is known": "is stated", "is unknown": "is not stated",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """``text`` is what is put into the query; ``words`` say what it is."""

    text: str
    words: str


@dataclass(frozen=True)
class Offer:
    """Choices, best first, each in place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """What a case can be asked for beside the names of its schema; ``values`` takes a type (or None) and a property."""

    names: Names
    types: Sequence[str] = ()
    sets: Sequence[str] = ()
    areas: Sequence[str] = ()
    sources: Sequence[str] = ()
    grades: Sequence[str] = ()
    values: Callable[[str | None, str], Sequence[str]] = field(default=lambda _type, _name: ())


def complete(text: str, caret: int, known: Vocabulary) -> Offer:
    """Return what fits at the caret."""
    before = _read(text[:caret])
    if before is None:
        return Offer(caret, caret)
    here = before.pop() if before and before[-1].end == caret and before[-1].kind is not Kind.SIGN else None
    start = here.start if here is not None else caret
    typed = here.text.casefold() if here is not None else ""
    found = list(_fitting([*before], known))
    if not typed and before and _folded(before[-1]) not in _BEGIN and len(found) > MOST:
        found = [each for each in found if each.text in {"and", "or", *_STARTS}]
    first = [each for each in found if each.text.strip('"').casefold().startswith(typed)]
    rest = [each for each in found if each not in first and typed in each.text.casefold()] if typed else []
    chosen = [each for each in [*first, *rest] if each.text.casefold() != typed]
    return Offer(start, caret, tuple(chosen[:MOST]))


def _read(text: str) -> list[Token] | None:
    try:
        return tokens(text)[:-1]
    except QueryError as error:
        # A quotation that is still open is what is being typed.
        if error.position >= len(text) or text[error.position] not in '"“':
            return None
        begun = text[: error.position]
        return [*tokens(begun)[:-1], Token(Kind.TEXT, text[error.position + 1 :], error.position, len(text))]


def _folded(token: Token) -> str:
    return "" if token.kind is Kind.TEXT else token.text.casefold()


def _fitting(before: list[Token], known: Vocabulary) -> Iterable[Choice]:
    at = len(before)
    # Lists go on: "graded 1AP, 2B" asks for what stood before its first entry.
    while at >= 2 and before[at - 1].text == "," and before[at - 1].kind is Kind.SIGN:
        at -= 2
    words = ["", "", "", *(_folded(each) for each in before[:at])]
    last, second, third = words[-1], words[-2], words[-3]
    match last:
        case "set" if second == "in":
            return _named(known.sets, "set")
        case "area" if second == "in":
            return _named(known.areas, "area")
        case "source" | "sources" if second == "from":
            return _named(known.sources, "source")
        case "graded":
            return _named(known.grades, "grade")
        case "by":
            labels = [(known.names.link_label(each), each) for each in known.names.all_links]
            return [Choice(_written(name), label) for label, name in labels]
        case "days":
            return [Choice(each, "day of the week") for each in (*WEEKDAYS, "Mon-Fri", "Sat-Sun")]
        case "linked" | "linking":
            return [Choice("to", "a link to")]
        case "reached":
            return [Choice("from", "a link from")]
        case "in" if at < 2 or not _is_property(before[at - 2], known):
            return [Choice("set", "a named set"), Choice("area", "a kept area")]
        case "from":
            return [Choice("source", "what a source says")]
        case "within" | "on" | "until" | "before" | "after" | "like" | "hours" | "id" | "point" | "inside" | "of":
            return []
        case "is":
            return [Choice("known", "is stated"), Choice("unknown", "is not stated")]
        case _:
            pass
    if last in SIGNS or last == "contains":
        return _values(before[at - 2] if at >= 2 else None, known)
    if last == "(" and second == "in" and at >= 3:
        return _values(before[at - 3], known)
    if at and last not in _BEGIN and _is_property(before[at - 1], known):
        return [Choice(sign, said) for sign, said in _COMPARE.items()]
    if second == "within" and last.replace(".", "").isdigit():
        return [Choice(each, "distance") for each in ("m", "km", "miles", "yards", "links")]
    if third == "within" or (second == "within" and last.lstrip("0123456789.") in UNITS):
        return [Choice("of", "of what")]
    start = _starts(known)
    return start if not at or last in _BEGIN else [Choice("and", "both"), Choice("or", "either"), *start]


def _starts(known: Vocabulary) -> list[Choice]:
    types = known.types or known.names.all_types
    found = [Choice(_plural(each, known), "type of item") for each in types]
    seen: set[str] = set()
    for kind in types:
        for said in known.names.schema.properties_of(kind):
            name = f"{kind}.{said.name}"
            if name not in seen:
                seen.add(name)
                found.append(Choice(name if is_word(said.name) else f"{kind}.{quoted(said.name)}", said.label))
    keywords = [Choice(text, words) for text, words in _STARTS.items()]
    return [*found[: len(types)], *keywords, *found[len(types) :]]


def _plural(kind: str, known: Vocabulary) -> str:
    called = known.names.type_label(kind, plural=True)
    plain = all(is_word(each) and each.casefold() not in KEYWORDS for each in called.split())
    return called if plain and known.names.type_called(called) == kind else f"type:{_written(kind)}"


def _named(names: Iterable[str], what: str) -> list[Choice]:
    return [Choice(_written(each), what) for each in names]


def _written(name: str) -> str:
    return name if is_word(name) and name.casefold() not in KEYWORDS else quoted(name)


def _split(token: Token, known: Vocabulary) -> tuple[str | None, str] | None:
    kind, dot, name = token.text.partition(".")
    of = known.names.type_called(kind) if dot else None
    if dot and of is None:
        return None
    found = known.names.properties(of).get((name if dot else token.text).casefold())
    return None if found is None else (of, found)


def _is_property(token: Token, known: Vocabulary) -> bool:
    plain = token.kind is not Kind.SIGN and known.names.type_called(token.text) is None
    return plain and token.text.casefold() not in KEYWORDS and _split(token, known) is not None


def _values(token: Token | None, known: Vocabulary) -> list[Choice]:
    meant = None if token is None else _split(token, known)
    if meant is None:
        return []
    return [Choice(quoted(each), f"value of {meant[1]}") for each in known.values(*meant)]
