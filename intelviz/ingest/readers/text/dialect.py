"""How the cells of a CSV file are parted, told by its first rows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}
_DECLARED = re.compile(r"\ufeff?sep=(.)\s*\r?\n?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are parted.

    ``delimiter`` stands between cells; ``spaced`` says that a space follows it before a quotation mark; ``declared``
    that the first line names the delimiter, as Excel writes it (``sep=;``).
    """

    delimiter: str = ","
    spaced: bool = False
    declared: bool = False

    @property
    def words(self) -> str:
        """Name of the delimiter."""
        return DELIMITERS.get(self.delimiter, f"“{self.delimiter}”")


def dialect_of(lines: list[str]) -> Dialect:
    """Return the dialect in which most of the first lines have the same number of cells, and more than one."""
    declared = _DECLARED.fullmatch(lines[0]) if lines else None
    if declared:
        return Dialect(declared[1], _is_spaced(lines[1:], declared[1]), True)
    best, delimiter = 0.0, ","
    for each in DELIMITERS:
        score = _score(lines, each)
        if score > best:
            best, delimiter = score, each
    return Dialect(delimiter, _is_spaced(lines, delimiter))


def _score(lines: list[str], delimiter: str) -> float:
    """Return how well a delimiter fits: the share of rows of the usual width, squared, more for wider rows."""
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row))
    whole = {width: count for width, count in widths.items() if width > 1}
    if not whole:
        return 0.0
    width, count = max(whole.items(), key=lambda pair: (pair[1], pair[0]))
    return (count / widths.total()) ** 2 * (1 - 1 / width)


def _is_spaced(lines: list[str], delimiter: str) -> bool:
    """Return whether the header has cells such as ``, "name"``."""
    header = next((line for line in lines if line.strip()), "")
    return delimiter != " " and re.search(re.escape(delimiter) + r' +"[^"]', header) is not None and '""' not in header
