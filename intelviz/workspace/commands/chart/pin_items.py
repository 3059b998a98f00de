"""Fix items in their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intelviz.workspace.commands.chart.chart_command import ChartCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import number_of


@dataclass(frozen=True, eq=False)
class PinItems(ChartCommand):
    """Pin items: no layout moves them."""

    name: ClassVar[str] = "pin items"
    failure: ClassVar[str] = "The items could not be pinned"

    def edit(self, sheet: Sheet) -> None:
        """Mark those on the chart."""
        sheet.set("pinned", self.ids, True)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Pin {number_of(len(self.ids))}"
