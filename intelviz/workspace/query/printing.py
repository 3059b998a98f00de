"""A query as canonical text, which parses to the same terms, and as words for the reader."""

from __future__ import annotations

from intelviz.workspace.query.dates import end_text, span_words, start_text
from intelviz.workspace.query.names import Names
from intelviz.workspace.query.parser import KEYWORDS
from intelviz.workspace.query.terms import (
    STATES,
    All,
    And,
    Days,
    During,
    FromSource,
    Graded,
    Has,
    Hops,
    Hours,
    Ids,
    InArea,
    InSet,
    Inside,
    Known,
    Like,
    LinkedTo,
    Near,
    Not,
    OfType,
    Or,
    Phrase,
    Point,
    Ref,
    State,
    Term,
    Word,
)
from intelviz.workspace.query.tokens import is_word, quoted
from intelviz.workspace.query.when_reader import WEEKDAYS


def text_of(term: Term) -> str:
    """Return canonical text."""
    match term:
        case All():
            return "all"
        case State(name):
            return name
        case Not(inner):
            return f"not {_tight(inner)}"
        case And(terms):
            return " and ".join(f"({text_of(each)})" if isinstance(each, Or) else text_of(each) for each in terms)
        case Or(terms):
            return " or ".join(text_of(each) for each in terms)
        case OfType(name):
            return f"type:{_plain(name)}"
        case Word(text):
            return text
        case Phrase(text):
            return quoted(text)
        case Has(kind, name, "in", values):
            return f"{_property(kind, name)} in ({', '.join(quoted(each) for each in values)})"
        case Has(kind, name, sign, values):
            return f"{_property(kind, name)} {sign} {quoted(values[0])}"
        case Known(kind, name, known):
            return f"{_property(kind, name)} is {'known' if known else 'unknown'}"
        case During(start, end):
            return _during(start, end)
        case Hours(start, end):
            return f"hours {_clock(start)}-{_clock(end)}"
        case Days(days):
            return f"days {', '.join(WEEKDAYS[each] for each in days)}"
        case Near(metres, anchor):
            return f"within {_number(metres)} m of {_anchor(anchor)}"
        case Inside(west, south, east, north):
            return f"inside {', '.join(_number(each) for each in (west, south, east, north))}"
        case InSet(name):
            return f"in set {quoted(name)}"
        case InArea(name):
            return f"in area {quoted(name)}"
        case Graded(grades):
            return f"graded {', '.join(quoted(each) for each in grades)}"
        case FromSource(names):
            return f"from source {', '.join(quoted(each) for each in names)}"
        case Like(text):
            return f"like {quoted(text)}"
        case LinkedTo(anchor, by, way):
            return f"{_LINKED[way]} {_anchor(anchor)}{_by(by)}"
        case Hops(links, anchor, by, way):
            return f"within {links} links {_WAYS[way]} {_anchor(anchor)}{_by(by)}"
        case Ids(ids):
            return f"id {', '.join(str(each) for each in ids)}"


_LINKED = {"either": "linked to", "to": "linking to", "from": "reached from"}
_WAYS = {"either": "of", "to": "to", "from": "from"}


def _by(by: tuple[str, ...]) -> str:
    return f" by {', '.join(_plain(each) for each in by)}" if by else ""


def _tight(term: Term) -> str:
    return f"({text_of(term)})" if isinstance(term, And | Or) else text_of(term)


def _plain(name: str) -> str:
    return name if is_word(name) else quoted(name)


def _property(kind: str | None, name: str) -> str:
    plain = name if is_word(name) and "." not in name and name.casefold() not in KEYWORDS else quoted(name)
    return f"{kind}.{plain}" if kind else plain


def _anchor(anchor: Ref | Point | Term) -> str:
    match anchor:
        case Ref(text):
            return text if is_word(text) and text.casefold() not in KEYWORDS else quoted(text)
        case Point(lon, lat):
            return f"point {_number(lon)}, {_number(lat)}"
        case State("selected"):
            return "selected"
        case _:
            return f"({text_of(anchor)})"


