"""What the map draws, as numbers: which items at which places, gathered for a camera, and which of them stand out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from intelviz.case.columns import Codes, Floats, Ints, Mask, Rows
from intelviz.render.hexagons import HexGrid
from intelviz.render.mercator import Camera
from intelviz.render.points import Marks, Places, clustered, pair_counts, seen_places, single, usual_bounds
from intelviz.views.map.options import Options
from intelviz.workspace.workspace import Workspace

Way = Literal["points", "clusters", "density", "hexagons", "heat"]

MOST_DOTS = 60_000
"""Places in sight above which dots would only cover each other, and their density is drawn."""
MOST_CLUSTERED = 400_000
"""Places in sight above which Auto draws density."""
OPEN_ZOOM = 18.0
"""From this zoom on no places are gathered."""


@dataclass(frozen=True)
class Picture:
    """The marks of one camera: how they are drawn, what they are, and how many of each type each holds."""

    way: Way
    camera: Camera
    marks: Marks
    kinds: Ints

    @property
    def seen(self) -> Rows:
        """The places that are in the picture or just outside it."""
        return self.marks.place_of


class Content:
    """The items of a workspace that a layer draws, by place; ``Picture`` objects are kept while the camera stays near.

    ``key`` is the layer's; ``among`` says which items it may draw, all (True), none (False) or those marked; ``places``
    are those of all items, if they are gathered already.
    """

    def __init__(
        self,
        workspace: Workspace,
        options: Options,
        key: str = "points",
        among: Callable[[str], Mask | bool] = lambda _: True,
        places: Places | None = None,
    ) -> None:
        self.workspace = workspace
        self.options = options
        self.key = key
        self._among = among
        self.places = Places.of_items(workspace.items) if places is None else places
        self._picture: Picture | None = None
        self._area: tuple[float, float, float, float] | None = None
        self._heat: Ints | None = None
        self.cells: tuple[HexGrid, Rows, Ints, Ints] | None = None
        """The hexagon that each counted place lies in, as it was last asked for."""
        self._ends: tuple[Rows, Rows] | None = None
        self._home: Rows = self.places.of
        self.refilter()

    # What is drawn

    def refilter(self) -> None:
        """Count again what is shown."""
        workspace, items = self.workspace, self.workspace.items
        placed = self.places.of >= 0
        wanted = np.array([name not in self.options.hidden_types for name in items.type_names], bool)
        self.here = workspace.shown & placed
        self.without_place = int(np.count_nonzero(workspace.shown)) - int(np.count_nonzero(self.here))
        among = self._among(self.key)
        if among is not True:
            self.here = self.here & among
        self.drawn: Mask = self.here if wanted.all() else self.here & wanted[items.type]
        self.count = self.places.counts(self.drawn)
        self.of_type = np.bincount(items.type[self.here], minlength=len(items.type_names))
        self._leading: Codes | None = None
        self.forget()
        self.reselect()

    def _rank(self) -> Ints:
        ranks = {"event": 0, "person": 1, "object": 2, "location": 3}
        return np.array([ranks.get(kind.category, 2) for kind in self.workspace.item_types], np.int64)

    @property
    def leading(self) -> Codes:
        """The type that most of the drawn items at each place have; found when it is first asked for."""
        if self._leading is None:
            self._leading = self.places.leading_type(self.drawn, self.workspace.items.type, self._rank())
        return self._leading

    def leading_at(self, place: int) -> int:
        """Return the type that most of the drawn items at one place have, -1 where none is drawn."""
        if self._leading is not None:
            return int(self._leading[place])
        rows = self.places.rows_at(place)
        kinds = self.workspace.items.type[rows[self.drawn[rows]]]
        if not len(kinds):
            return -1
        rank = self._rank()
        counts = np.bincount(kinds, minlength=len(rank))
        return int(np.lexsort((rank, -counts))[0])

    def reselect(self) -> None:
        """Count again what is selected and linked at each place."""
        workspace = self.workspace
        self.picking = bool(workspace.selected.any())
        if self.picking:
            self.selected = self.places.counts(workspace.selected & self.drawn)
            self.linked = self.places.counts((workspace.linked > 0) & self.drawn)
        else:
            self.selected = self.linked = np.zeros(len(self.places), np.int64)

    def forget(self) -> None:
        """Gather the places anew at the next picture."""
        self._picture = None
        self._heat = None
        self.cells = None

    @property
    def total(self) -> int:
        """How many items are drawn, in or out of sight."""
        return int(self.count.sum())

    def heat_kinds(self) -> Ints:
        """Return the types that heat counts: the drawn event types, or all drawn types where no event is drawn."""
        types = self.workspace.item_types
        drawn = np.array([kind.name not in self.options.hidden_types for kind in types], bool) & (self.of_type > 0)
        events = drawn & np.array([kind.category == "event" for kind in types], bool)
        return np.flatnonzero(events if events.any() else drawn)

    @property
    def counts_events(self) -> bool:
        """Whether heat and hexagons count events alone."""
        return all(self.workspace.item_types[kind].category == "event" for kind in self.heat_kinds().tolist())

    def heat_weight(self) -> Ints:
        """Return how many of the items that heat counts stand at each place."""
        if self._heat is None:
            counted = np.zeros(len(self.workspace.item_types), bool)
            counted[self.heat_kinds()] = True
            self._heat = self.places.counts(self.drawn & counted[self.workspace.items.type])
        return self._heat

    def bounds(self) -> tuple[tuple[float, float, float, float], Mask] | None:
        """Return the bounds of what is drawn without the few places far off, and which these are."""
        return usual_bounds(self.places.x, self.places.y, self.count)

    # What a camera sees of it

    def way(self, seen: int) -> Way:
        """Return how so many places in sight are drawn."""
        match self.key:
            case "heat" | "hexagons" | "density" as way:
                return way
            case _ if self.options.way == "points":
                return "density" if seen > MOST_DOTS else "points"
            case _ if self.options.way == "auto" and seen > MOST_CLUSTERED:
                return "density"
            case _:
                return "clusters"

    def picture(self, camera: Camera) -> Picture:
        """Return the marks for a camera; made for somewhat more than is in sight, and kept until that is left."""
        left, top, right, bottom = camera.bounds
        old = self._picture
        if old is not None and self._area is not None and old.camera.zoom == camera.zoom:
            area = self._area
            if left >= area[0] and top >= area[1] and right <= area[2] and bottom <= area[3]:
                return old
        margin = 0.6 * max(camera.width, camera.height)
        gap = margin / 2 / camera.scale
        self._area = left - gap, top - gap, right + gap, bottom + gap
        seen = seen_places(self.places, self.count, camera, margin)
        way = self.way(len(seen))
        if way == "clusters":
            marks = clustered(self.places, self.count, camera, seen, open_all=camera.zoom >= OPEN_ZOOM)
        else:
            marks = single(self.places, self.count, seen)
        types = self.workspace.items
        kinds = (
            pair_counts(marks, self.places, self.drawn, types.type, len(types.type_names))
            if way == "clusters"
            else np.zeros((0, len(types.type_names)), np.int64)
        )
        self._picture = Picture(way, camera, marks, kinds)
        return self._picture

    def in_sight(self, camera: Camera) -> Rows:
        """Return the places with anything drawn in the picture."""
        return seen_places(self.places, self.count, camera)

    # Items

    def rows_at(self, places: Rows | list[int]) -> Rows:
        """Return the drawn items at some places."""
        wanted = np.zeros(len(self.places), bool)
        wanted[places] = True
        rows = np.flatnonzero(self.drawn)
        return rows[wanted[self.places.of[rows]]].astype(np.int32)

    def lead_at(self, place: int) -> int:
        """Return the item that speaks for a place: the location itself if it is drawn, else the first."""
        rows = self.places.rows_at(place)
        rows = rows[self.drawn[rows]]
        if not len(rows):
            return -1
        own = rows[self.workspace.items.place_row[rows] == rows]
        host = own[[self.workspace.type_of(int(row)).category == "location" for row in own]] if len(own) else own
        return int(host[0]) if len(host) else int(rows[0])

    def at_address(self) -> tuple[Rows, Rows]:
        """Return the selected and the directly linked items that have no place but an address, and its place."""
        workspace = self.workspace
        self._place_ends()
        lit = (workspace.selected | (workspace.linked == 1)) & workspace.shown & (self.places.of < 0)
        rows = np.flatnonzero(lit & (self._home >= 0)).astype(np.int32)
        return rows, self._home[rows]

    # Links between places

    def _place_ends(self) -> tuple[Rows, Rows]:
        """Return for each link the places of its two ends, -1 where there is none; a person's is their address."""
        if self._ends is None:
            workspace, links = self.workspace, self.workspace.links
            place = self.places.of.copy()
            lives = np.array([kind.reach == "lives" for kind in workspace.link_types], bool)
            at_home = lives[links.type] if len(lives) else np.zeros(len(links), bool)
            a, b = links.a[at_home], links.b[at_home]
            without = (place[a] < 0) & (self.places.of[b] >= 0)
            place[a[without]] = self.places.of[b[without]]
            self._ends = place[links.a], place[links.b]
            self._home = place
        return self._ends

    def places_for(self, rows: Rows) -> Rows:
        """Return where some items are, a person at their address."""
        self._place_ends()
        found = np.unique(self._home[rows])
        return found[found >= 0].astype(np.int32)

    @property
    def home(self) -> Rows:
        """For each item its place, or that of its address; -1 where it has neither."""
        self._place_ends()
        return self._home

    def ties(self) -> tuple[Rows, Rows, Ints]:
        """Return the pairs of places that links join, and how many join each: those of the selection, or all."""
        none = np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64)
        if self.options.ties == "none" or (self.options.ties == "selection" and not self.picking):
            return none
        workspace, links = self.workspace, self.workspace.links
        wanted = workspace.shown_links
        if self.options.ties == "selection":
            wanted = wanted & (workspace.selected[links.a] | workspace.selected[links.b])
        number = np.flatnonzero(wanted)
        if not len(number):
            return none
        first, second = self._place_ends()
        a, b = first[number].astype(np.int64), second[number].astype(np.int64)
        both = (a >= 0) & (b >= 0) & (a != b)
        low, high = np.minimum(a[both], b[both]), np.maximum(a[both], b[both])
        pairs, times = np.unique(low * len(self.places) + high, return_counts=True)
        return (
            (pairs // max(len(self.places), 1)).astype(np.int32),
            (pairs % max(len(self.places), 1)).astype(np.int32),
            times.astype(np.int64),
        )


def screen(content: Content, places: Rows, camera: Camera) -> tuple[Floats, Floats]:
    """Return the pixels of some places."""
    return camera.many_to_screen(content.places.x[places], content.places.y[places])
