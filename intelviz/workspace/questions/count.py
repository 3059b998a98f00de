"""How many items of a type have each value of a property."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from intelviz.analysis.count import count_by
from intelviz.analysis.time.local import local_seconds, minute_of_day, weekday
from intelviz.case.columns import Ints, Mask
from intelviz.schema.errors import UsageError
from intelviz.schema.when import NO_TIME, Precision
from intelviz.workspace.asking import Parameter, Question
from intelviz.workspace.query.names import Names
from intelviz.workspace.query.tokens import near_misses

if TYPE_CHECKING:
    from intelviz.workspace.opening import OpenCase
    from intelviz.workspace.workspace import Workspace

_WEEKDAYS = np.array(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])


def _date(local: Ints, unit: Literal["Y", "M", "D"]) -> list[str]:
    return np.datetime_as_string(local.astype("datetime64[s]").astype(f"datetime64[{unit}]")).tolist()


PARTS: dict[str, tuple[Precision, Callable[[Ints], list[str]]]] = {
    "year": (Precision.YEAR, lambda local: _date(local, "Y")),
    "month": (Precision.MONTH, lambda local: _date(local, "M")),
    "day": (Precision.DAY, lambda local: _date(local, "D")),
    "weekday": (Precision.DAY, lambda local: _WEEKDAYS[weekday(local)].tolist()),
    "hour": (Precision.MINUTE, lambda local: [f"{each:02d}" for each in (minute_of_day(local) // 60).tolist()]),
}
"""Parts of an item's own time to count by, and how precisely it has to be known."""


def _answer(open_case: OpenCase, *, type: str, by: str) -> dict[str, Any]:
    workspace = open_case.workspace
    names = Names(workspace.schema)
    chosen = workspace.of_type(type)
    total = int(chosen.sum())
    known = names.properties(type)
    prop = known.get(by.casefold())
    if prop is None and by.casefold() in PARTS:
        counts, what = _by_time(workspace, chosen, by.casefold()), f"{by.casefold()} (local time)"
        prop = by.casefold()
    elif prop is None:
        near = near_misses(by, sorted({*known.values(), *PARTS}))
        has = ", ".join(sorted(set(known.values())))
        raise UsageError(
            f"{type} has no property “{by}”.", remedy=f"Did you mean {' or '.join(near)}?" if near else f"It has {has}."
        )
    elif prop == "label":
        labels, codes = np.unique(
            [workspace.items.label[row] for row in np.flatnonzero(chosen).tolist()], return_inverse=True
        )
        counts, what = count_by(codes.astype(np.int64), labels.tolist()), "label"
    else:
        ids, codes, values = open_case.case.property_column(type, prop)
        counts, what = count_by(codes, values, total - len(ids)), names.property_label(type, prop)
    plural = names.type_label(type, plural=True)
    return {
        "type": type,
        "by": prop,
        "total": total,
        "counts": [{"value": value, "count": number} for value, number in counts],
        "method": f"The {total:,} {plural} counted by {what}, child types included. Those for which the case does not "
        f"say it are counted as “(not stated)”, so the counts add up to all {plural}.",
    }


def _by_time(workspace: Workspace, chosen: Mask, part: str) -> list[tuple[str, int]]:
    precision, name = PARTS[part]
    items = workspace.items
    known = chosen & (items.when_start != NO_TIME) & (items.when_precision >= precision)
    values, codes = np.unique(name(local_seconds(items.when_start[known])) or [""], return_inverse=True)
    counts = count_by(codes[: int(known.sum())].astype(np.int64), values.tolist(), int(chosen.sum() - known.sum()))
    order = _WEEKDAYS.tolist() if part == "weekday" else values.tolist()
    return sorted(counts, key=lambda each: order.index(each[0]) if each[0] in order else len(order))


QUESTION = Question(
    "count",
    "how many items of a type have each value of a property, or of year, month, day, weekday or hour",
    (
        Parameter("type", "type", "the type of item to count", required=True),
        Parameter("by", "text", "the property to count by", "by", "PROPERTY", required=True),
    ),
    _answer,
)
