"""Where the header of a table stands that no recipe knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intelviz.ingest.column_sense import is_plainly_one
from intelviz.ingest.readers.table import Table, is_number

PERIOD = re.compile(r"(19|20)[0-9]{2}((0[1-9]|1[0-2])|[-/](0?[1-9]|1[0-2])|[-/][0-9]{2})?")
"""A year, a month or a financial year in a header: 2019, 201904, 2019-04, 2018/19."""


def header_of(table: Table) -> int:
    """Return the place of the header in ``table.head``, -1 if the first row of the table is a row like the others."""
    from intelviz.schema.when_text import guess_when

    place = table.likely_header
    if table.fixed_header or place >= len(table.head):
        return place
    row = [cell.strip() for cell in table.head[place]]
    if _names_months(row):
        return place
    if any(cell and (is_number(cell) or guess_when([cell]) is not None) for cell in row):
        return -1
    if len(row) == 1 and is_plainly_one(row[0]):
        return -1
    return place


def _names_months(row: Sequence[str]) -> bool:
    """Return whether a row has words and then months or years, each once: the header of counts by month."""
    from intelviz.schema.when_text import guess_when

    said = [cell for cell in row if cell]
    periods = [cell for cell in said if PERIOD.fullmatch(cell) or guess_when([cell]) is not None]
    words = [cell for cell in said if cell not in periods]
    return bool(words) and len(periods) >= 2 and len(set(said)) == len(said) and not any(map(is_number, words))
