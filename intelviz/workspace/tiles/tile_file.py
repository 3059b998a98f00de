"""A file of map tiles, whatever its format: what it says of itself, and its tiles as bytes.

Tiles are counted as in XYZ: zoom, column from the west, row from the north, in Web Mercator (EPSG:3857).
"""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol

from intelviz.schema.errors import BadInputError, Where

MOST_ZOOM = 24
MOST_TILE = 4_000_000
"""Bytes of one tile at most."""
MOST_METADATA = 4_000_000
_LONGEST = 300
PICTURES = frozenset({"png", "jpg", "webp"})
VECTORS = "pbf"

Bounds = tuple[float, float, float, float]
WORLD: Bounds = (-180.0, -85.06, 180.0, 85.06)


class DamagedTileError(ValueError):
    """A tile is there but can't be read; the words say why."""


@dataclass(frozen=True)
class TileInfo:
    """What a file says of itself: what its tiles are ("png", "jpg", "webp", "pbf"), its zooms, its bounds in degrees.

    ``attribution`` says in plain text whose it is.
    """

    path: Path
    name: str
    kind: str
    least: int
    most: int
    bounds: Bounds = WORLD
    attribution: str = ""


class TileFile(Protocol):
    """An open file of tiles; used by one thread at a time."""

    info: TileInfo

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile, None where there is none; raises DamagedTileError."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def open_tiles(path: Path) -> TileFile:
    """Open a file of tiles; BadInputError says in words why it can't be one."""
    from intelviz.workspace.tiles.mbtiles import Mbtiles
    from intelviz.workspace.tiles.pmtiles import Pmtiles

    try:
        if not path.is_file():
            raise wrong(path, "the file is not there.", "Check that the disk is connected, or choose the file again.")
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise wrong(
            path, f"the file can't be read ({error.strerror or error}).", "Check that you may read it."
        ) from error
    if start.startswith(b"PMTiles"):
        found: TileFile = Pmtiles(path)
    elif start.startswith(b"SQLite format 3\0"):
        found = Mbtiles(path)
    else:
        raise wrong(path, "this is neither MBTiles nor PMTiles.", "Choose a file that ends in .mbtiles or .pmtiles.")
    kind = found.info.kind
    if kind not in PICTURES:
        found.close()
        if kind == VECTORS:
            raise wrong(
                path,
                "its tiles are vectors (MVT), which are not drawn: only tiles that are pictures are.",
                "Make tiles of PNG of it (QGIS: Generate XYZ tiles, MBTiles); or take its areas out as GeoJSON "
                "(tippecanoe-decode), and add them as a layer that is part of the ground.",
            )
        raise wrong(
            path, f"its tiles are of a kind that is not known ({kind[:40]}).", "Make tiles of PNG, JPEG or WebP."
        )
    return found


def wrong(path: Path, what: str, remedy: str, details: str = "") -> BadInputError:
    """Return the error that says why a file of tiles can't be used."""
    return BadInputError(what, where=Where(file=str(path)), remedy=remedy, details=details)


def bounds_of(numbers: list[float]) -> Bounds:
    """Return bounds that a file states, those of the world where they make no sense."""
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        return WORLD
    west, south, east, north = numbers
    west, east, south, north = max(west, -180.0), min(east, 180.0), max(south, -90.0), min(north, 90.0)
    return (west, south, east, north) if west < east and south < north else WORLD


def kind_of(data: bytes) -> str:
    """Return what a tile is by its first bytes; "" if nothing that is known."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return VECTORS if data.startswith((b"\x1f\x8b", b"\x1a")) else ""


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"} and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain(words: object) -> str:
    """Return words without tags, links and signs that can't be seen; at most 300 letters."""
    if not isinstance(words, str):
        return ""
    parser = _Text()
    parser.feed(words[:20_000])
    parser.close()
    text = html.unescape("".join(parser.parts))
    return re.sub(r"\s+", " ", "".join(sign for sign in text if sign.isprintable() or sign.isspace())).strip()[
        :_LONGEST
    ]
