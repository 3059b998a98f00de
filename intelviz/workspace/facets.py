"""Facets: what items can be filtered by, with counts that follow every other part of the filter but not the own one.

A facet holds for each item the code of its value. What is chosen of it is said as a term of the query language, so that
boxes and text mean the same; the mask is made from the codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Mask, Rows
from intelviz.workspace.query.terms import Has, Known, Or, Term, both, either
from intelviz.workspace.workspace import FilterPart, Workspace

PART = "facet "
"""With what the names of the filter's parts begin that facets set."""
Codes = NDArray[np.int32]


def nothing_read(term: Term) -> list[int] | None:
    """Understand no term."""
    del term
    return None


@dataclass(frozen=True, eq=False)
class Facet:
    """Values of items: ``code`` along ``row`` indexes ``names``, -1 where nothing is stated.

    ``row`` may hold an item several times, each time with another value. ``ordered`` says that the names are bins of a
    number or a time: a range of them is chosen. ``say`` gives the term for chosen codes, ``read`` the codes of a term
    that ``say`` gave, or None. ``by_term`` says that only the term knows what fits (times that touch a bin).
    """

    key: str
    title: str
    row: Rows
    code: Codes
    names: Sequence[str]
    say: Callable[[list[int]], Term]
    read: Callable[[Term], list[int] | None] = field(default=nothing_read)
    ordered: bool = False
    by_term: bool = False

    @property
    def part(self) -> str:
        """The name of its part of the workspace's filter."""
        return PART + self.key

    @cached_property
    def _doubled(self) -> NDArray[np.intp]:
        return (self.code.astype(np.intp) + 1) * 2

    @cached_property
    def every(self) -> NDArray[np.int64]:
        """How many items have each value, whatever the filter; that of "not stated" comes first."""
        return np.bincount(self.code.astype(np.intp) + 1, minlength=len(self.names) + 1)

    def counts(self, mask: Mask | None) -> NDArray[np.int64]:
        """Return how many of the marked items (None: of all) have each value; "not stated" comes first."""
        if mask is None:
            return self.every
        whole = len(self.row) == len(mask) and bool(len(mask)) and self._is_plain
        there = mask if whole else mask[self.row]
        size = len(self.names) + 1
        if np.count_nonzero(there) * 4 < len(there):
            return np.bincount(self._doubled[np.flatnonzero(there)] >> 1, minlength=size)
        # One pass without a gather: each value has two bins, for what is hidden and what is shown.
        return np.bincount(self._doubled + there, minlength=2 * size)[1::2]

    @cached_property
    def _is_plain(self) -> bool:
        return bool((self.row == np.arange(len(self.row), dtype=np.int32)).all())

    def mask(self, count: int, codes: Iterable[int]) -> Mask:
        """Return one flag for each of ``count`` items: it has one of these values (-1: none is stated)."""
        wanted = np.zeros(len(self.names) + 1, bool)
        wanted[np.array(list(codes), np.int64) + 1] = True
        found = np.zeros(count, bool)
        found[self.row[wanted[self.code + 1]]] = True
        return found


def masks_without(parts: Mapping[str, FilterPart], names: Iterable[str]) -> dict[str, Mask | None]:
    """Return for each name what all parts but that one let through; None where no other part is set."""
    found: dict[str, Mask | None] = {}
    if not parts:
        return dict.fromkeys(names)
    failing = np.zeros(len(next(iter(parts.values())).mask), np.uint8 if len(parts) < 255 else np.uint16)
    for part in parts.values():
        failing += ~part.mask
    shown = failing == 0
    for name in names:
        own = parts.get(name)
        if own is None:
            found[name] = shown
        else:
            found[name] = None if len(parts) == 1 else failing == ~own.mask
    return found


def shown_without(workspace: Workspace, name: str) -> Mask:
    """Return what would be shown if one part of the filter were not set."""
    mask = masks_without(workspace.filter_parts, [name])[name]
    return np.ones(len(workspace), bool) if mask is None else mask


def crossfiltered(parts: Mapping[str, FilterPart], facets: Iterable[Facet]) -> dict[str, NDArray[np.int64]]:
    """Return the counts of each facet, by its key, under every part of the filter but its own."""
    listed = list(facets)
    masks = masks_without(parts, [each.part for each in listed])
    return {each.key: each.counts(masks[each.part]) for each in listed}


def why_empty(workspace: Workspace) -> str:
    """Return which part of the filter took the last items away, and what would be left without each; "" if any is."""
    parts = workspace.filter_parts
    if workspace.shown.any() or not len(workspace) or not parts:
        return ""
    left = np.ones(len(workspace), bool)
    words = ""
    for part in parts.values():
        before, left = int(np.count_nonzero(left)), left & part.mask
        if not left.any():
            words = f"“{part.words}” took away the last {before:,}." if before > 1 else f"“{part.words}” took the last."
            break
    masks = masks_without(parts, parts)
    back = {
        parts[name].words: len(workspace) if mask is None else int(np.count_nonzero(mask))
        for name, mask in masks.items()
    }
    best = max(back, key=lambda each: back[each])
    if back[best]:
        return f"Nothing is shown: {words} Without “{best}”, {back[best]:,} would be."
    return f"Nothing is shown: {words} No single part of the filter is the reason."


# What is chosen of a property, as a term and back


def said_values(kind: str, name: str, values: Sequence[str]) -> Callable[[list[int]], Term]:
    """Return how chosen values of a property are said."""

    def say(codes: list[int]) -> Term:
        chosen = tuple(values[code] for code in codes if code >= 0)
        terms: list[Term] = []
        if chosen:
            terms.append(Has(kind, name, "in" if len(chosen) > 1 else "=", chosen))
        if -1 in codes or not terms:
            terms.append(Known(kind, name, known=False))
        return either(terms)

    return say


def read_values(kind: str, name: str, code_of: Callable[[str], int | None]) -> Callable[[Term], list[int] | None]:
    """Return how such a term is understood."""

    def read(term: Term) -> list[int] | None:
        codes: list[int] = []
        for each in term.terms if isinstance(term, Or) else (term,):
            match each:
                case Has(type_, prop, "in" | "=", chosen) if (type_, prop) == (kind, name):
                    found = [code_of(value) for value in chosen]
                    if None in found:
                        return None
                    codes += [code for code in found if code is not None]
                case Known(type_, prop, False) if (type_, prop) == (kind, name):
                    codes.append(-1)
                case _:
                    return None
        return sorted(set(codes))

    return read


def said_range(kind: str, name: str, edges: Sequence[str]) -> Callable[[list[int]], Term]:
    """Return how a chosen range of bins is said; bin ``i`` goes from edge ``i`` to below edge ``i + 1``."""

    def say(codes: list[int]) -> Term:
        first, last = min(codes), max(codes) + 1
        return both([Has(kind, name, ">=", (edges[first],)), Has(kind, name, "<", (edges[last],))])

    return say


def read_range(kind: str, name: str, edges: Sequence[str]) -> Callable[[Term], list[int] | None]:
    """Return how such a term is understood."""
    at = {edge: code for code, edge in enumerate(edges)}

    def read(term: Term) -> list[int] | None:
        parts = getattr(term, "terms", ())
        match parts:
            case (Has(one, first, ">=", (low,)), Has(other, second, "<", (high,))):
                if (one, first) == (other, second) == (kind, name) and low in at and high in at:
                    return list(range(at[low], at[high]))
            case _:
                pass
        return None

    return read