def _during(start: int | None, end: int | None) -> str:
    if start is None:
        return f"until {end_text(end or 0)}"
    return f"from {start_text(start)}" if end is None else f"from {start_text(start)} to {end_text(end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _number(value: float) -> str:
    text = f"{value:.12f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


# For the reader


_SIGN_WORDS = {
    "=": "is",
    "!=": "is not",
    "<": "below",
    "<=": "at most",
    ">": "above",
    ">=": "at least",
    "contains": "contains",
}


def words_of(term: Term, names: Names | None = None) -> str:
    """Return what a query says in the analyst's words; ``names`` gives types and properties their labels."""
    return _Words(names).of(term)


class _Words:
    def __init__(self, names: Names | None) -> None:
        self._names = names

    def of(self, term: Term) -> str:
        match term:
            case All():
                return "all items"
            case State(name):
                return STATES[name]
            case Not(inner):
                return f"not {self._within(inner)}"
            case And(terms):
                return ", ".join(self._within(each) if isinstance(each, Or) else self.of(each) for each in terms)
            case Or(terms):
                return " or ".join(f"({self.of(each)})" if isinstance(each, And) else self.of(each) for each in terms)
            case OfType(name):
                return self._names.type_label(name, plural=True) if self._names else name
            case Word(text):
                return f"“{text}”"
            case Phrase(text):
                return f"“{text}”"
            case Has(kind, name, "in", values):
                return f"{self._property(kind, name)} is {' or '.join(f'“{each}”' for each in values)}"
            case Has(kind, name, sign, values):
                return f"{self._property(kind, name)} {_SIGN_WORDS[sign]} “{values[0]}”"
            case Known(kind, name, known):
                return f"{self._property(kind, name)} is {'stated' if known else 'not stated'}"
            case During(start, end):
                return span_words(start, end)
            case Hours(start, end):
                return f"between {_clock(start)} and {_clock(end)}"
            case Days(days):
                return f"on a {' or '.join(WEEKDAYS[each] for each in days)}"
            case Near(metres, anchor):
                far = f"{_number(metres / 1000)} km" if metres >= 1000 else f"{_number(round(metres, 1))} m"
                return f"within {far} of {self._anchor(anchor)}"
            case Inside(west, south, east, north):
                return f"inside {', '.join(f'{each:.4f}°' for each in (west, south, east, north))}"
            case InSet(name):
                return f"in set “{name}”"
            case InArea(name):
                return f"in area “{name}”"
            case Graded(grades):
                return f"graded {' or '.join(grades)}"
            case FromSource(names):
                return f"from {' or '.join(names)}"
            case Like(text):
                return f"spelt like “{text}”"
            case LinkedTo(anchor, by, way):
                return f"{_LINKED[way]} {self._anchor(anchor)}{self._by(by)}"
            case Hops(links, anchor, by, way):
                far = f"within {links} {'link' if links == 1 else 'links'}"
                return f"{far} {_WAYS[way]} {self._anchor(anchor)}{self._by(by)}"
            case Ids(ids):
                return f"item {ids[0]}" if len(ids) == 1 else f"{len(ids):,} chosen items"

    def _by(self, by: tuple[str, ...]) -> str:
        labels = [self._names.link_label(each) if self._names else each for each in by]
        return f" ({' or '.join(labels)})" if labels else ""

    def _within(self, term: Term) -> str:
        return f"({self.of(term)})" if isinstance(term, And | Or) else self.of(term)

    def _property(self, kind: str | None, name: str) -> str:
        return self._names.property_label(kind, name) if self._names else name

    def _anchor(self, anchor: Ref | Point | Term) -> str:
        match anchor:
            case Ref(text):
                return f"item {text}"
            case Point(lon, lat):
                return f"{lat:.5f}°, {lon:.5f}°"
            case All():
                return "anything"
            case _:
                return f"any item that is ({self.of(anchor)})"
