"""The kept areas of a case as the map knows them: read, drawn, counted, shown or not, and acted on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from intelviz.analysis.place import shapes
from intelviz.case.columns import Floats, Mask
from intelviz.schema.errors import IntelvizError
from intelviz.views.canvas import mode_of
from intelviz.views.map.areas.paint import box_of, draw_area, draw_name, outline
from intelviz.views.map.furniture import metric_words
from intelviz.views.map.marks import Scene
from intelviz.workspace.areas import KIND, Area, checked, is_known, mask_of, read_area, rows_in
from intelviz.workspace.commands.command import Command
from intelviz.workspace.commands.kept.forget_thing import ForgetThing
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.workspace import Change, FilterPart, Mode

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.views.map.view import MapView
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.jobs import Jobs, Progress

SETTING = "view/areas"
_HALOES = 12
"""Areas in sight up to which each has a halo."""
_AT_ONCE = 150_000
"""Items up to which an area is counted at once; above, in a job."""


class AreaBook(QObject):
    """All areas of the open case by name; ``changed`` says that one came, went, changed or is shown otherwise."""

    changed = Signal()

    def __init__(self, view: MapView, case: CaseFile | None, acts: Acts | None, jobs: Jobs | None) -> None:
        super().__init__(view)
        self.view, self.case, self.acts, self.jobs = view, case, acts, jobs
        self.areas: dict[str, Area] = {}
        self.broken: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.on = True
        self.edited = ""
        """Name of the area whose corners are being moved: whoever moves them draws it."""
        self.filter_to: Callable[[str], None] | None = None
        """Shows only what lies in an area, by a panel that keeps such conditions; without it the map does."""
        self._rings: dict[str, tuple[Area, list[Floats]]] = {}
        self._restore()
        self.renew()

    # What there is

    @property
    def can_write(self) -> bool:
        """Whether the case may be changed."""
        return self.case is not None and self.acts is not None and not self.case.read_only

    def renew(self) -> None:
        """Read the areas of the case anew."""
        kept = self.case.kept(KIND) if self.case is not None else {}
        self.areas, self.broken = {}, {}
        for name in sorted(kept, key=str.casefold):
            try:
                self.areas[name] = read_area(kept[name])
            except IntelvizError as error:
                self.broken[name] = error.words()
        self._rings = {name: held for name, held in self._rings.items() if self.areas.get(name) == held[0]}
        self._redraw()

    def follow(self, change: Change) -> None:
        """Answer word of a change of the workspace."""
        if change & Change.KEPT:
            self.renew()
        elif change & (Change.ITEMS | Change.FILTER):
            self.changed.emit()
        if change & Change.KEPT and self._filtered() and self.filter_to is None:
            self.filter(self._filtered())

    def _redraw(self) -> None:
        self.view.image.forget_selection()
        self.view.update()
        self.changed.emit()

    def rings(self, name: str) -> list[Floats]:
        """Return the outlines of an area in world coordinates, kept while it is as it is."""
        held = self._rings.get(name)
        if held is None:
            held = self._rings[name] = self.areas[name], outline(self.areas[name])
        return held[1]

    def at(self, lon: float, lat: float) -> list[str]:
        """Return the names of the shown areas at a point, the smallest first."""
        x, y = np.array([lon]), np.array([lat])
        found: list[tuple[float, str]] = []
        for name in self.shown:
            area = self.areas[name]
            match area.shape:
                case "circle":
                    inside = shapes.in_circle(x, y, area.points[0], area.metres)
                case "corridor":
                    inside = shapes.in_corridor(x, y, area.points, area.metres)
                case "polygon" | "parts":
                    inside = shapes.in_polygons(x, y, area.polygons) if self._whole(area) else np.zeros(1, bool)
            if inside[0]:
                left, top, right, bottom = box_of(self.rings(name))
                found.append(((right - left) * (bottom - top), name))
        return [name for _, name in sorted(found)]

    @staticmethod
    def _whole(area: Area) -> bool:
        try:
            checked(area)
        except IntelvizError:
            return False
        return True

    # Drawing

    @property
    def shown(self) -> list[str]:
        """Names of the areas that the map draws."""
        return [name for name in self.areas if name not in self.hidden] if self.on else []

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Paint the areas as one layer of the map: over the ground, under the marks."""
        left, top, right, bottom = scene.camera.bounds
        legend = self.view.image.legend
        taken: list[QRectF] = [legend.box] if legend is not None else []
        seen: list[tuple[str, list[Floats]]] = []
        for name in self.shown:
            rings = self.rings(name)
            box = box_of(rings)
            if name != self.edited and box[0] < right and box[2] > left and box[1] < bottom and box[3] > top:
                seen.append((name, rings))
        for _, rings in seen:
            draw_area(painter, scene, rings, halo=len(seen) <= _HALOES)
        for name, rings in seen:
            draw_name(painter, scene, rings, name, taken)

    def show(self, names: Iterable[str], *, on: bool) -> None:
        """Draw some areas, or no longer; remembered with the case, and no act to be undone."""
        self.hidden = self.hidden - set(names) if on else self.hidden | set(names)
        self.on = self.on or on
        self._remember()
        self._redraw()

    def flip(self) -> None:
        """Draw all areas, or none."""
        self.on = not self.on
        self._remember()
        self._redraw()

    def _restore(self) -> None:
        said = self.case.settings(SETTING, None) if self.case is not None else None
        if isinstance(said, dict):
            hidden = said.get("hidden")
            self.hidden = {str(each) for each in hidden} if isinstance(hidden, list) else set()
            self.on = said.get("on") is not False

    def _remember(self) -> None:
        if self.case is not None and not self.case.read_only:
            self.case.set_setting(SETTING, {"hidden": sorted(self.hidden), "on": self.on})

    # Acts on the case

    def run(self, command: Command) -> bool:
        """Carry out a command; what is wrong is said."""
        if self.acts is None:
            return False
        try:
            done = self.acts.run(command)
        except IntelvizError as error:
            self.view.said.emit(error.words())
            return False
        self.view.said.emit(done.title)
        return True

    def keep(self, name: str, area: Area) -> bool:
        """Keep an area under a name, in place of the one that has it."""
        try:
            checked(area)
        except IntelvizError as error:
            self.view.said.emit(error.words())
            return False
        return self.run(KeepThing(KIND, name, area.body))

    def rename(self, name: str, new: str) -> bool:
        """Give an area another name."""
        if new.strip() == name or self.case is None:
            return False
        others = {each.casefold() for each in (*self.areas, *self.broken) if each != name}
        if new.strip().casefold() in others:
            self.view.said.emit(f"There is an area “{new.strip()}” already. Choose another name.")
            return False
        hidden = name in self.hidden
        body: dict[str, Any] = self.case.kept(KIND)[name]
        if not self.run(KeepThing(KIND, new, body, before=name)):
            return False
        if hidden:
            self.show([new.strip()], on=False)
        return True

    def delete(self, names: Iterable[str]) -> None:
        """Delete areas; undo brings them back one by one."""
        for name in list(names):
            self.run(ForgetThing(KIND, name))

    def free_name(self, stem: str) -> str:
        """Return a name that no area has, such as "Area 2"."""
        known = {each.casefold() for each in (*self.areas, *self.broken)}
        number = 1
        while (f"{stem} {number}" if number > 1 else stem).casefold() in known:
            number += 1
        return f"{stem} {number}" if number > 1 else stem

    # What lies in them

    def inside(self, area: Area, then: Callable[[Mask], None]) -> None:
        """Hand over what lies in an area: at once, or with many items when a job has found it."""
        workspace, view = self.view.workspace, self.view

        def failed(error: BaseException) -> None:
            view.said.emit(error.words() if isinstance(error, IntelvizError) else "The items could not be found.")

        def take(mask: Mask) -> None:
            if view.workspace is workspace and len(mask) == len(workspace):
                then(mask)

        if self.jobs is None or len(workspace) <= _AT_ONCE or is_known(workspace, area):
            try:
                then(mask_of(workspace, area))
            except IntelvizError as error:
                failed(error)
            return
        self.jobs.start("Find what lies in the area", lambda _: mask_of(workspace, area), then=take, failed=failed)

    def count(self, areas: list[Area], then: Callable[[dict[Area, int]], None]) -> None:
        """Hand over how many shown items lie in each of some areas; those that can't be told are left out."""
        workspace = self.view.workspace

        def work(progress: Progress | None = None) -> list[Area]:
            found: list[Area] = []
            for number, area in enumerate(areas):
                if progress is not None:
                    progress.step("Count what lies in the areas", number, len(areas))
                try:
                    rows_in(workspace, area)
                except IntelvizError:
                    continue
                found.append(area)
            return found

        def take(found: list[Area]) -> None:
            if self.view.workspace is workspace:
                then({area: int(np.count_nonzero(workspace.shown[rows_in(workspace, area)])) for area in found})

        at_once = len(workspace) <= _AT_ONCE or all(is_known(workspace, area) for area in areas)
        if self.jobs is None or at_once:
            take(work())
        else:
            self.jobs.start("Count what lies in the areas", work, then=take)

    def select(self, name: str, mode: Mode | None = None) -> None:
        """Select the shown items in an area; without a mode the keys that are held decide, as with a click."""
        area = self.areas.get(name)
        if area is None:
            return
        way = mode or mode_of(QApplication.keyboardModifiers())

        def take(mask: Mask) -> None:
            here = mask & self.view.workspace.shown
            self.view.workspace.select(here, way)
            self.view.said.emit(f"{int(here.sum()):,} items in “{name}”")

        self.inside(area, take)

    def add_to_chart(self, name: str) -> None:
        """Select what is in an area, and put it on the chart that is open."""
        area = self.areas.get(name)
        if area is None:
            return

        def take(mask: Mask) -> None:
            self.view.workspace.select(mask & self.view.workspace.shown)
            for action in self.view.shared_actions():
                if action.name == "add_to_chart" and action.enabled():
                    action.run()

        self.inside(area, take)

    def filter(self, name: str) -> None:
        """Show only what lies in an area."""
        area = self.areas.get(name)
        if self.filter_to is not None:
            self.filter_to(name)
        elif area is not None:
            self.inside(
                area, lambda mask: self.view.workspace.set_filter("area", FilterPart(f"In area “{name}”", mask))
            )

    def _filtered(self) -> str:
        part = self.view.workspace.filter_parts.get("area")
        return part.words.removeprefix("In area “").removesuffix("”") if part is not None else ""

    def go_to(self, names: Iterable[str]) -> None:
        """Bring areas into sight."""
        boxes = np.array([box_of(self.rings(name)) for name in names if name in self.areas])
        if len(boxes):
            camera = self.view.camera
            bounds = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
            self.view.look(camera.around(bounds, min(60.0, camera.width / 6), 18.0))


