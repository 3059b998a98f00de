"""From the ids of a case file, which last for ever, to the rows of this session."""

from __future__ import annotations

import numpy as np

from intelviz.case.columns import Ints, Rows


def rows_of(ids: Ints, wanted: Ints) -> Rows:
    """Return the row of each wanted id, -1 where there is none; ``ids`` are the ids of all items, by row."""
    wanted = np.asarray(wanted, np.int64)
    if not len(ids):
        return np.full(len(wanted), -1, np.int32)
    order = None if bool((ids[1:] > ids[:-1]).all()) else np.argsort(ids, kind="stable")
    at = np.clip(np.searchsorted(ids, wanted, sorter=order), 0, len(ids) - 1)
    rows = at if order is None else order[at]
    return np.where(ids[rows] == wanted, rows, -1).astype(np.int32)


def known_rows(ids: Ints, wanted: Ints) -> Rows:
    """Return the rows of those wanted ids that there are."""
    rows = rows_of(ids, wanted)
    return rows[rows >= 0]
