"""Questions to the tables of a case, each answered with values."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, cast

import numpy as np

from intelviz.case.cells import cells_of
from intelviz.case.columns import Ints, Rows
from intelviz.case.statements import Table, said_by_all
from intelviz.case.values import (
    Alteration,
    Assertion,
    ChartHead,
    ChartRows,
    Item,
    KeptThing,
    LinkRow,
    Properties,
    Record,
    Rejection,
    Source,
)
from intelviz.schema.errors import CaseError
from intelviz.schema.place import Place, PlacePrecision
from intelviz.schema.when import Precision, When

_ITEM = """SELECT item.id, schema_type.name, item.label, item.key, item.properties, item.when_start, item.when_end,
    item.when_precision, item.lon, item.lat, item.place_precision"""
_SOURCE = """id, name, coalesce(path, ''), sha256, coalesce(bytes, 0), coalesce(recipe, ''),
    coalesce(recipe_sha256, ''), coalesce(marking, ''), coalesce(grade, ''), coalesce(expires, ''), at, by,
    rows, loaded, merged, rejected, items, links, warnings, live, replaces"""


def _said(text: str | None) -> Properties:
    return cast("Properties", json.loads(text)) if text else {}


def _when(start: int | None, end: int | None, precision: int | None) -> When | None:
    if start is None:
        return None
    return When(start, start if end is None else end, Precision(precision or 0))


def _place(lon: float | None, lat: float | None, precision: int | None) -> Place | None:
    if lon is None or lat is None:
        return None
    return Place(lon, lat, PlacePrecision(precision or 0))


def items(connection: sqlite3.Connection, ids: Iterable[int]) -> list[Item]:
    """Return the live items of those ids, in that order; ids that the case doesn't hold are left out."""
    wanted = [int(each) for each in ids]
    rows = connection.execute(
        f"""{_ITEM} FROM json_each(?) AS wanted JOIN item ON item.id = wanted.value AND item.live
        JOIN schema_type ON schema_type.id = item.type""",
        (json.dumps(wanted),),
    ).fetchall()
    found = {row[0]: _item(row) for row in rows}
    return [found[each] for each in wanted if each in found]


def _item(row: tuple[Any, ...]) -> Item:
    number, kind, label, key, properties, start, end, precision, lon, lat, near = row
    return Item(number, kind, label, key, _said(properties), _when(start, end, precision), _place(lon, lat, near))


def item(connection: sqlite3.Connection, number: int) -> Item:
    """Return one live item; CaseError if there is none."""
    found = items(connection, [number])
    if not found:
        raise CaseError(f"There is no item {number} in this case.", remedy="Search for it by its label.")
    return found[0]


def resolve(connection: sqlite3.Connection, text: str | int) -> int:
    """Return the id of the item that is meant: by its id, its key, the end of its key, or a label that no other has."""
    wanted = str(text).strip()
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= 18:
        row = connection.execute("SELECT id FROM item WHERE id = ? AND live", (int(wanted),)).fetchone()
        if row:
            return int(row[0])
    for condition, value in (
        ("key = ?", wanted),
        ("key LIKE ? ESCAPE '\\'", f"%:{_like(wanted)}"),
        ("label = ? COLLATE NOCASE", wanted),
    ):
        if not wanted:
            break
        rows = connection.execute(
            f"SELECT id, label FROM item WHERE {condition} AND live ORDER BY id LIMIT 6",  # noqa: S608  constants
            (value,),
        ).fetchall()
        if len(rows) == 1:
            return int(rows[0][0])
        if rows:
            several = ", ".join(str(row[0]) for row in rows[:5]) + (" and more" if len(rows) > 5 else "")
            raise CaseError(f"“{wanted}” may be any of the items {several}.", remedy="Name one by its id.")
    raise CaseError(
        f"There is no item “{wanted}” in this case.", remedy="Name an item by its id or key; a search finds both."
    )


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def assertions(connection: sqlite3.Connection, table: Table, number: int) -> list[Assertion]:
    """Return what live sources and analysts say of an item or a link, oldest first."""
    said = said_by_all(connection, table, number)
    rows = connection.execute(
        """SELECT record.id, source.id, source.name, record.row, coalesce(source.grade, ''), source.at, source.by,
            source.live AND record.live
        FROM record JOIN source ON source.id = record.source_id WHERE record.id IN (SELECT value FROM json_each(?))""",
        (json.dumps([record for _, record, *_ in said if record is not None]),),
    )
    sources: dict[int, tuple[Any, ...]] = {row[0]: row[1:] for row in rows}
    found: list[Assertion] = []
    for each, record, words, grade, at, by in said:
        source_id, source, row, its_grade, its_at, its_by, live = sources.get(record, (None, None, None, "", "", "", 1))
        if live:
            found.append(
                Assertion(
                    each, record, source_id, source, row, _said(words), grade or its_grade, at or its_at, by or its_by
                )
            )
    return found


