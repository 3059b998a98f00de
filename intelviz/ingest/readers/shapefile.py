"""Shapefiles: shapes (.shp) with their attributes (.dbf) and reference system (.prj), loose or in a zip.

Format: "ESRI Shapefile Technical Description", July 1998.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from uuid import uuid4

from intelviz.ingest.readers.dbf import DbfRows, beside, code_page_of, in_words
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.maps.crs import ReferenceSystem, UnknownSystemError, likely_system, reference_system
from intelviz.ingest.readers.maps.features import Feature, FeatureTable, surveyed
from intelviz.ingest.readers.maps.shp_shapes import ShpError, shapes
from intelviz.ingest.readers.packed.unpacking import TooMuchError, check_depth, pour, tables_within, unwanted
from intelviz.ingest.readers.packed.zips import member, names_of
from intelviz.ingest.readers.packed.zips import opened as opened_zip
from intelviz.ingest.readers.table import Broken, Table
from intelviz.schema.errors import BadInputError

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
    """Return the tables of the shapefiles in a zip, and of what else lies in it."""
    check_depth(file, opening)
    sha256 = file.sha256()
    found: list[Table] = []
    with opened_zip(file) as zipped:
        members = {info.filename.lower(): info for info in zipped.infolist() if not info.is_dir()}
        wanted = [name for name in _shapefiles_in(file) if not unwanted(name)]
        alone = len(wanted) == 1 and all(_is_beside(name, wanted[0]) for name in members)
        for name in wanted:
            part = "" if alone else name
            try:
                path = _unpacked(zipped, members, name, file, opening)
                found.append(_Shapefile(file, path).table(part, sha256))
            except BadInputError as error:
                opening.refuse(file.within(name), error.what)
        for name, info in members.items():
            if any(_is_beside(name, each) for each in wanted):
                continue
            why = unwanted(info.filename)
            if why:
                opening.refuse(file.within(info.filename), why)
                continue
            try:
                path = _poured(zipped, info, file, opening)
            except BadInputError as error:
                opening.refuse(file.within(info.filename), error.what)
            else:
                found += tables_within(file, opening, path, file.within(info.filename))
    return found


def _is_beside(name: str, shapes: str) -> bool:
    stem = shapes[: -len(".shp")].lower()
    return name.startswith(stem) and name[len(stem) :] in _BESIDE


def _unpacked(
    zipped: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], name: str, file: FoundFile, opening: Opening
) -> Path:
    """Unpack the parts of a shapefile beside each other, under names of our own."""
    folder = opening.folder / f"shapes-{uuid4().hex}"
    folder.mkdir()
    for ending in _PARTS:
        info = members.get(f"{name[: -len('.shp')].lower()}{ending}")
        if info is not None:
            _poured(zipped, info, file, opening).rename(folder / f"shapes{ending}")
    return folder / "shapes.shp"


def _poured(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, file: FoundFile, opening: Opening) -> Path:
    try:
        with member(zipped, info, file) as stream:
            return pour(stream, opening, info.compress_size)
    except TooMuchError as error:
        raise file.wrong(f"{error}.", "Unpack it yourself, and load what is in it.", part=info.filename) from error


READER = Reader("shapefile", "shapefiles, loose or in a zip", 120, _fits, _tables)
