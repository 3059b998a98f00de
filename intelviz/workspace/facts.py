"""What the case says of items beside the columns that views draw: properties, sources, grades.

Each is read once, coded by dictionary, and kept in ``Workspace.facts`` until items change. Reading a property of
1,000,000 items takes seconds: the interface does it in a job.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from intelviz.case.columns import Mask, Rows
from intelviz.schema.errors import UsageError
from intelviz.workspace.rows import rows_of
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

UNGRADED = "ungraded"
_SHOWN_NAMES = 5


@dataclass(frozen=True, eq=False)
class Coded:
    """``codes`` along ``rows`` index ``values``, -1 where nothing is stated; a row may stand there several times."""

    rows: Rows
    codes: Rows
    values: Sequence[str]

    def mask(self, workspace: Workspace, wanted: Mask) -> Mask:
        """Return one flag an item: one of its values is wanted (one flag a value)."""
        found = np.zeros(len(workspace), bool)
        stated = self.codes >= 0
        found[self.rows[stated][wanted[self.codes[stated]]]] = True
        return found


def _coded(workspace: Workspace, ids: Any, codes: Any, values: Sequence[str]) -> Coded:
    rows = rows_of(workspace.items.id, np.asarray(ids, np.int64))
    there = rows >= 0
    return Coded(rows[there].astype(np.int32), np.asarray(codes, np.int32)[there], values)


def property_column(workspace: Workspace, case: CaseFile, kind: str, name: str) -> Coded:
    """Return a property of a type and the types under it; may be called from a job."""
    facts, key = workspace.facts, ("property", kind, name)
    if key not in facts:
        facts[key] = _coded(workspace, *case.property_column(kind, name))
    return cast("Coded", facts[key])


def has_property(workspace: Workspace, kind: str, name: str) -> bool:
    """Return whether the property is in memory."""
    return ("property", kind, name) in workspace.facts


def sources_said(workspace: Workspace, case: CaseFile) -> Coded:
    """Return which live source speaks of which item, by the names of the sources."""
    facts, key = workspace.facts, ("sources",)
    if key not in facts:
        numbers = {each.id: each.name for each in case.sources() if each.live}
        names = sorted(set(numbers.values()), key=str.casefold)
        ids, sources = case.spoken_of()
        code_of = np.full(max(numbers, default=0) + 1, -1, np.int32)
        for number, name in numbers.items():
            code_of[number] = names.index(name)
        facts[key] = _coded(workspace, ids, code_of[sources], names)
    return cast("Coded", facts[key])


def grades_said(workspace: Workspace, case: CaseFile) -> Coded:
    """Return the grades of what is said of each item, as a case writes them ("3x5x2 2BP"), or "ungraded"."""
    facts, key = workspace.facts, ("grades",)
    if key not in facts:
        said = case.item_grades()
        values = sorted({grade or UNGRADED for _, grade in said})
        index = {each: code for code, each in enumerate(values)}
        facts[key] = _coded(
            workspace, [each for each, _ in said], [index[grade or UNGRADED] for _, grade in said], values
        )
    return cast("Coded", facts[key])


def source_mask(workspace: Workspace, case: CaseFile, names: Sequence[str]) -> Mask:
    """Return what any of the named sources speaks of; a source is meant by its name or the last part of it."""
    said = sources_said(workspace, case)
    wanted = np.zeros(len(said.values), bool)
    for name in names:
        folded = name.casefold()
        meant = [each.casefold() == folded for each in said.values]
        if not any(meant):
            meant = [each.casefold().replace("\\", "/").rpartition("/")[2] == folded for each in said.values]
        if not any(meant):
            raise UsageError(f"There is no source “{name}” in this case.", remedy=_known("Sources", said.values))
        wanted |= np.array(meant, bool)
    return said.mask(workspace, wanted)


def graded_mask(workspace: Workspace, case: CaseFile, grades: Sequence[str]) -> Mask:
    """Return what a statement of one of these grades speaks of; a code may be given from its beginning."""
    said = grades_said(workspace, case)
    wanted = np.zeros(len(said.values), bool)
    for grade in grades:
        folded = grade.casefold().strip()
        wanted |= np.array([_is_graded(each.casefold(), folded) for each in said.values], bool)
    return said.mask(workspace, wanted)


def _is_graded(said: str, asked: str) -> bool:
    if asked in {"", UNGRADED, "none"}:
        return said == UNGRADED
    scheme, _, code = said.partition(" ")
    return asked in {said, scheme} or (bool(code) and code.startswith(asked))


def _known(what: str, names: Sequence[str]) -> str:
    if not names:
        return f"There are no {what.casefold()} yet."
    more = f" and {len(names) - _SHOWN_NAMES:,} more" if len(names) > _SHOWN_NAMES else ""
    return f"{what}: {', '.join(names[:_SHOWN_NAMES])}{more}."
