"""Take items out of sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intelviz.workspace.commands.chart.chart_command import ChartCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import number_of


@dataclass(frozen=True, eq=False)
class HideItems(ChartCommand):
    """Hide items on the chart; they stay on it, and can be shown again."""

    name: ClassVar[str] = "hide items"
    failure: ClassVar[str] = "The items could not be hidden"

    def edit(self, sheet: Sheet) -> None:
        """Mark those on the chart."""
        sheet.set("hidden", self.ids, True)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Hide {number_of(len(self.ids))}"