def links_of(connection: sqlite3.Connection, number: int) -> list[LinkRow]:
    """Return the live links at an item; one from the item to itself comes once."""
    rows = connection.execute(
        """SELECT link.id, kind.name, link.a, link.b, link.properties, link.when_start, link.when_end,
            link.when_precision, other.id, other_kind.name, other.label, link.a = ?1
        FROM (SELECT id FROM link WHERE a = ?1 UNION SELECT id FROM link WHERE b = ?1) AS here
        JOIN link ON link.id = here.id AND link.live
        JOIN schema_type AS kind ON kind.id = link.type
        JOIN item AS other ON other.id = CASE WHEN link.a = ?1 THEN link.b ELSE link.a END AND other.live
        JOIN schema_type AS other_kind ON other_kind.id = other.type
        ORDER BY link.type, link.id""",
        (number,),
    ).fetchall()
    return [
        LinkRow(number, kind, a, b, _said(said), _when(start, end, precision), other, other_type, label, bool(forward))
        for number, kind, a, b, said, start, end, precision, other, other_type, label, forward in rows
    ]


def record(connection: sqlite3.Connection, number: int) -> Record:
    """Return one row of a source as it came; CaseError if there is none."""
    row = connection.execute(
        """SELECT record.id, source.id, source.name, record.row, record.cells, source.columns
        FROM record JOIN source ON source.id = record.source_id WHERE record.id = ?""",
        (number,),
    ).fetchone()
    if row is None:
        raise CaseError(f"There is no record {number} in this case.")
    found, source_id, source, at, cells, columns = row
    return Record(found, source_id, source, at, cells_of(cells, json.loads(columns)))


def property_column(connection: sqlite3.Connection, type_ids: Sequence[int], name: str) -> tuple[Ints, Rows, list[str]]:
    """Return for every live item of those types its id and the code of its value, -1 where none is stated.

    Values are text as they are kept (numbers in digits, yes/no as true/false, lists as JSON), in order of appearance.
    """
    rows = connection.execute(
        f"""SELECT id, json_extract(properties, ?1), json_type(properties, ?1) IN ('true', 'false') FROM item
        WHERE live AND type IN ({",".join(map(str, type_ids))}) ORDER BY id""",  # noqa: S608  numbers only
        (f'$."{name}"',),
    ).fetchall()
    index: dict[str, int] = {}
    ids, codes = np.zeros(len(rows), np.int64), np.full(len(rows), -1, np.int32)
    for at, (number, value, is_flag) in enumerate(cast("list[tuple[int, Any, int | None]]", rows)):
        ids[at] = number
        if value is not None:
            text = ("true" if value else "false") if is_flag else str(value)
            codes[at] = index.setdefault(text, len(index))
    return ids, codes, list(index)


