"""Which items of a chart belong into one group: by type, property, community, or as leaves of the same item."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.case.columns import Ints, Rows
from intelviz.workspace.workspace import Workspace

LEAVES = 3
"""So many items that hang on one other item alone are worth a group."""


@dataclass(frozen=True, eq=False)
class Division:
    """Items (rows) with the number of their group in ``of``, and the groups' names; those alone are left out."""

    rows: Rows
    of: Ints
    labels: tuple[str, ...]


def _divided(rows: Rows, keys: Ints, label_of: list[str], least: int = 2) -> Division:
    """Return the division of rows by key, without groups of fewer than ``least``; a key below 0 has no group."""
    rows, keys = rows[keys >= 0], keys[keys >= 0]
    found, of, counts = np.unique(keys, return_inverse=True, return_counts=True)
    large = counts >= least
    place = np.cumsum(large) - 1
    keep = large[of]
    labels = tuple(label_of[int(key)] for key in found[large])
    return Division(rows[keep].astype(np.int32), place[of[keep]].astype(np.int64), labels)


def by_type(workspace: Workspace, rows: Rows) -> Division:
    """Put items of one type together."""
    kinds = workspace.items.type[rows].astype(np.int64)
    names = [each.plural[:1].upper() + each.plural[1:] for each in workspace.item_types]
    return _divided(rows, kinds, names)


def by_value(workspace: Workspace, rows: Rows, column: tuple[Ints, Rows, list[str]], label: str) -> Division:
    """Put items with the same value of a property together; ``column`` is its ids, codes and values in the case."""
    ids, codes, values = column
    order = np.argsort(ids, kind="stable")
    wanted = workspace.items.id[rows]
    keys = np.full(len(rows), -1, np.int64)
    if len(ids):
        at = order[np.clip(np.searchsorted(ids[order], wanted), 0, len(ids) - 1)]
        keys = np.where(ids[at] == wanted, codes[at], -1).astype(np.int64)
    return _divided(rows, keys, [f"{label}: {value}" for value in values])


def leaves(workspace: Workspace, nodes: Rows, degree: Ints, low: Rows, high: Rows) -> Division:
    """Put items together that are linked to the same one item alone and are of one type.

    ``nodes`` are the rows drawn, ``degree`` the number of others each is linked to, ``low`` and ``high`` the linked
    pairs of rows.
    """
    single = np.zeros(len(workspace), bool)
    single[nodes] = degree[nodes] == 1
    ends, others = np.concatenate([low, high]), np.concatenate([high, low])
    keep = single[ends] & (ends != others) & ~single[others]
    ends, others = ends[keep].astype(np.int64), others[keep].astype(np.int64)
    count = len(workspace.item_types)
    keys = others * count + workspace.items.type[ends]
    found, of = np.unique(keys, return_inverse=True)
    labels = [
        f"{workspace.item_types[int(key) % count].plural} only of {workspace.items.label[int(key) // count]}"
        for key in found
    ]
    return _divided(ends.astype(np.int32), of.astype(np.int64), labels, LEAVES)


def communities(workspace: Workspace, nodes: Rows, low: Rows, high: Rows, count: Ints) -> Division:
    """Put nodes together that are linked more to each other than to the rest; each is named by its best linked."""
    from intelviz.analysis.network.communities import leiden

    at = np.full(len(workspace), -1, np.int64)
    at[nodes] = np.arange(len(nodes))
    keep = (at[low] >= 0) & (at[high] >= 0) & (low != high)
    a, b = at[low[keep]], at[high[keep]]
    of = leiden(len(nodes), a, b, count[keep])
    ties = np.bincount(np.concatenate([a, b]), minlength=len(nodes))
    order = np.lexsort((-ties, of))
    first = order[np.flatnonzero(np.append(True, np.diff(of[order]) != 0))] if len(of) else order
    labels = [f"Around {workspace.items.label[int(nodes[each])]}" for each in first]
    return _divided(nodes, of, labels)
