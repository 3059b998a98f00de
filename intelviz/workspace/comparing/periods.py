"""Two periods beside each other: counts, differences, and whether these are more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from intelviz.analysis.time.local import local_seconds
from intelviz.analysis.time.two_periods import benjamini_hochberg, conditional_binomial
from intelviz.case.columns import Floats, Mask
from intelviz.schema.errors import UsageError
from intelviz.schema.when import from_epoch, to_epoch
from intelviz.workspace.comparing.grouping import Grouping, grouping
from intelviz.workspace.comparing.members import InPeriod, in_period, many
from intelviz.workspace.comparing.sides import Period
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

LEVEL = 0.05
"""Adjusted p below which a difference is called more than chance."""
_LONGEST = 60 * 366 * 86_400
"""Seconds up to which hours and weekdays of a period are counted one by one."""
Earlier = Literal["before", "year", "weeks"]
EARLIER: dict[Earlier, str] = {
    "before": "The period just before, of equal length",
    "year": "The same dates a year before",
    "weeks": "52 weeks before: the same weekdays",
}


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One group: its counts; ``change`` of its rate (0.5 is half as much again), None where A has none.

    ``p`` is that of the exact test, ``q`` the same adjusted for the number of tests; None where nothing is tested.
    """

    name: str
    code: int
    a: int
    b: int
    change: float | None
    p: float | None
    q: float | None


@dataclass(frozen=True, eq=False)
class TwoPeriods:
    """Two periods; ``rows`` are groups with any event, the surest difference first; ``total`` is all of them."""

    a: Period
    b: Period
    in_a: InPeriod
    in_b: InPeriod
    grouping: Grouping
    rows: tuple[PeriodRow, ...]
    total: PeriodRow
    tests: int
    notes: tuple[str, ...]

    def mask(self, period: Literal["a", "b"], code: int | None = None) -> Mask:
        """Return one flag an item: it lies in a period, and in a group (None: any)."""
        whole = (self.in_a if period == "a" else self.in_b).whole
        return whole if code is None else whole & (self.grouping.code == code)


def two_periods(
    workspace: Workspace,
    case: CaseFile | None,
    a: Period,
    b: Period,
    type_name: str | None = None,
    by: str = "type",
    among: Mask | None = None,
) -> TwoPeriods:
    """Count and test two periods, of all events or of those ``among`` some items; it may be called from a job."""
    if a == b:
        raise UsageError("Both periods are the same.", remedy="Choose another period A.")
    wanted = workspace.of_type(type_name) if type_name else workspace.category_mask("event")
    if among is not None:
        wanted = wanted & among
    groups = grouping(workspace, case, type_name, by)
    in_a, in_b = in_period(workspace, a, wanted), in_period(workspace, b, wanted)
    size = len(groups.names) + 1
    count_a, count_b = (np.bincount(groups.code[each.whole] + 1, minlength=size) for each in (in_a, in_b))
    exposed = _exposure(a, groups), _exposure(b, groups)
    together = exposed[0] + exposed[1]
    share = np.divide(exposed[0], together, out=np.full(size, np.nan), where=together > 0)
    apart = a.end <= b.start or b.end <= a.start
    some = np.flatnonzero(count_a + count_b)
    tested = some[some > 0] if apart else some[:0]
    p, q = np.full(size, np.nan), np.full(size, np.nan)
    p[tested] = conditional_binomial(count_a[tested], count_b[tested], share[tested])
    q[tested] = benjamini_hochberg(p[tested])
    rows = [
        PeriodRow(
            groups.names[place - 1] if place else "not stated",
            place - 1,
            int(count_a[place]),
            int(count_b[place]),
            _change(int(count_a[place]), int(count_b[place]), exposed[0][place], exposed[1][place]),
            _known(p[place]),
            _known(q[place]),
        )
        for place in some.tolist()
    ]
    rows.sort(key=lambda row: (2.0 if row.p is None else row.p, -row.a - row.b, row.name))
    all_a, all_b = int(count_a.sum()), int(count_b.sum())
    whole = a.seconds / (a.seconds + b.seconds)
    all_p = (
        _known(float(conditional_binomial(np.array([all_a]), np.array([all_b]), np.array([whole]))[0]))
        if apart
        else None
    )
    total = PeriodRow("All", -2, all_a, all_b, _change(all_a, all_b, a.seconds, b.seconds), all_p, all_p)
    tests = int(np.isfinite(p).sum())
    return TwoPeriods(a, b, in_a, in_b, groups, tuple(rows), total, tests, _notes(a, b, in_a, in_b, groups, apart))


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _change(a: int, b: int, long_a: float, long_b: float) -> float | None:
    return None if not a or not long_a or not long_b else (b / long_b) / (a / long_a) - 1


