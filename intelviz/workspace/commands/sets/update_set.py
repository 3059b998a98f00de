"""Change what a set holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from intelviz.case.columns import Ints
from intelviz.workspace.commands.command import (
    JSON,
    Command,
    Done,
    Effect,
    LoggedAct,
    Replayed,
    Stage,
    Translate,
    number_of,
    translated,
)
from intelviz.workspace.commands.sets.set_command import set_named
from intelviz.workspace.packing import packed, unpacked
from intelviz.workspace.workspace import Change


@dataclass(frozen=True, eq=False)
class UpdateSet(Command):
    """Let a set hold these items from now on, and no others."""

    set: str
    ids: Ints

    name: ClassVar[str] = "update set"
    failure: ClassVar[str] = "The set could not be changed"

    def do(self, stage: Stage) -> Done:
        """Change it."""
        before, ids = set_named(stage, self.set), np.unique(np.asarray(self.ids, np.int64))
        stage.change.save_set(self.set, ids)
        title = f"Update set “{self.set}” to {number_of(len(ids))}"
        inverse = {"ids": packed(before)}
        return Done(title, {"set": self.set, "ids": packed(ids)}, inverse, Effect(Change.STYLE), self.set)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Let it hold what it held."""
        stage.change.save_set(str(act.args["set"]), unpacked(act.inverse["ids"], np.int64))
        return Effect(Change.STYLE)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["set"]), unpacked(args["ids"], np.int64))

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act for the items that the other case has too."""
        ids, _, missing = translated(unpacked(args["ids"], np.int64), translate)
        return Replayed(cls(str(args["set"]), ids), missing)
