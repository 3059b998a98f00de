"""SYLK, an exchange format of spreadsheets from the 1980s: refused in words, so that it is not taken for a CSV file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Table

_SYLK = re.compile(r"ID;P[^\r\n]*[\r\n]+(?:[A-Z]{1,2};[^\r\n]*[\r\n]+)")


def _fits(file: FoundFile) -> bool:
    return _SYLK.match(file.text_start) is not None


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    raise file.wrong(
        "this is a SYLK file, in which old programs exchange spreadsheets.",
        "Open it with a spreadsheet program, save it as XLSX, and load that.",
    )


READER = Reader("sylk", "SYLK spreadsheets, which are refused", 850, _fits, _tables)
