"""Put items on a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intelviz.workspace.commands.chart.chart_command import PlacingCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import number_of


@dataclass(frozen=True, eq=False)
class AddItems(PlacingCommand):
    """Put items on the chart at their places; those that are there already stay, and are shown again if hidden."""

    name: ClassVar[str] = "add items"
    failure: ClassVar[str] = "The items could not be put on the chart"

    def edit(self, sheet: Sheet) -> None:
        """Add them."""
        sheet.add(self.ids, *self.places())

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Add {number_of(len(self.ids))} to the chart"
