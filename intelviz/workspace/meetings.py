"""Whom somebody met, when and where: the events at which persons were together, as rows of the case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.case.columns import Mask, Rows
from intelviz.schema.when import NO_TIME
from intelviz.workspace.workspace import Workspace

TOGETHER = ("Meeting", "Sighting", "StopSearch", "Event")
"""Types of event whose parties were at one place at one time."""
PRESENT = ("ATTENDED", "SEEN_IN", "PARTY_TO")
"""Types of link that say that somebody was there."""
CONCERNED = "PARTY_TO"
DAY = 86_400


@dataclass(frozen=True)
class Met:
    """One event: who of those asked about was there (``who``), whom they met (``others``), and where (-1: not known).

    All are rows of the case; events come in order of time, those without one last.
    """

    event: int
    who: tuple[int, ...]
    others: tuple[int, ...]
    place: int


def persons_of(workspace: Workspace, rows: Rows) -> Rows:
    """Return the persons among ``rows``, and those who hold or held what else is among them (a telephone, a vehicle).

    Where none is a person or held by one, those who are party to an event among them.
    """
    person = workspace.category_mask("person")
    at = workspace.mask_of(rows)
    links = workspace.links
    holds = _links_of(workspace, [each.name for each in workspace.link_types if each.reach == "holds"])
    holders = links.a[holds & at[links.b]]
    found = np.unique(np.concatenate([np.flatnonzero(at & person), holders[person[holders]]])).astype(np.int32)
    if len(found):
        return found
    present = _links_of(workspace, list(PRESENT))
    return np.unique(links.a[present & at[links.b] & person[links.a]]).astype(np.int32)


def meetings_of(workspace: Workspace, rows: Rows, since: int | None = None, until: int | None = None) -> list[Met]:
    """Return the events at which the persons of ``rows`` were with others.

    ``since`` and ``until`` (seconds since the epoch, the end left out) keep those whose time touches the span; what has
    no time is then left out. Whoever held something only for a time counts for that time alone.
    """
    items, links = workspace.items, workspace.links
    persons = persons_of(workspace, rows)
    asked = workspace.mask_of(persons)
    together = np.zeros(len(workspace), bool)
    for name in TOGETHER:
        if name in workspace.schema.items:
            together |= workspace.of_type(name)
    if since is not None or until is not None:
        start, end = items.when_start, items.when_end
        together &= start != NO_TIME
        if since is not None:
            together &= np.maximum(start, end - 1) >= since
        if until is not None:
            together &= start < until
    person = workspace.category_mask("person")
    there = np.flatnonzero(_links_of(workspace, list(PRESENT)) & together[links.b] & person[links.a])
    mine = there[asked[links.a[there]]]
    mine = mine[_held_then(workspace, rows, links.a[mine], links.b[mine])]
    events = np.unique(links.b[mine])
    found: list[Met] = []
    for event in events[np.lexsort((items.id[events], _late(items.when_start[events])))].tolist():
        everyone = np.unique(links.a[there[links.b[there] == event]])
        who = np.unique(links.a[mine[links.b[mine] == event]])
        others = np.setdiff1d(everyone, who) if len(persons) == 1 or len(who) == 1 else everyone
        if len(others):
            place = int(items.place_row[event])
            found.append(Met(event, tuple(who.tolist()), tuple(others.tolist()), place))
    return found


def events_before_which(workspace: Workspace, rows: Rows) -> Rows:
    """Return the dated events that the persons of ``rows`` are concerned in and that are no meetings, in their order.

    They are what one asks for the days before.
    """
    items, links = workspace.items, workspace.links
    asked = workspace.mask_of(persons_of(workspace, rows))
    event = workspace.category_mask("event") & (items.when_start != NO_TIME)
    for name in TOGETHER:
        if name in workspace.schema.items:
            event &= ~workspace.of_type(name)
    found = np.unique(links.b[_links_of(workspace, [CONCERNED]) & asked[links.a] & event[links.b]])
    chosen = rows[event[rows]]
    order = np.concatenate([chosen, np.setdiff1d(found, chosen)]).astype(np.int32)
    return order[np.argsort(items.when_start[order], kind="stable")]


def days_before(workspace: Workspace, event: int, days: int) -> tuple[int, int]:
    """Return the span of so many days that ends when an event may first have begun."""
    begin = int(workspace.items.when_start[event])
    return begin - days * DAY, begin


def _held_then(workspace: Workspace, rows: Rows, persons: Rows, events: Rows) -> Mask:
    """Return for each person and event whether the person counts: as one of ``rows``, or as a holder at the time."""
    items, links = workspace.items, workspace.links
    at = workspace.mask_of(rows)
    holds = np.flatnonzero(
        _links_of(workspace, [each.name for each in workspace.link_types if each.reach == "holds"]) & at[links.b]
    )
    found = at[persons]
    dated = np.isin(persons, links.a[holds]) & ~found
    if not len(holds):
        return np.ones(len(persons), bool)
    found |= ~dated & ~found
    for place in np.flatnonzero(dated).tolist():
        mine = holds[links.a[holds] == persons[place]]
        begin, end = links.when_start[mine], links.when_end[mine]
        start, stop = items.when_start[events[place]], items.when_end[events[place]]
        found[place] = bool(((begin == NO_TIME) | (start == NO_TIME) | ((start < end) & (stop > begin))).any())
    return found


def _links_of(workspace: Workspace, names: list[str]) -> Mask:
    wanted = np.array([each in names for each in workspace.links.type_names], bool)
    return wanted[workspace.links.type] if len(wanted) else np.zeros(len(workspace.links), bool)


def _late(start: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.where(start == NO_TIME, np.iinfo(np.int64).max, start)
