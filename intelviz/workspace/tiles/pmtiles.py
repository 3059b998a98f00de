"""PMTiles, version 3: a header of 127 bytes, directories of tiles along a Hilbert curve, and the tiles, in one file.

The specification is github.com/protomaps/PMTiles, spec/v3. Its own library is not used for reading, as it unpacks
directories of any size; the tests hold this against it.
"""

from __future__ import annotations

import json
import struct
import zlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from intelviz.schema.errors import BadInputError
from intelviz.workspace.tiles.tile_file import (
    MOST_METADATA,
    MOST_TILE,
    MOST_ZOOM,
    VECTORS,
    DamagedTileError,
    TileInfo,
    bounds_of,
    plain,
    wrong,
)

HEADER = 127
_DEEPEST = 4
_MOST_DIRECTORY = 16_000_000
"""Bytes of a directory, packed and unpacked."""
_MOST_ENTRIES = 1_000_000
_HELD = 16
"""Directories that are kept for the next tile."""
_NONE, _GZIP = 1, 2
_PACKINGS = {0: "an unknown packing", 3: "Brotli", 4: "Zstandard"}
_KINDS = {1: VECTORS, 2: "png", 3: "jpg", 4: "webp", 5: "avif", 6: "mlt"}


@dataclass(frozen=True)
class Header:
    """Where things lie in the file (offset and length in bytes), how they are packed, and what the tiles are."""

    root: tuple[int, int]
    metadata: tuple[int, int]
    leaves: tuple[int, int]
    tiles: tuple[int, int]
    packing: int
    tile_packing: int
    kind: int
    least: int
    most: int
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True)
class Directory:
    """Entries in the order of their tiles: first tile, how many tiles it stands for (0: another directory), where."""

    first: list[int]
    run: list[int]
    length: list[int]
    offset: list[int]


def header_of(data: bytes) -> Header:
    """Return what the first bytes of a file say; ValueError in words where they can't."""
    if data[:7] != b"PMTiles":
        raise ValueError("it is no PMTiles")
    if len(data) > 7 and data[7] != 3:
        raise ValueError(f"it is PMTiles of version {data[7]}, and only version 3 is read")
    if len(data) < HEADER:
        raise ValueError("it ends within its header")
    places = struct.unpack_from("<8Q", data, 8)
    packing, tile_packing, kind, least, most = data[97:102]
    west, south, east, north = (each / 1e7 for each in struct.unpack_from("<4i", data, 102))
    pairs = [(places[at], places[at + 1]) for at in range(0, 8, 2)]
    return Header(
        pairs[0], pairs[1], pairs[2], pairs[3], packing, tile_packing, kind, least, most, (west, south, east, north)
    )


def tile_number(zoom: int, column: int, row: int) -> int:
    """Return the number of a tile: those of all zooms before it, then along the Hilbert curve."""
    found = 0
    x, y = column, row
    for level in range(zoom - 1, -1, -1):
        side = 1 << level
        right, down = int(bool(x & side)), int(bool(y & side))
        found += side * side * ((3 * right) ^ down)
        if not down:
            if right:
                x, y = side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1))
            x, y = y & (side - 1), x & (side - 1)
        else:
            x, y = x & (side - 1), y & (side - 1)
    return ((1 << (2 * zoom)) - 1) // 3 + found


def directory_of(data: bytes) -> Directory:
    """Return the entries of an unpacked directory; ValueError in words where it is damaged."""
    at = 0

    def number() -> int:
        nonlocal at
        found = shift = 0
        while True:
            if at >= len(data) or shift > 63:
                raise ValueError("a directory is damaged")
            byte = data[at]
            at += 1
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return found
            shift += 7

    many = number()
    # Each entry takes four bytes at least.
    if many > _MOST_ENTRIES or many * 4 > len(data):
        raise ValueError("a directory says it has more entries than it has room for")
    first: list[int] = []
    last = 0
    for _ in range(many):
        last += number()
        first.append(last)
    run = [number() for _ in range(many)]
    length = [number() for _ in range(many)]
    offset: list[int] = []
    for place in range(many):
        value = number()
        if value == 0 and place == 0:
            raise ValueError("a directory is damaged")
        offset.append(value - 1 if value else offset[-1] + length[place - 1])
    return Directory(first, run, length, offset)


