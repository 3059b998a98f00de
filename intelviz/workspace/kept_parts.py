"""Parts of the filter that no box and no query says, kept with the case: by the ids of what stays, or of what goes."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection
from typing import Any

import numpy as np

from intelviz.case.columns import Ints
from intelviz.workspace.rows import known_rows
from intelviz.workspace.workspace import FilterPart, Workspace

_MOST, _LONGEST = 50, 400
"""Parts that are read, and characters of the words of each."""
_ROOM = 100_000
"""Ids more than the case has items that are still read: items may have been merged since."""


def plain_parts(workspace: Workspace, others: Collection[str]) -> list[dict[str, Any]]:
    """Return every part of the filter but ``others``, as plain values; those that hide nothing are left out."""
    found: list[dict[str, Any]] = []
    for name, part in workspace.filter_parts.items():
        if name in others or part.mask.all():
            continue
        stays = 2 * int(np.count_nonzero(part.mask)) <= len(part.mask)
        ids = workspace.items.id[part.mask if stays else ~part.mask]
        found.append({"name": name, "words": part.words, "stays": stays, "ids": _packed(ids)})
    return found


def take_parts(workspace: Workspace, kept: object, others: Collection[str]) -> None:
    """Set the parts that ``plain_parts`` returned; what can't be read, or is none of them, is passed over.

    What came into the case since is hidden by "only these" and shown by "without these".
    """
    for each in kept[:_MOST] if isinstance(kept, list) else []:
        match each:
            case {"name": str() as name, "words": str() as words, "stays": bool() as stays, "ids": str() as text}:
                ids = _unpacked(text, len(workspace) + _ROOM)
                if name in others or ids is None:
                    continue
                mask = np.full(len(workspace), not stays, bool)
                mask[known_rows(workspace.items.id, ids)] = stays
                workspace.set_filter(name, FilterPart(words[:_LONGEST], mask))
            case _:
                pass


def _packed(ids: Ints) -> str:
    # Ids mostly ascend: their differences compress to a fraction.
    steps = np.diff(ids, prepend=np.int64(0)).astype("<i8")
    return base64.b64encode(zlib.compress(steps.tobytes(), 1)).decode("ascii")


def _unpacked(text: str, most: int) -> Ints | None:
    """Return the ids, or None where the text holds none or more than ``most``."""
    try:
        opened = zlib.decompressobj()
        plain = opened.decompress(base64.b64decode(text, validate=True), 8 * most)
    except (ValueError, zlib.error):
        return None
    if not opened.eof or len(plain) % 8:
        return None
    return np.cumsum(np.frombuffer(plain, "<i8"), dtype=np.int64)
