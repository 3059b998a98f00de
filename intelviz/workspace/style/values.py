"""What a rule of a style goes by: types, grades, sources, properties, and measures of the network on the chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.network.communities import leiden
from intelviz.case.columns import Floats, Rows
from intelviz.schema.errors import UsageError
from intelviz.schema.when import NO_TIME, from_epoch
from intelviz.workspace.facts import Coded, grades_said, property_column, sources_said
from intelviz.workspace.query.evaluate import value_key
from intelviz.workspace.style.rules import MEASURES
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

MOST_BETWEEN = 5_000
"""Items on a chart up to which betweenness is computed: it takes as many steps as items times links."""


class Linked(Protocol):
    """Items of a canvas, and the pairs of them that are linked, with how many links each pair has."""

    rows: Rows
    low: Rows
    high: Rows
    count: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Categories:
    """``codes`` by item row (or pair) index ``names``; -1 is no value."""

    codes: NDArray[np.int32]
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Numbers:
    """A number by item row (or pair); NaN is no value."""

    values: Floats


def value_of(by: str, workspace: Workspace, case: CaseFile | None, drawn: Linked) -> Categories | Numbers:
    """Return what each item has; UsageError in words where the case has nothing of the kind."""
    word, _, rest = by.partition(" ")
    if by == "type":
        names = tuple(each.label[:1].upper() + each.label[1:] for each in workspace.item_types)
        return Categories(workspace.items.type.astype(np.int32), names)
    if by == "when":
        return _days(workspace)
    if word == "measure":
        return measure(rest, workspace, drawn)
    if case is None:
        raise UsageError("There is no case to read it from.")
    if by == "grade":
        return _one_each(workspace, grades_said(workspace, case), "several grades")
    if by == "source":
        return _one_each(workspace, sources_said(workspace, case), "several sources")
    kind, _, name = rest.partition(".")
    known = kind in workspace.schema.items
    if word != "property" or not known or name not in {each.name for each in workspace.schema.properties_of(kind)}:
        raise UsageError(f"This case has no {rest or by}.", remedy="Change or delete the rule.")
    return _one_each(workspace, property_column(workspace, case, kind, name), "several values")


def _days(workspace: Workspace) -> Categories:
    start = workspace.items.when_start
    known = start != NO_TIME
    days, at = np.unique(start[known] // 86_400, return_inverse=True)
    codes = np.full(len(start), -1, np.int32)
    codes[known] = at
    names: list[str] = []
    for day in days.tolist():
        moment = from_epoch(int(day) * 86_400 + 43_200)
        names.append(f"{moment.day:02d}/{moment.month:02d}/{moment.year}")
    return Categories(codes, tuple(names))


def _one_each(workspace: Workspace, said: Coded, several: str) -> Categories:
    """Return one value an item; values that a query takes for the same are one, and different ones are ``several``."""
    index: dict[object, int] = {}
    names: list[str] = []
    same = np.full(len(said.values) + 1, -1, np.int32)
    for at, text in enumerate(said.values):
        if text.strip():
            code = index.setdefault(value_key(text), len(names))
            if code == len(names):
                names.append(text)
            same[at] = code
    codes = same[said.codes]
    stated = codes >= 0
    rows, codes = said.rows[stated], codes[stated]
    found = np.full(len(workspace), -1, np.int32)
    found[rows] = codes
    differs = np.unique(rows[found[rows] != codes])
    found[differs] = len(names)
    return Categories(found, (*names, several) if len(differs) else tuple(names))


def numeric(said: Categories) -> Numbers:
    """Return the numbers that texts stand for, without those that stand for none."""
    keys = [value_key(name) for name in said.names]
    table = np.array([*(each if isinstance(each, float) else np.nan for each in keys), np.nan])
    if not np.isfinite(table).any():
        raise UsageError("None of its values is a number.", remedy="Choose “each value for itself”.")
    return Numbers(table[said.codes])


def measure(name: str, workspace: Workspace, drawn: Linked) -> Categories | Numbers:
    """Return a measure of the network on the chart, several links between two items being one where it says "items".

    Betweenness: Freeman 1977, unweighted, by Brandes' algorithm; PageRank: Brin and Page 1998, damping 0.85, weighted
    by the number of links; communities: see ``analysis/network/communities.py``.
    """
    size = len(workspace)
    if name not in MEASURES:
        raise UsageError(f"There is no measure “{name}”.", remedy=f"Choose one of: {', '.join(MEASURES)}.")
    apart = drawn.low != drawn.high
    low, high, count = drawn.low[apart], drawn.high[apart], drawn.count[apart]
    values = np.full(size, np.nan)
    if name in ("degree", "links"):
        weight = np.ones(len(low)) if name == "degree" else count.astype(np.float64)
        total = np.bincount(low, weight, size) + np.bincount(high, weight, size)
        values[drawn.rows] = total[drawn.rows]
        return Numbers(values)
    place = np.full(size, -1, np.int64)
    place[drawn.rows] = np.arange(len(drawn.rows))
    a, b = place[low], place[high]
    if name == "community":
        codes = np.full(size, -1, np.int32)
        found = leiden(len(drawn.rows), a, b, count)
        codes[drawn.rows] = found
        return Categories(codes, tuple(f"Community {number + 1}" for number in range(int(found.max(initial=-1)) + 1)))
    if name == "betweenness" and len(drawn.rows) > MOST_BETWEEN:
        raise UsageError(
            f"Betweenness of {len(drawn.rows):,} items takes too long.",
            remedy=f"Put at most {MOST_BETWEEN:,} on the chart, or choose another measure.",
        )
    import igraph

    graph = igraph.Graph(len(drawn.rows), np.column_stack([a, b]).tolist())
    values[drawn.rows] = graph.betweenness() if name == "betweenness" else graph.pagerank(weights=count.tolist())
    return Numbers(values)


def by_words(by: str, workspace: Workspace) -> str:
    """Return how the analyst calls what a rule goes by: "gender of persons"."""
    word, _, rest = by.partition(" ")
    if word == "measure":
        return MEASURES.get(rest, rest).lower() if rest != "pagerank" else MEASURES[rest]
    if word == "property":
        kind, _, name = rest.partition(".")
        said = workspace.schema.properties_of(kind) if kind in workspace.schema.items else ()
        known = {each.name: each.label for each in said}
        return f"{known[name]} of {workspace.schema.item(kind).plural}" if name in known else rest
    return {"link type": "kind of link", "link count": "number of links", "when": "day"}.get(by, by)
