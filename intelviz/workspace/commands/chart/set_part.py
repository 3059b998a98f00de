"""Change what a chart has beside its items."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np

from intelviz.case.columns import Ints
from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.chart_command import ChartCommand
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import JSON

PARTS = frozenset({"groups", "notes", "expansions", "style", "layout", "grid"})
"""The parts that a chart may have beside its items; ``order`` and ``by_hand`` are kept by commands of their own."""


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class SetPart(ChartCommand):
    """Set one part of a chart, plain JSON under one of ``PARTS``; ``words`` say what the analyst did. None takes it."""

    ids: Ints = field(default_factory=_none)
    part: str = ""
    value: Any = None
    words: str = ""

    name: ClassVar[str] = "set chart part"
    failure: ClassVar[str] = "The chart could not be changed"

    def edit(self, sheet: Sheet) -> None:
        """Set it."""
        if self.part not in PARTS:
            raise UsageError(f"A chart has no part “{self.part}”.")
        sheet.set_part(self.part, self.value)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return self.words or f"Change the {self.part} of the chart"

    def more_args(self) -> JSON:
        """Return the part and its value."""
        return {"part": self.part, "value": self.value, "words": self.words}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(
            chart=str(args["chart"]), part=str(args["part"]), value=args["value"], words=str(args.get("words", ""))
        )
