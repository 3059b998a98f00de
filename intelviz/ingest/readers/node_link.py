"""Graphs in JSON: lists of nodes and links, as networkx, D3, Cytoscape, vis.js, Sigma and JSON Graph Format write them.

Nodes have an id, or are meant by their place in the list (D3). What is nested in a node (``data``, ``attributes``,
``metadata``) is taken out of it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, GraphError, counted, gather, wrong
from intelviz.ingest.readers.structured.json_values import JsonError, JsonValues, cell
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import Content, content_of

_NODES = frozenset({"nodes", "vertices", "nodeDataArray"})
_LINKS = frozenset({"links", "edges", "linkDataArray"})
_INTO = frozenset({"graph", "elements", "network", "data"})
_INNER = ("data", "attributes", "metadata", "properties")
_ID = ("id", "key", "_id", "name")
_ENDS = (("source", "target"), ("from", "to"), ("_outV", "_inV"), ("start", "end"), ("u", "v"))
_BOTH = re.compile(r'"(?:links|edges|linkDataArray)"\s*:\s*(?:\[\s*(?:\{|\])|\{)')
_ONE = re.compile(r'"(?:nodes|vertices|nodeDataArray)"\s*:\s*(?:\[\s*(?:\{|\])|\{)')
_CYTOSCAPE = re.compile(r'"data"\s*:\s*\{[^{}]*"source"\s*:')
_TAIL = 1 << 16
_MOST_IDS = 5_000_000


@contextmanager
def _opened(file: FoundFile, content: Content) -> Generator[JsonValues]:
    with file.path.open(encoding=content.encoding, errors="replace", newline="") as text:
        yield JsonValues(text)


class _Walk:
    """Walks through a file, and yields ("node" or "link", its value); what is said of the whole is kept."""

    def __init__(self) -> None:
        self.about: dict[str, str] = {}
        self.directed = ""

    def parts(self, file: FoundFile, content: Content) -> Iterator[tuple[str, Any]]:
        try:
            with _opened(file, content) as values:
                if values.peek() == "[":
                    for each in values.elements():
                        yield _kind(each), each
                    return
                yield from self._object(values, 0)
        except JsonError as error:
            raise GraphError(f"can't be read to its end: {error}") from error

    def _object(self, values: JsonValues, depth: int) -> Iterator[tuple[str, Any]]:
        for key in values.names():
            sign = values.peek()
            if key in _NODES or key in _LINKS:
                yield from self._list("node" if key in _NODES else "link", values, sign)
            elif key in _INTO and sign == "{" and depth < 3:
                yield from self._object(values, depth + 1)
            elif key == "elements" and sign == "[":
                for each in values.elements():
                    yield _kind(each), each
            else:
                value = values.value()
                if key == "directed" or (key == "edgedefault" and isinstance(value, str)):
                    self.directed = "yes" if value in (True, "directed", "true", 1) else "no"
                elif not isinstance(value, dict | list) and cell(value):
                    self.about[key] = cell(value)

    def _list(self, kind: str, values: JsonValues, sign: str) -> Iterator[tuple[str, Any]]:
        if sign == "[":
            for each in values.elements():
                yield kind, each
        elif sign == "{":
            for key in values.names():
                each = values.value()
                yield kind, {"id": key, **each} if isinstance(each, dict) else {"id": key, "value": each}
        else:
            values.value()

    def notes(self) -> Iterator[str]:
        if self.about:
            shown = "; ".join(f"{name} = {text[:80]}" for name, text in list(self.about.items())[:12])
            yield f"Of the graph as a whole the file says: {shown}."


def _kind(each: object) -> str:
    inner = each.get("data") if isinstance(each, Mapping) else None
    for found in (each, inner):
        if isinstance(found, Mapping) and any(one in found and other in found for one, other in _ENDS):
            return "link"
    return "node"


def _flat(value: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, each in value.items():
        if name in _INNER and isinstance(each, Mapping):
            found.update({str(inner): text for inner, text in each.items()})
        elif name == "position" and isinstance(each, Mapping):
            found.update({f"viz {axis}": text for axis, text in each.items()})
        else:
            found.setdefault(str(name), each)
    return found


def _id_of(said: Mapping[str, Any]) -> tuple[str, str]:
    """Return the name of the field with the id of a node, and the id; "" if it has none."""
    for name in _ID[:3]:
        if name in said and cell(said[name]) != "":
            return name, cell(said[name])
    return "", ""


class _Maker:
    def __init__(self, ids: list[str], *, by_place: bool, by_name: bool) -> None:
        self._ids, self._by_place, self._by_name = ids, by_place, by_name
        self._number = 0

    def node(self, value: object) -> Element | Broken:
        place, self._number = self._number, self._number + 1
        if not isinstance(value, Mapping):
            text = cell(value)
            return Element("item", self._ids[place], "", text) if text else Broken("", "this is no node")
        said = _flat(value)
        name, _ = _id_of(said)
        said.pop(name, None)
        if self._by_name and name == "":
            said.setdefault("name", self._ids[place])
        label = cell(said.pop("label", ""))
        return Element("item", self._ids[place], "", label, attributes=_texts(said))

    def link(self, value: object, directed: str) -> Element | Broken:
        said = _flat(value) if isinstance(value, Mapping) else {}
        ends = next(((one, other) for one, other in _ENDS if one in said and other in said), None)
        if ends is None:
            return Broken(cell(value)[:200], "the link has no node at one of its ends")
        one, other = (self._end(said.pop(end)) for end in ends)
        name, number = _id_of(said) if "id" in said else ("", "")
        said.pop(name, None)
        if isinstance(said.get("directed"), bool):
            said["directed"] = "yes" if said["directed"] else "no"
        elif directed:
            said["directed"] = directed
        kind = cell(said.get("relation", "")) if isinstance(said.get("relation"), str) else ""
        return Element("link", number, kind, cell(said.get("label", "")), one, other, attributes=_texts(said))

    def _end(self, value: object) -> str:
        if isinstance(value, Mapping):
            return _id_of({str(name): each for name, each in value.items()})[1] or cell(value.get("name"))
        if self._by_place and isinstance(value, int) and 0 <= value < len(self._ids):
            return self._ids[value]
        return cell(value)


def _texts(said: Mapping[str, Any]) -> dict[str, str]:
    return {name: text for name, value in said.items() if (text := _text(value))}


def _text(value: object) -> str:
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return "; ".join(map(cell, value))
    return cell(value)


def _maker(file: FoundFile, content: Content) -> tuple[_Maker, _Walk]:
    """Look at all nodes and links: what the ends of links mean is told by all of them."""
    walk = _Walk()
    own: list[str] = []
    names: list[str] = []
    ends: set[str] = set()
    whole = True
    for kind, value in walk.parts(file, content):
        if kind == "node":
            said = _flat(value) if isinstance(value, Mapping) else {}
            own.append(_id_of(said)[1] if said else cell(value))
            names.append(cell(said.get("name", said.get("label", ""))))
            if len(own) > _MOST_IDS:
                raise GraphError(f"holds more than {_MOST_IDS:,} nodes")
        elif isinstance(value, Mapping):
            said = _flat(value)
            for one, other in _ENDS:
                if one in said and other in said:
                    whole = whole and isinstance(said[one], int) and isinstance(said[other], int)
                    if not isinstance(said[one], Mapping):
                        ends |= {cell(said[one]), cell(said[other])}
                    break
    have_ids = all(own)
    by_name = not have_ids and not whole and all(names) and len(set(names)) == len(names)
    by_place = whole and not by_name and (not have_ids or not ends <= set(own))
    if not have_ids:
        own = names if by_name else [each or str(place) for place, each in enumerate(own)]
    return _Maker(own, by_place=by_place, by_name=by_name), walk


def _fits(file: FoundFile) -> bool:
    text = file.text_start.lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        return _CYTOSCAPE.search(text) is not None and '"group"' in text
    if not text.startswith("{"):
        return False
    if not (_ONE.search(text) or _BOTH.search(text) or '"elements"' in text):
        return False
    if '"elements"' in text[:2000] and '"data"' in text[:4000]:
        return True
    if _ONE.search(text) and _BOTH.search(text):
        return True
    with file.path.open("rb") as raw:
        raw.seek(max(file.size - _TAIL, 0))
        tail = raw.read().decode("utf-8", "replace")
    one, other = ("source", "target") if '"source"' in tail else ("from", "to")
    if _ONE.search(text):
        return f'"{one}"' in tail and f'"{other}"' in tail
    return f'"{one}"' in text and '"nodes"' in tail


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    content = content_of(file.path, shown=file.where)
    try:
        maker, walk = _maker(file, content)
    except GraphError as error:
        raise wrong(file, error) from error
    except OSError as error:
        raise file.wrong(f"the file could no longer be read ({error.strerror or error}).", "Check the disk.") from error
    stream = (
        maker.node(value) if kind == "node" else maker.link(value, walk.directed)
        for kind, value in _Walk().parts(file, content)
    )
    gathered = gather(file, opening, stream)
    form = f"JSON graph, {content.words}, {counted(gathered)}"
    notes = [*content.notes, *walk.notes()]
    return [ElementTable(file.origin(content.sha256), form, "node_link", gathered, notes)]


READER = Reader("node_link", "A graph in JSON: nodes and links", 204, _fits, _tables)
