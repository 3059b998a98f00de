"""Rows that were set aside: as they came, corrected and loaded, taken back again; and files that never came in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from intelviz.case import log
from intelviz.case.cells import cells_of, named
from intelviz.case.values import Attempt, Correction, SetAside
from intelviz.case.withdrawal import set_record_live
from intelviz.schema.errors import CaseError
from intelviz.schema.model import Schema

_SET_ASIDE = """SELECT row, coalesce("column", ''), coalesce(value, ''), reason FROM rejection
    WHERE source_id = ?1 AND row = ?2
    AND row NOT IN (SELECT row FROM correction WHERE source_id = ?1 AND live) ORDER BY id LIMIT 1"""


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """A row that was put right and loaded: {column: (before, after)}, and what came of it.

    ``altered`` are the cells of it that are kept in another form: (column, value, what it became, reason).
    """

    source_id: int
    row: int
    cells: Mapping[str, tuple[str, str]]
    record_id: int
    merged: bool
    items: int
    links: int
    altered: Sequence[tuple[str, str, str, str]]


# Reading


def set_aside(connection: sqlite3.Connection, source_id: int, row: int) -> SetAside:
    """Return one row that is set aside, as it came; CaseError if there is none of that number."""
    found = connection.execute(_SET_ASIDE, (source_id, row)).fetchone()
    if found is None:
        raise CaseError(f"Row {row:,} is not among the rows that are set aside.", remedy="List them, and name one.")
    cells = connection.execute(
        "SELECT cells FROM record WHERE source_id = ? AND row = ? ORDER BY id LIMIT 1", (source_id, row)
    ).fetchone()
    _, columns = recipe_text(connection, source_id)
    number, column, value, reason = found
    return SetAside(number, column, value, reason, columns, cells_of(cells[0], columns) if cells else {})


def recipe_text(connection: sqlite3.Connection, source_id: int) -> tuple[str, tuple[str, ...]]:
    """Return the recipe by which a source was read, and the names of its columns.

    A case of an older version has no names of columns: they are those of the first row.
    """
    found = connection.execute(
        """SELECT coalesce(recipe_text, ''), "columns" FROM source WHERE id = ?""", (source_id,)
    ).fetchone()
    if found is None:
        raise CaseError(f"There is no source {source_id} in this case.")
    names = tuple(str(each) for each in json.loads(found[1]))
    if not names:
        row = connection.execute(
            "SELECT cells FROM record WHERE source_id = ? ORDER BY id LIMIT 1", (source_id,)
        ).fetchone()
        first: Any = json.loads(row[0]) if row else {}
        names = tuple(first) if isinstance(first, dict) else ()
    return str(found[0]), names


def equal_rows(connection: sqlite3.Connection, source_id: int, cells: str) -> int:
    """Return how many rows of a source that are in use hold exactly these cells, as a record keeps them."""
    _, columns = recipe_text(connection, source_id)
    return int(
        connection.execute(
            """SELECT count(*) FROM record WHERE source_id = ?1 AND live AND cells IN (?2, ?3) AND (
                row NOT IN (SELECT row FROM rejection WHERE source_id = ?1)
                OR id IN (SELECT record_id FROM correction WHERE source_id = ?1 AND live))""",
            (source_id, cells, named(cells, columns)),
        ).fetchone()[0]
    )


def last_record(connection: sqlite3.Connection, source_id: int, row: int) -> int:
    """Return the id of the last record of a row: as it came, or as it was corrected last."""
    found = connection.execute(
        "SELECT max(id) FROM record WHERE source_id = ? AND row = ?", (source_id, row)
    ).fetchone()
    return int(found[0])


def corrections(connection: sqlite3.Connection, source_id: int) -> list[Correction]:
    """Return the corrections of rows of a source, oldest first, those undone included."""
    rows = connection.execute(
        """SELECT id, source_id, row, cells, record_id, merged, items, links, at, by, live FROM correction
        WHERE source_id = ? ORDER BY id""",
        (source_id,),
    ).fetchall()
    found: list[Correction] = []
    for number, source, row, cells, record, merged, items, links, at, by, live in rows:
        said = {name: (str(was), str(now)) for name, (was, now) in json.loads(cells).items()}
        found.append(Correction(number, source, row, said, record, merged == 1, items, links, at, by, live == 1))
    return found


# Changing


def add(connection: sqlite3.Connection, by: str, draft: CorrectionDraft) -> int:
    """Keep a correction, and move its row from those set aside to those loaded or merged."""
    cursor = connection.execute(
        """INSERT INTO correction(source_id, row, cells, record_id, merged, items, links, altered, at, by, live)
        VALUES (?,?,?,?,?,?,?,?,?,?,1)""",
        (
            draft.source_id,
            draft.row,
            json.dumps({name: list(pair) for name, pair in draft.cells.items()}, ensure_ascii=False),
            draft.record_id,
            int(draft.merged),
            draft.items,
            draft.links,
            json.dumps([list(each) for each in draft.altered], ensure_ascii=False),
            log.now(),
            by,
        ),
    )
    number = cast(int, cursor.lastrowid)
    _count(connection, number, 1)
    return number


def set_live(connection: sqlite3.Connection, schema: Schema, number: int, *, live: bool) -> None:
    """Take a correction back (its row is set aside again), or let it count again; nothing of it is deleted."""
    found = connection.execute(
        "SELECT source_id, row, record_id, altered, live FROM correction WHERE id = ?", (number,)
    ).fetchone()
    if found is None:
        raise CaseError(f"There is no correction {number} in this case.")
    source_id, row, record_id, altered, was = found
    if bool(was) == live:
        return
    connection.execute("UPDATE correction SET live = ? WHERE id = ?", (int(live), number))
    set_record_live(connection, schema, record_id, live=live)
    _count(connection, number, 1 if live else -1)
    # A row that is set aside has no alterations: those of its correction stand with the correction.
    connection.execute("DELETE FROM alteration WHERE source_id = ? AND row = ?", (source_id, row))
    if live:
        connection.executemany(
            'INSERT INTO alteration(source_id, row, "column", value, became, reason) VALUES (?, ?, ?, ?, ?, ?)',
            ((source_id, row, *each) for each in json.loads(altered)),
        )


def _count(connection: sqlite3.Connection, number: int, sign: int) -> None:
    connection.execute(
        """UPDATE source SET rejected = source.rejected - ?2, merged = source.merged + ?2 * c.merged,
            loaded = source.loaded + ?2 * (1 - c.merged), items = source.items + ?2 * c.items,
            links = source.links + ?2 * c.links
        FROM correction AS c WHERE c.id = ?1 AND source.id = c.source_id""",
        (number, sign),
    )


# Files that are not in the case


def remember(connection: sqlite3.Connection, by: str, attempts: Iterable[Attempt]) -> None:
    """Keep which files could not be loaded or were passed over; the last word on each counts."""
    moment = log.now()
    connection.executemany(
        """INSERT INTO attempt(path, part, name, kind, why, at, by) VALUES (?1,?2,?3,?4,?5,?6,?7)
        ON CONFLICT(path, part) DO UPDATE SET name = ?3, kind = ?4, why = ?5, at = ?6, by = ?7""",
        ((each.path, each.part, each.name, each.kind, each.why, moment, by) for each in attempts),
    )


def attempts(connection: sqlite3.Connection) -> list[Attempt]:
    """Return the files that could not be loaded or were passed over, without those that were loaded since."""
    rows = connection.execute(
        """SELECT path, part, name, kind, why, at, by FROM attempt WHERE NOT EXISTS (
            SELECT 1 FROM source WHERE (source.live OR source.at >= attempt.at) AND source.path = attempt.path
            AND (attempt.part = '' OR source.name = attempt.name)) ORDER BY id"""
    ).fetchall()
    return [Attempt(*row) for row in rows]