def unpacked(data: bytes, packing: int, most: int) -> bytes:
    """Return what was packed, never more than ``most`` bytes; ValueError in words where that can't be."""
    if packing == _NONE:
        return data
    if packing != _GZIP:
        raise ValueError(f"it is packed with {_PACKINGS.get(packing, f'packing {packing}')}, which is not read")
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        found = engine.decompress(data, most + 1)
    except zlib.error as error:
        raise ValueError(f"it can't be unpacked ({error})") from error
    if len(found) > most:
        raise ValueError(f"it has more than {most:,} bytes when unpacked")
    if not engine.eof:
        raise ValueError("it ends too early")
    return found


class Pmtiles:
    """An open PMTiles file. It may be made in one thread and used in another, but by one at a time."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise wrong(path, f"the file can't be read ({error.strerror or error}).", "Check the disk.") from error
        try:
            self._size = path.stat().st_size
            self._header = header = header_of(self._file.read(HEADER))
            if not 0 <= header.least <= header.most <= MOST_ZOOM:
                raise ValueError(f"its zooms ({header.least} to {header.most}) make no sense")
            self._directories: OrderedDict[tuple[int, int], Directory] = OrderedDict()
            self._directory(*header.root)
            said = self._metadata()
            kind = _KINDS.get(header.kind, "unknown")
            name = plain(said.get("name", "")) or path.stem
            self.info = TileInfo(
                path,
                name,
                kind,
                header.least,
                header.most,
                bounds_of(list(header.bounds)),
                plain(said.get("attribution")),
            )
        except (OSError, ValueError) as error:
            self.close()
            raise wrong(path, f"it can't be read as PMTiles: {error}.", "Ask for the file again.") from error
        except BadInputError:
            self.close()
            raise

    def _read(self, offset: int, length: int, most: int) -> bytes:
        if length > most or offset + length > self._size:
            raise ValueError("it points behind its end, or to more than may be read")
        self._file.seek(offset)
        return self._file.read(length)

    def _metadata(self) -> Mapping[str, Any]:
        offset, length = self._header.metadata
        if not length:
            return {}
        data = unpacked(self._read(offset, length, MOST_METADATA), self._header.packing, MOST_METADATA)
        try:
            said: object = json.loads(data)
        except RecursionError as error:
            raise ValueError("what it says of itself lies too deep") from error
        return cast("Mapping[str, Any]", said) if isinstance(said, Mapping) else {}

    def _directory(self, offset: int, length: int) -> Directory:
        held = self._directories.get((offset, length))
        if held is None:
            data = unpacked(self._read(offset, length, _MOST_DIRECTORY), self._header.packing, _MOST_DIRECTORY)
            held = self._directories[offset, length] = directory_of(data)
            if len(self._directories) > _HELD:
                self._directories.popitem(last=False)
        self._directories.move_to_end((offset, length))
        return held

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile, None where there is none; raises DamagedTileError."""
        wanted = tile_number(zoom, column, row)
        header = self._header
        offset, length = header.root
        try:
            for _ in range(_DEEPEST):
                directory = self._directory(offset, length)
                at = bisect_right(directory.first, wanted) - 1
                if at < 0:
                    return None
                if directory.run[at]:
                    if wanted - directory.first[at] >= directory.run[at]:
                        return None
                    start = header.tiles[0] + directory.offset[at]
                    data = self._read(start, directory.length[at], MOST_TILE)
                    return data if header.tile_packing in (0, _NONE) else unpacked(data, header.tile_packing, MOST_TILE)
                offset, length = header.leaves[0] + directory.offset[at], directory.length[at]
        except (OSError, ValueError) as error:
            raise DamagedTileError(str(error)) from error
        raise DamagedTileError("its directories lie too deep within each other")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
