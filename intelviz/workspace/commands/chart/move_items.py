"""Move items on a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intelviz.workspace.commands.chart.chart_command import PlacingCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import number_of


@dataclass(frozen=True, eq=False)
class MoveItems(PlacingCommand):
    """Move items to where the analyst dragged them."""

    name: ClassVar[str] = "move items"
    failure: ClassVar[str] = "The items could not be moved"

    def edit(self, sheet: Sheet) -> None:
        """Set the places of those on the chart."""
        x, y = self.places()
        sheet.set("x", self.ids, x)
        sheet.set("y", self.ids, y)
        sheet.place_by_hand(self.ids)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Move {number_of(len(self.ids))}"
