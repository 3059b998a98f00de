"""Delete a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.chart_command import keep_whole
from intelviz.workspace.commands.chart.order_charts import names_in_order, put_in_order
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
        """Delete it; if it was open, the next one is opened."""
        kept = stage.chart(self.chart)
        names = names_in_order(stage)
        if self.chart not in names or len(names) == 1:
            raise UsageError(f"“{self.chart}” is the only chart of this case.", remedy="Make another one first.")
        at = names.index(self.chart)
        stage.change.delete_chart(self.chart)
        beside = names[at + 1] if at + 1 < len(names) else names[at - 1]
        effect = Effect(Change.CHART, beside if stage.chart_name == self.chart else None)
        inverse = {**state_json(kept), "order": names}
        return Done(f"Delete chart “{self.chart}”", {"chart": self.chart}, inverse, effect)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Put the chart back where it was among the others, and open it."""
        state = state_from(act.inverse)
        keep_whole(stage, str(act.args["chart"]), state)
        bodies = {name: dict(chart.body) for name, chart in stage.charts.items()} | {str(act.args["chart"]): state.body}
        put_in_order(stage, act.inverse.get("order", []), bodies)
        return Effect(Change.CHART, str(act.args["chart"]))

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["chart"]))
