"""The texts that the cells of a workbook share: in memory while they are few, in a file of their own if not."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Iterable, Mapping, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO, overload
from uuid import uuid4

from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.sheets.xlsx_sheet import feed, parser_of, unescaped
from intelviz.ingest.readers.text.records import LONGEST

_IN_MEMORY = 64 << 20
"""Bytes up to which the texts are kept in memory."""


class _Kept(Sequence["str | None"]):
    """Texts in a file, found by where each begins; a text that was too long is None."""

    def __init__(self, path: Path, begins: array[int], too_long: set[int]) -> None:
        self._begins, self._too_long = begins, too_long
        with path.open("rb") as file:
            self._bytes = mmap(file.fileno(), 0, access=ACCESS_READ) if begins[-1] else b""

    def __len__(self) -> int:
        return len(self._begins) - 1

    @overload
    def __getitem__(self, place: int) -> str | None: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str | None]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str | None] | None:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        if place in self._too_long:
            return None
        return self._bytes[self._begins[place] : self._begins[place + 1]].decode()


def shared_strings(stream: IO[bytes], size: int, opening: Opening) -> Sequence[str | None]:
    """Return the shared texts by their number; None for one that no cell can have for its length."""
    return kept(_texts(stream), size, opening)


def kept(texts: Iterable[str | None], size: int, opening: Opening) -> Sequence[str | None]:
    """Return texts by their number, in memory if they come from few bytes, in a file of their own if not."""
    if size <= _IN_MEMORY:
        return list(texts)
    path = opening.folder / f"texts-{uuid4().hex}"
    begins, too_long, at = array("Q", [0]), set[int](), 0
    with path.open("wb") as out:
        for place, text in enumerate(texts):
            if text is None:
                too_long.add(place)
            else:
                at += out.write(text.encode("utf-8", "replace"))
            begins.append(at)
    return _Kept(path, begins, too_long)


def _texts(stream: IO[bytes]) -> Generator[str | None]:
    done: list[str | None] = []
    parser = _Texts(done)
    for _ in feed(parser_of(parser.start, parser.end, parser.text), stream):
        yield from done
        done.clear()


class _Texts:
    """Makes texts of the tags: the runs of a text that has several fonts are one text, how it is said is none of it."""

    def __init__(self, done: list[str | None]) -> None:
        self._done = done
        self._pieces: list[str] = []
        self._length = 0
        self._inside = self._said = False
        self._prefix: str | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._prefix is None:
            self._prefix = name[: name.find(":") + 1]
        name = name.removeprefix(self._prefix)
        if name == "si":
            self._pieces, self._length = [], 0
        elif name == "t":
            self._inside = not self._said
        elif name == "rPh":
            self._said = True

    def text(self, text: str) -> None:
        if self._inside:
            self._length += len(text)
            if self._length <= LONGEST:
                self._pieces.append(text)

    def end(self, name: str) -> None:
        name = name.removeprefix(self._prefix or "")
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._said = False
        elif name == "si":
            self._done.append(unescaped("".join(self._pieces)) if self._length <= LONGEST else None)
