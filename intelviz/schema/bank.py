"""Where money is and how much: sort code, account, IBAN, card, amount with its currency."""

from __future__ import annotations

import re
from decimal import Decimal

from intelviz.schema.digits import iban_fits, luhn_digit, one_line, unrounded

_SIGNS = re.compile(r"[ .\-/]")
_SORT = re.compile(r"(\d{2})[ \-./]?(\d{2})[ \-./]?(\d{2})", re.ASCII)


def clean_sort_code(raw: str) -> str:
    """Return a sort code as 12-34-56; five digits have lost their leading 0 in a spreadsheet."""
    text = unrounded(_bare(one_line(raw, "a sort code")))
    if re.fullmatch(r"\d{5}", text, re.ASCII):
        text = f"0{text}"
    found = _SORT.fullmatch(text)
    if found is None:
        raise ValueError("is not written as a sort code (six digits)")
    return "-".join(found.groups())


def change_of_sort_code(raw: str, value: object) -> str:
    """Return in words that a leading zero was put back."""
    digits = sum(each.isdigit() for each in unrounded(one_line(raw, "a sort code")))
    return f"its leading 0 was missing: read as {value}" if digits == 5 else ""


_ACCOUNT = re.compile(rf"{_SORT.pattern}[ \-/,:;]{{1,3}}(\d{{6,10}})", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)


def _bare(text: str) -> str:
    """Return a text without the ' with which banks keep spreadsheets from taking it for a number."""
    return text.lstrip("' ") or text


def clean_account_no(raw: str) -> str:
    """Return an account's number: an IBAN without spaces, digits without signs between them, others as written."""
    text = unrounded(_bare(one_line(raw, "an account number")))
    bare = _SIGNS.sub("", text).upper()
    return bare if (bare.isascii() and bare.isdigit()) or _IBAN.fullmatch(bare) else text


def doubt_of_account_no(value: object) -> str:
    """Return why the number of a UK account may be wrong: most have eight digits, and spreadsheets drop zeros."""
    text = str(value)
    if _IBAN.fullmatch(text):
        return doubt_of_iban(text)
    if text.isdigit() and len(text) in {6, 7}:
        return f"has {len(text)} digits: a leading 0 may be missing"
    return ""


def clean_account(raw: str) -> str:
    """Return sort code and account number as "12-34-56 12345678", or an IBAN without spaces."""
    text = unrounded(_bare(one_line(raw, "a bank account")))
    found = _ACCOUNT.fullmatch(text) or re.fullmatch(r"(\d{2})(\d{2})(\d{2})(\d{8})", text, re.ASCII)
    if found:
        return f"{found[1]}-{found[2]}-{found[3]} {found[4]}"
    bare = _SIGNS.sub("", text).upper()
    if _IBAN.fullmatch(bare):
        return bare
    raise ValueError("is neither a sort code with an account number nor an IBAN")


def clean_iban(raw: str) -> str:
    """Return an IBAN in capitals without spaces."""
    text = _SIGNS.sub("", one_line(raw, "an IBAN")).upper().removeprefix("IBAN").lstrip(":")
    if not _IBAN.fullmatch(text):
        raise ValueError("is not written as an IBAN (two letters, two digits, 11 to 30 letters and digits)")
    return text


def doubt_of_iban(value: object) -> str:
    """Return why a kept IBAN may be wrong."""
    text = str(value)
    if not _IBAN.fullmatch(text):
        return ""
    if text.startswith("GB") and not re.fullmatch(r"GB\d{2}[A-Z]{4}\d{14}", text, re.ASCII):
        return "is not as long as a British IBAN, which has four letters and 14 digits after its check digits"
    return "" if iban_fits(text) else "its check digits do not fit: a sign may be wrong"


def show_iban(value: object) -> str:
    """Return "GB29 NWBK 6016 1331 9268 19"; what is no IBAN as it is."""
    text = str(value)
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4)) if _IBAN.fullmatch(text) else text


def uk_account_of(iban: str) -> str:
    """Return "60-16-13 31926819" from a British IBAN; "" from others."""
    found = re.fullmatch(r"GB\d{2}[A-Z]{4}(\d{2})(\d{2})(\d{2})(\d{8})", iban, re.ASCII)
    return f"{found[1]}-{found[2]}-{found[3]} {found[4]}" if found else ""


_MASKED = re.compile(r"(?:[*xX•.#…]|\d{0,6}[*xX•.#…]{2,})[*xX•.#…]*(\d{4})", re.ASCII)


