"""All facets of the filter counted anew at 1,000,000 events, each under the other conditions, beside pandas."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from intelviz.workspace.facets import Codes, Facet, crossfiltered
from intelviz.workspace.query.terms import All
from intelviz.workspace.workspace import FilterPart
from scripts.benches.figure import Figure, median_of

_VALUES = (6, 12, 24, 31, 60, 200, 1_000, 5)
"""Different values of each facet."""
_CHOSEN = 4
"""Facets of which half of the values are ticked."""


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure both sides on the same values; they must count the same."""
    import pandas as pd

    count = size or 1_000_000
    random = np.random.default_rng(4)
    rows = np.arange(count, dtype=np.int32)
    codes: list[Codes] = [random.integers(0, many, count).astype(np.int32) for many in _VALUES]
    facets = [
        Facet(f"f{at}", "", rows, code, [str(each) for each in range(many)], lambda _: All())
        for at, (code, many) in enumerate(zip(codes, _VALUES, strict=True))
    ]
    chosen = {each.key: range(len(each.names) // 2) for each in facets[:_CHOSEN]}
    parts = {each.part: FilterPart("", each.mask(count, chosen[each.key])) for each in facets[:_CHOSEN]}
    frame = pd.DataFrame({each.key: pd.Categorical.from_codes(each.code, list(each.names)) for each in facets})
    picked = {key: [str(code) for code in chosen[key]] for key in chosen}

    def theirs() -> dict[str, pd.Series]:
        kept = {key: frame[key].isin(values) for key, values in picked.items()}
        found = {}
        for name in frame.columns:
            mask = np.ones(count, bool)
            for key, each in kept.items():
                if key != name:
                    mask &= each.to_numpy()
            found[name] = frame.loc[mask].groupby(name, observed=False)[name].size()
        return found

    mine, other = crossfiltered(parts, facets), theirs()
    for facet in facets:
        if mine[facet.key][1:].tolist() != other[facet.key].tolist():
            raise AssertionError(f"{facet.key} is counted differently")
    ours = median_of(max(rounds, 5), lambda: _milliseconds(lambda: crossfiltered(parts, facets)))
    peer = median_of(rounds, lambda: _milliseconds(theirs))
    floor = median_of(max(rounds, 5), lambda: _milliseconds(lambda: [np.count_nonzero(code) for code in codes]))
    what = f"count {len(facets)} facets under {_CHOSEN} conditions"
    return [Figure(what, ours, "ms", count, "pandas groupby of categories", peer, floor=floor, goal=30)]


def _milliseconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)
