"""The picture of one item, whole, for cards and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QImage

from intelviz.render.embedded import decoded
from intelviz.workspace.item_pictures import IMAGE, KIND, SHOWN, picture_from, pictures, provenance
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

Shown = tuple[QImage | None, list[str]]
"""A picture, None where it can't be shown, and lines that say where it is from, none where there is no picture."""


def whole_picture(workspace: Workspace, case: CaseFile | None, row: int) -> Shown:
    """Return the picture of an item; the last that was asked for is held ready."""
    if case is None or case.closed or row not in pictures(workspace, case).of:
        return None, []
    item = int(workspace.items.id[row])
    held = cast("tuple[int, Shown] | None", workspace.facts.get(SHOWN))
    if held is None or held[0] != item:
        held = (item, _read(case, item))
        workspace.facts[SHOWN] = held
    return held[1]


def _read(case: CaseFile, item: int) -> Shown:
    kept = case.kept_one(KIND, str(item))
    said = picture_from(kept.body) if kept is not None else None
    if kept is None or said is None:
        return None, []
    data = case.kept_one(IMAGE, said.image)
    image = decoded(data.body.get("data")) if data is not None else None
    words = provenance(said, kept.at, kept.by)
    return image, words if image is not None else [*words, "It can't be shown."]
