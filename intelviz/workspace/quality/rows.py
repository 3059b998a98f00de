"""What is odd in rows as they came: equal and nearly equal ones, and cells that look cut off."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from intelviz.case.examining import ExaminedRow
from intelviz.workspace.quality.finding import Example, Findings

_POWER = re.compile(r"-?\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_WIDTHS = (30, 32, 40, 50, 60, 64, 80, 100, 120, 128, 160, 200, 250, 254, 255, 256, 500, 512, 1000, 1024, 4000, 32_767)
"""Widths of columns at which programs and databases cut text off."""
_FEWEST_CUT = 3


class RowChecks:
    """Looks at row after row of the sources; ``finish`` looks at each column as a whole."""

    def __init__(self, names: Mapping[int, str], findings: Findings) -> None:
        self._names, self._findings = names, findings
        self._seen = array("q")
        """Source, row number, hash of the cells, and of them without capitals and spaces, for each row in turn."""
        self._longest: dict[tuple[int, str], int] = {}
        self._cut: Counter[tuple[int, str, int]] = Counter()
        self._cells: Counter[tuple[int, str]] = Counter()
        self._first_cut: dict[tuple[int, str, int], tuple[int, str]] = {}

    def take(self, row: ExaminedRow) -> None:
        """Look at one row."""
        source, values = row.source_id, list(row.cells.values())
        self._seen.extend(
            (
                source,
                row.row,
                hash((source, *values)),
                hash((source, *("".join(each.casefold().split()) for each in values))),
            )
        )
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
        """Say which rows are equal, or nearly, and which columns seem cut off where programs do so."""
        self._equal_rows()
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

    def _equal_rows(self) -> None:
        table = np.frombuffer(self._seen, np.int64).reshape(-1, 4) if self._seen else np.zeros((0, 4), np.int64)
        first = _first_alike(table[:, 2])
        near = _first_alike(table[:, 3])
        for title, words, others, left in (
            ("Equal rows", "the same as row", first, first >= 0),
            ("Rows that differ in capitals or spaces alone", "nearly row", near, (near >= 0) & (first < 0)),
        ):
            for at in np.flatnonzero(left).tolist():
                source, row, other = int(table[at, 0]), int(table[at, 1]), int(table[others[at], 1])
                example = Example(f"{words} {other:,}", source=self._names.get(source, ""), row=row)
                self._findings.add("duplicate", title, example)


def _first_alike(hashes: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return for each value the place of the first equal one before it, -1 where it is the first."""
    order = np.argsort(hashes, kind="stable")
    ranked = hashes[order]
    first = order[np.searchsorted(ranked, ranked, side="left")]
    found = np.empty(len(hashes), np.int64)
    found[order] = np.where(first == order, -1, first)
    return found
