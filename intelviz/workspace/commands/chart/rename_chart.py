"""Rename a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.chart_command import keep_whole
from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Stage
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class RenameChart(Command):
    """Give a chart another name."""

    chart: str
    to: str

    name: ClassVar[str] = "rename chart"
    failure: ClassVar[str] = "The chart could not be renamed"

    def do(self, stage: Stage) -> Done:
        """Rename it."""
        to = self.to.strip()
        if not to:
            raise UsageError("A chart needs a name.")
        if to in stage.charts:
            raise UsageError(f"There is a chart “{to}” already.", remedy="Choose another name.")
        args = {"chart": self.chart, "to": to}
        return Done(f"Rename chart “{self.chart}” to “{to}”", args, {}, _rename(stage, self.chart, to))

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Give it back its name."""
        return _rename(stage, str(act.args["to"]), str(act.args["chart"]))

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["chart"]), str(args["to"]))


def _rename(stage: Stage, name: str, to: str) -> Effect:
    was_open = stage.chart_name == name
    state = stage.chart(name)
    if name in stage.charts:
        stage.change.rename_chart(name, to)
    else:
        keep_whole(stage, to, state)
    return Effect(Change.CHART, to if was_open else None)
