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
from types import MappingProxyType

from intelviz.schema import bank, devices, person_numbers
from intelviz.schema.dates import change_of_birth, clean_birth, clean_date, doubt_of_birth, show_date
from intelviz.schema.digits import without_power
from intelviz.schema.identifiers import (
    change_of_postcode,
    clean_email,
    clean_handle,
    clean_postcode,
    clean_url,
    clean_vrm,
    doubt_of_postcode,
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
            return "a space was put in" if len(value) > len(bare) else "spaces were taken out"
        if value.casefold() == bare.casefold():
            return "capital and small letters were changed"
        return f"written as {shown}"


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
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
    if raw.isascii() and raw.isalnum():
        return raw
    return " ".join(clean_text(raw).split())


def clean_identifier(raw: str) -> str:
    """Return a reference as written; one that a spreadsheet has rounded is refused, since its digits are lost."""
    return without_power(clean_line(raw))


_WORD = re.compile(r"[^\W\d_]{3,}")


def clean_nominal_no(raw: str) -> str:
    """Return the number by which a force knows a person, as written; a name, which identifies nobody, is refused."""
    text = clean_identifier(raw)
    if not any(each.isdigit() for each in text) or len(_WORD.findall(text)) >= 2:
        raise ValueError("is a name and no number: a name alone identifies nobody")
    return text


def clean_integer(raw: str) -> int:
    """Return a whole number; thousands may be separated."""
    text = raw.strip().replace("−", "-")
    if not _WHOLE.fullmatch(text):
        raise ValueError("is not a whole number")
    if len(text) > 100:
        raise ValueError("is too large a number")
    value = int(_GROUPING.sub("", text).partition(".")[0])
    if not -(2**63) <= value < 2**63:
        raise ValueError("is too large a number")
    return value


def clean_number(raw: str) -> float | int:
    """Return a number; thousands may be separated."""
    text = raw.strip().replace("−", "-")
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
    if len(text) > 100:
        raise ValueError("is not a length of time")
    clock = _CLOCK.fullmatch(text)
    if clock:
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])
    parts = _PARTS.fullmatch(re.sub(r"(?<=\d),(?=\d{3})", "", text))
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


_TOO_MUCH = 10**13


def clean_money(raw: str) -> float | int:
    """Return pounds; amounts in other currencies are refused rather than taken for pounds."""
    text = raw.strip().replace("−", "-")
    if len(text) > 100:
        raise ValueError("is not an amount of money")
    if re.search(r"[€$¥]|EUR|USD", text):
        raise ValueError("is an amount in another currency than pounds")
    negative = text.startswith("(") and text.endswith(")")
    bare = re.sub(r"^\(|\)$|£|GBP", "", text).strip()
    try:
        value = clean_number(bare.replace("- ", "-"))
    except ValueError:
        raise ValueError("is not an amount of money") from None
    if abs(value) >= _TOO_MUCH:
        raise ValueError("is too large an amount to be kept to the penny")
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


def _show_number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _show_boolean(value: object) -> str:
    return "yes" if value in (True, 1) else "no" if value in (False, 0) else str(value)


_OF_VALUES = (
    Kind("text", "free text", clean_text),
    Kind("name", "a name", clean_line),
    Kind("code", "one of a list of values", clean_line),
    Kind("identifier", "a reference", clean_identifier),
    Kind("integer", "a whole number", clean_integer, str, numeric=True),
    Kind("number", "a number", clean_number, _show_number, numeric=True),
    Kind("duration", "a length of time", clean_duration, show_duration, numeric=True),
    Kind("money", "an amount in pounds", clean_money, show_money, numeric=True),
    Kind("amount", "an amount in any currency", bank.clean_amount, bank.show_amount, doubt=bank.doubt_of_amount),
    Kind("boolean", "yes or no", clean_boolean, _show_boolean),
    Kind("date", "a date", clean_date, show_date),
    Kind("date_of_birth", "a date of birth", clean_birth, show_date, doubt=doubt_of_birth, changes=change_of_birth),
)
_OF_COMMUNICATION = (
    Kind("phone", "a telephone number", clean_phone, show_phone, doubt=doubt_of_phone, changes=change_of_phone),
    Kind("email", "an email address", clean_email),
    Kind("url", "a web address", clean_url),
    Kind("handle", "the name of an online account", clean_handle),
    Kind("imei", "an IMEI", devices.clean_imei, doubt=devices.doubt_of_imei, changes=devices.change_of_imei),
    Kind("imsi", "an IMSI", devices.clean_imsi, doubt=devices.doubt_of_imsi),
    Kind("iccid", "an ICCID", devices.clean_iccid, doubt=devices.doubt_of_iccid),
    Kind("mac", "a MAC address", devices.clean_mac, doubt=devices.doubt_of_mac),
    Kind("ip", "an IP address", devices.clean_ip, doubt=devices.doubt_of_ip, changes=devices.change_of_ip),
    Kind("cell", "a cell's identity", devices.clean_cell, doubt=devices.doubt_of_cell),
)
_OF_MONEY = (
    Kind("sort_code", "a sort code", bank.clean_sort_code, changes=bank.change_of_sort_code),
    Kind("account_no", "an account number", bank.clean_account_no, doubt=bank.doubt_of_account_no),
    Kind("account", "sort code and account number", bank.clean_account, bank.show_iban, doubt=bank.doubt_of_iban),
    Kind("iban", "an IBAN", bank.clean_iban, bank.show_iban, doubt=bank.doubt_of_iban),
    Kind(
        "card", "a card number", bank.clean_card, bank.show_card, doubt=bank.doubt_of_card, changes=bank.change_of_card
    ),
)
_OF_AUTHORITIES = (
    Kind("vrm", "a vehicle registration", clean_vrm, show_vrm),
    Kind("postcode", "a postcode", clean_postcode, doubt=doubt_of_postcode, changes=change_of_postcode),
    Kind(
        "nino",
        "a National Insurance number",
        person_numbers.clean_nino,
        person_numbers.show_nino,
        doubt=person_numbers.doubt_of_nino,
        identify=False,
    ),
    Kind(
        "nhs_no",
        "an NHS number",
        person_numbers.clean_nhs_no,
        person_numbers.show_nhs_no,
        identify=False,
        unheld="an NHS number is not police information and must not be held here",
    ),
    Kind(
        "pnc_id",
        "a PNC ID",
        person_numbers.clean_pnc_id,
        doubt=person_numbers.doubt_of_pnc_id,
        changes=person_numbers.change_of_pnc_id,
    ),
    Kind("nominal_no", "a nominal number", clean_nominal_no),
    Kind("cro_no", "a CRO number", person_numbers.clean_cro_no, doubt=person_numbers.doubt_of_cro_no),
    Kind("crime_ref", "a crime reference", person_numbers.clean_crime_ref),
)
KINDS: Mapping[str, Kind] = MappingProxyType(
    {each.name: each for each in (*_OF_VALUES, *_OF_COMMUNICATION, *_OF_MONEY, *_OF_AUTHORITIES)}
)


def kind_of(name: str) -> Kind:
    """Return the kind of that name; text where a newer schema names one that this program doesn't know."""
    return KINDS.get(name) or KINDS["text"]


def is_forbidden_key(name: str) -> bool:
    """Return whether values of this kind may never tell one item from another, as NHS and NI numbers may not."""
    return not kind_of(name).identify
