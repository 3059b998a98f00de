"""Keep something the analyst made, under a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Stage
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class KeepThing(Command):
    """Keep a filter, an area, a layer or a style under its name, in place of the one of that kind and name.

    ``kind`` is the word for it ("filter"), ``body`` plain JSON without item ids, so that it means the same in any case;
    ``before`` is the name that it had, if it is being renamed.
    """

    kind: str
    called: str
    body: JSON = field(default_factory=dict[str, Any])
    before: str = ""

    name: ClassVar[str] = "keep thing"
    failure: ClassVar[str] = "It could not be kept"

    def do(self, stage: Stage) -> Done:
        """Keep it."""
        called, there = self.called.strip(), stage.case.kept(self.kind)
        if not called:
            raise UsageError(f"A {self.kind} needs a name.")
        if self.before and self.before not in there:
            raise UsageError(f"There is no {self.kind} “{self.before}” in this case.")
        if self.before and called in there and called != self.before:
            raise UsageError(f"There is a {self.kind} “{called}” already.", remedy="Choose another name.")
        old = there.get(self.before or called)
        if self.before:
            stage.change.forget(self.kind, self.before)
        stage.change.keep(self.kind, called, self.body)
        title = f"Rename {self.kind} “{self.before}” to “{called}”" if self.before and self.before != called else ""
        title = title or f"{'Keep' if old is None else 'Change'} {self.kind} “{called}”"
        args = {"kind": self.kind, "called": called, "body": self.body, "before": self.before}
        return Done(title, args, {"old": old}, Effect(Change.KEPT), called)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Put back what was kept before, or forget it."""
        kind, called, old = str(act.args["kind"]), str(act.args["called"]), act.inverse["old"]
        stage.change.forget(kind, called)
        if old is not None:
            stage.change.keep(kind, str(act.args["before"]) or called, old)
        return Effect(Change.KEPT)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["kind"]), str(args["called"]), args["body"], str(args["before"]))