def _exposure(period: Period, groups: Grouping) -> Floats:
    """Return how many seconds of a period each group has: the Mondays of it, its hours from 22:00, or all of it."""
    size = len(groups.names) + 1
    if groups.by not in ("weekday", "hour") or period.seconds > _LONGEST:
        return np.full(size, float(period.seconds))
    start = np.arange(period.start, period.end, 3_600, dtype=np.int64)
    long = np.minimum(period.end - start, 3_600)
    local = local_seconds(start)
    code = (local // 86_400 + 3) % 7 if groups.by == "weekday" else local % 86_400 // 3_600
    return np.concatenate([[float(period.seconds)], np.bincount(code, long, len(groups.names))])


def _notes(a: Period, b: Period, in_a: InPeriod, in_b: InPeriod, groups: Grouping, apart: bool) -> tuple[str, ...]:
    notes: list[str] = []
    for name, each in (("A", in_a), ("B", in_b)):
        vague = int(np.count_nonzero(each.vague))
        if vague:
            notes.append(f"{many(vague, 'event')} may lie in {name}, but known too vaguely: not counted")
    unknown = int(np.count_nonzero(in_a.unknown))
    if unknown:
        notes.append(f"{many(unknown, 'event')} at no known time: not counted")
    if groups.by not in ("type", "place"):
        without = int(np.count_nonzero((in_a.whole | in_b.whole) & (groups.code < 0)))
        if without:
            notes.append(f"{many(without, 'event')} with no {groups.by.removeprefix('property ')} stated: not tested")
    if not apart:
        notes.append("The periods overlap, so the same events stand in both: nothing is tested")
    if a.seconds != b.seconds:
        notes.append(f"A has {days(a)}, B {days(b)}: per cent and test compare rates, not counts")
    shift = weekday_words(a, b)
    if shift:
        notes.append(shift)
    return tuple(notes)


def days(period: Period) -> str:
    """Return "7 days", or hours where it isn't whole days by the clock on the wall."""
    first, last = from_epoch(period.start), from_epoch(period.end)
    if (first.hour, first.minute, first.second) == (last.hour, last.minute, last.second):
        return many((last.date() - first.date()).days, "day")
    return f"{period.seconds / 3600:,.4g} hours"


def weekday_words(a: Period, b: Period) -> str:
    """Return how the weekdays of two periods of equal length are shifted, "" where they are not, or lengths differ."""
    one, other = from_epoch(a.start), from_epoch(b.start)
    if days(a) != days(b) or one.weekday() == other.weekday():
        return ""
    return f"A begins on a {one:%A}, B on a {other:%A}: their weekdays do not fall together"


def earlier(b: Period, which: Earlier) -> Period:
    """Return the period to set B beside, by dates and the clock on the wall (local time).

    29 February stands beside 28 February of the year before.
    """
    first, last = from_epoch(b.start), from_epoch(b.end)
    if which == "before":
        wall = last.replace(tzinfo=None) - first.replace(tzinfo=None)
        return Period(to_epoch(first - wall), b.start)
    if which == "weeks":
        back = timedelta(days=364)
        return Period(to_epoch(first - back), to_epoch(last - back))
    return Period(to_epoch(_year_before(first)), to_epoch(_year_before(last)))


def _year_before(at: datetime) -> datetime:
    try:
        return at.replace(year=at.year - 1)
    except ValueError:
        return at.replace(year=at.year - 1, day=28)


def verdict(row: PeriodRow) -> str:
    """Return in words what the test says of a row."""
    if row.q is None:
        return "not tested"
    if row.q >= LEVEL:
        return "may be chance"
    return "more, not by chance" if (row.change is None or row.change > 0) else "fewer, not by chance"


METHOD = (
    "A and B count what began in each period. Per cent is the change of the rate from A to B, n.a. where A has none. p "
    "is the exact conditional binomial test of two Poisson rates, two-sided (Przyborowski and Wilenski, 1940); q is p "
    "adjusted for the number of rows tested (Benjamini and Hochberg, 1995), and the difference of a row with q below "
    f"{LEVEL:g} is called surer than chance. The test takes events to be independent: series by one offender, or an "
    "import of half a period, make differences look surer than they are."
)
