"""What is typed where items are searched for, read as a query: whether it says more than words to look for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intelviz.schema.model import Schema
from intelviz.workspace.query import Query, parse
from intelviz.workspace.query.names import Names
from intelviz.workspace.query.parser import KEYWORDS, SIGNS
from intelviz.workspace.query.terms import And, Not, OfType, Or, Phrase, Term, Word
from intelviz.workspace.query.tokens import Kind, QueryError, Token, tokens

_PLAIN = KEYWORDS & {"and", "or", "not", "all", "in", "on", "of", "to", "by", "from", "is", "where", "like"}
"""Words of the language that names and sentences are full of: by themselves they make no query."""


@dataclass(frozen=True)
class Reading:
    """``query`` where the text is one that says more than words; ``sure`` if also more than a type and words.

    ``why`` says what can't be understood in a text that begins as a query.
    """

    query: Query | None = None
    sure: bool = False
    why: str = ""


def read_as_query(text: str, schema: Schema) -> Reading:
    """Read a text that somebody searches for."""
    try:
        found = parse(text, schema)
    except QueryError as error:
        return Reading(why=error.words() if begins_as_query(text, schema) else "")
    atoms = list(_atoms(found.term))
    if all(isinstance(each, Word | Phrase) for each in atoms):
        return Reading()
    return Reading(found, not all(isinstance(each, Word | Phrase | OfType) for each in atoms))


def begins_as_query(text: str, schema: Schema) -> bool:
    """Return whether a text has a sign, or a word of the language that names rarely have, or a type before others."""
    try:
        found = tokens(text)[:-1]
    except QueryError as error:
        # A quotation that is still open: what stands before it tells.
        begun = text[: error.position]
        return bool(begun) and len(begun) < len(text) and begins_as_query(begun, schema)
    if any(_is_sign(each) or (each.kind is Kind.WORD and each.text.casefold() in KEYWORDS - _PLAIN) for each in found):
        return True
    # A name may begin like a type too: something of the language must come after it.
    names = Names(schema)
    typed = found and found[0].kind is Kind.WORD and names.type_called(found[0].text) is not None
    return bool(typed) and any(each.kind is Kind.WORD and each.text.casefold() in _PLAIN for each in found[1:])


def _is_sign(token: Token) -> bool:
    return token.kind is Kind.SIGN and token.text in SIGNS


def _atoms(term: Term) -> Iterator[Term]:
    match term:
        case And(terms) | Or(terms):
            for each in terms:
                yield from _atoms(each)
        case Not(inner):
            yield from _atoms(inner)
        case _:
            yield term
