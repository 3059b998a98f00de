"""What a newer version of a file added, changed and no longer has, row by row.

A row is unchanged where the other version has one with the same cells. It changed where both versions have an item (or,
in rows that only link, a link between the same two) of which in each of them that row alone speaks. The rest of the
newer version is added, the rest of the older is gone. Rows that could not be read as cells are not compared.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from intelviz.case.cells import named
from intelviz.case.columns import Ints
from intelviz.case.correcting import recipe_text
from intelviz.case.statements import heard

MOST = 10_000
"""Rows of each kind that are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A row of one version: ``key`` and ``label`` are those of the item it speaks of, "" where it made none."""

    row: int
    key: str
    label: str
    item: int | None = None
    other_row: int | None = None
    """Where it changed: the number of the row in the older version."""

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz import --json`` prints."""
        found: dict[str, Any] = {"row": self.row, "key": self.key, "label": self.label, "item": self.item}
        return found if self.other_row is None else {**found, "older_row": self.other_row}


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What became of the rows of an older version; the counts hold where the lists end."""

    older: int
    newer: int
    older_name: str
    unchanged: int
    added: int
    changed: int
    gone: int
    added_rows: tuple[VersionRow, ...]
    changed_rows: tuple[VersionRow, ...]
    gone_rows: tuple[VersionRow, ...]
    gone_items: tuple[int, ...]
    """Items of which only rows that are gone speak."""

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz import --json`` prints."""
        return {
            "replaces": {"id": self.older, "source": self.older_name},
            "version": {
                "unchanged": self.unchanged,
                "added": self.added,
                "changed": self.changed,
                "gone": self.gone,
                "gone_items": len(self.gone_items),
            },
            "added": [each.as_json() for each in self.added_rows],
            "changed": [each.as_json() for each in self.changed_rows],
            "gone": [each.as_json() for each in self.gone_rows],
        }

    def words(self) -> str:
        """Return "Beside the older version: 3 rows added, 1 changed, 2 gone from the source"."""
        line = f"Beside the older version: {_rows(self.added)} added, {self.changed:,} changed, "
        line += f"{self.gone:,} gone from the source"
        if self.gone_items:
            items = "1 item" if len(self.gone_items) == 1 else f"{len(self.gone_items):,} items"
            line += f". Only rows that are gone speak of {items}; nothing was taken out of the case"
        return f"{line}."


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


@dataclass(frozen=True)
class _Version:
    ids: Ints
    rows: Ints
    hashes: Ints


def version_change(connection: sqlite3.Connection, newer: int, most: int = MOST) -> VersionChange | None:
    """Return how a source differs from the one it is a newer version of; None where it is of none."""
    found = connection.execute(
        """SELECT older.id, older.name FROM source JOIN source AS older ON older.id = source.replaces
        WHERE source.id = ?""",
        (newer,),
    ).fetchone()
    if found is None:
        return None
    older, older_name = found
    old, new = _versions(connection, older, newer)
    old_left, new_left = _beyond(old, new), _beyond(new, old)
    olds = dict(zip(old.ids[old_left].tolist(), old.rows[old_left].tolist(), strict=True))
    news = dict(zip(new.ids[new_left].tolist(), new.rows[new_left].tolist(), strict=True))
    _fill(connection, "rows_left", [*olds, *news])
    pairs = _pairs(connection, olds, news, older, newer)
    changed_old = {before for before, _ in pairs.values()}
    gone = [number for number in olds if number not in changed_old]
    added = [number for number in news if number not in pairs]
    _fill(connection, "rows_gone", gone)
    items = _gone_items(connection)
    told = _told(connection, [*gone[:most], *added[:most], *list(pairs)[:most]])
    blank = (None, "", "")
    listed_changed: list[VersionRow] = []
    for number, (before, item) in list(pairs.items())[:most]:
        known = _of_item(connection, item) if item is not None else told.get(number, blank)
        listed_changed.append(VersionRow(news[number], known[1], known[2], known[0], olds[before]))
    listed_gone = [_row(olds[number], told.get(number, blank)) for number in gone[:most]]
    listed_added = [_row(news[number], told.get(number, blank)) for number in added[:most]]
    for table in ("rows_left", "rows_gone"):
        connection.execute(f"DROP TABLE temp.{table}")
    return VersionChange(
        older,
        newer,
        older_name,
        len(new.ids) - len(news),
        len(added),
        len(pairs),
        len(gone),
        _in_order(listed_added),
        _in_order(listed_changed),
        _in_order(listed_gone),
        tuple(items),
    )


