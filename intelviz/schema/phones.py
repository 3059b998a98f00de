"""Telephone numbers: one form for each, however it is written, and nothing made up where no form is known."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from intelviz.schema.digits import one_line, unrounded

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_SIGNS = str.maketrans("", "", " ().-/")
# National significant number after the 0: geographic 1 and 2, UK-wide 3, 55/56, mobile and personal 7, service 8 and 9.
_NATIONAL = r"(1\d{8,9}|2\d{9}|3\d{9}|5[56]\d{8}|7\d{9}|8(?:\d{9}|00\d{6}|001111)|9\d{9})"
_CLEAR = re.compile(rf"(?:(?:\+44|0044|44)0?|0){_NATIONAL}", re.ASCII)
_UK = re.compile(rf"\+44{_NATIONAL}", re.ASCII)
_WITHOUT_ZERO = re.compile(r"7[1-57-9]\d{8}|[12]\d{9}", re.ASCII)
_FOR_FICTION = re.compile(r"\+44(?:7700900|1632960)\d{3}", re.ASCII)
"""Numbers that Ofcom keeps free for film and training; numbering plans leave them out."""
_EXTENSION = re.compile(r"(.*\d) ?(?:;ext=|ext\.? ?|extension ?|x ?|# ?)(\d{1,7})", re.IGNORECASE | re.ASCII)
_LABEL = re.compile(r"(?:tel(?:ephone)?|phone|mob(?:ile)?|home|work|[thmw])[:.]? ?(?=[+(\d])", re.IGNORECASE)
_WITHHELD = re.compile(
    r"(?:(?:number|caller|cli|caller id) )?(?:withheld|blocked|hidden)|(?:private|anonymous)(?: number| caller)?"
    r"|anonymous\.invalid|restricted|no caller id"
)
_UNKNOWN = re.compile(
    r"(?:number |caller )?(?:unknown|unavailable|not (?:available|known|given))|unknown (?:number|caller)"
    r"|no number|nk|n/[ak]|na|nil|none|null|nan|tbc|[-?]+"
)


def clean_phone(raw: str, region: str = "GB") -> str:
    """Return +44… for a UK number however it is written, +… for one abroad; anything else stays as it is written.

    ``region`` is where a number without a country's code belongs (ISO 3166, two letters). An extension follows as
    ";ext=12". A number of ten digits that begins as UK numbers do after their 0 has lost this 0 in a spreadsheet.
    """
    if region == "GB" and raw.isascii() and "." not in raw:
        clear = _CLEAR.fullmatch(raw.translate(_SIGNS))
        if clear and _is_british(raw.lstrip()):
            return f"+44{clear[1]}"
    return _clean(one_line(raw, "a telephone number"), region)


def _clean(text: str, region: str) -> str:
    words = text.casefold().strip(" .[]()<>\"'")
    if _WITHHELD.fullmatch(words):
        raise ValueError("is withheld: no number is known")
    if _UNKNOWN.fullmatch(words):
        raise ValueError("is unknown: no number is known")
    text = unrounded(text)
    bare = _LABEL.sub("", text, count=1) if text[0].isalpha() else text
    extended = _EXTENSION.fullmatch(bare)
    main, extension = (extended[1].rstrip(" ,;"), f";ext={extended[2]}") if extended else (bare, "")
    if any(each.isalpha() for each in main):
        raise ValueError("has letters, which no telephone number has")
    digits = sum(each.isdigit() for each in main)
    if digits < 3:
        raise ValueError("has fewer than three digits")
    if digits > 20:
        raise ValueError("has more digits than any telephone number")
    if digits > 3 and not main.strip("0 ()+./-"):
        raise ValueError("is all zeros: no number is known")
    number = main.translate(_SIGNS)
    if number.startswith("+00"):
        number = number[1:]
    found = _number(number, main, region)
    return text if found is None else f"{found}{extension}"


def _number(number: str, written: str, region: str) -> str | None:
    """Return the one form of a number; None where it is of no form that is known."""
    if not number.removeprefix("+").isascii() or not number.removeprefix("+").isdigit():
        return None
    if region == "GB":
        clear = _CLEAR.fullmatch(number)
        if clear and _is_british(written):
            return f"+44{clear[1]}"
        if written == number and _WITHOUT_ZERO.fullmatch(number) and (number[0] == "7" or _is_valid(f"+44{number}")):
            return f"+44{number}"
    if number.startswith("+") and 8 <= len(number) - 1 <= 15 and number[1] != "0":
        return _abroad(number)
    if number.startswith("00") and written.startswith("00") and 10 <= len(number) - 2 <= 15 and number[2] != "0":
        return _abroad(f"+{number[2:]}")
    if region != "GB":
        return _of_region(number, region)
    return number if 3 <= len(number) <= 6 and number[0] != "0" else None


def _is_british(written: str) -> bool:
    """Return whether the prefix is written as one: "4-(416)1…" and "0-(279)…" are no British numbers."""
    return (written[0] in "+0(" and not written.startswith("0-(")) or written.startswith("44")


def _abroad(number: str) -> str:
    """Return +… without the 0 that some write between a country's code and the number."""
    parsed = _parsed(number)
    if parsed is None:
        return number
    from phonenumbers import PhoneNumberFormat, format_number, is_possible_number

    form = format_number(parsed, PhoneNumberFormat.E164)
    if form == number or not is_possible_number(parsed):
        return number
    again = _parsed(form)
    return form if again is not None and format_number(again, PhoneNumberFormat.E164) == form else number