def size_words(square: float) -> str:
    """Return a size: 850 m², 2.4 ha, 1.25 km²."""
    if square < 10_000:
        return f"{square:,.0f} m²" if square >= 10 else f"{square:.1f} m²"
    return f"{square / 10_000:.3g} ha" if square < 1_000_000 else f"{square / 1e6:,.3g} km²"


def square_metres(area: Area) -> float:
    """Return the size of an area of any kind."""
    match area.shape:
        case "circle":
            return math.pi * area.metres**2
        case "corridor":
            rings = shapes.corridor_outlines(area.points, area.metres)
            return shapes.square_metres([[[(x, y) for x, y in ring.tolist()] for ring in rings]])
        case "polygon" | "parts":
            return shapes.square_metres(area.polygons)


def kind_words(area: Area) -> str:
    """Return what an area is: "circle, 500 m", "polygon of 5 corners"."""
    match area.shape:
        case "circle":
            return f"circle, {metric_words(area.metres)}"
        case "corridor":
            long = metric_words(sum(shapes.lengths(area.points)))
            return f"corridor, {metric_words(area.metres)} to either side of {long}"
        case "polygon":
            return f"polygon of {len(area.points)} corners"
        case "parts":
            return f"{area.taken or 'outline'}" + (f", {len(area.parts)} parts" if len(area.parts) > 1 else "")
