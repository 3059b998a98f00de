"""Open, close, rename and dissolve groups."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

import numpy as np

from intelviz.case.columns import Ints
from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.chart_command import ChartCommand
from intelviz.workspace.commands.chart.groups import closed, keep_groups, opened, standing
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import JSON, Replayed, Translate, number_of
from intelviz.workspace.grouped import LABEL, Group, groups_in


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class _GroupCommand(ChartCommand):
    """A change to groups of one chart, named by their ``numbers``."""

    ids: Ints = field(default_factory=_none)
    numbers: tuple[int, ...] = ()

    def edit(self, sheet: Sheet) -> None:
        """Change each of them, the last closed first."""
        every = groups_in(sheet.body)
        known = [each for each in every if each.number in self.numbers]
        if not known:
            raise UsageError("The chart has no such group.")
        for group in known[::-1]:
            every = self.changed(sheet, every, group)
        keep_groups(sheet, every)

    @abstractmethod
    def changed(self, sheet: Sheet, every: list[Group], group: Group) -> list[Group]:
        """Return all groups once ``group`` was changed."""

    def more_args(self) -> JSON:
        """Return which groups."""
        return {"numbers": list(self.numbers)}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(chart=str(args["chart"]), numbers=tuple(int(each) for each in args["numbers"]))

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act: groups are numbered alike in a case on which the same was done."""
        del translate
        return Replayed(cls.from_args(args))


@dataclass(frozen=True, eq=False)
class OpenGroups(_GroupCommand):
    """Open closed groups: their items stand again exactly where they stood."""

    name: ClassVar[str] = "open groups"
    failure: ClassVar[str] = "The group could not be opened"

    def changed(self, sheet: Sheet, every: list[Group], group: Group) -> list[Group]:
        """Open it; one that lies closed within another can't be."""
        later = every[every.index(group) + 1 :]
        if any(each.closed and np.isin(group.ids, each.ids).any() for each in later):
            raise UsageError(f"“{group.label}” lies in another closed group.", remedy="Open that one first.")
        return [opened(sheet, each) if each is group and each.closed else each for each in every]

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Open {number_of(len(self.numbers), 'group')}"


@dataclass(frozen=True, eq=False)
class CloseGroups(_GroupCommand):
    """Close open groups again."""

    name: ClassVar[str] = "close groups"
    failure: ClassVar[str] = "The group could not be closed"

    def changed(self, sheet: Sheet, every: list[Group], group: Group) -> list[Group]:
        """Close it; it then stands after those that it holds."""
        if group.closed:
            return every
        after = closed(sheet, group, standing(sheet, every))
        if after is None:
            raise UsageError(f"Of “{group.label}”, fewer than two items are left on the chart.")
        return [*(each for each in every if each is not group), after]

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Close {number_of(len(self.numbers), 'group')}"


@dataclass(frozen=True, eq=False)
class Ungroup(OpenGroups):
    """Dissolve groups; their items stand again exactly where they stood."""

    name: ClassVar[str] = "ungroup"
    failure: ClassVar[str] = "The group could not be dissolved"

    def changed(self, sheet: Sheet, every: list[Group], group: Group) -> list[Group]:
        """Open it, and forget it."""
        after = super().changed(sheet, every, group)
        return [each for each in after if each.number != group.number]

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Dissolve {number_of(len(self.numbers), 'group')}"


@dataclass(frozen=True, eq=False)
class RenameGroup(_GroupCommand):
    """Give a group another name."""

    label: str = ""

    name: ClassVar[str] = "rename group"
    failure: ClassVar[str] = "The group could not be renamed"

    def changed(self, sheet: Sheet, every: list[Group], group: Group) -> list[Group]:
        """Rename it."""
        del sheet
        label = self.label.strip()[:LABEL]
        if not label:
            raise UsageError("A group needs a name.")
        return [replace(each, label=label) if each is group else each for each in every]

    def title(self) -> str:
        """Return the act's words as in a menu."""
        return f"Rename a group to “{self.label.strip()}”"

    def more_args(self) -> JSON:
        """Return the group and its name."""
        return {**super().more_args(), "label": self.label}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        numbers = tuple(int(each) for each in args["numbers"])
        return cls(chart=str(args["chart"]), numbers=numbers, label=str(args["label"]))
