"""What differs between two periods, and whether it is more than chance.

The answer's keys: ``a`` and ``b`` {words, start, end (seconds since the epoch), events, vague}; ``unknown``, events of
no known time; ``total`` and ``rows``, each {name, a, b, difference, change (of the rate, null where A has none), p, q,
verdict}; ``tests``, how many rows were tested; ``notes``; ``method``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from intelviz.schema.errors import UsageError
from intelviz.workspace.asking import Parameter, Question
from intelviz.workspace.comparing import InPeriod, Period, period_of
from intelviz.workspace.comparing.periods import EARLIER, METHOD, Earlier, PeriodRow, earlier, two_periods, verdict

if TYPE_CHECKING:
    from intelviz.workspace.opening import OpenCase


def _answer(open_case: OpenCase, *, a: str, b: str, type: str | None, by: str) -> dict[str, Any]:
    later = period_of(b)
    which: Earlier | None = next((each for each in EARLIER if each == a.casefold()), None)
    try:
        first = earlier(later, which) if which is not None else period_of(a)
    except (ValueError, OverflowError) as error:
        raise UsageError("There is no such period before B.", remedy="Write both periods out.") from error
    found = two_periods(open_case.workspace, open_case.case, first, later, type, by)
    return {
        "a": _period(first, found.in_a),
        "b": _period(later, found.in_b),
        "type": type,
        "by": found.grouping.by,
        "unknown": int(np.count_nonzero(found.in_a.unknown)),
        "total": _row(found.total),
        "rows": [_row(row) for row in found.rows],
        "tests": found.tests,
        "notes": list(found.notes),
        "method": METHOD,
    }


def _period(period: Period, found: InPeriod) -> dict[str, Any]:
    return {
        "words": period.words,
        "start": period.start,
        "end": period.end,
        "events": int(np.count_nonzero(found.whole)),
        "vague": int(np.count_nonzero(found.vague)),
    }


def _row(row: PeriodRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "a": row.a,
        "b": row.b,
        "difference": row.b - row.a,
        "change": row.change,
        "p": row.p,
        "q": row.q,
        "verdict": verdict(row),
    }


QUESTION = Question(
    "periods",
    "what differs between two periods, and whether it is more than chance",
    (
        Parameter("a", "text", "period A, or before, year or weeks (counted back from B)", shown="A", required=True),
        Parameter("b", "text", "period B, such as “Aug 2017” or “1/8/2017 to 7/8/2017”", shown="B", required=True),
        Parameter("type", "type", "the type of event to count", "--type", "TYPE"),
        Parameter("by", "text", "type, weekday, hour, place or a property of the type", "by", "WHAT", default="type"),
    ),
    _answer,
)
