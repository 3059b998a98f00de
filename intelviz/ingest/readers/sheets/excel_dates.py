"""Dates, times and durations of spreadsheets: numbers of days whose meaning stands in the format of the cell.

Formats: ECMA-376 part 1, 18.8.30 and 18.8.31. Day 60 of the 1900 system is 29 February 1900, which never was.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["", "date", "time", "both", "duration"]

_BUILT_IN: dict[int, Kind] = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 34, 35, 36, *range(50, 59)), "date"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 47), "time"),
    22: "both",
    46: "duration",
}
_NO_SIGNS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_LAST_DAY = 2_958_465
_MS_A_DAY = 86_400_000


def kind_of(number: int, code: str | None) -> Kind:
    """Return what a number format makes of a number; ``code`` is None for the formats that each program knows."""
    if code is None:
        return _BUILT_IN.get(number, "")
    signs = _NO_SIGNS.sub("", code.split(";")[0]).lower()
    if "general" in signs:
        return ""
    if re.search(r"\[[hms]+\]", signs):
        return "duration"
    signs = re.sub(r"e[+-]", "", signs).replace("am/pm", "h").replace("a/p", "h")
    day = "y" in signs or "d" in signs
    time = "h" in signs or "s" in signs
    if day or time:
        return "both" if day and time else "date" if day else "time"
    return "date" if "m" in signs else ""


def zeros_of(code: str | None) -> int:
    """Return how many digits a format such as ``00000`` shows at least; 0 if it is no such format."""
    bare = "" if code is None else code.split(";")[0].replace('"', "")
    return len(bare) if len(bare) > 1 and not bare.strip("0") else 0


def iso(serial: float, kind: Kind, *, from_1904: bool) -> str | None:
    """Return what a number means as a date, a time (up to a day) or a duration in hours; None if it means none.

    Times are true to the millisecond: a number of days can't hold more.
    """
    if kind == "duration":
        return _hours(serial)
    if not 0 <= serial < _LAST_DAY + 1:
        return None
    days, ms = divmod(round(serial * _MS_A_DAY), _MS_A_DAY)
    if kind == "time" and not days:
        return _clock(ms)
    day = _day(days, from_1904=from_1904)
    if day is None:
        return None
    return day if not ms and kind == "date" else f"{day} {_clock(ms)}"


def _day(days: int, *, from_1904: bool) -> str | None:
    if from_1904:
        days += 1462
    elif days == 0:
        return "1900-01-00"
    elif days == 60:
        return "1900-02-29"
    elif days < 60:
        days += 1
    if days > _LAST_DAY:
        return None
    return f"{datetime(1899, 12, 30) + timedelta(days=days):%Y-%m-%d}"


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{ms:03}" if ms else text


def _hours(serial: float) -> str | None:
    if abs(serial) > 10 * _LAST_DAY:
        return None
    text = _clock(round(abs(serial) * _MS_A_DAY))
    return f"-{text}" if serial < 0 else text
