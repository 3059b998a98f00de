"""The two sides of a comparison: what can be set beside what, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

from intelviz.schema.errors import UsageError
from intelviz.schema.when import OPEN_END, OPEN_START
from intelviz.workspace.query import QueryError, parse
from intelviz.workspace.query.dates import EXAMPLES, NotADateError, last_moment, read_date, span_words
from intelviz.workspace.query.terms import During

Kind = Literal["all", "selected", "shown", "set", "chart", "query", "import", "known", "period"]
KINDS: dict[Kind, str] = {
    "all": "The whole case",
    "selected": "Selected items",
    "shown": "Shown items",
    "set": "Set",
    "chart": "Chart",
    "query": "Query",
    "import": "Import",
    "known": "What was known on",
    "period": "Events of a period",
}
ALONE: frozenset[Kind] = frozenset(("all", "selected", "shown"))
"""Kinds that need nothing more to be said."""
SYNTAX = (
    "set:NAME, chart:NAME, query:QUERY, import:NAME (or import:#ID), known:DATE, period:“DATE” or “DATE to DATE”, "
    "selected, shown, or all"
)


@dataclass(frozen=True)
class Side:
    """One side: its kind, and the name, query or date that goes with it."""

    kind: Kind
    value: str = ""

    @property
    def text(self) -> str:
        """The side as it is written on the command line and kept."""
        return self.kind if self.kind in ALONE else f"{self.kind}:{self.value}"

    @property
    def words(self) -> str:
        """The side in the analyst's words."""
        match self.kind:
            case "all":
                return "the case as it is now"
            case "selected":
                return "what is selected"
            case "shown":
                return "what is shown"
            case "query":
                return f"“{self.value}”"
            case "known":
                return f"what was known on {self.value}"
            case "period":
                return period_of(self.value).words
            case _:
                return f"{self.kind} “{self.value}”"


@dataclass(frozen=True)
class Period:
    """A stretch of time [start, end), seconds since the epoch."""

    start: int
    end: int

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.end - self.start

    @property
    def words(self) -> str:
        """Return "from 1 Aug 2017 to 7 Aug 2017"."""
        return span_words(self.start, self.end)


def side_of(text: str) -> Side:
    """Read a side; UsageError says how one is written."""
    kind, colon, value = text.strip().partition(":")
    kind, value = kind.strip().casefold(), value.strip()
    kind = {"source": "import", "selection": "selected", "now": "all"}.get(kind, kind)
    for known in get_args(Kind):
        if known == kind and (known in ALONE) != bool(colon and value):
            side = Side(known, value)
            if known == "period":
                period_of(value)
            elif known == "known":
                moment_of(value)
            return side
    raise UsageError(f"“{text}” can't be compared.", remedy=f"A side is written so: {SYNTAX}.")


def period_of(text: str) -> Period:
    """Read a period with two ends, such as “Aug 2017” or “1/8/2017 to 7/8/2017”; UsageError if it isn't one."""
    words = text.strip()
    begins = words.casefold().startswith(("from ", "on "))
    form = words if begins else f"{'from' if ' to ' in words.casefold() else 'on'} {words}"
    try:
        term = parse(form).term
    except QueryError as error:
        raise UsageError(f"“{text}” is no period: {error}", remedy=f"Write {EXAMPLES}, or two with “to”.") from error
    if not isinstance(term, During) or term.start is None or term.end is None or term.end <= term.start:
        raise UsageError(f"“{text}” is no period with a beginning and an end.", remedy="Write “1/8/2017 to 7/8/2017”.")
    if term.start <= OPEN_START or term.end >= OPEN_END:
        raise UsageError(f"“{text}” is too far from today.", remedy="Write a period between the years 2 and 9998.")
    return Period(term.start, term.end)


def moment_of(text: str) -> str:
    """Return the end of a day (or the minute itself) as the log writes moments; UsageError if it is no date."""
    try:
        when = read_date(text)
    except NotADateError as error:
        raise UsageError(f"“{text}” is no date: {error}.", remedy=f"Write {EXAMPLES}.") from error
    if when is None:
        raise UsageError(f"“{text}” is no date.", remedy=f"Write {EXAMPLES}.")
    return datetime.fromtimestamp(last_moment(when), UTC).isoformat(timespec="milliseconds")
