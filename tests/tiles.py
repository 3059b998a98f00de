"""Files of tiles for tests: a picture of any size, MBTiles by SQL, PMTiles by the format's own writer."""

from __future__ import annotations

import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

Place = tuple[int, int, int]


def colour_of(place: Place) -> QColor:
    """Return the colour that the tile of a place has here."""
    zoom, column, row = place
    return QColor((40 + zoom * 30) % 256, 60 + column * 37 % 190, 50 + row * 53 % 200)


def picture(place: Place, kind: str = "PNG", side: int = 256) -> bytes:
    """Return a tile of one colour."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(colour_of(place))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, 100 if kind == "JPEG" else -1)
    return bytes(buffer.data().data())


def all_of(zooms: Iterable[int]) -> list[Place]:
    """Return all tiles of some zooms."""
    return [(zoom, column, row) for zoom in zooms for column in range(1 << zoom) for row in range(1 << zoom)]


def mbtiles(path: Path, places: Iterable[Place], made: Callable[[Place], object] = picture, **said: str) -> Path:
    """Write an MBTiles file."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        base.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        base.executemany("INSERT INTO metadata VALUES (?, ?)", {"name": path.stem, "format": "png", **said}.items())
        rows = [(zoom, column, (1 << zoom) - 1 - row, made((zoom, column, row))) for zoom, column, row in places]
        base.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    return path


def pmtiles(path: Path, places: Iterable[Place], made: Callable[[Place], bytes] = picture, **said: object) -> Path:
    """Write a PMTiles file with the format's own library."""
    with write(str(path)) as writer:
        for place in sorted(places, key=lambda place: zxy_to_tileid(*place)):
            writer.write_tile(zxy_to_tileid(*place), made(place))
        header = {
            "tile_type": TileType.PNG,
            "tile_compression": Compression.NONE,
            "min_lon_e7": -1800000000,
            "min_lat_e7": -850000000,
            "max_lon_e7": 1800000000,
            "max_lat_e7": 850000000,
            "center_zoom": 0,
            "center_lon_e7": 0,
            "center_lat_e7": 0,
        }
        writer.finalize(header, {"name": path.stem, **said})
    return path


def huge_png(side: int = 60_000) -> bytes:
    """Return a small file that says it is a picture of thousands of millions of pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
