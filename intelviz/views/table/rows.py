"""Which items the table lists, and in what order: pure functions over columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np

from intelviz.case.columns import Floats, Ints, Mask, Rows
from intelviz.views.item_words import when_lines
from intelviz.views.table.columns import Facts
from intelviz.workspace.workspace import Workspace

Scope = Literal["shown", "selected", "linked"]


def scoped(workspace: Workspace, scope: Scope) -> Mask:
    """Return one flag an item: shown, selected, or linked to the selection (and shown)."""
    if scope == "selected":
        return workspace.selected.copy()
    if scope == "linked":
        return (workspace.linked > 0) & workspace.shown
    return workspace.shown.copy()


def holding(facts: Facts, text: str, more: Iterable[Callable[[str], Mask]] = ()) -> Mask:
    """Return one flag an item: each word of ``text`` is in its label, type, place, time, or what ``more`` searches."""
    workspace, items = facts.workspace, facts.workspace.items
    found = np.ones(len(workspace), bool)
    for word in text.casefold().split():
        label = np.fromiter((word in each for each in facts.labels.folded), bool, len(workspace))
        types = np.array([word in kind.label.casefold() for kind in workspace.item_types], bool)
        hit = label | (types[items.type] if len(types) else False)
        hit |= np.where(items.place_row >= 0, label[items.place_row] if len(label) else False, False)
        hit |= _when_holds(workspace, word)
        for search in more:
            hit |= search(word)
        found &= hit
    return found


def _when_holds(workspace: Workspace, word: str) -> Mask:
    """Look at each distinct time once: many events share a day."""
    items = workspace.items
    timed = np.flatnonzero(items.when_precision > 0)
    found = np.zeros(len(workspace), bool)
    if not len(timed):
        return found
    pairs = np.stack([items.when_start[timed], items.when_end[timed], items.when_precision[timed].astype(np.int64)])
    _, first, which = np.unique(pairs, axis=1, return_index=True, return_inverse=True)
    if len(first) > 100_000:
        return found
    hit = np.array([word in when_lines(workspace, int(timed[each]))[0].casefold() for each in first], bool)
    found[timed] = hit[which.reshape(-1)]
    return found


def ordered(rows: Rows, keys: Ints | Floats, blank: Mask, *, descending: bool) -> Rows:
    """Return rows sorted by their keys, ties as they were, blanks last either way."""
    full = np.flatnonzero(~blank)
    mine = keys[full]
    order = np.argsort(-mine if descending else mine, kind="stable")
    return np.concatenate([rows[full[order]], rows[blank]])
