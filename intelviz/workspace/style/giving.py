"""Giving what a rule says to items and lines: colours, sizes, icons, badges, patterns, with the legend's lines."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from intelviz.workspace.query.evaluate import value_key
from intelviz.workspace.style.classes import by_number, grouped, number_words
from intelviz.workspace.style.look import NO_VALUE, OWN, RAMP, Applied, Line
from intelviz.workspace.style.rules import PATTERNS, SLOTS, Channel, Colour, Rule, rgb_of
from intelviz.workspace.style.values import Categories, Numbers, numeric

_SMALL, _LARGE = 0.7, 2.2
"""Sizes of the least and the most."""
_BADGE = 14


def _column(channel: Channel, found: Applied) -> NDArray[np.int16]:
    return {"colour": found.colour, "ring": found.ring, "line colour": found.line_colour}[channel]


def fix(rule: Rule, here: NDArray[np.integer], found: Applied) -> Line:
    """Give items or lines the one value of a fixed rule; return the legend's line."""
    value, words = rule.value, rule.where.strip() or "all"
    match rule.channel:
        case "colour" | "ring" | "line colour":
            swatch = _swatch(value if isinstance(value, str) else int(value), found)
            _column(rule.channel, found)[here] = swatch
            return Line(words, swatch, picked=here)
        case "size" | "line width":
            (found.size if rule.channel == "size" else found.width)[here] = float(value)
            return Line(words, size=float(value), picked=here)
        case "icon":
            found.icons.append(str(value))
            found.icon[here] = len(found.icons) - 1
            return Line(words, text=str(value), picked=here)
        case "line pattern":
            found.pattern[here] = PATTERNS.index(str(value))
            return Line(words, text=str(value), picked=here)
        case _:
            found.badges.append(str(value))
            found.badge[here] = len(found.badges) - 1
            return Line(words, text=str(value), picked=here)


def give(rule: Rule, said: Categories | Numbers, here: NDArray[np.integer], found: Applied) -> list[Line]:
    """Give the items or lines of ``here``, which all have a value, what the rule says; return the legend's lines."""
    if not len(here):
        return []
    match rule.channel:
        case "colour" | "ring" | "line colour":
            if isinstance(said, Categories):
                lines = _coloured(rule, said, here, found)
            else:
                groups = grouped(rule, said, here)
                steps = np.round(np.linspace(25, 100, len(groups))).astype(int).tolist() if len(groups) > 1 else [25]
                lines = [
                    Line(words, RAMP + step, picked=picked) for (words, picked), step in zip(groups, steps, strict=True)
                ]
            for line in lines:
                _column(rule.channel, found)[line.picked] = line.swatch
            return lines
        case "size" | "line width":
            return _sizes(rule, said, here, found.size if rule.channel == "size" else found.width)
        case "badge":
            return _badges(said, here, found)
        case "line pattern":
            lines = []
            for place, (words, picked) in enumerate(grouped(rule, said, here, len(PATTERNS))):
                found.pattern[picked] = place
                lines.append(Line(words, text=PATTERNS[place], picked=picked))
            return lines
        case _:
            return []


def _swatch(colour: Colour, found: Applied) -> int:
    """Return the swatch of a colour; one of the analyst's own is noted."""
    if isinstance(colour, int):
        return colour
    own = rgb_of(colour)
    if own not in found.own:
        found.own.append(own)
    return OWN + found.own.index(own)


def swatches_for(values: list[str], rule: Rule, taken: Collection[int], found: Applied) -> dict[str, int]:
    """Return swatches of further values: the colours chosen for them, and slots not ``taken``, as far as they reach."""
    chosen = {value_key(text): colour for text, colour in rule.colours}
    free = [slot for slot in range(SLOTS) if slot not in taken and slot not in chosen.values()]
    own = {each: _swatch(chosen[value_key(each)], found) for each in values if value_key(each) in chosen}
    return own | dict(zip([each for each in values if each not in own], free, strict=False))


def _coloured(rule: Rule, said: Categories, here: NDArray[np.integer], found: Applied) -> list[Line]:
    """Return a line for each value, the most frequent first: in its own colour, else in what is left of the slots."""
    codes, names = said.codes[here], said.names
    chosen = {value_key(text): colour for text, colour in rule.colours}
    free = [slot for slot in range(SLOTS) if slot not in chosen.values()]
    order = by_number(codes, names)
    waiting = [code for code in order if value_key(names[code]) not in chosen]
    alone = waiting if len(waiting) <= len(free) else waiting[: max(len(free) - 1, 0)]
    swatches = dict(zip(alone, free, strict=False))
    swatches |= {code: _swatch(chosen[value_key(names[code])], found) for code in order if code not in waiting}
    lines = [
        Line(names[code], swatches[code], picked=here[codes == code], value=names[code])
        for code in order
        if code in swatches
    ]
    rest = [code for code in order if code not in swatches]
    if rest:
        shared = free[-1] if free else NO_VALUE
        lines.append(Line(f"{len(rest):,} others", shared, picked=here[np.isin(codes, rest)]))
    return lines


def _sizes(
    rule: Rule, said: Categories | Numbers, here: NDArray[np.integer], column: NDArray[np.float32]
) -> list[Line]:
    """Size by a number: the area grows with it; by classes, in even steps."""
    numbers = said if isinstance(said, Numbers) else numeric(said)
    values = numbers.values[here]
    known = np.isfinite(values)
    here, values = here[known], values[known]
    if not len(here):
        return []
    if rule.classes != "values":
        groups = grouped(rule, numbers, here)
        steps = np.linspace(_SMALL, _LARGE, len(groups)).tolist() if len(groups) > 1 else [1.0]
        for (_, picked), size in zip(groups, steps, strict=True):
            column[picked] = size
        return [Line(words, size=size, picked=picked) for (words, picked), size in zip(groups, steps, strict=True)]
    least, most = float(values.min()), float(values.max())
    share = (values - least) / (most - least) if most > least else np.full(len(values), 0.25)
    column[here] = np.sqrt(_SMALL**2 + (_LARGE**2 - _SMALL**2) * share)
    found = [Line(number_words(least), size=_SMALL, picked=here[values == least])]
    if most > least:
        found.append(Line(number_words(most), size=_LARGE, picked=here[values == most]))
    return found


def _badges(said: Categories | Numbers, here: NDArray[np.integer], found: Applied) -> list[Line]:
    begin = len(found.badges)
    if isinstance(said, Numbers):
        different, at = np.unique(said.values[here], return_inverse=True)
        found.badges += [number_words(each) for each in different.tolist()]
        found.badge[here] = begin + at
    else:
        found.badges += [name if len(name) <= _BADGE else f"{name[: _BADGE - 1]}…" for name in said.names]
        found.badge[here] = begin + said.codes[here]
    return [Line("beside the item", text=found.badges[int(found.badge[here[0]])], picked=here)]
