"""The search index: any word of a label or a property, by its beginning, whatever its accents and capitals."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from typing import Any, cast

import numpy as np

from intelviz.case.columns import Ints
from intelviz.case.coverage import any_expired, heard_today
from intelviz.case.values import Hit
from intelviz.schema.kinds import kind_of
from intelviz.schema.model import Schema

_QUOTED = re.compile(r'"([^"]*)"?')
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_TYPED = ("phone", "vrm", "postcode", "imei", "mac", "nino", "pnc_id", "cro_no", "account", "iban", "sort_code")
"""Kinds of identifier that are found however they are typed."""
_EXPLAINED = 1000
"""More hits than that are ranked, but not told why."""


def expression(text: str) -> str:
    """Return the FTS5 expression for what somebody typed; "" where it holds no word.

    Every word counts by its beginning, words in quotation marks as they follow each other. A telephone number, plate
    or postcode is found however its parts are spaced. Nothing typed is ever taken for FTS5's own language.
    """
    words = [f'"{word}"*' for word in _words(_QUOTED.sub(" ", text))]
    phrases = [f'"{" ".join(inner)}"' for inner in map(_words, _QUOTED.findall(text)) if inner]
    if not words and not phrases:
        return ""
    plain = " AND ".join((*phrases, *words))
    others = [f'"{" ".join(_words(form))}"*' for form in _identifiers(text)]
    return " OR ".join((f"({plain})", *others))


def _words(text: str) -> list[str]:
    return _WORD.findall("".join(each if _indexed(each) else " " for each in unicodedata.normalize("NFC", text)))


def _indexed(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNM" or unicodedata.category(letter) == "Co"


def _identifiers(text: str) -> list[str]:
    """Return the forms in which a typed identifier is kept, and a telephone number of which the beginning is typed."""
    if not any(each.isdigit() for each in text) or len(text) > 40:
        return []
    found: dict[str, None] = {}
    for kind in _TYPED:
        try:
            form = str(kind_of(kind).clean(text))
        except ValueError:
            continue
        if form.casefold() != " ".join(text.split()).casefold() and _words(form):
            found[form] = None
    begun = re.fullmatch(r"0(\d{4,10})", re.sub(r"[\s()./-]+", "", text))
    if begun:
        found[f"44{begun[1]}"] = None
    return list(found)


def matching(connection: sqlite3.Connection, text: str) -> Ints:
    """Return the ids of all live items that the text finds, in order of id."""
    wanted = expression(text)
    if not wanted:
        return np.zeros(0, np.int64)
    rows = connection.execute(
        f"""SELECT item.id FROM item_fts JOIN item ON item.id = item_fts.rowid
        WHERE item_fts MATCH ? AND item.live {_in_date(connection)}""",  # noqa: S608  constants and a date
        (wanted,),
    ).fetchall()
    return np.sort(np.array([row[0] for row in rows], np.int64))


def _in_date(connection: sqlite3.Connection) -> str:
    """Return the condition that leaves out what only sources past their date say; "" where there are none."""
    return f" AND {heard_today()}" if any_expired(connection) else ""


def search(
    connection: sqlite3.Connection, schema: Schema, text: str, type_ids: list[int] | None, limit: int
) -> list[Hit]:
    """Return the items that fit best, at most ``limit``; of ``type_ids`` only, where given."""
    wanted = expression(text)
    if not wanted or limit <= 0 or type_ids == []:
        return []
    typed = f"AND item.type IN ({','.join(map(str, type_ids))})" if type_ids is not None else ""
    rows = connection.execute(
        f"""SELECT item.id, schema_type.name, item.label, item.properties, -bm25(item_fts, 4.0, 1.0) AS score
        FROM item_fts JOIN item ON item.id = item_fts.rowid JOIN schema_type ON schema_type.id = item.type
        WHERE item_fts MATCH ? AND item.live {typed} {_in_date(connection)}
        ORDER BY score DESC, item.id LIMIT ?""",  # noqa: S608  numbers and a date
        (wanted, limit),
    ).fetchall()
    explain = _Why(schema, text) if len(rows) <= _EXPLAINED else None
    return [
        Hit(number, kind, label, round(score, 4), explain.of(kind, label, properties) if explain else "")
        for number, kind, label, properties, score in cast("list[tuple[int, str, str, str, float]]", rows)
    ]


def folded(text: str) -> str:
    """Return text without accents and capitals, as the index has it."""
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return text.casefold()


class _Why:
    """Says what of an item matched: its label, or a property with its value."""

    def __init__(self, schema: Schema, text: str) -> None:
        self._schema = schema
        self._words = [folded(word) for word in _words(text)]
        self._forms = [folded(form) for form in _identifiers(text)]

    def of(self, kind: str, label: str, properties: str) -> str:
        left = [word for word in self._words if not _begins(word, folded(label))]
        if not left:
            return "label"
        said = cast("dict[str, Any]", json.loads(properties))
        known = {each.name: each for each in self._schema.properties_of(kind)} if kind in self._schema.items else {}
        reasons = ["label"] if len(left) < len(self._words) else []
        for name, value in said.items():
            text = folded(json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value))
            hits = [word for word in left if _begins(word, text)]
            if hits or any(form in text for form in self._forms):
                about = known.get(name)
                shown = kind_of(about.kind).show(value) if about else str(value)
                reasons.append(f"{about.label if about else name}: {_short(shown)}")
                left = [word for word in left if word not in hits]
        return ", ".join(reasons) or "label"


def _begins(word: str, text: str) -> bool:
    return any(each.startswith(word) for each in _WORD.findall(text))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
