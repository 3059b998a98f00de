"""Named sets of items, their algebra, and the way back through earlier selections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Literal, get_args

import numpy as np

from intelviz.case.columns import Ints, Mask
from intelviz.schema.errors import UsageError
from intelviz.workspace.rows import known_rows
from intelviz.workspace.workspace import Change, Mode, Workspace

Operation = Literal["union", "intersection", "difference", "symmetric difference"]

_APPLY: dict[Operation, Callable[[Ints, Ints], Ints]] = {
    "union": np.union1d,
    "intersection": np.intersect1d,
    "difference": np.setdiff1d,
    "symmetric difference": np.setxor1d,
}

WORDS: dict[Operation, str] = {
    "union": "what any of them holds",
    "intersection": "what all of them hold",
    "difference": "what the first holds and no other",
    "symmetric difference": "what an odd number of them holds: of two, what only one of them holds",
}


def combined(operation: Operation, sets: Sequence[Ints]) -> Ints:
    """Return the ids of two or more sets taken together, in order, each once."""
    if operation not in get_args(Operation):
        raise UsageError(
            f"Sets can't be combined by “{operation}”.", remedy=f"Choose one of: {', '.join(get_args(Operation))}."
        )
    if len(sets) < 2:
        raise UsageError("At least two sets are needed to combine them.")
    return reduce(_APPLY[operation], [np.unique(np.asarray(each, np.int64)) for each in sets])


def selected_ids(workspace: Workspace) -> Ints:
    """Return the ids of the selected items, as a set keeps them."""
    return workspace.items.id[workspace.selected]


def select_set(workspace: Workspace, ids: Ints, mode: Mode = "replace") -> None:
    """Select the items of a set; those that the case no longer holds are passed over."""
    workspace.select(known_rows(workspace.items.id, ids), mode)


class SelectionHistory:
    """The selections of this session, to go back and forward through; kept by id, so new imports don't disturb it."""

    def __init__(self, workspace: Workspace, most: int = 200) -> None:
        self._ws, self._most = workspace, most
        self._back: list[Ints] = []
        self._forward: list[Ints] = []
        self._now = selected_ids(workspace)
        self._moving = False
        self.stop = workspace.subscribe(self._changed)

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier selection."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Whether a selection was gone back from."""
        return bool(self._forward)

    def back(self) -> None:
        """Select what was selected before."""
        self._step(self._back, self._forward)

    def forward(self) -> None:
        """Select again what was gone back from."""
        self._step(self._forward, self._back)

    def _step(self, from_: list[Ints], to: list[Ints]) -> None:
        if not from_:
            return
        to.append(self._now)
        self._now = from_.pop()
        self._moving = True
        try:
            select_set(self._ws, self._now)
        finally:
            self._moving = False

    def _changed(self, change: Change) -> None:
        if self._moving or Change.SELECTION not in change:
            return
        now: Ints = selected_ids(self._ws)
        if np.array_equal(now, self._now):
            return
        self._back = [*self._back, self._now][-self._most :]
        self._forward.clear()
        self._now = now


def mask_of_set(workspace: Workspace, ids: Ints) -> Mask:
    """Return one flag an item: it is in the set."""
    return workspace.mask_of(known_rows(workspace.items.id, ids))
