"""Addresses of the United Kingdom on one line: taken apart where their parts show, and one form for comparison.

No gazetteer is asked: a street is known by its number or by a word such as Road, a town by its place after it. What
can't be told is kept in ``rest``, and what is only likely is said in ``notes``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from intelviz.schema.digits import one_line
from intelviz.schema.identifiers import clean_postcode, doubt_of_postcode
from intelviz.schema.names import fold_name
from intelviz.schema.street_words import COUNTIES, COUNTRIES, FULL_WORDS, STREET_TYPES, SURE_TYPES, UNIT_WORDS

LONGEST_ADDRESS = 1000


@dataclass(frozen=True, slots=True)
class Address:
    """An address with its parts, each as written ("" where it has none); the postcode in its one form.

    ``near`` holds words such as "on or near" or "opposite": the address is then not the place itself. ``rest`` is what
    could be told to be nothing else, and ``notes`` say in words what was taken for granted.
    """

    original: str
    near: str = ""
    sub_building: str = ""
    building: str = ""
    number: str = ""
    street: str = ""
    locality: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    country: str = ""
    rest: str = ""
    notes: tuple[str, ...] = field(default=())


_FULL = re.compile(
    r"(?<![A-Z0-9])([A-Z]{1,2}[0-9][A-Z0-9]?|GIR) ?([0-9][A-Z]{2})(?![A-Z0-9])", re.IGNORECASE | re.ASCII
)
_OUTWARD = re.compile(r"(?:^|[ ,])([A-Z]{1,2}[0-9][A-Z0-9]?)$", re.IGNORECASE | re.ASCII)
_NEAR = re.compile(
    r"(?:on or near|near(?: to)?|nr|opposite|opp|outside|o/s|r/o|junction (?:of|with)|j/w|vicinity of|behind"
    r"|(?:land |garages? )?(?:at |to )?(?:the )?rear of)\.?(?= )",
    re.IGNORECASE,
)
_FLOOR = r"(?:lower |upper )?(?:ground|basement|top|first|second|third|fourth|[1-9]\d?(?:st|nd|rd|th))"
_UNIT = re.compile(
    rf"(?:{_FLOOR} floor(?: flat)?(?: [a-z0-9]{{1,4}}(?=$| ))?|(?:basement|garden|rear|front|top) flat"
    r"|[0-9]f[0-9](?=$| )"
    rf"|(?:{UNIT_WORDS})\.?(?: no\.?)? ?(?:[0-9]{{1,4}}[a-z]?(?:[/.\-][0-9]{{1,3}}[a-z]?|f[0-9])?|[a-z])(?=$| ))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d{1,5}[a-z]?(?: ?[-/&] ?\d{1,5}[a-z]?)?)(?=$| )", re.IGNORECASE | re.ASCII)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_DIRECTIONS = frozenset({"north", "south", "east", "west", "upper", "lower"})
_ENDED = frozenset({"st", "street", "rd", "road", "ln", "lane", "ave", "avenue"})


def parse_address(raw: str) -> Address:
    """Return an address with its parts; ValueError where nothing stands there."""
    text = one_line(re.sub(r"[\r\n;|]+", ", ", raw[: LONGEST_ADDRESS + 1]), "an address", LONGEST_ADDRESS)
    if len(raw) > LONGEST_ADDRESS:
        raise ValueError(f"is {len(raw):,} characters long, which an address never is")
    text, address = _take_postcode(text, Address(raw))
    parts = [part for each in text.split(",") if (part := each.strip(" .-"))]
    if parts and parts[-1].casefold() in COUNTRIES:
        address = replace(address, country=parts.pop())
    if parts:
        near = _NEAR.match(parts[0])
        if near:
            address = replace(address, near=near[0])
            parts[0] = parts[0][near.end() :].strip()
    address, parts = _take_front(address, [part for part in parts if part])
    return _take_back(address, parts)


def _take_postcode(text: str, address: Address) -> tuple[str, Address]:
    """Return the text without its postcode, the last if there are several."""
    found = None
    for each in _FULL.finditer(text):
        try:
            found = (each, clean_postcode(each[0]))
        except ValueError:
            continue
    if found:
        each, postcode = found
        return f"{text[: each.start()]},{text[each.end() :]}", replace(address, postcode=postcode)
    end = _OUTWARD.search(text.rstrip(" ,."))
    if end:
        try:
            district = clean_postcode(end[1])
        except ValueError:
            return text, address
        if not doubt_of_postcode(district) and end.start(1) == 0:
            return text, replace(address, notes=(f"{district} may be a road or a postcode district",))
        if not doubt_of_postcode(district):
            note = f"{district} was taken for a postcode district"
            return text[: end.start(1)], replace(address, postcode=district, notes=(note,))
    return text, address


def _take_front(address: Address, parts: list[str]) -> tuple[Address, list[str]]:
    """Return the address with flat, building, number and street, and the parts behind them."""
    buildings: list[str] = []
    for at, part in enumerate(parts):
        left = part
        unit = _UNIT.match(left)
        if unit and not address.sub_building:
            address = replace(address, sub_building=unit[0])
            left = left[unit.end() :].strip()
        number = _NUMBER.match(left)
        if number and not address.number:
            after = left[number.end() :].strip()
            if after or at + 1 < len(parts):
                address = replace(address, number=number[0], building=", ".join(buildings))
                left = after or parts[at + 1]
                return _take_street(address, left, parts[at + 1 if after else at + 2 :], sure=True)
        if _street_end(left.split()) is not None and not _is_building(address, parts[at + 1 :]):
            address = replace(address, building=", ".join(buildings))
            return _take_street(address, left, parts[at + 1 :], sure=False)
        if left:
            buildings.append(left)
    if address.sub_building and buildings:
        return replace(address, building=buildings[0]), buildings[1:]
    return address, buildings


def _is_building(address: Address, behind: list[str]) -> bool:
    """Return whether a part without a number, such as "Oak Court", stands before the street itself."""
    if any(found.end() < len(part) for part in behind[:2] if (found := _NUMBER.match(part))):
        return True
    return bool(address.sub_building and behind and _street_end(behind[0].split()) is not None)


def _take_street(address: Address, text: str, parts: list[str], *, sure: bool) -> tuple[Address, list[str]]:
    words = text.split()
    end = _street_end(words)
    if end is None:
        note = f"“{text}” follows a number, so it was taken for the street"
        return replace(address, street=text, notes=(*address.notes, note) if sure else address.notes), parts
    address = replace(address, street=" ".join(words[:end]))
    after = " ".join(words[end:])
    if not after:
        return address, parts
    note = f"without a comma, “{after}” was taken for what follows the street"
    return replace(address, notes=(*address.notes, note)), [after, *parts]


def _take_back(address: Address, parts: list[str]) -> Address:
    """Return the address with county, town and locality from the parts behind the street."""
    parts = list(parts)
    if len(parts) > 1 and fold_name(parts[-1]) in COUNTIES:
        address = replace(address, county=parts.pop())
    if not parts:
        return address
    if address.street or address.building or address.sub_building:
        return replace(address, town=parts[-1], locality=", ".join(parts[:-1]))
    if len(parts) == 1 and not address.postcode:
        return replace(
            address, rest=parts[0], notes=(*address.notes, "nothing tells a street from a town or a building")
        )
    note = "no street was found: the last part was taken for the town"
    return replace(address, town=parts[-1], rest=", ".join(parts[:-1]), notes=(*address.notes, note))


def _street_end(words: list[str]) -> int | None:
    """Return after how many words a street's name ends, behind a word such as Road; None where there is none."""
    plain = [word.casefold().strip(".,") for word in words]
    at = _next_type(plain, 1, len(plain))
    while at is not None and plain[at] not in SURE_TYPES:
        further = _next_type(plain, at + 1, at + 3)
        if further is None:
            break
        at = further
    if at is None:
        return None
    while at + 1 < len(plain) and plain[at + 1] in SURE_TYPES and plain[at + 1] != "st":
        at += 1
    return at + 2 if at + 1 < len(plain) and plain[at + 1] in _DIRECTIONS else at + 1


