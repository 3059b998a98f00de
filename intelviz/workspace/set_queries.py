"""Sets that know by which query they were made: made anew, they say what came and what went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from intelviz.case.columns import Ints
from intelviz.schema.errors import CaseDamagedError, UsageError
from intelviz.workspace.query import Query, parse
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

KIND = "query"
"""The kind under which a case keeps the query of a set, by the name of the set."""


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


def query_of(workspace: Workspace, case: CaseFile, name: str) -> Query | None:
    """Return the query of a set, or None; what a stranger's case says in its place is an error in words."""
    body = case.kept(KIND).get(name)
    if body is None:
        return None
    text = body.get("query")
    if not isinstance(text, str):
        raise CaseDamagedError(f"The query of the set “{name}” can't be read.", remedy="Make the set anew.")
    return parse(text, workspace.schema)


def renewed(workspace: Workspace, case: CaseFile, name: str) -> Renewed:
    """Return what the query of a set finds now."""
    query = query_of(workspace, case, name)
    if query is None or name not in case.sets():
        raise UsageError(f"The set “{name}” has no query.", remedy="Keep a set from the filter to give it one.")
    before = np.asarray(case.sets()[name], np.int64)
    now = workspace.items.id[query.mask(workspace, case)]
    came, went = len(np.setdiff1d(now, before)), len(np.setdiff1d(before, now))
    return Renewed(now, came, went)
