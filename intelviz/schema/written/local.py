"""Local times of a zone, around the nights when its clocks change, and what was assumed in reading them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from intelviz.schema.when import TOO_LATE, Precision, When, day, moment, to_epoch

TWICE = "the hour occurs twice that night: taken as either"
NEVER = "this local time does not exist: the clocks went forward over it"
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
PIVOT = 2029
"""The last year that two digits can mean: 30 to 99 are of the 20th century (as in spreadsheets)."""


class Written(NamedTuple):
    """What a text means, and what was assumed for it ("" where nothing was)."""

    when: When
    note: str = ""


def at_clock(at: datetime, precision: Precision, zone: tzinfo) -> Written:
    """Return the minute or second that a clock in ``zone`` showed; an hour that came twice gives the whole of both."""
    first, second = at.replace(tzinfo=zone, fold=0), at.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return Written(moment(first, precision))
    early, late = to_epoch(first), to_epoch(second)
    if early > late:
        raise ValueError(NEVER)
    return Written(When(early, moment(second, precision).end, Precision.RANGE), TWICE)


def at_offset(at: datetime, precision: Precision, minutes: int) -> Written:
    """Return the minute or second at a stated distance from UTC."""
    if abs(minutes) >= 24 * 60:
        raise ValueError(f"there is no zone {minutes // 60:+03d}:{minutes % 60:02d}")
    return Written(moment(at.replace(tzinfo=timezone(timedelta(minutes=minutes))), precision))


def checked_date(year: int, month: int, date_: int) -> date:
    """Return the day; ValueError in words where the calendar doesn't have it."""
    if year == 0:
        raise ValueError("there is no year 0")
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    try:
        return date(year, month, date_)
    except ValueError:
        raise ValueError(f"{MONTH_NAMES[month - 1][:3]} {year} has no day {date_}") from None


def whole_day(at: date, zone: tzinfo) -> When:
    """Return the whole day in ``zone``."""
    try:
        return day(at.year, at.month, at.day, zone)
    except OverflowError:
        raise ValueError(TOO_LATE) from None


def full_year(digits: str) -> tuple[int, str]:
    """Return the year that two or four digits mean, and the note for two."""
    number = int(digits)
    if len(digits) != 2:
        return number, ""
    number += 2000 if number <= PIVOT % 100 else 1900
    return number, f"two-digit year read as {number}"


def joined(*notes: str) -> str:
    """Return the notes that say something, each once."""
    return "; ".join(dict.fromkeys(note for note in notes if note))
