"""Thousands of linked items, as far apart on the canvas as they are steps apart in the graph.

The stress of a drawing (Kamada and Kawai, 1989) is lowered by majorisation (Gansner, Koren and North, 2005), each item
against a random sample of all others only, as in the sparse stress model of Ortmann, Klimenta and Brandes (2016): with
equal weights a sample stands for the whole without favour. It starts from the pivot form of multidimensional scaling
(Brandes and Pich, 2006), coarse to fine: the sample is the coarse level, which every item is then placed by. The last
rounds draw items to those they are linked to with a force that does not grow with distance, as in LinLog (Noack, 2007),
so that circles of close contacts stand apart from each other.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Numbers = NDArray[np.int64]

PIVOTS = 100
_ROUNDS, _LAST = 30, 16


def _pull(count: int) -> float:
    """Return the weight of an item's neighbours in the last rounds, to that of all pivots: less in large graphs.

    In a large graph few of all items can stand by those they are linked to, and the shape of the whole counts for more.
    """
    return float(np.clip(0.7 * (20_000 / count) ** 0.25, 0.35, 1.2))


def neighbours(a: Numbers, b: Numbers, count: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return ``start`` and ``other``: the items linked to item i are ``other[start[i]:start[i + 1]]``."""
    ends, others = np.concatenate([a, b]), np.concatenate([b, a])
    start = np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=count))])
    return start.astype(np.int32), others[np.argsort(ends, kind="stable")].astype(np.int32)


def stressed(a: Numbers, b: Numbers, count: int, seed: int, tell: Callable[[float], None]) -> Reals:
    """Return places, in steps, for connected items of which the pairs ``a``, ``b`` are linked.

    ``tell`` hears the share that is done.
    """
    from intelviz.analysis.layout.stress_kernel import moved, steps_from

    start, other = neighbours(a, b, count)
    generator = np.random.default_rng(seed)
    pivots = np.sort(generator.choice(count, min(PIVOTS, count), replace=False)).astype(np.int64)
    tell(0.0)
    steps = steps_from(start, other, pivots)
    tell(0.2)
    at = _begin(steps, generator)
    tell(0.3)
    weight = np.zeros(int(steps.max()) + 1, np.float32)
    weight[1:] = 1 / np.arange(1.0, len(weight)) ** 2
    degree = np.diff(start)
    # What has few links is held by each of them; what has many is held by them together.
    held = (1 / np.sqrt(np.minimum(np.repeat(degree, degree), degree[other]))).astype(np.float32)
    after = np.empty_like(at)
    for number in range(_ROUNDS):
        pull = _pull(count) if number >= _ROUNDS - _LAST else 0.0
        pivot_x, pivot_y = at[pivots].T.copy()
        moved(at, pivot_x, pivot_y, steps, weight, start, other, held, np.float32(pull), after)
        at, after = after, at
        tell(0.3 + 0.7 * (number + 1) / _ROUNDS)
    return (at - at.mean(0)).astype(np.float64)


def _begin(steps: NDArray[np.uint16], generator: np.random.Generator) -> NDArray[np.float32]:
    """Return first places by pivot MDS, as wide as the steps ask for, those of equal place a little apart."""
    square = steps.astype(np.float32) ** 2
    square -= square.mean(0)
    square -= square.mean(1)[:, None]
    _, axes = np.linalg.eigh((square.T @ square).astype(np.float64))
    # An axis has no sign of its own: the largest part points to the right or down.
    axes = axes[:, [-1, -2]] if axes.shape[1] > 1 else np.column_stack([axes[:, -1], np.zeros(len(axes))])
    axes = axes * np.where(axes[np.argmax(np.abs(axes), 0), [0, 1]] < 0, -1, 1)
    at = (square @ axes.astype(np.float32)).astype(np.float64)
    wide = max(float(np.hypot(at[:, 0], at[:, 1]).mean()), 1e-9)
    return (at * (0.7 * float(steps.mean()) / wide) + generator.normal(0, 0.3, at.shape)).astype(np.float32)
