"""Put items on a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from intelviz.workspace.commands.chart.chart_command import PlacingCommand
from intelviz.workspace.commands.chart.expansions import forget_brought
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import JSON, number_of
from intelviz.workspace.packing import unpacked


@dataclass(frozen=True, eq=False)
class AddItems(PlacingCommand):
    """Put items on the chart at their places; those that are there already stay, and are shown again if hidden.

    ``by_hand`` says that the analyst chose the places, by dropping the items there.
    """

    by_hand: bool = False

    name: ClassVar[str] = "add items"
    failure: ClassVar[str] = "The items could not be put on the chart"

    def edit(self, sheet: Sheet) -> None:
        """Add them."""
        ids = np.asarray(self.ids, np.int64)
        new = ids[~sheet.has(ids)]
        forget_brought(sheet, new)
        sheet.add(ids, *self.places())
        if self.by_hand:
            sheet.place_by_hand(new)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Add {number_of(len(self.ids))} to the chart"

    def more_args(self) -> JSON:
        """Return the places, and whether the analyst chose them."""
        return {**super().more_args(), **({"by_hand": True} if self.by_hand else {})}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(
            unpacked(args["ids"], np.int64),
            str(args["chart"]),
            unpacked(args["x"], np.float32),
            unpacked(args["y"], np.float32),
            bool(args.get("by_hand", False)),
        )
