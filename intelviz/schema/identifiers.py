"""Identifiers that are written in many ways and mean one thing: plates, postcodes, email and web addresses, handles.

``clean_…`` return the one form in which equal identifiers are equal; ValueError says why a text can't be one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from intelviz.schema.digits import one_line

_PLATE_FORMS = (
    ("current", re.compile(r"([A-Z]{2}\d{2})([A-Z]{3})", re.ASCII)),
    ("prefix", re.compile(r"([A-Z]\d{1,3})([A-Z]{3})", re.ASCII)),
    ("suffix", re.compile(r"([A-Z]{3})(\d{1,3}[A-Z])", re.ASCII)),
    ("diplomatic", re.compile(r"(\d{3})([DX]\d{3})", re.ASCII)),
    ("Northern Ireland", re.compile(r"(?=[A-Z]{0,2}[IZ])([A-Z]{2,3})(\d{1,4})", re.ASCII)),
    ("Isle of Man", re.compile(r"([A-Z]?MAN|MN)(\d{1,4}[A-Z]?)|(\d{1,4})(MAN)", re.ASCII)),
    ("dateless", re.compile(r"(\d{1,4})([A-Z]{1,2})|(\d{1,3})([A-Z]{3})", re.ASCII)),
    ("dateless", re.compile(r"([A-Z]{1,2})(\d{1,4})|([A-Z]{3})(\d{1,3})", re.ASCII)),
    ("military", re.compile(r"(\d{2})([A-Z]{2}\d{2})", re.ASCII)),
)
_PLATE = re.compile(r"[A-Z0-9À-ÖØ-ÞΑ-ΡΣ-ΩА-Я]{1,12}")
_LOOK_ALIKE = str.maketrans("ODQISBZ", "0001582")


def clean_vrm(raw: str) -> str:
    """Return a plate in capitals without spaces; plates from abroad and private ones pass as they are."""
    text = re.sub(r"[ \-.•·]+", "", one_line(raw, "a registration")).upper()
    if not text:
        raise ValueError("nothing stands there")
    if not _PLATE.fullmatch(text):
        raise ValueError("has signs that no registration has")
    if len(text) == 1 or (text.isalpha() and len(text) > 8):
        raise ValueError("is not a vehicle registration")
    return text


def show_vrm(value: object) -> str:
    """Return a UK plate with its space."""
    text = str(value)
    for _, form in _PLATE_FORMS:
        found = form.fullmatch(text)
        if found:
            return " ".join(filter(None, found.groups()))
    return text


def vrm_form(vrm: str) -> str:
    """Return which form of UK plate a registration has ("current", "prefix", "dateless" …), "" if none."""
    return next((name for name, form in _PLATE_FORMS if form.fullmatch(vrm)), "")


def vrm_folded(vrm: str) -> str:
    """Return a registration with the signs that cameras confuse made alike (0 O D Q, 1 I, 5 S, 8 B, 2 Z).

    For finding only: registrations that are alike so may be of two vehicles, and are never merged for it.
    """
    return vrm.translate(_LOOK_ALIKE)


_OUT = r"[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9](?:[0-9ABEHMNPRV-Y])?|[0-9][A-HJKPS-UW])"
_POSTCODE = re.compile(rf"(GIR|{_OUT})([0-9][ABD-HJLNP-UW-Z]{{2}})")
_OUTWARD = re.compile(_OUT)
_SECTOR = re.compile(rf"({_OUT}) ([0-9])")
_AREA_NAMES = """
AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN
EX FK FY G GIR GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N
NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ
TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREAS = frozenset(_AREA_NAMES.split())


