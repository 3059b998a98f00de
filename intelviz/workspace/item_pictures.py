"""Pictures of items, as a case keeps them: read with suspicion, as they may come from a stranger's case.

An item's picture is kept by its id: a small square of it, which charts draw, with the name and hash of the file that it
came from; and the picture itself once, by its own hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from intelviz.case.columns import Mask
from intelviz.workspace.rows import rows_of
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

KIND, IMAGE = "item picture", "image"
"""The kinds under which the case keeps what picture an item has, and the pictures, by their SHA-256."""
LARGEST_SMALL = 100_000
"""Characters of the small picture at most."""
SHOWN = ("item picture shown",)
_KEY = ("item pictures",)
"""Under which the workspace holds the picture that was last asked for, and what pictures there are."""
_NUMBER, _DIGITS = 64, 19


@dataclass(frozen=True)
class ItemPicture:
    """What shows an item: ``image`` is the SHA-256 of the picture that the case keeps.

    ``small`` is a square part of it as base64 text, ``file`` and ``original`` are the name and the SHA-256 of the file
    from which the analyst took it.
    """

    image: str
    small: str
    file: str = ""
    original: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"image": self.image, "small": self.small, "file": self.file, "original": self.original}


def picture_from(said: object) -> ItemPicture | None:
    """Return the picture that plain values describe, None where they can't be one."""
    if not isinstance(said, Mapping):
        return None
    known: dict[str, Any] = {str(key): value for key, value in cast("Mapping[object, object]", said).items()}
    image, small, file, original = (known.get(name) for name in ("image", "small", "file", "original"))
    if not isinstance(image, str) or len(image) != _NUMBER or not isinstance(small, str):
        return None
    if not 0 < len(small) <= LARGEST_SMALL:
        return None
    return ItemPicture(
        image,
        small,
        file[:200] if isinstance(file, str) else "",
        original[:_NUMBER] if isinstance(original, str) else "",
    )


@dataclass(frozen=True, eq=False)
class Pictures:
    """The pictures of the items of a case, by item row; ``there`` has one flag an item."""

    of: dict[int, ItemPicture]
    there: Mask


def pictures(workspace: Workspace, case: CaseFile | None) -> Pictures:
    """Return the pictures of all items; they are read once, and again after one was set."""
    found = cast("Pictures | None", workspace.facts.get(_KEY))
    if found is None:
        kept = case.kept(KIND) if case is not None and not case.closed else {}
        said = {int(name): body for name, body in kept.items() if name.isdecimal() and len(name) < _DIGITS}
        rows = rows_of(workspace.items.id, np.fromiter(said, np.int64, len(said))).tolist()
        read = {row: picture_from(body) for row, body in zip(rows, said.values(), strict=True) if row >= 0}
        there = np.zeros(len(workspace), bool)
        of = {row: picture for row, picture in read.items() if picture is not None}
        there[list(of)] = True
        found = Pictures(of, there)
        workspace.facts[_KEY] = found
    return found


def forget(workspace: Workspace) -> None:
    """Read the pictures anew next time, as one was set."""
    workspace.facts.pop(_KEY, None)
    workspace.facts.pop(SHOWN, None)


def provenance(picture: ItemPicture, at: str, by: str) -> list[str]:
    """Return in two lines where a picture is from; ``at`` (ISO 8601) and ``by`` say when and by whom it was set."""
    file = f"“{picture.file}”" if picture.file else "a file without a name"
    day = "/".join(reversed(at[:10].split("-")))
    sign = f", SHA-256 {picture.original[:12]}…" if picture.original else ""
    return [f"Picture from {file}", f"set by {by or 'nobody named'} on {day}{sign}"]
