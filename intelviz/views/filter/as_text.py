"""What is set in the filter panel, as one query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from intelviz.workspace.facets import PART
from intelviz.workspace.query.printing import text_of
from intelviz.workspace.query.terms import All, FromSource, Ids, Not, OfType, Term, both, either
from intelviz.workspace.workspace import Workspace

MOST_IDS = 10_000
"""Items picked one by one that a query still names."""


def query_text(
    workspace: Workspace,
    types_off: Collection[object],
    sources: tuple[Iterable[str], Iterable[str]],
    facets: Mapping[str, Term],
    query: Term | None,
) -> tuple[str, list[str]]:
    """Return the query, and in words what of the filter it doesn't say; ``sources`` are the ticked and the others."""
    terms: list[Term] = [] if query is None else [query]
    if types_off:
        terms.append(_types(workspace, types_off))
    on, off = (tuple(each) for each in sources)
    if off:
        terms.append(Not(both([FromSource(off), Not(FromSource(on))]) if on else FromSource(off)))
    terms += facets.values()
    left_out: list[str] = []
    for name, part in workspace.filter_parts.items():
        if name in {"types", "sources", "query"} or name.startswith(PART):
            continue
        stays = np.flatnonzero(part.mask)
        goes = np.flatnonzero(~part.mask)
        if name == "picked" and 0 < len(stays) <= MOST_IDS:
            terms.append(Ids(tuple(workspace.items.id[stays].tolist())))
        elif name == "hidden" and 0 < len(goes) <= MOST_IDS:
            terms.append(Not(Ids(tuple(workspace.items.id[goes].tolist()))))
        else:
            left_out.append(part.words)
    return text_of(both(terms) if terms else All()), left_out


def _types(workspace: Workspace, off: Collection[object]) -> Term:
    """Return the ticked types; a type under whose name others stand is said without those that are not ticked."""
    names = [kind.name for kind in workspace.item_types]
    found: list[Term] = []
    for name in names:
        if name not in off:
            under = [each for each in names if each != name and each in off and workspace.schema.is_a(each, name)]
            found.append(both([OfType(name), *(Not(OfType(each)) for each in under)]))
    return either(found) if found else Not(All())
