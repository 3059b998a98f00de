"""What archives and compressed files have in common: bytes are unpacked into the temporary folder, within limits."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Protocol
from uuid import uuid4

from intelviz.ingest.readers.file import FoundFile, Opening
from intelviz.ingest.readers.packed.zips import BOMB_RATIO, BOMB_SIZE
from intelviz.ingest.readers.table import Table
from intelviz.schema.errors import BadInputError
from intelviz.schema.readable import is_text

DEEPEST = 2
"""How many archives may lie around an archive."""
_BLOCK = 1 << 20
_SPARE = 256 << 20
"""Bytes that are left free on the disk."""
_NOTES = re.compile(
    r"(?:readme|read_me|licen[cs]e|copying|copyright|notice|changelog|changes|authors|contributors)"
    r"(?:[-_. ].{0,40})?",
    re.IGNORECASE,
)
_NOTE_ENDINGS = {"", ".txt", ".md", ".rst", ".html", ".htm", ".pdf"}
_LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini", "icon\r"}


class Bytes(Protocol):
    """Anything that bytes can be read from."""

    def read(self, count: int, /) -> bytes:
        """Return the next bytes, b"" at the end."""
        ...


class TooMuchError(Exception):
    """More would be unpacked than there is room for; the words say so."""


def pour(stream: Bytes, opening: Opening, packed: int, name: str = "") -> Path:
    """Copy what is unpacked into a file of its own, as far as there is room; TooMuchError says that there is not.

    ``packed`` is the size of what it comes from.
    """
    target = opening.folder / f"{name or 'part'}-{uuid4().hex}"
    room = min(opening.room_left, shutil.disk_usage(opening.folder).free - _SPARE)
    written = 0
    try:
        with target.open("wb") as out:
            while block := stream.read(_BLOCK):
                written += len(block)
                if written > BOMB_SIZE and written > BOMB_RATIO * packed:
                    raise TooMuchError(
                        f"it unpacks from {packed:,} bytes to more than {written:,}, as files do that are made to fill "
                        "a disk"
                    )
                total = opening.unpacked + written
                if opening.packed and total > BOMB_SIZE and total > BOMB_RATIO * opening.packed:
                    raise TooMuchError(
                        f"with what lies beside it, it unpacks from {opening.packed:,} bytes to more than {total:,}, "
                        "as files do that are made to fill a disk"
                    )
                opening.step("Unpacking", 0, 0)
                if written > room:
                    raise TooMuchError(f"there is no room for more than {max(room, 0):,} bytes that it unpacks to")
                out.write(block)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    opening.room_left -= written
    opening.unpacked += written
    return target


def tables_within(file: FoundFile, opening: Opening, path: Path, part: str) -> Sequence[Table]:
    """Return the tables of what was unpacked; what can't be used is refused with the reason, and deleted."""
    opening.depth += 1
    try:
        return opening.tables(path, shown=file.shown, part=part)
    except BadInputError as error:
        opening.refuse(part, error.what)
        path.unlink(missing_ok=True)
        return []
    finally:
        opening.depth -= 1


def check_depth(file: FoundFile, opening: Opening) -> None:
    """Raise BadInputError if too many archives lie around a file."""
    if opening.depth > DEEPEST:
        raise file.wrong(
            f"more than {DEEPEST} archives lie around this one; it was not unpacked.", "Unpack the outer ones yourself."
        )


def unwanted(name: str) -> str:
    """Return why a member of an archive is passed over by its name, "" if it is not."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = path.parts
    if path.is_absolute() or ".." in parts or (parts and ":" in parts[0]) or "\0" in name:
        return "its name leads out of the archive, as in files that are made to overwrite others"
    if not is_text(name):
        return "its name holds bytes that stand for no letters; unpack it yourself, and rename it"
    if "__MACOSX" in parts or any(part.startswith(".") and part != "." for part in parts):
        return "it is a hidden file of the system that packed it"
    bare = parts[-1] if parts else ""
    if bare.lower() in _LEFT_BY_SYSTEMS:
        return "it is a hidden file of the system that packed it"
    if path.suffix.lower() in _NOTE_ENDINGS and _NOTES.fullmatch(path.stem if path.suffix else bare):
        return "it tells of the data, and is none"
    return ""
