"""Time in words: at the pointer, of a window, of the zone; and what a person types as the edge of a window."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, tzinfo

from intelviz.render.timeaxis import DAYS, FIRST, LAST, MONTHS, offset_changes
from intelviz.schema.when import UK, Precision, When, WhenFormat, from_epoch

_FORMS = tuple(
    WhenFormat(text)
    for text in (
        *("dd/mm/yyyy HH:MM:SS", "dd/mm/yyyy HH:MM", "dd/mm/yyyy", "mm/yyyy", "yyyy"),
        *("dd mon yyyy HH:MM:SS", "dd mon yyyy HH:MM", "dd mon yyyy", "mon yyyy", "yyyy-mm-dd HH:MM", "yyyy-mm-dd"),
    )
)

PRECISION_WORDS = {
    Precision.UNKNOWN: "how exactly is not stated",
    Precision.RANGE: "some time between the two, or all of it",
    Precision.YEAR: "known to the year",
    Precision.MONTH: "known to the month",
    Precision.DAY: "known to the day",
    Precision.MINUTE: "known to the minute",
    Precision.SECOND: "known to the second",
}
"""How precisely a time is known, as a reader is told."""


def day_words(at: datetime, *, weekday: bool = False) -> str:
    """Return "12 Aug 2017", or "Sat 12 Aug 2017"."""
    text = f"{at.day} {MONTHS[at.month - 1]} {at.year}"
    return f"{DAYS[at.weekday()]} {text}" if weekday else text


def zone_name(at: datetime) -> str:
    """Return "BST", "GMT", or "local mean time" before there was a standard one."""
    name = at.tzname() or "UTC"
    return "local mean time" if name == "LMT" else name


def cursor_words(seconds: float, per_pixel: float, zone: tzinfo = UK) -> str:
    """Return the time under the pointer, no finer than a pixel tells, with the name of the clock where it matters."""
    at = from_epoch(math.floor(min(max(seconds, FIRST), LAST)), zone)
    if per_pixel >= 200 * 86400:
        return f"{at.year}"
    if per_pixel >= 10 * 86400:
        return f"{MONTHS[at.month - 1]} {at.year}"
    if per_pixel >= 6 * 3600:
        return day_words(at, weekday=True)
    clock = f"{at:%H:%M:%S}" if per_pixel < 5 else f"{at:%H:%M}"
    return f"{day_words(at, weekday=True)} {clock} {zone_name(at)}"


def window_words(begin: float, end: float, zone: tzinfo = UK) -> str:
    """Return "1 Aug 2017 to 7 Aug 2017" for whole days, else with the clock."""
    first, last = from_epoch(math.floor(begin), zone), from_epoch(math.floor(end), zone)
    if _is_midnight(first) and _is_midnight(last) and end > begin:
        final = last - timedelta(days=1)
        if final.date() == first.date():
            return day_words(first)
        return f"{day_words(first)} to {day_words(final)}"
    if first.utcoffset() == last.utcoffset():
        day = "" if first.date() == last.date() else f"{day_words(last)} "
        return f"{day_words(first)} {_clock(first)} to {day}{_clock(last)} {zone_name(last)}"
    return (
        f"{day_words(first)} {_clock(first)} {zone_name(first)} to {day_words(last)} {_clock(last)} {zone_name(last)}"
    )


def short_window_words(begin: float, end: float, zone: tzinfo = UK) -> str:
    """Return a window in fewer letters: a year or month that both edges share is said once."""
    text = window_words(begin, end, zone)
    first, _, last = text.partition(" to ")
    one, other = first.split(), last.split()
    if len(one) == len(other) == 3 and one[2] == other[2]:
        return f"{one[0]} to {last}" if one[1] == other[1] else f"{one[0]} {one[1]} to {last}"
    return text


def zone_words(begin: float, end: float, zone: tzinfo = UK) -> str:
    """Return which clock an axis shows: "UK time, BST (UTC+1)", "UK time, GMT and BST"."""
    begin, end = max(begin, FIRST), min(end, LAST)
    moments = [begin + (end - begin) * part / 48 for part in range(49)]
    if end - begin < 400 * 86400:
        moments = sorted([*moments, *offset_changes(begin, end, zone)])
    names: dict[str, datetime] = {}
    for each in moments:
        at = from_epoch(math.floor(each), zone)
        names.setdefault(zone_name(at), at)
    place = "UK time" if str(zone) == "Europe/London" else str(zone)
    if len(names) == 1:
        name, at = next(iter(names.items()))
        return f"{place}, {name} ({_offset_words(at)})"
    ordered = sorted(names, key=lambda name: (name != "GMT", name != "BST", name))
    return f"{place}, {' and '.join(ordered[:2])}" if len(ordered) == 2 else f"{place}, {', '.join(ordered)}"


def read_edge(text: str, *, last: bool, zone: tzinfo = UK) -> int:
    """Return the second at which a window that someone typed begins (or, with ``last``, ends).

    A day, month or year stands for its beginning as the first edge and for its end as the last. ValueError in words.
    """
    why = "is not a date such as 12/08/2017, 12/08/2017 22:30, Aug 2017 or 2017"
    if not text.strip():
        raise ValueError("is empty")
    for form in _FORMS:
        try:
            found = form.parse(" ".join(text.split()), zone)
        except ValueError as error:
            if "is not written as" not in str(error):
                why = str(error)
            continue
        return found.end if last and found.precision < Precision.MINUTE else found.start
    raise ValueError(why)


def edge_text(seconds: float, *, last: bool, zone: tzinfo = UK) -> str:
    """Return an edge as it would be typed: the last day of a window of whole days, else the minute."""
    at = from_epoch(math.floor(seconds), zone)
    if _is_midnight(at):
        day = at - timedelta(days=1) if last else at
        return f"{day:%d/%m}/{day.year:04d}"
    return f"{at:%d/%m}/{at.year:04d} {_clock(at)}"


def when_of(start: int, end: int, precision: int) -> When:
    """Return the extent of a row of the time columns."""
    return When(start, max(start, end), Precision(precision))


def _is_midnight(at: datetime) -> bool:
    return (at.hour, at.minute, at.second) == (0, 0, 0)


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _offset_words(at: datetime) -> str:
    minutes = round((at.utcoffset() or timedelta(0)).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02d}' if rest else ''}"
