"""Put the charts of a case in another order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Stage
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class OrderCharts(Command):
    """Put the charts in this order, all of them named."""

    charts: tuple[str, ...]

    name: ClassVar[str] = "order charts"
    failure: ClassVar[str] = "The charts could not be put in that order"

    def do(self, stage: Stage) -> Done:
        """Keep the order."""
        before = names_in_order(stage)
        if sorted(before) != sorted(self.charts):
            raise UsageError("An order of the charts must name each of them once.")
        put_in_order(stage, self.charts, {name: dict(chart.body) for name, chart in stage.charts.items()})
        return Done(
            "Reorder the charts",
            {"charts": list(self.charts)},
            {"charts": before},
            Effect(Change.CHART, stage.chart_name),
        )

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Put them back in the order they had."""
        bodies = {name: dict(chart.body) for name, chart in stage.charts.items()}
        put_in_order(stage, act.inverse["charts"], bodies)
        return Effect(Change.CHART, stage.chart_name)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(tuple(str(each) for each in args["charts"]))


def names_in_order(stage: Stage) -> list[str]:
    """Return the names of the kept charts in the analyst's order."""
    return [each.name for each in stage.case.chart_heads()]


def put_in_order(stage: Stage, names: Sequence[str], bodies: Mapping[str, dict[str, Any]]) -> None:
    """Keep which chart stands where; ``bodies`` is what each has beside its items."""
    for place, name in enumerate(names):
        if name in bodies:
            stage.change.set_chart_body(name, {**bodies[name], "order": place})
