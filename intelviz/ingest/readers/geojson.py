"""GeoJSON, as one collection or a feature a line: features of maps, read one by one.

RFC 7946 has WGS 84 alone; the older form may name another reference system, which is followed.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.maps.crs import stated_system
from intelviz.ingest.readers.maps.features import Feature, FeatureTable, Survey
from intelviz.ingest.readers.maps.geometry import KINDS, shape_of
from intelviz.ingest.readers.structured.json_values import JsonError, JsonValues, cell
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import Content, content_of

_TYPE = re.compile(r'"type"\s*:\s*"(?:FeatureCollection|Feature)"')
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_BARE = re.compile(r'\s*\{\s*"type"\s*:\s*"(?:' + "|".join(KINDS) + r')"\s*,\s*"(?:coordinates|geometries|bbox)"')


class _Walk:
    """One walk through a file; what stands beside the features is kept."""

    def __init__(self, values: JsonValues) -> None:
        self._values = values
        self.system: object = None
        self.name = ""

    def features(self) -> Iterator[Feature | Broken]:
        """Yield what is a feature; what can't be read is said, and ends the walk."""
        values = self._values
        try:
            sign = values.peek()
            if sign == "[":
                for each in values.elements():
                    yield _feature(each)
                return
            while sign:
                yield from self._one(sign)
                sign = values.peek()
        except JsonError as error:
            yield Broken("", f"from here on the file can't be read: {error}")

    def _one(self, sign: str) -> Iterator[Feature | Broken]:
        """Yield the features of the next value: a collection is walked into, a feature is one itself."""
        if sign != "{":
            yield _feature(self._values.value())
            return
        whole: dict[str, object] = {}
        many = False
        for key in self._values.names():
            if key == "features" and self._values.peek() == "[":
                many = True
                for each in self._values.elements():
                    yield _feature(each)
            else:
                whole[key] = self._values.value()
        if "crs" in whole:
            self.system = whole["crs"]
        if not many:
            yield _feature(whole)


def _feature(value: object) -> Feature | Broken:
    if not isinstance(value, Mapping):
        return Broken(cell(value)[:200], "this is no feature of a map")
    kind = value.get("type")
    if kind in KINDS:
        value = {"geometry": value, "properties": {}}
    elif kind != "Feature" and not ("geometry" in value and "properties" in value):
        return Broken(cell(dict(value))[:200], "this is no feature of a map")
    properties = value.get("properties")
    if properties is None:
        properties = {}
    if not isinstance(properties, Mapping):
        return Broken(cell(properties)[:200], "the properties of the feature have no names")
    geometry = value.get("geometry")
    shape, problem = shape_of(geometry)
    kind = KINDS.get(str(geometry.get("type")), "") if isinstance(geometry, Mapping) else ""
    attributes = {str(name): cell(each) for name, each in properties.items()}
    return Feature(attributes, shape, kind if shape is not None else "", problem, cell(value.get("id")))


@contextmanager
def _opened(file: FoundFile, content: Content) -> Generator[_Walk]:
    try:
        with file.path.open(encoding=content.encoding, errors=content.errors, newline="") as text:
            yield _Walk(JsonValues(text))
    except OSError as error:
        raise file.wrong(
            f"the file could no longer be read ({error.strerror or error}).", "Check the disk, then load it again."
        ) from error


def _fits(file: FoundFile) -> bool:
    text = file.text_start.lstrip("\x1e \t\r\n")
    if not text.startswith(("{", "[")):
        return False
    if _BARE.match(text):
        return True
    start = text[:4096]
    if _TYPE.search(start):
        return True
    return _FEATURES.search(text) is not None and '"geometry"' in text


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    content = content_of(file.path, shown=file.where)
    survey = Survey()
    with _opened(file, content) as walk:
        first_problem = ""
        for each in walk.features():
            survey.take(each)
            if isinstance(each, Broken):
                first_problem = first_problem or each.reason
        stated = walk.system
    if survey.rows == survey.broken:
        raise file.wrong(
            f"it looks like GeoJSON, but holds no feature{f' ({first_problem})' if first_problem else ''}.",
            "Ask for the file again, or export it from the program that made it.",
        )

    def stream() -> Iterator[Feature | Broken]:
        with _opened(file, content) as walk:
            yield from walk.features()

    system, words = stated_system(stated, survey.bounds)
    notes = [*content.notes, *([words] if words else [])]
    form = f"GeoJSON, {content.words}"
    return [FeatureTable(file.origin(content.sha256), form, "geojson", stream, survey, system, notes)]


READER = Reader("geojson", "GeoJSON: features of a map", 210, _fits, _tables)
