"""Sets that know by which query they were made: made anew, they say what came and what went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from intelviz.case.columns import Ints
from intelviz.schema.errors import UsageError
from intelviz.workspace.query import parse
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile


@dataclass(frozen=True, eq=False)
class Renewed:
    """What a set holds by its query now, and how many items came and went."""

    ids: Ints
    came: int
    went: int

    @property
    def words(self) -> str:
        """Return "3 came, 2 went: 41 items"."""
        if not self.came and not self.went:
            return f"nothing came or went: {len(self.ids):,} items"
        return f"{self.came:,} came, {self.went:,} went: {len(self.ids):,} items"


def renewed(workspace: Workspace, case: CaseFile, name: str) -> Renewed:
    """Return what the query of a set finds now; QueryError if a stranger's case has something else in its place."""
    text = case.set_queries().get(name)
    if text is None:
        raise UsageError(f"The set “{name}” has no query.", remedy="Keep a set from the filter to give it one.")
    before = np.asarray(case.sets()[name], np.int64)
    now = workspace.items.id[parse(text, workspace.schema).mask(workspace, case)]
    came, went = len(np.setdiff1d(now, before)), len(np.setdiff1d(before, now))
    return Renewed(now, came, went)
