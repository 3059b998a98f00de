"""The files of a case: one an item type, one a link type, as a force sends them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "practice-case"
Row = tuple[object, ...]


@dataclass
class Table:
    """One file: its header and rows, and rows put in at a place, which count as planted."""

    name: str
    header: tuple[str, ...]
    rows: list[Row]
    planted: list[tuple[int, Row]] = field(default_factory=list[tuple[int, Row]])
    """(number of the row before which it stands, the row)."""

    def written(self) -> tuple[list[Row], list[int]]:
        """Return all rows, and for each planted one the row number in the file, where the header is row 1."""
        order = sorted(range(len(self.planted)), key=lambda place: (self.planted[place][0], place))
        rows: list[Row] = []
        numbers = [0] * len(order)
        done = 0
        for place in order:
            at, row = self.planted[place]
            rows += self.rows[done:at]
            done = at
            rows.append(row)
            numbers[place] = len(rows) + 1
        rows += self.rows[done:]
        return rows, numbers


def item_table(kind: str, first_id: int, columns: dict[str, Sequence[object]]) -> Table:
    """Return the file of one item type; ids count on from ``first_id``."""
    count = len(next(iter(columns.values())))
    rows = zip(range(first_id, first_id + count), *columns.values(), [kind] * count, strict=True)
    return Table(f"{PREFIX}.nodes.{kind}.csv", (":ID", *columns, ":LABEL"), list(rows))


def link_table(
    kind: str, a: Iterable[int], b: Iterable[int], columns: dict[str, Sequence[object]] | None = None
) -> Table:
    """Return the file of one link type, from ids to ids."""
    pairs = list(zip(a, b, strict=True))
    more = columns or {}
    rows: list[Row] = [
        (one, other, kind, *rest)
        for (one, other), rest in zip(
            pairs, zip(*more.values(), strict=True) if more else [()] * len(pairs), strict=True
        )
    ]
    return Table(f"{PREFIX}.relationships.{kind}.csv", (":START_ID", ":END_ID", ":TYPE", *more), rows)


def write_table(folder: Path, table: Table, rows: list[Row]) -> None:
    """Write one file: UTF-8, commas, one line feed a row."""
    with (folder / table.name).open("w", encoding="utf-8", newline="") as file:
        to = csv.writer(file, lineterminator="\n")
        to.writerow(table.header)
        to.writerows(rows)