_Told = tuple[int | None, str, str]
"""Item, key and label."""


def _in_order(rows: list[VersionRow]) -> tuple[VersionRow, ...]:
    return tuple(sorted(rows, key=lambda each: each.row))


def _row(row: int, told: _Told) -> VersionRow:
    return VersionRow(row, told[1], told[2], told[0])


def _versions(connection: sqlite3.Connection, older: int, newer: int) -> tuple[_Version, _Version]:
    """Return the rows of two sources as they came: corrections are no part of the file."""
    columns = [recipe_text(connection, each)[1] for each in (older, newer)]
    alike = columns[0] == columns[1] and not _any_named(connection, older) and not _any_named(connection, newer)
    old, new = (
        _version(connection, each, None if alike else names)
        for each, names in zip((older, newer), columns, strict=True)
    )
    return old, new


def _any_named(connection: sqlite3.Connection, source_id: int) -> bool:
    """Return whether a record of a source names the columns, as all did in older cases."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM record WHERE source_id = ? AND cells >= '{')", (source_id,)
        ).fetchone()[0]
    )


def _version(connection: sqlite3.Connection, source_id: int, named_by: Sequence[str] | None) -> _Version:
    cursor = connection.execute(
        """SELECT id, row, cells FROM record WHERE source_id = ?1
        AND id NOT IN (SELECT record_id FROM correction WHERE source_id = ?1) ORDER BY id""",
        (source_id,),
    )
    parts: list[Ints] = []
    while block := cursor.fetchmany(50_000):
        if named_by is None:
            signs = [(number, row, hash(cells)) for number, row, cells in block]
        else:
            signs = [(number, row, hash(named(cells, named_by))) for number, row, cells in block]
        parts.append(np.array(signs, np.int64))
    table = np.concatenate(parts) if parts else np.zeros((0, 3), np.int64)
    return _Version(table[:, 0], table[:, 1], table[:, 2])


def _beyond(mine: _Version, other: _Version) -> Ints:
    """Return the places of those rows of which the other version has not as many."""
    kinds, counts = np.unique(other.hashes, return_counts=True)
    order = np.argsort(mine.hashes, kind="stable")
    ranked = mine.hashes[order]
    place = np.arange(len(ranked)) - np.searchsorted(ranked, ranked, side="left")
    at = np.searchsorted(kinds, ranked)
    there = np.zeros(len(ranked), np.int64)
    if len(kinds):
        inside = np.minimum(at, len(kinds) - 1)
        there = np.where(kinds[inside] == ranked, counts[inside], 0)
    return np.sort(order[place >= there])


def _fill(connection: sqlite3.Connection, table: str, ids: Iterable[int]) -> None:
    connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute(f"CREATE TEMP TABLE {table}(id INTEGER PRIMARY KEY)")
    connection.executemany(f"INSERT OR IGNORE INTO temp.{table} VALUES (?)", ((each,) for each in ids))  # noqa: S608  a constant


def _pairs(
    connection: sqlite3.Connection, olds: dict[int, int], news: dict[int, int], older: int, newer: int
) -> dict[int, tuple[int, int | None]]:
    """Return, for each record of the newer version that is a changed row, the older one and the item of both."""
    if not olds or not news:
        return {}
    found: dict[int, tuple[int, int | None]] = {}
    taken: set[int] = set()

    def match(pairs: Iterator[tuple[int, Any]], alone: Counter[tuple[bool, Any]], item: bool) -> None:
        of: dict[Any, int] = {}
        mine: list[tuple[int, Any]] = []
        for record, what in pairs:
            if alone[True, what] != 1 or alone[False, what] != 1:
                continue
            if record in olds:
                of[what] = record
            else:
                mine.append((record, what))
        for record, what in mine:
            before = of.get(what)
            if before is not None and record not in found and before not in taken:
                found[record] = (before, what if item else None)
                taken.add(before)

    items = connection.execute(
        """SELECT record_id, item_id FROM assertion JOIN temp.rows_left ON rows_left.id = record_id
        WHERE item_id IS NOT NULL ORDER BY assertion.id"""
    ).fetchall()
    both = {item for record, item in items if record in olds} & {item for record, item in items if record in news}
    _fill(connection, "items_both", both)
    counts: Counter[tuple[bool, Any]] = Counter()
    for source, item, count in connection.execute(
        """SELECT record.source_id, item_id, count(*) FROM assertion JOIN record ON record.id = record_id
        JOIN temp.items_both ON items_both.id = item_id
        WHERE record.source_id IN (?, ?) GROUP BY record.source_id, item_id""",
        (older, newer),
    ):
        counts[source == older, item] = count
    connection.execute("DROP TABLE temp.items_both")
    match((each for each in items if each[1] in both), counts, item=True)
    with_items = {record for record, _ in items}
    links = [
        (record, (kind, a, b))
        for record, kind, a, b in connection.execute(
            """SELECT assertion.record_id, link.type, link.a, link.b FROM assertion
            JOIN temp.rows_left ON rows_left.id = assertion.record_id
            JOIN link ON link.id = link_id ORDER BY assertion.id"""
        )
        if record not in with_items
    ]
    match(iter(links), Counter((record in olds, what) for record, what in links), item=False)
    return found


def _gone_items(connection: sqlite3.Connection) -> list[int]:
    """Return the items of which nothing but rows that are gone speaks."""
    return [
        row[0]
        for row in connection.execute(
            f"""SELECT item.id FROM item WHERE item.live AND item.id IN (
                SELECT item_id FROM assertion JOIN temp.rows_gone ON rows_gone.id = record_id WHERE item_id IS NOT NULL
            ) AND NOT {heard("item", "record.id NOT IN (SELECT id FROM temp.rows_gone)")} ORDER BY item.id"""  # noqa: S608  constants
        )
    ]


def _told(connection: sqlite3.Connection, records: list[int]) -> dict[int, _Told]:
    """Return item, key and label of what each record speaks of first; of a row that only links, both ends' labels."""
    _fill(connection, "rows_told", records)
    found: dict[int, _Told] = {}
    for record, number, key, label in connection.execute(
        """SELECT assertion.record_id, item.id, coalesce(item.key, ''), item.label FROM assertion
        JOIN temp.rows_told ON rows_told.id = assertion.record_id
        JOIN item ON item.id = item_id ORDER BY assertion.id"""
    ):
        found.setdefault(record, (number, key, label))
    for record, kind, one, other in connection.execute(
        """SELECT assertion.record_id, schema_type.name, a.label, b.label FROM assertion
        JOIN temp.rows_told ON rows_told.id = assertion.record_id JOIN link ON link.id = link_id
        JOIN schema_type ON schema_type.id = link.type JOIN item AS a ON a.id = link.a JOIN item AS b ON b.id = link.b
        ORDER BY assertion.id"""
    ):
        found.setdefault(record, (None, "", f"{one} – {kind} – {other}"))
    connection.execute("DROP TABLE temp.rows_told")
    return found


def _of_item(connection: sqlite3.Connection, item: int) -> _Told:
    number, key, label = connection.execute(
        "SELECT id, coalesce(key, ''), label FROM item WHERE id = ?", (item,)
    ).fetchone()
    return number, key, label
