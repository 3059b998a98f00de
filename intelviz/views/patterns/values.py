"""What items can be counted by: type, parts of their time, number of links, and any property of a type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from intelviz.analysis.histogram import round_edges
from intelviz.analysis.time.local import local_seconds
from intelviz.case.columns import Floats, Ints, Rows
from intelviz.render.timeaxis import DAYS, MONTHS
from intelviz.schema.when import NO_TIME, Precision
from intelviz.views.item_words import kinds_of, value_words
from intelviz.views.patterns.bars import Values
from intelviz.workspace.facet_kinds import PROPERTY, bin_words, facet_of
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

_FEW = 12
"""Different numbers up to which each has a bar of its own."""
_NONE = -1


def built_in(workspace: Workspace) -> dict[str, Callable[[Rows], Values]]:
    """Return what items of any type can be counted by, by its words."""
    return {
        "Type": lambda rows: _types(workspace, rows),
        "Year": lambda rows: _times(workspace, rows, "Year", Precision.YEAR),
        "Month of the year": lambda rows: _times(workspace, rows, "Month of the year", Precision.MONTH),
        "Weekday": lambda rows: _times(workspace, rows, "Weekday", Precision.DAY),
        "Hour": lambda rows: _times(workspace, rows, "Hour", Precision.MINUTE),
        "Number of links": lambda rows: numbers(
            "Number of links", rows, workspace.adjacency.degree[rows].astype(np.float64)
        ),
    }


def _types(workspace: Workspace, rows: Rows) -> Values:
    names = tuple(each.label[:1].upper() + each.label[1:] for each in workspace.item_types)
    return Values("Type", rows, workspace.items.type[rows].astype(np.int32), names, ordered=False)


def _times(workspace: Workspace, rows: Rows, what: str, least: Precision) -> Values:
    """Count by a part of the time on the clock on the wall; what is known less exactly than ``least`` is not stated."""
    items = workspace.items
    start = items.when_start[rows]
    known = (start != NO_TIME) & (items.when_precision[rows] >= int(least))
    code = np.full(len(rows), _NONE, np.int32)
    local = local_seconds(start[known])
    days = (local // 86_400).astype("datetime64[D]")
    match least:
        case Precision.YEAR:
            years = days.astype("datetime64[Y]").astype(np.int64) + 1970
            first = int(years.min()) if len(years) else 0
            code[known] = years - first
            names = tuple(str(first + each) for each in range(int(code.max(initial=-1)) + 1))
        case Precision.MONTH:
            code[known] = days.astype("datetime64[M]").astype(np.int64) % 12
            names = tuple(MONTHS)
        case Precision.DAY:
            code[known] = (local // 86_400 + 3) % 7
            names = tuple(DAYS)
        case _:
            code[known] = local % 86_400 // 3_600
            names = tuple(f"{hour:02d}:00" for hour in range(24))
    return Values(what, rows, code, names, ordered=True)


def property_values(workspace: Workspace, case: CaseFile, type_name: str, name: str) -> Values:
    """Count by a property of a type, in the bins and by the values of the filter's facet of it."""
    kind = kinds_of(workspace, type_name).get(name)
    label = next(each.label for each in workspace.schema.properties_of(type_name) if each.name == name)
    what = label[:1].upper() + label[1:]
    facet = facet_of(workspace, case, f"{PROPERTY}{type_name}.{name}")
    if facet is None:
        rows = np.flatnonzero(workspace.of_type(type_name)).astype(np.int32)
        return Values(what, rows, np.full(len(rows), _NONE, np.int32), (), ordered=False)
    names = facet.names if facet.ordered else tuple(value_words(_typed(text), kind) or text for text in facet.names)
    return Values(what, facet.row, facet.code, names, ordered=facet.ordered)


def _typed(text: str) -> object:
    return {"true": True, "false": False}.get(text, text)


def numbers(what: str, rows: Rows, values: Floats) -> Values:
    """Count by a number: a bar for each where they are few, bins of round numbers else; NaN is not stated."""
    known = np.isfinite(values)
    code = np.full(len(rows), _NONE, np.int32)
    if not known.any():
        return Values(what, rows, code, (), ordered=True)
    different: Floats | Ints
    different, at = np.unique(values[known], return_inverse=True)
    if len(different) <= _FEW:
        code[known] = at
        return Values(what, rows, code, tuple(_number(each) for each in different.tolist()), ordered=True)
    edges = round_edges(values[known])
    code[known] = np.clip(np.searchsorted(edges, values[known], "right") - 1, 0, len(edges) - 2)
    whole = bool((different == np.floor(different)).all())
    names = tuple(
        bin_words(low, high, whole=whole) for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    )
    return Values(what, rows, code, names, ordered=True)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"
