"""Whether two counts of two stretches of time differ by more than chance."""

from __future__ import annotations

import math

import numpy as np

from intelviz.case.columns import Floats, Ints

_SMALL = np.array([math.lgamma(number + 1) for number in range(32)])
_TIE = 1e-7
"""Relative difference below which two probabilities count as equal: floating point can't tell them apart."""


def conditional_binomial(a: Ints, b: Ints, share: Floats) -> Floats:
    """Return the two-sided p of equal rates for pairs of Poisson counts, exactly.

    ``share`` is the part of both stretches together that belongs to ``a``, 0 to 1. Given a + b, and equal rates, ``a``
    is binomial with that share (Przyborowski and Wilenski, "Homogeneity of results in testing samples from Poisson
    series", Biometrika 31, 1940); p is the sum of all outcomes no more likely than the one observed. NaN where there is
    nothing to test: no event in either, or no time in one of the two.
    """
    found = np.full(len(a), np.nan)
    for place, (one, other, part) in enumerate(zip(a.tolist(), b.tolist(), share.tolist(), strict=True)):
        if one + other > 0 and 0 < part < 1:
            found[place] = _two_sided(one, one + other, part)
    return found


def _two_sided(observed: int, count: int, share: float) -> float:
    outcomes = np.arange(count + 1)
    log_p = (
        _log_factorial(np.array([count]))
        - _log_factorial(outcomes)
        - _log_factorial(count - outcomes)
        + outcomes * math.log(share)
        + (count - outcomes) * math.log1p(-share)
    )
    return min(float(np.exp(log_p[log_p <= log_p[observed] + _TIE]).sum()), 1.0)


def _log_factorial(number: Ints) -> Floats:
    """Return ln n!, by Stirling's series from 32 on, where its error is below that of a float."""
    large = np.maximum(number, 32).astype(np.float64)
    series = 1 / (12 * large) - 1 / (360 * large**3) + 1 / (1260 * large**5) - 1 / (1680 * large**7)
    stirling = large * np.log(large) - large + 0.5 * np.log(2 * np.pi * large) + series
    return np.where(number < 32, _SMALL[np.minimum(number, 31)], stirling)


def benjamini_hochberg(p: Floats) -> Floats:
    """Return p adjusted for the number of tests (Benjamini and Hochberg, 1995): the false discovery rate; NaN stays."""
    adjusted = np.full(len(p), np.nan)
    tested = np.flatnonzero(np.isfinite(p))
    if not len(tested):
        return adjusted
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted
