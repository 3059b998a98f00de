"""Make a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.chart_command import PlacingCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.chart.states import EMPTY, free_name
from intelviz.workspace.commands.command import Done, Effect, LoggedAct, Stage
from intelviz.workspace.packing import packed
from intelviz.workspace.workspace import Change


@dataclass(frozen=True, eq=False)
class NewChart(PlacingCommand):
    """Make a chart and open it; ``ids`` are drawn on it at their places. ``chart`` "" takes the next free number."""

    name: ClassVar[str] = "new chart"
    failure: ClassVar[str] = "The chart could not be made"

    def edit(self, sheet: Sheet) -> None:
        """Draw the items."""
        sheet.add(self.ids, *self.places())

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"New chart “{self.chart}”"

    def do(self, stage: Stage) -> Done:
        """Make the chart."""
        charts = stage.charts
        name = self.chart.strip() or free_name(charts)
        if name in charts:
            raise UsageError(f"There is a chart “{name}” already.", remedy="Choose another name.")
        sheet = Sheet(EMPTY)
        self.edit(sheet)
        stage.change.save_chart(name, sheet.state)
        args = {"chart": name, "ids": packed(self.ids), **self.more_args()}
        return Done(f"New chart “{name}”", args, {"open": stage.chart_name}, Effect(Change.CHART, name), name)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Take the chart away, and open the one that was open before."""
        stage.change.delete_chart(str(act.args["chart"]))
        return Effect(Change.CHART, str(act.inverse["open"]))
