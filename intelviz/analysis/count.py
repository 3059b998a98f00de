"""How many of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intelviz.case.columns import Ints, Rows

NOT_STATED = "(not stated)"


def count_by(codes: Rows | Ints, values: Sequence[str], blank: int = 0) -> list[tuple[str, int]]:
    """Return (value, number of items) of a dictionary-coded column, the most frequent first, then by value.

    ``codes`` index ``values``; negative codes, blank values and the ``blank`` further items that have no entry in the
    column at all are counted as "(not stated)", which comes last. Values that nobody has are left out.
    """
    stated = codes[codes >= 0]
    numbers = np.bincount(stated, minlength=len(values)).tolist()
    missing = blank + len(codes) - len(stated)
    found: dict[str, int] = {}
    for value, number in zip(values, numbers, strict=True):
        if not value.strip():
            missing += number
        elif number:
            found[value] = found.get(value, 0) + number
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return [*ordered, (NOT_STATED, missing)] if missing else ordered
