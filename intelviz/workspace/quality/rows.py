"""What is odd in rows as they came: equal and nearly equal ones, and cells that look cut off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from intelviz.case.examining import ExaminedRow
from intelviz.workspace.quality.finding import Example, Findings

_POWER = re.compile(r"-?\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_WIDTHS = (30, 32, 40, 50, 60, 64, 80, 100, 120, 128, 160, 200, 250, 254, 255, 256, 500, 512, 1000, 1024, 4000, 32_767)
"""Widths of columns at which programs and databases cut text off."""
_FEWEST_CUT = 3
_MOST_KEPT = 2_000_000
"""Rows of which equal ones are looked for; beyond, only the first so many."""


class RowChecks:
    """Looks at row after row of the sources; ``finish`` looks at each column as a whole."""

    def __init__(self, names: Mapping[int, str], findings: Findings) -> None:
        self._names, self._findings = names, findings
        self._rows: dict[int, int] = {}
        self._near: dict[int, int] = {}
        self._longest: dict[tuple[int, str], int] = {}
        self._cut: Counter[tuple[int, str, int]] = Counter()
        self._cells: Counter[tuple[int, str]] = Counter()
        self._first_cut: dict[tuple[int, str, int], tuple[int, str]] = {}

    def take(self, row: ExaminedRow) -> None:
        """Look at one row."""
        source, values = row.source_id, list(row.cells.values())
        whole = hash((source, *values))
        first = self._rows.get(whole)
        if first is not None:
            self._add("duplicate", "Equal rows", row, f"the same as row {first:,}")
        elif len(self._rows) < _MOST_KEPT:
            self._rows[whole] = row.row
            plain = hash((source, *("".join(each.casefold().split()) for each in values)))
            near = self._near.get(plain)
            if near is not None:
                self._add("duplicate", "Rows that differ in capitals or spaces alone", row, f"nearly row {near:,}")
            else:
                self._near[plain] = row.row
        for name, value in row.cells.items():
            length = len(value)
            if length < 5:
                continue
            self._cells[source, name] += 1
            if "+" in value and ("E" in value or "e" in value) and _POWER.fullmatch(value.strip()):
                words = "a spreadsheet has shortened a long number; its last digits are lost"
                self._add("truncated", "Numbers like 7.9E+12", row, words, name, value)
            key = (source, name)
            if length > self._longest.get(key, 0):
                self._longest[key] = length
            if length in _WIDTHS:
                at = (*key, length)
                self._cut[at] += 1
                self._first_cut.setdefault(at, (row.row, value))

    def _add(self, check: str, title: str, row: ExaminedRow, words: str, column: str = "", value: str = "") -> None:
        name = self._names.get(row.source_id, "")
        example = Example(words, source=name, row=row.row, column=column, value=value[:120])
        self._findings.add(check, title, example)

    def finish(self) -> None:
        """Say which columns have several cells of exactly the greatest length, where programs cut text off."""
        for (source, column, length), count in self._cut.items():
            # Where most cells have that length, it is what they are: a hash, a code.
            if (
                count < _FEWEST_CUT
                or self._longest[source, column] != length
                or count * 2 > self._cells[source, column]
            ):
                continue
            row, value = self._first_cut[source, column, length]
            words = f"{count:,} cells have exactly {length:,} letters, and none has more"
            example = Example(words, source=self._names.get(source, ""), row=row, column=column, value=value[:120])
            self._findings.add("truncated", "Columns that may be cut off", example)
