"""Outlook's own message files (.msg) and mailboxes (.pst), which are recognised and refused with a way out."""

from __future__ import annotations

import struct

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Table

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PST = b"!BDN"
_MARK = "__substg1.0_".encode("utf-16-le")


def _fits(file: FoundFile) -> bool:
    if file.start.startswith(_PST):
        return True
    if not file.start.startswith(_OLE) or len(file.start) < 512:
        return False
    if _MARK in file.start:
        return True
    power, first = struct.unpack_from("<H", file.start, 30)[0], struct.unpack_from("<I", file.start, 48)[0]
    if power not in {9, 12}:
        return False
    try:
        with file.path.open("rb") as stream:
            stream.seek((first + 1) << power)
            return _MARK in stream.read(4096)
    except OSError:
        return False


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    if file.start.startswith(_PST):
        raise file.wrong(
            "it is an Outlook mailbox (.pst or .ost), which can't be read here.",
            "Export the mails from Outlook or another mail program as EML or MBOX, and load those.",
        )
    raise file.wrong(
        "it is an Outlook message (.msg), which can't be read here.",
        "Open it in a mail program and save it as EML, and load that.",
    )


READER = Reader("outlook", "Outlook messages, which are refused", 90, _fits, _tables)