def has_sets(connection: sqlite3.Connection) -> bool:
    """Return whether any set is kept."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM item_set)").fetchone()[0])


def stated_properties(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Return the number of each type beside each property that a live item of it states."""
    return connection.execute(
        """SELECT DISTINCT item.type, stated.key FROM item, json_each(item.properties) AS stated
        WHERE item.live AND stated.value IS NOT NULL"""
    ).fetchall()


def sources(connection: sqlite3.Connection) -> list[Source]:
    """Return all sources in the order in which they were loaded, those taken back included."""
    rows = connection.execute(f"SELECT {_SOURCE} FROM source ORDER BY id").fetchall()  # noqa: S608  a constant
    names = [each.name for each in fields(Source)]
    found: list[Source] = []
    for row in rows:
        said: dict[str, Any] = dict(zip(names, row, strict=True))
        said["warnings"], said["live"] = tuple(json.loads(said["warnings"])), said["live"] == 1
        found.append(Source(**said))
    return found


def spoken_of(connection: sqlite3.Connection) -> tuple[Ints, Ints]:
    """Return item ids and, beside each, the id of a live source that speaks of it."""
    rows = connection.execute(
        """SELECT DISTINCT assertion.item_id, record.source_id FROM assertion
        JOIN record ON record.id = assertion.record_id JOIN source ON source.id = record.source_id
        WHERE assertion.item_id IS NOT NULL AND source.live AND record.live"""
    ).fetchall()
    pairs = np.array(rows, np.int64).reshape(-1, 2)
    return pairs[:, 0].copy(), pairs[:, 1].copy()


