"""One date, time of day or both as a person writes them, taken apart: 3rd April 2024 at 2.15pm, about 4 pm."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from intelviz.schema.written.clock import EITHER_MIDNIGHT, Clock, read_clock
from intelviz.schema.written.local import full_year

Order = Literal["dmy", "mdy", "ymd"]

_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BEGIN, _END = r"(?<![0-9a-z])(?<![0-9][./:-])", r"(?![0-9a-z]|[./:-][0-9])"
_YEAR_END = r"(?![0-9a-z]|[.:][0-9]|\s?(?:[ap]\.?m|h))"
_SUFFIX = r"(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<![0-9])(?P<day>[0-9]{{1,2}}){_SUFFIX}[\s./,-]{{0,2}}{_MONTH}(?:[\s./,-]{{0,2}}(?P<year>[0-9]{{4}}|'?[0-9]{{2}}){_YEAR_END})?",
        rf"(?<![0-9a-z]){_MONTH}\s?(?P<day>[0-9]{{1,2}}){_SUFFIX}(?:,\s?|\s)(?P<year>[0-9]{{4}}|'[0-9]{{2}}){_YEAR_END}",
        rf"(?<![0-9a-z])(?P<year>[0-9]{{4}})[\s./,-]{{0,2}}{_MONTH}[\s./,-]{{0,2}}(?P<day>[0-9]{{1,2}}){_SUFFIX}{_END}",
        rf"(?<![0-9a-z]){_MONTH}(?:[\s./,-]{{0,2}}(?P<year>[0-9]{{4}})|[\s/-]?(?P<year2>'[0-9]{{2}})|-(?P<year3>[0-9]{{2}})){_YEAR_END}",
        rf"{_BEGIN}(?P<year>[0-9]{{4}})(?P<mark>[./-])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})(?:(?=t[0-9])|{_END})",
        rf"{_BEGIN}(?P<one>[0-9]{{1,2}})(?:(?P<mark>[./-])|\s)(?P<two>[0-9]{{1,2}})(?(mark)(?P=mark)|\s)(?P<year>[0-9]{{4}}){_END}",
        rf"{_BEGIN}(?P<one>[0-9]{{1,2}})(?P<mark>[./-])(?P<two>[0-9]{{1,2}})(?P=mark)(?P<year>'?[0-9]{{2}}){_END}",
        rf"{_BEGIN}(?P<packed>[0-9]{{8}})(?:(?=t[0-9])|{_END})",
        rf"{_BEGIN}(?P<year>[0-9]{{4}})[./-](?P<month>[0-9]{{1,2}}){_END}",
        rf"{_BEGIN}(?P<month>[0-9]{{1,2}})[./-](?P<year>[0-9]{{4}}){_END}",
        rf"{_BEGIN}(?P<one>[0-9]{{1,2}})[/](?P<two>[0-9]{{1,2}}){_END}",
        rf"{_BEGIN}(?P<year>[0-9]{{4}})(?P<decade>s)?{_END}",
    )
)
_ABOUT = re.compile(
    r"(?:\b(?:about|approximately|approx|around|roughly|circa|abt|est|ca)\b\.?|\bc\.\s?|\bc(?=\s?[0-9])|~)\s?"
)
_WEEKDAY = re.compile(r"(?<![a-z])(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?(?![a-z])\.?,?")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FILLERS = re.compile(r"(?<![a-z])(?:on|at|the|of|dated?)(?![a-z])|@")
_PART = re.compile(r"(?<![a-z])(early hours|early|mid|late)[\s-]|(?<![a-z])(morning|afternoon|evening)(?![a-z])")
_MIDNIGHT = re.compile(r"(?<![a-z])midnight(?![a-z])")


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a text says; None for what it doesn't. ``part`` is "early", "morning" and so on."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    clock: Clock | None = None
    weekday: int | None = None
    is_about: bool = False
    is_decade: bool = False
    part: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def has_date(self) -> bool:
        """Whether it says anything of the date."""
        return self.year is not None or self.month is not None or self.day is not None

    def on(self, other: Pieces) -> Pieces:
        """Return the same with the date of another."""
        return replace(
            self,
            year=other.year,
            month=other.month,
            day=other.day,
            weekday=other.weekday,
            notes=(*other.notes, *self.notes),
        )


def take_apart(text: str, order: Order, *, clock_first: bool = False) -> Pieces | None:
    """Return what a text in small letters and single spaces says; None where it is no date or time of day.

    ``clock_first``: four digits alone are a time of day and no year.
    """
    text, about = _ABOUT.subn("", text)
    weekday, text = _take_weekday(text)
    part, text = _take_part(text)
    if _MIDNIGHT.search(text):
        raise ValueError(EITHER_MIDNIGHT)
    text = " ".join(_FILLERS.sub(" ", text).split()).strip(" ,;")
    clock = read_clock(text) if clock_first else None
    found = Pieces(clock=clock) if clock else _dated(text, order)
    if found is None:
        clock = read_clock(text)
        if clock is None:
            return None
        found = Pieces(clock=clock)
    return replace(found, weekday=weekday, is_about=bool(about), part=part)


def _take_weekday(text: str) -> tuple[int | None, str]:
    found = _WEEKDAY.search(text)
    if found is None:
        return None, text
    return _WEEKDAYS.index(found[1]), f"{text[: found.start()]} {text[found.end() :]}"


def _take_part(text: str) -> tuple[str, str]:
    found = _PART.search(text)
    if found is None:
        return "", text
    text = f"{text[: found.start()]} {text[found.end() :]}"
    return found[1] or found[2], re.sub(r"\bin\b", " ", text)


def _dated(text: str, order: Order) -> Pieces | None:
    for form in _FORMS:
        found = form.search(text)
        if found is None:
            continue
        rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;-")
        if rest.startswith("t") and found.end() < len(text):
            rest = rest[1:]
        clock = read_clock(" ".join(rest.split())) if rest else None
        if rest and clock is None:
            continue
        pieces = _pieces(found, order, has_clock=clock is not None)
        return replace(pieces, clock=clock) if clock else pieces
    return None


def _pieces(found: re.Match[str], order: Order, *, has_clock: bool) -> Pieces:
    part = found.groupdict()
    if part.get("packed"):
        return _packed(part["packed"] or "", order)
    written = (part.get("year") or part.get("year2") or part.get("year3") or "").strip("'")
    if part.get("one"):
        return _three(str(part["one"]), str(part["two"]), written, order)
    year, note = full_year(written) if written else (None, "")
    month = int(part["month"] or 0) if part.get("month") else None
    day = int(part["day"] or 0) if part.get("day") else None
    if part.get("name"):
        month = 1 + _SHORT.index(str(part["name"])[:3])
        if year and year < 1600 and year % 100 < 60 and len(written) == 4 and not has_clock and day:
            raise ValueError(f"says “{written}”, which may be the year or the time of day")
    elif year and month == year % 100 + 1 and day is None and order != "ymd" and found[0].startswith(written):
        raise ValueError(f"may be a month, or the years {year} to {year + 1}")
    return Pieces(year, month, day, is_decade=bool(part.get("decade")), notes=(note,) if note else ())


def _three(one: str, two: str, year_text: str, order: Order) -> Pieces:
    if order == "ymd" and len(year_text) == 2:
        year, note = full_year(one.zfill(2))
        return Pieces(year, int(two), int(year_text), notes=(note,))
    year, note = full_year(year_text) if year_text else (None, "")
    day, month = (int(two), int(one)) if order == "mdy" else (int(one), int(two))
    if month > 12 and day <= 12:
        other = "day" if order == "mdy" else "month"
        raise ValueError(f"there is no month {month}; is the {other} written first?")
    return Pieces(year, month, day, notes=(note,) if note else ())


def _packed(digits: str, order: Order) -> Pieces:
    year_first = Pieces(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    one, two, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if order == "ymd" or not 1700 <= year <= 2199:
        return year_first
    return Pieces(year, one, two) if order == "mdy" else Pieces(year, two, one)
