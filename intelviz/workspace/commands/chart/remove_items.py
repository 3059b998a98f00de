"""Take items off a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intelviz.workspace.commands.chart.chart_command import ChartCommand
from intelviz.workspace.commands.chart.groups import take_off
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import number_of


@dataclass(frozen=True, eq=False)
class RemoveItems(ChartCommand):
    """Take items off the chart; the case keeps them."""

    name: ClassVar[str] = "remove items"
    failure: ClassVar[str] = "The items could not be taken off the chart"

    def edit(self, sheet: Sheet) -> None:
        """Remove them."""
        take_off(sheet, self.ids)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Take {number_of(len(self.ids))} off the chart"
