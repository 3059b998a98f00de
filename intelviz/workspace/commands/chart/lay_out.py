"""Arrange a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from intelviz.workspace.commands.chart.chart_command import PlacingCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import JSON, number_of
from intelviz.workspace.packing import unpacked


@dataclass(frozen=True, eq=False)
class LayOut(PlacingCommand):
    """Take over the places that a layout found; pinned items stay where they are.

    ``layout`` names the layout and ``seed`` what it started from, so that the log says how the picture came about.
    """

    layout: str = ""
    seed: int = 0

    name: ClassVar[str] = "lay out"
    failure: ClassVar[str] = "The chart could not be arranged"

    def edit(self, sheet: Sheet) -> None:
        """Set the places of those on the chart that are not pinned."""
        x, y = self.places()
        at = sheet.at(self.ids)
        free = (at >= 0) & ~sheet.columns["pinned"][at] if len(sheet.id) else np.zeros(len(at), bool)
        sheet.set("x", self.ids[free], x[free])
        sheet.set("y", self.ids[free], y[free])
        # How some charts are drawn follows from how they were arranged.
        sheet.set_part("layout", {"name": self.layout} if self.layout else None)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        how = f" ({self.layout})" if self.layout else ""
        return f"Arrange {number_of(len(self.ids))}{how}"

    def more_args(self) -> JSON:
        """Return the places, and how they were found."""
        return {**super().more_args(), "layout": self.layout, "seed": self.seed}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(
            unpacked(args["ids"], np.int64),
            str(args["chart"]),
            unpacked(args["x"], np.float32),
            unpacked(args["y"], np.float32),
            str(args["layout"]),
            int(args["seed"]),
        )
