"""Dates that are known by day, month or year, such as a birthday."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MIDNIGHT = r"(?:[t ]00:00(?::00(?:\.0{1,6})?)?z?)?"
_DATES = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})" + _MIDNIGHT,
        r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})" + _MIDNIGHT,
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ /-]?(?P<n>[a-z]{3,9})\.?,?[ /-]?(?P<y>\d{4})" + _MIDNIGHT,
        r"(?P<n>[a-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})",
        r"(?P<y>1[89]\d\d|20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])",
        r"(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>1[89]\d\d|20\d\d)",
        r"(?P<m>\d{1,2})[/.](?P<y>\d{4})",
        r"(?P<y>\d{4})-(?P<m>\d{1,2})",
        r"(?P<n>[a-z]{3,9})\.? (?P<y>\d{4})",
        r"(?P<y>\d{4})",
    )
)
_LONGEST = 60


def clean_date(raw: str) -> str:
    """Return a date as precise as it is written, as "1985-04-12", "1985-04" or "1985"; the day stands first."""
    text = " ".join(raw.split()).casefold() if len(raw) < 1000 else raw.strip()
    for form in _DATES if len(text) <= _LONGEST else ():
        found = form.fullmatch(text)
        if found is None:
            continue
        part = found.groupdict()
        year = int(part["y"])
        if year == 0:
            raise ValueError("there is no year 0")
        if "n" in part:
            if part["n"][:3] not in _MONTHS:
                raise ValueError(f"“{part['n']}” is no month")
            month = _MONTHS.index(part["n"][:3]) + 1
        elif "m" in part:
            month = int(part["m"])
        else:
            return f"{year:04d}"
        if not 1 <= month <= 12:
            raise ValueError(f"there is no month {month}")
        if "d" not in part:
            return f"{year:04d}-{month:02d}"
        try:
            return date(year, month, int(part["d"])).isoformat()
        except ValueError:
            raise ValueError(f"{_MONTHS[month - 1].title()} {year} has no day {int(part['d'])}") from None
    raise ValueError("is not a date")


_SHORT_YEAR = re.compile(r"(\d{1,2}[/. -](?:\d{1,2}|[a-z]{3,9})[/. -])(\d{2})", re.ASCII | re.IGNORECASE)
_FIRST_OF_1900S = 30


def clean_birth(raw: str) -> str:
    """Return a date of birth as ``clean_date`` does; a year of two digits is of 1930 to 2029."""
    found = _SHORT_YEAR.fullmatch(raw.strip()) if len(raw) < 1000 else None
    if found is None:
        return clean_date(raw)
    return clean_date(f"{found[1]}{'19' if int(found[2]) >= _FIRST_OF_1900S else '20'}{found[2]}")


def change_of_birth(raw: str, value: object) -> str:
    """Return in words that a century was added."""
    found = _SHORT_YEAR.fullmatch(raw.strip())
    return f"the year {found[2]} was taken for {str(value)[:4]}: kept as {show_date(value)}" if found else ""


def show_date(value: object) -> str:
    """Return "12 Apr 1985", "Apr 1985" or "1985"."""
    parts = str(value).split("-")
    if not all(each.isdigit() for each in parts) or not 1 <= len(parts) <= 3:
        return str(value)
    if len(parts) == 1:
        return parts[0]
    month = int(parts[1])
    if not 1 <= month <= 12:
        return str(value)
    words = f"{_MONTHS[month - 1].title()} {parts[0]}"
    return f"{int(parts[2])} {words}" if len(parts) == 3 else words


def looks_like_default_date(value: str) -> bool:
    """Return whether a date of birth may stand for one that is not known: 1 January of any year, or 1900 alone."""
    return value.endswith("-01-01") or value in {"1900", "1900-01", "1899-12-30", "1899-12-31", "1970"}


def doubt_of_birth(value: object) -> str:
    """Return why a date of birth may be wrong."""
    text = str(value)
    if looks_like_default_date(text):
        return "may stand for a date that is not known"
    return "is before 1880" if text[:4] < "1880" else ""
