"""Acts on notes, texts, shapes and images on the chart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QFileDialog

from intelviz.render.embedded import embed
from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.network import chart_acts
from intelviz.workspace.notes import LEAST, LETTER, TALLEST, Note

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

_NAMES = {
    "note": ("Note", "note-text-outline", "A note; about the selected item, if one is selected"),
    "text": ("Text", "format-text", "Words on the chart without a frame"),
    "rectangle": ("Rectangle", "rectangle-outline", "A frame; round the selected items, if some are selected"),
    "ellipse": ("Ellipse", "ellipse-outline", "A ring; round the selected items, if some are selected"),
    "line": ("Line", "minus", "A line"),
    "arrow": ("Arrow", "arrow-right", "An arrow"),
}
_SIZES = {"note": (180.0, 90.0), "text": (180.0, 40.0), "line": (160.0, 0.0), "arrow": (160.0, 0.0)}
_COLOURS = ("Grey", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")
_MARGIN = 34.0


def _number(view: NetworkView) -> int:
    return 1 + max((each.number for each in view.notes.notes), default=0)


def add(view: NetworkView, kind: str) -> None:
    """Put a note or shape in the middle of the view, beside or round what is selected, and write on it."""
    # As large as it is read at this zoom.
    letter = min(TALLEST, max(LEAST, LETTER / view.camera.scale))
    wide, high = (each * letter / LETTER for each in _SIZES.get(kind, (200.0, 140.0)))
    x, y = view.camera.x - wide / 2, view.camera.y - high / 2
    rows = np.flatnonzero(view.content.nodes(view.workspace.selected)).astype(np.int32)
    chart, of, behind = view.workspace.chart, 0, kind in ("rectangle", "ellipse")
    if len(rows) and behind:
        edge = _MARGIN if kind == "rectangle" else _MARGIN + 0.21 * max(np.ptp(chart.x[rows]), np.ptp(chart.y[rows]))
        x, y = float(chart.x[rows].min() - edge), float(chart.y[rows].min() - edge)
        wide, high = float(np.ptp(chart.x[rows]) + 2 * edge), float(np.ptp(chart.y[rows]) + 2 * edge)
    elif len(rows) == 1 and kind == "note":
        of = int(view.workspace.items.id[rows[0]])
        x, y = float(chart.x[rows[0]]) + _MARGIN, float(chart.y[rows[0]]) + _MARGIN
    note = Note(_number(view), kind, x, y, wide, high, behind=behind, of=of, letter=letter)
    if view.notes.keep((note,), f"Add {_NAMES[kind][0].lower()}"):
        view.notes.choose({note.number})
        if kind in ("note", "text"):
            view.notes.edit(note)


def ask_image(view: NetworkView) -> None:
    """Ask for a picture, and put it in the middle of the view."""
    name, _ = QFileDialog.getOpenFileName(view, "Picture on the chart", "", "Pictures (*.png *.jpg *.jpeg)")
    if name:
        add_image(view, Path(name))


def add_image(view: NetworkView, path: Path) -> None:
    """Put a picture in the middle of the view; the case keeps it."""
    try:
        found = embed(path)
    except IntelvizError as error:
        view.failed.emit(error)
        return
    scale = min(1.0, 300.0 / max(found.width, found.height))
    wide, high = max(found.width * scale, 12.0), max(found.height * scale, 12.0)
    x, y = view.camera.x - wide / 2, view.camera.y - high / 2
    note = Note(_number(view), "image", x, y, wide, high, image=found.number)
    if view.notes.keep((note,), f"Add picture {path.name}", images={found.number: found.data}):
        view.notes.choose({note.number})


def lay(view: NetworkView, where: str) -> None:
    """Lay the chosen notes before everything, or behind the items."""
    notes = tuple(replace(each, behind=where == "bottom") for each in view.notes.chosen_notes)
    if notes:
        view.notes.keep(notes, "Bring to the front" if where == "top" else "Send behind", where)


def scale_text(view: NetworkView, factor: float) -> None:
    """Write the words of the chosen notes larger or smaller."""
    notes = tuple(
        replace(each, letter=min(TALLEST, max(LEAST, each.letter * factor))) for each in view.notes.chosen_notes
    )
    if notes:
        view.notes.keep(notes, "Larger words" if factor > 1 else "Smaller words")


def colour(view: NetworkView, slot: int) -> None:
    """Give the chosen notes a colour."""
    notes = tuple(replace(each, colour=slot) for each in view.notes.chosen_notes)
    if notes:
        view.notes.keep(notes, "Colour a note" if len(notes) == 1 else f"Colour {len(notes):,} notes")


def remove(view: NetworkView) -> None:
    """Take the chosen notes off the chart, or, with none chosen, the selected items."""
    if view.notes.chosen:
        view.notes.remove()
    else:
        chart_acts.remove(view)


def can_remove(view: NetworkView) -> bool:
    """Return whether there is something to take off."""
    return bool(view.notes.chosen) or bool((view.content.present & view.workspace.selected).any())


def actions(view: NetworkView) -> list[Action]:
    """Return the acts on notes."""

    def can() -> bool:
        return chart_acts.writable(view)

    def chosen() -> bool:
        return can() and bool(view.notes.chosen)

    def write() -> None:
        view.notes.edit(next(iter(view.notes.chosen_notes), None))

    def kinds() -> list[Action]:
        every = [
            Action(f"insert_{kind}", title, lambda kind=kind: add(view, kind), text, icon=icon)
            for kind, (title, icon, text) in _NAMES.items()
        ]
        picture = Action(
            "insert_image",
            "Picture…",
            lambda: ask_image(view),
            "A PNG or JPEG picture, kept in the case",
            icon="image-outline",
        )
        return [*every, picture]

    def colours() -> list[Action]:
        return [
            Action(f"note_colour_{slot}", f"{name} colour", lambda slot=slot: colour(view, slot), "Of the theme")
            for slot, name in enumerate(_COLOURS, -1)
        ]

    return [
        Action(
            "note_add",
            "Add a note",
            lambda: add(view, "note"),
            "Write a note on the chart; about the selected item, if one is selected",
            "Shift+N",
            "note-plus-outline",
            enabled=can,
        ),
        Action(
            "insert",
            "Insert",
            lambda: None,
            "Notes, words, shapes and pictures on the chart",
            icon="shape-plus-outline",
            strip=True,
            enabled=can,
            choices=kinds,
        ),
        Action(
            "note_write",
            "Write on the note",
            write,
            "Change the words of the chosen note or shape",
            "W",
            "pencil-outline",
            enabled=lambda: chosen() and any(each.kind != "image" for each in view.notes.chosen_notes),
        ),
        Action(
            "note_larger",
            "Larger words",
            lambda: scale_text(view, 1.25),
            "Write the words of the chosen notes larger",
            "}",
            "format-font-size-increase",
            enabled=chosen,
        ),
        Action(
            "note_smaller",
            "Smaller words",
            lambda: scale_text(view, 0.8),
            "Write the words of the chosen notes smaller",
            "{",
            "format-font-size-decrease",
            enabled=chosen,
        ),
        Action("note_colour", "Colour", lambda: None, "Of the chosen notes", enabled=chosen, choices=colours),
        Action(
            "note_front",
            "Bring to the front",
            lambda: lay(view, "top"),
            "Lay the chosen notes before the items and all other notes",
            "]",
            "arrange-bring-to-front",
            enabled=chosen,
        ),
        Action(
            "note_back",
            "Send behind the items",
            lambda: lay(view, "bottom"),
            "Lay the chosen notes behind the items and all other notes",
            "[",
            "arrange-send-to-back",
            enabled=chosen,
        ),
        Action(
            "note_next",
            "Next note",
            lambda: view.notes.walk(1),
            "Go through the notes, shapes and pictures of the chart",
            ";",
            "chevron-right",
            enabled=lambda: bool(view.notes.notes),
        ),
    ]


def menu(view: NetworkView) -> list[Action]:
    """Return what a right click on a chosen note offers."""
    every = {each.name: each for each in actions(view)}
    names = ("note_write", "note_colour", "note_larger", "note_smaller", "note_front", "note_back")
    delete = Action("note_delete", "Delete", view.notes.remove, "Take it off the chart", "Del", "delete-outline")
    return [*(every[name] for name in names), delete]
