"""Times as people write them: 3/4/24, 3rd April 2024 2.15pm, about 4 pm on 3/4/2024, between 1400 and 1600."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from intelviz.schema.when import OPEN_END, OPEN_START, Precision, When, from_epoch, month, year
from intelviz.schema.written.clock import DAY, parse_clock
from intelviz.schema.written.iso import read_iso
from intelviz.schema.written.local import Written, at_clock, at_offset, checked_date, joined, whole_day
from intelviz.schema.written.pieces import Order, Pieces, take_apart

NAMES: dict[Order, str] = {
    "dmy": "a date with the day first",
    "mdy": "a date with the month first",
    "ymd": "a date with the year first",
}
_LONGEST = 120
_ABOUT = 30 * 60
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS = {
    "early hours": ("00:00", "06:00"),
    "morning": ("00:00", "12:00"),
    "afternoon": ("12:00", "18:00"),
    "evening": ("18:00", "24:00"),
}
_DAYS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_SAME = str.maketrans({**dict.fromkeys("–—−‐‑", "-"), **dict.fromkeys("’‘`´", "'"), "\u00a0": " ", "\u202f": " "})
_BETWEEN = re.compile(r"(?<![a-z])(?:between|from)(?![a-z])")
_UNTIL = re.compile(r"\s(?:to|until|till?|through)\s|\s?-\s?")
_UNTIL_AND = re.compile(r"\s(?:to|until|till?|through|and|&)\s|\s?-\s?")
_OPEN = re.compile(
    r"(before|prior to|until|till|up to|by|on or before|no later than|after|since|from|on or after|no earlier than)"
    r"\s(.+)"
)
_STILL = re.compile(r"(?:from\s)?(.+?)\s?(?:-|\bto\b|\buntil\b)\s?(?:present|date|now|ongoing|current|today)")
_WEEK = re.compile(r"(?:w/c|week (?:commencing|beginning|starting|of))\s(.+)")
_TWO_DAYS = re.compile(r"^([0-9]{1,2})/(?=[0-9]{1,2}(?:st|nd|rd|th)?\s?(?:of\s)?[a-z])")
_BARE_MONTH = re.compile(r"[a-z]{3,9}\.?")
_BARE_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_HALF = re.compile(r"[0-9]\s?([ap]\.?m)\b\.?$")
_ISO_TIME = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}t[0-9]")
_YEARS = re.compile(r"([0-9]{4})\s?[/-]\s?([0-9]{2})")


def read_free(text: str, order: Order, zone: tzinfo) -> Written:
    """Return the time that a person wrote, read in ``order``; local time in ``zone`` unless it states its own."""
    written = " ".join(text.translate(_SAME).lower().split()) if len(text) <= _LONGEST else ""
    doubt = "marked with a question mark" if written.endswith("?") else ""
    written = written.rstrip("?. ").strip()
    if not written:
        raise ValueError(f"is not written as {NAMES[order]}")
    found = _read(written, order, zone)
    old = "before 1752: read in the present calendar" if 0 < _year_of(found.when) < 1752 else ""
    return Written(found.when, joined(found.note, doubt, old))


def _year_of(when: When) -> int:
    return 0 if when.start == OPEN_START else 1970 + when.start // 31_556_952


def _read(text: str, order: Order, zone: tzinfo) -> Written:
    if _ISO_TIME.match(text):
        return read_iso(text, zone)
    years = _YEARS.fullmatch(text)
    if years and int(years[2]) > max(12, int(years[1][2:])):
        last = int(years[1][:2] + years[2])
        when = When(year(int(years[1]), zone).start, year(last, zone).end, Precision.RANGE)
        return Written(when, "read as whole calendar years" if last == int(years[1]) + 1 else "")
    text = _TWO_DAYS.sub(r"\1-", _tidied(text))
    if not _BETWEEN.search(text):
        single = take_apart(text, order)
        if single is not None:
            return _resolved(single, zone)
    found = _week(text, order, zone) or _still(text, order, zone)
    found = found or _range(text, order, zone) or _open(text, order, zone)
    if found is None:
        raise ValueError(f"is not written as {NAMES[order]}")
    return found


def _tidied(text: str) -> str:
    """Return a text without brackets, and with single marks between its parts: 06 / 04 / 2024, 06/04/2024T21:30."""
    text = re.sub(r"\s?/\s?", "/", re.sub(r"[()\[\]_]", " ", text))
    text = re.sub(r"(?<=[0-9])t(?=[0-9]{2})", " ", text)
    text = re.sub(r"\bon or about\b", "about", text)
    return " ".join(re.sub(r"(?<=[0-9m])ish\b", " about", text).split())


def _week(text: str, order: Order, zone: tzinfo) -> Written | None:
    found = _WEEK.fullmatch(text)
    first = take_apart(found[1], order) if found else None
    if first is None:
        return None
    at = _resolved(first, zone)
    if at.when.precision is not Precision.DAY:
        raise ValueError("says a week and no day on which it begins")
    last = from_epoch(at.when.start, zone).date() + timedelta(days=6)
    return Written(When(at.when.start, whole_day(last, zone).end, Precision.RANGE), at.note)


def _still(text: str, order: Order, zone: tzinfo) -> Written | None:
    found = _STILL.fullmatch(text)
    first = take_apart(found[1], order) if found else None
    if first is None:
        return None
    at = _resolved(first, zone)
    return Written(When(at.when.start, OPEN_END, Precision.RANGE), joined(at.note, "no end stated"))


def _open(text: str, order: Order, zone: tzinfo) -> Written | None:
    found = _OPEN.fullmatch(text)
    single = take_apart(found[2], order) if found else None
    if found is None or single is None:
        return None
    at = _resolved(single, zone)
    ends = at.when.end if at.when.precision < Precision.MINUTE else at.when.start
    match found[1]:
        case "before" | "prior to":
            when = When(OPEN_START, at.when.start, Precision.RANGE)
        case "until" | "till" | "up to" | "by" | "on or before" | "no later than":
            when = When(OPEN_START, ends, Precision.RANGE)
        case "after":
            when = When(ends, OPEN_END, Precision.RANGE)
        case _:
            when = When(at.when.start, OPEN_END, Precision.RANGE)
    return Written(when, at.note)


def _range(text: str, order: Order, zone: tzinfo) -> Written | None:
    between = _BETWEEN.search(text)
    marks = _UNTIL_AND if between else _UNTIL
    plain = " ".join(_BETWEEN.sub(" ", text).split())
    problem: ValueError | None = None
    for mark in list(marks.finditer(plain))[:8]:
        left, right = plain[: mark.start()], plain[mark.end() :]
        try:
            ends = _ends(left.strip(), right.strip(), order)
            if ends is not None:
                return _spanned(*ends, zone)
        except ValueError as error:
            problem = problem or error
    if problem is not None:
        raise problem
    return None


def _ends(left: str, right: str, order: Order) -> tuple[Pieces, Pieces, bool] | None:
    """Return both ends with what one leaves out taken from the other, and whether "pm" was taken over."""
    if not left or not right:
        return None
    taken = False
    end = take_apart(right, order)
    start = take_apart(left, order, clock_first=end is not None and end.clock is not None)
    if start is not None and start.clock is not None:
        end = take_apart(right, order, clock_first=True)
    half = _HALF.search(right)
    if half and (start is None or start.clock is None):
        start, taken = take_apart(left + half[1], order), True
    if end is None:
        return None
    bare = _BARE_DAY.fullmatch(left)
    if bare and end.day is not None and end.clock is None:
        start = replace(end, day=int(bare[1]), weekday=None, notes=())
    if start is None and _BARE_MONTH.fullmatch(left) and end.year is not None and end.day is None:
        start = take_apart(f"{left} {end.year:04d}", order)
    if start is None or (start.clock is None) != (end.clock is None):
        return None
    if not end.has_date:
        end = end.on(replace(start, notes=(), weekday=None))
    elif not start.has_date:
        start = start.on(replace(end, notes=(), weekday=None))
    elif start.year is None and start.month is not None:
        start = replace(start, year=end.year)
    return start, end, taken


def _spanned(start: Pieces, end: Pieces, taken: bool, zone: tzinfo) -> Written:
    first, last = _resolved(start, zone), _resolved(end, zone)
    notes = [first.note, last.note]
    ends = last.when.start if last.when.precision >= Precision.MINUTE else last.when.end
    same_day = (start.year, start.month, start.day) == (end.year, end.month, end.day)
    if ends < first.when.start and same_day and not taken:
        next_day = checked_date(end.year or 0, end.month or 0, end.day or 0) + timedelta(days=1)
        moved = replace(end, year=next_day.year, month=next_day.month, day=next_day.day, weekday=None)
        last = _resolved(moved, zone)
        ends = last.when.start if last.when.precision >= Precision.MINUTE else last.when.end
        notes = [first.note, last.note, "the end is earlier by the clock: read as the next day"]
    if ends < first.when.start:
        raise ValueError("the end lies before the beginning")
    if first.when == last.when:
        return first
    return Written(When(first.when.start, ends, Precision.RANGE), joined(*notes))


def _resolved(pieces: Pieces, zone: tzinfo) -> Written:
    if not pieces.has_date:
        raise ValueError("says a time of day and no date")
    if pieces.year is None:
        raise ValueError("says no year")
    if pieces.year == 0:
        raise ValueError("there is no year 0")
    found = _timed(pieces, zone) if pieces.clock else _dated(pieces, zone)
    if pieces.is_about:
        found = _about(pieces, found, zone)
    return Written(found.when, joined(*pieces.notes, found.note))


def _timed(pieces: Pieces, zone: tzinfo) -> Written:
    clock = pieces.clock
    if clock is None or pieces.day is None or pieces.month is None:
        raise ValueError("says a time of day and no day")
    if pieces.part:
        raise ValueError(f"says “{pieces.part}” and a time of day")
    on = checked_date(pieces.year or 0, pieces.month, pieces.day)
    _check_weekday(pieces, on.weekday())
    at = datetime(on.year, on.month, on.day) + timedelta(seconds=clock.seconds)
    if clock.offset is None:
        found = at_clock(at, clock.precision, zone)
    else:
        found = at_offset(at, clock.precision, clock.offset)
    return Written(found.when, joined(clock.note, found.note))


def _check_weekday(pieces: Pieces, weekday: int) -> None:
    if pieces.weekday not in (None, weekday):
        raise ValueError(f"is a {_WEEKDAYS[weekday]} and no {_WEEKDAYS[pieces.weekday or 0]}")


def _dated(pieces: Pieces, zone: tzinfo) -> Written:
    number, of = pieces.year or 0, pieces.month
    if of is None:
        if pieces.part:
            raise ValueError(f"says “{pieces.part}” of a whole year")
        whole = (
            When(year(number, zone).start, year(number + 9, zone).end, Precision.RANGE) if pieces.is_decade else None
        )
        return Written(whole or year(number, zone))
    on = checked_date(number, of, 1 if pieces.day is None else pieces.day)
    if pieces.day is None:
        return (
            _part_of_month(pieces, month(number, of, zone), zone) if pieces.part else Written(month(number, of, zone))
        )
    _check_weekday(pieces, on.weekday())
    if not pieces.part:
        return Written(whole_day(on, zone))
    if pieces.part not in _HOURS:
        raise ValueError(f"says “{pieces.part}” of a day")
    begin, end = (parse_clock(each)[0] for each in _HOURS[pieces.part])
    start, last = (
        at_clock(datetime(on.year, on.month, on.day) + timedelta(seconds=each), Precision.MINUTE, zone).when.start
        for each in (begin, end)
    )
    note = f"{pieces.part}: read as {begin // 3600:02d}:00 to {end // 3600 if end < DAY else 24:02d}:00"
    return Written(When(start, last, Precision.RANGE), note)


def _part_of_month(pieces: Pieces, whole: When, zone: tzinfo) -> Written:
    if pieces.part not in _DAYS:
        raise ValueError(f"says “{pieces.part}” of a month")
    first, last = _DAYS[pieces.part]
    number, of = pieces.year or 0, pieces.month or 0
    start = whole_day(checked_date(number, of, first), zone).start
    end = whole.end if pieces.part == "late" else whole_day(checked_date(number, of, last), zone).end
    words = "its end" if pieces.part == "late" else f"{last}"
    return Written(When(start, end, Precision.RANGE), f"{pieces.part}: read as the {first} to {words}")


def _about(pieces: Pieces, found: Written, zone: tzinfo) -> Written:
    """Return half an hour to either side of a time of day, and one day, month or year to either side of those."""
    when = found.when
    if pieces.clock:
        wide = When(when.start - _ABOUT, when.start + _ABOUT, Precision.RANGE)
        begin, end = from_epoch(wide.start, zone), from_epoch(wide.end, zone)
        return Written(wide, joined(f"about: read as {begin:%H:%M} to {end:%H:%M}", found.note))
    match when.precision:
        case Precision.DAY:
            margin = DAY
        case Precision.MONTH:
            margin = 31 * DAY
        case Precision.YEAR:
            margin = 366 * DAY
        case _:
            return Written(when, joined("about: read as written", found.note))
    before, after = from_epoch(when.start - margin // 2, zone), from_epoch(when.end + margin // 2, zone)
    match when.precision:
        case Precision.DAY:
            edges = whole_day(before.date(), zone), whole_day(after.date(), zone)
        case Precision.MONTH:
            edges = month(before.year, before.month, zone), month(after.year, after.month, zone)
        case _:
            edges = year(before.year, zone), year(after.year, zone)
    wide = When(edges[0].start, edges[1].end, Precision.RANGE)
    return Written(wide, joined(f"about: read as {edges[0].text(zone)} to {edges[1].text(zone)}", found.note))