def item_grades(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Return item ids and, beside each, a grade of what live records or analysts say of it, "" for none."""
    return connection.execute(
        """SELECT DISTINCT assertion.item_id, coalesce(nullif(assertion.grade, ''), source.grade, '') FROM assertion
        LEFT JOIN record ON record.id = assertion.record_id LEFT JOIN source ON source.id = record.source_id
        WHERE assertion.item_id IS NOT NULL AND (record.id IS NULL OR (source.live AND record.live))"""
    ).fetchall()


def rejections(connection: sqlite3.Connection, source_id: int) -> list[Rejection]:
    """Return why rows of a source are set aside; those that were corrected and loaded since are not among them."""
    rows = connection.execute(
        """SELECT row, coalesce("column", ''), coalesce(value, ''), reason FROM rejection WHERE source_id = ?1
        AND row NOT IN (SELECT row FROM correction WHERE source_id = ?1 AND live) ORDER BY row, id""",
        (source_id,),
    ).fetchall()
    return [Rejection(*row) for row in rows]


def alterations(connection: sqlite3.Connection, source_id: int) -> list[Alteration]:
    """Return which cells of a source are kept in another form than they came in."""
    rows = connection.execute(
        """SELECT row, coalesce("column", ''), coalesce(value, ''), coalesce(became, ''), reason FROM alteration
        WHERE source_id = ? ORDER BY row, id""",
        (source_id,),
    ).fetchall()
    return [Alteration(*row) for row in rows]


def rows_altered(connection: sqlite3.Connection, reason: str) -> dict[int, set[int]]:
    """Return for each source the numbers of its rows with an alteration whose reason holds these words."""
    found: dict[int, set[int]] = {}
    for source, row in connection.execute(
        "SELECT source_id, row FROM alteration WHERE instr(reason, ?) > 0", (reason,)
    ):
        found.setdefault(source, set()).add(row)
    return found


def sets(connection: sqlite3.Connection) -> dict[str, Ints]:
    """Return the live items of each named set, by name."""
    found: dict[str, Ints] = {}
    named = connection.execute("SELECT id, name FROM item_set ORDER BY name COLLATE NOCASE").fetchall()
    for number, name in named:
        rows = connection.execute(
            """SELECT item_id FROM set_item JOIN item ON item.id = item_id AND item.live WHERE set_id = ?
            ORDER BY item_id""",
            (number,),
        ).fetchall()
        found[str(name)] = np.array([row[0] for row in rows], np.int64)
    return found


def set_queries(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the query by which each named set was made, by name of the set; sets made by hand have none."""
    return {str(name): str(words) for name, words in connection.execute("SELECT name, words FROM item_set") if words}


def link_grades(connection: sqlite3.Connection, link_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return the grades of what is said of each link, "" for what has none."""
    rows = connection.execute(
        """SELECT assertion.link_id, group_concat(DISTINCT coalesce(nullif(assertion.grade, ''), source.grade, ''))
        FROM assertion LEFT JOIN record ON record.id = assertion.record_id
        LEFT JOIN source ON source.id = record.source_id
        WHERE assertion.link_id IN (SELECT value FROM json_each(?)) GROUP BY assertion.link_id""",
        (json.dumps([int(each) for each in link_ids]),),
    )
    return {int(number): frozenset(str(grades or "").split(",")) for number, grades in rows}


def graded_links(connection: sqlite3.Connection) -> list[int]:
    """Return the ids of the live links of which something graded is said, or a source that is graded as a whole."""
    rows = connection.execute(
        """SELECT link.id FROM link WHERE live AND (
            id IN (SELECT link_id FROM statement WHERE link_id IS NOT NULL AND coalesce(grade, '') <> '')
            OR id IN (
                SELECT link_id FROM assertion JOIN record ON record.id = assertion.record_id
                WHERE link_id IS NOT NULL
                AND record.source_id IN (SELECT id FROM source WHERE coalesce(grade, '') <> '')
            )
        )"""
    )
    return [int(number) for (number,) in rows]


def chart_heads(connection: sqlite3.Connection) -> list[ChartHead]:
    """Return names and sizes of the kept charts, in the analyst's order: by ``order`` in their body, then by age."""
    rows = connection.execute(
        """SELECT chart.name, chart.body, (SELECT count(*) FROM chart_item JOIN item ON item.id = item_id AND item.live
        WHERE chart_id = chart.id) FROM chart ORDER BY chart.id"""
    ).fetchall()
    orders = [_said(body).get("order") for _, body, _ in rows]
    places = [order if isinstance(order, int) else len(rows) for order in orders]
    return [ChartHead(str(rows[at][0]), int(rows[at][2])) for at in sorted(range(len(rows)), key=places.__getitem__)]


def charts(connection: sqlite3.Connection) -> dict[str, ChartRows]:
    """Return the kept charts by name, in the order in which they were first kept."""
    found: dict[str, ChartRows] = {}
    for number, name, body in connection.execute("SELECT id, name, body FROM chart ORDER BY id").fetchall():
        rows = connection.execute(
            "SELECT item_id, x, y, pinned, hidden FROM chart_item WHERE chart_id = ? ORDER BY item_id", (number,)
        ).fetchall()
        table = np.array(rows, np.float64).reshape(len(rows), 5)
        found[str(name)] = ChartRows(
            str(name),
            np.array([row[0] for row in rows], np.int64),
            table[:, 1].astype(np.float32),
            table[:, 2].astype(np.float32),
            table[:, 3] != 0,
            table[:, 4] != 0,
            _said(body),
        )
    return found


def kept(connection: sqlite3.Connection, kind: str) -> dict[str, Properties]:
    """Return what the analyst keeps of one kind, by name, in the order of the names."""
    rows = connection.execute(
        "SELECT name, body FROM kept WHERE kind = ? ORDER BY name COLLATE NOCASE, name", (kind,)
    ).fetchall()
    return {str(name): _said(body) for name, body in rows}


def kept_one(connection: sqlite3.Connection, kind: str, name: str) -> KeptThing | None:
    """Return one thing that the analyst keeps, None where there is none of that name."""
    row = connection.execute("SELECT body, at, by FROM kept WHERE kind = ? AND name = ?", (kind, name)).fetchone()
    return KeptThing(_said(row[0]), str(row[1]), str(row[2] or "")) if row else None
