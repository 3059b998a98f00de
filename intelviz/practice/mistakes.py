"""Rows that are wrong on purpose, far fewer than one in a thousand, each known so that none can be lost unseen."""

from __future__ import annotations

from dataclasses import dataclass

from intelviz.practice.chance import stream
from intelviz.practice.files import Row, Table
from intelviz.practice.plan import Plan

BROKEN_DATES = ("31/09/2025", "00/11/2025", "32/10/2025", "15/13/2025", "30/02/2025")
BROKEN_TIMES = ("24:17", "25:06", "12:61", "17:75")
PER_DEFAULT_SIZE = {"date": 5, "time": 4, "dangling": 12, "duplicate": 10}
"""How many of each a case of 60,000 items has."""
DANGLING = ("KNOWS", "PARTY_TO", "INVOLVED_IN", "OCCURRED_AT", "HAS_PHONE", "CALLED")
DUPLICATED = ("Person", "Vehicle", "Location", "Crime", "Phone")


@dataclass(frozen=True, slots=True)
class Planted:
    """A row that is wrong on purpose: where it stands (the header is row 1), and what becomes of it.

    ``outcome`` is ``rejected`` or ``merged``; ``kind`` is date, time, dangling (an id that no file holds), follows (a
    link to an item whose row is rejected) or duplicate (a row that stands there twice).
    """

    file: str
    row: int
    column: str
    value: str
    kind: str
    outcome: str


@dataclass
class _Plant:
    table: Table
    place: int
    column: str
    value: str
    kind: str
    outcome: str


class Mistakes:
    """Puts wrong rows into the files and remembers what they are."""

    def __init__(self, plan: Plan, tables: dict[str, Table], seed: int, first_free_id: int) -> None:
        self.random = stream(seed, "mistakes")
        self.tables = tables
        self.free_id = first_free_id
        self.wanted = {name: count * plan.size // 60_000 for name, count in PER_DEFAULT_SIZE.items()}
        self._plants: list[_Plant] = []

    def plant(self) -> None:
        """Put in all that the size of the case asks for."""
        for number in range(self.wanted["date"]):
            self._broken_item(
                "Crime", "date", BROKEN_DATES[number % len(BROKEN_DATES)], ("OCCURRED_AT", "INVESTIGATED_BY")
            )
        for number in range(self.wanted["time"]):
            self._broken_item("PhoneCall", "call_time", BROKEN_TIMES[number % len(BROKEN_TIMES)], ("CALLER", "CALLED"))
        for number in range(self.wanted["dangling"]):
            self._dangling(DANGLING[number % len(DANGLING)])
        for number in range(self.wanted["duplicate"]):
            table = self.tables[DUPLICATED[number % len(DUPLICATED)]]
            at = int(self.random.integers(0, len(table.rows)))
            row = table.rows[at]
            place = int(self.random.integers(at + 1, len(table.rows) + 1))
            self._put(table, row, place, ":ID", str(row[0]), "duplicate", "merged")

    def planted(self, numbers: dict[str, list[int]]) -> list[Planted]:
        """Return what was put in; ``numbers`` are the row numbers of the planted rows of each file."""
        return [
            Planted(
                each.table.name, numbers[each.table.name][each.place], each.column, each.value, each.kind, each.outcome
            )
            for each in self._plants
        ]

    def _put(
        self, table: Table, row: Row, place: int | None, column: str, value: str, kind: str, outcome: str = "rejected"
    ) -> None:
        at = int(self.random.integers(0, len(table.rows) + 1)) if place is None else place
        self._plants.append(_Plant(table, len(table.planted), column, value, kind, outcome))
        table.planted.append((at, row))

    def _copy(self, table: Table, **cells: object) -> Row:
        row = dict(zip(table.header, table.rows[int(self.random.integers(0, len(table.rows)))], strict=True))
        return tuple(cells.get(_plain(name), value) for name, value in row.items())

    def _broken_item(self, kind: str, column: str, value: str, links: tuple[str, ...]) -> None:
        """Put in an item with a date or time that does not exist, and the links that go with it."""
        table, number = self.tables[kind], self.free_id
        self.free_id += 1
        blank = {"to_date": "", "to_time": "", "id": f"PX/{9_000_000 + number}/25"} if kind == "Crime" else {}
        self._put(
            table, self._copy(table, ID=number, **{column: value}, **blank), None, column, value, column_kind(column)
        )
        for link in links:
            to = self.tables[link]
            self._put(to, self._copy(to, START_ID=number), None, ":START_ID", str(number), "follows")

    def _dangling(self, link: str) -> None:
        """Put in a link to an id that no file holds."""
        table, number = self.tables[link], self.free_id
        self.free_id += 1
        end = "START_ID" if self.random.random() < 0.5 else "END_ID"
        self._put(table, self._copy(table, **{end: number}), None, f":{end}", str(number), "dangling")


def column_kind(column: str) -> str:
    """Return what is broken in a column: a date or a time."""
    return "time" if column.endswith("time") else "date"


def _plain(name: str) -> str:
    return name.lstrip(":")
