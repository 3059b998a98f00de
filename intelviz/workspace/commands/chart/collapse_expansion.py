"""Collapse one expansion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np

from intelviz.case.columns import Ints
from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.chart_command import ChartCommand
from intelviz.workspace.commands.chart.expansions import expansions_in, keep_expansions, leaving
from intelviz.workspace.commands.chart.groups import take_off
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import JSON, Replayed, Translate


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class CollapseExpansion(ChartCommand):
    """Take off the chart what one expansion brought and what nothing else holds there; ``number`` names it."""

    ids: Ints = field(default_factory=_none)
    number: int = 0

    name: ClassVar[str] = "collapse expansion"
    failure: ClassVar[str] = "The expansion could not be collapsed"

    def edit(self, sheet: Sheet) -> None:
        """Take them off, and forget the expansion."""
        every = expansions_in(sheet.body)
        expansion = next((each for each in every if each.number == self.number), None)
        if expansion is None:
            raise UsageError("The chart remembers no such expansion.")
        going, _ = leaving(sheet, expansion)
        take_off(sheet, going)
        keep_expansions(sheet, [each for each in every if each.number != self.number])

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return "Collapse an expansion"

    def more_args(self) -> JSON:
        """Return which one."""
        return {"number": self.number}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(chart=str(args["chart"]), number=int(args["number"]))

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act: expansions are numbered alike in a case on which the same was done."""
        del translate
        return Replayed(cls.from_args(args))
