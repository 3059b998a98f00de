"""What is odd in items: values that can't be, that look like defaults, and that lie far from the rest."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from intelviz.analysis.time.local import local_seconds
from intelviz.case.examining import ExaminedItem
from intelviz.schema.model import Schema
from intelviz.schema.when import Precision, from_epoch
from intelviz.workspace.quality.finding import MOST_ITEMS, Example, Findings

WEST, SOUTH, EAST, NORTH = -9.5, 49.0, 3.0, 61.5
"""Degrees within which the United Kingdom lies, its seas included."""
OLDEST = 120
EARLIEST = 1900
_EARLIEST = -2_208_988_800
"""1 January 1900 in seconds since the epoch."""
_MANY_HOURS = 0.35
_PLACEHOLDERS = frozenset(
    [
        "n/a",
        "na",
        "nil",
        "none",
        "null",
        "unknown",
        "unk",
        "not",
        "known",
        "not",
        "stated",
        "not",
        "given",
        "not",
        "provided",
        "tbc",
        "tba",
        "test",
        "testing",
        "xxx",
        "xx",
        "x",
        "?",
        "??",
        "???",
        "-",
        "--",
        ".",
        "..",
        "0",
        "00",
        "000",
        "0000",
        "00000",
        "000000",
        "0000000000",
        "00000000000",
        "999",
        "9999",
        "99999",
        "999999",
        "1234",
        "12345",
        "123456",
        "dummy",
        "refused",
    ]
) | {"not known", "not stated", "not given", "not provided", "no trace", "to be confirmed", "do not know"}
_NUMBERS_MAY = frozenset({"integer", "number", "money", "decimal", "duration", "count", "boolean"})
_FAR = 10.0
_FEWEST = 20
"""Fewer values than that have no outliers."""


class ItemChecks:
    """Looks at item after item; ``finish`` looks at all of them together."""

    def __init__(self, schema: Schema, findings: Findings, now: int) -> None:
        self._schema, self._findings, self._now = schema, findings, now
        self._this_year = from_epoch(now).year
        self.filled: dict[str, Counter[str]] = {}
        self.total: Counter[str] = Counter()
        self._timed: dict[str, array[int]] = {}
        self._placed = array("d")
        self._kinds: dict[str, Mapping[str, str]] = {}

    def take(self, item: ExaminedItem) -> None:
        """Look at one item."""
        self.total[item.type] += 1
        filled = self.filled.setdefault(item.type, Counter())
        kinds = self._kinds_of(item.type)
        for name, value in item.properties.items():
            if value not in (None, "", []):
                filled[name] += 1
                self._value(item, name, value, kinds.get(name, "text"))
        self._lifetime(item)
        if item.start is not None:
            filled["@when"] += 1
            self._time(item, item.start, item.end)
        if item.lon is not None and item.lat is not None:
            filled["@where"] += 1
            self._place(item, item.lon, item.lat)

    def _kinds_of(self, kind: str) -> Mapping[str, str]:
        found = self._kinds.get(kind)
        if found is None:
            known = self._schema.properties_of(kind) if kind in self._schema.items else ()
            found = self._kinds[kind] = {each.name: each.kind for each in known}
        return found

    def _add(
        self, check: str, title: str, item: ExaminedItem, words: str, column: str = "", value: object = ""
    ) -> None:
        self._findings.add(check, title, Example(words, item.id, item.label, column=column, value=str(value)))

    # One value

    def _value(self, item: ExaminedItem, name: str, value: Any, kind: str) -> None:
        if isinstance(value, str):
            bare = value.strip().casefold()
            if bare in _PLACEHOLDERS and not (bare.isdigit() and kind in _NUMBERS_MAY):
                self._add("default", "Words that stand for nothing", item, "no value, but a word for none", name, value)
        if kind == "date_of_birth" and isinstance(value, str) and value[5:10] == "01-01" and len(value) >= 10:
            self._add("default", "Born on 1 January", item, "often typed where only the year is known", name, value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return
        if name == "age" and not 0 <= value <= OLDEST:
            self._add("impossible", "Nobody is of that age", item, f"an age of {value:,}", name, value)
        elif name in {"duration", "distance", "value", "amount_lost"} and value < 0:
            self._add("impossible", "Less than nothing", item, f"{name} is below 0", name, value)
        elif "distance" in name and value > 20_037_509:
            self._add("impossible", "Farther than half around the earth", item, f"{value:,} metres", name, value)

    def _lifetime(self, item: ExaminedItem) -> None:
        born = _day(item.properties.get("date_of_birth"))
        died = _day(item.properties.get("date_of_death") or item.properties.get("died"))
        if born:
            if born > self._today:
                self._add("impossible", "Born in the future", item, f"born {born}", "date_of_birth", born)
            elif self._this_year - int(born[:4]) > OLDEST and not died:
                words = f"{self._this_year - int(born[:4])} years old today"
                self._add("impossible", "Nobody is of that age", item, words, "date_of_birth", born)
        if born and died and died < born:
            self._add("impossible", "Died before being born", item, f"born {born}, died {died}", "date_of_birth", born)
        for start, end in (("start", "end"), ("start_date", "end_date"), ("from_date", "to_date")):
            first, last = _day(item.properties.get(start)), _day(item.properties.get(end))
            if first and last and last < first:
                self._add("impossible", "Ends before it begins", item, f"from {first} to {last}", end, last)

    @property
    def _today(self) -> str:
        return from_epoch(self._now).date().isoformat()

    def _time(self, item: ExaminedItem, start: int, end: int | None) -> None:
        if end is not None and end < start:
            self._add("impossible", "Ends before it begins", item, "the end is before the start")
        if start > self._now:
            text = _text(start)
            self._add("impossible", "In the future", item, f"at {text}", "when", text)
        elif start < _EARLIEST:
            text = _text(start)
            self._add("impossible", f"Before {EARLIEST}", item, f"at {text}", "when", text)
        self._timed.setdefault(item.type, array("q")).extend((item.id, start, item.precision))

    def _place(self, item: ExaminedItem, lon: float, lat: float) -> None:
        at = f"{lat:.5f}, {lon:.5f}"
        if abs(lon) < 0.01 and abs(lat) < 0.01:
            self._add("impossible", "At 0, 0 in the Gulf of Guinea", item, "often put for no place", "where", at)
        else:
            if not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
                self._add("outlier", "Outside the United Kingdom", item, at, "where", at)
            self._placed.extend((item.id, lon, lat))

    # All together

    def finish(self) -> None:
        """Look for what is far from the rest in time and place, and for times that nobody would have seen."""
        for kind, rows in self._timed.items():
            table = np.frombuffer(rows, np.int64).reshape(-1, 3)
            for at in far_off(table[:, 1]).tolist():
                number, start = int(table[at, 0]), int(table[at, 1])
                words = f"half of the others are before {_text(int(np.median(table[:, 1])))}"
                example = Example(words, number, column="when", value=_text(start))
                self._findings.add("outlier", f"{kind}: far from the rest in time", example)
            self._round_times(kind, table)
        if len(self._placed) >= 3 * _FEWEST:
            table = np.frombuffer(self._placed, np.float64).reshape(-1, 3)
            middle = np.median(table[:, 1:], axis=0)
            scale = np.array([np.cos(np.radians(middle[1])), 1.0]) * 111_320.0
            away = np.hypot(*((table[:, 1:] - middle) * scale).T)
            for at in far_off(away, upper_only=True).tolist():
                words = f"{away[at] / 1000:,.0f} km from the middle of the others"
                where = f"{table[at, 2]:.5f}, {table[at, 1]:.5f}"
                example = Example(words, int(table[at, 0]), "", column="where", value=where)
                self._findings.add("outlier", "Far from the rest in place", example)

    def _round_times(self, kind: str, table: np.ndarray[Any, np.dtype[np.int64]]) -> None:
        exact = table[table[:, 2] >= int(Precision.MINUTE)]
        if len(exact) < _FEWEST:
            return
        of_day = local_seconds(exact[:, 1]) % 86_400
        midnight = np.flatnonzero(of_day == 0)
        if len(midnight) > max(3, len(exact) * 0.02):
            title = f"{kind}: at midnight sharp ({len(midnight) / len(exact):.0%} of those with a time)"
            for at in midnight.tolist():
                value = _text(int(exact[at, 1])) if len(midnight) < MOST_ITEMS else ""
                example = Example("often a day without a time", int(exact[at, 0]), column="when", value=value)
                self._findings.add("default", title, example)
        hours = float(np.mean(of_day % 3600 == 0))
        if hours > _MANY_HOURS:
            title = f"{kind}: {hours:.0%} on the full hour, where about 13% is usual"
            self._findings.add("default", title, Example("times may have been rounded", column="when"))


def far_off(values: np.ndarray[Any, Any], *, upper_only: bool = False) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the places of values that are very far from the others.

    Robust z (Iglewicz and Hoaglin 1993: 0.6745 times the distance from the median over the median distance) above 10
    and, against many equal values, also outside the quartiles by three times their distance.
    """
    if len(values) < _FEWEST:
        return np.zeros(0, np.int64)
    plain = values.astype(np.float64)
    low, middle, high = np.percentile(plain, (25, 50, 75))
    spread = float(np.median(np.abs(plain - middle)))
    gap = max(high - low, 1e-9)
    z = 0.6745 * (plain - middle) / max(spread, gap / 10, 1e-9)
    above = (z > _FAR) & (plain > high + 3 * gap)
    below = (z < -_FAR) & (plain < low - 3 * gap)
    return np.flatnonzero(above if upper_only else above | below)


def _text(seconds: int) -> str:
    try:
        return f"{from_epoch(seconds):%d/%m/%Y %H:%M}"
    except (OverflowError, ValueError, OSError):
        return str(seconds)


def _day(value: object) -> str:
    text = str(value or "")[:10]
    return text if len(text) == 10 and text[4] == "-" and text[:4].isdigit() else ""
