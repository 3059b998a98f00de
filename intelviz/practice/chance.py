"""Chance that repeats itself: streams by seed and name, and ways of drawing that keep to given shares."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the random numbers of one part of the case, which no change to another part disturbs."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def counts(total: int, weights: ArrayLike) -> Ints:
    """Return ``total`` divided in the proportion of ``weights``, whole numbers that sum to it (largest remainder)."""
    share = np.asarray(weights, float)
    exact = share / share.sum() * total
    found = np.floor(exact).astype(np.int64)
    missing = total - int(found.sum())
    found[np.argsort(found - exact, kind="stable")[:missing]] += 1
    return found


def dealt(random: np.random.Generator, total: int, weights: ArrayLike) -> Ints:
    """Return ``total`` codes in random order, each as often as its weight asks, to the nearest whole number."""
    share = np.asarray(weights, float)
    return random.permutation(np.repeat(np.arange(len(share)), counts(total, share)))


def drawn(random: np.random.Generator, total: int, weights: ArrayLike) -> Ints:
    """Return ``total`` codes drawn independently with probabilities in the proportion of ``weights``."""
    edges = np.cumsum(np.asarray(weights, float))
    return np.minimum(np.searchsorted(edges, random.random(total) * edges[-1], side="right"), len(edges) - 1)


def drawn_once(random: np.random.Generator, total: int, weights: ArrayLike) -> Ints:
    """Return at most ``total`` different codes; the heavier a code, the earlier it tends to come."""
    share = np.asarray(weights, float)
    return np.argsort(random.exponential(size=len(share)) / np.maximum(share, 1e-300), kind="stable")[:total]


def coupled(keys: ArrayLike, other_keys: ArrayLike) -> Ints:
    """Return which of the others goes with each, the lowest key with the lowest other key and so on.

    Both sides keep their own distribution exactly; how closely they go together depends on the noise in the keys.
    """
    found = np.empty(len(np.asarray(keys)), np.int64)
    found[np.argsort(keys, kind="stable")] = np.argsort(other_keys, kind="stable")
    return found


def picked(words: list[str], codes: Ints) -> list[str]:
    """Return the word of each code."""
    return [words[code] for code in codes.tolist()]
