"""Networks of UCINET in its language DL: matrices, lists of links and lists of neighbours, with or without labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, GraphError, counted, gather
from intelviz.ingest.readers.matrix import Matrix, matrix_elements, matrix_notes
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import content_of

_LARGEST = 256 << 20
_MOST = 20_000
_START = re.compile(r"(?:\s*;[^\n]*\n)*\s*dl\b[\s,]", re.IGNORECASE)
_DATA = re.compile(r"\bdata\s*:", re.IGNORECASE)
_SIZE = re.compile(r"\b(n|nr|nc|nm)\s*=\s*(\d{1,9})", re.IGNORECASE)
_FORMAT = re.compile(r"\bformat\s*=\s*(\w+)", re.IGNORECASE)
_LABELS = re.compile(r"\b(?:(row|rows|col|cols|column|columns|matrix|level)\s+)?labels?\s*(embedded|:)", re.IGNORECASE)
_TOKEN = re.compile(r'"([^"]*)"|([^\s,"]+)')
_LABEL = re.compile(r'"([^"]*)"|([^\s,"]+)')
_ENDS = re.compile(
    r"\b(?:format\s*=|diagonal|(?:row|col|column|matrix|level)\w*\s+labels|labels\s*(?:embedded|:)|n[rcm]?\s*=)", re.I
)


@dataclass(slots=True)
class _Header:
    rows: int = 0
    columns: int = 0
    matrices: int = 1
    format: str = "fullmatrix"
    two: bool = False
    embedded: set[str] = field(default_factory=set[str])
    labels: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    no_diagonal: bool = False


def _words(text: str) -> list[str]:
    return [quoted if quoted else word for quoted, word in _TOKEN.findall(text)]


def _header(text: str) -> _Header:
    found = _Header()
    for name, size in _SIZE.findall(text):
        number = int(size)
        match name.casefold():
            case "n":
                found.rows = found.columns = number
            case "nr":
                found.rows, found.two = number, True
            case "nc":
                found.columns, found.two = number, True
            case _:
                found.matrices = max(number, 1)
    kind = _FORMAT.search(text)
    if kind:
        found.format = kind[1].casefold()
    if found.format.endswith("2") and found.format[:-1] in {"edgelist", "nodelist"}:
        found.two = True
    found.no_diagonal = re.search(r"\bdiagonal\s*=?\s*absent", text, re.IGNORECASE) is not None
    for each in _LABELS.finditer(text):
        side = (each[1] or "all").casefold()
        side = "row" if side.startswith("row") else "column" if side.startswith("col") else side
        if each[2].casefold() == "embedded":
            found.embedded.add(side)
        else:
            end = _ENDS.search(text, each.end())
            found.labels[side] = _words(text[each.end() : end.start() if end else len(text)])
    if max(found.rows, found.columns) > 10 * _MOST:
        raise GraphError(f"claims to have {max(found.rows, found.columns):,} nodes, more than {10 * _MOST:,}")
    return found


class _Walk:
    def __init__(self, text: str) -> None:
        data = _DATA.search(text)
        if data is None:
            raise GraphError("has no part that begins with “data:”")
        self.head = _header(text[: data.start()])
        self._body = text[data.end() :]
        self.notes: list[str] = []

    def elements(self) -> Iterator[Element | Broken]:
        head = self.head
        match head.format:
            case "fullmatrix" | "fm" | "upperhalf" | "lowerhalf" | "uh" | "lh":
                yield from self._matrices()
            case "edgelist1" | "edgelist2" | "edgelist" | "el1" | "el2":
                yield from self._lists(weighted=True)
            case "nodelist1" | "nodelist2" | "nodelist" | "nl1" | "nl2" | "nodelist1b":
                yield from self._lists(weighted=False)
            case _:
                raise GraphError(
                    f"is written as “{head.format[:40]}”, which is not known here; save it as a full matrix"
                )

    def _names(self, side: str, count: int) -> list[str]:
        known = self.head.labels.get(side) or (
            [] if self.head.two and side == "column" else self.head.labels.get("all")
        )
        names = list(known or [])[:count]
        return names + [str(place) for place in range(len(names) + 1, count + 1)]

    def _relation(self, number: int) -> str:
        names = self.head.labels.get("matrix") or self.head.labels.get("level") or []
        return names[number] if number < len(names) else f"relation {number + 1}" if self.head.matrices > 1 else ""

    # Matrices

    def _matrices(self) -> Iterator[Element]:
        head = self.head
        tokens = _words(self._body)
        embedded = bool(head.embedded & {"all", "row", "column"})
        if max(head.rows, head.columns) > _MOST:
            raise GraphError(f"holds a matrix of more than {_MOST:,} rows")
        if not head.rows or not head.columns:
            raise GraphError("does not say how many nodes there are (n=)")
        at = 0
        for number in range(head.matrices):
            matrix, at = self._matrix(tokens, at, embedded=embedded)
            two = head.two and not (head.rows == head.columns and matrix.rows == matrix.columns)
            kind = self._relation(number)
            known = set() if number == 0 else {*matrix.rows, *([] if two else matrix.columns)}
            for each in matrix_elements(matrix, two=two, known=known):
                if each.kind == "link":
                    each.type = kind
                elif number and two:
                    continue
                yield each
            if number == 0:
                self.notes += matrix_notes(matrix, two=two)
        if at < len(tokens):
            raise GraphError(f"has {len(tokens) - at:,} more values than its size says")

    def _matrix(self, tokens: Sequence[str], at: int, *, embedded: bool) -> tuple[Matrix, int]:
        head = self.head
        rows, columns = self._names("row", head.rows), self._names("column", head.columns)
        half = head.format in {"upperhalf", "lowerhalf", "uh", "lh"}
        if embedded and head.embedded & {"all", "column"}:
            columns = list(tokens[at : at + head.columns])
            at += head.columns
        cells: list[list[str]] = []
        for place in range(head.rows):
            if embedded and head.embedded & {"all", "row"}:
                rows[place] = tokens[at] if at < len(tokens) else ""
                at += 1
            width = head.columns
            if half:
                width = place + 1 if head.format in {"lowerhalf", "lh"} else head.columns - place
            width -= head.no_diagonal
            line = list(tokens[at : at + width])
            at += width
            if len(line) < width:
                raise GraphError("has fewer values than its size says")
            cells.append(line)
        if half:
            cells = _mirrored(cells, lower=head.format in {"lowerhalf", "lh"}, diagonal=not head.no_diagonal)
        elif head.no_diagonal:
            cells = [[*line[:place], "0", *line[place:]] for place, line in enumerate(cells)]
        if len(set(rows)) != len(rows) or len(set(columns)) != len(columns):
            raise GraphError("gives two nodes the same name")
        for place, line in enumerate(cells):
            cells[place] = ["" if _zero(cell) else cell for cell in line]
        return Matrix(rows, columns, cells), at

    # Lists

    def _lists(self, *, weighted: bool) -> Iterator[Element | Broken]:
        head = self.head
        embedded = bool(head.embedded)
        rows, columns = self._names("row", head.rows), self._names("column", head.columns)
        seen: dict[str, None] = {}
        if not embedded:
            for name in rows:
                seen[name] = None
                yield Element("item", name)
        others: dict[str, None] = {}
        if not embedded and head.two:
            for name in columns:
                others[name] = None
                yield _column(name)
        for raw in self._body.splitlines():
            if raw.strip() == "!":
                break
            words = _words(raw)
            if not words:
                continue
            if len(words) < 2 and weighted:
                yield Broken(raw.strip()[:200], "a link needs two ends")
                continue
            one = self._name(words[0], rows, embedded=embedded)
            ends = words[1:2] if weighted else words[1:]
            if one is None:
                yield Broken(raw.strip()[:200], f"there is no node {words[0][:40]}")
                continue
            if one not in seen:
                seen[one] = None
                yield Element("item", one)
            for word in ends:
                other = self._name(word, columns if head.two else rows, embedded=embedded)
                if other is None:
                    yield Broken(raw.strip()[:200], f"there is no node {word[:40]}")
                    continue
                known = others if head.two else seen
                if other not in known:
                    known[other] = None
                    yield _column(other) if head.two else Element("item", other)
                said = {"directed": "no" if head.two else "yes"}
                if weighted and len(words) > 2:
                    said["weight"] = words[2]
                target = f"{other} (column)" if head.two else other
                yield Element("link", "", "", "", one, target, attributes=said)

    def _name(self, word: str, names: Sequence[str], *, embedded: bool) -> str | None:
        if embedded:
            return word
        if word.isdecimal():
            return names[int(word[:9]) - 1] if 0 < int(word[:9]) <= len(names) else None
        return word if word in names else None


def _column(name: str) -> Element:
    return Element("item", f"{name} (column)", "", name, attributes={"side": "column"})


def _mirrored(half: list[list[str]], *, lower: bool, diagonal: bool) -> list[list[str]]:
    size = len(half)
    cells = [["0"] * size for _ in range(size)]
    for place, line in enumerate(half):
        first = 0 if lower else place + (0 if diagonal else 1)
        for step, cell in enumerate(line):
            other = first + step
            if other < size:
                cells[place][other] = cells[other][place] = cell
    return cells


def _zero(cell: str) -> bool:
    try:
        return float(cell) == 0
    except ValueError:
        if cell.casefold() in {"na", ".", "-"}:
            return True
        raise GraphError(f"has “{cell[:40]}” where a number belongs") from None


def _fits(file: FoundFile) -> bool:
    text = file.text_start.lstrip("\ufeff")
    return _START.match(text) is not None and re.search(r"\bn[rc]?\s*=\s*\d", text[:4096], re.IGNORECASE) is not None


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    if file.size > _LARGEST:
        raise file.wrong(
            f"a network of UCINET may have {_LARGEST:,} bytes.",
            "Save it as a list of links (CSV), which may be larger.",
        )
    content = content_of(file.path, shown=file.where)
    notes: list[str] = []

    def stream() -> Iterator[Element | Broken]:
        walk = _Walk(file.path.read_text(encoding=content.encoding, errors="replace"))
        yield from walk.elements()
        notes.extend(walk.notes)

    gathered = gather(file, opening, stream())
    form = f"UCINET DL, {content.words}, {counted(gathered)}"
    return [ElementTable(file.origin(content.sha256), form, "ucinet", gathered, [*content.notes, *notes])]


READER = Reader("ucinet", "Network of UCINET (DL)", 322, _fits, _tables)
