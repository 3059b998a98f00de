"""One coordinate in degrees, in every writing: 53.48, 53,48, 53.48N, 53°28'46"N, 53 28.77 N, N53:28:46, 532846N."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Axis = Literal["lat", "lon"]

_SAME = str.maketrans(
    {
        **dict.fromkeys("º˚ᵒ", "°"),
        **dict.fromkeys("’‘′´`ʹʼ‛", "'"),
        **dict.fromkeys("”“″ʺ„‟", '"'),
        **dict.fromkeys("−–—‐‑‒﹣-", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\t\r\n", " "),
        **dict.fromkeys("\u200b\u200e\u200f\ufeff\u202a\u202c", ""),
    }
)
_NUMBER = r"[0-9]{1,3}(?:[.,][0-9]{1,20})?"
_ANGLE = re.compile(
    rf"(?P<before>[NSEW])?\s?(?P<sign>[+-])?\s?(?P<degrees>{_NUMBER})"
    rf"(?:\s?(?:°|D|:|\s)\s?"
    rf"(?:(?P<minutes>{_NUMBER})(?:\s?(?:'|M|:|\s)\s?"
    rf"(?:(?P<seconds>{_NUMBER})\s?(?:\"|''|S(?=\s?[NSEW]$))?)?)?)?)?"
    r"\s?(?P<after>[NSEW])?"
)
_PACKED = re.compile(r"(?P<before>[NSEW])?\s?(?P<digits>[0-9]{4,7})(?P<rest>\.[0-9]{1,12})?[\s,]?(?P<after>[NSEW])?")
_AXIS_NAMES = {"lat": "latitude", "lon": "longitude"}
_LONGEST = 60
_WORDS = (
    (re.compile(r" ?DEG(?:S|REES?)?\b\.?"), "°"),
    (re.compile(r" ?MIN(?:S|UTES?)?\b\.?"), "'"),
    (re.compile(r" ?SEC(?:S|ONDS?)?\b\.?"), '"'),
)


@dataclass(frozen=True, slots=True)
class Angle:
    """Degrees, the axis that a letter states ("" where none does), and the size in degrees of the last digit."""

    degrees: float
    axis: Axis | Literal[""]
    step: float
    is_sexagesimal: bool


def plain(text: str) -> str:
    """Return a text with the many signs for degree, minute, second, minus and space made one, in capitals."""
    return " ".join(text.translate(_SAME).upper().split())


def without_words(text: str) -> str:
    """Return a text made ``plain`` with ° for DEG, ' for MIN and " for SEC."""
    for words, mark in _WORDS:
        text = words.sub(mark, text)
    return text


def parse_degrees(text: str, axis: Axis) -> float:
    """Return one coordinate in degrees; ValueError says in words why it is none."""
    name = _AXIS_NAMES[axis]
    found = read_angle(without_words(plain(text))) if len(text) <= _LONGEST else None
    if found is None:
        raise ValueError(f"is not written as a {name}, such as {_EXAMPLES[axis]}")
    if found.axis and found.axis != axis:
        raise ValueError(f"is a {_AXIS_NAMES[found.axis]}, by its letter, and no {name}")
    check_range(found.degrees, axis)
    return found.degrees


_EXAMPLES = {"lat": "53.4808 or 53°28'51\"N", "lon": "-2.2426 or 2°14'33\"W"}


def check_range(degrees: float, axis: Axis) -> None:
    """Raise ValueError for more degrees than there are."""
    limit = 90 if axis == "lat" else 180
    if not -limit <= degrees <= limit:
        raise ValueError(f"{_AXIS_NAMES[axis]} {degrees:g} lies outside -{limit} to {limit}")


def read_angle(text: str) -> Angle | None:
    """Return what a text made ``plain`` says; None where it is no angle, ValueError where it is an impossible one."""
    if len(text) > _LONGEST:
        return None
    found = _ANGLE.fullmatch(text)
    if found is None:
        return _packed(text)
    after = found["after"]
    if after == "S" and found["seconds"] and re.search("[DM]", text):
        after = None  # 53d28m46s: its last letter is that of the seconds
    letter = _letter(found["before"], after, text)
    if found["sign"] == "-" and letter:
        raise ValueError(f"has both a minus and the letter {letter}")
    negative = found["sign"] == "-" or letter in ("S", "W")
    parts = [found["degrees"], found["minutes"], found["seconds"]]
    given = [part.replace(",", ".") for part in parts if part is not None]
    if any("." in part for part in given[:-1]):
        return None
    return _angle(given, letter, negative=negative)


def _angle(parts: list[str], letter: str, *, negative: bool) -> Angle:
    degrees = 0.0
    for place, (part, unit) in enumerate(zip(parts, ("degrees", "minutes", "seconds"), strict=False)):
        value = float(part)
        if place and value >= 60:
            raise ValueError(f"has {value:g} {unit}, and there are only 60")
        degrees += value / 60**place
    step = 10.0 ** -len(parts[-1].partition(".")[2]) / 60 ** (len(parts) - 1)
    axis: Axis | Literal[""] = "lat" if letter in ("N", "S") else "lon" if letter else ""
    return Angle(-degrees if negative else degrees, axis if letter else "", step, len(parts) > 1)


def _packed(text: str) -> Angle | None:
    """Read 532846N and 00214.717W: degrees in two digits (latitude) or three, then minutes and seconds in two each."""
    found = _PACKED.fullmatch(text)
    if found is None:
        return None
    letter = _letter(found["before"], found["after"], text)
    width = 2 if letter in ("N", "S") else 3
    digits = found["digits"]
    if not letter or len(digits) not in (width + 2, width + 4):
        return None
    parts = [digits[:width], *(digits[at : at + 2] for at in range(width, len(digits), 2))]
    parts[-1] += found["rest"] or ""
    return _angle(parts, letter, negative=letter in ("S", "W"))


def _letter(before: str | None, after: str | None, text: str) -> str:
    if before and after:
        raise ValueError(f"has two letters for one direction: “{text}”")
    return before or after or ""