def _of_region(number: str, region: str) -> str | None:
    from phonenumbers import PhoneNumberFormat, format_number, is_valid_number

    parsed = _parsed(number, region)
    if parsed is not None and is_valid_number(parsed):
        return _abroad(format_number(parsed, PhoneNumberFormat.E164))
    return number if 3 <= len(number) <= 6 else None


def _parsed(number: str, region: str | None = None) -> PhoneNumber | None:
    from phonenumbers import NumberParseException, parse

    try:
        return parse(number, region)
    except NumberParseException:
        return None


@lru_cache(maxsize=4096)
def _is_valid(number: str) -> bool:
    if _FOR_FICTION.fullmatch(number):
        return True
    from phonenumbers import PhoneNumber, is_valid_number

    if _UK.fullmatch(number):
        return is_valid_number(PhoneNumber(country_code=44, national_number=int(number[3:])))
    parsed = _parsed(number)
    return parsed is not None and is_valid_number(parsed)


def change_of_phone(raw: str, value: object) -> str:
    """Return in words that a leading zero was put back, or "" where that isn't so."""
    digits = raw.strip().removesuffix(".0")
    if len(digits) == 10 and digits.isdigit() and value == f"+44{digits}":
        return f"its leading 0 was missing: read as {show_phone(value)}"
    return ""


def doubt_of_phone(value: object) -> str:
    """Return in words why a kept number may be none: no country's numbering plan has it."""
    text = str(value)
    if not text.startswith("+"):
        return "" if text.isdigit() and len(text) <= 6 else "is of no form in which telephone numbers are written"
    parsed = _parsed(text)
    if parsed is None:
        return "begins with no country's code"
    from phonenumbers import is_possible_number

    if not is_possible_number(parsed):
        return "has too many or too few digits for its country"
    return "" if _is_valid(text) else "its country's numbering plan has no such number"


def show_phone(value: object) -> str:
    """Return a UK number as it is read out: 07700 900001, 020 7946 0000, 0161 496 0000."""
    text, _, extension = str(value).partition(";ext=")
    if extension:
        return f"{show_phone(text)} ext. {extension}"
    if not _UK.fullmatch(text):
        return text
    number = f"0{text[3:]}"
    if number.startswith("02"):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    if number == "08001111":
        return "0800 1111"
    if re.match(r"01\d1|011\d|03|08|09", number):
        return f"{number[:4]} {number[4:7]} {number[7:]}".rstrip()
    return f"{number[:5]} {number[5:]}"
