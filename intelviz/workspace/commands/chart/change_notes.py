"""Put notes on a chart, change them, or take them off."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

import numpy as np

from intelviz.case.columns import Ints
from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.chart_command import ChartCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import JSON, Done, Replayed, Stage, Translate, number_of
from intelviz.workspace.notes import MOST, Note, note_from, notes_in

IMAGE = "image"
"""The kind under which the case keeps images, by their SHA-256."""


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class ChangeNotes(ChartCommand):
    """Put ``notes`` on the chart in place of those of the same numbers, and take off those numbered in ``remove``.

    New ones lie on top; ``lay`` "top" or "bottom" lays those that were there already so too. ``words`` say what the
    analyst did. ``images`` are PNG or JPEG files as base64 text by their SHA-256; the case keeps them, also after undo.
    """

    ids: Ints = field(default_factory=_none)
    notes: tuple[Note, ...] = ()
    remove: tuple[int, ...] = ()
    lay: str = ""
    words: str = ""
    images: dict[str, str] = field(default_factory=dict[str, str])

    name: ClassVar[str] = "change notes"
    failure: ClassVar[str] = "The notes could not be changed"

    def do(self, stage: Stage) -> Done:
        """Keep the images, and change the chart."""
        there = stage.case.kept(IMAGE) if self.images else {}
        for number, data in self.images.items():
            if number not in there:
                stage.change.keep(IMAGE, number, {"data": data})
        return super().do(stage)

    def edit(self, sheet: Sheet) -> None:
        """Change them."""
        given = {each.number: each for each in self.notes}
        if any(note_from(each.plain()) is None for each in self.notes):
            raise UsageError("A note has no size, or lies too far away.")
        before = {each.number: each for each in notes_in(sheet.body) if each.number not in self.remove}
        match self.lay:
            case "top":
                kept = {number: note for number, note in before.items() if number not in given} | given
            case "bottom":
                kept = given | {number: note for number, note in before.items() if number not in given}
            case _:
                kept = before | given
        if len(kept) > MOST:
            raise UsageError(f"A chart holds {MOST:,} notes and shapes at most.", remedy="Make another chart.")
        sheet.set_part("notes", [each.plain() for each in kept.values()])

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return self.words or f"Change {number_of(len(self.notes) + len(self.remove), 'note')}"

    def more_args(self) -> JSON:
        """Return the notes."""
        args: JSON = {"notes": [each.plain() for each in self.notes], "remove": list(self.remove)}
        args |= {"lay": self.lay, "words": self.words}
        return args | ({"images": self.images} if self.images else {})

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        notes = tuple(note for each in args["notes"] if (note := note_from(each)) is not None)
        remove = tuple(int(each) for each in args["remove"])
        images: dict[str, Any] = args.get("images", {})
        return cls(
            chart=str(args["chart"]),
            notes=notes,
            remove=remove,
            lay=str(args.get("lay", "")),
            words=str(args.get("words", "")),
            images={str(key): str(value) for key, value in images.items()},
        )

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act; a note about an item that the other case lacks is about none there."""
        act = cls.from_args(args)
        found = translate(np.array([each.of for each in act.notes], np.int64)).tolist()
        notes = tuple(replace(each, of=max(of, 0) if each.of else 0) for each, of in zip(act.notes, found, strict=True))
        return Replayed(replace(act, notes=notes))
