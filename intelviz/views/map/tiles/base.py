"""The base map from tiles that a case is looked at with: which file, how clearly, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter
from shiboken6 import isValid

from intelviz.render.mercator import project_point
from intelviz.schema.errors import IntelvizError
from intelviz.views.map.marks import Scene
from intelviz.views.map.tiles.paint import draw_tiles, in_sight, missing
from intelviz.workspace.tiles.known import forget_tiles, known_tiles, remember_tiles
from intelviz.workspace.tiles.store import TileStore
from intelviz.workspace.tiles.tile_file import open_tiles

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.views.map.view import MapView

SETTING = "view/tiles"
_ROUNDS = 40
"""How often tiles are looked for that a picture needs at once: each round goes one zoom up where there is none."""


class TileBase(QObject):
    """The tiles under the map; ``changed`` says that others are drawn, or otherwise."""

    changed = Signal()
    _arrived = Signal()

    def __init__(self, view: MapView, case: CaseFile | None) -> None:
        super().__init__(view)
        self.view, self.case = view, case
        self.name = ""
        """The file that is to be drawn, "" for none."""
        self.share = 1.0
        self.on = True
        self.wrong = ""
        """Why it can't be."""
        self.version = 0
        """Another number than before where it is to be drawn anew."""
        self.damaged = 0
        self.too_far = False
        self.store: TileStore | None = None
        self._open_stores: list[TileStore] = []
        self.at_once = False
        """Whether tiles are waited for, as a picture that is saved must have them."""
        self._arrived.connect(self._redraw)
        self._restore()
        # By a function that knows no widget: this object goes with the view, and the file is to be closed even so.
        open_stores = self._open_stores
        view.destroyed.connect(lambda: [store.close() for store in open_stores])

    @property
    def busy(self) -> bool:
        """Whether tiles are being read that will be drawn."""
        return self.on and self.store is not None and self.store.busy

    def wait(self, *, on: bool) -> None:
        """Wait for the tiles of what is drawn next, or no longer."""
        self.at_once = on
        self.version += self.store is not None and on

    @property
    def credits(self) -> str:
        """Whose tiles these are, and what is wrong with them, in words; "" without any."""
        if self.wrong:
            return f"Tiles “{self.name}” are not shown: {self.wrong}"
        if self.store is None:
            return ""
        words = self.store.info.attribution or f"Tiles: {self.name}"
        if self.too_far:
            words += " (zoom in to see them)"
        if self.damaged:
            words += f" · {self.damaged:,} tile{'s' if self.damaged > 1 else ''} in sight can't be read"
        return words

    def add(self, path: Path) -> bool:
        """Draw a file of tiles, and keep in mind where it lies; what is wrong with it is said."""
        try:
            file = open_tiles(path)
        except IntelvizError as error:
            self.view.said.emit(error.words())
            return False
        info = file.info
        file.close()
        name, number = info.name, 2
        known = known_tiles()
        while name in known and known[name] != path.absolute():
            name, number = f"{info.name} {number}", number + 1
        try:
            remember_tiles(name, path)
        except OSError as error:
            self.view.said.emit(
                f"Where {path.name} lies can't be remembered ({error.strerror}); choose it again next time"
            )
        self.show(name, path)
        if self.store is None:
            return False
        self.view.marked.set_on("names", on=False)
        self.view.said.emit(
            f"Base map: {name}, zoom {info.least} to {info.most}. Our names of places are off, as tiles have their own"
        )
        return True

    def show(self, name: str, path: Path | None = None) -> None:
        """Draw the tiles of a file that was chosen before, "" for none; remembered with the case."""
        self._shut()
        self.name, self.wrong, self.on = name, "", True
        if name:
            self._open(path)
        if self.wrong:
            self.view.said.emit(self.credits)
        self._remember()
        self._redraw()

    def _open(self, path: Path | None) -> None:
        path = path or known_tiles().get(self.name)
        if path is None:
            self.wrong = "no file of that name was chosen on this computer. Add it in Base map from tiles."
            return
        try:
            self.store = TileStore(open_tiles(path), self._arrived.emit)
            self._open_stores.append(self.store)
        except IntelvizError as error:
            self.wrong = error.words()

    def forget(self, name: str) -> None:
        """Forget where a file lies; the file stays."""
        try:
            forget_tiles(name)
        except OSError as error:
            self.view.said.emit(f"That can't be written: {error.strerror}")
            return
        if name == self.name:
            self.show("")
        self.view.said.emit(f"“{name}” is no longer offered; its file stays where it is")

    def set_on(self, *, on: bool) -> None:
        """Draw the tiles, or no longer."""
        self.on = on
        self._remember()
        self._redraw()

    def set_share(self, share: float) -> None:
        """Draw the tiles more or less clearly, 0 to 1."""
        self.share = min(max(share, 0.0), 1.0)
        self._remember()
        self._redraw()

    def go_to(self) -> None:
        """Bring what the tiles cover into sight."""
        if self.store is not None:
            west, south, east, north = self.store.info.bounds
            bounds = (*project_point(west, north), *project_point(east, south))
            self.view.look(self.view.camera.around(bounds, 10.0, float(self.store.info.most)))

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw what is there, and have the rest read."""
        if self.store is None:
            return
        store, camera, ratio = self.store, scene.camera, scene.ratio
        places = in_sight(store, camera, ratio)
        for _ in range(_ROUNDS if self.at_once else 0):
            lacking = missing(store, places or [])
            if not lacking:
                break
            store.load(lacking)
            places = in_sight(store, camera, ratio)
        self.too_far = places is None
        if not self.at_once:
            store.want(missing(store, places or []))
        self.damaged = draw_tiles(painter, camera, ratio, scene.theme, store, places or [])

    def _redraw(self) -> None:
        self.version += 1
        self.view.image.forget_selection()
        self.view.update()
        self.changed.emit()

    def _shut(self) -> None:
        self.store = None
        while self._open_stores:
            self._open_stores.pop().close()

    def _restore(self) -> None:
        said = self.case.settings(SETTING, None) if self.case is not None else None
        if not isinstance(said, dict):
            return
        name, share = said.get("name"), said.get("share")
        self.share = float(share) if isinstance(share, int | float) and 0 <= share <= 1 else 1.0
        self.on = said.get("on") is not False
        if isinstance(name, str) and 0 < len(name) <= 300:
            self.name = name
            self._open(None)

    def _remember(self) -> None:
        if self.case is not None and isValid(self) and not self.case.read_only:
            self.case.set_setting(SETTING, {"name": self.name, "share": self.share, "on": self.on})
