"""Collapse items into groups."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

import numpy as np

from intelviz.case.columns import Ints
from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.chart.chart_command import ChartCommand
from intelviz.workspace.commands.chart.groups import closed, keep_groups, standing
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import JSON, Replayed, Translate, number_of, translated
from intelviz.workspace.grouped import LABEL, Group, groups_in
from intelviz.workspace.packing import packed, unpacked


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class GroupItems(ChartCommand):
    """Collapse items into one node a group: ``ids[k]`` goes into the group named ``labels[of[k]]``.

    What was in an open group before is taken out of it; a closed group goes into the new one as it is.
    """

    of: Ints = field(default_factory=_none)
    labels: tuple[str, ...] = ()

    name: ClassVar[str] = "group items"
    failure: ClassVar[str] = "The items could not be grouped"

    def edit(self, sheet: Sheet) -> None:
        """Make and close the groups."""
        if len(self.of) != len(self.ids) or (
            len(self.of) and not 0 <= self.of.min() <= self.of.max() < len(self.labels)
        ):
            raise UsageError("An item has no group.")
        ids = np.asarray(self.ids, np.int64)
        kept: list[Group] = []
        for group in groups_in(sheet.body):
            if group.closed:
                kept.append(group)
                continue
            left = group.ids[~np.isin(group.ids, ids)]
            if len(left) > 1:
                kept.append(replace(group, ids=left))
        number = max((each.number for each in groups_in(sheet.body)), default=0)
        made, seen = 0, standing(sheet, kept)
        order = np.argsort(self.of, kind="stable")
        bounds = np.searchsorted(self.of[order], np.arange(len(self.labels) + 1))
        for place, label in enumerate(self.labels):
            number += 1
            inside = np.unique(ids[order[bounds[place] : bounds[place + 1]]])
            group = closed(sheet, Group(number, label.strip()[:LABEL], inside), seen)
            if group is not None:
                kept.append(group)
                made += 1
        if not made:
            raise UsageError("A group needs two items on the chart.", remedy="Select two or more, then group them.")
        keep_groups(sheet, kept)

    def title(self) -> str:
        """Return the act's words as in a menu."""
        if len(self.labels) == 1:
            return f"Group {number_of(len(self.ids))} as “{self.labels[0]}”"
        return f"Group {number_of(len(self.ids))} into {len(self.labels):,}"

    def more_args(self) -> JSON:
        """Return which item goes where."""
        return {"of": packed(np.asarray(self.of, np.int64)), "labels": list(self.labels)}

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        labels = tuple(str(each) for each in args["labels"])
        return cls(unpacked(args["ids"], np.int64), str(args["chart"]), unpacked(args["of"], np.int64), labels)

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act for the items that the other case has too."""
        ids, known, missing = translated(unpacked(args["ids"], np.int64), translate)
        fitted = {**args, "ids": packed(ids), "of": packed(unpacked(args["of"], np.int64)[known])}
        return Replayed(cls.from_args(fitted), missing)
