"""What the rules of a style give each item and each line of a chart, as columns, and the words of the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Ints, Mask, Rows
from intelviz.schema.errors import IntelvizError, UsageError
from intelviz.workspace.query import parse
from intelviz.workspace.style.certainty import UNGRADED, WORDS, link_certainty
from intelviz.workspace.style.giving import fix, give, swatches_for
from intelviz.workspace.style.look import NO_VALUE, Applied, Line, Section
from intelviz.workspace.style.rules import FIXED, OF_LINES, Channel, Rule, Style, refused
from intelviz.workspace.style.values import Categories, Numbers, by_words, numeric, value_of
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile


SEVERAL = "several kinds"
"""What a line is called that stands for links of several kinds."""


class Drawn(Protocol):
    """Items and lines of a canvas: item rows, and pairs of them, the links of pair p from ``begin[p]`` on."""

    rows: Rows
    low: Rows
    high: Rows
    count: NDArray[np.int64]
    link: Rows
    begin: Ints


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
    for number, rule in enumerate(style.rules):
        if not rule.on:
            continue
        try:
            title = rule_words(rule, workspace)
            found.sections.append(
                Section(
                    rule.channel,
                    title,
                    _follow(rule, workspace, case, drawn, found, decided, curves=style.parallel != "count"),
                    number,
                )
            )
        except IntelvizError as error:
            found.problems.append(f"Rule {number + 1} can't be followed: {error.words()}")
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
    *,
    curves: bool,
) -> tuple[Line, ...]:
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
    if rule.by == FIXED:
        done[here] = True
        return (fix(rule, here, found),)
    said = _line_values(rule, workspace, case, drawn) if of_lines else value_of(rule.by, workspace, case, drawn)
    if rule.classes != "values" and isinstance(said, Categories) and not of_lines:
        said = numeric(said)
    known = np.isfinite(said.values[here]) if isinstance(said, Numbers) else said.codes[here] >= 0
    valued, missing = here[known], here[~known]
    done[valued] = True
    lines = give(rule, said, valued, found)
    if rule.channel == "line colour" and rule.by == "link type" and found.by_kind is None:
        found.by_kind = np.zeros(len(drawn.low), bool)
        found.by_kind[valued] = True
        if curves:
            lines += _kinds_within(rule, workspace, drawn, found, lines)
        found.kinds = {line.value: line.swatch for line in lines if line.value is not None}
    if len(missing):
        # What has no value may have one by a rule lower down; a colour of its own says so until then.
        if rule.channel == "colour":
            untouched = missing[found.colour[missing] < 0]
            found.colour[untouched] = NO_VALUE
        lines.append(Line("no value", NO_VALUE if rule.channel == "colour" else -1, picked=missing))
    return tuple(lines)


def _kinds_within(rule: Rule, workspace: Workspace, drawn: Drawn, found: Applied, lines: list[Line]) -> list[Line]:
    """Return the lines of the legend for kinds of link that are found only among others, as curves of their own."""
    assert found.by_kind is not None
    pair = np.repeat(np.arange(len(drawn.low)), np.diff(drawn.begin))
    here = found.by_kind[pair]
    pair, kind = pair[here], workspace.links.type[drawn.link][here].astype(np.int64)
    # Each kind once in each line, so that it is counted as the others are.
    once = np.unique(kind * max(len(drawn.low), 1) + pair)
    kind, pair = once // max(len(drawn.low), 1), once % max(len(drawn.low), 1)
    kinds, counts = np.unique(kind, return_counts=True)
    named = {line.value for line in lines}
    labels = {int(each): workspace.link_types[each].label for each in kinds}
    alone = [each for each in kinds[np.argsort(-counts, kind="stable")].tolist() if labels[each] not in named]
    taken = [line.swatch for line in lines]
    swatches = swatches_for([labels[each] for each in alone], rule, taken, found)
    own = [
        Line(labels[each], swatches[labels[each]], picked=pair[kind == each], value=labels[each])
        for each in alone
        if labels[each] in swatches
    ]
    rest = [each for each in alone if labels[each] not in swatches]
    if rest:
        shared = next((line.swatch for line in lines if line.value == SEVERAL), NO_VALUE)
        own.append(Line(f"{len(rest):,} others, among several", shared, picked=np.unique(pair[np.isin(kind, rest)])))
    return own


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
    names = (*(each.label for each in workspace.link_types), SEVERAL)
    return Categories(np.where(least == most, least, len(names) - 1).astype(np.int32), names)


def rule_words(rule: Rule, workspace: Workspace) -> str:
    """Return "Colour: gender of persons", with the query that limits it."""
    channel = rule.channel[:1].upper() + rule.channel[1:]
    if rule.by == FIXED:
        return channel
    words = f"{channel}: {by_words(rule.by, workspace)}"
    return f"{words} · {rule.where.strip()}" if rule.where.strip() else words
