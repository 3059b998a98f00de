"""Which lanes the timeline has: one for each type, for each selected entity, or those that the analyst chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from intelviz.analysis.time.lane_events import FROM, TO, LaneEvents, Pairs
from intelviz.case.columns import Rows, Small
from intelviz.schema.errors import IntelvizError
from intelviz.views.timeline.lanes import (
    EntityLanes,
    LaneMode,
    Lanes,
    asks_for_lane,
    lane_items,
    lane_of_links,
    lanes_by_type,
)
from intelviz.workspace.commands.lanes.set_lanes import KEY, LaneChoice, SetLanes, read_body
from intelviz.workspace.rows import rows_of

if TYPE_CHECKING:
    from intelviz.views.timeline.view import TimelineView

_GOES_OUT = frozenset({"CALLER", "SENDER", "PAID_FROM", "SENT_FROM"})
_COMES_IN = frozenset({"CALLED", "RECIPIENT", "PAID_TO", "SENT_TO"})
SORTS = {
    "type": "By type, then name",
    "events": "By number of events",
    "first": "By first event",
    "name": "By name",
}


def part_of_link(name: str) -> int:
    """Return what a link type makes of the entity in the event: caller and payer FROM, called and payee TO, else 0."""
    return FROM if name in _GOES_OUT else TO if name in _COMES_IN else 0


class Laning:
    """The choice of lanes of one view. Changes go through the view's ``acts`` where there are some, and are undoable.

    ``mode`` is "type", "item" (the pinned ones and those selected) or "chosen"; ``choice`` lists what was chosen, with
    ``away`` for all lanes that were not asked one by one.
    """

    def __init__(self, view: TimelineView) -> None:
        self.view = view
        self.mode: LaneMode = "type"
        self.choice: list[LaneChoice] = []
        self.away = 0
        self.followed: Rows = np.zeros(0, np.int32)
        self._events: LaneEvents | None = None
        self._read, self._kept = False, None
        self._pairs: tuple[Rows, Small, Pairs] | None = None

    # What the lanes are made of

    def take_items(self) -> None:
        """Begin anew: the items are others."""
        self._events = self._pairs = None
        self.followed = lane_items(self.view.workspace, self.view.index)
        self.read()

    @property
    def events(self) -> LaneEvents:
        """Answers which events stand in lanes; made when it is first asked."""
        if self._events is None:
            workspace, links = self.view.workspace, self.view.workspace.links
            holds = np.array([kind.reach == "holds" for kind in workspace.link_types], bool)
            parts = np.array([part_of_link(kind.name) for kind in workspace.link_types], np.int8)
            none = np.zeros(len(links), np.int8)
            near = workspace.adjacency
            self._events = LaneEvents(
                near.start,
                near.other,
                near.link,
                links.a,
                holds[links.type] if len(holds) else none.astype(bool),
                parts[links.type] if len(parts) else none,
                workspace.category_mask("event"),
                self.view.index.timed,
                self.view.index.start,
            )
        return self._events

    def made(self) -> Lanes:
        """Return the lanes, as the filter now stands."""
        view = self.view
        if self.mode == "type":
            lanes = lanes_by_type(view.workspace, view.index)
            links = len(view.image.links)
            return Lanes([*lanes, lane_of_links(links)] if links else lanes)
        rows, away, pinned = self._wanted()
        if self._pairs is None or not all(map(np.array_equal, self._pairs[:2], (rows, away))):
            try:
                self._pairs = rows, away, self.events.pairs(rows, away)
            except ValueError as error:
                view.said.emit(f"Events of linked entities are not brought in: {error}")
                away = np.zeros(len(rows), np.int8)
                self._pairs = rows, away, self.events.pairs(rows, away)
        return EntityLanes(view.workspace, view.index, rows, away, pinned, self._pairs[2].only(view.workspace.shown))

    def _wanted(self) -> tuple[Rows, Small, int]:
        choice = self.choice if self.mode == "chosen" else [lane for lane in self.choice if lane.pinned]
        choice = sorted(choice, key=lambda lane: not lane.pinned)
        ids = self.view.workspace.items.id
        rows = rows_of(ids, np.array([lane.id for lane in choice], np.int64))
        away = np.array([max(lane.away, self.away) for lane in choice], np.int8)
        pinned = np.array([lane.pinned for lane in choice], bool)
        known = rows >= 0
        rows, away, pins = rows[known], away[known], int(pinned[known].sum())
        if self.mode == "item":
            more = np.setdiff1d(self.followed, rows)
            more = more[self._by_type_and_name(more)]
            asked = {lane.id: lane.away for lane in self.choice}
            hops = np.array([max(asked.get(number, 0), self.away) for number in ids[more].tolist()], np.int8)
            rows = np.concatenate([rows, more]).astype(np.int32)
            away = np.concatenate([away, hops]).astype(np.int8)
        return rows, away, pins

    def _by_type_and_name(self, rows: Rows) -> list[int]:
        items = self.view.workspace.items
        kinds = items.type[rows].tolist()
        names = [items.label[row].casefold() for row in rows.tolist()]
        return sorted(range(len(rows)), key=lambda at: (kinds[at], names[at]))

    # Changing them

    def set_mode(self, mode: LaneMode) -> None:
        """Show other lanes; how they are looked at is no act to be undone."""
        self.mode = mode
        self.view.remake_lanes()

    def choose(self, lanes: list[LaneChoice], words: str, mode: LaneMode = "chosen") -> None:
        """Have these lanes; undoable where there is a case that can be written."""
        view = self.view
        if view.acts is not None and view.case is not None and not view.case.read_only:
            try:
                view.acts.run(SetLanes(tuple(lanes), mode, words))
            except IntelvizError as error:
                view.said.emit(str(error))
                return
        else:
            self.choice, self.mode = lanes, mode
            view.remake_lanes()
        view.said.emit(f"{words}: {len(view.lanes):,} lanes")

    def read(self) -> bool:
        """Take the lanes that the case keeps, if they are others than those read last; return whether they are."""
        if self.view.case is None:
            return False
        kept = self.view.case.settings(KEY, None)
        if self._read and kept == self._kept:
            return False
        self.choice, mode = read_body(kept)
        if kept is not None or self._read:
            self.mode = "item" if mode == "item" else "chosen" if mode == "chosen" else "type"
        self._read, self._kept = True, kept
        return True

    def here(self) -> list[LaneChoice]:
        """Return the lanes in sight or out of it as a list to choose from."""
        if not isinstance(self.view.lanes, EntityLanes):
            return []
        lanes, ids = self.view.lanes, self.view.workspace.items.id
        asked = {lane.id: lane.away for lane in self.choice}
        return [
            LaneChoice(number, at < lanes.pinned, asked.get(number, 0))
            for at, number in enumerate(ids[lanes.items].tolist())
        ]

    def add(self, rows: Rows, words: str) -> None:
        """Add lanes for these items below those that there are; events stand in the lanes of others and get none."""
        view = self.view
        fit = rows[asks_for_lane(view.workspace, view.index)[rows]]
        have = self.here() if self.mode != "type" else list(self.choice)
        known = {lane.id for lane in have}
        fresh = fit[self._by_type_and_name(fit)]
        more = [LaneChoice(number) for number in view.workspace.items.id[fresh].tolist() if number not in known]
        if not more:
            why = "they all have one" if len(fit) else "only persons, things and places have lanes, not events"
            view.said.emit(f"No lane added: {why if len(rows) else 'nothing is there to be added'}")
            return
        self.choose([*have, *more], words)

    def remove(self, rows: Rows) -> None:
        """Take away the lanes of these items."""
        gone = set(self.view.workspace.items.id[rows].tolist())
        left = [lane for lane in self.here() if lane.id not in gone]
        self.choose(left, "Take away a lane" if len(gone) == 1 else f"Take away {len(gone):,} lanes")

    def set_pinned(self, rows: Rows, *, pinned: bool) -> None:
        """Keep lanes at the top, or let them scroll with the others."""
        ids = set(self.view.workspace.items.id[rows].tolist())
        lanes = [LaneChoice(lane.id, pinned if lane.id in ids else lane.pinned, lane.away) for lane in self.here()]
        lanes.sort(key=lambda lane: not lane.pinned)
        self.choose(lanes, "Pin lanes" if pinned else "Unpin lanes", self._listed)

    def set_away(self, rows: Rows, away: int) -> None:
        """Bring in the events of entities so many links away, in the lanes of these items."""
        ids = set(self.view.workspace.items.id[rows].tolist())
        lanes = [LaneChoice(lane.id, lane.pinned, away if lane.id in ids else lane.away) for lane in self.here()]
        words = ("Only own events", "Events one link away", "Events two links away")[away]
        self.choose(lanes, f"{words} in {'a lane' if len(ids) == 1 else f'{len(ids):,} lanes'}", self._listed)

    def set_away_all(self, away: int) -> None:
        """Bring in the events of entities so many links away, in all lanes."""
        self.away = away
        self.view.remake_lanes()

    def move(self, number: int, to: int) -> None:
        """Move a lane to another place; among the pinned it becomes one of them, below them it is pinned no more."""
        lanes, pinned = self.here(), self.view.lanes.pinned
        to = min(max(to, 0), len(lanes) - 1)
        if number == to or not 0 <= number < len(lanes):
            return
        lane = lanes.pop(number)
        left = pinned - (number < pinned)
        lanes.insert(to, LaneChoice(lane.id, to < left or (lane.pinned and to <= left), lane.away))
        self.choose(lanes, "Move a lane", "chosen")

    def sort(self, how: str) -> None:
        """Put the lanes in order; the pinned stay at the top."""
        lanes = self.view.lanes
        if not isinstance(lanes, EntityLanes):
            return
        here = self.here()
        items = self.view.workspace.items
        names = [items.label[row].casefold() for row in lanes.items.tolist()]
        keys = {
            "type": items.type[lanes.items].tolist(),
            "events": (-lanes.counts()).tolist(),
            "first": lanes.firsts().tolist(),
            "name": names,
        }[how]
        order = sorted(range(len(here)), key=lambda at: (not here[at].pinned, keys[at], names[at]))
        self.choose([here[at] for at in order], f"Order lanes {SORTS[how].lower()}")

    @property
    def _listed(self) -> LaneMode:
        return "item" if self.mode == "item" else "chosen"

    def busiest(self, count: int) -> Rows:
        """Return the shown items that may have a lane and have most events, at most so many."""
        view = self.view
        own = np.where(asks_for_lane(view.workspace, view.index) & view.workspace.shown, self.events.counts(), 0)
        order = np.argsort(-own, kind="stable")[:count]
        return order[own[order] > 0].astype(np.int32)
