"""Text files that are documents: reports, letters, articles, notes, Markdown.

Lines at the beginning that state something by name (``Published: 2014/01/19``) become columns of that name.
"""

from __future__ import annotations

import re

from intelviz.ingest.readers.documents.documents import Document, DocumentTable, normal_lines
from intelviz.ingest.readers.documents.prose import is_prose, is_stated
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Table
from intelviz.ingest.readers.text.content import Content, content_of

_LARGEST = 200_000_000
_FIELD = re.compile(r"\s*([A-Za-z][A-Za-z0-9 /_()-]{0,30}?)\s*:\s+(\S.*)")
_MOST_FIELDS = 40
_TITLES = ("title", "subject", "headline", "re")
_AUTHORS = ("author", "by", "written by", "from")
_DATES = ("published", "date", "dated", "created", "date published", "publication date")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?")
_WORDY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_text(file: FoundFile, content: Content) -> tuple[str, int]:
    """Return the text of a file and how many of its bytes are no signs of its encoding."""
    if content.size > _LARGEST:
        raise file.wrong(
            f"this text has {content.size:,} bytes, more than a document of {_LARGEST:,}.", "Split it into several."
        )
    try:
        with file.path.open(encoding=content.encoding, errors=content.errors, newline="") as opened:
            text = opened.read()
    except OSError as error:
        raise file.wrong(f"the file could no longer be read ({error.strerror or error}).", "Check the disk.") from error
    if content.whole:
        return text.replace("\0", ""), 0
    fixed = re.sub("[\udc80-\udcff]", "\ufffd", text)
    return fixed.replace("\0", ""), fixed.count("\ufffd")


def fields_of(text: str) -> dict[str, str]:
    """Return what the first lines state by name, if two of them or more do."""
    found: dict[str, str] = {}
    for line in text[:20_000].split("\n"):
        if not line.strip():
            continue
        match = _FIELD.fullmatch(line)
        if match is None or len(found) == _MOST_FIELDS or match[1] in found:
            break
        found[match[1]] = match[2].strip()
    return found if len(found) > 1 else {}


def stated(fields: dict[str, str], names: tuple[str, ...]) -> str:
    """Return the value of the first of these names that is stated."""
    folded = {name.casefold(): value for name, value in fields.items()}
    return next((folded[name] for name in names if name in folded), "")


def iso_date(text: str) -> str:
    """Return a date as ISO where it can only mean one day; "" otherwise."""
    from datetime import date

    wordy, first = _WORDY.fullmatch(text.strip()), _YEAR_FIRST.fullmatch(text.strip())
    try:
        if first:
            day = date(int(first[1]), int(first[2]), int(first[3]))
            return f"{day.isoformat()}T{first[4].zfill(5)}" if first[4] else day.isoformat()
        if wordy and wordy[2].casefold() in _MONTHS:
            return date(int(wordy[3]), _MONTHS.index(wordy[2].casefold()) + 1, int(wordy[1])).isoformat()
    except ValueError:
        pass
    return ""


def document_of(text: str) -> Document:
    """Return a text as a document."""
    text = normal_lines(text)
    fields = fields_of(text)
    return Document(
        title=stated(fields, _TITLES),
        text=text,
        author=stated(fields, _AUTHORS),
        created=iso_date(stated(fields, _DATES)),
        more=fields,
    )


def _fits(file: FoundFile) -> bool:
    if file.is_binary:
        return False
    start = file.text_start
    return is_prose(start) or is_stated(start)


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    content = content_of(file.path, shown=file.where)
    text, broken = read_text(file, content)
    notes = [note for note in content.notes if "set aside" not in note]
    if broken:
        many = "1 sign" if broken == 1 else f"{broken:,} signs"
        notes.append(f"{many} of the text can't be read in {content.words}; “\ufffd” stands for each.")
    fields = fields_of(normal_lines(text))

    def read() -> Document:
        return document_of(read_text(file, content)[0])

    form = f"text, {content.words}"
    return [DocumentTable(file.origin(content.sha256), form, "plain_text", read, list(fields), notes)]


READER = Reader("plain_text", "text in prose: a document", 900, _fits, _tables)
