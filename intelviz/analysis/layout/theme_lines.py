"""Theme lines: one horizontal line an entity, events where the lines of those that took part meet, in order of time.

Lines are ordered so that those with events in common lie side by side: each is moved to the middle of its events, and
each event to the middle of its lines, again and again (the barycentre method of Sugiyama, Tagawa and Toda, 1981).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout.layout import Layout, Linked, Positions
from intelviz.analysis.layout.packing import block
from intelviz.case.columns import Mask
from intelviz.schema.errors import UsageError
from intelviz.schema.progress import Step

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]
LINE, WIDE_LINE, STEP, HEAD = 56.0, 130.0, 52.0, 150.0
"""Canvas units between lines at least and at most, between events, and from the head of a line to the first event."""
_SWEEPS = 30


def dated_events(linked: Linked) -> Mask:
    """Return which items are events of known time that are linked to something that isn't one."""
    if linked.event is None or linked.when is None:
        return np.zeros(linked.count, bool)
    dated = linked.event & np.isfinite(linked.when)
    met = np.zeros(linked.count, bool)
    met[linked.a[~dated[linked.b]]] = True
    met[linked.b[~dated[linked.a]]] = True
    return dated & met


def place(linked: Linked, seed: int, step: Step) -> Positions:
    """Put entities at the heads of their lines and events to the right, in order of time; UsageError if there is none.

    Entities without an event, and events that can't be placed in time, stand in a block below.
    """
    del seed
    step("Ordering the lines", 0, 1)
    positions = np.zeros((linked.count, 2), np.float32)
    if linked.count == 0:
        return positions
    events = dated_events(linked)
    if not events.any() or linked.when is None:
        raise UsageError(
            "No event with a time is linked to anything on the chart.",
            remedy="Expand persons, phones or accounts to their events first, or choose another layout.",
        )
    one, two = linked.a.astype(np.int64), linked.b.astype(np.int64)
    mixed = events[one] != events[two]
    event = np.where(events[one], one, two)[mixed]
    entity = np.where(events[one], two, one)[mixed]
    heads = np.unique(entity)
    order = np.flatnonzero(events)
    order = order[np.lexsort((order, linked.when[order]))]
    # The time between two events shows as a little more room, never as much as its length.
    gaps = np.diff(linked.when[order], prepend=linked.when[order[0]])
    usual = float(np.median(gaps[gaps > 0])) if (gaps > 0).any() else 1.0
    positions[order, 0] = HEAD + np.cumsum(STEP * (1 + 0.5 * np.log1p(gaps / usual)))
    # As high as fits the width on a screen.
    line = float(np.clip(0.45 * float(positions[order[-1], 0]) / len(heads), LINE, WIDE_LINE))
    row = _rows(linked.count, heads, entity, event, positions[:, 0].astype(np.float64))
    positions[heads, 1] = row[heads] * line
    # An event stands on the line nearest to the middle of those that meet in it.
    many = np.bincount(event, minlength=linked.count)
    middle = np.bincount(event, row[entity], linked.count) / np.maximum(many, 1)
    nearest = np.lexsort((row[entity], np.abs(row[entity] - middle[event]), event))
    first = nearest[np.append(True, event[nearest][1:] != event[nearest][:-1])]
    positions[event[first], 1] = row[entity[first]] * line
    rest = np.setdiff1d(np.arange(linked.count), np.concatenate([heads, order]))
    if len(rest):
        rest = rest[np.argsort(linked.kind[rest], kind="stable")]
        positions[rest] = block(len(rest)) + np.array([0.0, len(heads) * line + line], np.float32)
    step("Ordering the lines", 1, 1)
    return positions


def _rows(count: int, heads: Numbers, entity: Numbers, event: Numbers, x: Reals) -> Reals:
    """Return the line of each entity, counted from above."""
    many = np.maximum(np.bincount(event, minlength=count), 1)
    took = np.maximum(np.bincount(entity, minlength=count), 1)
    first = np.full(count, np.inf)
    np.minimum.at(first, entity, x[event])
    row = np.zeros(count)
    found = heads[np.lexsort((heads, first[heads]))]
    best, least = found, np.inf
    for _ in range(_SWEEPS):
        row[found] = np.arange(len(found))
        middle = np.bincount(event, row[entity], count) / many
        spread = float(np.abs(row[entity] - middle[event]).sum())
        if spread < least:
            best, least = found, spread
        wish = np.bincount(entity, middle[event], count) / took
        after = found[np.lexsort((row[found], wish[found]))]
        if np.array_equal(after, found):
            break
        found = after
    row[best] = np.arange(len(best))
    return row


LAYOUT = Layout(
    "theme_lines",
    "Theme lines",
    "One line for each entity, their events in order of time where the lines meet",
    7,
    place,
)
