"""Of what sources speak: which items and links, since when, and where two sources say different things of one item."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

import numpy as np

from intelviz.case.columns import Ints
from intelviz.case.statements import SAME, first_said

Said = dict[str, Any]

_HEARD = """FROM assertion LEFT JOIN record ON record.id = assertion.record_id
    LEFT JOIN source ON source.id = record.source_id
    LEFT JOIN correction ON correction.record_id = record.id AND correction.live
    WHERE coalesce(source.live AND record.live, 1)"""
_SINCE = "coalesce(correction.at, source.at, assertion.at)"


def spoken_by(connection: sqlite3.Connection, source_id: int) -> tuple[Ints, Ints]:
    """Return the ids of the live items and of the live links of which a source speaks, in order."""
    found = [
        connection.execute(
            f"""SELECT DISTINCT {table}.id FROM assertion JOIN record ON record.id = assertion.record_id
            JOIN {table} ON {table}.id = assertion.{table}_id
            WHERE record.source_id = ? AND record.live AND {table}.live ORDER BY {table}.id""",  # noqa: S608  constants
            (source_id,),
        ).fetchall()
        for table in ("item", "link")
    ]
    return _ids(found[0]), _ids(found[1])


def known_at(connection: sqlite3.Connection, moment: str) -> tuple[Ints, Ints, int]:
    """Return the items and links of which something was said up to a moment (ISO 8601, UTC, as the log writes it).

    Only what the case still holds is among them; the last number says of how many items it does no longer, though
    some import that is taken back brought them before that moment.
    """
    items, links = (
        connection.execute(
            f"SELECT DISTINCT {table}_id {_HEARD} AND {table}_id IS NOT NULL AND {_SINCE} <= ? ORDER BY 1",
            (moment,),
        ).fetchall()
        for table in ("item", "link")
    )
    gone = connection.execute(
        """SELECT count(DISTINCT item.id) FROM item JOIN assertion ON assertion.item_id = item.id
        JOIN record ON record.id = assertion.record_id JOIN source ON source.id = record.source_id
        WHERE NOT item.live AND source.at <= ?""",
        (moment,),
    ).fetchone()[0]
    return _ids(items), _ids(links), int(gone)


def said_differently(connection: sqlite3.Connection, left: int, right: int) -> dict[int, tuple[list[Said], list[Said]]]:
    """Return by item what two sources say of it, oldest first, for those of which they don't say the very same."""
    texts = {source: _written(connection, source) for source in (left, right)}
    both = _speakers(connection, left) & _speakers(connection, right)
    one, other = ({each: sorted(set(words)) for each, words in texts[source].items()} for source in (left, right))
    doubtful = sorted(each for each in both if one.get(each) != other.get(each))
    firsts = _firsts(connection, doubtful)
    found: dict[int, tuple[list[Said], list[Said]]] = {}
    for each in doubtful:
        speaker, first = firsts.get(each, (None, "{}"))
        sides: list[list[str]] = []
        for source in (left, right):
            words = [first if text == SAME else text for text in texts[source].get(each, [])]
            sides.append([first, *words] if speaker == source else words)
        if set(sides[0]) != set(sides[1]):
            found[each] = (_read(sides[0]), _read(sides[1]))
    return found


def _written(connection: sqlite3.Connection, source: int) -> dict[int, list[str]]:
    """Return by item what further statements of a source say."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for item, said in connection.execute(
        """SELECT item_id, coalesce(said, '{}') FROM statement JOIN record ON record.id = statement.record_id
        WHERE record.source_id = ? AND record.live AND item_id IS NOT NULL ORDER BY statement.id""",
        (source,),
    ):
        found[int(item)].append(str(said))
    return found


def _speakers(connection: sqlite3.Connection, source: int) -> set[int]:
    return set(spoken_by(connection, source)[0].tolist())


def _firsts(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    """Return by item which source spoke of it first, and what it said, where the item's own row holds that."""
    rows = connection.execute(
        """SELECT item.id, record.source_id, properties, when_start, when_end, when_precision, lon, lat,
        place_precision FROM item JOIN record ON record.id = item.record_id
        WHERE record.live AND item.id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(ids)),),
    )
    return {int(number): (int(source), first_said(said) or "{}") for number, source, *said in rows}


def _read(texts: Iterable[str]) -> list[Said]:
    found: list[Said] = []
    for text in texts:
        said = json.loads(text)
        found.append(cast("Said", said) if isinstance(said, dict) else {})
    return found


def _ids(rows: list[Any]) -> Ints:
    return np.array([row[0] for row in rows], np.int64)
