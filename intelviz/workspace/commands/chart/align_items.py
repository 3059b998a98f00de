"""Align items on a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from intelviz.workspace.commands.chart.chart_command import PlacingCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import JSON, number_of
from intelviz.workspace.packing import unpacked


@dataclass(frozen=True, eq=False)
class AlignItems(PlacingCommand):
    """Put items in line, at even gaps, on a grid, mirrored, turned or scaled; ``way`` says how. Pinned ones stay."""

    way: str = ""

    name: ClassVar[str] = "align items"
    failure: ClassVar[str] = "The items could not be aligned"

    def edit(self, sheet: Sheet) -> None:
        """Set the places of those on the chart that are not pinned; they count as placed by hand."""
        x, y = self.places()
        at = sheet.at(self.ids)
        free = (at >= 0) & ~sheet.columns["pinned"][at] if len(sheet.id) else np.zeros(len(at), bool)
        ids = np.asarray(self.ids, np.int64)[free]
        sheet.set("x", ids, x[free])
        sheet.set("y", ids, y[free])
        sheet.place_by_hand(ids)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Align {number_of(len(self.ids))}" + (f" ({self.way})" if self.way else "")

    def more_args(self) -> JSON:
        """Return the places, and how they came about."""
        return {**super().more_args(), "way": self.way}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        x, y = unpacked(args["x"], np.float32), unpacked(args["y"], np.float32)
        return cls(unpacked(args["ids"], np.int64), str(args["chart"]), x, y, str(args.get("way", "")))
