"""Links listed in a table, two ends a row, and the tables of their nodes, as Gephi, igraph, SNAP and others have them.

A row makes its link and, where it is the first to name an end that no table of nodes lists, that node. Rows without a
header, parted by spaces or commas, are read as well if they can be nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from datetime import UTC, datetime

from intelviz.ingest.readers.csv import CsvTable
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.element_sense import Senses, is_iso, spoken
from intelviz.ingest.readers.graphs.networks import first_rows, id_in, network_of, pair_in, siblings
from intelviz.ingest.readers.matrix import matrix_kind
from intelviz.ingest.readers.packed.zips import UNREADABLE
from intelviz.ingest.readers.table import Broken, Table
from intelviz.schema.errors import BadInputError

_ADDED = ("@network", "@makes", "@from", "@to", "@type", "@directed", "@start")
_OF_NODES = ("@network", "@node", "@type", "@name", "@label", "@lon", "@lat")
_TIMES = ("time", "timestamp", "datetime", "date time", "date", "start", "start time", "unixts", "unix time", "epoch")
_KINDS = (
    "relation",
    "relationship",
    "relationship type",
    "relation type",
    "link type",
    "edge type",
    "tie",
    "type",
    "kind",
)
_DIRECTED = {"directed": "yes", "undirected": "no", "mutual": "yes"}
_WHOLE = re.compile(r"-?\d{1,18}")
_FILLED = re.compile(r"0\d")
_EPOCH = (100_000_000, 4_102_444_800)
_NAMED = re.compile(r"edge|link|arc|tie|(?:^|[_\W])net(?:$|[_\W])|network|graph", re.IGNORECASE)
_MOST_WIDTH = 4
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T](\d\d:\d\d(?::\d\d)?))?")


def _order(texts: Sequence[str]) -> tuple[str, bool]:
    """Return whether dates such as 03/04/2009 have the day or the month first ("" without any), and if that is sure."""
    found = [match for text in texts if (match := _SLASHED.fullmatch(text.strip()))]
    if not found:
        return "", True
    days, months = (any(int(match[part]) > 12 for match in found) for part in (1, 2))
    if days and months:
        return "", True
    return ("mdy" if months else "dmy"), days or months


def _iso(text: str, order: str = "") -> str:
    """Return a time as ISO: as it is written, or counted in seconds since 1970 where the number is large enough."""
    text = text.strip()
    if is_iso(text):
        return text
    slashed = _SLASHED.fullmatch(text) if order else None
    if slashed:
        day, month = (slashed[1], slashed[2]) if order == "dmy" else (slashed[2], slashed[1])
        if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
            return ""
        return f"{slashed[3]}-{int(month):02}-{int(day):02}" + (f"T{slashed[4]}" if slashed[4] else "")
    bare = text.removesuffix(".0")
    if bare.isascii() and bare.isdecimal() and len(bare) <= 10 and _EPOCH[0] <= int(bare) <= _EPOCH[1]:
        return datetime.fromtimestamp(int(bare), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ""


class _Beside(Table):
    """A table with columns added to it: what the rows say, in words that a recipe knows."""

    def __init__(self, inner: CsvTable, notes: Sequence[str]) -> None:
        super().__init__(inner.origin, inner.form, [*inner.notes, *notes])
        self._inner = inner
        self.ended = inner.ended
        self.may_hold_broken = inner.may_hold_broken

    def broken(self, row: list[str]) -> str:
        return self._inner.broken(row)

    def position(self) -> int:
        return self._inner.position()

    def _rows(self) -> Iterator[list[str] | Broken]:
        """Yield the records; those before the header without a change."""
        yield from self._inner.records()


class EdgeTable(_Beside):
    """Links, a row each."""

    reader = "edge_list"

    def __init__(
        self, inner: CsvTable, known: set[str], network: str, notes: Sequence[str], *, order: str = ""
    ) -> None:
        super().__init__(inner, notes)
        self._known, self._network, self._order = known, network, order

    def records(self) -> Generator[list[str] | Broken]:
        """Yield all records, each with the columns that are added."""
        pair: tuple[int, int] | None = None
        seen = set(self._known)
        width = kind = time = -1
        network = self._network
        for row in self._rows():
            if isinstance(row, Broken):
                yield row
            elif pair is None:
                pair = pair_in(row)
                if pair is None:
                    yield row
                    continue
                width = len(row)
                names = [spoken(each) for each in row]
                kind, time = _first(names, _KINDS), _first(names, _TIMES)
                yield [*row, *_ADDED]
            elif len(row) == width:
                one, other = row[pair[0]].strip(), row[pair[1]].strip()
                first = "" if one in seen else one
                if first:
                    seen.add(one)
                second = "" if other in seen else other
                if second:
                    seen.add(other)
                said = row[kind].strip() if kind >= 0 else ""
                directed = _DIRECTED.get(said.casefold(), "")
                when = _iso(row[time], self._order) if time >= 0 else ""
                makes = "items" if first or second else "link"
                yield [*row, network, makes, first, second, "" if directed else said, directed, when]
            elif any(row):
                had = "1 cell" if len(row) == 1 else f"{len(row):,} cells"
                yield Broken(",".join(row)[:200], f"the row has {had}, the header has {width:,}")
            else:
                yield []


class NodeTable(_Beside):
    """Nodes, a row each."""

    reader = "node_list"

    def __init__(self, inner: CsvTable, network: str, notes: Sequence[str]) -> None:
        super().__init__(inner, notes)
        self._network = network

    def records(self) -> Generator[list[str] | Broken]:
        """Yield all records, each with the columns that are added."""
        place: int | None = None
        names: list[str] = []
        senses = Senses()
        for row in self._rows():
            if isinstance(row, Broken):
                yield row
            elif place is None:
                place = id_in(row)
                if place is None:
                    yield row
                    continue
                names = list(row)
                senses.take("item", dict(zip(names, row, strict=True)))
                yield [*(each or ("name" if at == 0 else "") for at, each in enumerate(row)), *_OF_NODES]
            elif len(row) == len(names):
                sensed = senses.of("item", "", "", "", "", dict(zip(names, row, strict=True)))
                number = row[place].strip()
                label = sensed.label or number
                yield [*row, self._network, number, sensed.type, sensed.name or label, label, sensed.lon, sensed.lat]
            elif any(row):
                had = "1 cell" if len(row) == 1 else f"{len(row):,} cells"
                yield Broken(",".join(row)[:200], f"the row has {had}, the header has {len(names):,}")
            else:
                yield []


class _BareTable(CsvTable):
    """Rows without a header: ends, and perhaps a weight and a time, parted by spaces, tabs or commas."""

    first_row = 0

    def __init__(self, file: FoundFile, names: Sequence[str], *, spaced: bool) -> None:
        self._names, self._spaced = list(names), spaced
        super().__init__(file)
        if spaced:
            self.form = f"{self.content.words}, spaces"

    def records(self) -> Generator[list[str] | Broken]:
        """Yield a header that the file has not, then the rows; comments are empty rows."""
        yield self._names
        if not self._spaced:
            for row in super().records():
                yield [] if not isinstance(row, Broken) and row and row[0].startswith(("#", "%")) else row
            return
        with self._opened() as (raw, lines):
            self._raw = raw
            for line in lines:
                yield [] if line.startswith(("#", "%")) else line.split()


class _BareEdges(EdgeTable):
    first_row = 0
    fixed_header = True


def _first(names: Sequence[str], words: Sequence[str]) -> int:
    return next((names.index(each) for each in words if each in names), -1)


# Which kind a file is


def _bare(file: FoundFile, text: str) -> tuple[list[str], bool] | None:
    """Return the names for links without a header, and whether spaces part them; None if it is no such."""
    lines = text.splitlines()
    if len(text) >= 16_384:
        lines.pop()
    comments = [line for line in lines[:100] if line.startswith(("#", "%"))]
    lines = [line for line in lines if line.strip() and not line.startswith(("#", "%"))][:400]
    if not lines or max(map(len, lines)) > 400:
        return None
    spaced = "," not in lines[0] and ";" not in lines[0]
    rows = [line.split() for line in lines] if spaced else first_rows("\n".join(lines))
    width = len(rows[0])
    if not 2 <= width <= _MOST_WIDTH or any(len(row) != width for row in rows):
        return None
    if any(not _is_number(cell) for row in rows for cell in row[2:]):
        return None
    whole = all(_WHOLE.fullmatch(cell) for row in rows for cell in row[:2])
    ones, others = {row[0] for row in rows}, {row[1] for row in rows}
    again = len(ones & others) + (2 * len(rows) - len(ones) - len(others))
    hinted = bool(comments) or _NAMED.search(file.name) is not None
    if whole and not hinted and any(_FILLED.match(cell) for row in rows for cell in row[:2]):
        # No network counts its nodes with a nought before: 07700 900001 is a telephone number.
        return None
    if not (whole and (hinted or again >= 0.3 * len(rows)) and len(rows) > 1) and not (
        hinted and again and not any(_is_number(cell) for row in rows for cell in row[:2])
    ):
        return None
    return ["source", "target", *_more_names(rows, width)], spaced


def _more_names(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    names: list[str] = []
    for place in range(2, width):
        timed = all(_iso(row[place]) for row in rows)
        name = "time" if timed and "time" not in names else "weight" if "weight" not in names else f"column {place + 1}"
        names.append(name)
    return names


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _has_pair(text: str) -> bool:
    rows = first_rows(text)
    return bool(rows) and len(rows[0]) > 1 and pair_in(rows[0]) is not None


def _is_list_of_nodes(file: FoundFile, text: str) -> bool:
    rows = first_rows(text)
    if len(rows) < 2 or len(rows[0]) < 2 or id_in(rows[0]) is None:
        return False
    return any(
        _has_pair(each.start) or (not rows[0][0] and matrix_kind(each.start, each.name) != "")
        for each in siblings(file)
    )


def ids_beside(file: FoundFile, opening: Opening) -> tuple[set[str], list[str]]:
    """Return the ids that tables of nodes beside a file list, and what is to be said of that."""
    ids: set[str] = set()
    notes: list[str] = []
    for each in siblings(file):
        rows = first_rows(each.start)
        listed = len(rows) > 1 and len(rows[0]) > 1 and id_in(rows[0]) is not None
        if not listed or pair_in(rows[0]) is not None or matrix_kind(each.start, each.name):
            continue
        try:
            ids |= _ids_in(CsvTable(each.found(opening)))
        except (BadInputError, *UNREADABLE):
            continue  # the file itself will say what is wrong with it
        notes.append(f"Its nodes are listed in {each.name}.")
    return ids, notes


def _ids_in(table: CsvTable) -> set[str]:
    ids: set[str] = set()
    place: int | None = None
    width = 0
    for row in table.records():
        if isinstance(row, Broken):
            continue
        if place is None:
            place, width = id_in(row), len(row)
        elif len(row) == width:
            ids.add(row[place].strip())
    return ids


def _fits(file: FoundFile) -> bool:
    text = file.text_start
    if not text or text.lstrip("\ufeff \t\r\n").startswith(("{", "[", "<", "*")):
        return False
    if _has_pair(text) or _is_list_of_nodes(file, text):
        return True
    return _bare(file, text) is not None


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    text = file.text_start
    network = network_of(file.name)
    if not _has_pair(text):
        if _is_list_of_nodes(file, text):
            return [NodeTable(CsvTable(file), network, [])]
        names, spaced = _bare(file, text) or (["source", "target"], False)
        note = f"It has no header: its columns were taken for {', '.join(names)}."
        return [_BareEdges(_BareTable(file, names, spaced=spaced), set(), network, [note])]
    ids, notes = ids_beside(file, opening)
    rows = first_rows(text)
    time = _first([spoken(each) for each in rows[0]], _TIMES)
    order, is_sure = _order([row[time] for row in rows[1:] if len(row) > time] if time >= 0 else [])
    if order and not is_sure:
        notes.append(f"Dates in “{rows[0][time]}” were read with the day first, as none of the first rows decides it.")
    return [EdgeTable(CsvTable(file), ids, network, notes, order=order)]


READER = Reader("edge_list", "Links or nodes of a network in a table", 900, _fits, _tables)
