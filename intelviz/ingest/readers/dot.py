"""Graphs in DOT, the language of Graphviz: nodes, links in chains and groups, and their attributes.

What is drawn of a graph as a whole (``graph [...]``, ranks) is passed over; defaults of nodes and links are followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, GraphError, counted, gather
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import content_of

_LARGEST = 64 << 20
_DEEPEST = 100
_MOST_LINKS = 5_000_000
_START = re.compile(
    r'(?:\s|//[^\n]*\n|#[^\n]*\n|/\*.*?\*/)*(?:strict\s+)?(?:di)?graph(?:\s+(?:"[^"]*"|[\w.]+))?\s*\{',
    re.IGNORECASE | re.DOTALL,
)
_TOKEN = re.compile(
    r'(\s+|//[^\n]*|/\*.*?\*/|\#[^\n]*)|"((?:[^"\\]|\\.)*)"|(->|--|[{}\[\];,=:+])|(-?(?:\.\d+|\d+(?:\.\d*)?)|[\w.\x80-\U0010ffff]+)',
    re.DOTALL,
)
_SIGNS = frozenset({"->", "--", "{", "}", "[", "]", ";", ",", "=", ":", "+"})


@dataclass(slots=True)
class _Scope:
    node: dict[str, str] = field(default_factory=dict[str, str])
    edge: dict[str, str] = field(default_factory=dict[str, str])
    members: dict[str, None] = field(default_factory=dict[str, None])


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            line = text.count("\n", 0, at) + 1
            raise GraphError(f"can't be read in line {line:,}, at “{text[at : at + 20].strip()}”")
        at = found.end()
        if found[2] is not None:
            yield _unescaped(found[2]), True
        elif found[3] is not None or found[4] is not None:
            yield found[3] or found[4], False
    yield "", False


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": " ", "l": " ", "r": " "}.get(found[1], found[1]), text, flags=re.DOTALL)


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._token, self._quoted = next(self._tokens)
        self.nodes: dict[str, dict[str, str]] = {}
        self.links: list[tuple[str, str, dict[str, str]]] = []
        self.directed = "no"
        self._depth = 0

    def parse(self) -> None:
        if self._is("strict"):
            self._next()
        self.directed = "yes" if self._is("digraph") else "no"
        self._next()
        if not self._is("{"):
            self._next()
        self._expect("{")
        self._statements(_Scope())
        self._expect("}")

    def _is(self, text: str) -> bool:
        return not self._quoted and self._token.casefold() == text

    def _next(self) -> str:
        token = self._token
        if not token and not self._quoted:
            raise GraphError("breaks off before its last bracket")
        self._token, self._quoted = next(self._tokens, ("", False))
        return token

    def _expect(self, text: str) -> None:
        if not self._is(text):
            raise GraphError(f"has “{self._token[:40]}” where “{text}” should stand")
        self._token, self._quoted = next(self._tokens, ("", False))

    def _statements(self, scope: _Scope) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise GraphError(f"holds groups that lie more than {_DEEPEST} deep within each other")
        while not self._is("}"):
            if self._is(";") or self._is(","):
                self._next()
            else:
                self._statement(scope)
        self._depth -= 1

    def _statement(self, scope: _Scope) -> None:
        for word, defaults in (("node", scope.node), ("edge", scope.edge), ("graph", {})):
            if self._is(word):
                self._next()
                defaults.update(self._attributes())
                return
        group = self._is("{") or self._is("subgraph")
        ends = self._ends(scope)
        if not group and self._is("="):
            self._next()
            self._next()
            for name in ends:
                if not self.nodes.get(name) and name not in scope.members:
                    self.nodes.pop(name, None)
            return
        chain = [ends]
        while self._is("->") or self._is("--"):
            self._next()
            chain.append(self._ends(scope))
        said = self._attributes()
        for each in chain:
            for name in each:
                known = name in self.nodes
                mine = self.nodes.setdefault(name, {})
                scope.members[name] = None
                if not known:
                    mine.update(scope.node)
                if len(chain) == 1 and not group:
                    mine.update(said)
        for left, right in pairwise(chain):
            self.links += [(one, other, scope.edge | said) for one in left for other in right]
            if len(self.links) > _MOST_LINKS:
                raise GraphError(f"holds more than {_MOST_LINKS:,} links")

    def _ends(self, scope: _Scope) -> list[str]:
        if self._is("subgraph"):
            self._next()
            if not self._is("{"):
                self._next()
        if self._is("{"):
            self._next()
            inner = _Scope(dict(scope.node), dict(scope.edge))
            self._statements(inner)
            self._expect("}")
            scope.members.update(inner.members)
            return list(inner.members)
        if not self._quoted and not self._token:
            raise GraphError("breaks off before its last bracket")
        if not self._quoted and self._token in _SIGNS:
            raise GraphError(f"has “{self._token[:40]}” where a node should stand")
        name = self._next()
        while self._is("+"):
            self._next()
            name += self._next()
        while self._is(":"):
            self._next()
            self._next()
        return [name]

    def _attributes(self) -> dict[str, str]:
        said: dict[str, str] = {}
        while self._is("["):
            self._next()
            while not self._is("]"):
                if self._is(",") or self._is(";"):
                    self._next()
                    continue
                name = self._next()
                value = "true"
                if self._is("="):
                    self._next()
                    value = self._next()
                said[name] = value
            self._next()
        return said

    def elements(self) -> Iterator[Element | Broken]:
        """Yield nodes, then links."""
        for name, said in self.nodes.items():
            label = said.pop("label", "")
            yield Element("item", name, "", "" if label == r"\N" else " ".join(label.split()), attributes=said)
        for one, other, said in self.links:
            directed = "no" if said.get("dir") == "none" else self.directed
            yield Element("link", "", "", said.get("label", ""), one, other, attributes={**said, "directed": directed})


def _fits(file: FoundFile) -> bool:
    return _START.match(file.text_start[:8192].lstrip("\ufeff")) is not None


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    if file.size > _LARGEST:
        raise file.wrong(f"a graph in DOT may have {_LARGEST:,} bytes.", "Export it as GraphML, which may be larger.")
    content = content_of(file.path, shown=file.where)

    def stream() -> Iterator[Element | Broken]:
        parser = _Parser(file.path.read_text(encoding=content.encoding, errors="replace").lstrip("\ufeff"))
        parser.parse()
        yield from parser.elements()

    gathered = gather(file, opening, stream())
    form = f"DOT, {content.words}, {counted(gathered)}"
    return [ElementTable(file.origin(content.sha256), form, "dot", gathered, content.notes)]


READER = Reader("dot", "Graph of Graphviz (DOT)", 324, _fits, _tables)
