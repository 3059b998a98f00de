"""Values put in order or into classes, each with its words for the legend."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats
from intelviz.workspace.style.rules import SLOTS, Rule
from intelviz.workspace.style.values import Categories, Numbers

_CLASSES = 5


def by_number(codes: NDArray[np.int32], names: tuple[str, ...]) -> list[int]:
    """Return the codes that there are, the most frequent first."""
    counts = np.bincount(codes, minlength=len(names))
    return sorted(np.flatnonzero(counts).tolist(), key=lambda code: (-counts[code], names[code].casefold()))


def grouped(
    rule: Rule, said: Categories | Numbers, here: NDArray[np.integer], most: int = SLOTS
) -> list[tuple[str, NDArray[np.integer]]]:
    """Return classes of numbers from least to most, or the most frequent values first and the others as one."""
    if isinstance(said, Numbers):
        edges = class_edges(said.values[here], rule.classes, rule.breaks)
        code = np.clip(np.searchsorted(edges, said.values[here], "right") - 1, 0, len(edges) - 2)
        pairs = list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
        there = [place for place in range(len(pairs)) if bool((code == place).any())]
        return [(_between(*pairs[place], last=place == len(pairs) - 1), here[code == place]) for place in there]
    codes = said.codes[here]
    order = by_number(codes, said.names)
    own = order if len(order) <= most else order[: most - 1]
    groups = [(said.names[code], here[codes == code]) for code in own]
    if len(own) < len(order):
        rest = np.isin(codes, order[most - 1 :])
        groups.append((f"{len(order) - len(own):,} others", here[rest]))
    return groups


def class_edges(
    values: Floats, classes: Literal["values", "quantiles", "steps", "breaks"], breaks: tuple[float, ...]
) -> Floats:
    """Return the edges of classes, ascending, each once; values at an edge belong to the class that begins there."""
    least, most = float(values.min()), float(values.max())
    if classes == "breaks" and breaks:
        inner = [each for each in breaks if least < each <= most]
        edges = np.array([least, *inner, most])
    elif classes == "steps":
        edges = np.linspace(least, most, _CLASSES + 1)
    else:
        edges = np.quantile(values, np.linspace(0, 1, _CLASSES + 1))
    edges = np.unique(edges)
    return np.array([least, least + 1.0]) if len(edges) < 2 else edges


def _between(low: float, high: float, *, last: bool) -> str:
    return f"{number_words(low)} – {'' if last else 'under '}{number_words(high)}"


def number_words(value: float) -> str:
    """Return a number in words: whole if it is, else with three digits that count."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3g}"
