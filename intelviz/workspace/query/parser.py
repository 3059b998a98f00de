"""From the text of a query to its terms, by recursive descent; the grammar is in the package's docstring."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from intelviz.schema.model import Schema
from intelviz.workspace.query.names import Names
from intelviz.workspace.query.terms import (
    All,
    FromSource,
    Graded,
    Has,
    Hops,
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
    Phrase,
    Point,
    Ref,
    State,
    Term,
    Way,
    Word,
    both,
    either,
)
from intelviz.workspace.query.tokens import Kind, QueryError, Token, near_misses
from intelviz.workspace.query.when_reader import WhenReader

DEEPEST = 50
"""Parentheses and "not" that may lie within each other."""

KEYWORDS = frozenset(
    (
        *("and", "where", "or", "not", "all", "selected", "linked", "shown", "drawn", "id", "is", "contains"),
        *("from", "to", "until", "before", "after", "on", "hours", "days"),
        *("within", "inside", "of", "point", "in", "by"),
        *("graded", "like", "linking", "reached"),
    )
)
SIGNS = frozenset(("=", "!=", "<", "<=", ">", ">="))
UNITS = {"m": 1.0, "metres": 1.0, "metre": 1.0, "km": 1000.0, "miles": 1609.344, "mile": 1609.344, "yards": 0.9144}
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)([A-Za-z]*)")
_SIGNED = re.compile(r"[+-]?\d+(?:\.\d+)?")


def parse_term(text: str, schema: Schema | None = None) -> Term:
    """Return the terms of a query; without a schema no word is known to name a type."""
    return _Parser(text, Names(schema) if schema is not None else None).whole()


class _Parser(WhenReader):
    def __init__(self, text: str, names: Names | None) -> None:
        super().__init__(text)
        self._depth = 0
        self._names = names

    # The structure

    def whole(self) -> Term:
        if self._here.kind is Kind.END:
            raise QueryError("the query is empty", 0, expected='what to find, such as Person, "Mill Lane" or all')
        term = self._or()
        if self._at < len(self._tokens) - 1:
            raise self._fail("and, or, or the end of the query")
        return term

    def _or(self) -> Term:
        terms = [self._and()]
        while self._take("or"):
            terms.append(self._and())
        return either(terms)

    def _and(self) -> Term:
        terms = [self._unary()]
        while True:
            if self._take("and", "where"):
                terms.append(self._unary())
            elif self._here.kind is Kind.END or self._is("or") or self._is_sign(")"):
                return both(terms)
            else:
                terms.append(self._unary())

    def _deeper(self, read: Callable[[], Term]) -> Term:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(
                f"more than {DEEPEST} parentheses and “not” lie within each other",
                self._here.start,
                expected="a simpler query",
            )
        term = read()
        self._depth -= 1
        return term

    def _unary(self) -> Term:
        if self._take("not"):
            return Not(self._deeper(self._unary))
        return self._primary()

    def _group(self) -> Term:
        opening = self._next()
        term = self._deeper(self._or)
        if not self._take_sign(")"):
            raise self._fail(f"a closing parenthesis for the one at character {opening.start + 1}")
        return term

    def _primary(self) -> Term:
        here = self._here
        if self._is_sign("("):
            return self._group()
        if here.kind is Kind.TEXT:
            if self._compares(1):
                return self._comparison(None, self._next())
            return Phrase(self._next().text)
        if here.kind is not Kind.WORD:
            raise self._fail("what to find: a type, a property, text, a date, a place or a set")
        if self._compares(1):
            return self._comparison(*self._dotted(self._next()))
        word = here.text.casefold()
        read = getattr(self, f"_read_{word}", None) if word in KEYWORDS else None
        if read is not None:
            self._at += 1
            return read()
        if word in KEYWORDS:
            raise self._fail("what to find", [f'"{here.text}" in quotation marks, to search for the word'])
        if word.startswith("type:"):
            return self._type()
        if (
            here.text.endswith(".")
            and self._ahead().kind is Kind.TEXT
            and self._ahead().start == here.end
            and self._compares(2)
        ):
            self._at += 1
            return self._comparison(self._type_name(here.text[:-1], here), self._next())
        return self._bare()

    def _bare(self) -> Term:
        if self._names is not None:
            words = [self._here.text]
            # "stop and search" is a type only as type:"stop and search", as both words may be meant.
            while (ahead := self._ahead(len(words))).kind is Kind.WORD and ahead.text.casefold() not in KEYWORDS:
                if len(words) == self._names.longest:
                    break
                words.append(ahead.text)
            for count in range(len(words), 0, -1):
                found = self._names.type_called(" ".join(words[:count]))
                if found is not None and not self._compares(count):
                    self._at += count
                    return OfType(found)
        return Word(self._next().text)

    # Who and what

    def _type(self) -> Term:
        token = self._next()
        name = token.text[len("type:") :]
        if not name:
            token = self._next()
            name = token.text
            if token.kind not in {Kind.WORD, Kind.TEXT}:
                raise self._fail("the name of a type", token=token)
        return OfType(self._type_name(name, token))

    def _type_name(self, name: str, token: Token) -> str:
        if self._names is None:
            return name
        found = self._names.type_called(name)
        if found is None:
            near = near_misses(name, self._names.all_types)
            raise QueryError(
                f"there is no type “{name}”", token.start, expected="the name of a type of item", near=near
            )
        return found

    def _compares(self, by: int) -> bool:
        """Return whether the token ``by`` ahead makes what stands before it a property."""
        sign, follow = self._ahead(by), self._ahead(by + 1)
        if sign.kind is Kind.SIGN:
            return sign.text in SIGNS
        if sign.kind is not Kind.WORD:
            return False
        match sign.text.casefold():
            case "contains":
                return True
            case "in":
                return follow.kind is Kind.SIGN and follow.text == "("
            case "is":
                return follow.kind is Kind.WORD and follow.text.casefold() in {"known", "unknown"}
            case _:
                return False

    def _dotted(self, token: Token) -> tuple[str | None, Token]:
        """Split ``Crime.type`` into its type and its property."""
        kind, dot, name = token.text.partition(".")
        if not dot or not kind or not name:
            return None, token
        return self._type_name(kind, token), Token(Kind.WORD, name, token.start + len(kind) + 1, token.end)

    def _comparison(self, kind: str | None, token: Token) -> Term:
        name = token.text if self._names is None else self._names.property_called(kind, token)
        sign = self._next()
        match sign.text.casefold():
            case "is":
                return Known(kind, name, self._next().text.casefold() == "known")
            case "in":
                return Has(kind, name, "in", self._values())
            case "contains":
                return Has(kind, name, "contains", (self._value(),))
            case text:
                return Has(kind, name, text, (self._value(),))

    def _value(self) -> str:
        if self._here.kind is Kind.TEXT or (self._here.kind is Kind.WORD and not self._is("and", "where", "or", "not")):
            return self._next().text
        raise self._fail('a value, in quotation marks if it has spaces: "Public order"')

    def _values(self) -> tuple[str, ...]:
        self._next()
        found = [self._value()]
        while self._take_sign(","):
            found.append(self._value())
        if not self._take_sign(")"):
            raise self._fail("a comma or a closing parenthesis")
        return tuple(found)

    def _read_all(self) -> Term:
        return All()

    def _read_selected(self) -> Term:
        return State("selected")

    def _read_shown(self) -> Term:
        return State("shown")

    def _read_drawn(self) -> Term:
        return State("drawn")

    def _read_id(self) -> Term:
        found = [self._number_of_item()]
        while self._is_sign(",") and self._ahead().kind is Kind.WORD:
            self._at += 1
            found.append(self._number_of_item())
        return Ids(tuple(found))

    def _number_of_item(self) -> int:
        token = self._here
        if token.kind is not Kind.WORD or not token.text.isascii() or not token.text.isdigit() or len(token.text) > 18:
            raise self._fail("the number of an item, such as id 12 or id 12, 15")
        return int(self._next().text)

    # Where and with whom

    def _read_within(self) -> Term:
        token = self._here
        number, unit = self._quantity()
        way: Way = "either"
        if unit in {"links", "link"} and self._is("to", "from"):
            way = "to" if self._next().text.casefold() == "to" else "from"
        elif not self._take("of"):
            raise self._fail("of, as in within 500 m of 12")
        if unit in {"links", "link"}:
            if number != int(number) or not 0 <= number <= 100:
                raise QueryError("this is no number of links", token.start, expected="a whole number up to 100")
            return Hops(int(number), self._anchor(), self._by(), way)
        return Near(number * UNITS[unit], self._point() if self._is("point") else self._anchor())

    def _quantity(self) -> tuple[float, str]:
        token = self._here
        expected = "a distance or a number of links, such as 500 m, 2 km, 1 mile or 2 links"
        text = self._next().text if token.kind is Kind.WORD else ""
        while self._is_sign(",") and re.fullmatch(r"\d{1,3}", text) and re.match(r"\d{3}(?!\d)", self._ahead().text):
            self._at += 1
            text += self._next().text
        found = _NUMBER.fullmatch(text)
        if found is None:
            raise self._fail(expected, token=token)
        unit = found[2] or (self._next().text if self._here.kind is Kind.WORD else "")
        if unit.casefold() not in {*UNITS, "links", "link"}:
            near = near_misses(unit, [*UNITS, "links"])
            raise QueryError(f"“{unit}” is no unit of distance", token.start, expected=expected, near=near)
        return float(found[1]), unit.casefold()

    def _point(self) -> Point:
        token = self._next()
        lon, lat = self._numbers(2, "point LONGITUDE, LATITUDE in degrees, such as point -2.24, 53.48")
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise QueryError("this point is not on the earth", token.start, expected="longitude, then latitude")
        return Point(lon, lat)

    def _read_inside(self) -> Term:
        token = self._here
        west, south, east, north = self._numbers(4, "west, south, east, north in degrees")
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise QueryError(
                "this box is not on the earth",
                token.start,
                expected="west, south, east, north in degrees, in this order",
            )
        return Inside(west, south, east, north)

    def _numbers(self, count: int, expected: str) -> list[float]:
        found: list[float] = []
        while len(found) < count:
            if found and not self._take_sign(","):
                raise self._fail(expected)
            token = self._here
            if token.kind is not Kind.WORD or not _SIGNED.fullmatch(token.text):
                raise self._fail(expected)
            value = float(self._next().text)
            if not math.isfinite(value):
                raise self._fail(expected, token=token)
            found.append(value)
        return found

    def _read_linked(self) -> Term:
        if not self._take("to"):
            return State("linked")
        return LinkedTo(self._anchor(), self._by())

    def _read_linking(self) -> Term:
        if not self._take("to"):
            raise self._fail("to, as in linking to 12")
        return LinkedTo(self._anchor(), self._by(), "to")

    def _read_reached(self) -> Term:
        if not self._take("from"):
            raise self._fail("from, as in reached from 12")
        return LinkedTo(self._anchor(), self._by(), "from")

    def _by(self) -> tuple[str, ...]:
        return self._link_types() if self._take("by") else ()

    def _anchor(self) -> Ref | Term:
        if self._is_sign("("):
            return self._group()
        if self._take("selected"):
            return State("selected")
        if self._here.kind in {Kind.WORD, Kind.TEXT}:
            return Ref(self._next().text)
        raise self._fail("an item by its id or key, or a query in parentheses")

    def _link_types(self) -> tuple[str, ...]:
        found = [self._link_type()]
        while self._is_sign(",") and self._ahead().kind in {Kind.WORD, Kind.TEXT}:
            self._at += 1
            found.append(self._link_type())
        return tuple(found)

    def _link_type(self) -> str:
        token = self._next()
        if token.kind not in {Kind.WORD, Kind.TEXT}:
            raise self._fail("the name of a type of link", token=token)
        if self._names is None:
            return token.text
        found = self._names.link_called(token.text)
        if found is None:
            near = near_misses(token.text, self._names.all_links)
            raise QueryError(
                f"there is no type of link “{token.text}”",
                token.start,
                expected="the name of a type of link",
                near=near,
            )
        return found

    def _read_in(self) -> Term:
        if self._take("area"):
            return InArea(self._named("an area"))
        if not self._take("set"):
            raise self._fail('in set "Name", or in area "Name"')
        return InSet(self._named("a set"))

    def _named(self, what: str) -> str:
        if self._here.kind not in {Kind.WORD, Kind.TEXT}:
            raise self._fail(f"the name of {what}, in quotation marks if it has spaces")
        return self._next().text

    def _listed(self, what: str) -> tuple[str, ...]:
        found = [self._named(what)]
        while self._is_sign(",") and self._ahead().kind in {Kind.WORD, Kind.TEXT}:
            self._at += 1
            found.append(self._named(what))
        return tuple(found)

    # From whom, and how sure

    def _read_from(self) -> Term:
        return FromSource(self._listed("a source")) if self._take("source", "sources") else super()._read_from()

    def _read_graded(self) -> Term:
        return Graded(self._listed("a grade such as 2BP, or ungraded"))

    def _read_like(self) -> Term:
        return Like(self._named("a person or thing that may be spelt in another way"))
