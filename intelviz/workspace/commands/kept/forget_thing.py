"""Forget something the analyst kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Stage
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class ForgetThing(Command):
    """Delete a filter, an area, a layer or a style that was kept; the items it spoke of stay."""

    kind: str
    called: str

    name: ClassVar[str] = "forget thing"
    failure: ClassVar[str] = "It could not be deleted"

    def do(self, stage: Stage) -> Done:
        """Delete it."""
        there = stage.case.kept(self.kind)
        if self.called not in there:
            raise UsageError(f"There is no {self.kind} “{self.called}” in this case.")
        stage.change.forget(self.kind, self.called)
        args = {"kind": self.kind, "called": self.called}
        inverse = {"body": there[self.called]}
        return Done(f"Delete {self.kind} “{self.called}”", args, inverse, Effect(Change.KEPT))

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Keep it again."""
        stage.change.keep(str(act.args["kind"]), str(act.args["called"]), act.inverse["body"])
        return Effect(Change.KEPT)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["kind"]), str(args["called"]))
