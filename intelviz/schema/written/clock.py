"""A time of day: 14:05, 14.05.30, 1405hrs, 2.15pm, noon, with its zone where it is stated."""

from __future__ import annotations

import re
from typing import NamedTuple

from intelviz.schema.when import Precision

DAY = 86_400
MIDNIGHT = "24:00 read as midnight at the end of the day"
CUT = "fraction of a second cut off"
EITHER_MIDNIGHT = "midnight may be the beginning or the end of the day. Write 00:00 or 24:00"

# 14:00-16:00 is two times; a minus begins a zone only after seconds or a name.
_ZONE = (
    r"(?:\s?(?P<zone>z|utc|gmt|bst|(?:utc|gmt|(?=\+)|(?<=:[0-9]{2}:[0-9]{2})|(?<=:[0-9]{2}:[0-9]{2}\s))"
    r"[+-][0-9]{1,2}(?::?[0-9]{2})?))?"
)
_WRITTEN = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2})(?:[.,:](?P<fraction>[0-9]{1,12}))?)?)?"
    r"\s?(?P<half>a\.?m\.?|p\.?m\.?)?(?:\s?(?:hours|hrs|hr|h)\.?)?" + _ZONE
)
_PACKED = re.compile(r"(?P<digits>[0-9]{3,6})(?P<hrs>\s?(?:hours|hrs|hr|h)\.?)?" + _ZONE)
_NAMED_ZONES = {"z": 0, "utc": 0, "gmt": 0, "bst": 60}


class Clock(NamedTuple):
    """Seconds since midnight (86,400 is the midnight at the end), and minutes from UTC where they are stated."""

    seconds: int
    precision: Precision
    offset: int | None = None
    note: str = ""
    half: str = ""


def parse_clock(text: str) -> tuple[int, Precision]:
    """Return seconds since midnight (86,400 for 24:00) and whether they are known to the minute or the second."""
    found = read_clock(" ".join(text.lower().split())) if len(text) < 60 else None
    if found is None:
        raise ValueError("is not written as a time of day, such as 14:05 or 2.15pm")
    return found.seconds, found.precision


def read_clock(text: str) -> Clock | None:
    """Return the time of day of a text in small letters; None for another form, ValueError for no such time."""
    if text in ("noon", "midday", "12 noon", "12noon"):
        return Clock(DAY // 2, Precision.MINUTE)
    if text in ("midnight", "12 midnight"):
        raise ValueError(EITHER_MIDNIGHT)
    found = _PACKED.fullmatch(text)
    if found:
        digits = found["digits"]
        if len(digits) == 5 or (len(digits) == 3 and not found["hrs"]):
            return None
        digits = digits.zfill(4)
        return _clock(digits[:2], digits[2:4], digits[4:], "", "", found["zone"] or "")
    found = _WRITTEN.fullmatch(text)
    if found is None or not (found["minute"] or found["half"]):
        return None
    part = {name: value or "" for name, value in found.groupdict().items()}
    return _clock(part["hour"], part["minute"], part["second"], part["fraction"], part["half"], part["zone"])


def _clock(hour_text: str, minute_text: str, second_text: str, fraction: str, half: str, zone: str) -> Clock:
    hour, minute, second = int(hour_text), int(minute_text or 0), int(second_text or 0)
    words = f"{hour:02d}:{minute:02d}" + (f":{second:02d}" if second_text else "")
    afternoon = half[:1]
    if (afternoon == "a" and hour > 12) or (afternoon == "p" and hour == 0):
        raise ValueError(f"there is no time {words} {afternoon}m")
    if afternoon and hour <= 12:
        hour = hour % 12 + (12 if afternoon == "p" else 0)
    seconds = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or seconds > DAY:
        raise ValueError(f"there is no time {words}")
    note = MIDNIGHT if seconds == DAY else ""
    if fraction.strip("0"):
        note = f"{note}; {CUT}" if note else CUT
    precision = Precision.SECOND if second_text else Precision.MINUTE
    return Clock(seconds, precision, zone_minutes(zone) if zone else None, note, half)


def zone_minutes(text: str) -> int:
    """Return how many minutes a zone such as z, bst, +01:00, +0100 or utc+1 is before UTC."""
    small = text.lower()
    if small in _NAMED_ZONES:
        return _NAMED_ZONES[small]
    sign, digits = re.fullmatch(r"(?:utc|gmt)?([+-])([0-9:]+)", small).groups()  # pyright: ignore[reportOptionalMemberAccess]  # callers matched it
    packed = digits.replace(":", "")
    hours, minutes = (int(packed[:-2]), int(packed[-2:])) if len(packed) > 2 else (int(packed), 0)
    if hours > 23 or minutes > 59:
        raise ValueError(f"there is no zone {text}")
    return (hours * 60 + minutes) * (-1 if sign == "-" else 1)
