"""GML (Graph Modelling Language; Himsolt 1997): names and values in brackets, in whatever order a program writes them.

An id is that of the file, never the label: labels may be missing, and may be alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, GraphError, counted, gather
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import content_of
from intelviz.ingest.readers.text.records import LONGEST

_BLOCK = 1 << 17
_DEEPEST = 100
_TOKEN = re.compile(r'(\s+)|"([^"]*)"|([\[\]])|([^\s\[\]"]+)')
_COMMENT = re.compile(r"#[^\n]*")
_GRAPH = re.compile(r"(?:^|[\s\]\"])graph\s*\[")
_PART = re.compile(r"\b(?:node|edge)\s*\[")
_MOST_SAID = 12


@dataclass(slots=True)
class _List:
    """A list in brackets: what it is called, and the plain values in it."""

    name: str
    said: dict[str, str] = field(default_factory=dict[str, str])

    def say(self, name: str, text: str) -> None:
        if text:
            self.said[name] = f"{self.said[name]}; {text}" if name in self.said else text


def _tokens(stream: TextIO) -> Iterator[tuple[str, bool]]:
    """Yield names, values and brackets, and whether each stood within quotation marks."""
    text, at, ended, fresh = "", 0, False, True
    while True:
        found = (_COMMENT if fresh and text.startswith("#", at) else _TOKEN).match(text, at)
        if found is None or (found.end() == len(text) and not ended):
            if ended:
                if at < len(text):
                    raise GraphError("breaks off within quotation marks")
                return
            if len(text) - at > LONGEST + _BLOCK:
                raise GraphError(f"has a value of more than {LONGEST:,} characters")
            block = stream.read(_BLOCK)
            ended = not block
            text, at = text[at:] + block, 0
            continue
        at = found.end()
        if found.re is _COMMENT:
            continue
        space, quoted, bracket, word = found.groups()
        fresh = space is not None and (fresh or "\n" in space)
        if word is not None or bracket is not None:
            yield word or bracket, False
        elif quoted is not None:
            yield html.unescape(quoted) if "&" in quoted else quoted, True


class _Walk:
    def __init__(self) -> None:
        self.about: dict[str, str] = {}
        self.directed: str | None = None
        self.graphs = 0

    def walk(self, stream: TextIO) -> Generator[Element | Broken]:
        """Yield the nodes and edges as they come."""
        stack = [_List("")]
        name: str | None = None
        for text, quoted in _tokens(stream):
            if not quoted and text == "[":
                if name is None:
                    raise GraphError("has a bracket that nothing stands before")
                stack.append(_List(name))
                if len(stack) > _DEEPEST:
                    raise GraphError(f"holds lists that lie more than {_DEEPEST} deep within each other")
                name = None
            elif not quoted and text == "]":
                if name is not None or len(stack) == 1:
                    raise GraphError("has a closing bracket where none can stand")
                yield from self._close(stack)
            elif name is None:
                if quoted or not (text[0].isalpha() or text[0] == "_"):
                    raise GraphError(f"has “{text[:40]}” where a name should stand")
                name = text
            else:
                self._say(stack, name, " ".join(text.split("\n")) if quoted else text)
                name = None
        if len(stack) > 1 or name is not None:
            raise GraphError("breaks off before its last bracket")

    def _say(self, stack: list[_List], name: str, text: str) -> None:
        mine = stack[-1]
        if mine.name == "graph" and name == "directed":
            self.directed = "yes" if text.strip() == "1" else "no"
        else:
            mine.say(name, text)

    def _close(self, stack: list[_List]) -> Iterator[Element | Broken]:
        mine, above = stack.pop(), stack[-1]
        if mine.name == "graph":
            self.graphs += 1
            self.about |= mine.said
        elif above.name == "graph" and mine.name == "node":
            yield _node(mine.said)
        elif above.name == "graph" and mine.name == "edge":
            yield _edge(mine.said, self.directed)
        else:
            for name, text in mine.said.items():
                above.say(f"{mine.name} {name}", text)

    def notes(self) -> Iterator[str]:
        if self.graphs > 1:
            yield f"The file holds {self.graphs:,} graphs; all were read as one."
        if self.about:
            shown = "; ".join(f"{name} = {text[:80]}" for name, text in list(self.about.items())[:_MOST_SAID])
            yield f"Of the graph as a whole the file says: {shown}."


def _node(said: dict[str, str]) -> Element | Broken:
    number = said.pop("id", "")
    if not number:
        return Broken(said.get("label", "")[:200], "the node has no id")
    return Element("item", number, "", said.pop("label", ""), attributes=said)


def _edge(said: dict[str, str], directed: str | None) -> Element | Broken:
    source, target = said.pop("source", ""), said.pop("target", "")
    if not source or not target:
        return Broken(f"{source} {target}".strip()[:200], "the link has no node at one of its ends")
    if directed is not None:
        said["directed"] = directed
    return Element("link", said.pop("id", ""), "", said.get("label", ""), source, target, attributes=said)


def _fits(file: FoundFile) -> bool:
    text = file.text_start.lstrip("\ufeff \t\r\n")
    if not text or not (text[0].isalpha() or text[0] == "#"):
        return False
    found = _GRAPH.search(text)
    if found is None or "{" in text[: found.start()]:
        return False
    return _PART.search(text, found.end()) is not None


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    content = content_of(file.path, shown=file.where)
    walk = _Walk()

    def stream() -> Iterator[Element | Broken]:
        with file.path.open(encoding=content.encoding, errors="replace", newline="") as text:
            yield from walk.walk(text)

    gathered = gather(file, opening, stream())
    notes = [*(each for each in content.notes if "rows" not in each), *walk.notes()]
    if not content.whole:
        notes.append("Some bytes are no signs of its encoding; they are shown as �.")
    form = f"GML, {content.words}, {counted(gathered)}"
    origin = file.origin(content.sha256)
    return [ElementTable(origin, form, "gml", gathered, notes, of_links={"directed": walk.directed or "no"})]


READER = Reader("gml", "GML: a graph", 314, _fits, _tables)
