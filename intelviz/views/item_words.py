"""What a view says of one item in a line or two: when, where, and how precisely either is known."""

from __future__ import annotations

import json
from collections.abc import Mapping

from intelviz.render.timewords import PRECISION_WORDS, when_of
from intelviz.schema.kinds import Kind, kind_of
from intelviz.schema.place import PlacePrecision
from intelviz.schema.when import NO_TIME, Precision
from intelviz.workspace.workspace import Workspace


def when_lines(workspace: Workspace, row: int) -> tuple[str, str]:
    """Return the time of an item and how precisely it is known, both empty where nothing is known."""
    items = workspace.items
    start, end = int(items.when_start[row]), int(items.when_end[row])
    if start == NO_TIME:
        return "", ""
    precision = Precision(int(items.when_precision[row]))
    return when_of(start, end, precision).text(), PRECISION_WORDS[precision]


def where_lines(workspace: Workspace, row: int) -> tuple[str, str]:
    """Return the place of an item and how precisely it is known, both empty where nothing is known."""
    items = workspace.items
    place = int(items.place_row[row])
    if place < 0:
        return "", ""
    precision = PlacePrecision(int(items.place_precision[row]))
    name = items.label[place] if place != row else f"{items.lat[row]:.5f}, {items.lon[row]:.5f}"
    return name, precision.words


def kinds_of(workspace: Workspace, type_name: str) -> Mapping[str, Kind]:
    """Return the kind of each property of an item type."""
    return {each.name: kind_of(each.kind) for each in workspace.schema.properties_of(type_name)}


def value_words(value: object, kind: Kind | None = None) -> str:
    """Return a property value as a reader expects it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(value_words(each, kind) for each in value)
    return (kind or kind_of("boolean" if isinstance(value, bool) else "text")).show(value)


def value_of(text: str, kind: Kind | None) -> object:
    """Return the value that a property column keeps as text: a number, yes or no, a list, or the text itself."""
    if text.startswith("[") and text.endswith("]"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    if kind is None:
        return text
    if kind.name == "boolean":
        return text == "true"
    if kind.numeric:
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() and "." not in text and "e" not in text else number
    return text


def card_lines(workspace: Workspace, row: int) -> list[str]:
    """Return the lines of an item's card: label, type, when, where."""
    lines = [workspace.items.label[row], workspace.type_of(row).label]
    for text, exact in (when_lines(workspace, row), where_lines(workspace, row)):
        if text:
            lines.append(f"{text} ({exact})")
    return lines
