"""Intelligence reports as blocks of text (``URN: …``, ``Source evaluation: …``), in text files and Word documents.

A block is a row; what stands before a colon at the beginning of a line is a column. A name that few of the blocks have
is taken for a part of the text around it, for reports quote and abbreviate.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator
from functools import lru_cache

from intelviz.ingest.readers import docx
from intelviz.ingest.readers.documents.documents import normal_lines
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.packed.zips import names_of
from intelviz.ingest.readers.plain_text import read_text
from intelviz.ingest.readers.table import Broken, Origin, StructuredTable, Table
from intelviz.ingest.readers.text.content import content_of
from intelviz.schema.errors import IntelvizError

_KEY = re.compile(r"[ \t]*([A-Za-z0-9][\w /&().'×-]{0,48}?)[ \t]*(?::(?!//)|\|)[ \t]*(.*)")
_RULER = re.compile(r"[ \t]*[-=_*#~—]{3,}[ \t]*")
_NUMBER = re.compile(
    r"(?:.* )?(?:urn|report (?:no|number|ref(?:erence)?)|(?:our )?ref(?:erence)?(?: (?:no|number))?)\.?"
)
_NUMBER_LINE = re.compile(
    r"(?im)^[ \t]*(?:[a-z0-9×x /]{0,30}[ /])?(?:urn|report (?:no|number|ref)|ref(?:erence)?)\b[^:|\n]{0,20}[:|]"
)
_GRADE_LINE = re.compile(
    r"(?im)^[ \t]*(?:source(?:'s)? (?:evaluation|grad\w*|reliability|code)|(?:intelligence|information) "
    r"(?:assessment|evaluation|grad\w*)|handling (?:code|instructions?|conditions?)|grad(?:e|ing)|evaluation)\b"
    r"[^:|\n]{0,20}[:|]"
)
_LONGEST = 1_000_000
_USUAL = frozenset(
    {
        "action", "provenance", "review date", "date of information", "date of report", "title", "text", "intelligence",
        "sanitised text", "information", "priority", "handling conditions", "handling instructions", "event date",
        "submitted by", "authorised by", "risk assessment", "subject", "subjects", "crime type", "area",
    }
)  # fmt: skip
"""Names that are columns even if few reports have them."""
_HEADING = "Heading"


def is_report(text: str) -> bool:
    """Return whether a text has lines for the number of a report and for its grade."""
    return _NUMBER_LINE.search(text) is not None and _GRADE_LINE.search(text) is not None


def blocks_of(text: str) -> list[list[tuple[str, str]]]:
    """Return the blocks of a text, each as (name, value) in their order; a value may have several lines."""
    lines = [(line, _KEY.fullmatch(line)) for line in text.split("\n")]
    starts = _starts(lines)
    parts = [lines[first:last] for first, last in zip([0, *starts], [*starts, len(lines)], strict=True) if first < last]
    keys = Counter(name for part in parts for name in {found[1].strip().casefold() for _, found in part if found})
    whole = sum(1 for part in parts if any(found for _, found in part))
    known = {name for name, many in keys.items() if many * 2 > whole or name in _USUAL}
    return [_block(part, known) for part in parts]


def reports_of(text: str) -> tuple[list[list[tuple[str, str]]], str]:
    """Return the reports of a text, and what stands in it outside of them."""
    blocks = blocks_of(text)
    outside = [value for block in blocks for _, value in block if value and _is_heading(block)]
    return [block for block in blocks if not _is_heading(block)], "\n".join(outside)


def _is_heading(block: list[tuple[str, str]]) -> bool:
    return all(name == _HEADING for name, _ in block)


def _starts(lines: list[tuple[str, re.Match[str] | None]]) -> list[int]:
    """Return where a report begins: at its number, or at the ruler or heading just before."""
    found: list[int] = []
    numbered = {place for place, (_, key) in enumerate(lines) if key and _NUMBER.fullmatch(key[1].strip().casefold())}
    names = Counter(key[1].strip().casefold() for place in numbered if (key := lines[place][1]))
    often = names.most_common(1)[0][0] if names else ""
    last = 0
    for place in sorted(numbered):
        key = lines[place][1]
        if key is None or key[1].strip().casefold() != often:
            continue
        start = place
        ruler = next((at for at in range(place - 1, last - 1, -1) if _RULER.fullmatch(lines[at][0])), None)
        if ruler is not None and sum(1 for _, each in lines[ruler:place] if each) <= 3:
            start = ruler
        elif not found:
            start = 0
        if start > 0:
            found.append(start)
        last = place + 1
    return found


def _block(part: list[tuple[str, re.Match[str] | None]], known: set[str]) -> list[tuple[str, str]]:
    values: dict[str, list[str]] = {}
    name = _HEADING
    for line, key in part:
        if key is not None and key[1].strip().casefold() in known:
            name = key[1].strip()
            values.setdefault(name, [])
            if key[2].strip():
                values[name].append(key[2].strip())
        elif not _RULER.fullmatch(line):
            values.setdefault(name, []).append(line.strip())
    return [(name, "\n".join(lines).strip()[:_LONGEST]) for name, lines in values.items()]


@lru_cache(maxsize=2)
def _text(file: FoundFile) -> str:
    if docx.MAIN in names_of(file):
        return docx.document_of(file).text
    return normal_lines(read_text(file, content_of(file.path, shown=file.where))[0])


class ReportTable(StructuredTable):
    """The reports of a file."""

    reader = "intelligence_text"

    def __init__(self, origin: Origin, form: str, file: FoundFile, notes: tuple[str, ...]) -> None:
        self._file = file
        names: dict[str, str] = {}
        for block in reports_of(_text(file))[0]:
            for name, _ in block:
                names.setdefault(name.casefold(), name)
        self._folded = list(names)
        super().__init__(origin, form, list(names.values()), notes)

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield a row for each report."""
        for block in reports_of(_text(self._file))[0]:
            values = {name.casefold(): value for name, value in block}
            yield [values.get(name, "") for name in self._folded]


def _fits(file: FoundFile) -> bool:
    if docx.MAIN in names_of(file):
        try:
            return is_report(_text(file))
        except IntelvizError:
            return False
    return not file.is_binary and is_report(file.text_start)


def _notes(file: FoundFile) -> Iterator[str]:
    if docx.MAIN not in names_of(file):
        yield from content_of(file.path, shown=file.where).notes
    outside = " ".join(reports_of(_text(file))[1].split())
    if outside:
        yield f"Outside of the reports stands: “{outside[:300]}”."


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    form = "reports in a Word document" if docx.MAIN in names_of(file) else "reports in text"
    if not reports_of(_text(file))[0]:
        raise file.wrong("it looks like intelligence reports, but holds none.", "Save it as a text without them.")
    return [ReportTable(file.origin(file.sha256()), form, file, tuple(_notes(file)))]


READER = Reader("intelligence_text", "intelligence reports as blocks of text", 125, _fits, _tables)
