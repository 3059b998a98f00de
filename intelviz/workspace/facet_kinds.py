"""Which facets a case has, and how each is made: grades, dates, areas, sets, roles, and every property."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from intelviz.analysis.histogram import round_edges
from intelviz.case.columns import Floats, Ints
from intelviz.render.timeaxis import MONTHS
from intelviz.schema.errors import IntelvizError
from intelviz.schema.when import NO_TIME, OPEN_START, UK, from_epoch, to_epoch
from intelviz.workspace.areas import kept_area, rows_in
from intelviz.workspace.facets import Facet, read_range, read_values, said_range, said_values
from intelviz.workspace.facts import Coded, grades_said, property_column
from intelviz.workspace.query.dates import start_text
from intelviz.workspace.query.evaluate import instant_of, value_key
from intelviz.workspace.query.printing import text_of
from intelviz.workspace.query.terms import (
    All,
    And,
    During,
    Graded,
    Has,
    InArea,
    InSet,
    Known,
    LinkedTo,
    Not,
    Or,
    Term,
    either,
)
from intelviz.workspace.rows import known_rows
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

PROPERTY = "property "
_FEW = 12
"""Different numbers up to which each is a value of its own."""
_DATES_TRIED = 40
_MONTHS = 60
"""Months up to which bins of dates are months; above, they are years."""


def available(workspace: Workspace) -> list[tuple[str, str]]:
    """Return key and title of every facet that the case may have: the properties of its most frequent types first."""
    found = [("grades", "Grades"), ("dates", "Dates"), ("areas", "Areas"), ("sets", "Sets"), ("roles", "Roles")]
    counts = np.bincount(workspace.items.type, minlength=len(workspace.item_types))
    for code in np.argsort(-counts, kind="stable").tolist():
        if counts[code]:
            kind = workspace.item_types[code]
            for said in workspace.schema.properties_of(kind.name):
                found.append((f"{PROPERTY}{kind.name}.{said.name}", f"{_titled(kind.label)}: {said.label}"))
    return found


def without_values(workspace: Workspace, case: CaseFile | None) -> set[str]:
    """Return the keys of available facets of which the case has nothing: nobody can choose from them.

    May be called from a job.
    """
    items, empty = workspace.items, set[str]()
    if not (items.when_start != NO_TIME).any():
        empty.add("dates")
    if not len(workspace.links):
        empty.add("roles")
    if case is None:
        return empty
    if not case.has_sets():
        empty.add("sets")
    if not case.kept("area"):
        empty.add("areas")
    if not len(grades_said(workspace, case).values):
        empty.add("grades")
    stated = case.stated_properties()
    for key, _ in available(workspace):
        kind, _, name = key.removeprefix(PROPERTY).partition(".")
        if key.startswith(PROPERTY):
            under = (each for each, said in stated if said == name and each in workspace.schema.items)
            if not any(workspace.schema.is_a(each, kind) for each in under):
                empty.add(key)
    return empty


def is_about(key: str, term: Term) -> bool:
    """Return whether a term says something of that facet and of nothing else, whatever its values are."""
    match term:
        case And(terms) | Or(terms):
            return all(is_about(key, each) for each in terms)
        case Not(inner):
            return is_about(key, inner)
        case Has(kind, name) | Known(kind, name):
            return key == f"{PROPERTY}{kind}.{name}"
        case _:
            return isinstance(term, _SAID.get(key, ()))


_SAID: dict[str, type] = {
    "dates": During, "grades": Graded, "sets": InSet, "areas": InArea, "roles": LinkedTo,
}  # fmt: skip


def facet_of(workspace: Workspace, case: CaseFile | None, key: str) -> Facet | None:
    """Return a facet; None if the case has nothing of the kind. May be called from a job."""
    if key == "dates":
        return _dates(workspace)
    if key == "roles":
        return _roles(workspace)
    if case is None:
        return None
    if key == "grades":
        said = grades_said(workspace, case)
        return _named(key, "Grades", said, lambda name: Graded((name,)))
    if key == "sets":
        groups = [(name, known_rows(workspace.items.id, ids)) for name, ids in case.sets().items()]
        return _named(key, "Sets", _several(groups), InSet)
    if key == "areas":
        areas: list[tuple[str, np.ndarray[tuple[int], np.dtype[np.int32]]]] = []
        for name in case.kept("area"):
            try:
                areas.append((name, rows_in(workspace, kept_area(case, name))))
            except IntelvizError:
                continue
        return _named(key, "Areas", _several(areas), InArea)
    if key.startswith(PROPERTY):
        kind, _, name = key.removeprefix(PROPERTY).partition(".")
        known = {each.name: each.label for each in workspace.schema.properties_of(kind)}
        if name in known:
            title = f"{_titled(workspace.schema.item(kind).label)}: {known[name]}"
            return _property(key, title, property_column(workspace, case, kind, name), kind, name)
    return None


def _titled(words: str) -> str:
    return words[:1].upper() + words[1:]


def _several(groups: list[tuple[str, np.ndarray[tuple[int], np.dtype[np.int32]]]]) -> Coded:
    rows = [np.zeros(0, np.int32), *(each for _, each in groups)]
    codes = [np.zeros(0, np.int32), *(np.full(len(each), at, np.int32) for at, (_, each) in enumerate(groups))]
    return Coded(np.concatenate(rows), np.concatenate(codes), [name for name, _ in groups])


def _named(key: str, title: str, said: Coded, atom: Callable[[str], Term]) -> Facet | None:
    """Return a facet of names, each of which a term of its own describes."""
    if not len(said.values):
        return None
    atoms = [atom(name) for name in said.values]
    written = {text_of(each).casefold(): code for code, each in enumerate(atoms)}

    def say(codes: list[int]) -> Term:
        return either([atoms[code] for code in codes if code >= 0] or [Not(either(atoms))])

    def read(term: Term) -> list[int] | None:
        # A query names a set or an area whatever its capitals.
        asked = [text_of(each).casefold() for each in (term.terms if isinstance(term, Or) else (term,))]
        return [written[each] for each in asked] if all(each in written for each in asked) else None

    return Facet(key, title, said.rows, said.codes, tuple(said.values), say, read)


def _roles(workspace: Workspace) -> Facet | None:
    """Return a facet of the ends of links at which an item stands: "is suspect of", "has as suspect"."""
    links = workspace.links
    size = 2 * len(workspace.link_types)
    ends = np.concatenate([links.a, links.b]).astype(np.int64)
    role = np.concatenate([links.type.astype(np.int64) * 2, links.type.astype(np.int64) * 2 + 1])
    pairs = np.unique(ends * size + role) if size else np.zeros(0, np.int64)
    if not len(pairs):
        return None
    there, code = np.unique(pairs % size, return_inverse=True)
    names: list[str] = []
    terms: list[Term] = []
    for each in there.tolist():
        kind = workspace.link_types[each // 2]
        names.append(kind.reverse if each % 2 else kind.label)
        terms.append(LinkedTo(All(), (kind.name,), "from" if each % 2 else "to"))

    repeated = {each for each in names if names.count(each) > 1}
    kinds = [workspace.link_types[each // 2].name.replace("_", " ").casefold() for each in there.tolist()]
    names = [f"{name} ({kind})" if name in repeated else name for name, kind in zip(names, kinds, strict=True)]

    def say(codes: list[int]) -> Term:
        return either([terms[each] for each in codes if each >= 0] or [Not(LinkedTo(All()))])

    def read(term: Term) -> list[int] | None:
        asked = term.terms if isinstance(term, Or) else (term,)
        return [terms.index(each) for each in asked] if all(each in terms for each in asked) else None

    rows = (pairs // size).astype(np.int32)
    return Facet("roles", "Roles", rows, code.astype(np.int32), tuple(names), say, read)


def _dates(workspace: Workspace) -> Facet | None:
    start = workspace.items.when_start
    rows = np.flatnonzero((start != NO_TIME) & (start > OPEN_START)).astype(np.int32)
    if not len(rows):
        return None
    edges, names = calendar_edges(start[rows])
    code = np.clip(np.searchsorted(edges, start[rows], "right") - 1, 0, len(names) - 1).astype(np.int32)

    def say(codes: list[int]) -> Term:
        return During(int(edges[min(codes)]), int(edges[max(codes) + 1]))

    def read(term: Term) -> list[int] | None:
        if not isinstance(term, During) or term.start is None or term.end is None:
            return None
        first, last = np.searchsorted(edges, (term.start, term.end)).tolist()
        fits = last < len(edges) and (edges[first], edges[last]) == (term.start, term.end)
        return list(range(first, last)) if fits else None

    return Facet("dates", "Dates", rows, code, names, say, read, ordered=True, by_term=True)


def calendar_edges(at: Ints) -> tuple[Ints, tuple[str, ...]]:
    """Return the edges (seconds since the epoch) and names of the days, months or years that hold all these times."""
    first, last = (from_epoch(int(each)) for each in (at.min(), at.max()))
    begun, months = first.year * 12 + first.month - 1, last.year * 12 + last.month - first.year * 12 - first.month + 1
    if months > _MONTHS:
        step = max(1, -(-(last.year - first.year + 1) // _MONTHS))
        years = list(range(first.year, last.year + step + 1, step))
        names = tuple(f"{year}" if step == 1 else f"{year} – {year + step - 1}" for year in years[:-1])
        return np.array([_local(year, 1, 1) for year in years], np.int64), names
    if months > 2:
        each = [(number // 12, number % 12 + 1) for number in range(begun, begun + months + 1)]
        names = tuple(f"{MONTHS[month - 1]} {year}" for year, month in each[:-1])
        return np.array([_local(year, month, 1) for year, month in each], np.int64), names
    days = [first.date() + timedelta(step) for step in range((last.date() - first.date()).days + 2)]
    names = tuple(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in days[:-1])
    return np.array([_local(day.year, day.month, day.day) for day in days], np.int64), names


def _local(year: int, month: int, day: int) -> int:
    return to_epoch(datetime(year, month, day, tzinfo=UK))


def _property(key: str, title: str, said: Coded, kind: str, name: str) -> Facet | None:
    """Return numbers and dates in bins, other values each by itself; values that a query takes for the same are one."""
    index: dict[object, int] = {}
    names: list[str] = []
    same = np.full(len(said.values) + 1, -1, np.int32)
    for at, text in enumerate(said.values):
        if text.strip():
            value = value_key(text)
            code = index.setdefault(value, len(names))
            if code == len(names):
                names.append(text)
            same[at] = code
    if not names:
        return None
    code = same[said.codes]
    binned = _binned(names)
    if binned is None:
        say, read = said_values(kind, name, names), read_values(kind, name, lambda text: index.get(value_key(text)))
        return Facet(key, title, said.rows, code, tuple(names), say, read)
    numbers, edges, texts, words = binned
    bins = np.clip(np.searchsorted(edges, numbers, "right") - 1, 0, len(words) - 1).astype(np.int32)
    code = np.where(code >= 0, bins[code], -1).astype(np.int32)
    say, read = said_range(kind, name, texts), read_range(kind, name, texts)
    return Facet(key, title, said.rows, code, words, say, read, ordered=True)


def _binned(texts: list[str]) -> tuple[Floats, Floats, list[str], tuple[str, ...]] | None:
    """Return numbers, edges, the edges as a query writes them and names of the bins; None for values of another kind.

    Codes that begin with a zero are no numbers.
    """
    if len(texts) <= _FEW:
        return None
    keys = [value_key(text) for text in texts]
    if all(isinstance(each, float) for each in keys):
        if any(len(text) > 1 and text[0] == "0" and text[1].isdigit() for text in texts):
            return None
        numbers = np.array(keys, np.float64)
        edges = round_edges(numbers)
        said = [f"{edge:.12f}".rstrip("0").rstrip(".") for edge in edges.tolist()]
        whole = bool((numbers == np.floor(numbers)).all())
        pairs = zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
        return numbers, edges, said, tuple(bin_words(low, high, whole=whole) for low, high in pairs)
    if any(instant_of(text) is None for text in texts[:_DATES_TRIED]):
        return None
    instants = [instant_of(text) for text in texts]
    if any(each is None for each in instants):
        return None
    starts = np.array([each[0] for each in instants if each is not None], np.int64)
    at, words = calendar_edges(starts)
    return starts.astype(np.float64), at.astype(np.float64), [start_text(each) for each in at.tolist()], words


def bin_words(low: float, high: float, *, whole: bool) -> str:
    """Return "10 – 14" for whole numbers, "1.5 – under 2" else."""
    if whole and high - low == 1:
        return f"{low:,.0f}"
    return f"{low:,.0f} – {high - 1:,.0f}" if whole else f"{low:,.6g} – under {high:,.6g}"
