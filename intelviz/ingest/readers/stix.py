"""Bundles of STIX 2.0 and 2.1: objects become items, relationships links, and so does every reference between objects.

Each object is one row; what it refers to stands in it (``references``, parted by |), the kinds of reference beside it.
A reference is called after its field (``object_refs`` is "object"). A sighting is an item, for it joins more than two.
What lies in an observation of version 2.0 becomes items of its own. (docs.oasis-open.org/cti/stix/v2.1)
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, GraphError, counted, gather, wrong
from intelviz.ingest.readers.structured.json_values import JsonError, JsonValues, cell
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import Content, content_of

_BEGIN = ("first_seen", "first_observed", "published", "date")
_END = ("last_seen", "last_observed")
_LABELS = ("name", "value", "user_id", "account_login", "display_name", "path", "subject", "number", "key", "abstract")
_LAST_LABELS = ("pattern", "definition_type", "content", "command_line", "product")
_NO_LINKS = frozenset({"object_marking_refs"})
"""References to how an object is to be handled: properties, and no relation between objects."""
_SIGNS = re.compile(r'"id"\s*:\s*"[a-z][a-z0-9-]*--[0-9a-fA-F]{8}-')
_BUNDLE = re.compile(r'"type"\s*:\s*"bundle"')
_OBJECTS = re.compile(r'"objects"\s*:\s*\[')
_LONGEST_LABEL = 200


@contextmanager
def _opened(file: FoundFile, content: Content) -> Generator[JsonValues]:
    with file.path.open(encoding=content.encoding, errors="replace", newline="") as text:
        yield JsonValues(text)


def _objects(file: FoundFile, content: Content) -> Iterator[Any]:
    """Yield the objects of one bundle, of several after each other, or of a bare list."""
    try:
        with _opened(file, content) as values:
            while sign := values.peek():
                if sign == "[":
                    yield from values.elements()
                    continue
                if sign != "{":
                    raise GraphError("is no bundle of objects")
                yield from _of_object(values)
                values.take(",")
    except JsonError as error:
        raise GraphError(f"can't be read to its end: {error}") from error


def _of_object(values: JsonValues) -> Iterator[Any]:
    rest: dict[str, object] = {}
    inside = False
    for key in values.names():
        if key == "objects" and values.peek() == "[":
            inside = True
            yield from values.elements()
        else:
            rest[key] = values.value()
    if not inside:
        yield rest


class _Maker:
    """Makes elements of objects, once the ids of all are known."""

    def __init__(self, ids: set[str], relationships: set[str]) -> None:
        self._ids, self._relationships = ids, relationships
        self.elsewhere = 0

    def elements(self, found: object) -> Iterator[Element | Broken]:
        if not isinstance(found, Mapping):
            yield Broken(cell(found)[:200], "this is no object")
            return
        each = {str(name): value for name, value in found.items()}
        kind, number = cell(each.get("type")), cell(each.get("id"))
        if not kind or not number:
            yield Broken(cell(each)[:200], "an object needs a type and an id")
        elif kind == "relationship":
            yield self._relationship(number, each)
        else:
            yield from self._item(kind, number, each)

    def _relationship(self, number: str, each: dict[str, object]) -> Element | Broken:
        one, other = cell(each.get("source_ref")), cell(each.get("target_ref"))
        if not one or not other:
            return Broken(number[:200], "the relationship lacks one of its ends")
        begin, end = _first(each, ("start_time",)), _first(each, ("stop_time",))
        attributes = _attributes(each, {"type", "id", "source_ref", "target_ref", "relationship_type"})
        return Element("link", number, cell(each.get("relationship_type")), "", one, other, begin, end, attributes)

    def _item(self, kind: str, number: str, each: dict[str, object]) -> Iterator[Element]:
        links = [
            (name, ref) for name, value in each.items() if name not in _NO_LINKS for ref in _references(name, value)
        ]
        known = [(name, ref) for name, ref in links if ref in self._ids and ref != number]
        self.elsewhere += sum(ref not in self._ids and ref not in self._relationships for _, ref in links)
        whole = {name for name, _ in known} - {name for name, ref in links if ref not in self._ids or ref == number}
        observed = each.get("objects") if kind == "observed-data" else None
        attributes = _attributes(each, {"type", "id", *whole, *({"objects"} if observed else ())})
        label = next((text for name in _LABELS if (text := cell(each.get(name)).strip())), "")
        label = label or next((text for name in _LAST_LABELS if (text := cell(each.get(name)).strip())), "")
        begin, end = _first(each, _BEGIN), _first(each, _END)
        shown = f"identity:{_text('', each.get('identity_class')) or 'unknown'}" if kind == "identity" else kind
        if known:
            attributes["references"] = "|".join(ref for _, ref in known)
            attributes["kinds of reference"] = "|".join(_called(name) for name, _ in known)
        yield Element("item", number, shown, label[:_LONGEST_LABEL], "", "", begin, end if begin else "", attributes)
        if isinstance(observed, Mapping):
            yield from self._observed(number, cast("Mapping[str, object]", observed))

    def _observed(self, number: str, objects: Mapping[str, object]) -> Iterator[Element]:
        for key, value in objects.items():
            if not isinstance(value, Mapping):
                continue
            each = {str(name): inner for name, inner in value.items()}
            label = next((text for name in _LABELS if (text := cell(each.get(name)).strip())), "")
            links = [(name, ref) for name, inner in each.items() for ref in _texts_of_references(name, inner)]
            whole = {name for name, ref in links if ref in objects}
            attributes = _attributes(each, {"type", *whole})
            mine = f"{number}#{key}"
            yield Element("item", mine, cell(each.get("type")), label[:_LONGEST_LABEL], attributes=attributes)
            yield Element("link", "", "observed", "", number, mine)
            for name, ref in links:
                if ref in objects:
                    yield Element("link", "", _called(name), "", mine, f"{number}#{ref}")


def _references(name: str, value: object) -> list[str]:
    """Return the ids that a field refers to."""
    return [text for text in _texts_of_references(name, value) if "--" in text]


def _texts_of_references(name: str, value: object) -> list[str]:
    if name.endswith("_ref"):
        return [value] if isinstance(value, str) else []
    if name.endswith("_refs") and isinstance(value, list):
        return [text for text in value if isinstance(text, str)]
    return []


def _called(name: str) -> str:
    return name.removesuffix("_refs").removesuffix("_ref").replace("_", "-")


def _first(each: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := cell(each.get(name)).strip())), "")


def _attributes(each: Mapping[str, object], without: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in each.items():
        if name in without:
            continue
        text = _text(name, value)
        if text:
            found[name] = text
    return found


def _text(name: str, value: object) -> str:
    if isinstance(value, list):
        if name == "kill_chain_phases" and all(isinstance(each, Mapping) for each in value):
            phases = cast("list[Mapping[str, object]]", value)
            return "; ".join(f"{cell(each.get('kill_chain_name'))}: {cell(each.get('phase_name'))}" for each in phases)
        if all(isinstance(each, str | int | float) for each in value):
            return "; ".join(map(cell, value))
    return cell(value)


def _fits(file: FoundFile) -> bool:
    text = file.text_start.lstrip("\x1e\ufeff \t\r\n")
    if not text.startswith(("{", "[")) or not _SIGNS.search(text):
        return False
    if _BUNDLE.search(text[:4096]) or (_OBJECTS.search(text) and '"type"' in text):
        return True
    return '"spec_version"' in text or '"created"' in text[:20_000]


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    content = content_of(file.path, shown=file.where)
    ids: set[str] = set()
    relationships: set[str] = set()
    try:
        for each in _objects(file, content):
            if isinstance(each, Mapping):
                (relationships if each.get("type") == "relationship" else ids).add(cell(each.get("id")))
    except GraphError as error:
        raise wrong(file, error) from error
    except OSError as error:
        raise file.wrong(f"the file could no longer be read ({error.strerror or error}).", "Check the disk.") from error
    maker = _Maker(ids, relationships)
    gathered = gather(file, opening, (element for each in _objects(file, content) for element in maker.elements(each)))
    notes = list(content.notes)
    if maker.elsewhere:
        many = "1 reference leads" if maker.elsewhere == 1 else f"{maker.elsewhere:,} references lead"
        notes.append(f"{many} to objects that are not in the file; they are kept as properties.")
    form = f"STIX, {content.words}, {counted(gathered)}"
    return [ElementTable(file.origin(content.sha256), form, "stix", gathered, notes)]


READER = Reader("stix", "STIX 2 bundle", 200, _fits, _tables)
