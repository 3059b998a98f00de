"""What stands in the cells of spreadsheets, whatever the format of the file: numbers in full, dates, what was odd."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from intelviz.ingest.readers.sheets.excel_dates import Kind, iso

LAST_COLUMN = 1 << 14
_EXACT = 15
"""Digits of a number that a spreadsheet keeps."""
REPAIR = "Open it with a spreadsheet program, save it anew as XLSX, and load that."


class SheetError(ValueError):
    """A sheet can't be read; the words begin with "it" or name a row or cell."""


@dataclass(slots=True)
class Seen:
    """What was met while a sheet was read: how often, and where first."""

    counts: dict[str, int] = field(default_factory=dict[str, int])
    first: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, what: str, where: str) -> None:
        """Count what was met."""
        self.counts[what] = self.counts.get(what, 0) + 1
        self.first.setdefault(what, where)


@dataclass(frozen=True, slots=True)
class Style:
    """What the format of a cell makes of a number: a date, or digits with leading zeros."""

    kind: Kind = ""
    zeros: int = 0


PLAIN = Style()


def number_meant(text: str, style: Style, seen: Seen, column: int, row: int, *, from_1904: bool) -> str:
    """Return what a number shows in its format: a date as ISO text, leading zeros, or the number in full.

    One that the file itself holds as 8.94411E+18 stays so, as it does in a CSV: that is no reference any more.
    """
    if style.kind:
        try:
            found = iso(float(text), style.kind, from_1904=from_1904)
        except (ValueError, OverflowError):
            found = None
        if found is not None:
            return found
        seen.add("undated", reference(column, row))
    number = number_text(text)
    if not number:
        seen.add("error", f"{reference(column, row)} ({text[:20]})")
    if len(number) > _EXACT:
        bare = number.partition(".")[0].lstrip("-")
        if len(bare) > _EXACT and ("e" in text or "E" in text):
            # Its last digits are lost; written out, two numbers that had begun alike would be one.
            seen.add("rounded", reference(column, row))
            return format(Decimal(repr(float(text))).normalize(), "E")
        if len(bare) > _EXACT and not bare[_EXACT:].strip("0"):
            seen.add("rounded", reference(column, row))
    if style.zeros > len(number) and number.isdigit():
        seen.add("zeros", reference(column, row))
        return number.zfill(style.zeros)
    return number


def number_text(text: str) -> str:
    """Return a number in full: no exponent, no ``.0``; the shortest decimals that mean the same number."""
    if text.isdigit() and text.isascii():
        return text if text[0] != "0" or len(text) == 1 else text.lstrip("0") or "0"
    text = text.strip()
    if text.lstrip("-").isdigit() and text.isascii():
        return text if text.strip("-0") else "0"
    try:
        number = float(text)
    except ValueError:
        return text
    short = repr(number)
    if short.endswith(".0"):
        return short[:-2] if number else "0"
    if "e" in short:
        return format(Decimal(short), "f")
    return short if "n" not in short else ""


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA; 0 if these are no letters of a column."""
    number = 0
    for each in letters:
        if not "A" <= each <= "Z" or number > LAST_COLUMN:
            return 0
        number = number * 26 + ord(each) - 64
    return number


def column_letters(number: int) -> str:
    """Return A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def reference(column: int, row: int) -> str:
    """Return how a spreadsheet names a cell: B7."""
    return f"{column_letters(column)}{row}"


def place(row: list[str], column: int, value: str) -> None:
    """Put a value into a row at a column (from 1), and blanks before it."""
    missing = column - 1 - len(row)
    if missing < 0:
        row[column - 1] = value
        return
    if missing:
        row.extend([""] * missing)
    row.append(value)
