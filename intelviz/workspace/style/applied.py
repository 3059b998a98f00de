"""What the rules of a style give each item and each line of a chart, as columns, and the words of the legend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats, Ints, Mask, Rows
from intelviz.schema.errors import IntelvizError, UsageError
from intelviz.workspace.query import parse
from intelviz.workspace.style.certainty import UNGRADED, WORDS, link_certainty
from intelviz.workspace.style.rules import FIXED, OF_LINES, PATTERNS, SLOTS, Channel, Rule, Style, refused
from intelviz.workspace.style.values import Categories, Numbers, numeric, value_of
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

NO_VALUE = SLOTS
"""The swatch of what a colour rule finds no value for."""
RAMP = 100
"""Swatches from here on are steps of the ramp from least to most: RAMP + 0 to RAMP + 100 per cent."""
_CLASSES = 5
_SMALL, _LARGE = 0.7, 2.2
"""Sizes of the least and the most."""
_BADGE = 14
Swatch = NDArray[np.int16]


class Drawn(Protocol):
    """Items and lines of a canvas: item rows, and pairs of them, the links of pair p from ``begin[p]`` on."""

    rows: Rows
    low: Rows
    high: Rows
    count: NDArray[np.int64]
    link: Rows
    begin: Ints


@dataclass(frozen=True, eq=False)
class Line:
    """One line of the legend: what is drawn so, in words, and for which item rows (lines: pairs)."""

    words: str
    swatch: int = -1
    size: float = 1.0
    text: str = ""
    picked: NDArray[np.integer] = field(default_factory=lambda: np.zeros(0, np.int32))


@dataclass(frozen=True, eq=False)
class Section:
    """What the legend says of one rule."""

    channel: Channel
    title: str
    lines: tuple[Line, ...]


@dataclass(eq=False)
class Applied:
    """Columns over all items of the case, and over the pairs of the canvas; -1 is "as it is without a style".

    ``colour``, ``ring`` and ``line_colour`` hold swatches: a slot of the theme's type colours, NO_VALUE, or a step of
    the ramp (RAMP + per cent). ``icon`` indexes ``icons``, ``badge`` ``badges``. ``size`` and ``width`` are factors.
    ``pattern`` indexes PATTERNS. ``problems`` say which rules can't be followed, and why.
    """

    colour: Swatch
    ring: Swatch
    icon: Swatch
    badge: NDArray[np.int32]
    size: NDArray[np.float32]
    line_colour: Swatch
    width: NDArray[np.float32]
    pattern: NDArray[np.int8]
    icons: list[str] = field(default_factory=list[str])
    badges: list[str] = field(default_factory=list[str])
    sections: list[Section] = field(default_factory=list[Section])
    problems: list[str] = field(default_factory=list[str])
    second: list[str] | None = None
    """Second lines of labels, by ``second_of``."""
    second_of: NDArray[np.int32] | None = None


def applied(style: Style, workspace: Workspace, case: CaseFile | None, drawn: Drawn) -> Applied:
    """Return what a style gives what is drawn; may be called from a job, and takes long where a measure does."""
    count, pairs = len(workspace), len(drawn.low)
    found = Applied(
        np.full(count, -1, np.int16),
        np.full(count, -1, np.int16),
        np.full(count, -1, np.int16),
        np.full(count, -1, np.int32),
        np.ones(count, np.float32),
        np.full(pairs, -1, np.int16),
        np.ones(pairs, np.float32),
        np.full(pairs, -1, np.int8),
    )
    if style.unread:
        rules = "1 rule" if style.unread == 1 else f"{style.unread:,} rules"
        found.problems.append(f"{rules} of this style can't be read and can't be followed.")
    decided: dict[Channel, Mask] = {}
    for number, rule in enumerate(style.rules, 1):
        if not rule.on:
            continue
        try:
            _follow(rule, workspace, case, drawn, found, decided)
        except IntelvizError as error:
            found.problems.append(f"Rule {number} can't be followed: {error.words()}")
    if style.second:
        try:
            said = value_of(style.second, workspace, case, drawn)
            if isinstance(said, Categories):
                found.second, found.second_of = list(said.names), said.codes
        except IntelvizError as error:
            found.problems.append(f"The second line of labels can't be written: {error.words()}")
    return found


def _follow(
    rule: Rule,
    workspace: Workspace,
    case: CaseFile | None,
    drawn: Drawn,
    found: Applied,
    decided: dict[Channel, Mask],
) -> None:
    why = refused(rule.channel, rule.by)
    if why:
        raise UsageError(why, remedy="Delete the rule, or colour lines by grade.")
    of_lines = rule.channel in OF_LINES
    done = decided.setdefault(rule.channel, np.zeros(len(drawn.low) if of_lines else len(workspace), bool))
    meant = _meant(rule, workspace, case)
    if of_lines:
        here = np.flatnonzero((meant[drawn.low] | meant[drawn.high]) & ~done)
    else:
        here = drawn.rows[meant[drawn.rows] & ~done[drawn.rows]]
    title = rule_words(rule, workspace)
    if rule.by == FIXED:
        done[here] = True
        found.sections.append(Section(rule.channel, title, (_fix(rule, here, found),)))
        return
    said = _line_values(rule, workspace, case, drawn) if of_lines else value_of(rule.by, workspace, case, drawn)
    if rule.classes != "values" and isinstance(said, Categories) and not of_lines:
        said = numeric(said)
    known = np.isfinite(said.values[here]) if isinstance(said, Numbers) else said.codes[here] >= 0
    valued, missing = here[known], here[~known]
    done[valued] = True
    lines = _give(rule, said, valued, found)
    if len(missing):
        # What has no value may have one by a rule lower down; a colour of its own says so until then.
        if rule.channel == "colour":
            untouched = missing[found.colour[missing] < 0]
            found.colour[untouched] = NO_VALUE
        lines.append(Line("no value", NO_VALUE if rule.channel == "colour" else -1, picked=missing))
    found.sections.append(Section(rule.channel, title, tuple(lines)))


def _meant(rule: Rule, workspace: Workspace, case: CaseFile | None) -> Mask:
    """Return one flag an item: the rule is about it, or about a line that ends at it."""
    meant = np.ones(len(workspace), bool)
    if rule.where.strip():
        meant = parse(rule.where, workspace.schema).mask(workspace, case)
    kind = rule.by.removeprefix("property ").partition(".")[0]
    if rule.by.startswith("property ") and kind in workspace.schema.items:
        # Items of other types can't have the property: the rule is not about them.
        meant = meant & workspace.of_type(kind)
    return meant


def _column(channel: Channel, found: Applied) -> NDArray[np.int16]:
    return {"colour": found.colour, "ring": found.ring, "line colour": found.line_colour}[channel]


def _fix(rule: Rule, here: NDArray[np.integer], found: Applied) -> Line:
    value, words = rule.value, rule.where.strip() or "all"
    match rule.channel:
        case "colour" | "ring" | "line colour":
            _column(rule.channel, found)[here] = int(value)
            return Line(words, int(value), picked=here)
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


def _line_values(rule: Rule, workspace: Workspace, case: CaseFile | None, drawn: Drawn) -> Categories | Numbers:
    if rule.by == "link count":
        return Numbers(drawn.count.astype(np.float64))
    if not len(drawn.low):
        return Categories(np.zeros(0, np.int32), ())
    first = drawn.begin[:-1]
    if rule.by == "grade":
        if case is None:
            return Categories(np.full(len(drawn.low), UNGRADED, np.int32), WORDS)
        sure = link_certainty(workspace, case)[drawn.link]
        return Categories(np.minimum.reduceat(sure, first).astype(np.int32), WORDS)
    kinds = workspace.links.type[drawn.link]
    least, most = np.minimum.reduceat(kinds, first), np.maximum.reduceat(kinds, first)
    names = (*(each.label for each in workspace.link_types), "several kinds")
    return Categories(np.where(least == most, least, len(names) - 1).astype(np.int32), names)


def _give(rule: Rule, said: Categories | Numbers, here: NDArray[np.integer], found: Applied) -> list[Line]:
    """Give the items or lines of ``here``, which all have a value, what the rule says; return the legend's lines."""
    if not len(here):
        return []
    match rule.channel:
        case "colour" | "ring" | "line colour":
            column = _column(rule.channel, found)
            groups = _grouped(rule, said, here)
            ramped = isinstance(said, Numbers)
            lines: list[Line] = []
            for place, (words, picked) in enumerate(groups):
                swatch = RAMP + round(25 + 75 * place / max(len(groups) - 1, 1)) if ramped else place
                column[picked] = swatch
                lines.append(Line(words, swatch, picked=picked))
            return lines
        case "size" | "line width":
            return _sizes(rule, said, here, found.size if rule.channel == "size" else found.width)
        case "badge":
            return _badges(said, here, found)
        case "line pattern":
            lines = []
            for place, (words, picked) in enumerate(_grouped(rule, said, here, len(PATTERNS))):
                found.pattern[picked] = place
                lines.append(Line(words, text=PATTERNS[place], picked=picked))
            return lines
        case _:
            return []


