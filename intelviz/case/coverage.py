"""Which sources an answer rests on, and which it doesn't: expired, taken back, failed, or passed over.

A source that is past its date is not searched and doesn't leave the case, until somebody reviews it and extends it.
What it says stays in the case, and on the pictures, where it counts among what is ``past_date``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np

from intelviz.case.columns import Ints
from intelviz.case.correcting import attempts
from intelviz.case.statements import heard

Why = Literal["expired", "withdrawn", "failed", "passed over"]


@dataclass(frozen=True, slots=True)
class Searched:
    """A source that is in use."""

    id: int
    name: str
    at: str
    rows: int
    rejected: int
    expires: str
    past_date: bool = False
    """It should have been reviewed, and is in use where it says so."""

    def as_json(self) -> dict[str, Any]:
        """Return what stands in a product."""
        return {
            "id": self.id,
            "source": self.name,
            "loaded": self.at,
            "rows": self.rows,
            "rejected": self.rejected,
            "expires": self.expires or None,
            **({"past_date": True} if self.past_date else {}),
        }


@dataclass(frozen=True, slots=True)
class NotSearched:
    """A source, or a file, that is not: ``words`` say why; ``id`` is None where it never came in."""

    id: int | None
    name: str
    why: Why
    words: str

    def as_json(self) -> dict[str, Any]:
        """Return what stands in a product."""
        return {"id": self.id, "source": self.name, "why": self.why, "words": self.words}

    def line(self) -> str:
        """Return "calls.csv (expired on 1 May 2026)"."""
        return f"{self.name} ({self.words})"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an answer rests on."""

    searched: tuple[Searched, ...]
    not_searched: tuple[NotSearched, ...]
    expired: tuple[Searched, ...] = ()
    """Those that are not searched because they are past their date."""

    def as_json(self) -> dict[str, Any]:
        """Return what stands in a product."""
        return {
            "searched": [each.as_json() for each in self.searched],
            "not_searched": [each.as_json() for each in self.not_searched],
        }

    @property
    def whole(self) -> Coverage:
        """The same for what rests on everything in the case, sources past their date included, and says so."""
        past = {each.id for each in self.expired}
        return Coverage(
            tuple(sorted((*self.searched, *self.expired), key=lambda each: each.id)),
            tuple(each for each in self.not_searched if each.id is None or each.id not in past),
        )

    def words(self, verb: str = "searched") -> str:
        """Return "4 sources searched; not searched: 1 expired, 2 passed over"."""
        count = len(self.searched)
        line = f"{'1 source' if count == 1 else f'{count:,} sources'} {verb}"
        counts = {why: sum(each.why == why for each in self.not_searched) for why in WHY}
        left = [f"{number:,} {why}" for why, number in counts.items() if number]
        past = sum(each.past_date for each in self.searched)
        if past:
            line += f" ({past:,} past the date for review)"
        return f"{line}; not {verb}: {', '.join(left)}" if left else line


WHY: tuple[Why, ...] = ("expired", "withdrawn", "failed", "passed over")


def coverage(connection: sqlite3.Connection, today: date | None = None) -> Coverage:
    """Return which sources are in use today, and which are not, with the reason."""
    now = (today or date.today()).isoformat()
    searched: list[Searched] = []
    past: list[Searched] = []
    left: list[NotSearched] = []
    rows = connection.execute(
        "SELECT id, name, at, rows, rejected, coalesce(expires, ''), live FROM source ORDER BY id"
    ).fetchall()
    for number, name, at, count, rejected, expires, live in rows:
        if not live:
            left.append(NotSearched(number, name, "withdrawn", "its import was undone"))
        elif expires and expires < now:
            left.append(NotSearched(number, name, "expired", f"expired on {_day(expires)}"))
            past.append(Searched(number, name, at, count, rejected, expires, past_date=True))
        else:
            searched.append(Searched(number, name, at, count, rejected, expires))
    for each in attempts(connection):
        failed = each.kind == "failed"
        words = f"{'could not be loaded' if failed else 'passed over'}: {each.why.rstrip('.')}"
        left.append(NotSearched(None, each.name, "failed" if failed else "passed over", words))
    return Coverage(tuple(searched), tuple(left), tuple(past))


def any_expired(connection: sqlite3.Connection, today: date | None = None) -> bool:
    """Return whether a source that is in use is past its date."""
    now = (today or date.today()).isoformat()
    row = connection.execute(
        "SELECT 1 FROM source WHERE live AND coalesce(expires, '') <> '' AND expires < ? LIMIT 1", (now,)
    ).fetchone()
    return row is not None


def heard_today(today: date | None = None) -> str:
    """Return the SQL condition that a source which is not past its date, or an analyst, speaks of ``item``."""
    now = (today or date.today()).isoformat()
    return heard("item", f"(coalesce(source.expires, '') = '' OR source.expires >= {now!r})")


def only_expired(connection: sqlite3.Connection, ids: Iterable[int] | None = None, today: date | None = None) -> Ints:
    """Return those items (of ``ids``, or of all) of which only sources past their date speak, in order of id."""
    if not any_expired(connection, today):
        return np.zeros(0, np.int64)
    some = "" if ids is None else "AND item.id IN (SELECT value FROM json_each(?))"
    given = () if ids is None else (json.dumps([int(each) for each in ids]),)
    rows = connection.execute(
        f"SELECT item.id FROM item WHERE item.live {some} AND NOT {heard_today(today)} ORDER BY item.id",  # noqa: S608  constants and a date
        given,
    ).fetchall()
    return np.array([row[0] for row in rows], np.int64)


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"
