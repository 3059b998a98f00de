"""Put cells of a row right that was set aside, and load it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Replayed, Stage, Translate
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class CorrectRow(Command):
    """Correct a row of a source and load it. The row as it came stays, and so does what was corrected, and by whom."""

    source: int
    row: int
    cells: Mapping[str, str]

    name: ClassVar[str] = "correct row"
    failure: ClassVar[str] = "The row could not be corrected"

    def do(self, stage: Stage) -> Done:
        """Take the corrected row through the recipe of its source."""
        from intelviz.ingest.correcting import correct_row
        from intelviz.ingest.versions import named_source

        source = named_source(stage.case.sources(), self.source)
        corrected = correct_row(stage.case, stage.change, source, self.row, self.cells)
        what = ", ".join(f"{name} “{_short(was)}” → “{_short(now)}”" for name, (was, now) in corrected.cells.items())
        came = "merged" if corrected.merged else "loaded"
        title = f"Correct row {self.row:,} of {source.name} ({what or 'nothing changed'}): {came}"
        args: JSON = {"source": source.id, "row": self.row, "cells": dict(self.cells)}
        return Done(title, args, {"correction": corrected.number}, Effect(Change.ITEMS), corrected)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Set the row aside again."""
        stage.change.set_correction(int(act.inverse["correction"]), live=False)
        return Effect(Change.ITEMS)

    @classmethod
    def redo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Let the corrected row count again."""
        stage.change.set_correction(int(act.inverse["correction"]), live=True)
        return Effect(Change.ITEMS)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(int(args["source"]), int(args["row"]), dict(args["cells"]))

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Refuse: another case numbers its sources otherwise, and its rows may be others."""
        raise UsageError("A correction belongs to the source of one case.")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
