"""Draw a comparison on a chart of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.chart_command import keep_whole
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.chart.states import EMPTY, free_name
from intelviz.workspace.commands.command import JSON, Done, Effect, Stage
from intelviz.workspace.notes import notes_in
from intelviz.workspace.packing import packed, unpacked
from intelviz.workspace.workspace import Change


@dataclass(frozen=True, eq=False)
class DrawComparison(NewChart):
    """Make a chart of what two sides hold and open it; ``notes`` are its frames and words, as a chart keeps them."""

    notes: tuple[JSON, ...] = ()

    name: ClassVar[str] = "draw comparison"
    failure: ClassVar[str] = "The comparison could not be drawn"

    def do(self, stage: Stage) -> Done:
        """Make the chart."""
        charts = stage.charts
        name = self.chart.strip() or free_name(charts)
        if name in charts:
            raise UsageError(f"There is a chart “{name}” already.", remedy="Choose another name.")
        sheet = Sheet(EMPTY)
        self.edit(sheet)
        sheet.set_part("notes", [each.plain() for each in notes_in({"notes": list(self.notes)})])
        keep_whole(stage, name, sheet.state)
        args = {"chart": name, "ids": packed(np.asarray(self.ids, np.int64)), **self.more_args()}
        return Done(f"Draw comparison “{name}”", args, {"open": stage.chart_name}, Effect(Change.CHART, name), name)

    def more_args(self) -> JSON:
        """Return the places and the notes."""
        return {**super().more_args(), "notes": list(self.notes)}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        x, y = (unpacked(args[name], np.float32) for name in ("x", "y"))
        notes: list[Any] = args["notes"] if isinstance(args["notes"], list) else []
        return cls(unpacked(args["ids"], np.int64), str(args["chart"]), x, y, tuple(notes))
