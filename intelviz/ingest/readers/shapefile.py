"""Shapefiles: shapes (.shp) with their attributes (.dbf) and reference system (.prj), loose or in a zip.

Format: "ESRI Shapefile Technical Description", July 1998.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import IO

from intelviz.ingest.readers.crs import ReferenceSystem, UnknownSystemError, likely_system, reference_system
from intelviz.ingest.readers.dbf import DbfRows, beside, code_page_of, in_words
from intelviz.ingest.readers.features import Feature, FeatureTable, surveyed
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.shp_shapes import ShpError, shapes
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.zips import member, names_of
from intelviz.ingest.readers.zips import opened as opened_zip

_SIGN = b"\x00\x00\x27\x0a"
_PARTS = (".shp", ".dbf", ".prj", ".cpg")
_BESIDE = (*_PARTS, ".shx", ".sbn", ".sbx", ".qix", ".fbn", ".fbx", ".ain", ".aih", ".atx", ".qpj", ".shp.xml")
_SYSTEM_STARTS = ("GEOGCS[", "PROJCS[", "COMPD_CS[", "GEOCCS[", "LOCAL_CS[", "GEOGCRS[", "PROJCRS[")


class _Shapefile:
    """A shapefile whose parts lie beside each other on the disk."""

    def __init__(self, file: FoundFile, path: Path) -> None:
        self._file, self._path = file, path
        self.notes: list[str] = []
        dbf = beside(path, ".dbf")
        self._rows: DbfRows | None = None
        if dbf is None:
            self.notes.append("Its .dbf file is missing, so the shapes have no attributes.")
        else:
            with in_words(file):
                self._rows = DbfRows(dbf, code_page_of(beside(path, ".cpg")))
                self.notes += self._rows.notes

    def features(self) -> Iterator[Feature | Broken]:
        """Yield shapes with their attributes; where one file has more rows, the other side of these is empty."""
        names = self._rows.names if self._rows else []
        rows = self._rows.rows() if self._rows else iter(())
        try:
            with self._path.open("rb") as stream:
                for shape, row in zip_longest(shapes(stream), rows):
                    if isinstance(row, Broken):
                        yield row
                        continue
                    attributes = dict(zip(names, row, strict=True)) if row is not None else {}
                    made, kind, problem = shape or (None, "", "there is no shape for this row of the .dbf file")
                    yield Feature(attributes, made, kind, problem)
        except ShpError as error:
            yield Broken("", f"from here on the file can't be read: {error}")
        except OSError as error:
            raise self._file.wrong(
                f"the file could no longer be read ({error.strerror or error}).", "Check the disk."
            ) from error

    def table(self, part: str, sha256: str) -> FeatureTable:
        """Return its table; BadInputError if there is nothing in it."""
        survey = surveyed(self.features)
        if survey.rows == survey.broken:
            raise self._file.wrong("it is a shapefile without a shape.", "Ask for the file again.", part=part)
        system, words = self._system(survey.bounds)
        notes = [*self.notes, *([words] if words else [])]
        form = f"shapefile, {self._rows.encoding}" if self._rows else "shapefile"
        return FeatureTable(self._file.origin(sha256, part), form, "shapefile", self.features, survey, system, notes)

    def _system(self, bounds: tuple[float, float, float, float] | None) -> tuple[ReferenceSystem | None, str]:
        path = beside(self._path, ".prj")
        if path is None:
            return likely_system(bounds, "The .prj file")
        with path.open("rb") as stream:
            stated = stream.read(20_001).decode("utf-8", "replace")
        try:
            return reference_system(stated), ""
        except UnknownSystemError as error:
            system, words = likely_system(bounds, "A reference system that is known")
            return system, f"Its .prj file can't be used: {error}. {words}"


def _is_shp(start: bytes) -> bool:
    """Return whether bytes begin a .shp or .shx file."""
    return start[:4] == _SIGN and len(start) >= 100 and struct.unpack_from("<I", start, 28)[0] == 1000


def _shapefiles_in(file: FoundFile) -> list[str]:
    return sorted(name for name in names_of(file) if name.lower().endswith(".shp") and not name.startswith("__MACOSX"))


def _fits(file: FoundFile) -> bool:
    if _is_shp(file.start):
        return True
    if file.text_start.lstrip().upper().startswith(_SYSTEM_STARTS) or file.path.suffix.lower() == ".cpg":
        return beside(file.path, ".shp") is not None
    return bool(_shapefiles_in(file))


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    if not _is_shp(file.start):
        if file.start[:2] == b"PK":
            return _zipped(file, opening)
        raise file.wrong("it belongs to the shapefile of the same name, and is read with it.", "Load the .shp file.")
    if len(file.start) >= 104 and struct.unpack_from(">I", file.start, 100)[0] == 50:
        raise file.wrong("it is the index of a shapefile, which is not needed.", "Load the .shp file.")
    return [_Shapefile(file, file.path).table("", file.sha256())]


def _zipped(file: FoundFile, opening: Opening) -> list[Table]:
    sha256 = file.sha256()
    found: list[Table] = []
    with opened_zip(file) as zipped:
        folded = {info.filename.lower(): info for info in zipped.infolist()}
        used: set[str] = set()
        for number, name in enumerate(_shapefiles_in(file)):
            folder = opening.folder / f"shapes-{len(list(opening.folder.iterdir()))}-{number}"
            folder.mkdir()
            stem = name[: -len(".shp")].lower()
            used.update(f"{stem}{ending}" for ending in _BESIDE)
            for ending in _PARTS:
                info = folded.get(f"{stem}{ending}")
                if info is not None:
                    _copy(zipped, info, file, opening, folder / f"shapes{ending}")
            part = name if len(_shapefiles_in(file)) > 1 else ""
            found.append(_Shapefile(file, folder / "shapes.shp").table(part, sha256))
        for name, info in folded.items():
            if name not in used and not info.is_dir() and not PurePosixPath(name).parts[0].startswith("__macosx"):
                why = "it lies beside shapefiles in a zip; unpack it to load it"
                opening.refuse(f"{file.where} › {info.filename}", why)
    return found


def _copy(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, file: FoundFile, opening: Opening, target: Path) -> None:
    """Unpack a member, as long as there is room."""
    with member(zipped, info, file) as stream, target.open("wb") as out:
        _pour(stream, out, file, opening)


def _pour(stream: IO[bytes], out: IO[bytes], file: FoundFile, opening: Opening) -> None:
    while block := stream.read(1 << 20):
        opening.room_left -= len(block)
        if opening.room_left < 0:
            raise file.wrong(
                "it unpacks to more than there is room for.", "Unpack it yourself, and load what is in it."
            )
        out.write(block)


READER = Reader("shapefile", "shapefiles, loose or in a zip", 120, _fits, _tables)
