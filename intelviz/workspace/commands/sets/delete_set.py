"""Delete a set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Stage
from intelviz.workspace.commands.sets.set_command import set_named
from intelviz.workspace.packing import packed, unpacked
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class DeleteSet(Command):
    """Delete a set; the items in it stay in the case."""

    set: str

    name: ClassVar[str] = "delete set"
    failure: ClassVar[str] = "The set could not be deleted"

    def do(self, stage: Stage) -> Done:
        """Delete it."""
        before, query = set_named(stage, self.set), stage.case.set_queries().get(self.set, "")
        stage.change.delete_set(self.set)
        title = f"Delete set “{self.set}”"
        return Done(title, {"set": self.set}, {"ids": packed(before), "query": query}, Effect(Change.STYLE))

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Make it again."""
        ids, query = unpacked(act.inverse["ids"], np.int64), str(act.inverse.get("query", ""))
        stage.change.save_set(str(act.args["set"]), ids, query)
        return Effect(Change.STYLE)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["set"]))
