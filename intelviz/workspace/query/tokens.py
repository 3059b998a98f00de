"""The words of a query: plain words, quoted texts and signs, each with its position."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto

from intelviz.schema.errors import UsageError

LONGEST = 200_000
"""Characters that a query may have."""


class QueryError(UsageError):
    """A query was not understood: where, what was expected, and what may have been meant."""

    title = "The query was not understood"

    def __init__(self, what: str, position: int, *, expected: str = "", near: list[str] | None = None) -> None:
        self.position, self.expected, self.near = position, expected, near or []
        remedy = f"Expected {expected}." if expected else ""
        if self.near:
            remedy = f"{remedy} Did you mean {' or '.join(self.near)}?".strip()
        super().__init__(f"At character {position + 1}: {what}.", remedy=remedy)


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    TEXT = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``start`` and ``end`` are positions in the query, quotes included."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def shown(self) -> str:
        """Return the token as an error message names it."""
        return "the end of the query" if self.kind is Kind.END else f"“{self.text[:60]}”"


_SIGNS = {"≠": "!=", "≤": "<=", "≥": ">="}
_PATTERN = re.compile(
    r"""(?P<space>\s+)
    |"(?P<text>(?:[^"]|"")*)"
    |“(?P<curly>[^”]*)”
    |(?P<sign><=|>=|!=|[≠≤≥=<>(),])
    |(?P<word>[^\s"“”()=<>,≠≤≥!]+)""",
    re.VERBOSE,
)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a query, END last; QueryError where a quote is left open or a sign is unknown."""
    if len(text) > LONGEST:
        raise QueryError(f"the query has {len(text):,} characters; at most {LONGEST:,} can be read", LONGEST)
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _PATTERN.match(text, at)
        if match is None:
            if text[at] in '"“':
                raise QueryError("this quotation has no end", at, expected="a closing quotation mark")
            raise QueryError(f"“{text[at]}” means nothing here", at, expected='"…" around text to be searched for')
        start, at = at, match.end()
        match match.lastgroup:
            case "text":
                found.append(Token(Kind.TEXT, match["text"].replace('""', '"'), start, at))
            case "curly":
                found.append(Token(Kind.TEXT, match["curly"], start, at))
            case "sign":
                found.append(Token(Kind.SIGN, _SIGNS.get(match["sign"], match["sign"]), start, at))
            case "word":
                found.append(Token(Kind.WORD, match["word"], start, at))
            case _:
                pass
    found.append(Token(Kind.END, "", len(text), len(text)))
    return found


def quoted(text: str) -> str:
    """Return text as a query writes it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def is_word(text: str) -> bool:
    """Return whether text is one plain word of a query."""
    match = _PATTERN.fullmatch(text)
    return match is not None and match.lastgroup == "word"


def near_misses(text: str, known: list[str]) -> list[str]:
    """Return up to three known names that look like ``text``, whatever their case."""
    folded = {each.casefold(): each for each in reversed(known)}
    return [folded[each] for each in get_close_matches(text.casefold(), list(folded), 3, 0.6)]
