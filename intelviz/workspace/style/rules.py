"""Rules of a chart's style, as the chart carries them: plain JSON, read with suspicion as it may come from a stranger.

The first rule of a channel that has a value for an item or a line decides; a rule lower down has no say in it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Channel = Literal["colour", "size", "icon", "ring", "badge", "line colour", "line width", "line pattern"]
Classes = Literal["values", "quantiles", "steps", "breaks"]
Parallel = Literal["count", "bundled", "all"]
PARALLEL: dict[Parallel, str] = {
    "count": "one line with their number",
    "bundled": "one for each kind, with its number",
    "all": "each a line of its own",
}

CHANNELS: tuple[Channel, ...] = get_args(Channel)
OF_LINES: tuple[Channel, ...] = ("line colour", "line width", "line pattern")
CLASSES: dict[Classes, str] = {
    "values": "Each value for itself",
    "quantiles": "Numbers, as many items in each class",
    "steps": "Numbers, classes of equal width",
    "breaks": "Numbers, between bounds of your own",
}
_OWN = re.compile(r"#[0-9a-fA-F]{6}")
FIXED = "fixed"
"""``by`` of a rule that gives what its query finds one value."""
MEASURES = {
    "degree": "Items linked to",
    "links": "Links",
    "betweenness": "Betweenness",
    "pagerank": "PageRank",
    "community": "Community",
}
"""Measures of items on the chart, by the last word of ``by`` ("measure degree"), with their words."""
PATTERNS = ("solid", "dashed", "dotted")
SLOTS = 8
"""Colours at once, at most: the slots of the theme's type colours."""
COLOURED: tuple[Channel, ...] = ("colour", "ring", "line colour")
"""Channels that are colours."""
Colour = int | str
"""A slot of the theme's type colours, which reads on any ground, or a colour of the analyst's own as "#rrggbb"."""
MOST_RULES, LONGEST, MOST_BREAKS, MOST_COLOURS = 40, 2_000, 20, 60
SMALLEST, LARGEST = 0.4, 4.0
"""Sizes and widths, in times of the usual one."""


