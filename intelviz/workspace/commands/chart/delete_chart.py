"""Delete a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.states import state_from, state_json
from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Stage
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class DeleteChart(Command):
    """Delete a chart; the items on it stay in the case."""

    chart: str

    name: ClassVar[str] = "delete chart"
    failure: ClassVar[str] = "The chart could not be deleted"

    def do(self, stage: Stage) -> Done:
        """Delete it, and open another one."""
        kept = stage.chart(self.chart)
        others = [each for each in stage.charts if each != self.chart]
        if not others:
            raise UsageError(f"“{self.chart}” is the only chart of this case.", remedy="Make another one first.")
        stage.change.delete_chart(self.chart)
        effect = Effect(Change.CHART, others[0])
        return Done(f"Delete chart “{self.chart}”", {"chart": self.chart}, state_json(kept), effect)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Put the chart back and open it."""
        stage.change.save_chart(str(act.args["chart"]), state_from(act.inverse))
        return Effect(Change.CHART, str(act.args["chart"]))

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["chart"]))
