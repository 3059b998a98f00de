"""Identifiers that are written in many ways and mean one thing: telephone numbers, plates, postcodes, addresses.

``clean_…`` return the one form in which equal identifiers are equal; ValueError says why a text can't be one.
"""

from __future__ import annotations

import re

_PHONE_SIGNS = re.compile(r"[\s()./\-\u2010-\u2015\u00a0\u202f]+")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
# National significant number after the 0: geographic 1 and 2, UK-wide 3, 55/56, mobile and personal 7, service 8 and 9.
_UK_NATIONAL = re.compile(r"(?:1\d{8,9}|2\d{9}|3\d{9}|5[56]\d{8}|7\d{9}|8(?:\d{9}|00\d{6}|001111)|9\d{9})")


def clean_phone(raw: str) -> str:
    """Return +44… for a UK number however it is written, +… for one abroad; anything else stays as it is written."""
    text = " ".join(raw.split())
    if not text:
        raise ValueError("nothing stands there")
    if _ROUNDED.fullmatch(text):
        raise ValueError("a spreadsheet has rounded it, and the last digits are lost")
    digits = sum(each.isdigit() for each in text)
    if any(each.isalpha() for each in text):
        raise ValueError("has letters, which no telephone number has")
    if digits < 3:
        raise ValueError("has fewer than three digits")
    if digits > 20:
        raise ValueError("has more digits than any telephone number")
    number = _PHONE_SIGNS.sub("", text.replace("(0)", "") if text.startswith(("+", "00")) else text)
    if not number.lstrip("+").isascii() or not number.lstrip("+").isdigit():
        return text
    national = _national(number)
    if national is not None:
        return f"+44{national}"
    if number.startswith("+") and 8 <= len(number) - 1 <= 15 and number[1] != "0":
        return number
    if number.startswith("00") and text.startswith("00") and 10 <= len(number) - 2 <= 15 and number[2] != "0":
        return f"+{number[2:]}"
    return text


def _national(number: str) -> str | None:
    for prefix in ("+440", "+44", "00440", "0044", "440", "44", "0"):
        if number.startswith(prefix):
            rest = number[len(prefix) :]
            return rest if _UK_NATIONAL.fullmatch(rest) else None
    return None


def show_phone(value: object) -> str:
    """Return a UK number as it is read out: 07700 900001, 020 7946 0000, 0161 496 0000."""
    text = str(value)
    if not text.startswith("+44"):
        return text
    number = f"0{text[3:]}"
    if number.startswith("02"):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    if re.match(r"01\d1|011\d|03|08|09", number):
        return f"{number[:4]} {number[4:7]} {number[7:]}".rstrip()
    return f"{number[:5]} {number[5:]}"


_PLATES = (
    re.compile(r"([A-Z]{2}\d{2})([A-Z]{3})"),
    re.compile(r"([A-Z]\d{1,3})([A-Z]{3})"),
    re.compile(r"([A-Z]{3})(\d{1,3}[A-Z])"),
    re.compile(r"(\d{3})([DX]\d{3})"),
    re.compile(r"(\d{1,4})([A-Z]{1,3})"),
    re.compile(r"([A-Z]{1,3})(\d{1,4})"),
)


def clean_vrm(raw: str) -> str:
    """Return a plate in capitals without spaces; plates from abroad and private ones pass as they are."""
    text = re.sub(r"[\s\-.]+", "", raw).upper()
    if not text:
        raise ValueError("nothing stands there")
    if not re.fullmatch(r"[A-Z0-9ÄÖÜ]{1,12}", text):
        raise ValueError("has signs that no registration has")
    if len(text) == 1 or (text.isalpha() and len(text) > 8):
        raise ValueError("is not a vehicle registration")
    return text


def show_vrm(value: object) -> str:
    """Return a UK plate with its space."""
    text = str(value)
    for form in _PLATES:
        found = form.fullmatch(text)
        if found:
            return f"{found[1]} {found[2]}"
    return text


_POSTCODE = re.compile(
    r"(GIR|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9](?:[0-9ABEHMNPRV-Y])?|[0-9][A-HJKPS-UW]))([0-9][ABD-HJLNP-UW-Z]{2})"
)
_OUTWARD = re.compile(r"[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9](?:[0-9ABEHMNPRV-Y])?|[0-9][A-HJKPS-UW])")


def clean_postcode(raw: str) -> str:
    """Return a postcode in capitals with one space, or the district alone where no more is known."""
    text = re.sub(r"[\s.\-]+", "", raw).upper()
    if not text:
        raise ValueError("nothing stands there")
    found = _POSTCODE.fullmatch(text)
    if found:
        return f"{found[1]} {found[2]}"
    if _OUTWARD.fullmatch(text):
        return text
    raise ValueError("is not written as a postcode")


_EMAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\".]{2,}")


def clean_email(raw: str) -> str:
    """Return an address with its domain in small letters, out of ``mailto:`` and angle brackets."""
    text = raw.strip()
    inner = re.fullmatch(r".*<([^<>]+)>", text)
    text = re.sub(r"^mailto:", "", inner[1].strip() if inner else text, flags=re.IGNORECASE)
    if not text:
        raise ValueError("nothing stands there")
    if not _EMAIL.fullmatch(text):
        raise ValueError("is not written as an email address")
    name, _, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"


_URL = re.compile(r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?P<host>[^\s/?#]+\.[^\s/?#]+)(?P<rest>[/?#]\S*)?")


def clean_url(raw: str) -> str:
    """Return a web address with scheme and host in small letters; without a scheme none is made up."""
    text = raw.strip()
    if not text:
        raise ValueError("nothing stands there")
    found = _URL.fullmatch(text)
    if found is None:
        raise ValueError("is not written as a web address")
    scheme = f"{found['scheme'].lower()}://" if found["scheme"] else ""
    return f"{scheme}{found['host'].lower()}{found['rest'] or ''}"
