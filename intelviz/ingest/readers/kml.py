"""KML and KMZ: placemarks of maps, and recorded tracks as a table of their own. Degrees are WGS 84."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import Element

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.maps.features import Feature, FeatureTable, surveyed
from intelviz.ingest.readers.maps.geometry import ShapeError, area, joined, line, point
from intelviz.ingest.readers.maps.tracks import TrackPoint, TrackSurvey, TrackTable
from intelviz.ingest.readers.packed.zips import member, names_of
from intelviz.ingest.readers.packed.zips import opened as opened_zip
from intelviz.ingest.readers.structured.xml_elements import (
    XmlError,
    events,
    local,
    opened,
    refuse_document_type,
    root_name,
    text_of,
)
from intelviz.ingest.readers.table import Broken, Table

if TYPE_CHECKING:
    from intelviz.ingest.readers.maps.geometry import Made

_WHOLE = frozenset({"Placemark"})
_FOLDERS = {"Folder", "Document"}
_EXTRA = ("@folder", "@time", "@end")
_PLAIN = {"description", "address", "phoneNumber", "Snippet", "snippet", "styleUrl", "visibility", "open"}
_NOT_KEPT = {"styleUrl", "visibility", "open"}
_KINDS = {"Point": "point", "LineString": "line", "LinearRing": "line", "Polygon": "area", "Track": "line"}
Streams = Callable[[], Generator[IO[bytes]]]


def placemarks(stream: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Yield the names of the folders around a placemark, and the placemark."""
    names: list[str] = []
    around: list[str] = []
    for begins, element in events(stream, _WHOLE):
        name = local(element)
        if name == "Placemark":
            yield " › ".join(each for each in names if each), element
        elif begins:
            around.append(name)
            if name in _FOLDERS:
                names.append("")
        else:
            around.pop()
            if name in _FOLDERS:
                names.pop()
            elif name == "name" and around and around[-1] in _FOLDERS:
                names[-1] = text_of(element)


def _features(stream: IO[bytes]) -> Iterator[Feature | Broken]:
    try:
        for folder, element in placemarks(stream):
            if any(local(child) == "Track" for child in element.iter()):
                continue
            yield _feature(folder, element)
    except XmlError as error:
        yield Broken("", f"from here on the file can't be read: {error}")


def _feature(folder: str, element: Element) -> Feature:
    attributes = {"@folder": folder} if folder else {}
    attributes.update(_times(element))
    made: list[Made] = []
    kinds: set[str] = set()
    for child in element:
        name = local(child)
        if name in _KINDS or name == "MultiGeometry":
            shape, found = _shape(child, 0)
            made.append(shape)
            kinds |= found
        elif name == "ExtendedData":
            for key, value in _extended(child):
                attributes.setdefault(key, value)
        elif (name in {"name", *_PLAIN}) and name not in _NOT_KEPT and text_of(child):
            attributes.setdefault(name, text_of(child))
    shape, problem = joined(made) if made else (None, "")
    kind = "" if shape is None else kinds.pop() if len(kinds) == 1 else "mixed"
    return Feature(attributes, shape, kind, problem, element.get("id", ""))


def _times(element: Element) -> Iterator[tuple[str, str]]:
    names = {"when": "@time", "begin": "@time", "end": "@end"}
    for child in element:
        if local(child) in {"TimeStamp", "TimeSpan"}:
            yield from ((names[local(each)], text_of(each)) for each in child if local(each) in names and text_of(each))


def _extended(element: Element) -> Iterator[tuple[str, str]]:
    for child in element:
        if local(child) == "Data":
            value = next((text_of(each) for each in child if local(each) == "value"), "")
            yield child.get("name", "data"), value
        elif local(child) == "SchemaData":
            for each in child:
                if local(each) == "SimpleData":
                    yield each.get("name", "data"), text_of(each)
        elif not len(child):
            yield local(child), text_of(child)


def _shape(element: Element, depth: int) -> tuple[Made, set[str]]:
    name = local(element)
    try:
        if name == "MultiGeometry":
            if depth > 20:
                raise ShapeError("shapes lie too deep within each other")
            parts = [_shape(each, depth + 1) for each in element if local(each) in _KINDS or local(each) == name]
            made = joined([part for part, _ in parts])
            return made, {kind for _, kinds in parts for kind in kinds}
        kinds = {_KINDS[name]}
        if name == "Polygon":
            sides = (*_all(element, "outerBoundaryIs"), *_all(element, "innerBoundaryIs"))
            return area([_coordinates(ring) for ring in sides]), kinds
        positions = _coordinates(element)
        if name == "Point":
            return point(positions[0] if positions else None), kinds
        return line(positions), kinds
    except ShapeError as error:
        return (None, str(error)), set()


