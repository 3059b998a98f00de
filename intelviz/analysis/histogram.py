"""Bins of numbers for a histogram that a person reads: round edges, no more of them than can be told apart."""

from __future__ import annotations

import math

import numpy as np

from intelviz.case.columns import Floats

MOST = 40


def round_edges(values: Floats, most: int = MOST) -> Floats:
    """Return the edges of bins of equal width over finite numbers, at round numbers (1, 2 or 5 times a power of ten).

    The width is that of the rule of Freedman and Diaconis ("On the histogram as a density estimator", 1981), made
    round upwards, and wider where there would be more than ``most`` bins. Whole numbers get no bins narrower than 1.
    """
    first, last = float(values.min()), float(values.max())
    if first == last:
        return np.array([first, first + 1.0])
    quarter, three = np.percentile(values, (25, 75))
    width = 2 * float(three - quarter) / len(values) ** (1 / 3) or (last - first) / 10
    width = max(width, (last - first) / most)
    if bool((values == np.floor(values)).all()):
        width = max(width, 1.0)
    while True:
        step = _round_up(width)
        begin = math.floor(first / step) * step
        count = math.floor((last - begin) / step) + 1
        if count <= most + 1:
            return np.asarray(begin + step * np.arange(count + 1), np.float64)
        width = step * 1.01


def _round_up(width: float) -> float:
    power = 10.0 ** math.floor(math.log10(width))
    return next(each * power for each in (1.0, 2.0, 5.0, 10.0) if each * power >= width * (1 - 1e-12))
