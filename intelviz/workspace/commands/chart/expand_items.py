"""Bring what is linked to items on a chart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np

from intelviz.case.columns import Ints
from intelviz.workspace.commands.chart.chart_command import PlacingCommand
from intelviz.workspace.commands.chart.expansions import Expansion, expansions_in, forget_brought, keep_expansions
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import JSON, number_of
from intelviz.workspace.packing import packed, unpacked


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class ExpandItems(PlacingCommand):
    """Put items on the chart that are linked to ``seeds`` (item ids), and remember that they came this way."""

    seeds: Ints = field(default_factory=_none)

    name: ClassVar[str] = "expand items"
    failure: ClassVar[str] = "The items could not be expanded"

    def edit(self, sheet: Sheet) -> None:
        """Add them, and remember the expansion."""
        ids = np.asarray(self.ids, np.int64)
        new = np.unique(ids[~sheet.has(ids)])
        forget_brought(sheet, new)
        before = expansions_in(sheet.body)
        sheet.add(ids, *self.places())
        number = 1 + max((each.number for each in before), default=0)
        keep_expansions(sheet, [*before, Expansion(number, np.unique(self.seeds), new)])

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Expand {number_of(len(self.seeds))}: {number_of(len(self.ids))} added"

    def more_args(self) -> JSON:
        """Return the places, and from which items it began."""
        return {**super().more_args(), "seeds": packed(np.asarray(self.seeds, np.int64))}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(
            unpacked(args["ids"], np.int64),
            str(args["chart"]),
            unpacked(args["x"], np.float32),
            unpacked(args["y"], np.float32),
            unpacked(args.get("seeds", []), np.int64),
        )
