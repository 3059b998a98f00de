"""Tables in web pages, as many systems write them under the name of an Excel export.

Nothing in the page is run, loaded or followed. Of tables within tables, the innermost are read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.sheets.sheet import Merge, Sheet
from intelviz.ingest.readers.sheets.sheet_cells import LAST_COLUMN, Seen, number_text
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import Content, content_of
from intelviz.ingest.readers.text.records import LONGEST

_BLOCK = 1 << 16
_MOST_TABLES = 1_000
_MOST_MERGES = 100_000
_MOST_ROWS_SPANNED = 1 << 16
_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|meta|style|table|div|center)\b",
    re.IGNORECASE | re.DOTALL,
)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_CHARSET = re.compile(r"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NO_TEXT = {"script", "style", "template", "noscript"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_LINES = {"br", "p", "div", "li"}


@dataclass(slots=True)
class _Grid:
    """A table of the page: where its rows go while it is read, and what the first reading found of it."""

    number: int
    rows: int = 0
    columns: int = 0
    merges: list[Merge] = field(default_factory=list[Merge])
    has_tables: bool = False
    caption: str = ""
    row: list[str] | None = None
    covered: dict[int, int] = field(default_factory=dict[int, int])
    """Columns that a cell above reaches into, and for how many more rows."""
    column: int = 0
    cell: list[str] | None = None
    length: int = 0
    number_told: str = ""
    span: tuple[int, int] = (1, 1)
    captioned: bool = False
    too_long: bool = False


class _Page(HTMLParser):
    """Makes rows of the tags of a page; ``wanted`` is the table whose rows are kept, none if below 0."""

    def __init__(self, wanted: int) -> None:
        super().__init__(convert_charrefs=True)
        self._wanted = wanted
        self.grids: list[_Grid] = []
        self._open: list[_Grid] = []
        self.done: list[list[str] | Broken] = []
        self.ended = False
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in {"td", "th", "tr"} and self._unseen in (["td"], ["th"], ["tr"]):
            self._unseen.clear()  # a cell ends where the next begins
        if self._unseen:
            if tag not in _VOID:
                self._unseen.append(tag)
            return
        if tag in _NO_TEXT or (tag not in _VOID and _UNSEEN.search(attributes.get("style") or "")):
            self._unseen.append(tag)
            return
        if tag == "table":
            if self._open:
                self._open[-1].has_tables = True
            self._open.append(_Grid(len(self.grids)))
            self.grids.append(self._open[-1])
        elif self._open:
            self._start_in(self._open[-1], tag, attributes)

    def _start_in(self, grid: _Grid, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr":
            self._end_row(grid)
            grid.row, grid.column = [], 0
        elif tag in {"td", "th"}:
            if grid.row is None:
                grid.row, grid.column = [], 0
            self._end_cell(grid)
            grid.cell, grid.length = [], 0
            grid.number_told = attributes.get("x:num") or ""
            grid.span = (_span(attributes.get("colspan"), 1_000), _span(attributes.get("rowspan"), _MOST_ROWS_SPANNED))
        elif tag == "caption":
            grid.captioned = True
        elif tag in _LINES and grid.cell:
            grid.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag in self._unseen:
                while self._unseen.pop() != tag:
                    pass
            return
        if not self._open:
            return
        grid = self._open[-1]
        if tag in {"td", "th"}:
            self._end_cell(grid)
        elif tag in {"tr", "thead", "tbody", "tfoot"}:
            self._end_row(grid)
        elif tag == "caption":
            grid.captioned = False
        elif tag == "table":
            self._end_row(grid)
            self._open.pop()
            self.ended = self.ended or grid.number == self._wanted

    def handle_data(self, data: str) -> None:
        if self._unseen or not self._open:
            return
        grid = self._open[-1]
        if grid.cell is not None:
            grid.length += len(data)
            if grid.length <= LONGEST:
                grid.cell.append(data)
        elif grid.captioned and len(grid.caption) < 100:
            grid.caption += data

    def close(self) -> None:
        super().close()
        while self._open:
            self._end_row(self._open.pop())

    def _end_cell(self, grid: _Grid) -> None:
        if grid.cell is None or grid.row is None:
            return
        while grid.covered.get(grid.column):
            grid.row.append("")
            grid.column += 1
        text = number_text(grid.number_told) if grid.number_told else _tidy("".join(grid.cell))
        grid.too_long = grid.too_long or grid.length > LONGEST
        across, down = grid.span
        across = min(across, max(LAST_COLUMN - grid.column, 1))
        if across * down > 1 and len(grid.merges) < _MOST_MERGES:
            top, left = grid.rows + 1, grid.column + 1
            grid.merges.append((top, left, top + down - 1, left + across - 1))
        if grid.column < LAST_COLUMN:
            grid.row += [text, *[""] * (across - 1)]
        if down > 1:
            grid.covered.update(dict.fromkeys(range(grid.column, grid.column + across), down))
        grid.column += across
        grid.cell = None

    def _end_row(self, grid: _Grid) -> None:
        self._end_cell(grid)
        row, grid.row = grid.row, None
        if row is None:
            return
        grid.rows += 1
        grid.covered = {column: down - 1 for column, down in grid.covered.items() if down > 1}
        while row and not row[-1]:
            row.pop()
        grid.columns = max(grid.columns, len(row))
        if grid.number == self._wanted:
            words = f"a cell has more than {LONGEST:,} characters"
            self.done.append(Broken("", words) if grid.too_long else row)
        grid.too_long = False


class HtmlTable(Sheet):
    """A table of a page."""

    reader = "html_table"

    def __init__(self, file: FoundFile, content: Content, encoding: str, grid: _Grid, part: str) -> None:
        self._file, self._content, self._encoding, self._grid = file, content, encoding, grid
        super().__init__(file.origin(content.sha256, part), f"table of a web page, {content.words}", content.notes)

    def grid(self, seen: Seen) -> Generator[list[str] | Broken]:
        """Yield the rows of the table."""
        page = _Page(self._grid.number)
        for _ in _read(self._file, self._encoding, page):
            yield from page.done
            page.done.clear()
            if page.ended:
                return

    def merges(self) -> list[Merge]:
        """Return the cells that reach over several."""
        return self._grid.merges


def _read(file: FoundFile, encoding: str, page: _Page) -> Generator[None]:
    try:
        with file.path.open(encoding=encoding, errors="replace") as text:
            while block := text.read(max(_BLOCK, len(page.rawdata))):  # an unfinished tag is looked through anew
                if len(page.rawdata) > 1 << 22:
                    raise file.wrong("it has a tag of millions of characters.", "Save the table as CSV.")
                page.feed(block)
                yield
        page.close()
        yield
    except OSError as error:
        raise file.wrong(f"the file can't be read ({error.strerror or error}).", "Check the disk.") from error
    except AssertionError as error:  # html.parser's way of giving up on a declaration
        raise file.wrong("its tags can't be read.", "Save the table as CSV.", details=str(error)) from error


def _span(text: str | None, most: int) -> int:
    bare = (text or "").strip()
    return min(max(int(bare), 1), most) if bare.isascii() and bare.isdigit() and len(bare) < 20 else 1


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _encoding(content: Content, start: bytes) -> str:
    told = _CHARSET.search(start.decode("ascii", "replace"))
    if content.encoding == "cp1252" and told:
        try:
            return codecs.lookup(told[1]).name
        except LookupError:
            pass
    return content.encoding


def _fits(file: FoundFile) -> bool:
    text = file.text_start
    return _PAGE.match(text) is not None and _TABLE.search(text) is not None


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    content = content_of(file.path, shown=file.where)
    encoding = _encoding(content, file.start)
    page = _Page(-1)
    for _ in _read(file, encoding, page):
        if len(page.grids) > _MOST_TABLES:
            break
    found: list[Table] = []
    wanted = [each for each in page.grids[:_MOST_TABLES] if not each.has_tables and each.rows and each.columns]
    larger = [each for each in wanted if each.rows > 1] or wanted
    for each in larger:
        name = _tidy(each.caption).replace("\n", " ")[:60] or f"table {each.number + 1}"
        found.append(HtmlTable(file, content, encoding, each, name if len(larger) > 1 else ""))
    for each in wanted:
        if each not in larger:
            opening.refuse(file.within(f"table {each.number + 1}"), "it has one row only")
    if not found:
        raise file.wrong("this is a web page, and its tables are empty.", "Save what is wanted of it as CSV.")
    return found


READER = Reader("html_table", "tables of web pages, also under the name of Excel", 820, _fits, _tables)
