"""JSON lines: an object a line. A line that is none costs itself alone."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from typing import Any

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.json_table import MOST_NAMES
from intelviz.ingest.readers.structured.json_flat import Flattener
from intelviz.ingest.readers.table import Broken, StructuredTable, Table
from intelviz.ingest.readers.text.content import content_of, is_broken

_LONGEST = 1 << 24
"""Characters that a line may have."""
_TWO = re.compile(r'\s*\{\s*["}][^\n]*\}[ \t\r,]*\n+\s*\{\s*["}]')


class LinesTable(StructuredTable):
    """A file with an object a line."""

    reader = "ndjson"

    def __init__(self, file: FoundFile) -> None:
        self._file = file
        self._at = 0
        self.content = content = content_of(file.path, shown=file.where)
        flattener = Flattener()
        names: dict[str, None] = {}
        for each in self._values(flattener):
            if isinstance(each, dict):
                names.update(dict.fromkeys(flattener.flat(each)))
                if len(names) > MOST_NAMES:
                    raise file.wrong(
                        f"its objects have more than {MOST_NAMES:,} different names.", "Ask for it as a table."
                    )
        if not names:
            raise file.wrong("no line of it is an object of JSON.", "Ask for it again; it may have been cut off.")
        notes = [*content.notes, *flattener.notes()]
        super().__init__(file.origin(content.sha256), f"JSON lines, {content.words}", list(names), notes)
        self.may_hold_broken = not content.whole

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the lines as rows, blank ones among them."""
        flattener, names = Flattener(), self.names
        for each in self._values(flattener):
            if isinstance(each, dict):
                yield flattener.row(each, names)
            elif isinstance(each, Broken):
                yield each
            else:
                yield []

    def position(self) -> int:
        """Return about how many bytes have been read."""
        return min(self._at, self.origin.size)

    def broken(self, row: list[str]) -> str:
        """Return why a row can't be read."""
        return f"a byte here is no sign of {self.content.words}" if any(map(is_broken, row)) else ""

    def _values(self, flattener: Flattener) -> Generator[dict[str, Any] | Broken | None]:
        decode = flattener.decoder.decode
        self._at = 0
        try:
            with self._file.path.open(encoding=self.content.encoding, errors=self.content.errors) as text:
                while line := text.readline(_LONGEST):
                    self._at += len(line)
                    if len(line) == _LONGEST and not line.endswith("\n"):
                        yield Broken(line[:200], f"the line has more than {_LONGEST:,} characters")
                        while line and not line.endswith("\n"):
                            line = text.readline(_LONGEST)
                        continue
                    bare = line.strip().removesuffix(",").strip("\x1e")
                    if not bare:
                        yield None
                        continue
                    try:
                        value = decode(bare)
                    except (ValueError, RecursionError):
                        yield Broken(line[:200].rstrip(), "the line is no JSON")
                        continue
                    yield value if isinstance(value, dict) else Broken(line[:200].rstrip(), "the line is no object")
        except OSError as error:
            raise self._file.wrong(f"the file can't be read ({error.strerror or error}).", "Check the disk.") from error


def _fits(file: FoundFile) -> bool:
    return _TWO.match(file.text_start) is not None


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    return [LinesTable(file)]


READER = Reader("ndjson", "JSON lines: an object a line", 790, _fits, _tables)
