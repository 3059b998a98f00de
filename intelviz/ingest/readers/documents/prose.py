"""Whether a text is prose or a table: the harder half of reading text files.

In doubt it is a table. A comma in prose is followed by a space, and the number of commas changes from line to line; a
line of prose has many words, mostly of letters.
"""

from __future__ import annotations

import csv
import re
from collections import Counter

_DELIMITERS = ",;\t|"
_CODE = ("{", "[", "<", "%")
_FIELD = re.compile(r"\s*[#*>\-]*\s*([A-Za-z][A-Za-z0-9 /_()&'-]{0,40}?)\**\s*:(?!//)\s*\S?")
_MARKDOWN = re.compile(r"#{1,6} \S|```|[-*] \S|\d+\. \S|> \S")
_HEADING = re.compile(r"#{1,6} \S")
_STOP = re.compile(r"[.!?][\"”’')\]]*(?:\s|$)")


def is_prose(text: str) -> bool:
    """Return whether these first characters of a text are prose rather than rows."""
    if text.lstrip()[:1] in _CODE:
        return False
    lines = [line.strip() for line in text.splitlines()]
    if not text.endswith(("\n", "\r")) and len(lines) > 3 and len(text) >= 60_000:
        lines.pop()
    full = [line for line in lines if line]
    if not full or ("," not in text and len(full) == 1 and len(full[0].split()) < 6):
        return False
    characters = sum(map(len, full))
    running = sum(len(line) for line in full if _is_running(line))
    bare = [line for line in full if not line.startswith("|")] if _HEADING.match(full[0]) else full
    if not bare or _has_columns(bare):
        return False
    if running >= 0.5 * characters:
        return True
    marked = sum(1 for line in full if _MARKDOWN.match(line))
    gaps = len(lines) - len(full)
    if gaps and marked and running >= 0.2 * characters:
        return True
    return gaps > 1 and running >= 0.3 * characters and not _is_list(full)


def is_stated(text: str) -> bool:
    """Return whether most lines state something by name, as in ``Date: 3 May``, so that it is a form filled in."""
    full = [line for line in text.splitlines() if line.strip()]
    named = sum(1 for line in full if _FIELD.match(line))
    words = sum(len(line.split()) for line in full)
    return len(full) >= 2 and named >= 0.6 * len(full) and words >= 3 * len(full) and not _has_columns(full)


def _is_running(line: str) -> bool:
    words = line.split()
    if len(words) < 6:
        return False
    letters = sum(1 for sign in line if sign.isalpha() or sign in " '’-")
    if letters < 0.75 * len(line) or line.count("\t") > 1:
        return False
    tight = len(re.findall(r",(?=[^\s\"”’'\d])", line))
    if tight > 1 and tight * 2 > line.count(","):
        return False
    return len(words) >= 10 or _STOP.search(line) is not None


def _has_columns(full: list[str]) -> bool:
    """Return whether some delimiter parts most lines into equally many cells."""
    tight = _tight(full)
    for sign in _DELIMITERS:
        cells = _cells(full, sign)
        widths = Counter(map(len, cells))
        rows = widths.total()
        if sign != "," and rows and sum(map(len, cells)) >= 4 * rows:
            return True
        if cells and len(full) > 1 and len(cells[0]) > 3 and all(len(cell.split()) <= 3 for cell in cells[0]):
            return True
        often, many = max(((width, many) for width, many in widths.items() if width > 1), default=(0, 0), key=_by_many)
        if not often:
            continue
        if len(full) == 1:
            if often > 2 and (sign != "," or tight):
                return True
            continue
        fewest = 0.9 if sign == "," and not tight else 0.6
        if rows > 1 and many >= fewest * rows and (often > 2 or many >= 0.9 * rows):
            return True
    return False


def _by_many(pair: tuple[int, int]) -> tuple[int, int]:
    return pair[1], pair[0]


def _cells(full: list[str], sign: str) -> list[list[str]]:
    """Return the rows that a delimiter makes; the last, perhaps cut off, is left out of many."""
    try:
        rows = list(csv.reader(full, delimiter=sign))
    except csv.Error:
        return []
    return rows[:-1] if len(rows) > 20 else rows


def _tight(full: list[str]) -> bool:
    """Return whether commas are mostly not followed by a space."""
    commas = sum(line.count(",") for line in full)
    spaced = sum(len(re.findall(r",(?=\s|[\"”’']?\s|$)", line)) for line in full)
    return commas > 0 and spaced < 0.6 * commas


def _is_list(full: list[str]) -> bool:
    """Return whether it is a list: short lines, each of its own."""
    return sum(1 for line in full if len(line) <= 40) >= 0.8 * len(full)
