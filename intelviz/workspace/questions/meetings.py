"""Whom somebody, or the holder of a telephone, met, when and where."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from intelviz.schema.errors import UsageError
from intelviz.schema.when import NO_TIME, Precision, When
from intelviz.workspace.asking import Parameter, Question
from intelviz.workspace.meetings import days_before, meetings_of, persons_of
from intelviz.workspace.questions._items import item_json

if TYPE_CHECKING:
    from intelviz.workspace.opening import OpenCase
    from intelviz.workspace.workspace import Workspace


def _answer(open_case: OpenCase, *, item: int, before: int | None, days: int) -> dict[str, Any]:
    workspace = open_case.workspace
    rows = np.array([item], np.int32)
    since = until = None
    if before is not None:
        if workspace.items.when_start[before] == NO_TIME:
            label = workspace.items.label[before]
            raise UsageError(f"“{label}” has no time.", remedy="Name an event with a time, or leave it out.")
        since, until = days_before(workspace, before, days)
    found = meetings_of(workspace, rows, since, until)
    met = Counter(other for each in found for other in each.others)
    return {
        "item": item_json(workspace, item),
        "persons": [item_json(workspace, int(row)) for row in persons_of(workspace, rows)],
        "before": None if before is None else item_json(workspace, before),
        "days": None if before is None else days,
        "count": len(found),
        "met": [{**item_json(workspace, row), "times": count} for row, count in met.most_common()],
        "meetings": [
            {
                **item_json(workspace, each.event),
                "when": _when(workspace, each.event),
                "where": item_json(workspace, each.place) if each.place >= 0 else None,
                "who": [item_json(workspace, row) for row in each.who],
                "with": [item_json(workspace, row) for row in each.others],
            }
            for each in found
        ],
        "method": "Meetings, sightings, stops and other events at which two or more persons are linked as having been "
        "there; a crime or a report that names several says nothing of a meeting and is left out. For something that "
        "is held, its holders at the time. With an event, the days before it may first have begun; what has no time is "
        "then left out.",
    }


def _when(workspace: Workspace, row: int) -> str:
    items = workspace.items
    start, end = int(items.when_start[row]), int(items.when_end[row])
    return "" if start == NO_TIME else When(start, end, Precision(int(items.when_precision[row]))).text()


QUESTION = Question(
    "meetings",
    "whom a person, or the holder of a telephone or vehicle, met, when and where",
    (
        Parameter("item", "item", "the person, or what is held", shown="ID", required=True),
        Parameter("before", "item", "an event: only the days before it", "--before", "ID"),
        Parameter("days", "whole", "how many days before it", "--days", "N", default=7),
    ),
    _answer,
)
