"""Kinds of property: how a value is cleaned, what is refused, and how it is shown.

``clean`` takes the text of a cell and returns what is kept (text, number or yes/no, as JSON knows them); ValueError
says in words why the text can't be of this kind. The text as it came is always kept in the record, and
``alteration`` says where the kept value is not what stood there.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from intelviz.schema.identifiers import (
    clean_email,
    clean_postcode,
    clean_url,
    clean_vrm,
    show_vrm,
)
from intelviz.schema.phones import change_of_phone, clean_phone, doubt_of_phone, show_phone

Value = str | int | float | bool


def _nothing(*_: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value; ``words`` finish the sentence "this is …", ``numeric`` values sort as numbers.

    ``doubt`` says of a kept value why it may be wrong, such as a check digit that doesn't fit: it is kept all the same.
    ``changes`` says what cleaning did where that needs words of its own. What may not ``identify`` is never an
    identity key; ``unheld`` says why a column of this kind is left out of a case unless a recipe decides otherwise.
    """

    name: str
    words: str
    clean: Callable[[str], Value]
    show: Callable[[object], str] = str
    numeric: bool = False
    doubt: Callable[[object], str] = _nothing
    changes: Callable[[str, Value], str] = _nothing
    identify: bool = True
    unheld: str = ""

    def alteration(self, raw: str, value: Value) -> str:
        """Return in words what cleaning did to ``raw``, or "" where it only read it."""
        if value == raw:
            return ""
        words = self.changes(raw, value)
        if words:
            return words
        bare = raw.strip()
        shown = self.show(value)
        if not isinstance(value, str):
            return "" if bare == str(value) or bare == shown or _same_number(bare, value) else f"read as {shown}"
        if bare in {value, shown}:
            return "" if bare == raw else "the space around it was taken off"
        if "".join(value.split()) == "".join(raw.split()):
            return "spaces were taken out"
        if value.casefold() == bare.casefold():
            return "capital and small letters were changed"
        return f"written as {shown}"


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_WHOLE = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[, \u00a0\u202f]\d{3})+)(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[, \u00a0\u202f]\d{3})+)?(?:\.\d*)?(?:[eE][+-]?\d{1,3})?")
_GROUPING = re.compile(r"[, \u00a0\u202f]")


def _same_number(text: str, value: Value) -> bool:
    if isinstance(value, bool):
        return text.casefold() in ({"true", "yes"} if value else {"false", "no"})
    try:
        return float(_GROUPING.sub("", text)) == value
    except ValueError:
        return False


def clean_text(raw: str) -> str:
    """Return text without space around it, invisible characters or decomposed accents."""
    if not raw.isascii() or not raw.isprintable():
        raw = _CONTROL.sub("", unicodedata.normalize("NFC", raw))
    text = raw.strip()
    if not text:
        raise ValueError("nothing stands there")
    return text


def clean_line(raw: str) -> str:
    """Return text as one line with single spaces."""
    return " ".join(clean_text(raw).split())


def clean_identifier(raw: str) -> str:
    """Return a reference as written; one that a spreadsheet has rounded is refused, since its digits are lost."""
    text = clean_line(raw)
    if _ROUNDED.fullmatch(text):
        raise ValueError("a spreadsheet has rounded it, and the last digits are lost")
    return text


def clean_integer(raw: str) -> int:
    """Return a whole number; thousands may be separated."""
    text = raw.strip()
    if not _WHOLE.fullmatch(text):
        raise ValueError("is not a whole number")
    value = int(_GROUPING.sub("", text).partition(".")[0])
    if not -(2**63) <= value < 2**63:
        raise ValueError("is too large a number")
    return value


def clean_number(raw: str) -> float | int:
    """Return a number; thousands may be separated."""
    text = raw.strip()
    if not any(each.isdigit() for each in text) or not _NUMBER.fullmatch(text):
        raise ValueError("is not a number")
    value = float(_GROUPING.sub("", text))
    if not math.isfinite(value):
        raise ValueError("is too large a number")
    return int(value) if value.is_integer() and abs(value) < 2**53 and "." not in text else value


_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)")
_PARTS = re.compile(
    r"(?:(\d+) ?h(?:ours?|rs?)?)? ?(?:(\d+) ?m(?:in(?:ute)?s?)?)? ?(?:(\d+(?:\.\d+)?) ?s(?:ec(?:ond)?s?)?)?"
)