def _grouped(
    rule: Rule, said: Categories | Numbers, here: NDArray[np.integer], most: int = SLOTS
) -> list[tuple[str, NDArray[np.integer]]]:
    """Return classes of numbers from least to most, or the most frequent values first and the others as one."""
    if isinstance(said, Numbers):
        edges = class_edges(said.values[here], rule.classes, rule.breaks)
        code = np.clip(np.searchsorted(edges, said.values[here], "right") - 1, 0, len(edges) - 2)
        pairs = list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
        there = [place for place in range(len(pairs)) if bool((code == place).any())]
        return [(_between(*pairs[place], last=place == len(pairs) - 1), here[code == place]) for place in there]
    codes = said.codes[here]
    counts = np.bincount(codes, minlength=len(said.names))
    order = sorted(np.flatnonzero(counts).tolist(), key=lambda code: (-counts[code], said.names[code].casefold()))
    own = order if len(order) <= most else order[: most - 1]
    groups = [(said.names[code], here[codes == code]) for code in own]
    if len(own) < len(order):
        rest = np.isin(codes, order[most - 1 :])
        groups.append((f"{len(order) - len(own):,} others", here[rest]))
    return groups


def class_edges(
    values: Floats, classes: Literal["values", "quantiles", "steps", "breaks"], breaks: tuple[float, ...]
) -> Floats:
    """Return the edges of classes, ascending, each once; values at an edge belong to the class that begins there."""
    least, most = float(values.min()), float(values.max())
    if classes == "breaks" and breaks:
        inner = [each for each in breaks if least < each <= most]
        edges = np.array([least, *inner, most])
    elif classes == "steps":
        edges = np.linspace(least, most, _CLASSES + 1)
    else:
        edges = np.quantile(values, np.linspace(0, 1, _CLASSES + 1))
    edges = np.unique(edges)
    return np.array([least, least + 1.0]) if len(edges) < 2 else edges


