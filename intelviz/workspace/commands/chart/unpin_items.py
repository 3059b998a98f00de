"""Let layouts move items again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intelviz.workspace.commands.chart.chart_command import ChartCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import number_of


@dataclass(frozen=True, eq=False)
class UnpinItems(ChartCommand):
    """Let layouts move pinned items again."""

    name: ClassVar[str] = "unpin items"
    failure: ClassVar[str] = "The items could not be unpinned"

    def edit(self, sheet: Sheet) -> None:
        """Mark those on the chart."""
        sheet.set("pinned", self.ids, False)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Unpin {number_of(len(self.ids))}"
