"""Acts on the pictures of items: set one from a file, take it away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from intelviz.render.embedded import Portrait, portrait
from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.network import chart_acts
from intelviz.workspace.commands.items.set_picture import SetPicture
from intelviz.workspace.item_pictures import ItemPicture, pictures

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView


def ask(view: NetworkView) -> None:
    """Ask for a file, and let the selected item be shown by it."""
    row = _one(view)
    if row < 0:
        return
    label = view.workspace.items.label[row]
    name, _ = QFileDialog.getOpenFileName(view, f"Picture of {label}", "", "Pictures (*.png *.jpg *.jpeg)")
    if name:
        give(view, int(view.workspace.items.id[row]), Path(name))


def give(view: NetworkView, item: int, path: Path) -> None:
    """Let an item, by its id, be shown by a file; it is read in a job, as it may be large."""

    def came(found: Portrait) -> None:
        if isValid(view):
            picture = ItemPicture(found.image.number, found.small, found.file, found.original)
            chart_acts.run(view, SetPicture(item, picture, found.image.data))

    def failed(error: BaseException) -> None:
        if not isinstance(error, IntelvizError):
            raise error
        if isValid(view):
            view.failed.emit(error)

    if view.jobs is not None:
        view.jobs.start(f"Reading {path.name}", lambda _: portrait(path), then=came, failed=failed)
        return
    try:
        found = portrait(path)
    except IntelvizError as error:
        failed(error)
    else:
        came(found)


def take_off(view: NetworkView) -> None:
    """Take the picture off the selected item."""
    row = _one(view)
    if row >= 0:
        chart_acts.run(view, SetPicture(int(view.workspace.items.id[row]), None))


def _one(view: NetworkView) -> int:
    """Return the row of the one selected item, -1 where none or several are selected."""
    rows = view.workspace.selected_rows
    return int(rows[0]) if len(rows) == 1 else -1


def actions(view: NetworkView) -> list[Action]:
    """Return what can be done with the picture of an item."""

    def can_set() -> bool:
        return chart_acts.writable(view) and _one(view) >= 0

    def can_take() -> bool:
        return can_set() and _one(view) in pictures(view.workspace, view.case).of

    return [
        Action(
            "picture_set",
            "Set picture…",
            lambda: ask(view),
            "Show the selected item by a picture from a PNG or JPEG file; the case keeps it and where it is from",
            "Shift+P",
            "image-plus",
            enabled=can_set,
        ),
        Action(
            "picture_off",
            "Take the picture off",
            lambda: take_off(view),
            "Show the selected item by the icon of its type again",
            enabled=can_take,
        ),
    ]
