"""Rename a set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Stage
from intelviz.workspace.commands.sets.set_command import new_name, set_named
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class RenameSet(Command):
    """Give a set another name."""

    set: str
    to: str

    name: ClassVar[str] = "rename set"
    failure: ClassVar[str] = "The set could not be renamed"

    def do(self, stage: Stage) -> Done:
        """Rename it; a change of capitals alone is a new name as well."""
        set_named(stage, self.set)
        same = self.to.strip().casefold() == self.set.casefold() and self.to.strip() != self.set
        to = self.to.strip() if same else new_name(stage, self.to)
        stage.change.rename_set(self.set, to)
        return Done(f"Rename set “{self.set}” to “{to}”", {"set": self.set, "to": to}, {}, Effect(Change.STYLE), to)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Give it back its name."""
        stage.change.rename_set(str(act.args["to"]), str(act.args["set"]))
        return Effect(Change.STYLE)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["set"]), str(args["to"]))
