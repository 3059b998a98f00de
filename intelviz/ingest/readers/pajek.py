"""Networks of Pajek: one (.net) or a project (.paj) with partitions and vectors, as its manual describes them.

Vertices are numbered; a partition or a vector gives each a value, which becomes an attribute called like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, GraphError, counted, gather
from intelviz.ingest.readers.matrix import Matrix, matrix_elements
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import content_of
from intelviz.ingest.readers.text.records import LONGEST

_MOST = 5_000_000
_MOST_MATRIX = 5_000
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\[[^\]]*\])|(\S+)')
_SECTION = re.compile(r"\*([A-Za-z]+)\s*(.*)")
_START = re.compile(r"(?:\s*%[^\n]*\n)*\s*\*(?:network|vertices|partition|vector|arcs|edges)\b", re.IGNORECASE)
_RELATION = re.compile(r':\s*(\d+)(?:\s+"?([^"]*)"?)?')


@dataclass(slots=True)
class _Vertex:
    label: str = ""
    said: dict[str, str] = field(default_factory=dict[str, str])


class _Walk:
    def __init__(self) -> None:
        self.vertices: dict[int, _Vertex] = {}
        self.count = self.first = 0
        self.networks = 0
        self.titles: list[str] = []
        self.partitions = 0
        self._section, self._relation, self._name = "", "", ""
        self._values = 0
        self._numbers: list[str] = []
        self._size = (0, 0)

    def walk(self, lines: Iterator[str]) -> Iterator[Element | Broken]:
        """Yield links as they come, and the nodes at the end, when partitions have said what they are."""
        for number, raw in enumerate(lines, 1):
            line = raw.strip("\ufeff \t\r\n")
            if len(line) > LONGEST:
                raise GraphError(f"has more than {LONGEST:,} characters in line {number:,}")
            if not line or line.startswith("%"):
                continue
            found = _SECTION.match(line)
            if found:
                yield from self._end_of_matrix()
                self._begin(found[1].casefold(), found[2].strip(), number)
            else:
                yield from self._line(line, number)
        yield from self._end_of_matrix()
        for place in range(1, self.count + 1):
            mine = self.vertices.get(place, _Vertex())
            if self.first:
                mine.said["mode"] = "1" if place <= self.first else "2"
            yield Element("item", str(place), "", mine.label, attributes=mine.said)

    def _begin(self, section: str, rest: str, number: int) -> None:
        if section == "vertices":
            sizes = re.findall(r"\d+", rest)
            if not sizes:
                raise GraphError(f"does not say how many vertices there are, in line {number:,}")
            if self._section in {"partition", "vector", "permutation", "cluster"}:
                self._values = 0
                return
            count = int(sizes[0][:9])
            if count > _MOST:
                raise GraphError(f"claims to have {count:,} vertices, more than {_MOST:,}")
            if self.networks > 1 and count != self.count:
                raise GraphError("holds several networks of different sizes; save each as a file of its own")
            self.count = max(self.count, count)
            self.first = int(sizes[1][:9]) if len(sizes) > 1 else self.first
            self._section = "vertices"
            return
        self._section = section
        if section == "network":
            self.networks += 1
            if rest:
                self.titles.append(rest)
        elif section in {"partition", "vector", "permutation", "cluster"}:
            self._name, self._values = rest or section, 0
            self.partitions += 1
        elif section in {"arcs", "edges", "arcslist", "edgeslist", "matrix"}:
            found = _RELATION.match(rest)
            self._relation = (found[2] or f"relation {found[1]}").strip() if found else ""
            self._numbers = []
            self._size = (self.first, self.count - self.first) if self.first else (self.count, self.count)
            if section == "matrix" and max(self._size) > _MOST_MATRIX:
                raise GraphError(f"holds a matrix of more than {_MOST_MATRIX:,} rows")

    def _line(self, line: str, number: int) -> Iterator[Element | Broken]:
        match self._section:
            case "vertices":
                broken = self._vertex(line)
                if broken:
                    yield Broken(line[:200], broken)
            case "arcs" | "edges":
                yield self._link(line, directed=self._section == "arcs")
            case "arcslist" | "edgeslist":
                yield from self._links(line, directed=self._section == "arcslist")
            case "matrix":
                self._numbers += line.split()
                if len(self._numbers) > self._size[0] * self._size[1]:
                    raise GraphError(f"has more numbers in its matrix than there are pairs, in line {number:,}")
            case "partition" | "vector" | "permutation" | "cluster":
                self._values += 1
                if self._values <= self.count:
                    self.vertices.setdefault(self._values, _Vertex()).said[self._name] = line
            case "":
                raise GraphError(f"has “{line[:40]}” in line {number:,}, before any section")
            case _:
                pass

    def _vertex(self, line: str) -> str:
        tokens = _TOKEN.findall(line)
        place = tokens[0][2] if tokens else ""
        if not place.isdecimal() or not 0 < int(place[:9]) <= self.count:
            return f"the vertex has no number from 1 to {self.count:,}"
        mine = self.vertices.setdefault(int(place), _Vertex())
        rest = tokens[1:]
        if rest and not rest[0][1]:
            mine.label = (rest[0][0].replace('\\"', '"') or rest[0][2]).strip()
            rest = rest[1:]
        for axis in ("x", "y", "z"):
            if rest and _is_number(rest[0][2]):
                mine.said[f"viz {axis}"] = rest[0][2]
                rest = rest[1:]
        mine.said.update(_parameters(rest))
        return ""

    def _link(self, line: str, *, directed: bool) -> Element | Broken:
        relation = self._relation
        found = re.match(r"(\d+)\s*:\s*", line)
        if found:
            relation, line = f"relation {found[1]}", line[found.end() :]
        tokens = _TOKEN.findall(line)
        ends = [each[2] for each in tokens[:2]]
        if len(ends) < 2 or not all(end.lstrip("-").isdecimal() for end in ends):
            return Broken(line[:200], "a link needs the numbers of two vertices")
        rest = tokens[2:]
        said = {"directed": "yes" if directed else "no"}
        if rest and _is_number(rest[0][2]):
            said["weight"] = rest[0][2]
            rest = rest[1:]
        said.update(_parameters(rest))
        return Element("link", "", relation, said.get("label", ""), _bare(ends[0]), _bare(ends[1]), attributes=said)

    def _links(self, line: str, *, directed: bool) -> Iterator[Element | Broken]:
        numbers = line.split()
        if len(numbers) < 2 or not all(each.lstrip("-").isdecimal() for each in numbers):
            yield Broken(line[:200], "a list of links needs the numbers of vertices")
            return
        for other in numbers[1:]:
            said = {"directed": "yes" if directed else "no"}
            yield Element("link", "", self._relation, "", _bare(numbers[0]), _bare(other), attributes=said)

    def _end_of_matrix(self) -> Iterator[Element]:
        if self._section != "matrix" or not self._numbers:
            return
        high, wide = self._size
        if len(self._numbers) != high * wide:
            raise GraphError(f"has {len(self._numbers):,} numbers in its matrix, and needs {high * wide:,}")
        if not all(map(_is_number, self._numbers)):
            raise GraphError("has something in its matrix that is no number")
        cells = [["" if float(cell) == 0 else cell for cell in self._numbers[n * wide :][:wide]] for n in range(high)]
        rows = [str(place) for place in range(1, high + 1)]
        columns = [str(place + self.first) for place in range(1, wide + 1)]
        self._numbers = []
        for each in matrix_elements(Matrix(rows, columns, cells), two=bool(self.first), known={*rows}):
            if each.kind == "link":
                each.type = self._relation
                yield each

    def notes(self) -> Iterator[str]:
        if self.titles:
            yield f"It is called {'; '.join(self.titles)[:200]}."
        if self.first:
            yield f"It has two kinds of node: {self.first:,} of the first, {self.count - self.first:,} of the second."


def _parameters(tokens: list[tuple[str, str, str]]) -> dict[str, str]:
    """Return what follows the numbers of a line: an interval, a shape, and pairs such as ``ic Red``."""
    said: dict[str, str] = {}
    words: list[str] = []
    for quoted, interval, word in tokens:
        if interval:
            said["interval"] = interval
        else:
            words.append(word or quoted)
    if words and words[0].casefold() in {
        "box",
        "ellipse",
        "diamond",
        "triangle",
        "cross",
        "empty",
        "house",
        "man",
        "woman",
    }:
        said["viz shape"] = words.pop(0)
    names = {"l": "label", "ic": "viz colour", "c": "viz colour", "w": "viz width"}
    for name, value in zip(words[::2], words[1::2], strict=False):
        said[names.get(name, name)] = value
    if len(words) % 2:
        said["more"] = words[-1]
    return said


def _bare(number: str) -> str:
    return str(int(number[:12])) if number.isdecimal() else number


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _fits(file: FoundFile) -> bool:
    return _START.match(file.text_start.lstrip("\ufeff")) is not None


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    content = content_of(file.path, shown=file.where)
    walk = _Walk()

    def stream() -> Iterator[Element | Broken]:
        with file.path.open(encoding=content.encoding, errors="replace") as text:
            yield from walk.walk(iter(lambda: text.readline(LONGEST + 2), ""))
            if walk.partitions and not walk.count:
                raise GraphError(
                    "is a partition or vector of a network, and no network; save both in one project (.paj)"
                )

    gathered = gather(file, opening, stream())
    form = f"Pajek, {content.words}, {counted(gathered)}"
    notes = [*(each for each in content.notes if "rows" not in each), *walk.notes()]
    return [ElementTable(file.origin(content.sha256), form, "pajek", gathered, notes)]


READER = Reader("pajek", "Network of Pajek", 320, _fits, _tables)
