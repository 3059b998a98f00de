"""Inserting many rows, given column by column: a hundred with one statement take half the time of one each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any

_AT_ONCE = 100


def insert(connection: sqlite3.Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows, all as long as each other, by a statement that ends with ``VALUES (…)`` for one of them."""
    left = iter(rows)
    head, _, values = statement.rpartition(" VALUES ")
    at_once = f"{head} VALUES {','.join([values] * _AT_ONCE)}"
    while len(some := list(islice(left, _AT_ONCE))) == _AT_ONCE:
        connection.execute(at_once, list(chain.from_iterable(some)))
    if some:
        connection.executemany(statement, some)


def insert_columns(
    connection: sqlite3.Connection,
    table: str,
    columns: Mapping[str, Sequence[Any]],
    fixed: Mapping[str, int] | None = None,
) -> None:
    """Insert rows given as columns, all as long as each other; ``fixed`` are numbers that all rows have.

    A column in which nothing stands is left to SQLite.
    """
    filled = {name: each for name, each in columns.items() if not _is_empty(each)}
    fixed = fixed or {}
    count, width = len(next(iter(columns.values()))), len(filled)
    flat: list[Any] = [None] * (count * width)
    for place, each in enumerate(filled.values()):
        flat[place::width] = each
    head = f"INSERT INTO {table}({','.join((*fixed, *filled))}) VALUES "  # noqa: S608  constants
    values = f"({','.join([*(f'{number:d}' for number in fixed.values()), *('?' * width)])})"
    at_once, block = head + ",".join([values] * _AT_ONCE), _AT_ONCE * width
    whole = len(flat) - len(flat) % block
    for start in range(0, whole, block):
        connection.execute(at_once, flat[start : start + block])
    if whole < len(flat):
        rest = ",".join([values] * ((len(flat) - whole) // width))
        connection.execute(head + rest, flat[whole:])


def _is_empty(column: Sequence[Any]) -> bool:
    return bool(column) and column[0] is None and column.count(None) == len(column)
