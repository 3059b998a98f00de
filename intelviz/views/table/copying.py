"""Rows that leave the table: as text for a spreadsheet that does nothing but show it.

A cell that begins with =, +, - or @ would be run as a formula by a spreadsheet; it gets an apostrophe in front, which
spreadsheets take as "this is text". Whoever reads the file by program must take it off again.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from intelviz.schema.errors import CaseError

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_tsv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return tab-separated text with the header; tabs and line ends inside a cell become spaces."""
    lines = [header, *rows]
    return "\n".join("\t".join(" ".join(harmless(cell).split()) for cell in line) for line in lines) + "\n"


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file (UTF-8 with a mark, which spreadsheets need); all of it or nothing.

    Raises CaseError in words where the file can't be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    try:
        with NamedTemporaryFile("wb", dir=path.parent, delete=False) as file:
            file.write(text.getvalue().encode("utf-8-sig"))
        try:
            os.replace(file.name, path)  # noqa: PTH105  both names are on one disk: it happens at once
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CaseError(
            f"The rows could not be written to {path.name}: {error.strerror or error}.",
            remedy="Choose another folder, or free some space.",
        ) from error
