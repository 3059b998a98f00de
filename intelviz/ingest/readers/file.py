"""Files as they are found, before anybody knows what they hold, and the readers that may know."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType

import intelviz.ingest.readers as room
from intelviz.ingest.readers.table import Origin, Table
from intelviz.schema.errors import BadInputError, Where
from intelviz.schema.progress import Step, silent
from intelviz.schema.readable import is_text

START = 1 << 16
MOST_COLUMNS = 16_384
"""As many as a sheet has."""
_BLOCK = 1 << 20
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes([*range(9), *range(14, 27), *range(28, 32)])


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file whose kind is to be found: where its bytes are, and how the user knows it.

    ``path`` may be a copy in a temporary folder (of an archive's member); ``shown`` is the file that the user named and
    ``part`` the member. ``start`` are its first 64 KiB.
    """

    path: Path
    start: bytes
    size: int
    shown: Path
    part: str = ""

    @classmethod
    def at(cls, path: Path, *, shown: Path | None = None, part: str = "") -> FoundFile:
        """Return the file at a path; BadInputError says in words why it can't be read."""
        where = Where(file=f"{shown} › {part}" if shown is not None and part else str(path))
        if not is_text(str(path)):
            raise BadInputError(
                "its name, or that of its folder, holds bytes that stand for no letters.",
                where=where,
                remedy="Rename it, and load it again.",
            )
        if not path.exists():
            raise BadInputError("there is no such file.", where=where, remedy="Check the name and the folder.")
        if path.is_dir():
            raise BadInputError("this is a folder, not a file.", where=where, remedy="Name a file in it.")
        if not path.is_file():
            raise BadInputError("this is not a file that can be read twice.", where=where, remedy="Save it as a file.")
        try:
            with path.open("rb") as file:
                start = file.read(START)
            size = path.stat().st_size
        except OSError as error:
            raise BadInputError(
                f"the file can't be read ({error.strerror or error}).",
                where=where,
                remedy="Check that you may read it, and that the disk is still connected.",
            ) from error
        if not start:
            raise BadInputError(
                "the file is empty.", where=where, remedy="Export it again; nothing was loaded from it."
            )
        return cls(path, start, size, path if shown is None else shown, part)

    @property
    def where(self) -> str:
        """How messages name it."""
        return f"{self.shown} › {self.part}" if self.part else str(self.shown)

    @property
    def name(self) -> str:
        """Its name, with the ending: that of the member, if it lay in an archive."""
        return Path(self.part).name if self.part else self.shown.name

    @property
    def is_binary(self) -> bool:
        """Whether its first bytes can't be those of a text."""
        if self.start.startswith(_TEXT_MARKS) or self.text_start:
            return False
        strange = len(self.start) - len(self.start.translate(None, _CONTROL))
        return strange > max(8, len(self.start) // 100)

    @property
    def text_start(self) -> str:
        """The first characters, if they are text; "" otherwise. Broken signs are replaced."""
        start = self.start
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return start.decode("utf-16", "replace").lstrip("\ufeff")
        for even, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
            sample = start[even:4096:2]
            if len(start) >= 4 and sample.count(0) > 0.4 * len(sample) and b"\0\0" not in start[:4096]:
                return start.decode(encoding, "replace")
        if b"\0" in start:
            return ""
        return start.decode("utf-8-sig", "replace")

    def within(self, part: str) -> str:
        """Return how a sheet, layer or table in it is called within the file that the user named."""
        return " › ".join(each for each in (self.part, part) if each)

    def origin(self, sha256: str, part: str = "") -> Origin:
        """Return where a table in it comes from; ``part`` is the sheet, layer or table."""
        return Origin(self.shown, sha256, self.size, self.within(part))

    def sha256(self) -> str:
        """Return the hash of the whole file."""
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise self.wrong(f"the file can't be read ({error.strerror or error}).", "Check the disk.") from error

    def wrong(self, what: str, remedy: str, *, part: str = "", details: str = "") -> BadInputError:
        """Return the error that says why it can't be read."""
        where = f"{self.where} › {part}" if part else self.where
        return BadInputError(what, where=Where(file=where), remedy=remedy, details=details)


@dataclass(frozen=True, slots=True)
class Reader:
    """One way of reading files, found by what a file holds, never by its ending.

    ``fits`` looks at the first bytes (and at little more); the first reader that says yes, in ``order``, reads the
    file. ``tables`` returns its tables, or raises BadInputError; other exceptions are faults of the program. It may use
    ``opening.folder`` for temporary copies and ``opening.tables`` for files within the file.
    """

    name: str
    words: str
    order: int
    fits: Callable[[FoundFile], bool]
    tables: Callable[[FoundFile, Opening], Sequence[Table]]


@cache
def readers() -> tuple[Reader, ...]:
    """Return all readers in the order in which they are asked: the modules of this room that have a ``READER``."""
    modules = (importlib.import_module(f"{room.__name__}.{each.name}") for each in pkgutil.iter_modules(room.__path__))
    found = [module.READER for module in modules if hasattr(module, "READER")]
    return tuple(sorted(found, key=lambda each: (each.order, each.name)))


@dataclass(slots=True)
class Opening:
    """Files that are open for reading, with the temporary folder in which members of archives lie meanwhile.

    ``room_left`` are the bytes that may still be unpacked, ``depth`` how many archives lie around the present file.
    ``packed`` is the size of the file that the user named, ``unpacked`` what came out of it so far. ``step`` is told of
    each file within it, and may stop the work.
    """

    room_left: int = 4 << 30
    depth: int = 0
    packed: int = 0
    unpacked: int = 0
    step: Step = silent
    _folder: Path | None = None
    _refused: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def __enter__(self) -> Opening:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    @property
    def folder(self) -> Path:
        """A temporary folder that goes with this."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="intelviz-"))
        return self._folder

    def refuse(self, where: str, why: str) -> None:
        """Note that a part of a file was passed over, and why."""
        self._refused.append((where, why))

    def refused(self) -> list[tuple[str, str]]:
        """Return the parts that were passed over since this was last asked."""
        found, self._refused = self._refused, []
        return found

    def tables(self, path: Path, *, shown: Path | None = None, part: str = "") -> list[Table]:
        """Return the tables of a file; BadInputError says in words why there is none."""
        file = FoundFile.at(path, shown=shown, part=part)
        if shown is None:
            self.packed, self.unpacked = file.size, 0
        else:
            self.step(f"Looking at {file.shown.name} › {part}" if part else f"Looking at {file.shown.name}", 0, 0)
        for reader in readers():
            if reader.fits(file):
                return [each for each in reader.tables(file, self) if not self._is_too_wide(each, file)]
        what, remedy = _kind(file.start)
        raise file.wrong(f"this is {what}, which can't be read here.", remedy)

    def _is_too_wide(self, table: Table, file: FoundFile) -> bool:
        width = max(map(len, table.head), default=0)
        if width <= MOST_COLUMNS:
            return False
        why = f"it has {width:,} columns, and more than {MOST_COLUMNS:,} can't be read"
        if not table.origin.part:
            raise file.wrong(
                f"{why}.", "Check what parts its columns (comma, tab), or export only the columns that are needed."
            )
        self.refuse(table.origin.part, why)
        return True


TILES_REMEDY = "It holds no items: in the map, choose Base map from tiles › Add a file of tiles (MBTiles, PMTiles)…"
"""What to do with a map picture in tiles."""
_KINDS = (
    (b"PK\x03\x04", "a zip file of a kind that is not known", "Unpack it, and load what is in it."),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "Save it as XLSX, DOCX or CSV."),
    (b"7z\xbc\xaf", "a compressed file", "Unpack it first."),
    (b"Rar!", "a compressed file", "Unpack it first."),
    (b"\x89PNG", "a picture", "Choose a file with data."),
    (b"\xff\xd8\xff", "a picture", "Choose a file with data."),
    (b"GIF8", "a picture", "Choose a file with data."),
    (b"PAR1", "a Parquet file", "Save the table as CSV."),
    (b"PMTiles", "a map picture in tiles", TILES_REMEDY),
)


def _kind(start: bytes) -> tuple[str, str]:
    for sign, what, remedy in _KINDS:
        if start.startswith(sign):
            return what, remedy
    return "not a text file", "Open it with the program that made it, and export it as CSV."
