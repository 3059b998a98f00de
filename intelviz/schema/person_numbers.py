"""Numbers that authorities give to persons and cases: NINO, NHS number, PNC ID, CRO number, crime reference."""

from __future__ import annotations

import re

from intelviz.schema.digits import check_letter, nhs_fits, one_line, unrounded

_NINO = re.compile(r"([A-Z]{2})(\d{2})(\d{2})(\d{2})([A-D]?)", re.ASCII)
_NINO_FIRST = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]")


def clean_nino(raw: str) -> str:
    """Return a National Insurance number as AA999999A; the last letter may be missing."""
    text = re.sub(r"[ .\-/]", "", one_line(raw, "a National Insurance number")).upper()
    if not _NINO.fullmatch(text):
        raise ValueError("is not written as a National Insurance number (two letters, six digits, A to D)")
    return text


def show_nino(value: object) -> str:
    """Return "AB 12 34 56 C"."""
    found = _NINO.fullmatch(str(value))
    return " ".join(filter(None, found.groups())) if found else str(value)


def doubt_of_nino(value: object) -> str:
    """Return why a kept number may be none."""
    text = str(value)
    if not _NINO_FIRST.fullmatch(text[:2]):
        return f"no National Insurance number begins with {text[:2]}"
    return "its last letter, A to D, is missing" if len(text) == 8 else ""


def clean_nhs_no(raw: str) -> str:
    """Return an NHS number as ten digits; one whose check digit does not fit is refused."""
    text = re.sub(r"[ .\-]", "", unrounded(one_line(raw, "an NHS number")))
    if not text.isascii() or not text.isdigit() or len(text) != 10:
        raise ValueError("is not written as an NHS number (ten digits)")
    if len(set(text)) == 1:
        raise ValueError("is one digit ten times: no NHS number is known")
    if not nhs_fits(text):
        raise ValueError("is no NHS number: its check digit does not fit")
    return text


def show_nhs_no(value: object) -> str:
    """Return "943 476 5919"."""
    text = str(value)
    return f"{text[:3]} {text[3:6]} {text[6:]}" if len(text) == 10 else text


_PNC = re.compile(r"(\d{4}|\d{2})(?:[/\\ ]? ?(\d{7})|[/\\] ?(\d{1,6})) ?([A-HJ-NP-RT-Z])", re.ASCII)


def clean_pnc_id(raw: str) -> str:
    """Return a PNC ID as YYYY/NNNNNNNX; a year of two digits is of 1950 to 2049, and a short number gets its zeros."""
    found = _PNC.fullmatch(one_line(raw, "a PNC ID").upper())
    if found is None:
        raise ValueError("is not written as a PNC ID (year, slash, up to seven digits, letter other than I, O, S)")
    year = found[1] if len(found[1]) == 4 else f"{'20' if int(found[1]) < 50 else '19'}{found[1]}"
    return f"{year}/{(found[2] or found[3]).zfill(7)}{found[4]}"


def change_of_pnc_id(raw: str, value: object) -> str:
    """Return in words that a century was added."""
    found = _PNC.fullmatch(one_line(raw, "a PNC ID").upper())
    year = str(value)[:4]
    return f"the year {found[1]} was taken for {year}: kept as {value}" if found and found[1] == year[2:] else ""


def doubt_of_pnc_id(value: object) -> str:
    """Return that the check letter does not fit."""
    text = str(value)
    fits = check_letter(text[:4], text[5:12])
    return "" if fits == text[12:] else f"its check letter is {text[12:]}, where {fits} fits: a digit may be wrong"


_CRO = re.compile(r"(\d{1,6}) ?[/\\] ?(\d{2}) ?([A-HJ-NP-RT-Z])", re.ASCII)
_CRO_FILE = re.compile(r"SF ?(\d{2}) ?[/\\] ?(\d{1,6}) ?([A-HJ-NP-RT-Z])", re.ASCII)


def clean_cro_no(raw: str) -> str:
    """Return a CRO number as NNNNNN/YYX, or as SFYY/NX where no fingerprints are held."""
    text = one_line(raw, "a CRO number").upper()
    found = _CRO.fullmatch(text)
    if found:
        return f"{found[1].zfill(6)}/{found[2]}{found[3]}"
    short = _CRO_FILE.fullmatch(text)
    if short is None:
        raise ValueError("is not written as a CRO number (up to six digits, slash, year of two digits, letter)")
    return f"SF{short[1]}/{short[2]}{short[3]}"


def doubt_of_cro_no(value: object) -> str:
    """Return that the check letter does not fit."""
    text = str(value)
    number, letter = text[:-1], text[-1:]
    first, _, second = number.removeprefix("SF").partition("/")
    fits = check_letter(first, second) if text.startswith("SF") else check_letter(second, first)
    return "" if fits == letter else f"its check letter is {letter}, where {fits} fits: a digit may be wrong"


def clean_crime_ref(raw: str) -> str:
    """Return a crime reference in capitals, without spaces around its strokes; each force writes its own way."""
    text = unrounded(one_line(raw, "a crime reference")).upper()
    return re.sub(r" ?([/\\-]) ?", r"\1", text).replace("\\", "/")
