"""Bring hidden items back into sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intelviz.workspace.commands.chart.chart_command import ChartCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import number_of


@dataclass(frozen=True, eq=False)
class ShowItems(ChartCommand):
    """Show hidden items of the chart again."""

    name: ClassVar[str] = "show items"
    failure: ClassVar[str] = "The items could not be shown"

    def edit(self, sheet: Sheet) -> None:
        """Mark those on the chart."""
        sheet.set("hidden", self.ids, False)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Show {number_of(len(self.ids))}"
