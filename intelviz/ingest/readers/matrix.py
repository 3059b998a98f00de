"""Networks as a matrix in a table: a name before each row, one above each column, and who is linked where they meet.

The same names twice make links among them (a matrix that is the same on both sides of its diagonal says each link
once); other names above the columns are events or groups, each cell linking one to the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from intelviz.ingest.readers.csv import CsvTable
from intelviz.ingest.readers.file import START, FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, GraphError, counted, gather, wrong
from intelviz.ingest.readers.graphs.networks import first_rows, network_of
from intelviz.ingest.readers.table import Broken, Table

Kind = Literal["", "one", "two", "bare"]
_MOST = 20_000
_MOST_TIMES = 50
"""How often a person may have been at an event in a matrix whose cells count that."""
_PARTED = re.compile(r"\s*[,;\t]\s*|\s+")
_ATTRIBUTES = re.compile(r"(?:^|[\W_])att", re.IGNORECASE)
_UNKNOWN = frozenset({".", "-", "NA", "na", "nan"})
_BLANK = _UNKNOWN | {""}


@dataclass(slots=True)
class Matrix:
    """A matrix whose cells are numbers as text, "" for 0 and for those (``unknown``) that say nothing."""

    rows: list[str]
    columns: list[str]
    cells: list[list[str]]
    unknown: int = 0


def matrix_kind(text: str, name: str = "") -> Kind:
    """Return whether the start of a text is that of a matrix: of one kind of node, of two, without names, or of none.

    A file that calls itself attributes is no matrix of two kinds.
    """
    kind = _kind(text)
    return "" if kind == "two" and _ATTRIBUTES.search(name) else kind


def _kind(text: str) -> Kind:
    rows = first_rows(text)
    if len(rows) < 3:
        return ""
    if _is_bare(text):
        return "bare"
    header, body = rows[0], rows[1:]
    whole = len(text) < START // 4
    if len(header) == len(body[0]) - 1:
        header = ["", *header]
    names = header[1:]
    if len(names) < 2 or not all(names) or len(set(names)) != len(names) or any(len(r) != len(header) for r in body):
        return ""
    left = [row[0] for row in body]
    if not all(left) or not all(_value(cell) is not None for row in body for cell in row[1:]):
        return ""
    seen = sum(name == other for name, other in zip(left, names, strict=False))
    if seen == min(len(left), len(names)) or (set(left) <= set(names) and len(left) > 2):
        return "one" if not whole or set(left) == set(names) or len(names) > len(left) else "two"
    unnamed = not header[0]
    numbered = any(_value(name) is not None for name in names)
    if (numbered and not unnamed) or len(set(left)) != len(left) or len(names) < 3:
        return ""
    values = [cell for row in body for cell in row[1:]]
    filled = [value for cell in values if (value := _value(cell))]
    if not filled or len(filled) == len(values):
        return ""
    if all(value == 1 for value in filled) and any(_is_zero(cell) for cell in values):
        return "two"
    if not unnamed or numbered or not all(0 < value == int(value) <= _MOST_TIMES for value in filled):
        return ""
    sparse = len(filled) < 0.6 * len(values) and all(
        any(map(_is_zero, column)) for column in list(zip(*body, strict=True))[1:]
    )
    return "two" if sparse else ""


def _bare_rows(text: str) -> list[list[str]]:
    lines = [line for line in text.strip("\ufeff \t\r\n").splitlines() if line.strip()]
    return [_PARTED.split(line.strip(" \t\r,;")) for line in lines]


def _is_bare(text: str) -> bool:
    """Return whether a whole text is a square of small whole numbers, most of them 0: a matrix without names."""
    first = text.lstrip("\ufeff \t\r\n")[:1]
    if len(text) >= START // 4 or not first.isdecimal():
        return False
    rows = _bare_rows(text)
    size = len(rows)
    if (
        size < 4
        or any(len(row) != size for row in rows)
        or not all(c.isdecimal() and len(c) < 4 for r in rows for c in r)
    ):
        return False
    return sum(int(cell) == 0 for row in rows for cell in row) >= 0.4 * size * size


def _value(cell: str) -> float | None:
    if cell in _BLANK:
        return 0.0
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None


def _is_zero(cell: str) -> bool:
    return _value(cell) == 0.0


def _read(inner: CsvTable, kind: Kind) -> Matrix:
    header: list[str] = []
    found = Matrix([], [], [])
    for number, row in enumerate(inner.records(), 1):
        if isinstance(row, Broken):
            raise GraphError(f"has a row that can't be read ({row.reason}), row {number:,}")
        cells = [cell.replace("\ufeff", "").strip() for cell in row]
        if not any(cells):
            continue
        if not header:
            header = cells
            continue
        if not found.columns:
            header = header if len(header) == len(cells) else ["", *header]
            found.columns = header[1:]
            if len(found.columns) > _MOST:
                raise GraphError(f"has more than {_MOST:,} columns")
        if len(cells) != len(header):
            raise GraphError(f"has {len(cells):,} cells in row {number:,}, and {len(header):,} in the first")
        for place, cell in enumerate(cells[1:], 1):
            if _value(cell) is None:
                raise GraphError(
                    f"has “{cell[:40]}” in row {number:,}, column “{header[place]}”, where a number belongs"
                )
        found.unknown += sum(cell in _UNKNOWN for cell in cells[1:])
        found.rows.append(cells[0])
        found.cells.append(["" if _is_zero(cell) else cell for cell in cells[1:]])
        if len(found.rows) > _MOST:
            raise GraphError(f"has more than {_MOST:,} rows")
    if len(set(found.rows)) != len(found.rows):
        raise GraphError("has two rows with the same name")
    if kind == "one" and not set(found.rows) <= set(found.columns):
        raise GraphError("names in its rows whom it does not name above its columns")
    return found


def _bare(text: str) -> Matrix:
    rows = _bare_rows(text)
    names = [str(number) for number in range(1, len(rows) + 1)]
    return Matrix(names, list(names), [["" if _is_zero(cell) else cell for cell in row] for row in rows])


def matrix_elements(matrix: Matrix, *, two: bool, known: set[str], labels: Sequence[str] = ()) -> Iterator[Element]:
    """Yield nodes and links of a matrix; who is ``known`` from a table beside it is no node anew."""
    columns = [f"{name} (column)" if two and name in set(matrix.rows) else name for name in matrix.columns]
    nodes = list(dict.fromkeys(matrix.rows if two else [*matrix.rows, *matrix.columns]))
    for place, name in enumerate(nodes):
        if name not in known:
            yield Element("item", name, "", labels[place] if labels else "")
    if two:
        for name, shown in zip(columns, matrix.columns, strict=True):
            yield Element("item", name, "", shown, attributes={"side": "column"})
    mirrored = not two and is_symmetric(matrix)
    at = {name: place for place, name in enumerate(matrix.columns)}
    for name, cells in zip(matrix.rows, matrix.cells, strict=True):
        mine = at.get(name, -1)
        for place, cell in enumerate(cells):
            if cell and not (mirrored and place < mine):
                said = {"weight": cell, "directed": "no" if two or mirrored else "yes"}
                yield Element("link", "", "", "", name, columns[place], attributes=said)


def is_symmetric(matrix: Matrix) -> bool:
    """Return whether a matrix of one kind of node says of each pair the same on both sides of the diagonal."""
    if set(matrix.rows) != set(matrix.columns):
        return False
    at = {name: place for place, name in enumerate(matrix.columns)}
    order = [at[name] for name in matrix.rows]
    of = {place: number for number, place in enumerate(order)}
    for number, cells in enumerate(matrix.cells):
        for place, cell in enumerate(cells):
            if cell != matrix.cells[of[place]][order[number]]:
                return False
    return True


def matrix_notes(matrix: Matrix, *, two: bool) -> Iterator[str]:
    """Yield what is to be said of how a matrix was read."""
    if matrix.unknown:
        yield f"{matrix.unknown:,} cells of the matrix hold a sign for “not known” (- or NA): they make no link."
    if two:
        yield (
            f"A matrix of {len(matrix.rows):,} rows and {len(matrix.columns):,} columns that name others: every cell "
            "that is not 0 links the one to the other."
        )
    elif is_symmetric(matrix):
        yield "The matrix is symmetric: each pair is one link, without a direction."
    else:
        yield "The matrix is not symmetric: each cell that is not 0 is a link from its row to its column."


def _fits(file: FoundFile) -> bool:
    text = file.text_start
    if not text or text.lstrip("\ufeff \t\r\n").startswith(("{", "[", "<", "*")):
        return False
    return bool(matrix_kind(text, file.name))


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    from intelviz.ingest.readers.edge_list import ids_beside  # it asks this file which tables are a matrix

    inner = CsvTable(file)
    kind = matrix_kind(file.text_start, file.name)
    try:
        matrix = _bare(file.text_start) if kind == "bare" else _read(inner, kind)
    except GraphError as error:
        raise wrong(file, error) from error
    known, notes = ids_beside(file, opening)
    two = kind == "two"
    gathered = gather(file, opening, matrix_elements(matrix, two=two, known=known))
    form = f"matrix, {inner.form}, {counted(gathered)}"
    notes = [*inner.notes, *matrix_notes(matrix, two=two), *notes]
    if kind == "bare":
        notes.append("The matrix names nobody: its rows were numbered.")
    extra = {"@network": network_of(file.name)}
    return [ElementTable(inner.origin, form, "matrix", gathered, notes, extra=extra)]


READER = Reader("matrix", "A network as a matrix", 890, _fits, _tables)
