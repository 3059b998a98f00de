"""Archives (ZIP, TAR): each member is read as the file it is; nothing is written under a name that a member has."""

from __future__ import annotations

import stat
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.packed.unpacking import Bytes, TooMuchError, check_depth, pour, tables_within, unwanted
from intelviz.ingest.readers.packed.zips import SIGN, UNREADABLE, is_bomb, opened
from intelviz.ingest.readers.table import Table

_EMPTY = b"PK\x05\x06"
_OTHER_FILES = {
    "xl/workbook.bin": ("a binary Excel workbook (XLSB)", "Save it as XLSX, and load that."),
    "ppt/presentation.xml": ("a PowerPoint presentation", "Save what is wanted of it as PDF or DOCX."),
    "Index/Document.iwa": ("a document of Apple's Numbers, Pages or Keynote", "Export it as XLSX, CSV or PDF."),
    "AndroidManifest.xml": ("a program for telephones", "It holds no data to load."),
    "META-INF/MANIFEST.MF": ("a Java program", "It holds no data to load."),
    "META-INF/container.xml": ("an electronic book", "Save it as text or PDF."),
}
"""Zip files that are something else, told by what lies in them."""
_MOST = 10_000
"""Members that are read."""
_BLOCK = 512
_LONG_KINDS = b"LKxgX"
_LONGEST_NAME = 1 << 20
_TAR_ERRORS = (tarfile.TarError, OSError, EOFError, ValueError, OverflowError)


def is_tar(start: bytes) -> bool:
    """Return whether a header of a tar file stands at the beginning: its sum of bytes is right."""
    if len(start) < _BLOCK:
        return False
    try:
        told = int(start[148:156].strip(b"\0 ") or b"-1", 8)
    except ValueError:
        return False
    header = start[:148] + b" " * 8 + start[156:_BLOCK]
    return told in {sum(header), sum(each - 256 if each > 127 else each for each in header)} and header[0] != 0


def _fits(file: FoundFile) -> bool:
    return file.start.startswith((SIGN, _EMPTY)) or is_tar(file.start)


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    check_depth(file, opening)
    return _of_tar(file, opening) if is_tar(file.start) else _of_zip(file, opening)


def _of_zip(file: FoundFile, opening: Opening) -> list[Table]:
    with opened(file) as zipped:
        members = [each for each in zipped.infolist() if not each.is_dir()]
        if not members:
            raise file.wrong("the archive is empty.", "Ask for it again.")
        names = {each.filename for each in members}
        for name, (what, remedy) in _OTHER_FILES.items():
            if name in names:
                raise file.wrong(f"this is {what}, which can't be read here.", remedy)
        found: list[Table] = []
        for info in _first(members, file, opening):
            part = file.within(info.filename)
            why = unwanted(info.filename) or _why_not(info)
            if why:
                opening.refuse(part, why)
                continue
            try:
                with zipped.open(info) as stream:
                    path = pour(stream, opening, info.compress_size)
            except TooMuchError as error:
                opening.refuse(part, str(error))
            except NotImplementedError:
                opening.refuse(part, "it is packed in a way that is not known here")
            except (*UNREADABLE, ValueError):
                opening.refuse(part, "it is damaged and can't be unpacked")
            else:
                found += tables_within(file, opening, path, part)
    return found


def _why_not(info: zipfile.ZipInfo) -> str:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return "it is no file but a link or a device"
    if info.flag_bits & 1:
        return "it is protected by a password"
    if is_bomb(info):
        return (
            f"it claims to unpack from {info.compress_size:,} to {info.file_size:,} bytes, as files do that are made "
            "to fill a disk"
        )
    return ""


def _of_tar(file: FoundFile, opening: Opening) -> list[Table]:
    found: list[Table] = []
    any_member = False
    try:
        _check_names(file)
        with tarfile.open(file.path, "r:") as packed:
            for count, info in enumerate(packed):
                if info.isdir():
                    continue
                any_member = True
                part = file.within(info.name)
                if count >= _MOST:
                    opening.refuse(file.within("more files"), f"files after the first {_MOST:,} were not read")
                    break
                why = unwanted(info.name) or ("" if info.isreg() else "it is no file but a link or a device")
                stream = None if why else packed.extractfile(info)
                if stream is None:
                    opening.refuse(part, why or "it holds nothing")
                    continue
                path = _poured(stream, opening, file, part)
                if path is not None:
                    found += tables_within(file, opening, path, part)
    except _TAR_ERRORS as error:
        if not found:
            raise file.wrong(
                "the archive is damaged and can't be unpacked.", "Ask for it again.", details=str(error)
            ) from error
        opening.refuse(file.within("the rest"), "the archive is damaged; what comes after this can't be unpacked")
    if not any_member:
        raise file.wrong("the archive is empty.", "Ask for it again.")
    return found


def _poured(stream: Bytes, opening: Opening, file: FoundFile, part: str) -> Path | None:
    try:
        return pour(stream, opening, file.size)
    except TooMuchError as error:
        opening.refuse(part, str(error))
        return None


def _first(members: list[zipfile.ZipInfo], file: FoundFile, opening: Opening) -> list[zipfile.ZipInfo]:
    if len(members) > _MOST:
        opening.refuse(file.within("more files"), f"files after the first {_MOST:,} were not read")
    return members[:_MOST]


def _check_names(file: FoundFile) -> None:
    """Walk from header to header: a name that takes more than a megabyte would have to be held in memory."""
    with file.path.open("rb") as raw:
        while len(header := raw.read(_BLOCK)) == _BLOCK and header.strip(b"\0"):
            size = _number(header[124:136])
            if size < 0:
                raise tarfile.ReadError("a size below nought")
            if header[156:157] in (_LONG_KINDS[at : at + 1] for at in range(len(_LONG_KINDS))) and size > _LONGEST_NAME:
                raise tarfile.ReadError("a name of more than a megabyte")
            raw.seek((size + _BLOCK - 1) // _BLOCK * _BLOCK, 1)


def _number(told: bytes) -> int:
    """Return a number of a header: in octal digits, or in bytes if the first has its highest bit set."""
    if told[0] & 0x80:
        return int.from_bytes(bytes([told[0] & 0x7F]) + told[1:], "big")
    return int(told.partition(b"\0")[0].strip() or b"0", 8)


READER = Reader("archive", "archives: ZIP and TAR", 700, _fits, _tables)