def clean_card(raw: str) -> str:
    """Return a card's number as digits, or "•••• 1234" where only the last four are given."""
    text = re.sub(r"[ \-]", "", unrounded(one_line(raw, "a card number")))
    if re.fullmatch(r"\d{12,19}", text, re.ASCII):
        return text
    found = _MASKED.fullmatch(text)
    if found is None:
        raise ValueError("is not written as a card number (12 to 19 digits, or the last four after stars)")
    return f"•••• {found[1]}"


def show_card(value: object) -> str:
    """Return a card's number with its last four digits alone."""
    text = str(value)
    return f"•••• {text[-4:]}" if text.isdigit() else text


def change_of_card(raw: str, value: object) -> str:
    """Return what was changed without repeating the number."""
    text = str(value)
    if text.isdigit():
        return "" if text == raw.strip() else "spaces and signs were taken out"
    return "" if raw.strip() == text else "kept by its last four digits"


def doubt_of_card(value: object) -> str:
    """Return why a kept card number may be wrong."""
    text = str(value)
    if not text.isdigit() or luhn_digit(text[:-1]) == text[-1]:
        return ""
    return "its check digit does not fit: a digit may be wrong"


_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD
HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL
LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR
PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP
TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XAG XAU XCD XOF XPF YER ZAR ZMW ZWG BTC ETH XMR LTC
USDT USDC
"""
_ISO_4217 = frozenset(_CODES.split())
_SIGN = {"£": "GBP", "€": "EUR", "US$": "USD", "₹": "INR", "₽": "RUB", "₺": "TRY", "₿": "BTC", "₦": "NGN", "₪": "ILS"}
_FINE = frozenset({"BTC", "ETH", "XMR", "LTC", "USDT", "USDC", "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND", "XAU"})
"""Currencies that are counted to three decimals or more."""
_UNSAID = {"$": "dollars", "¥": "yen or yuan", "kr": "kroner"}
_AMOUNT = re.compile(
    r"(?P<minus>-|\()? ?(?P<before>[^\d\s.,()\-]{1,4})? ?(?P<late>-)? ?"
    r"(?P<number>\d[\d., ']{0,40}) ?(?P<after>[^\d\s.,()\-]{1,4})?\)?"
)


def clean_amount(raw: str) -> str:
    """Return an amount with its currency, "EUR 12.50"; one without a currency stays a number, "12.50".

    "$", "¥" and "kr" are kept as they are, since several currencies are written so.
    """
    text = one_line(raw, "an amount")
    found = _AMOUNT.fullmatch(text)
    if found is None or (found["before"] and found["after"]) or (found["minus"] == "(") != text.endswith(")"):
        raise ValueError("is not an amount of money")
    sign = found["before"] or found["after"] or ""
    code = _SIGN.get(sign.upper(), sign if sign in _UNSAID else sign.upper())
    if code and code not in _ISO_4217 and code not in _UNSAID:
        raise ValueError(f"“{sign}” is no currency that is known")
    number = _decimal(found["number"].strip(), code)
    minus = "-" if (found["minus"] or found["late"]) and number.strip("0.") else ""
    return f"{code} {minus}{number}".strip()


def _decimal(text: str, code: str) -> str:
    """Return a number with a decimal point and no grouping; ValueError where a sign may be either."""
    bare = re.sub(r"[ ']", "", text)
    comma, dot = bare.rfind(","), bare.rfind(".")
    if re.fullmatch(r"\d{1,3}\.\d{3}", bare, re.ASCII) and code not in _FINE:
        raise ValueError(f"may be {bare.replace('.', '')} or {bare}: write it without grouping")
    if comma > dot >= 0 and bare.count(",") == 1:
        bare = bare.replace(".", "").replace(",", ".")
    elif comma >= 0 and dot < 0 and bare.count(",") == 1 and len(bare) - comma - 1 in {1, 2}:
        bare = bare.replace(",", ".")
    elif not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?", bare, re.ASCII):
        raise ValueError("is not an amount of money: its grouping can be read in two ways")
    number = Decimal(bare.replace(",", ""))
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}"
    text = f"{number.normalize():f}"
    return f"{text}0" if len(text.partition(".")[2]) == 1 else text


def show_amount(value: object) -> str:
    """Return "EUR 1,234.50"."""
    code, _, number = str(value).rpartition(" ")
    whole, dot, rest = number.removeprefix("-").partition(".")
    if not whole.isdigit():
        return str(value)
    minus = "-" if number.startswith("-") else ""
    return f"{code} {minus}{int(whole):,}{dot}{rest}".strip()


def doubt_of_amount(value: object) -> str:
    """Return that the currency isn't certain."""
    code, _, _ = str(value).rpartition(" ")
    if not code:
        return "its currency is not said"
    return f"several currencies are written so: {_UNSAID[code]}" if code in _UNSAID else ""
