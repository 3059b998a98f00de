"""Which attributes of a graph say what an item is, what it is called, where and when: by their names and their values.

Nothing is taken for a time or a place that is not written as one; the attribute itself is always kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TYPES = {
    "item": ("type", "entity type", "node type", "kind", "class", "category", "labels", "label group", "group type"),
    "link": (
        "type", "edge type", "link type", "relationship", "relation", "relationship type", "kind", "label", "labels",
    ),
}  # fmt: skip
_LABELS = ("label", "name", "full name", "display name", "title", "caption", "node label")
_NAMES = ("name", "full name", "display name")
_LON = ("longitude", "lon", "lng", "long")
_LAT = ("latitude", "lat")
_START = ("start", "start time", "time", "timestamp", "datetime", "date", "date time", "start date", "when", "begin")
_END = ("end", "end time", "end date", "stop", "until")
_MOST_TYPES = 200
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_GAPS = re.compile(r"[\s_\-.]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Sensed:
    """What an element's attributes say of it."""

    type: str
    label: str
    name: str
    start: str
    end: str
    lon: str
    lat: str


def spoken(name: str) -> str:
    """Return the name of an attribute in plain words: "start time" for startTime and start_time."""
    return " ".join(_GAPS.sub(" ", _CAMEL.sub(" ", name)).casefold().split())


def is_iso(text: str) -> bool:
    """Return whether a text is a date, or date and time, as ISO 8601 writes it."""
    return _ISO.fullmatch(text.strip()) is not None


@dataclass(slots=True)
class _Columns:
    """The attributes of one kind of element, by what they are called in plain words."""

    names: dict[str, str] = field(default_factory=dict[str, str])

    def first(self, words: tuple[str, ...]) -> str:
        return next((self.names[each] for each in words if each in self.names), "")

    def all(self, words: tuple[str, ...]) -> list[str]:
        return [self.names[each] for each in words if each in self.names]


@dataclass(slots=True)
class _Chosen:
    type: str
    labels: list[str]
    names: list[str]
    lon: str
    lat: str
    start: str
    end: str


@dataclass(slots=True)
class Senses:
    """Learns the names of attributes while a file is read, then says of each element what they mean."""

    _columns: dict[str, _Columns] = field(default_factory=dict[str, _Columns])
    _known: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _chosen: dict[str, _Chosen] = field(default_factory=dict[str, _Chosen])
    _seen: dict[tuple[str, str], set[str]] = field(default_factory=dict[tuple[str, str], set[str]])

    def take(self, kind: str, attributes: Mapping[str, str]) -> None:
        """Learn the names of an element's attributes."""
        known = self._known.setdefault(kind, set())
        if not attributes.keys() <= known:
            columns = self._columns.setdefault(kind, _Columns())
            for name in attributes.keys() - known:
                known.add(name)
                words = spoken(name)
                columns.names.setdefault(words, name)
                if words in _TYPES.get(kind, ()):
                    self._seen[kind, name] = set()
        for (of, name), values in self._seen.items():
            if of == kind and len(values) <= _MOST_TYPES and name in attributes:
                values.add(attributes[name])

    def type_of(self, kind: str) -> str:
        """Return the attribute that says what the elements of a kind are, "" where none does."""
        return self._choice(kind).type

    def _may_be_type(self, kind: str, name: str) -> bool:
        """Return whether an attribute has few values, as one that names kinds of things has."""
        return len(self._seen.get((kind, name), ())) <= _MOST_TYPES

    def _choice(self, kind: str) -> _Chosen:
        found = self._chosen.get(kind)
        if found is None:
            columns = self._columns.get(kind, _Columns())
            found = self._chosen[kind] = _Chosen(
                next((name for name in columns.all(_TYPES.get(kind, ())) if self._may_be_type(kind, name)), ""),
                columns.all(_LABELS),
                columns.all(_NAMES),
                columns.first(_LON),
                columns.first(_LAT),
                columns.first(_START),
                columns.first(_END),
            )
        return found

    def of(self, kind: str, type_: str, label: str, start: str, end: str, attributes: Mapping[str, str]) -> Sensed:
        """Return what an element's attributes say, where the format itself says nothing."""
        chosen = self._choice(kind)
        get = attributes.get
        if not type_ and chosen.type:
            type_ = _one_type(get(chosen.type, ""))
        if kind == "link":
            if not start and chosen.start:
                start = _iso(get(chosen.start, ""))
            if not end and chosen.end and start:
                end = _iso(get(chosen.end, ""))
            return Sensed(type_, label, "", start, end, "", "")
        name = next((text for each in chosen.names if (text := get(each, "").strip())), "") or label
        if not label:
            label = next((text for each in chosen.labels if (text := get(each, "").strip())), "")
            name = name or label
        if not start and chosen.start:
            start = _iso(get(chosen.start, ""))
        if not end and chosen.end and start:
            end = _iso(get(chosen.end, ""))
        lon = lat = ""
        if kind == "item":
            if chosen.lon and chosen.lat:
                lon, lat = _degrees(get(chosen.lon, ""), get(chosen.lat, ""))
            if end and not start:
                end = ""
        return Sensed(type_, label, name, start, end, lon, lat)

    def notes(self) -> Iterator[str]:
        """Yield what the user should know of what was taken for what."""
        for kind, words in (("item", "items"), ("link", "links")):
            chosen = self._choice(kind)
            if chosen.start:
                until = f" and “{chosen.end}”" if chosen.end else ""
                yield f"“{chosen.start}”{until} was taken for the time of the {words}, where written as yyyy-mm-dd."
            if kind == "item" and chosen.lon and chosen.lat:
                yield f"“{chosen.lon}” and “{chosen.lat}” were taken for their place, in degrees."


def _one_type(text: str) -> str:
    """Return the first of several labels, as graph databases write them (``:Person:Officer``)."""
    text = text.strip()
    if text.startswith(":"):
        return text.strip(":").split(":")[0]
    return text


def _iso(text: str) -> str:
    text = text.strip()
    return text if is_iso(text) else ""


def _degrees(lon: str, lat: str) -> tuple[str, str]:
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        return "", ""
    if -180 <= x <= 180 and -90 <= y <= 90 and (x, y) != (0, 0):
        return lon.strip(), lat.strip()
    return "", ""
