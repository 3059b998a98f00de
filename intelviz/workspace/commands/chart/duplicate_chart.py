"""Copy a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intelviz.schema.errors import UsageError
from intelviz.workspace.chart import ChartState
from intelviz.workspace.commands.chart.chart_command import keep_whole
from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Stage
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class DuplicateChart(Command):
    """Copy a chart with everything on it, and open the copy; ``to`` "" names it after the first."""

    chart: str
    to: str = ""

    name: ClassVar[str] = "duplicate chart"
    failure: ClassVar[str] = "The chart could not be copied"

    def do(self, stage: Stage) -> Done:
        """Copy it."""
        source, to = stage.chart(self.chart), self.to.strip()
        if not to:
            names = (f"{self.chart} (copy{number})" for number in ("", *(f" {each}" for each in range(2, 1000))))
            to = next(name for name in names if name not in stage.charts)
        if to in stage.charts:
            raise UsageError(f"There is a chart “{to}” already.", remedy="Choose another name.")
        if self.chart not in stage.charts:
            keep_whole(stage, self.chart, source)
        body = {key: part for key, part in source.body.items() if key != "order"}
        keep_whole(stage, to, ChartState(source.id, source.x, source.y, source.pinned, source.hidden, body))
        args = {"chart": self.chart, "to": to}
        return Done(f"Copy chart “{self.chart}” to “{to}”", args, {}, Effect(Change.CHART, to), to)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Take the copy away, and open the chart that it was made of."""
        stage.change.delete_chart(str(act.args["to"]))
        return Effect(Change.CHART, str(act.args["chart"]))

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["chart"]), str(args["to"]))
