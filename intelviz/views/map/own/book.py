"""The layers of a case as the map knows them: read, drawn, shown or not, asked what is at a point, and acted on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QPainter

from intelviz.case.columns import Mask
from intelviz.render.basepaint import Taken
from intelviz.render.mercator import Camera
from intelviz.schema.errors import IntelvizError, UsageError
from intelviz.views.map.areas.taking import area_of_shape
from intelviz.views.map.marks import Scene
from intelviz.views.map.own.behind import Behind
from intelviz.views.map.own.drawing import Drawing
from intelviz.workspace.areas import MOST_CORNERS, Area
from intelviz.workspace.commands.command import Command
from intelviz.workspace.commands.kept.add_layer import AddLayer
from intelviz.workspace.commands.kept.forget_thing import ForgetThing
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.map_layers.from_file import NewLayer, layers_in
from intelviz.workspace.map_layers.kept_layer import COLOURS, KIND, MapLayer, read_layer, shapes_kept
from intelviz.workspace.map_layers.shapes import OUTLINE
from intelviz.workspace.workspace import Change, Mode

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.views.map.view import MapView
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.jobs import Jobs, Progress

SETTING = "view/own-layers"


def key_of(name: str) -> str:
    """Return the key by which the map's list of layers knows a layer."""
    return f"own {name}"


_AT_ONCE = 100_000
"""Corners up to which a layer is read at once; above, in a job."""
_REACH = 6.0
_MOST_LINES, _MOST_LETTERS = 12, 120