@dataclass(frozen=True)
class Rule:
    """One rule: what it changes, by what, for which items.

    ``by`` is FIXED, "type", "grade", "source", "link type", "link count", "measure NAME" or "property TYPE.NAME".
    ``value`` is what a fixed rule gives: a Colour (colour, ring, line colour), a factor (size, width), an
    icon's name, a text (badge), one of PATTERNS. ``where`` is a query that an item must fit; of a line, one of
    its ends. ``breaks`` are the bounds between classes of ``classes`` "breaks", ascending. ``colours`` are those that
    the analyst chose for values, by the value; the others have what is left of the slots, the most frequent first.
    """

    channel: Channel
    by: str = FIXED
    value: str | float = 0
    where: str = ""
    classes: Classes = "values"
    breaks: tuple[float, ...] = ()
    on: bool = True
    colours: tuple[tuple[str, Colour], ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return it as plain values, without those that say nothing."""
        found: dict[str, Any] = {"channel": self.channel, "by": self.by}
        if self.by == FIXED:
            found["value"] = self.value
        if self.where:
            found["where"] = self.where
        if self.classes != "values":
            found["classes"] = self.classes
        if self.breaks:
            found["breaks"] = list(self.breaks)
        if self.colours:
            found["colours"] = [list(each) for each in self.colours]
        return found if self.on else {**found, "on": False}


@dataclass(frozen=True)
class Style:
    """The look of a chart: its rules, what stands below an item beside its name, and how parallel links are drawn."""

    rules: tuple[Rule, ...] = ()
    second: str = ""
    """What the second line of a label says: "" nothing, "type", "when", or "property TYPE.NAME"."""
    parallel: Parallel = "count"
    """How several links between two items are drawn: as one line with their number, as one for each kind and direction
    with its number, or each as a line of its own."""
    pictures: bool = True
    """Whether items that have a picture are drawn by it."""
    unread: int = field(default=0, compare=False)
    """How many rules there were, where it was kept, that can't be rules: they are passed over, and said to be."""

    def plain(self) -> dict[str, Any] | None:
        """Return it as plain values; None where nothing is set."""
        found: dict[str, Any] = {}
        if self.rules:
            found["rules"] = [each.plain() for each in self.rules]
        if self.second:
            found["second"] = self.second
        if self.parallel != "count":
            found["parallel"] = self.parallel
        if not self.pictures:
            found["pictures"] = False
        return found or None


def style_in(body: Mapping[str, Any]) -> Style:
    """Return the style of a chart's body; what can't be a rule is passed over and counted."""
    return style_from(body.get("style"))


def style_from(said: object) -> Style:
    """Return the style that plain values describe; what can't be part of one is passed over, rules counted."""
    if not isinstance(said, Mapping):
        return Style()
    known: dict[str, Any] = {str(key): value for key, value in said.items()}
    listed = known.get("rules")
    given = listed if isinstance(listed, list) else []
    rules = [each for each in map(rule_from, given[:MOST_RULES]) if each is not None]
    second = known.get("second")
    several = known.get("parallel")
    parallel: Parallel = "bundled" if several == "bundled" else "all" if several == "all" else "count"
    fits = isinstance(second, str) and (second in ("type", "when") or second.startswith("property "))
    return Style(
        tuple(rules),
        str(second)[:LONGEST] if fits else "",
        parallel,
        known.get("pictures") is not False,
        len(given) - len(rules),
    )


def rule_from(said: object) -> Rule | None:
    """Return the rule that plain values describe, None where they can't be one."""
    if not isinstance(said, Mapping):
        return None
    known: dict[str, Any] = {str(key): value for key, value in said.items()}
    channel, by, where, value = (known.get(name) for name in ("channel", "by", "where", "value"))
    classes = known.get("classes", "values")
    if channel not in CHANNELS or not isinstance(by, str) or len(by) > LONGEST or classes not in CLASSES:
        return None
    if not known_by(channel, by) and not refused(channel, by):
        return None
    breaks = _breaks(known.get("breaks"))
    given = _value(channel, value) if by == FIXED else 0
    colours = _colours(known.get("colours"))
    if given is None or breaks is None or colours is None or (colours and channel not in COLOURED):
        return None
    text = where if isinstance(where, str) else ""
    if len(text) > LONGEST:
        return None
    return Rule(channel, by, given, text, classes, breaks, known.get("on") is not False, colours)


def refused(channel: Channel, by: str) -> str:
    """Return why a channel must not be ruled by that though it could be, "" where there is no such reason."""
    if channel == "line pattern" and by == "grade":
        return "The pattern of a line says by itself how sure the link is, and always the same way."
    return ""


def known_by(channel: Channel, by: str) -> bool:
    """Return whether a channel can be ruled by that."""
    word, _, rest = by.partition(" ")
    if by == FIXED:
        return True
    if channel in OF_LINES:
        return by == "link type" or (channel != "line pattern" and by in ("link count", "grade"))
    if channel == "icon":
        return False
    return (
        by in ("type", "grade", "source")
        or (word == "measure" and rest in MEASURES)
        or (word == "property" and "." in rest)
    )


def _breaks(said: object) -> tuple[float, ...] | None:
    if said is None:
        return ()
    if not isinstance(said, list) or len(said) > MOST_BREAKS:
        return None
    found = [_number(each) for each in said]
    numbers = [each for each in found if each is not None]
    if len(numbers) != len(found) or sorted(set(numbers)) != numbers:
        return None
    return tuple(numbers)


def _colours(said: object) -> tuple[tuple[str, Colour], ...] | None:
    """Return the colours of values, None where something else is said."""
    if said is None:
        return ()
    if not isinstance(said, list) or len(said) > MOST_COLOURS:
        return None
    found: dict[str, Colour] = {}
    for each in said:
        if not isinstance(each, list) or len(each) != 2 or not isinstance(each[0], str) or len(each[0]) > LONGEST:
            return None
        colour = colour_from(each[1])
        if colour is None:
            return None
        found[each[0]] = colour
    return tuple(found.items())


def colour_from(value: object) -> Colour | None:
    """Return a colour that plain values name, None where they name none."""
    if isinstance(value, str):
        return value.lower() if _OWN.fullmatch(value) else None
    number = _number(value)
    return int(number) if number is not None and number == int(number) and 0 <= number < SLOTS else None


def rgb_of(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _number(value: object) -> float | None:
    usual = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if usual and isinstance(value, int | float) else None


def _value(channel: Channel, value: object) -> str | float | None:
    """Return what a fixed rule gives, None where the channel can't have it."""
    number = _number(value)
    match channel:
        case "colour" | "ring" | "line colour":
            return colour_from(value)
        case "size" | "line width":
            return number if number is not None and SMALLEST <= number <= LARGEST else None
        case "line pattern":
            return value if isinstance(value, str) and value in PATTERNS else None
        case "icon":
            return value if isinstance(value, str) and value.replace("-", "").isalnum() and len(value) < 80 else None
        case _:
            return value if isinstance(value, str) and 0 < len(value) <= 40 else None
