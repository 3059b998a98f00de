"""Digits as they come: with invisible signs, rounded by a spreadsheet, with a check digit that fits or doesn't."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 500
"""No identifier has more characters than that."""

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_POWER = re.compile(r"(\d)(?:[.,](\d{1,30})[eE]\+?|[eE]\+)(\d{1,2})", re.ASCII)
_FLOAT = re.compile(r"(\d{5,})\.0+", re.ASCII)
CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
"""The letter of each remainder modulo 23, as PNC, CRO and arrest numbers have it."""


def one_line(raw: str, what: str, longest: int = LONGEST) -> str:
    """Return text as one line without invisible signs, full-width letters narrowed, every dash a hyphen.

    ValueError where nothing stands there, or more than any ``what`` ("a telephone number") can be.
    """
    if len(raw) > longest:
        raw = raw.strip()
        if len(raw) > longest:
            raise ValueError(f"is {len(raw):,} characters long, which {what} never is")
    if not raw.isascii() or not raw.isprintable():
        raw = _INVISIBLE.sub("", unicodedata.normalize("NFKC", raw)).translate(_DASHES)
    text = " ".join(raw.split())
    if not text:
        raise ValueError("nothing stands there")
    return text


def unrounded(text: str) -> str:
    """Return the digits of a whole number that a spreadsheet wrote as 4.47700900123E+11 or 447700900123.0.

    Other text comes back as it is. ValueError where the spreadsheet has rounded the number.
    """
    if "." in text:
        plain = _FLOAT.fullmatch(text)
        if plain:
            return plain[1]
    return without_power(text)


def without_power(text: str) -> str:
    """Return the digits of a number that a spreadsheet wrote as 4.477009E+6; ValueError where it rounded it."""
    power = _POWER.fullmatch(text) if "e" in text or "E" in text else None
    if power is None:
        return text
    digits = power[1] + (power[2] or "")
    if len(digits) != int(power[3]) + 1:
        raise ValueError("a spreadsheet has rounded it, and the last digits are lost")
    return digits


def luhn_digit(digits: str) -> str:
    """Return the digit that makes ``digits`` fit the Luhn formula (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, each in enumerate(reversed(digits)):
        number = int(each) * (1 if place % 2 else 2)
        total += number - 9 if number > 9 else number
    return str(-total % 10)


def luhn_fits(digits: str) -> bool:
    """Return whether the last digit is the one that the Luhn formula asks for."""
    return luhn_digit(digits[:-1]) == digits[-1:]


def nhs_fits(digits: str) -> bool:
    """Return whether the last of ten digits is the check digit of an NHS number (modulo 11; 10 is never given)."""
    rest = sum(int(each) * weight for each, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (11 - rest) % 11 == int(digits[9])


def check_letter(year: str, serial: str) -> str:
    """Return the letter of a PNC or CRO number, from the last two digits of its year and its serial number."""
    return CHECK_LETTERS[int(year[-2:] + serial) % 23]


def iban_fits(iban: str) -> bool:
    """Return whether the two check digits of an IBAN fit (ISO 7064, modulo 97)."""
    return int("".join(str(int(each, 36)) for each in iban[4:] + iban[:4])) % 97 == 1
