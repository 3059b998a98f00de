"""Times as numbers: seconds since 1970 (epoch) and days since 1900 or 1904 (the serials of spreadsheets)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from intelviz.schema.when import Precision, When
from intelviz.schema.written.clock import CUT
from intelviz.schema.written.local import Written, at_clock, whole_day

_NUMBER = re.compile(r"([+-]?)([0-9]{1,20})(?:[.,]([0-9]{1,20}))?")
_SHORTENED = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")
_EARLIEST, _LATEST = -62_135_510_400, 253_402_128_000  # the second day of year 1, and the last but one of 9999
_LAST_SERIALS = {"excel": 2_958_464, "excel-1904": 2_957_002}  # 30 December 9999
_STEPS = {"epoch": 1, "epoch-ms": 1_000, "epoch-us": 1_000_000}
_UNITS = {"epoch": "seconds", "epoch-ms": "milliseconds", "epoch-us": "microseconds"}


def read_epoch(text: str, form: str) -> Written:
    """Return the second that so many seconds, milliseconds or microseconds after 1970-01-01 00:00 UTC began."""
    sign, whole, fraction = _parts(text, f"{_UNITS[form]} since 1970")
    count, rest = divmod(int(whole), _STEPS[form])
    is_cut = bool(rest or fraction.strip("0"))
    seconds = -count - is_cut if sign == "-" else count
    if not _EARLIEST <= seconds <= _LATEST:
        smaller = {"epoch": "epoch-ms", "epoch-ms": "epoch-us"}.get(form, "")
        hint = f". As {smaller} it may be one" if smaller else ""
        raise ValueError(f"as {_UNITS[form]} since 1970 lies beyond the year 9999{hint}")
    return Written(When(seconds, seconds + 1, Precision.SECOND), CUT if is_cut else "")


def read_excel(text: str, form: str, zone: tzinfo) -> Written:
    """Return the day, or the minute or second, of a serial number; "excel" counts from 1900, "excel-1904" from 1904.

    The system of 1900 has a 29 February 1900 (serial 60), which the calendar lacks: it is refused, and the serials
    before it are one day later than those after it would make them.
    """
    sign, whole, fraction = _parts(text, "the serial number of a day")
    days, last = int(whole), _LAST_SERIALS[form]
    if sign == "-" or days > last:
        raise ValueError(f"is no serial number of a day: they go to {last:,}, which is in the year 9999")
    is_1904 = form == "excel-1904"
    if days == 0 and not is_1904:
        raise ValueError("is the serial number of a time of day without a date")
    if days == 60 and not is_1904:
        raise ValueError("is 29 February 1900 in a spreadsheet, which the calendar does not have")
    base = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 31) if days < 60 else datetime(1899, 12, 30)
    start = base + timedelta(days=days)
    if not fraction.strip("0"):
        return Written(whole_day(start.date(), zone))
    seconds = round(int(fraction) * 86_400 / 10 ** len(fraction))
    precision = Precision.SECOND if seconds % 60 else Precision.MINUTE
    return at_clock(start + timedelta(seconds=seconds), precision, zone)


def _parts(text: str, what: str) -> tuple[str, str, str]:
    written = text.strip()
    if len(written) <= 30 and _SHORTENED.fullmatch(written):
        raise ValueError("was shortened by a spreadsheet; its last digits are lost")
    found = _NUMBER.fullmatch(written) if len(written) <= 42 else None
    if found is None:
        raise ValueError(f"is not written as {what}")
    return found[1], found[2], found[3] or ""