def _between(low: float, high: float, *, last: bool) -> str:
    return f"{_number(low)} – {_number(high)}" if last else f"{_number(low)} – under {_number(high)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3g}"


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
        groups = _grouped(rule, numbers, here)
        steps = np.linspace(_SMALL, _LARGE, len(groups)).tolist() if len(groups) > 1 else [1.0]
        for (_, picked), size in zip(groups, steps, strict=True):
            column[picked] = size
        return [Line(words, size=size, picked=picked) for (words, picked), size in zip(groups, steps, strict=True)]
    least, most = float(values.min()), float(values.max())
    share = (values - least) / (most - least) if most > least else np.full(len(values), 0.25)
    column[here] = np.sqrt(_SMALL**2 + (_LARGE**2 - _SMALL**2) * share)
    found = [Line(_number(least), size=_SMALL, picked=here[values == least])]
    if most > least:
        found.append(Line(_number(most), size=_LARGE, picked=here[values == most]))
    return found


def _badges(said: Categories | Numbers, here: NDArray[np.integer], found: Applied) -> list[Line]:
    begin = len(found.badges)
    if isinstance(said, Numbers):
        different, at = np.unique(said.values[here], return_inverse=True)
        found.badges += [_number(each) for each in different.tolist()]
        found.badge[here] = begin + at
    else:
        found.badges += [name if len(name) <= _BADGE else f"{name[: _BADGE - 1]}…" for name in said.names]
        found.badge[here] = begin + said.codes[here]
    return [Line("beside the item", text=found.badges[int(found.badge[here[0]])], picked=here)]


def rule_words(rule: Rule, workspace: Workspace) -> str:
    """Return "Colour: gender of persons", with the query that limits it."""
    from intelviz.workspace.style.values import by_words

    channel = rule.channel[:1].upper() + rule.channel[1:]
    if rule.by == FIXED:
        return channel
    words = f"{channel}: {by_words(rule.by, workspace)}"
    return f"{words} · {rule.where.strip()}" if rule.where.strip() else words