def clean_postcode(raw: str) -> str:
    """Return a postcode in capitals with one space, or its sector ("M1 1") or district ("M1") where no more is known.

    The letters O, I and L are read as 0 and 1 where only a digit can stand.
    """
    line = re.sub(r"[.\-]+", "", one_line(raw, "a postcode")).upper()
    text = line.replace(" ", "")
    if not text:
        raise ValueError("nothing stands there")
    found = _POSTCODE.fullmatch(text)
    if found is None and 5 <= len(text) <= 7 and text[-3] in "OIL":
        found = _POSTCODE.fullmatch(f"{text[:-3]}{'0' if text[-3] == 'O' else '1'}{text[-2:]}")
    if found:
        return f"{found[1]} {found[2]}"
    sector = _SECTOR.fullmatch(line)
    if sector:
        return line
    if _OUTWARD.fullmatch(text):
        return text
    if text[-1].isdigit() and _OUTWARD.fullmatch(text[:-1]):
        return f"{text[:-1]} {text[-1]}"
    raise ValueError("is not written as a postcode")


def change_of_postcode(raw: str, value: object) -> str:
    """Return in words that a letter was read as a digit."""
    text = re.sub(r"[\s.\-]+", "", raw).upper()
    kept = str(value).replace(" ", "")
    if 5 <= len(text) == len(kept) and text != kept and text[-3] in "OIL":
        return f"the letter {text[-3]} was read as the digit {kept[-3]}"
    return ""


def doubt_of_postcode(value: object) -> str:
    """Return that no postcode area has this name."""
    area = postcode_levels(str(value)).area
    return "" if area in _AREAS else f"no postcode area is called {area}"


class PostcodeLevels(NamedTuple):
    """What a postcode is part of, "" where it doesn't say: M, M1, M1 1, M1 1AA."""

    area: str
    district: str
    sector: str
    unit: str


def postcode_levels(postcode: str) -> PostcodeLevels:
    """Return the levels of a cleaned postcode."""
    outward, _, inward = postcode.partition(" ")
    area = outward if outward == "GIR" else re.match(r"[A-Z]{0,2}", outward)[0]  # type: ignore[index]  matches always
    sector = f"{outward} {inward[0]}" if inward else ""
    return PostcodeLevels(area, outward, sector, postcode if len(inward) == 3 else "")


_EMAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\".]{2,}")
_ANGLED = re.compile(r"[^<>]*<([^<>]+)>")


def clean_email(raw: str) -> str:
    """Return an address with its domain in small letters, out of ``mailto:`` and angle brackets."""
    text = one_line(raw, "an email address").replace("[.]", ".").replace("[@]", "@")
    inner = _ANGLED.fullmatch(text)
    text = re.sub(r"^mailto:", "", inner[1].strip() if inner else text, flags=re.IGNORECASE)
    if not _EMAIL.fullmatch(text):
        raise ValueError("is not written as an email address")
    name, _, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"


_URL = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?P<host>[^\s/?#.]+(?:\.[^\s/?#.]+)+\.?)(?P<rest>[/?#]\S*)?"
)
LONGEST_URL = 10_000


def clean_url(raw: str) -> str:
    """Return a web address with scheme and host in small letters; without a scheme none is made up.

    "hxxp" and "[.]", by which reports keep an address from being clicked, are read as what they stand for.
    """
    text = one_line(raw, "a web address", LONGEST_URL)
    if text.lower().startswith("hxxp"):
        text = f"http{text[4:]}"
    found = _URL.fullmatch(text.replace("[.]", ".").replace("[:]", ":"))
    if found is None:
        raise ValueError("is not written as a web address")
    scheme = f"{found['scheme'].lower()}://" if found["scheme"] else ""
    return f"{scheme}{found['host'].lower()}{found['rest'] or ''}"


_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?(?:twitter|x|instagram|tiktok|facebook|snapchat|youtube|threads|github|reddit|t|linkedin)"
    r"\.(?:com|net|me)/(?:add/|user/|u/|in/|@)?([\w.\-]{1,60})/?",
    re.IGNORECASE,
)


def clean_handle(raw: str) -> str:
    """Return the name of an account on a social network, without its @, or out of the address of its page.

    Capital and small letters are kept, since they tell some services' accounts apart.
    """
    text = one_line(raw, "an account's name")
    page = _PROFILE.fullmatch(text)
    text = page[1] if page else text
    bare = text.lstrip("@").strip()
    if not bare:
        raise ValueError("nothing stands there")
    return bare