def _next_type(words: list[str], start: int, stop: int) -> int | None:
    for at in range(start, min(stop, len(words))):
        if words[at] in STREET_TYPES and (words[at] != "st" or _is_street(words, at)):
            return at
    return None


def _is_street(words: list[str], at: int) -> bool:
    """Return whether the word "st" at that place means street rather than saint."""
    if at == 0 or words[at - 1][:1].isdigit() or words[at - 1] in _ENDED:
        return False
    after = words[at + 1 :]
    if not after or after[0] == "st" or after[0] in _DIRECTIONS:
        return True
    return not any(word in STREET_TYPES for word in after[:3])


_PASSES = 10
"""What one pass brings together, such as the halves of a postcode, the next one may still change."""


def normal_address(raw: str) -> str:
    """Return an address for comparison: small letters, no commas, words such as "Rd" and "Apt" written out in one way.

    The postcode stands last; the country is left out. ValueError where nothing stands there.
    """
    if len(raw) > LONGEST_ADDRESS:
        raise ValueError(f"is {len(raw):,} characters long, which an address never is")
    form = _normal(raw)
    for _ in range(_PASSES):
        again = _normal(form)
        if again == form:
            break
        form = again
    return form


def _normal(raw: str) -> str:
    lines = re.sub(r"[\r\n;|]+", ", ", raw)
    text, address = _take_postcode(one_line(lines, "an address", 2 * LONGEST_ADDRESS), Address(raw))
    words: list[str] = []
    for part in text.replace(".", " ").split(","):
        words += _written_out(fold_name(part).split())
    while len(words) > 1 and words[-1] in COUNTRIES:
        words.pop()
    if len(words) > 2 and " ".join(words[-2:]) in COUNTRIES:
        words = words[:-2]
    if address.postcode:
        words.append(address.postcode.casefold())
    if not words:
        raise ValueError("nothing stands there")
    return " ".join(words)


def _written_out(words: list[str]) -> list[str]:
    found: list[str] = []
    for at, word in reversed(list(enumerate(words))):
        if word == "st":
            found.append("street" if _is_street(words, at) else "saint")
        elif word == "dr":
            found.append("drive" if at and at == len(words) - 1 else "doctor")
        elif word not in {"no", "number"} or not found or not found[-1][0].isdigit():
            found.append(FULL_WORDS.get(word, word))
    return found[::-1]
