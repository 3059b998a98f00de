"""A query as boxes: what of it the filter panel can tick, and what stays text because no box says it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from intelviz.case.columns import Mask
from intelviz.workspace.facet_kinds import PROPERTY, is_about
from intelviz.workspace.query.terms import And, FromSource, Has, Known, Not, OfType, Or, Term, both
from intelviz.workspace.workspace import Workspace


@dataclass
class Boxes:
    """What is to be ticked: types and sources (by number) to empty, a term a facet, and what stays as text."""

    types_off: set[str] = field(default_factory=set[str])
    sources_off: set[int] = field(default_factory=set[int])
    facets: dict[str, Term] = field(default_factory=dict[str, Term])
    rest: list[Term] = field(default_factory=list[Term])

    @property
    def text(self) -> Term | None:
        """What stays as text."""
        return both(self.rest) if self.rest else None

    @property
    def ticks(self) -> bool:
        """Whether anything is ticked or emptied."""
        return bool(self.types_off or self.sources_off or self.facets)


def as_boxes(
    workspace: Workspace,
    term: Term,
    sources: Mapping[int, str],
    facets: Collection[str],
    masks: tuple[Callable[[Term], Mask], Callable[[set[int]], Mask]],
    ticks: Callable[[str, Term], bool],
) -> Boxes:
    """Return what can be ticked of a query.

    ``facets`` are the keys that are listed. ``masks`` give what a term describes and what stays with some sources
    emptied: a box that would show anything else than the text says is not taken. ``ticks`` says whether a facet has
    boxes or bars for a term about it.
    """
    of_term, of_sources = masks
    parts = list(term.terms) if isinstance(term, And) else [term]
    found = Boxes()
    names = [kind.name for kind in workspace.item_types]
    for part in parts:
        allowed = _types_said(workspace, part, names)
        if allowed is not None:
            found.types_off |= set(names) - allowed
    left = set(names) - found.types_off
    for part in parts:
        if _types_said(workspace, part, names) is not None:
            continue
        off = _sources_said(part, sources)
        if off is not None and not found.sources_off and (of_sources(off) == of_term(part)).all():
            found.sources_off = off
            continue
        said, key = _facet_said(workspace, part, facets, left)
        fits = key and key not in found.facets and ticks(key, said)
        if fits and (said == part or (of_term(said) == (of_term(part) & _of_names(workspace, left))).all()):
            found.facets[key] = said
        else:
            found.rest.append(part)
    return found


def _of_names(workspace: Workspace, names: Collection[str]) -> Mask:
    """Return which items are of types of exactly these names."""
    flags = np.array([kind.name in names for kind in workspace.item_types], bool)
    return flags[workspace.items.type]


def _types_said(workspace: Workspace, part: Term, names: list[str]) -> set[str] | None:
    """Return the types that a part of a query lets through, None where it says something else."""
    match part:
        case OfType(name):
            return {each for each in names if workspace.schema.is_a(each, name)}
        case Not(inner):
            said = _types_said(workspace, inner, names)
            return None if said is None else set(names) - said
        case Or(terms):
            every = [_types_said(workspace, each, names) for each in terms]
            return None if None in every else {name for each in every if each is not None for name in each}
        case _:
            return None


def _sources_said(part: Term, sources: Mapping[int, str]) -> set[int] | None:
    """Return the sources to empty for a part that speaks of sources alone."""
    match part:
        case FromSource(names):
            wanted = {each.casefold() for each in names}
            return {number for number, name in sources.items() if name.casefold() not in wanted}
        case Not(FromSource(names)) | Not(And((FromSource(names), Not(FromSource())))):
            gone = {each.casefold() for each in names}
            return {number for number, name in sources.items() if name.casefold() in gone}
        case _:
            return None


def _facet_said(workspace: Workspace, part: Term, facets: Collection[str], left: set[str]) -> tuple[Term, str]:
    """Return a part as a facet says it, and the key of the facet; "" where none does."""
    for key in facets:
        if is_about(key, part):
            return part, key
    # "Crime where type = Burglary" doesn't say whose type: where only one of the types left has such, it is meant.
    names = {each.name for each in _properties(part)}
    if len(names) == 1 and all(each.type is None for each in _properties(part)):
        name = next(iter(names))
        kinds = [key for key in facets if key.startswith(PROPERTY) and key.endswith(f".{name}")]
        mine = [key for key in kinds if key.removeprefix(PROPERTY).partition(".")[0] in left]
        if len(mine) == 1:
            said = _of_type(part, mine[0].removeprefix(PROPERTY).partition(".")[0])
            if is_about(mine[0], said):
                return said, mine[0]
    return part, ""


def _properties(part: Term) -> Iterator[Has | Known]:
    match part:
        case Has() | Known():
            yield part
        case And(terms) | Or(terms):
            for each in terms:
                yield from _properties(each)
        case Not(inner):
            yield from _properties(inner)
        case _:
            pass


def _of_type(part: Term, kind: str) -> Term:
    match part:
        case Has() | Known():
            return replace(part, type=kind)
        case And(terms):
            return And(tuple(_of_type(each, kind) for each in terms))
        case Or(terms):
            return Or(tuple(_of_type(each, kind) for each in terms))
        case Not(inner):
            return Not(_of_type(inner, kind))
        case _:
            return part
