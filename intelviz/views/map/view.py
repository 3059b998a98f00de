"""The map view: a base map drawn here and offline, and the items over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

from intelviz.analysis.place.distance import metres
from intelviz.case.columns import Floats, Rows
from intelviz.render.mercator import Camera, project_point, unproject
from intelviz.render.theme import DARK, Theme
from intelviz.schema import national_grid
from intelviz.views.action import Action
from intelviz.views.canvas import Canvas, Tool
from intelviz.views.map import acts, hexagons, menu, pick
from intelviz.views.map.areas.book import AreaBook
from intelviz.views.map.content import Content, screen
from intelviz.views.map.fan import Fan
from intelviz.views.map.furniture import degrees_words, grid_words, metric_words, place_words
from intelviz.views.map.goto import Goal
from intelviz.views.map.hand import Hands
from intelviz.views.map.layers.marked import Marked
from intelviz.views.map.marks import Scene
from intelviz.views.map.options import MODES, TIES, Mode, Options, Ties, kept_bandwidth
from intelviz.views.map.overlay import Circle, draw_over
from intelviz.views.map.own.as_layer import own_layers
from intelviz.views.map.own.book import LayerBook
from intelviz.views.map.own.dropping import Dropping
from intelviz.views.map.picture import MapPicture
from intelviz.views.map.tiles.as_layer import tile_layers
from intelviz.views.map.tiles.base import TileBase
from intelviz.views.map.track_legs import leg_at, leg_rows, leg_words
from intelviz.views.map.tracks import Tracks
from intelviz.workspace.track import Track
from intelviz.workspace.workspace import Change, Workspace
from intelviz.workspace.workspace import Mode as PickMode

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.jobs import Jobs

HOME = (-3.0, 54.6, 5.4)
"""What an empty map shows: longitude, latitude, zoom."""


class MapView(Canvas):
    """Draws items with a place on a base map; ``case``, ``jobs`` and ``acts`` are taken as every view takes them."""

    name = "map"
    title = "Map"

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme = DARK,
        parent: QWidget | None = None,
        *,
        case: object | None = None,
        jobs: object | None = None,
        acts: object | None = None,
    ) -> None:
        super().__init__(workspace, theme, parent)
        self.options = Options()
        self.jobs = cast("Jobs | None", jobs)
        self.marked = Marked(self)
        self.image = MapPicture(self.marked)
        self.circle: Circle | None = None
        self.far = 0
        self.cursor: QPointF | None = None
        self._camera = Camera(*project_point(HOME[0], HOME[1]), HOME[2], 1, 1)
        self._fitted = True
        self._circled = False
        self.menu_at: QPointF | None = None
        self.hands = Hands(self)
        self.fan = Fan(self)
        self.areas = AreaBook(self, cast("CaseFile | None", case), cast("Acts | None", acts), self.jobs)
        self.own = LayerBook(self, cast("CaseFile | None", case), cast("Acts | None", acts), self.jobs)
        self.marked.sources.append(lambda: own_layers(self.own))
        self.dropping = Dropping(self)
        self.tiles = TileBase(self, self.own.case)
        self.marked.sources.append(lambda: tile_layers(self.tiles))
        self.image.areas = self.areas.draw
        self.tracks = self.image.tracks = Tracks(self, cast("CaseFile | None", case))
        self._describe()

    # What is looked at

    @property
    def camera(self) -> Camera:
        """The camera, at the widget's size; a map that nobody has moved yet keeps showing everything."""
        wide, high = float(max(self.width(), 1)), float(max(self.height(), 1))
        if (self._camera.width, self._camera.height) != (wide, high):
            self._camera = self._camera.sized(wide, high)
            if self._fitted:
                self._fit()
        return self._camera

    @property
    def content(self) -> Content:
        """What the leading layer of items draws: what a pointer picks from."""
        return self.marked.lead

    def look(self, camera: Camera) -> None:
        """Look at another part of the world."""
        self._camera = camera
        self._fitted = False
        self.fan.moved()
        self.update()

    def scene(self, ratio: float | None = None) -> Scene:
        """Return what the painters need to know."""
        return Scene(self.content, self.camera, self.theme, ratio or self.devicePixelRatioF(), self.font())

    def set_open_case(self, open_case: object) -> None:
        """Show another case."""
        self.set_workspace(open_case.workspace)  # type: ignore[attr-defined]  # an OpenCase, which views don't import

    def changed(self, change: Change) -> None:
        """Take over what changed, and no more."""
        self.areas.follow(change)
        self.own.follow(change)
        self.tracks.follow(change)
        if change & (Change.ITEMS | Change.FILTER):
            self.fan.close()
        if change & Change.ITEMS:
            fresh = self.content.workspace is not self.workspace or self._fitted
            self.marked.renew()
            self.marked.follow(change)
            self.circle = None
            if fresh:
                self._fitted = True
                self._fit()
        elif change & Change.FILTER:
            self.marked.refilter()
        elif change & Change.SELECTION:
            self.marked.reselect()
        if change & (Change.KEPT | Change.STYLE):
            self.marked.follow(change)
        if change & Change.SELECTION and not self._circled:
            self.circle = None
        if change & Change.CENTRE:
            self.show_rows(self.workspace.centre)
        if change & (Change.ITEMS | Change.FILTER | Change.STYLE):
            self.image.forget()
        if change & Change.SELECTION:
            self.image.forget_selection()
        if change & (Change.ITEMS | Change.FILTER | Change.SELECTION):
            self._describe()
        if change & ~(Change.CHART | Change.HISTORY):
            self.update()

    def _describe(self) -> None:
        content = self.content
        places = int(np.count_nonzero(content.count))
        self.setAccessibleDescription(
            f"{content.total:,} items at {places:,} places, {int(content.selected.sum()):,} of them selected"
        )

    # Drawing

    def draw(self, painter: QPainter) -> None:
        """Draw the map, what is on it, and what is said over it."""
        scene = self.scene(painter.device().devicePixelRatioF())
        self.image.draw(painter, scene, self.far)
        draw_over(painter, scene, self)

    def picture(self, width: int, height: int, ratio: float = 1.0) -> QImage:
        """Return the map as a picture, with all its layers and tiles, however many."""
        self.own.at_once = True
        self.tiles.wait(on=True)
        try:
            return super().picture(width, height, ratio)
        finally:
            self.own.at_once = False
            self.tiles.wait(on=False)

    @property
    def busy(self) -> bool:
        """Whether something is being read that will be drawn."""
        return self.tiles.busy or self.own.busy

    def own_added(self, names: list[str]) -> None:
        """Bring layers that were just added into sight, where nothing else is shown."""
        if not int(np.count_nonzero(self.content.count)):
            self.own.go_to(names[0])

    @property
    def held(self) -> bool:
        """Whether a button was pressed on the map, and is not yet released."""
        return self._press is not None

    @property
    def panning(self) -> bool:
        """Whether a drag with the left button moves the map now."""
        return self._tool_now() == "pan"

    @property
    def measuring(self) -> tuple[QPointF, QPointF] | None:
        """The ends of the radius that is being dragged, if one is."""
        if self._dragging and self.tool == "radius" and self._press is not None and self._path:
            return self._press, self._path[-1]
        return None

    # Moving about

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the map by so many pixels."""
        self.look(self.camera.panned(dx, dy))

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Zoom, keeping what is under ``at`` where it is."""
        self.look(self.camera.zoomed(factor, at.x(), at.y()))

    def fit(self) -> None:
        """Show all that is drawn, but for the few that lie far from the others."""
        self._fitted = True
        self._fit()
        if self.far:
            self.said.emit(f"{self.far:,} items lie far from the others and are not in sight")
        self.update()

    def _fit(self) -> None:
        wide, high = float(max(self.width(), 1)), float(max(self.height(), 1))
        self._camera = self._camera.sized(wide, high)
        found = self.content.bounds()
        if found is None:
            self.far = 0
            self._camera = self._camera.at(
                *project_point(HOME[0], HOME[1]), min(HOME[2], HOME[2] + np.log2(high / 800))
            )
            return
        bounds, odd = found
        self.far = int(self.content.count[odd].sum())
        margin = min(40.0, wide / 8)
        near = self._camera.around(bounds, margin)
        # The legend must not lie on the data: what it covers is freed at the side where that costs less.
        room = self._legend_room()
        places = np.flatnonzero((self.content.count > 0) & ~odd).astype(np.int32)
        x, y = screen(self.content, places, near)
        if ((x > wide - room.width() - 12) & (y < room.height() + 12)).any():
            above = self._camera.around(bounds, margin, free_top=max(room.height() + 24 - margin, 0))
            beside = self._camera.around(bounds, margin, free_right=max(room.width() + 24 - margin, 0))
            near = max(above, beside, key=lambda camera: camera.zoom)
        self._camera = near

    def _legend_room(self) -> QSizeF:
        types = min(int(np.count_nonzero(self.content.of_type)), 8) if self.options.legend else 0
        return QSizeF(225, 30 + 18 * types + (18 if self.content.without_place and self.options.legend else 0))

    def fit_selection(self) -> None:
        """Show where the selected items are, or those linked to them."""
        content = self.content
        places = np.flatnonzero(content.selected if content.selected.any() else content.linked).astype(np.int32)
        if len(places):
            self._fit_places(places)
        else:
            self.said.emit("Nothing selected, or linked to it, has a place that is shown")

    def _fit_places(self, places: Rows, most_zoom: float = 16.0) -> None:
        x, y = self.content.places.x[places], self.content.places.y[places]
        bounds = float(x.min()), float(y.min()), float(x.max()), float(y.max())
        margin = min(70.0, self.camera.width / 6)
        self.look(self.camera.around(bounds, margin, most_zoom))

    def show_rows(self, rows: Rows) -> None:
        """Bring items into sight; what is in sight already, or has no place, leaves the map where it is."""
        places = self.content.places_for(rows)
        if not len(places):
            return
        camera = self.camera
        x, y = screen(self.content, places, camera)
        if bool(((x > 24) & (x < camera.width - 24) & (y > 24) & (y < camera.height - 40)).all()):
            self.update()
        elif np.ptp(x) < camera.width * 0.8 and np.ptp(y) < camera.height * 0.8:
            middle = camera.to_world(float(x.min() + x.max()) / 2, float(y.min() + y.max()) / 2)
            self.look(camera.at(*middle))
        else:
            self._fit_places(places, max(camera.zoom, 10.0))

    def go_to(self, goal: Goal) -> None:
        """Look at a place that was asked for, and mark it until the map is clicked."""
        self.look(self.camera.at(goal.x, goal.y, goal.zoom))
        lon, lat = unproject(np.array([goal.x]), np.array([goal.y]))
        self.circle = Circle(float(lon[0]), float(lat[0]), 0.0, goal.words)
        self.said.emit(f"Here is {goal.words}")

    # Picking

    def row_at(self, at: QPointF) -> int:
        """Return the item drawn at a point, -1 for none or a cluster; of several at one place, the one that leads."""
        if self.image.legend_has(at):
            return -1
        fanned = self.fan.row_at(at)
        if fanned >= 0:
            return fanned
        camera = self.camera
        holder = pick.holder_at(self.content, camera, at)
        if holder >= 0:
            return holder
        place = pick.place_at(self.content, self.content.picture(camera), camera, at)
        return self.content.lead_at(place) if place >= 0 else -1

    def together_with(self, row: int) -> Rows:
        """Return all drawn items at the place of an item: they can't be told apart on the map."""
        if self.fan.alone(row):
            return np.array([row], np.int32)
        place = int(self.content.places.of[row])
        rows = self.content.rows_at([place]) if place >= 0 else np.zeros(0, np.int32)
        return rows if len(rows) else np.array([row], np.int32)

    def rows_in(self, shape: QPolygonF) -> Rows:
        """Return the drawn items whose place lies in a polygon of the picture."""
        return pick.rows_in(self.content, self.camera, shape)

    def cluster_at(self, at: QPointF) -> int:
        """Return the cluster drawn at a point, or -1."""
        if self.image.legend_has(at):
            return -1
        return pick.cluster_at(self.content.picture(self.camera), self.camera, at)

    def cluster_rows(self, mark: int) -> Rows:
        """Return the items of a cluster."""
        return self.content.rows_at(self.content.picture(self.camera).marks.places_in(mark))

    def open_cluster(self, mark: int) -> None:
        """Zoom to the places of a cluster, by which it comes apart."""
        places = self.content.picture(self.camera).marks.places_in(mark)
        camera = self.camera
        x, y = self.content.places.x[places], self.content.places.y[places]
        bounds = float(x.min()), float(y.min()), float(x.max()), float(y.max())
        near = camera.around(bounds, min(60.0, camera.width / 6), 20.0)
        self.look(near.at(near.x, near.y, max(near.zoom, camera.zoom + 1)))
        self.said.emit(f"{int(self.content.count[places].sum()):,} items at {len(places):,} places")

    def click_ground(self, at: QPointF, mode: PickMode) -> bool:
        """Open a cluster, or with a key held pick all of it; switch a type in the legend."""
        row = self.image.legend_row(at)
        if row is not None or self.image.legend_has(at):
            if row is not None and row.sign == "title":
                self.options.legend = not self.options.legend
                self.image.forget_selection()
                self.update()
            elif row is not None and row.kind >= 0:
                self.toggle_type(self.workspace.item_types[row.kind].name)
            return True
        mark = self.cluster_at(at)
        leg = self._leg_at(at) if mark < 0 else None
        if leg is not None:
            self.workspace.select(leg_rows(*leg), mode)
            return True
        if mark < 0 and "hexagons" in self.marked.drawn:
            rows = hexagons.rows_at(self.marked.of("hexagons"), self.camera, at)
            self.workspace.select(rows, mode)
            return bool(len(rows))
        if mark < 0:
            self.circle = None
            return False
        if mode == "replace":
            self.open_cluster(mark)
        else:
            self.workspace.select(self.cluster_rows(mark), mode)
        return True

    def _leg_at(self, at: QPointF) -> tuple[Track, int] | None:
        return leg_at(self.tracks.tracks(), self.camera, at) if self.marked.is_on("tracks") else None

    def radius_picked(self, centre: QPointF, edge: QPointF, mode: PickMode) -> None:
        """Pick all drawn items within the great-circle distance of the two points."""
        lon, lat = self.camera.degrees(centre.x(), centre.y())
        self.select_within(np.array([lon]), np.array([lat]), self.distance(centre, edge), mode)

    def distance(self, one: QPointF, other: QPointF) -> float:
        """Return the metres between two points of the picture."""
        lon, lat = self.camera.degrees(one.x(), one.y())
        to_lon, to_lat = self.camera.degrees(other.x(), other.y())
        return float(metres(np.array([to_lon]), np.array([to_lat]), lon, lat)[0])

    def select_within(self, lon: Floats, lat: Floats, radius: float, mode: PickMode = "replace") -> None:
        """Pick all drawn items within so many metres of any of some points in degrees."""
        self.take_within(pick.rows_near(self.content, lon, lat, radius), lon, lat, radius, mode)

    def take_within(self, rows: Rows, lon: Floats, lat: Floats, radius: float, mode: PickMode) -> None:
        """Pick what was found within so many metres of some points, and say so."""
        self._circled = True
        try:
            self.workspace.select(rows, mode)
        finally:
            self._circled = False
        words = f"{metric_words(radius)} · {len(rows):,} items"
        self.circle = Circle(float(lon[0]), float(lat[0]), radius, words) if len(lon) == 1 else None
        self.said.emit(f"{len(rows):,} items within {metric_words(radius)}")
        self.update()

    # Options

    def set_mode(self, mode: Mode) -> None:
        """Draw the items in one way alone: at their places, as hexagons, heat or density."""
        self.options.mode = mode
        self.marked.renew()
        self.options_changed()

    def set_bandwidth(self, pixels: float) -> None:
        """Smooth heat over so many pixels, however the map is zoomed."""
        self.options.bandwidth, self.options.reach = kept_bandwidth(pixels), 0
        wide = metric_words(self.options.bandwidth * self.camera.metres_per_pixel())
        self.said.emit(f"Heat: bandwidth {wide}")
        self.options_changed()

    def set_ties(self, ties: Ties) -> None:
        """Draw the links between places of the selection, all of them, or none."""
        self.options.ties = ties
        self.options_changed()

    def toggle_type(self, name: str) -> None:
        """Draw items of a type, or no longer."""
        self.options.hidden_types ^= {name}
        self.marked.refilter()
        self.options_changed()

    def options_changed(self) -> None:
        """Draw the items anew, as the options say."""
        self.marked.forget()
        self.image.forget()
        self.layers_changed()

    def layers_changed(self) -> None:
        """Lay the layers over each other anew."""
        self.image.forget_selection()
        self._describe()
        self.picked.emit()
        self.update()

    def settings(self) -> dict[str, object]:
        """Return what is looked at, and how."""
        lon, lat = self.camera.degrees(self.width() / 2, self.height() / 2)
        place = {"fitted": self._fitted, "lon": lon, "lat": lat, "zoom": self._camera.zoom}
        return {**place, **self.options.settings()}

    def restore(self, settings: dict[str, object]) -> None:
        """Take over remembered settings; what is unknown or broken is ignored."""
        self.options.restore(settings)
        match settings.get("lon"), settings.get("lat"), settings.get("zoom"):
            case ((int() | float() as lon), (int() | float() as lat), (int() | float() as zoom)):
                if settings.get("fitted") is not True:
                    self.look(self.camera.at(*project_point(float(lon), float(lat)), float(zoom)))
        self.marked.renew()
        self.marked.follow_queries()
        self.options_changed()

    # Actions

    def actions_here(self) -> list[Action]:
        """Return what the map can do."""
        return acts.actions(self)

    def menu_for(self, row: int) -> list[Action]:
        """Return what a right click offers."""
        return menu.menu(self, row)

    def copy_coordinates(self, lon: float, lat: float) -> None:
        """Put the coordinates of a point on the clipboard."""
        grid = grid_words(lon, lat)
        text = f"{lat:.6f}, {lon:.6f}" + (f"\n{grid}" if grid else "")
        QApplication.clipboard().setText(text)
        self.said.emit(f"Copied {degrees_words(lon, lat)}" + (f"  ·  {grid}" if grid else ""))

    # Events

    def hovered(self, at: QPointF) -> None:
        """Say where the pointer is."""
        self.cursor = at
        words = place_words(self.camera, at)
        if "hexagons" in self.marked.drawn:
            counted = hexagons.words_at(self.marked.of("hexagons"), self.camera, at)
            words = f"{counted}  ·  {words}" if counted else words
        leg = self._leg_at(at)
        words = leg_words(self.workspace, *leg) if leg is not None else words
        self.said.emit(words)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Get ready to say where the pointer is on the National Grid."""
        national_grid.warm()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Say nothing more of the pointer."""
        self.cursor = None
        super().leaveEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """While a radius is dragged, say how far it is; else as in every view."""
        super().mouseMoveEvent(event)
        if self._press is not None:
            self.cursor = None
        if self.measuring is not None:
            self.said.emit(f"Radius {metric_words(self.distance(*self.measuring))}")

    def _click(self, at: QPointF, modifiers: Qt.KeyboardModifier, mode: PickMode) -> None:
        """Pick as in every view; then a stack that was picked opens, and one that was open closes."""
        row = self._press_row
        super()._click(at, modifiers, mode)
        self.fan.clicked(row, plain=mode == "replace")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the legend do nothing more than a click did; else as in every view."""
        if not self.image.legend_has(event.position()):
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with what is at the pointer."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_at = None if keyboard else QPointF(event.pos())
        super().contextMenuEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of the map, then those of every view."""
        if not self.fan.key(event) and not acts.key(self, event):
            super().keyPressEvent(event)

    @property
    def middle(self) -> QPointF:
        """The middle of the view."""
        return QRectF(self.rect()).center()

    def set_tool(self, tool: Tool) -> None:
        """Say what a drag on the ground does; whatever was being drawn or measured is put away."""
        if tool != "select":
            self.hands.drop()
        super().set_tool(tool)

    def set_tool_radius(self) -> None:
        """Measure a radius with the next drag, or no longer."""
        self.set_tool("select" if self.tool == "radius" else "radius")
        if self.tool == "radius":
            self.said.emit("Drag from the middle: all items within the radius are selected")

    def cycle_mode(self) -> None:
        """Go on to the next way of drawing."""
        now = MODES.index(self.options.mode) if self.options.mode in MODES else -1
        self.set_mode(MODES[(now + 1) % len(MODES)])
        self.said.emit(f"Map: {self.options.mode}")

    def cycle_ties(self) -> None:
        """Go on to the next choice of links."""
        self.set_ties(TIES[(TIES.index(self.options.ties) + 1) % len(TIES)])
        self.said.emit(
            {"selection": "Links of the selection", "all": "All links", "none": "No links"}[self.options.ties]
        )
