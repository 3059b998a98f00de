"""The cells of a row as a record keeps them: a JSON list along the columns of its source, null where one is left out.

Sources that were loaded before cases were of version 5 have records that name the column beside each cell.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast


def cells_of(text: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the cells by column; a column that was left out is not among them."""
    said: Any = json.loads(text)
    if isinstance(said, dict):
        return {name: str(value) for name, value in cast("dict[str, Any]", said).items()}
    return {name: str(value) for name, value in zip(columns, said, strict=False) if value is not None}


def named(text: str, columns: Sequence[str]) -> str:
    """Return a record with the column beside each cell, alike for all forms in which a record may be kept."""
    if text.startswith("{"):
        return text
    return json.dumps(cells_of(text, columns), ensure_ascii=False, separators=(",", ":"))
