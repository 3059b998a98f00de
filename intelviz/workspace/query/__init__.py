"""The filter language: who, what, when, where and in which set, in analysts' words.

    query      = alternative { "or" alternative }
    alternative= part { ["and" | "where"] part }           parts side by side must all hold
    part       = "not" part | "(" query ")" | statement

    statement  = "all"
               | "selected" | "linked" | "shown" | "drawn"  what the window shows now
               | TYPE | "type:" TYPE                         Person, persons, type:"phone call"; with child types
               | WORD | "a phrase"                           in label or properties: a word begins so; these words
               | [TYPE "."] PROPERTY compare                 Crime.type = "Burglary", age >= 18, label contains mill
               | "id" NUMBER { "," NUMBER }
               | "in" "set" NAME | "in" "area" NAME
               | "graded" GRADE { "," GRADE }                2BP, "3x5x2 2BP", 2, ungraded: any statement about it
               | "from" "source" NAME { "," NAME }           spoken of by any of them
               | "like" NAME                                 with a label that is spelt so, or nearly so
               | "on" DATE | "from" DATE ["to" DATE] | "until" DATE | "before" DATE | "after" DATE
               | "hours" 22-04 | "days" Fri, Sat | "days" Mon-Fri
               | "within" DISTANCE "of" (ITEM | "point" LONGITUDE "," LATITUDE | "(" query ")")
               | "inside" WEST "," SOUTH "," EAST "," NORTH
               | ("linked" "to" | "linking" "to" | "reached" "from") (ITEM | "(" query ")") [by]
               | "within" NUMBER "links" ("of" | "to" | "from") (ITEM | "(" query ")") [by]
    by         = "by" LINKTYPE { "," LINKTYPE }
    compare    = ("=" | "!=" | "<" | "<=" | ">" | ">=" | "contains") VALUE | "in" "(" VALUE { "," VALUE } ")"
               | "is" ("known" | "unknown")
    DATE       = 5/8/2017, 2017-08-05, 5 Aug 2017, 8/2017, Aug 2017, 2017, each day also with 22:00 or 22:00:30
    DISTANCE   = 500 m, 2 km, 1 mile, 300 yards
    ITEM       = the id or key of an item

"and" binds more tightly than "or". Capitals and accents don't matter. Words of the language itself, and whatever has
spaces or signs in it, are searched for in "quotation marks" (a mark inside is doubled). An item fits a time if its own
time, as precisely as it is known, touches it; "hours" asks for a time known to the minute, "days" for one known to
the day.
"linked to" and "of" follow links either way; "linking to" and "to" only those that run to the item named, "reached
from" and "from" only those that run away from it.
"!=" also finds items for which the property isn't stated; "is known" leaves those out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from intelviz.case.columns import Mask
from intelviz.schema.model import Schema
from intelviz.workspace.query.evaluate import mask_of
from intelviz.workspace.query.names import Names
from intelviz.workspace.query.parser import parse_term
from intelviz.workspace.query.printing import text_of, words_of
from intelviz.workspace.query.terms import Term
from intelviz.workspace.query.tokens import QueryError
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile


@dataclass(frozen=True)
class Query:
    """A query that was understood. With a schema its names are checked, without one when it is evaluated."""

    term: Term
    schema: Schema | None = None
    typed: str = field(default="", compare=False)

    @cached_property
    def text(self) -> str:
        """The query as canonical text; it parses to the same query."""
        return text_of(self.term)

    @cached_property
    def words(self) -> str:
        """The query in the analyst's words, for filter chips and products."""
        return words_of(self.term, Names(self.schema) if self.schema is not None else None)

    def mask(self, workspace: Workspace, case: CaseFile | None = None) -> Mask:
        """Return one flag an item: the query describes it."""
        term = self.term if self.schema is not None else parse_term(self.typed or self.text, workspace.schema)
        return mask_of(term, workspace, case)

    def __str__(self) -> str:
        return self.text


def parse(text: str, schema: Schema | None = None) -> Query:
    """Understand a query; QueryError says where it can't be, what was expected, and what may have been meant."""
    return Query(parse_term(text, schema), schema, text)


__all__ = ["Query", "QueryError", "parse"]
