"""The tiles of an open file as pictures: read and decoded in a thread, kept up to so many bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtGui import QImage

from intelviz.render.tile_image import tile_image
from intelviz.workspace.tiles.tile_file import DamagedTileError, TileFile, kind_of

Place = tuple[int, int, int]
"""Zoom, column, row."""
MOST_BYTES = 128_000_000
_LARGEST = 512
"""Pixels along a side of a tile that is kept; larger ones are made smaller."""
_MOST_NOTHING = 50_000
"""Places of which it is kept in mind that there is nothing to draw."""


class TileStore:
    """What is known of the tiles of a file. ``arrived`` is called in the thread that reads, once for several tiles.

    All but the reading happens in one thread, that of the interface.
    """

    def __init__(self, file: TileFile, arrived: Callable[[], None], most: int = MOST_BYTES) -> None:
        self.info = file.info
        self.side = 256
        """Pixels along a side of a tile, as the first one has it."""
        self.damaged: dict[Place, str] = {}
        self._file, self._arrived, self._most = file, arrived, most
        self._held: OrderedDict[Place, QImage] = OrderedDict()
        self._nothing: OrderedDict[Place, None] = OrderedDict()
        self._bytes = 0
        self._wanted: list[Place] = []
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def at_once(self) -> int:
        """How many tiles are kept for certain: a picture must not need more."""
        return self._most // (self.side * self.side * 4)

    @property
    def bytes(self) -> int:
        """How many bytes the pictures take that are kept."""
        return self._bytes

    @property
    def busy(self) -> bool:
        """Whether tiles are being read."""
        return self._thread is not None

    def picture(self, place: Place) -> QImage | None:
        """Return a tile that was read, None where it was not, or is none."""
        with self._lock:
            found = self._held.get(place)
            if found is not None:
                self._held.move_to_end(place)
            return found

    def is_known(self, place: Place) -> bool:
        """Return whether a tile was looked for, be it there or not."""
        with self._lock:
            return place in self._held or place in self._nothing or place in self.damaged

    def want(self, places: Iterable[Place]) -> None:
        """Read some tiles, the first first, and none that were wanted before and are not yet read."""
        with self._lock:
            self._wanted = list(places)[::-1]
            if self._closed or not self._wanted or self._thread is not None:
                return
            self._thread = threading.Thread(target=self._work, name="read map tiles", daemon=True)
        self._thread.start()

    def load(self, places: Iterable[Place]) -> None:
        """Read some tiles now, and wait for them."""
        for place in places:
            if not self.is_known(place):
                self._read(place)

    def close(self) -> None:
        """Read no more, and let go of the file."""
        with self._lock:
            self._closed = True
            self._wanted = []
        with self._reading:
            self._file.close()

    def _work(self) -> None:
        read = 0
        while True:
            with self._lock:
                if self._closed or not self._wanted:
                    self._thread = None
                    break
                place = self._wanted.pop()
            if not self.is_known(place):
                self._read(place)
                read += 1
                if read % 6 == 0:
                    self._tell()
        self._tell()

    def _tell(self) -> None:
        if not self._closed:
            try:
                self._arrived()
            except RuntimeError:
                # The view is gone; nobody waits for the tiles any more.
                self._closed = True

    def _read(self, place: Place) -> None:
        """Read a tile and decode it; a damaged one is kept in mind with the reason."""
        why, image = "", None
        try:
            with self._reading:
                data = None if self._closed else self._file.tile(*place)
            if data is not None:
                image = tile_image(data, kind_of(data) or self.info.kind)
                why = "" if image is not None else "it is no picture, or a far too large one"
        except DamagedTileError as error:
            why = str(error)
        with self._lock:
            if image is not None:
                if not self._held:
                    self.side = min(max(image.width(), 64), _LARGEST)
                if max(image.width(), image.height()) > self.side:
                    image = image.scaled(self.side, self.side)
                self._held[place] = image
                self._bytes += image.sizeInBytes()
                while self._bytes > self._most and len(self._held) > 1:
                    _, old = self._held.popitem(last=False)
                    self._bytes -= old.sizeInBytes()
            elif why:
                self.damaged[place] = why
            else:
                self._nothing[place] = None
                if len(self._nothing) > _MOST_NOTHING:
                    self._nothing.popitem(last=False)
