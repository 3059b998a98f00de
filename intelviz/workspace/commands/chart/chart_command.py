"""What all changes to a chart have in common: the chart before, the chart after, and the way back between them."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Ints
from intelviz.case.values import Arranged
from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import (
    JSON,
    Command,
    Done,
    Effect,
    LoggedAct,
    Replayed,
    Stage,
    Translate,
    translated,
)
from intelviz.workspace.packing import packed, unpacked
from intelviz.workspace.workspace import Change

Coordinates = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class ChartCommand(Command):
    """A change to items of one chart, named by ids; ``chart`` "" is the chart that is open."""

    ids: Ints
    chart: str = ""

    @abstractmethod
    def edit(self, sheet: Sheet) -> None:
        """Change the chart."""

    @abstractmethod
    def title(self) -> str:
        """Return the act's words as in a menu."""

    def more_args(self) -> JSON:
        """Return what the log keeps beside chart and ids."""
        return {}

    def do(self, stage: Stage) -> Done:
        """Change the chart and keep it."""
        name = self.chart or stage.chart_name
        before, after = Sheet(stage.chart(name)), Sheet(stage.chart(name))
        self.edit(after)
        _keep(stage, name, before, after)
        args = {"chart": name, "ids": packed(np.asarray(self.ids, np.int64)), **self.more_args()}
        return Done(self.title(), args, before.way_back(after), Effect(Change.CHART, name, after.state))

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Put the chart back as it was."""
        name = str(act.args["chart"])
        before, after = Sheet(stage.chart(name)), Sheet(stage.chart(name))
        after.go_back(act.inverse)
        _keep(stage, name, before, after)
        return Effect(Change.CHART, name, after.state)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(unpacked(args["ids"], np.int64), str(args["chart"]))

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act for the items that the other case has too."""
        ids, known, missing = translated(unpacked(args["ids"], np.int64), translate)
        fitted = {**args, "ids": packed(ids)}
        for name in ("x", "y"):
            if name in args:
                fitted[name] = packed(unpacked(args[name], np.float32)[known])
        if "seeds" in args:
            seeds = translate(unpacked(args["seeds"], np.int64))
            fitted["seeds"] = packed(seeds[seeds >= 0])
        return Replayed(cls.from_args(fitted), missing)


@dataclass(frozen=True, eq=False)
class PlacingCommand(ChartCommand):
    """A change that gives items their place: ``x`` and ``y`` are canvas units."""

    x: Coordinates | None = None
    y: Coordinates | None = None

    def places(self) -> tuple[Coordinates, Coordinates]:
        """Return the places, one an id."""
        none = np.zeros(len(self.ids), np.float32)
        x, y = none if self.x is None else self.x, none if self.y is None else self.y
        if not (len(x) == len(y) == len(self.ids) and np.isfinite(x).all() and np.isfinite(y).all()):
            raise UsageError("A place on the chart is not a number, or missing.")
        return x, y

    def more_args(self) -> JSON:
        """Return the places."""
        x, y = self.places()
        return {"x": packed(np.asarray(x, np.float32)), "y": packed(np.asarray(y, np.float32))}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(
            unpacked(args["ids"], np.int64),
            str(args["chart"]),
            unpacked(args["x"], np.float32),
            unpacked(args["y"], np.float32),
        )


def _keep(stage: Stage, name: str, before: Sheet, after: Sheet) -> None:
    """Write what changed on a chart; a chart that was never kept is kept whole."""
    if name not in stage.charts:
        keep_whole(stage, name, after.state)
        return
    gone, rows = after.changed_from(before)
    stage.change.take_off_chart(name, gone.tolist())
    stage.change.move_in_chart(name, rows)
    if before.body != after.body:
        stage.change.set_chart_body(name, after.body)


def keep_whole(stage: Stage, name: str, state: Arranged) -> None:
    """Write a whole chart, what it has beside its items included."""
    stage.change.save_chart(name, state)
    stage.change.set_chart_body(name, state.body)
