"""MBTiles 1.3: tiles in a SQLite database, opened so that nothing in it can act. It counts rows from the south."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from intelviz.schema.errors import BadInputError
from intelviz.workspace.tiles.tile_file import (
    MOST_METADATA,
    MOST_TILE,
    MOST_ZOOM,
    PICTURES,
    VECTORS,
    DamagedTileError,
    TileInfo,
    bounds_of,
    kind_of,
    plain,
    wrong,
)

_PATIENCE = 5.0
"""Seconds that one question may take."""
_STEPS = 20_000
_MOST_ROWS = 1_000
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
_FORBIDDEN = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "zeroblob", "randomblob"}
_KINDS = {"jpeg": "jpg", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "mvt": VECTORS}


class Mbtiles:
    """An open MBTiles file. It may be made in one thread and used in another, but by one at a time."""

    def __init__(self, path: Path) -> None:
        self._since = 0.0
        uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise wrong(path, f"the file can't be opened ({error}).", "Check that you may read it.") from error
        try:
            for setting in ("trusted_schema = 0", "mmap_size = 0", "cell_size_check = 1", "query_only = 1"):
                self._connection.execute(f"PRAGMA {setting}")
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(MOST_TILE, MOST_METADATA))
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            self._connection.set_authorizer(_may)
            self._connection.set_progress_handler(lambda: int(time.monotonic() - self._since > _PATIENCE), _STEPS)
            self.info = self._look(path)
        except (sqlite3.Error, OverflowError, ValueError) as error:
            self.close()
            raise wrong(path, f"it can't be read as MBTiles ({error}).", "Ask for the file again.") from error
        except BadInputError:
            self.close()
            raise

    def _ask(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        self._since = time.monotonic()
        return self._connection.execute(sql, values).fetchmany(_MOST_ROWS)

    def _look(self, path: Path) -> TileInfo:
        said = {
            name: value
            for name, value in self._ask("SELECT name, value FROM metadata")
            if isinstance(name, str) and isinstance(value, str)
        }
        zooms = [self._zoom(said.get(f"{end}zoom", ""), end) for end in ("min", "max")]
        least, most = (zoom if isinstance(zoom, int) else -1 for zoom in zooms)
        if not 0 <= least <= most <= MOST_ZOOM:
            raise wrong(path, "there is no tile in it, or its zooms make no sense.", "Ask for the file again.")
        try:
            some = self._ask("SELECT tile_data FROM tiles LIMIT 20")
        except sqlite3.DataError:
            # A tile is too large to be one; which, is found out when it is drawn.
            some = []
        first = next((data for (data,) in some if isinstance(data, bytes)), b"")
        stated = said.get("format", "").casefold()
        stated = _KINDS.get(stated, stated)
        kind = stated if stated in {*PICTURES, VECTORS} else kind_of(first) or stated
        numbers = [float(each) for each in said.get("bounds", "").split(",") if _is_number(each)]
        name = plain(said.get("name", "")) or path.stem
        return TileInfo(path, name, kind, least, most, bounds_of(numbers), plain(said.get("attribution", "")))

    def _zoom(self, stated: str, end: str) -> object:
        """Return the zoom that is stated, else that of the tiles; to look at all of a large file could take long."""
        if stated.isdecimal() and len(stated) < 3:
            return int(stated)
        return self._ask(f"SELECT {end}(zoom_level) FROM tiles")[0][0]  # noqa: S608  "min" or "max"

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile, None where there is none; raises DamagedTileError."""
        try:
            found = self._ask(
                "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1",
                zoom,
                column,
                (1 << zoom) - 1 - row,
            )
        except (sqlite3.Error, OverflowError) as error:
            raise DamagedTileError(f"the database can't be read there ({error})") from error
        if not found:
            return None
        data = found[0][0]
        if not isinstance(data, bytes) or not data:
            raise DamagedTileError("the tile is empty")
        return data

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _may(act: int, _first: str | None, second: str | None, *_: object) -> int:
    if act == sqlite3.SQLITE_FUNCTION and second in _FORBIDDEN:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if act in _ALLOWED else sqlite3.SQLITE_DENY