def _all(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element if local(each) == name)


def _coordinates(element: Element) -> list[list[float]]:
    """Return the positions of a shape: tuples parted by spaces, their numbers by commas."""
    text = next((each.text or "" for each in element.iter() if local(each) == "coordinates"), "")
    found: list[list[float]] = []
    for each in text.replace(", ", ",").split():
        try:
            position = [float(part) for part in each.split(",") if part]
        except ValueError:
            raise ShapeError("a coordinate is not a number") from None
        if len(position) < 2 or not all(map(math.isfinite, position)):
            raise ShapeError("a coordinate is not a number")
        found.append(position[:3])
    return found


# Tracks


def _track_points(stream: IO[bytes]) -> Iterator[TrackPoint | Broken]:
    try:
        for folder, element in placemarks(stream):
            tracks = [child for child in element.iter() if local(child) == "Track"]
            name = next((text_of(child) for child in element if local(child) == "name"), "")
            for segment, track in enumerate(tracks, 1):
                yield from _points_of(track, name or folder or "track", segment)
    except XmlError as error:
        yield Broken("", f"from here on the file can't be read: {error}")


def _points_of(track: Element, name: str, segment: int) -> Iterator[TrackPoint | Broken]:
    times = [text_of(child) for child in track if local(child) == "when"]
    places = [text_of(child) for child in track if local(child) == "coord"]
    for place, text in enumerate(places):
        parts = text.split()
        if len(parts) < 2:
            yield Broken(text[:200], "the point has no longitude or latitude")
            continue
        height = parts[2] if len(parts) > 2 else ""
        time = times[place] if len(times) == len(places) else ""
        yield TrackPoint("track point", name, segment, place + 1, parts[0], parts[1], height, time)


# The file


def _is_kmz(file: FoundFile) -> str:
    """Return the name of the KML in a KMZ, or ""."""
    names = sorted(name for name in names_of(file) if name.lower().endswith(".kml"))
    if not names or any(name.lower().endswith(".shp") for name in names_of(file)):
        return ""
    return next((name for name in names if name.lower() == "doc.kml"), next((n for n in names if "/" not in n), ""))


def _fits(file: FoundFile) -> bool:
    return root_name(file.text_start) == "kml" or bool(_is_kmz(file))


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    inner = _is_kmz(file)
    for name in sorted(names_of(file)):
        if name.lower().endswith(".kml") and name != inner:
            opening.refuse(file.within(name), f"only {inner} of a KMZ is read")

    @contextmanager
    def streams() -> Generator[IO[bytes]]:
        if not inner:
            with opened(file) as stream:
                yield stream
            return
        with opened_zip(file) as zipped, member(zipped, zipped.getinfo(inner), file) as stream:
            yield stream

    with streams() as stream:
        refuse_document_type(file, stream, inner)

    def features() -> Iterator[Feature | Broken]:
        with streams() as stream:
            yield from _features(stream)

    def points() -> Iterator[TrackPoint | Broken]:
        with streams() as stream:
            yield from _track_points(stream)

    sha256, form = file.sha256(), "KMZ" if inner else "KML"
    found: list[Table] = []
    survey, tracks = surveyed(features), TrackSurvey()
    for each in points():
        tracks.take(each)
    has_tracks = tracks.rows > (1 if tracks.problem else 0)
    if survey.rows > survey.broken:
        part = "placemarks" if has_tracks else ""
        found.append(FeatureTable(file.origin(sha256, part), form, "kml", features, survey, extra=_EXTRA))
    if has_tracks:
        part = "tracks" if found else ""
        origin = file.origin(sha256, part)
        found.append(TrackTable(origin, form, "kml", points, list(tracks.columns), list(tracks.notes())))
    if not found:
        why = f" ({tracks.problem})" if tracks.problem else ""
        raise file.wrong(f"it is KML without a placemark{why}.", "Ask for the file with the places themselves in it.")
    return found


READER = Reader("kml", "KML and KMZ: placemarks of a map", 220, _fits, _tables)
