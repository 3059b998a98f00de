"""The acts of the map on base maps from tiles, for menu and palette."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from intelviz.views.action import Action
from intelviz.workspace.tiles.known import known_tiles

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_LINE = Action("-", "-", lambda: None)
_SHARES = (1.0, 0.75, 0.5, 0.25)


def actions(view: MapView) -> list[Action]:
    """Return what the map offers of tiles."""
    return [
        Action("tiles", "Base map from tiles", lambda: ask_tiles(view),
               "A map in pictures from a file on this computer, MBTiles or PMTiles; nothing is fetched",
               icon="map-outline", choices=lambda: _choices(view)),
        _adding(view),
    ]  # fmt: skip


def _adding(view: MapView) -> Action:
    return Action(
        "add_tiles",
        "Add a file of tiles (MBTiles, PMTiles)…",
        lambda: ask_tiles(view),
        "Draw the tiles of a file as base map; this computer remembers where it lies, and the case its name",
        icon="map-plus",
    )


def ask_tiles(view: MapView) -> QFileDialog:
    """Ask for a file of tiles, and draw it."""
    dialog = QFileDialog(view, "Add a file of tiles")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(["Map tiles (*.mbtiles *.pmtiles *.MBTILES *.PMTILES)", "All files (*)"])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: view.tiles.add(Path(name)))
    dialog.open()
    return dialog


def _choices(view: MapView) -> list[Action]:
    base = view.tiles
    names = list(known_tiles())
    if base.name and base.name not in names:
        names.append(base.name)
    found = [
        Action("tiles_none", "None: the map that comes with intelviz", lambda: base.show(""),
               "Draw no tiles", checked=lambda: not base.name),
        *(Action(f"tiles {name}", f"“{name[:80]}”", lambda name=name: base.show(name),
                 str(known_tiles().get(name, "Not on this computer")), checked=lambda name=name: base.name == name)
          for name in names),
        _adding(view),
    ]  # fmt: skip
    if base.name:
        found += [
            _LINE,
            Action("tiles_to", "Show all that the tiles cover", base.go_to, "Zoom to the bounds of the file",
                   icon="fit-to-page-outline", enabled=lambda: base.store is not None),
            Action("tiles_share", "How clearly they are drawn", lambda: None, "Paler tiles leave items the strongest",
                   icon="opacity", choices=lambda: _shares(view)),
            Action("tiles_forget", f"Forget “{base.name[:80]}”", lambda: base.forget(base.name),
                   "Offer this file no longer; it stays where it is", icon="playlist-remove"),
        ]  # fmt: skip
    return found


def _shares(view: MapView) -> list[Action]:
    return [
        Action(f"tiles_share_{share:.0%}", f"{share:.0%}", lambda share=share: view.tiles.set_share(share),
               f"Draw the tiles at {share:.0%}", checked=lambda share=share: view.tiles.share == share)
        for share in _SHARES
    ]  # fmt: skip
