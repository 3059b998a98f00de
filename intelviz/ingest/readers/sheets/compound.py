"""Compound files (OLE 2), the folders within a file of old Office programs: their streams, read block by block.

Layout: [MS-CFB]. Chains that run in a circle or out of the file end with CompoundError.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA
"""Numbers of sectors end below this; those from here on are signs."""
_MOST_STREAMS = 10_000


class CompoundError(ValueError):
    """The file is damaged; its words finish the sentence "it is damaged: …"."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    first: int
    size: int


class Stream:
    """A stream of a compound file."""

    def __init__(self, file: BinaryIO, places: array[int], sector: int, size: int) -> None:
        self._file, self._places, self._sector = file, places, sector
        self.size = min(size, len(places) * sector)
        self.at = 0

    def place_of(self, sector: int) -> int:
        """Return where in the file one of its sectors begins."""
        if sector >= len(self._places):
            raise CompoundError("a chain of sectors leads out of the file")
        return self._places[sector]

    def seek(self, at: int) -> None:
        """Go to a byte."""
        self.at = at

    def read(self, count: int) -> bytes:
        """Return the next bytes, fewer at the end."""
        count = max(min(count, self.size - self.at), 0)
        found: list[bytes] = []
        while count:
            number, within = divmod(self.at, self._sector)
            last = number
            places = self._places
            while (last + 1 - number) * self._sector < within + count and (
                places[last + 1] == places[last] + self._sector
            ):
                last += 1
            take = min((last - number + 1) * self._sector - within, count)
            self._file.seek(places[number] + within)
            block = self._file.read(take)
            if not block:
                self.size = self.at
                break
            found.append(block)
            self.at += len(block)
            count -= len(block)
        return b"".join(found)


class Compound:
    """The streams of a compound file that is open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0, 2)
        self._size = file.tell()
        file.seek(0)
        head = file.read(512)
        if len(head) < 512 or not head.startswith(SIGN):
            raise CompoundError("its beginning is missing")
        shift, mini = struct.unpack_from("<HH", head, 30)
        if shift not in {9, 12} or mini != 6:
            raise CompoundError("its sectors have no size")
        self._sector = 1 << shift
        count, directory, _, self._small_below, small, _, more, _ = struct.unpack_from("<IIIIIIII", head, 44)
        tables = [each for each in struct.unpack_from("<109I", head, 76) if each < _LAST]
        seen: set[int] = set()
        while more < _LAST:
            if more in seen or len(tables) > count:
                raise CompoundError("its table of sectors runs in a circle")
            seen.add(more)
            numbers = struct.unpack(f"<{self._sector // 4}I", self._at(more))
            tables += [each for each in numbers[:-1] if each < _LAST]
            more = numbers[-1]
        self._next = array("I")
        for each in tables[: self._size // self._sector + 1]:
            self._next.frombytes(self._at(each))
        self._entries = self._directory(directory)
        root = self._entries[0]
        self._small_next = array("I")
        for place in self._chain(small):
            file.seek(place)
            self._small_next.frombytes(file.read(self._sector).ljust(self._sector, b"\xff"))
        self._small = Stream(file, self._chain(root.first), self._sector, root.size)

    @property
    def names(self) -> set[str]:
        """Names of the streams."""
        return {each.name for each in self._entries[1:]}

    def stream(self, name: str) -> Stream:
        """Return a stream; KeyError if there is none of this name."""
        entry = next((each for each in self._entries[1:] if each.name == name), None)
        if entry is None:
            raise KeyError(name)
        if entry.size >= self._small_below:
            return Stream(self._file, self._chain(entry.first), self._sector, entry.size)
        places = array("Q")
        number = entry.first
        while number < _LAST and len(places) * 64 < entry.size:
            if number >= len(self._small_next):
                raise CompoundError("a chain of sectors leads out of the file")
            within, rest = divmod(number * 64, self._sector)
            places.append(self._small.place_of(within) + rest)
            number = self._small_next[number]
        return Stream(self._file, places, 64, entry.size)

    def _at(self, number: int) -> bytes:
        self._file.seek((number + 1) * self._sector)
        found = self._file.read(self._sector)
        if len(found) < self._sector:
            raise CompoundError("it ends too early")
        return found

    def _chain(self, number: int) -> array[int]:
        """Return where in the file each sector of a chain begins."""
        places = array("Q")
        most = self._size // self._sector + 1
        while number < _LAST:
            if number >= len(self._next) or len(places) > most:
                raise CompoundError("a chain of sectors leads out of the file")
            places.append((number + 1) * self._sector)
            number = self._next[number]
        return places

    def _directory(self, first: int) -> list[_Entry]:
        found: list[_Entry] = []
        for place in self._chain(first)[:_MOST_STREAMS]:
            self._file.seek(place)
            block = self._file.read(self._sector)
            for at in range(0, len(block) - 127, 128):
                length = struct.unpack_from("<H", block, at + 64)[0]
                if block[at + 66] and length <= 64:
                    name = block[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
                    start, size = struct.unpack_from("<II", block, at + 116)
                    found.append(_Entry(name, start, size))
        if not found:
            raise CompoundError("its list of streams is empty")
        return found


def names_of(path: Path) -> set[str]:
    """Return the names of the streams of a file; nothing if it is no compound file, or damaged."""
    try:
        with path.open("rb") as file:
            return Compound(file).names
    except (CompoundError, OSError):
        return set()
