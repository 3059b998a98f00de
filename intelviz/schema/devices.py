"""What networks call handsets, cards, machines and masts: IMEI, IMSI, ICCID, MAC, IP address, cell identity."""

from __future__ import annotations

import ipaddress
import re

from intelviz.schema.digits import luhn_digit, luhn_fits, one_line, unrounded

_SIGNS = str.maketrans("", "", " -./")


def _number(raw: str, what: str) -> str:
    """Return the digits of a number; ValueError where there are other signs, or nothing but zeros."""
    digits = unrounded(one_line(raw, what)).translate(_SIGNS)
    if not digits.isascii() or not digits.isdigit():
        raise ValueError(f"has signs that {what} does not have")
    if not digits.strip("0"):
        raise ValueError(f"is all zeros: {what} is not known")
    return digits


def clean_imei(raw: str) -> str:
    """Return an IMEI as 15 digits with its check digit, so that equal handsets are equal by their first 14 digits.

    A 14-digit one gets its check digit, an IMEISV of 16 loses its software version, and a 0 in the last place, as
    networks send it, becomes the check digit. One whose check digit is wrong, or of another length, stays as it is.
    """
    digits = _number(raw, "an IMEI")
    if len(digits) in {14, 16} or (len(digits) == 15 and digits[14] == "0"):
        return digits[:14] + luhn_digit(digits[:14])
    return digits[:15] if len(digits) == 17 and luhn_fits(digits[:15]) else digits


def change_of_imei(raw: str, value: object) -> str:
    """Return in words which digits of an IMEI cleaning added, replaced or took off."""
    digits, kept = _number(raw, "an IMEI"), str(value)
    if digits == kept:
        return ""
    if len(digits) == 14:
        return f"its check digit {kept[14]} was added"
    if len(digits) == 15:
        return f"its last digit, 0 as networks send it, became the check digit {kept[14]}"
    if len(digits) == 17:
        return f"the software version {digits[15:]} was taken off"
    return f"the software version {digits[14:]} was taken off, and the check digit {kept[14]} added"


def doubt_of_imei(value: object) -> str:
    """Return why a kept IMEI may be wrong."""
    text = str(value)
    if len(text) != 15:
        return f"has {len(text)} digits, where an IMEI has 15"
    fits = luhn_digit(text[:14])
    return "" if fits == text[14] else f"its check digit is {text[14]}, where {fits} fits: a digit may be wrong"


def clean_imsi(raw: str) -> str:
    """Return an IMSI as digits: country (3), network (2 or 3), subscriber."""
    return _number(raw, "an IMSI")


def doubt_of_imsi(value: object) -> str:
    """Return why a kept IMSI may be wrong (ITU-T E.212: 15 digits at most, country's code 2xx to 7xx or 9xx)."""
    text = str(value)
    if len(text) not in {14, 15}:
        return f"has {len(text)} digits, where an IMSI has 15"
    return "begins with no country's code" if text[0] in "018" else ""


def clean_iccid(raw: str) -> str:
    """Return the number of a SIM card as digits, without the F that fills it up in the card's memory."""
    return _number(one_line(raw, "an ICCID").rstrip("Ff"), "an ICCID")


def doubt_of_iccid(value: object) -> str:
    """Return why a kept ICCID may be wrong (ITU-T E.118: 89, at most 19 digits and a check digit)."""
    text = str(value)
    if not 18 <= len(text) <= 20:
        return f"has {len(text)} digits, where an ICCID has 19 or 20"
    if not text.startswith("89"):
        return "does not begin with 89, as the numbers of SIM cards do"
    if len(text) == 18:
        return "has 18 digits: its check digit may be missing"
    return "" if luhn_fits(text) else f"its check digit is {text[-1]}, where {luhn_digit(text[:-1])} fits"


_MAC = re.compile(r"(?:[0-9a-f]{2}([:\- .]?))(?:[0-9a-f]{2}\1){4,6}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2,3}[0-9a-f]{4}")


def clean_mac(raw: str) -> str:
    """Return a MAC address as pairs of small hexadecimal digits with colons."""
    text = one_line(raw, "a MAC address").lower()
    digits = re.sub(r"[:\- .]", "", text)
    if not _MAC.fullmatch(text) or len(digits) not in {12, 16}:
        raise ValueError("is not written as a MAC address")
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def doubt_of_mac(value: object) -> str:
    """Return why a MAC address may say little of the device."""
    text = str(value)
    if not text.replace(":", "").strip("0") or not text.replace(":", "").strip("f"):
        return "stands for no device or for all"
    return "is of the kind that a device makes up, and may change" if text[1] in "26ae" else ""


_PORT = re.compile(r"(?:\[([0-9a-f:.]{2,45})\]|(\d{1,3}(?:\.\d{1,3}){3})):(\d{1,5})", re.IGNORECASE | re.ASCII)
_IP = re.compile(r"[0-9a-f:.]{2,45}(?:/\d{1,3})?", re.IGNORECASE | re.ASCII)


def clean_ip(raw: str) -> str:
    """Return an IP address, version 4 or 6, as short as it can be written; a network keeps its "/24".

    "[.]" is read as a dot; a port after the address is left off.
    """
    text = one_line(raw, "an IP address").replace("[.]", ".").replace("(.)", ".")
    port = _PORT.fullmatch(text)
    text = (port[1] or port[2]) if port else text.strip("[]")
    if not _IP.fullmatch(text):
        raise ValueError("is not an IP address")
    try:
        of = ipaddress.ip_interface(text)
    except ValueError:
        leading = re.search(r"(?:^|\.)0\d", text)
        why = ": a part with a leading 0 may mean two numbers" if leading and ":" not in text else ""
        raise ValueError(f"is not an IP address{why}") from None
    alone = of.network.prefixlen == of.max_prefixlen
    mapped = of.ip.ipv4_mapped if isinstance(of.ip, ipaddress.IPv6Address) and alone else None
    return str(mapped or of.ip) if alone else str(of)


def change_of_ip(raw: str, value: object) -> str:
    """Return in words that a port was left off."""
    port = _PORT.fullmatch(one_line(raw, "an IP address").replace("[.]", ".").replace("(.)", "."))
    return f"the port {port[3]} was left off: kept as {value}" if port else ""


def doubt_of_ip(value: object) -> str:
    """Return why an address does not tell one machine from all others."""
    of = ipaddress.ip_interface(str(value)).ip
    if of.is_unspecified or of.is_loopback or of.is_link_local or of.is_multicast:
        return "is the address of no particular machine"
    shared = of in ipaddress.ip_network("100.64.0.0/10") if of.version == 4 else False
    return "is private: it means another machine in each network" if shared or of.is_private else ""


_CELL = re.compile(r"(\d{3})[-:/. _,]?(\d{2,3})[-:/. _,](\d{1,5})[-:/. _,](\d{1,9})", re.ASCII)


def clean_cell(raw: str) -> str:
    """Return a cell's identity as country-network-area-cell, "234-15-1234-56789"; another form stays as written."""
    text = unrounded(one_line(raw, "a cell's identity"))
    found = _CELL.fullmatch(text)
    if found is None:
        return text
    return f"{found[1]}-{found[2]}-{int(found[3])}-{int(found[4])}"


def doubt_of_cell(value: object) -> str:
    """Return why a cell's identity may be wrong (3GPP TS 23.003: 16 bits of area, 28 of cell)."""
    found = _CELL.fullmatch(str(value))
    if found is None:
        return ""
    if int(found[3]) > 65_535:
        return "its area code is above 65535"
    return "its cell number is above 268435455" if int(found[4]) >= 2**28 else ""
