"""Identifiers that are written in many ways and mean one thing: plates, postcodes, email and web addresses.

``clean_…`` return the one form in which equal identifiers are equal; ValueError says why a text can't be one.
"""

from __future__ import annotations

import re

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
