"""What a command is: one act that changes a case, with its words, its arguments, its inverse, and what it changed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from intelviz.case.columns import Ints
from intelviz.case.values import Arranged, ChartRows
from intelviz.schema.errors import IntelvizError, UsageError
from intelviz.schema.progress import Step, silent
from intelviz.workspace.workspace import Change, Workspace

if TYPE_CHECKING:
    from intelviz.case.change import Change as CaseChange
    from intelviz.case.file import CaseFile


JSON = dict[str, Any]


@dataclass
class Stage:
    """What a command works with: the case, the transaction, and the workspace where one is open."""

    case: CaseFile
    change: CaseChange
    workspace: Workspace | None = None
    step: Step = silent

    @cached_property
    def charts(self) -> dict[str, ChartRows]:
        """The charts of the case as they were when the act began."""
        return self.case.charts()

    @property
    def chart_name(self) -> str:
        """Name of the chart that is open."""
        if self.workspace is not None:
            return self.workspace.chart.name
        charts = list(self.charts)
        kept = self.case.settings("chart", None)
        return kept if kept in charts else charts[0] if charts else "Chart 1"

    def chart(self, name: str) -> Arranged:
        """Return what a chart keeps; an open chart that was never kept counts as well."""
        kept = self.charts.get(name)
        if kept is not None:
            return kept
        if self.workspace is not None and self.workspace.chart.name == name:
            return self.workspace.chart.state(self.workspace.items.id)
        raise UsageError(f"There is no chart “{name}” in this case.")


@dataclass(frozen=True)
class Effect:
    """What the workspace is to be told: what changed, and, if it is a chart that changed, which, and how it now is.

    Without ``state`` the chart is read from the case.
    """

    change: Change
    chart: str | None = None
    state: Arranged | None = None


@dataclass(frozen=True)
class Done:
    """A command that was carried out: its words as in a menu, what the log keeps, and what came of it.

    ``inverse`` is whatever ``undo`` needs beside ``args``; None for an act that can't be undone.
    """

    title: str
    args: JSON
    inverse: JSON | None
    effect: Effect
    result: Any = None


@dataclass(frozen=True)
class LoggedAct:
    """A command as the log keeps it."""

    seq: int
    title: str
    args: JSON
    inverse: JSON


@dataclass(frozen=True)
class Replayed:
    """A command made fit for another case, and in words what of it could not be."""

    command: Command
    missing: str = ""


Translate = Callable[[Ints], Ints]
"""From ids of one case to those of another, -1 where it has no such item."""


class Command(ABC):
    """One kind of act. A subclass is a frozen dataclass of what the analyst decided, by item ids and names.

    ``failure`` is the sentence that says it was not done ("The items could not be hidden"); ``name`` is unique and kept
    in the log for ever.
    """

    name: ClassVar[str]
    failure: ClassVar[str]
    adds_much: ClassVar[bool] = False
    """Whether it may bring many thousands of items."""

    @abstractmethod
    def do(self, stage: Stage) -> Done:
        """Carry the act out inside the transaction of ``stage``."""

    def failed(self, case: CaseFile, error: IntelvizError) -> None:
        """Do what is to be done once the act has failed and nothing of it is left; nothing, for most."""
        del case, error

    @classmethod
    @abstractmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Take the act back."""

    @classmethod
    def redo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Carry out again what was taken back; by default from the arguments in the log."""
        return cls.from_args(act.args).do(stage).effect

    @classmethod
    @abstractmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act for another case; UsageError says why nothing of it can be done there."""
        del translate
        return Replayed(cls.from_args(args))


def number_of(count: int, one: str = "item", many: str = "") -> str:
    """Return "1 item" or "1,200 items"."""
    return f"1 {one}" if count == 1 else f"{count:,} {many or one + 's'}"


def translated(ids: Ints, translate: Translate) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.bool_]], str]:
    """Return ids of the other case, which of the given ones have one, and words for those that have none."""
    found = translate(ids)
    known = found >= 0
    if len(ids) and not known.any():
        raise UsageError(f"None of its {number_of(len(ids))} is in that case.")
    missing = int(len(ids) - known.sum())
    return found[known], known, f"{missing:,} of its {number_of(len(ids))} not in that case" if missing else ""
