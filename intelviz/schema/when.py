"""Partial dates: an extent in time and how precisely it is known.

Seconds are whole seconds since 1970-01-01 00:00 UTC, negative before it. An extent is half open: a day runs from
its midnight to the next, in the zone in which it was given, so the day of a clock change has 23 or 25 hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import IntEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from intelviz.schema.written.local import Written

UK = ZoneInfo("Europe/London")
NO_TIME = -(2**63)
"""The value of a time column where nothing is known (the smallest int64, as numpy's NaT)."""
OPEN_START, OPEN_END = -62_135_596_800, 253_402_214_400
"""Start and end of a range that is open to that side: the first day of year 1 and the last of year 9999."""
TOO_LATE = "lies beyond the year 9999; systems write the end of that year where no date is known"
TOO_EARLY = "lies in the first days of the year 1; systems write its first day where no date is known"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Precision(IntEnum):
    """How precisely a time is known; the order is from least to most."""

    UNKNOWN = 0
    RANGE = 1
    YEAR = 2
    MONTH = 3
    DAY = 4
    MINUTE = 5
    SECOND = 6


@dataclass(frozen=True, slots=True)
class When:
    """An extent [start, end) in seconds since the epoch, with the precision of its statement."""

    start: int
    end: int
    precision: Precision

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the end ({self.end}) lies before the start ({self.start})")

    def text(self, zone: tzinfo = UK) -> str:
        """Return the time as a British reader expects it, no more precise than it is known."""
        if self.start == OPEN_START or self.end == OPEN_END:
            return self._open_text(zone)
        begin = from_epoch(self.start, zone)
        match self.precision:
            case Precision.UNKNOWN:
                return "time unknown"
            case Precision.YEAR:
                return f"{begin.year:04d}"
            case Precision.MONTH:
                return f"{_MONTHS[begin.month - 1]} {begin.year:04d}"
            case Precision.DAY:
                return _day(begin)
            case Precision.MINUTE:
                return f"{_day(begin)} {begin:%H:%M} {begin.tzname()}"
            case Precision.SECOND:
                return f"{_day(begin)} {begin:%H:%M:%S} {begin.tzname()}"
            case Precision.RANGE:
                last = from_epoch(self.end, zone)
                if (begin.hour, begin.minute, last.hour, last.minute) == (0, 0, 0, 0):
                    return f"{_day(begin)} to {_day(last - timedelta(days=1))}"
                return f"{_day(begin)} {begin:%H:%M} to {_day(last)} {last:%H:%M} {last.tzname()}"

    def _open_text(self, zone: tzinfo) -> str:
        if self.start != OPEN_START:
            begin = from_epoch(self.start, zone)
            return f"since {_day(begin)}" + ("" if (begin.hour, begin.minute) == (0, 0) else f" {begin:%H:%M}")
        if self.end == OPEN_END:
            return "at no known time"
        last = from_epoch(self.end, zone)
        if (last.hour, last.minute) == (0, 0):
            return f"until {_day(last - timedelta(days=1))}"
        return f"until {_day(last)} {last:%H:%M} {last.tzname()}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _day(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year:04d}"


def to_epoch(moment: datetime) -> int:
    """Return whole seconds since the epoch of an aware datetime."""
    return int((moment - _EPOCH).total_seconds() // 1)


def from_epoch(seconds: int, zone: tzinfo = UK) -> datetime:
    """Return the aware datetime of a second since the epoch, in ``zone``."""
    return (_EPOCH + timedelta(seconds=seconds)).astimezone(zone)


def year(number: int, zone: tzinfo = UK) -> When:
    """Return the whole year; ValueError for 9999, whose end can't be told."""
    if number >= 9999:
        raise ValueError(TOO_LATE)
    return _extent(datetime(number, 1, 1, tzinfo=zone), datetime(number + 1, 1, 1, tzinfo=zone), Precision.YEAR)


def month(number: int, of: int, zone: tzinfo = UK) -> When:
    """Return the whole month ``of`` (1 to 12) of year ``number``; ValueError for the last of 9999."""
    if (number, of) >= (9999, 12):
        raise ValueError(TOO_LATE)
    follows = (number + 1, 1) if of == 12 else (number, of + 1)
    return _extent(datetime(number, of, 1, tzinfo=zone), datetime(*follows, 1, tzinfo=zone), Precision.MONTH)


def day(number: int, of: int, date: int, zone: tzinfo = UK) -> When:
    """Return the whole day; raises ValueError for a day that the calendar doesn't have."""
    begin = datetime(number, of, date, tzinfo=zone)
    follow = (begin.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=zone)
    return _extent(begin, follow, Precision.DAY)


def moment(at: datetime, precision: Precision) -> When:
    """Return the minute or the second that begins with the aware datetime ``at``."""
    begin = to_epoch(at)
    return When(begin, begin + (60 if precision is Precision.MINUTE else 1), precision)


def _extent(begin: datetime, end: datetime, precision: Precision) -> When:
    return When(to_epoch(begin), to_epoch(end), precision)


_DIRECTIVES = {
    "yyyy": r"(?P<year>\d{4})",
    "mm": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{1,2})",
    "mon": r"(?P<mon>[A-Za-z]{3,9})",
    "HH": r"(?P<hour>\d{1,2})",
    "MM": r"(?P<minute>\d{2})",
    "SS": r"(?P<second>\d{2})(?:\.(?P<fraction>\d+))?",
    "zone": r"(?P<zone>Z|[+-]\d{2}:?\d{2})",
}


NAMED_FORMS = ("epoch", "epoch-ms", "epoch-us", "excel", "excel-1904", "iso", "rfc2822", "dmy", "mdy", "ymd")
"""Forms of a time that no pattern tells: numbers, any ISO 8601, the dates of emails, and what people write."""


class WhenFormat:
    """A way of writing a time, such as ``dd/mm/yyyy HH:MM``, or one of ``NAMED_FORMS``.

    The words are yyyy, mm, dd, mon (Aug or August), HH, MM, SS and zone; everything else stands for itself. A local
    time that a clock change repeats is the first of the two in a pattern, and a range over both in a named form;
    ``note`` says so.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._is_named = text in NAMED_FORMS
        self._last: tuple[str, tzinfo | None, When] = ("", None, When(0, 0, Precision.UNKNOWN))
        pattern = "".join(
            _DIRECTIVES.get(part, re.escape(part)) for part in re.split(r"(yyyy|mon|mm|dd|HH|MM|SS|zone)", text)
        )
        if "HH MM" in text:
            # Parts in columns of their own are bare numbers: 8 52, 9 5.
            pattern = pattern.replace(_DIRECTIVES["MM"], r"(?P<minute>\d{1,2})")
        self._pattern = re.compile(pattern)
        self._has_zone, self._has_seconds = "zone" in text, "SS" in text

    def parse(self, text: str, zone: tzinfo = UK) -> When:
        """Return the time written as ``text``; ValueError says in words why it isn't one.

        Its words begin with "is not written" where the text has another form, and only there.
        """
        if self._is_named:
            return told(_read_named(self.text, text, zone).when)
        found = self._pattern.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"is not written as {self.text}")
        try:
            when = told(self._when(found.groupdict(), zone))
        except OverflowError:
            raise ValueError(TOO_LATE) from None
        self._last = (text, zone, when)
        return when

    def note(self, text: str, zone: tzinfo = UK) -> str:
        """Return in words what ``parse`` assumed, "" where it assumed nothing (or there is no such time)."""
        try:
            if self._is_named:
                found = _read_named(self.text, text, zone)
                return found.note if told(found.when) else ""
            last = self._last  # a note is mostly asked for what was read just before
            found = last[2] if last[0] == text and last[1] is zone else self.parse(text, zone)
        except ValueError:
            return ""
        notes: list[str] = []
        if not self._has_zone and is_repeated(found, zone):
            name = from_epoch(found.start, zone).tzname()
            notes.append(f"the hour occurs twice that night: taken as the first ({name})")
        if self._has_seconds and "." in text and self._cuts(text):
            notes.append("fraction of a second cut off")
        return "; ".join(notes)

    def _cuts(self, text: str) -> bool:
        found = self._pattern.fullmatch(text.strip())
        return found is not None and bool((found["fraction"] or "").strip("0"))

    def _when(self, part: dict[str, str | None], zone: tzinfo) -> When:
        if part.get("year") is None:
            raise ValueError("says no year")
        number = int(part["year"] or 0)
        if number == 0:
            raise ValueError("there is no year 0")
        named = part.get("mon")
        of = _month_number(named) if named else int(part["month"] or 0) if part.get("month") else None
        if of is None:
            return year(number, zone)
        if not 1 <= of <= 12:
            raise ValueError(f"there is no month {of}")
        if not part.get("day"):
            return month(number, of, zone)
        date = int(part["day"] or 0)
        if part.get("hour") is None:
            try:
                return day(number, of, date, zone)
            except ValueError:
                raise ValueError(f"{_MONTHS[of - 1]} {number} has no day {date}") from None
        hour, minute = int(part["hour"] or 0), int(part.get("minute") or 0)
        second = int(part.get("second") or 0)
        if hour > 23 or minute > 59 or second > 59:
            raise ValueError(f"there is no time {hour:02d}:{minute:02d}:{second:02d}")
        offset = part.get("zone")
        own_zone = _offset(offset) if offset else zone
        try:
            at = datetime(number, of, date, hour, minute, second, tzinfo=own_zone)
        except ValueError:
            raise ValueError(f"{_MONTHS[of - 1]} {number} has no day {date}") from None
        if own_zone is zone and from_epoch(to_epoch(at), zone).replace(tzinfo=None) != at.replace(tzinfo=None):
            raise ValueError("this local time does not exist: the clocks went forward over it")
        return moment(at, Precision.SECOND if part.get("second") else Precision.MINUTE)


def told(when: When) -> When:
    """Return a time that can be told in any zone; ValueError for the first days of year 1 and the last of 9999."""
    is_open = when.start == OPEN_START and when.precision is Precision.RANGE
    if when.end > OPEN_END:
        raise ValueError(TOO_LATE)
    if (when.end if is_open else when.start) < OPEN_START + 2 * 86_400:
        raise ValueError(TOO_EARLY)
    return when


def is_repeated(at: When, zone: tzinfo = UK) -> bool:
    """Return whether a minute or second lies in the hour that a clock change repeats."""
    if at.precision < Precision.MINUTE:
        return False
    local = from_epoch(at.start, zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _month_number(name: str) -> int:
    short = name[:3].title()
    if short not in _MONTHS:
        raise ValueError(f"“{name}” is no month")
    return _MONTHS.index(short) + 1


def _offset(text: str) -> tzinfo:
    from datetime import timezone

    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    if int(digits[:2]) > 23 or int(digits[2:]) > 59:
        raise ValueError(f"there is no zone {text}")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _read_named(form: str, text: str, zone: tzinfo) -> Written:
    from intelviz.schema.written.forms import read_named  # it needs this file

    return read_named(form, text, zone)
