"""GPX: waypoints, tracks and routes of satellite receivers, a row a point. Degrees are WGS 84, times as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.maps.tracks import TrackPoint, TrackSurvey, TrackTable
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

_POINTS = {"wpt": "waypoint", "trkpt": "track point", "rtept": "route point"}
_WHOLE = frozenset(_POINTS)


def points(stream: IO[bytes]) -> Iterator[TrackPoint | Broken]:
    """Yield the points of a file; a track without a name is called by its number."""
    track, number, segment, place = "", {"trk": 0, "rte": 0}, 0, 0
    around: list[str] = []
    try:
        for begins, element in events(stream, _WHOLE):
            name = local(element)
            if begins:
                around.append(name)
                if name in number:
                    number[name] += 1
                    track, segment, place = f"{'track' if name == 'trk' else 'route'} {number[name]}", 0, 0
                elif name == "trkseg":
                    segment, place = segment + 1, 0
            elif name in _POINTS:
                kind = _POINTS[name]
                place += kind != "waypoint"
                yield _point(element, kind, "" if kind == "waypoint" else track, segment, place)
            else:
                around.pop()
                if name == "name" and around[-1:] in (["trk"], ["rte"]) and text_of(element):
                    track = text_of(element)
                elif name in number:
                    track = ""
    except XmlError as error:
        yield Broken("", f"from here on the file can't be read: {error}")


def _point(element: Element, kind: str, track: str, segment: int, place: int) -> TrackPoint | Broken:
    lon, lat = element.get("lon", "").strip(), element.get("lat", "").strip()
    if not lon or not lat:
        return Broken(f"{kind} without a place", "the point has no longitude or latitude")
    found = TrackPoint(kind, track, segment, 0 if kind == "waypoint" else place, lon, lat)
    for child in element.iter():
        if child is element or len(child):
            continue
        name, text = local(child), (child.text or "").strip()
        if name == "ele":
            found.height = text
        elif name == "time":
            found.time = text
        elif name == "link":
            found.more["link"] = child.get("href", "")
        elif text:
            found.more.setdefault(name, text)
    return found


def _fits(file: FoundFile) -> bool:
    return root_name(file.text_start) == "gpx"


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    with opened(file) as stream:
        refuse_document_type(file, stream)
    survey = TrackSurvey()
    with opened(file) as stream:
        for each in points(stream):
            survey.take(each)
    if not survey.rows or (survey.rows == 1 and survey.problem):
        raise file.wrong(
            f"it is GPX without a point{f' ({survey.problem})' if survey.problem else ''}.",
            "Export the tracks again, with their points.",
        )

    def stream_points() -> Iterator[TrackPoint | Broken]:
        with opened(file) as stream:
            yield from points(stream)

    origin = file.origin(file.sha256())
    return [TrackTable(origin, "GPX", "gpx", stream_points, list(survey.columns), list(survey.notes()))]


READER = Reader("gpx", "GPX: tracks of satellite receivers", 230, _fits, _tables)
