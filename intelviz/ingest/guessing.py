"""A recipe for a table that none fits, made from what stands in its columns."""

from __future__ import annotations

from intelviz.ingest.fit import Fit
from intelviz.ingest.readers.table import Table
from intelviz.schema.model import Schema


def guessed_fit(table: Table, schema: Schema) -> Fit | None:
    """Return a recipe made for this table, or None where nothing can be told of it."""
    return None
