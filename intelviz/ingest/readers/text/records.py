"""The records of a CSV file, one after the other, with what can't be one told apart."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice

from intelviz.ingest.readers.table import Broken
from intelviz.ingest.readers.text.dialect import Dialect

LONGEST = 1_000_000
"""Characters that one record may have; a quotation mark that is not closed within them counts as never closed."""

csv.field_size_limit(2 * LONGEST)


class _TooLong(Exception):  # noqa: N818  not an error: it only leaves the reader
    """A record goes on for too long."""


def records(lines: Iterator[str], dialect: Dialect) -> Iterator[list[str] | Broken]:
    """Yield the cells of each record, a ``Broken`` for each line that is none, in the order of the file.

    A quotation mark that is opened and never closed costs its own line: the lines after it are read anew.
    """
    again: deque[str] = deque()
    while block := _block(lines):
        rows = _whole_rows(block, dialect)
        if rows is not None:
            yield from rows
            continue
        again.extend(block)
        yield from _with_care(lines, dialect, again)


_LINES = 64
"""Lines that are taken at once, until they are ``_ENOUGH``."""
_ENOUGH = 1 << 18
_LAST = ["end"]


def _block(lines: Iterator[str]) -> list[str]:
    """Return the next lines, about a quarter of a million characters."""
    found: list[str] = []
    size = 0
    while size < _ENOUGH and (some := list(islice(lines, _LINES))):
        found += some
        size += sum(map(len, some))
    return found


def _whole_rows(block: list[str], dialect: Dialect) -> list[list[str]] | None:
    """Return the row in each line; None where a line is no row of its own, or not one that can be read.

    A line more, put at the end, comes out as its own row only if no cell was left open before it.
    """
    if max(map(len, block)) > LONGEST:
        return None
    reader = csv.reader(chain(block, _LAST), delimiter=dialect.delimiter, skipinitialspace=dialect.spaced)
    try:
        rows = list(reader)
    except csv.Error:
        return None
    return rows[:-1] if len(rows) == len(block) + 1 and rows[-1] == _LAST else None


def _with_care(lines: Iterator[str], dialect: Dialect, again: deque[str]) -> Iterator[list[str] | Broken]:
    """Yield the records that begin in the lines ``again``, taking more lines where the last of them goes on."""
    pending: list[str] = []
    ended = False

    def feed() -> Iterator[str]:
        nonlocal ended
        held = 0
        while True:
            line = again.popleft() if again else next(lines, None)
            if line is None:
                ended = True
                return
            held = held + len(line) if pending else len(line)
            pending.append(line)
            if held > LONGEST:
                raise _TooLong
            yield line

    while again:
        ended = False
        reader = csv.reader(feed(), delimiter=dialect.delimiter, skipinitialspace=dialect.spaced)
        open_quote = False
        try:
            for row in reader:
                if ended:
                    open_quote = True
                    break
                pending.clear()
                yield row
                if not again:
                    return
        except _TooLong:
            open_quote = len(pending) > 1
            if not open_quote:
                yield Broken(pending[0][:200], f"the row has more than {LONGEST:,} characters")
                _skip_rest(pending[0], lines, again)
                pending.clear()
        except csv.Error as error:
            yield Broken(pending[0][:200] if pending else "", f"the row can't be read ({error})")
            again.extendleft(reversed(pending[1:]))
            pending.clear()
        if open_quote:
            after = "the file ends in the middle of it" if ended and len(pending) == 1 else "it is never closed"
            yield Broken(pending[0].rstrip("\r\n")[:200], f"a quotation mark opens a cell, and {after}")
            again.extendleft(reversed(pending[1:]))
            pending.clear()


def _skip_rest(line: str, lines: Iterator[str], again: deque[str]) -> None:
    """Pass over the pieces in which a line came that is too long to be held."""
    while not line.endswith(("\n", "\r")):
        following = again.popleft() if again else next(lines, None)
        if following is None:
            return
        line = following
