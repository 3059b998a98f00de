"""Single emails as mail programs save them (.eml): headers, text and the names of what is attached."""

from __future__ import annotations

import re
from collections.abc import Generator

from intelviz.ingest.readers.documents.mail_message import COLUMNS, message_of, row_of
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Broken, Origin, StructuredTable, Table

_LARGEST = 256 << 20
_FIELD = re.compile(rb"([!-9;-~]{2,60}):")
_SURE = frozenset({b"message-id", b"received", b"mime-version", b"return-path", b"delivered-to", b"x-mailer"})
_DATE = re.compile(rb"(?im)^date:\s*(?:[a-z]{3},\s*)?\d{1,2} [a-z]{3} \d{2,4} \d{1,2}:\d\d")


def is_message(start: bytes) -> bool:
    """Return whether bytes begin with the headers of an email: such as only programs write, not a typed memo."""
    lines = start.lstrip(b"\xef\xbb\xbf\r\n")[: 1 << 15].replace(b"\r\n", b"\n").split(b"\n\n")[0].split(b"\n")
    names: set[bytes] = set()
    for line in lines:
        if line[:1] in {b" ", b"\t"} and names:
            continue
        found = _FIELD.match(line)
        if found is None:
            return False
        names.add(found[1].lower())
    if not names & {b"from", b"to", b"subject", b"date"} or len(names) < 3:
        return False
    return bool(names & _SURE) or (b"from" in names and _DATE.search(start[: 1 << 15]) is not None)


class MailTable(StructuredTable):
    """One email."""

    reader = "eml"

    def __init__(self, origin: Origin, file: FoundFile) -> None:
        self._file = file
        row = self._row()
        note = row[COLUMNS.index("@note")]
        super().__init__(origin, "email", COLUMNS, [f"Of this email: {note}."] if note else [])

    def _row(self) -> list[str]:
        try:
            raw = self._file.path.read_bytes()
        except OSError as error:
            raise self._file.wrong(f"the file can't be read ({error.strerror or error}).", "Check the disk.") from error
        return row_of(message_of(raw.lstrip(b"\xef\xbb\xbf\r\n")))

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the email."""
        yield self._row()


def _fits(file: FoundFile) -> bool:
    return is_message(file.start)


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    if file.size > _LARGEST:
        raise file.wrong(f"this email has {file.size:,} bytes.", "Save it without what is attached.")
    return [MailTable(file.origin(file.sha256()), file)]


READER = Reader("eml", "emails, one a file", 170, _fits, _tables)