class LayerBook(QObject):
    """All layers of the open case by name, the lowest first; ``changed`` says that one came, went or changed."""

    changed = Signal()

    def __init__(self, view: MapView, case: CaseFile | None, acts: Acts | None, jobs: Jobs | None) -> None:
        super().__init__(view)
        self.view, self.case, self.acts, self.jobs = view, case, acts, jobs
        self.layers: dict[str, MapLayer] = {}
        self.broken: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.opacity: dict[str, float] = {}
        self._order: list[str] = []
        self._drawings: dict[str, Drawing] = {}
        self._reading: set[str] = set()
        self._labels: dict[str, tuple[Camera, list[QRectF]]] = {}
        """Where the labels of each layer were written, and for which camera, so that others keep off them."""
        self._version = 0
        self._behind = Behind(self)
        self._behind.painted.connect(self.redraw)
        self.at_once = False
        """Whether large layers are waited for, as a picture that is saved must have them."""
        self._restore()
        self.renew()

    # What there is

    @property
    def busy(self) -> bool:
        """Whether a layer is being painted that will be drawn."""
        return self._behind.busy

    @property
    def can_write(self) -> bool:
        """Whether the case may be changed."""
        return self.case is not None and self.acts is not None and not self.case.read_only

    def renew(self) -> None:
        """Read the layers of the case anew; their shapes are read when they are first drawn."""
        kept = self.case.kept(KIND) if self.case is not None else {}
        found: dict[str, MapLayer] = {}
        self.broken = {}
        for name, body in kept.items():
            try:
                found[name] = read_layer(body)
            except IntelvizError as error:
                self.broken[name] = error.words()
        ranks = {name: rank for rank, name in enumerate(self._order)}
        names = sorted(found, key=lambda name: (ranks.get(name, len(ranks)), name.casefold()))
        self.layers = {name: found[name] for name in names}
        shown = {layer.shapes for layer in self.layers.values()}
        self._labels = {name: held for name, held in self._labels.items() if name in self.layers}
        self._drawings = {number: held for number, held in self._drawings.items() if number in shown}
        self._behind.keep(set(self.layers), set(self._drawings.values()))
        self.redraw()

    def follow(self, change: Change) -> None:
        """Answer word of a change of the workspace."""
        if change & Change.KEPT:
            self.renew()

    def redraw(self) -> None:
        """Draw them anew next time."""
        self._version += 1
        self.view.image.forget_selection()
        self.view.update()
        self.changed.emit()

    @property
    def shown(self) -> list[str]:
        """Names of the layers that the map draws, the lowest first."""
        return [name for name in self.layers if name not in self.hidden]

    def drawing(self, name: str) -> Drawing | None:
        """Return the shapes of a layer, ready to be drawn; None while they are read, or where they can't be."""
        layer = self.layers[name]
        held = self._drawings.get(layer.shapes)
        if held is not None or self.case is None or name in self.broken or layer.shapes in self._reading:
            return held
        case = self.case
        if self.jobs is None or self.at_once or 0 < layer.corners <= _AT_ONCE:
            try:
                self._drawings[layer.shapes] = Drawing(shapes_kept(case, layer.shapes))
            except IntelvizError as error:
                self.broken[name] = error.words()
                self.view.said.emit(f"“{name}”: {error.words()}")
            return self._drawings.get(layer.shapes)
        self._reading.add(layer.shapes)

        def take(drawing: Drawing) -> None:
            self._reading.discard(layer.shapes)
            self._drawings[layer.shapes] = drawing
            self.redraw()

        def failed(error: BaseException) -> None:
            self._reading.discard(layer.shapes)
            self.broken[name] = error.words() if isinstance(error, IntelvizError) else "it could not be read"
            self.view.said.emit(f"“{name}”: {self.broken[name]}")

        work = lambda _: Drawing(shapes_kept(case, layer.shapes))  # noqa: E731  what the job does, in one line
        self.jobs.start(f"Read the layer “{name}”", work, then=take, failed=failed)
        return None

    # Drawing

    def version_of(self, name: str) -> object:
        """Return what differs from before when a layer is to be painted anew."""
        return self._version, self.layers[name].shapes in self._drawings

    def paint(self, painter: QPainter, scene: Scene, name: str) -> None:
        """Paint one layer, and its labels where there is room."""
        drawing = self.drawing(name)
        if drawing is None:
            return
        style = self.layers[name].style
        painter.save()
        self._behind.draw(painter, name, drawing, style, scene.camera, wait=self.at_once)
        painter.restore()
        taken = Taken(scene.camera.width, scene.camera.height)
        for box in self.view.image.avoided(scene):
            taken.take(box)
        for other, (camera, boxes) in self._labels.items():
            for box in boxes if camera == scene.camera and other != name and other not in self.hidden else ():
                taken.take(box)
        font = scene.small_font(-1.0)
        boxes = drawing.draw_labels(painter, scene.camera, style, scene.theme, font, taken)
        self._labels[name] = scene.camera, boxes

    def show(self, names: Iterable[str], *, on: bool) -> None:
        """Draw some layers, or no longer; remembered with the case, and no act to be undone."""
        self.hidden = self.hidden - set(names) if on else self.hidden | set(names)
        self._remember()
        self.redraw()

    def set_opacity(self, name: str, share: float) -> None:
        """Draw a layer more or less clearly, 0 to 1; remembered with the case."""
        self.opacity[name] = min(max(share, 0.0), 1.0)
        self._remember()
        self.redraw()

    def arrange(self, names: list[str]) -> None:
        """Lay the layers over one another, the lowest first; remembered with the case."""
        self._order = list(names)
        self.view.options.layers.arrange_among([key_of(name) for name in names])
        self._remember()
        self.renew()

    def _restore(self) -> None:
        said = self.case.settings(SETTING, None) if self.case is not None else None
        if isinstance(said, dict):
            hidden, order, opacity = said.get("hidden"), said.get("order"), said.get("opacity")
            self.hidden = {str(each) for each in hidden} if isinstance(hidden, list) else set()
            self._order = [str(each) for each in order] if isinstance(order, list) else []
            pairs = opacity.items() if isinstance(opacity, dict) else ()
            self.opacity = {str(name): float(v) for name, v in pairs if isinstance(v, int | float) and 0 <= v <= 1}

    def _remember(self) -> None:
        if self.case is not None and not self.case.read_only:
            said = {"hidden": sorted(self.hidden), "order": list(self._order), "opacity": self.opacity}
            self.case.set_setting(SETTING, said)

    # What is at a point

    def at(self, at: QPointF) -> list[tuple[str, int]]:
        """Return layer and number of the features at a pixel: of the top layer first, in it the smallest first."""
        found: list[tuple[str, int]] = []
        for name in reversed(self.shown):
            drawing = self._drawings.get(self.layers[name].shapes)
            if drawing is not None:
                reach = max(_REACH, self.layers[name].style.size / 2)
                found += [(name, feature) for feature in drawing.at(self.view.camera, at, reach)]
        return found

    def called(self, name: str, feature: int) -> str:
        """Return what a feature is called: its label, or its number."""
        drawing, label = self._drawings[self.layers[name].shapes], self.layers[name].style.label
        return drawing.shapes.cells(feature).get(label, "") or f"feature {feature + 1:,} of {name}"

    def words(self, name: str, feature: int) -> list[str]:
        """Return what is said of a feature, its name first."""
        cells = self._drawings[self.layers[name].shapes].shapes.cells(feature)
        lines = [f"{column}: {value}"[:_MOST_LETTERS] for column, value in cells.items()]
        more = [f"and {len(lines) - _MOST_LINES} more attributes"] if len(lines) > _MOST_LINES else []
        return [self.called(name, feature)[:_MOST_LETTERS], f"Layer: {name}", *lines[:_MOST_LINES], *more]

    def is_area(self, name: str, feature: int) -> bool:
        """Return whether things can lie in a feature."""
        shapes = self._drawings[self.layers[name].shapes].shapes
        return bool((shapes.part[shapes.of == feature] == OUTLINE).any())

    def area(self, name: str, feature: int) -> Area | None:
        """Return a feature as an area; None if it is none, or has more corners than an area may have, which is said."""
        import shapely

        shapes = self._drawings[self.layers[name].shapes].shapes
        many = int(shapes.length[shapes.of == feature].sum())
        try:
            if many > MOST_CORNERS:
                raise UsageError(f"It has {many:,} corners; an area has at most {MOST_CORNERS:,}.")
            shape = shapely.make_valid(shapes.shape(feature))
            return area_of_shape(shape, f"{self.called(name, feature)}, layer {name}")
        except IntelvizError as error:
            self.view.said.emit(f"“{self.called(name, feature)}” can't be used as an area: {error.words()}")
            return None

    def select_in(self, name: str, feature: int, mode: Mode = "replace") -> None:
        """Select the shown items that lie in a feature."""
        area = self.area(name, feature)
        view, called = self.view, self.called(name, feature)
        if area is None:
            return

        def take(mask: Mask) -> None:
            here = mask & view.workspace.shown
            view.workspace.select(here, mode)
            view.said.emit(f"{int(here.sum()):,} items in “{called}”")

        view.areas.inside(area, take)

    def go_to(self, name: str) -> None:
        """Bring a layer into sight."""
        drawing = self.drawing(name)
        if drawing is not None:
            camera = self.view.camera
            self.view.look(camera.around(drawing.bounds, min(60.0, camera.width / 6), 18.0))

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

    def add(self, paths: Iterable[Path], then: Callable[[list[str]], None] | None = None) -> None:
        """Make layers of files, in a job, and keep them with the case; what can't be used is said."""
        for path in list(paths):
            take = partial(self._take, then)
            if self.jobs is None:
                try:
                    take(layers_in(path))
                except IntelvizError as error:
                    self.view.said.emit(error.words())
            else:
                work = partial(_read, path)
                self.jobs.start(f"Read {path.name} as a layer", work, then=take, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        self.view.said.emit(error.words() if isinstance(error, IntelvizError) else f"It could not be read: {error}")

    def _take(self, then: Callable[[list[str]], None] | None, made: list[NewLayer]) -> None:
        taken = len(self.layers)
        used: set[str] = set()
        for each in made:
            name, colour = self.free_name(each.name, used), COLOURS[(taken + len(used)) % len(COLOURS)]
            used.add(name)
            layer = each.layer.styled(colour=colour, outline=colour)
            command = AddLayer(name, layer.body, each.shapes)
            notes = f" {layer.notes[0]}" if layer.notes else ""
            words = f"Added the layer “{name}”: {each.words}.{notes}"
            if self.acts is not None and self.acts.jobs is not None and layer.corners > _AT_ONCE:
                added = partial(self._added, then, name, words)
                self.acts.start(command, f"Keep the layer “{name}”", lambda _, added=added: added(), self._failed)
            elif self.run(command):
                self._added(then, name, words)

    def _added(self, then: Callable[[list[str]], None] | None, name: str, words: str) -> None:
        self.view.said.emit(words)
        if then is not None:
            then([name])

    def free_name(self, stem: str, used: Iterable[str] = ()) -> str:
        """Return a name that no layer has, nor is ``used`` otherwise, such as "wards 2"."""
        known = {each.casefold() for each in (*self.layers, *self.broken, *used)}
        number = 1
        while (f"{stem} {number}" if number > 1 else stem).casefold() in known:
            number += 1
        return f"{stem} {number}" if number > 1 else stem

    def keep(self, name: str, layer: MapLayer) -> bool:
        """Keep a layer with another style, or as part of the ground."""
        return self.run(KeepThing(KIND, name, layer.body))

    def rename(self, name: str, new: str) -> bool:
        """Give a layer another name."""
        new = new.strip()
        if new == name or name not in self.layers:
            return False
        if new.casefold() in {each.casefold() for each in (*self.layers, *self.broken) if each != name}:
            self.view.said.emit(f"There is a layer “{new}” already. Choose another name.")
            return False
        self._order = [new if each == name else each for each in self._order]
        self.view.options.layers.rename(key_of(name), key_of(new))
        if name in self.hidden:
            self.hidden = self.hidden - {name} | {new}
        if name in self.opacity:
            self.opacity[new] = self.opacity.pop(name)
        self._remember()
        return self.run(KeepThing(KIND, new, self.layers[name].body, before=name))

    def delete(self, name: str) -> bool:
        """Delete a layer; undo brings it back."""
        return self.run(ForgetThing(KIND, name))


def _read(path: Path, progress: Progress) -> list[NewLayer]:
    return layers_in(path, progress.step)
