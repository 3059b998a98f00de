"""What a case can be asked for by name, for the completion of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from intelviz.workspace.facts import grades_said, has_property, property_column, sources_said
from intelviz.workspace.query.completing import Offer, Vocabulary, complete
from intelviz.workspace.query.names import Names
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

MOST_READ = 100_000
"""Items up to which a property is read while somebody types; of larger cases, those that were read before."""
_VALUES = 200


def vocabulary_of(workspace: Workspace, case: CaseFile | None) -> Vocabulary:
    """Return names of the case: types by how many items there are, sets, areas, sources, grades and values."""
    names = Names(workspace.schema)
    counts = np.bincount(workspace.items.type, minlength=len(workspace.item_types))
    order = [code for code in np.argsort(-counts, kind="stable").tolist() if counts[code]]
    types = [workspace.item_types[code].name for code in order]
    if case is None:
        return Vocabulary(names, types)
    small = len(workspace) <= MOST_READ

    def values(kind: str | None, name: str) -> Sequence[str]:
        found: dict[str, int] = {}
        for each in types:
            if (kind is None or workspace.schema.is_a(each, kind)) and each in names.types_with(name, kind):
                if name == "label" or not (small or has_property(workspace, each, name)):
                    continue
                said = property_column(workspace, case, each, name)
                many = np.bincount(said.codes[said.codes >= 0], minlength=len(said.values))
                for code in list(np.argsort(-many, kind="stable")[:_VALUES]):
                    value = str(said.values[code])
                    found[value] = found.get(value, 0) + int(many[code])
        return sorted(found, key=lambda value: -found[value])

    sources = sources_said(workspace, case).values if small or ("sources",) in workspace.facts else ()
    grades = grades_said(workspace, case).values if small or ("grades",) in workspace.facts else ()
    return Vocabulary(names, types, list(case.sets()), list(case.kept("area")), sources, grades, values)


def offer_of(workspace: Workspace, case: CaseFile | None) -> Callable[[str, int], Offer]:
    """Return what may come next at the caret of a text that is a query."""
    return lambda text, caret: complete(text, caret, vocabulary_of(workspace, case))
