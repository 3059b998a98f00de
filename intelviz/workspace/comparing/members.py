"""What a side of a comparison holds: one flag an item, one flag a link, and in words what is left out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from intelviz.case.columns import Ints, Mask
from intelviz.case.speaking import known_at, spoken_by
from intelviz.case.values import Source
from intelviz.schema.errors import UsageError
from intelviz.schema.when import NO_TIME, Precision
from intelviz.workspace.comparing.sides import Period, Side, moment_of, period_of
from intelviz.workspace.query import parse
from intelviz.workspace.rows import known_rows
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

_NAMES = 5


@dataclass(frozen=True, eq=False)
class Members:
    """What one side holds; ``notes`` say what could not be put on it, and why."""

    side: Side
    items: Mask
    links: Mask
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class InPeriod:
    """Events of a period: ``whole`` lie in it, ``vague`` may (they are known too vaguely), ``unknown`` have no time."""

    whole: Mask
    vague: Mask
    unknown: Mask


def members(workspace: Workspace, case: CaseFile, side: Side) -> Members:
    """Return what a side holds; UsageError says what there is none of. It may be called from a job."""
    match side.kind:
        case "all":
            return _between(workspace, side, np.ones(len(workspace), bool))
        case "selected":
            return _between(workspace, side, workspace.selected.copy())
        case "shown":
            return Members(side, workspace.shown.copy(), workspace.shown_links)
        case "query":
            return _between(workspace, side, parse(side.value, workspace.schema).mask(workspace, case))
        case "set":
            sets = case.sets()
            ids = sets[named(side.value, list(sets), "set")]
            return _between(workspace, side, workspace.mask_of(known_rows(workspace.items.id, ids)))
        case "chart":
            charts = case.charts()
            chart = charts[named(side.value, list(charts), "chart")]
            return _between(workspace, side, workspace.mask_of(known_rows(workspace.items.id, chart.id)))
        case "import":
            with case.examining() as connection:
                items, links = spoken_by(connection, source_named(case, side.value).id)
            return Members(side, *_masks(workspace, items, links))
        case "known":
            with case.examining() as connection:
                items, links, gone = known_at(connection, moment_of(side.value))
            said = f"{many(gone, 'item')} of imports taken back since or before: no longer in the case"
            notes = (said,) if gone else ()
            return Members(side, *_masks(workspace, items, links), notes)
        case "period":
            return _during(workspace, side)


def in_period(workspace: Workspace, period: Period, wanted: Mask | None = None) -> InPeriod:
    """Return which events (or of which ``wanted`` items) lie in a period.

    What is known to the day or better lies where it began. What is known less well (a month, a year, a range) must
    lie in the period as a whole; where it only touches it, it may or may not belong to it, and is counted apart.
    """
    items = workspace.items
    of = workspace.category_mask("event") if wanted is None else wanted
    timed = of & (items.when_start != NO_TIME)
    exact = items.when_precision >= int(Precision.DAY)
    begins = timed & (items.when_start >= period.start) & (items.when_start < period.end)
    touches = timed & (items.when_start < period.end) & (items.when_end > period.start)
    whole = begins & (exact | (items.when_end <= period.end))
    return InPeriod(whole, (touches | begins) & ~exact & ~whole, of & ~timed)


def _during(workspace: Workspace, side: Side) -> Members:
    period, links = period_of(side.value), workspace.links
    found = in_period(workspace, period)
    dated = links.when_start != NO_TIME
    within = dated & (links.when_start >= period.start) & (links.when_start < period.end)
    within |= ~dated & (found.whole[links.a] | found.whole[links.b])
    notes: list[str] = []
    for mask, words in (
        (found.vague, "left out: known too vaguely to say whether it lies in the period"),
        (found.unknown, "left out: at no known time"),
    ):
        count = int(np.count_nonzero(mask))
        if count:
            notes.append(f"{many(count, 'event')} {words}")
    return Members(side, found.whole, within, tuple(notes))


def many(count: int, what: str) -> str:
    """Return "1 event" or "2,000 events"."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _between(workspace: Workspace, side: Side, items: Mask) -> Members:
    return Members(side, items, items[workspace.links.a] & items[workspace.links.b])


def _masks(workspace: Workspace, item_ids: Ints, link_ids: Ints) -> tuple[Mask, Mask]:
    links = np.zeros(len(workspace.links), bool)
    links[known_rows(workspace.links.id, link_ids)] = True
    return workspace.mask_of(known_rows(workspace.items.id, item_ids)), links


def named(wanted: str, names: list[str], what: str) -> str:
    """Return the name that is meant, whatever its capitals; UsageError if there is none."""
    if wanted in names:
        return wanted
    found = [each for each in names if each.casefold() == wanted.casefold()]
    if len(found) == 1:
        return found[0]
    more = f" and {len(names) - _NAMES:,} more" if len(names) > _NAMES else ""
    raise UsageError(
        f"There is no {what} “{wanted}” in this case.",
        remedy=f"There are: {', '.join(names[:_NAMES])}{more}." if names else f"There is no {what} yet.",
    )


def source_named(case: CaseFile, text: str) -> Source:
    """Return the import that is meant by "#3" or by a name that only one import in use has; UsageError otherwise."""
    live = [each for each in case.sources() if each.live]
    number = text.removeprefix("#").split(" ")[0] if text.startswith("#") else ""
    found = [each for each in live if (str(each.id) == number if number else each.name == text)]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"#{each.id} {each.name}" for each in (found or live)[:_NAMES])
    if found:
        raise UsageError(f"Several imports are called “{text}”.", remedy=f"Say which by its number: {listed}.")
    raise UsageError(
        f"There is no import “{text}” in use in this case.", remedy=f"There are: {listed}." if listed else "Import one."
    )
