"""ISO 8601 (dates, weeks, days of the year, times with offset, intervals) and the dates of emails (RFC 5322)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo

from intelviz.schema.when import TOO_LATE, Precision, When, month, year
from intelviz.schema.written.clock import CUT, DAY, MIDNIGHT, zone_minutes
from intelviz.schema.written.local import (
    MONTH_NAMES,
    Written,
    at_clock,
    at_offset,
    checked_date,
    full_year,
    joined,
    whole_day,
)

_DATE = (
    r"(?P<year>[0-9]{4})(?:-?W(?P<week>[0-9]{2})(?:-?(?P<weekday>[0-9]))?"
    r"|-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?|(?P<packed>[0-9]{4})|-?(?P<ordinal>[0-9]{3}))?"
)
_TIME = (
    r"(?P<hour>[0-9]{2})(?::?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,18}))?)?)?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_ISO = re.compile(rf"{_DATE}(?:[T ]{_TIME})?")
_NAMED_ZONE = re.compile(r"(?<=[0-9Z])\[[A-Z_/+-]{1,40}\]$")  # 2024-04-03T14:05+01:00[Europe/London]
_EMAIL = re.compile(
    r"(?:[A-Z]{3,9},?\s)?\s?(?P<day>[0-9]{1,2})\s(?P<month>[A-Z]{3})[A-Z]{0,6}\s(?P<year>[0-9]{4}|[0-9]{2})\s"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?:\s(?P<zone>[+-][0-9]{4}|[A-Z]{1,5}))?"
    r"(?:\s?\([^()]{0,60}\))?"
)
_POSTMARK = re.compile(
    r"(?P<weekday>[A-Z]{3})\s(?P<month>[A-Z]{3})\s(?P<day>[0-9]{1,2})\s(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):"
    r"(?P<second>[0-9]{2})(?:\s(?P<zone>[+-][0-9]{4}|[A-Z]{1,5}))?\s(?P<year>[0-9]{4})(?:\s(?P<after>[+-][0-9]{4}))?"
)
_EMAIL_ZONES = {
    **dict.fromkeys(("UT", "UTC", "GMT", "Z", "WET"), 0),
    **dict.fromkeys(("BST", "CET", "WEST"), 60),
    **dict.fromkeys(("CEST", "EET"), 120),
    **{"EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420},
}
_MONTHS = {name[:3].upper(): number for number, name in enumerate(MONTH_NAMES, 1)}


def read_iso(text: str, zone: tzinfo) -> Written:
    """Return the time written as ISO 8601; without an offset it is local time in ``zone``."""
    written = " ".join(text.upper().split()) if len(text) <= 120 else ""
    written = _NAMED_ZONE.sub("", written)
    start, slash, end = written.partition("/")
    if slash and "/" not in end:
        return _interval(_one(start.strip(), zone), _one(end.strip(), zone))
    return _one(written, zone)


def _interval(start: Written, end: Written) -> Written:
    last = end.when.start if end.when.precision >= Precision.MINUTE else end.when.end
    if last < start.when.start:
        raise ValueError("the end lies before the beginning")
    return Written(When(start.when.start, last, Precision.RANGE), joined(start.note, end.note))


def _one(text: str, zone: tzinfo) -> Written:
    found = _ISO.fullmatch(text)
    if found is None:
        raise ValueError("is not written as ISO 8601, such as 2024-04-03 or 2024-04-03T14:05:00Z")
    part = found.groupdict()
    number = int(part["year"])
    if number == 0:
        raise ValueError("there is no year 0")
    on = _day_of(part, number)
    if part["hour"] is None:
        return Written(whole_day(on, zone) if on else _whole(part, number, zone))
    if on is None:
        raise ValueError("is not written as ISO 8601: it has a time of day and no day")
    return _timed(part, on, zone)


def _day_of(part: dict[str, str | None], number: int) -> date | None:
    if part["packed"]:
        return checked_date(number, int(part["packed"][:2]), int(part["packed"][2:]))
    if part["day"]:
        return checked_date(number, int(part["month"] or 0), int(part["day"]))
    if part["ordinal"]:
        count = int(part["ordinal"])
        if not 1 <= count <= checked_date(number, 12, 31).timetuple().tm_yday:
            raise ValueError(f"{number} has no day {count}")
        return date(number, 1, 1) + timedelta(days=count - 1)
    return _day_of_week(number, int(part["week"] or 0), int(part["weekday"])) if part["weekday"] else None


def _day_of_week(number: int, week: int, weekday: int) -> date:
    try:
        return date.fromisocalendar(number, week, weekday)
    except ValueError:
        raise ValueError(f"{number} has no day {weekday} of week {week}") from None


def _whole(part: dict[str, str | None], number: int, zone: tzinfo) -> When:
    try:
        if part["week"]:
            first = _day_of_week(number, int(part["week"]), 1)
            last = first + timedelta(days=6)
            return When(whole_day(first, zone).start, whole_day(last, zone).end, Precision.RANGE)
        if part["month"]:
            return month(number, checked_date(number, int(part["month"]), 1).month, zone)
        return year(number, zone)
    except OverflowError:
        raise ValueError(TOO_LATE) from None


def _timed(part: dict[str, str | None], on: date, zone: tzinfo) -> Written:
    hour, minute, second = (int(part[name] or 0) for name in ("hour", "minute", "second"))
    seconds = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or seconds > DAY:
        raise ValueError(f"there is no time {hour:02d}:{minute:02d}:{second:02d}")
    at = _after_midnight(on, seconds)
    precision = Precision.SECOND if part["second"] else Precision.MINUTE
    own = part["zone"]
    found = at_clock(at, precision, zone) if own is None else at_offset(at, precision, zone_minutes(own))
    if part["minute"] is None:
        found = Written(When(found.when.start, found.when.end + 3540, Precision.RANGE), found.note)
    cut = CUT if (part["fraction"] or "").strip("0") else ""
    return Written(found.when, joined(MIDNIGHT if seconds == DAY else "", cut, found.note))


def _after_midnight(on: date, seconds: int) -> datetime:
    try:
        return datetime(on.year, on.month, on.day) + timedelta(seconds=seconds)
    except OverflowError:
        raise ValueError(TOO_LATE) from None


def read_email(text: str, zone: tzinfo) -> Written:
    """Return the time of a Date header, or of the line that begins a message in a mailbox."""
    written = " ".join(text.upper().split()) if len(text) <= 200 else ""
    found = _EMAIL.fullmatch(written) or _POSTMARK.fullmatch(written)
    if found is None or found["month"] not in _MONTHS:
        raise ValueError("is not written as the date of an email, such as Wed, 03 Apr 2024 14:05:00 +0100")
    part = found.groupdict()
    number, note = full_year(part["year"])
    on = checked_date(number, _MONTHS[part["month"]], int(part["day"]))
    hour, minute, second = int(part["hour"]), int(part["minute"]), int(part["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"there is no time {hour:02d}:{minute:02d}:{second:02d}")
    at = datetime(on.year, on.month, on.day, hour, minute, second)
    precision = Precision.SECOND if part["second"] else Precision.MINUTE
    own = part["zone"] or part.get("after")
    if own is None:
        result = at_clock(at, precision, zone)
        return Written(result.when, joined(note, "no zone stated: read as local time", result.note))
    if own[0] not in "+-" and own not in _EMAIL_ZONES:
        raise ValueError(f"the zone “{own}” means different things in different countries")
    minutes = zone_minutes(own) if own[0] in "+-" else _EMAIL_ZONES[own]
    return Written(at_offset(at, precision, minutes).when, note)