def clean_duration(raw: str) -> int | float:
    """Return seconds, from "38", "38 s", "1 h 2 min" or "0:01:05"; "1:05" is refused as it may mean either."""
    text = raw.strip().casefold()
    clock = _CLOCK.fullmatch(text)
    if clock:
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])
    parts = _PARTS.fullmatch(text)
    if text and parts and any(parts.groups()):
        seconds = float(parts[3] or 0)
        total = int(parts[1] or 0) * 3600 + int(parts[2] or 0) * 60 + seconds
        return int(total) if total.is_integer() else total
    try:
        value = clean_number(text)
    except ValueError:
        if re.fullmatch(r"\d+:\d\d", text):
            raise ValueError("may be hours and minutes or minutes and seconds: write h:mm:ss") from None
        raise ValueError("is not a length of time") from None
    if value < 0:
        raise ValueError("is a length of time below zero")
    return value


def show_duration(value: object) -> str:
    """Return "1 h 2 min 5 s"."""
    if not isinstance(value, int | float):
        return str(value)
    whole, rest = divmod(float(value), 1)
    hours, minutes, seconds = int(whole) // 3600, int(whole) // 60 % 60, int(whole) % 60
    parts = [f"{number:,} {unit}" for number, unit in ((hours, "h"), (minutes, "min")) if number]
    if seconds or rest or not parts:
        parts.append(f"{seconds + rest:g} s" if rest else f"{seconds} s")
    return " ".join(parts)


def clean_boolean(raw: str) -> bool:
    """Return yes or no."""
    text = raw.strip().casefold()
    if text in {"yes", "y", "true", "t", "1"}:
        return True
    if text in {"no", "n", "false", "f", "0"}:
        return False
    raise ValueError("is neither yes nor no")


def clean_money(raw: str) -> float | int:
    """Return pounds; amounts in other currencies are refused rather than taken for pounds."""
    text = raw.strip()
    if re.search(r"[€$¥]|EUR|USD", text):
        raise ValueError("is an amount in another currency than pounds")
    negative = text.startswith("(") and text.endswith(")")
    bare = re.sub(r"^\(|\)$|£|GBP", "", text).strip()
    try:
        value = clean_number(bare.replace("- ", "-"))
    except ValueError:
        raise ValueError("is not an amount of money") from None
    rounded = round(value, 2)
    if rounded != value:
        raise ValueError("has more than two decimals")
    return -value if negative else value


def show_money(value: object) -> str:
    """Return "£1,250" or "£12.50"."""
    if not isinstance(value, int | float):
        return str(value)
    sign = "−" if value < 0 else ""
    return f"{sign}£{abs(value):,.0f}" if float(value).is_integer() else f"{sign}£{abs(value):,.2f}"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATES = (
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<n>[a-z]{3,9})\.? (?P<y>\d{4})"),
    re.compile(r"(?P<m>\d{1,2})[/.](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})"),
    re.compile(r"(?P<n>[a-z]{3,9})\.? (?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})"),
)


def clean_date(raw: str) -> str:
    """Return a date as precise as it is written, as "1985-04-12", "1985-04" or "1985"; the day stands first."""
    text = raw.strip().casefold()
    for form in _DATES:
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


def _show_number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _show_boolean(value: object) -> str:
    return "yes" if value in (True, 1) else "no" if value in (False, 0) else str(value)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        each.name: each
        for each in (
            Kind("text", "free text", clean_text),
            Kind("name", "a name", clean_line),
            Kind("code", "one of a list of values", clean_line),
            Kind("identifier", "a reference", clean_identifier),
            Kind("integer", "a whole number", clean_integer, str, numeric=True),
            Kind("number", "a number", clean_number, _show_number, numeric=True),
            Kind("duration", "a length of time", clean_duration, show_duration, numeric=True),
            Kind("money", "an amount in pounds", clean_money, show_money, numeric=True),
            Kind("boolean", "yes or no", clean_boolean, _show_boolean),
            Kind("date", "a date", clean_date, show_date),
            Kind("phone", "a telephone number", clean_phone, show_phone, doubt=doubt_of_phone, changes=change_of_phone),
            Kind("vrm", "a vehicle registration", clean_vrm, show_vrm),
            Kind("postcode", "a postcode", clean_postcode),
            Kind("email", "an email address", clean_email),
            Kind("url", "a web address", clean_url),
        )
    }
)


def kind_of(name: str) -> Kind:
    """Return the kind of that name; text where a newer schema names one that this program doesn't know."""
    return KINDS.get(name) or KINDS["text"]
