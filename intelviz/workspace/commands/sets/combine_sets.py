"""Combine sets into a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Stage, number_of
from intelviz.workspace.commands.sets.set_command import new_name, set_named
from intelviz.workspace.sets import Operation, combined
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class CombineSets(Command):
    """Make a set of what two or more sets hold together, in common, or one without the others."""

    set: str
    operation: Operation
    of: tuple[str, ...]

    name: ClassVar[str] = "combine sets"
    failure: ClassVar[str] = "The sets could not be combined"

    def do(self, stage: Stage) -> Done:
        """Make the new set."""
        name = new_name(stage, self.set)
        ids = combined(self.operation, [set_named(stage, each) for each in self.of])
        stage.change.save_set(name, ids)
        parts = ", ".join(f"“{each}”" for each in self.of)
        title = f"Make set “{name}” of {number_of(len(ids))}, the {self.operation} of {parts}"
        args = {"set": name, "operation": self.operation, "of": list(self.of)}
        return Done(title, args, {}, Effect(Change.STYLE), name)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Delete the new set."""
        stage.change.delete_set(str(act.args["set"]))
        return Effect(Change.STYLE)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["set"]), args["operation"], tuple(args["of"]))
