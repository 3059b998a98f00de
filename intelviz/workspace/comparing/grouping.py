"""By what events of two periods are counted: type, weekday, hour, place, or a property of a type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from intelviz.analysis.time.local import local_seconds
from intelviz.case.columns import Rows
from intelviz.schema.errors import UsageError
from intelviz.schema.when import NO_TIME, Precision
from intelviz.workspace.facts import property_column
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

BY = ("type", "weekday", "hour", "place")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, eq=False)
class Grouping:
    """``code`` has an entry an item: the place of its group in ``names``, -1 where none is stated."""

    by: str
    code: Rows
    names: tuple[str, ...]


def grouping(workspace: Workspace, case: CaseFile | None, type_name: str | None, by: str) -> Grouping:
    """Return by what the items are counted; UsageError where a type has no such property. It may be run in a job."""
    items, wanted = workspace.items, by.strip().casefold()
    if wanted == "type":
        names = tuple(f"{kind.plural[:1].upper()}{kind.plural[1:]}" for kind in workspace.item_types)
        return Grouping("type", items.type.astype(np.int32), names)
    if wanted in ("weekday", "hour"):
        least = Precision.DAY if wanted == "weekday" else Precision.MINUTE
        known = (items.when_start != NO_TIME) & (items.when_precision >= int(least))
        code = np.full(len(items), -1, np.int32)
        local = local_seconds(items.when_start[known])
        code[known] = (local // 86_400 + 3) % 7 if wanted == "weekday" else local % 86_400 // 3_600
        return Grouping(wanted, code, DAYS if wanted == "weekday" else tuple(f"{hour:02d}:00" for hour in range(24)))
    if wanted == "place":
        at = items.place_row
        rows, code = np.unique(at[at >= 0], return_inverse=True)
        codes = np.full(len(items), -1, np.int32)
        codes[at >= 0] = code
        return Grouping("place", codes, tuple(str(items.label[row]) for row in rows.tolist()))
    if not type_name:
        raise UsageError(f"Items of all types can't be counted by “{by}”.", remedy="Choose a type with that property.")
    known_names = [each.name for each in workspace.schema.properties_of(type_name)]
    name = next((each for each in known_names if each.casefold() == wanted.removeprefix("property ")), None)
    if name is None:
        listed = ", ".join((*BY, *known_names))
        raise UsageError(f"{type_name} can't be counted by “{by}”.", remedy=f"It can be counted by {listed}.")
    if case is None:
        raise UsageError("Properties can be counted by only where the case file is open.")
    coded = property_column(workspace, case, type_name, name)
    codes = np.full(len(items), -1, np.int32)
    codes[coded.rows] = coded.codes
    return Grouping(f"property {name}", codes, tuple(coded.values))
