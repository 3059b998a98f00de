"""Force-directed for thousands of items: communities first, then their members, the repulsion of all by all on a grid.

Levels are those of Blondel et al. (2008, "Fast unfolding of communities in large networks"): each community is one
body of the coarser graph. Repulsion (Fruchterman and Reingold, 1991) is a convolution over a grid of masses, as in
Linderman et al. (2019, "Fast interpolation-based t-SNE"), so that a round costs as much as there are items and links.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import igraph
import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout.layout import SPACING, Positions

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]

_FEWEST = 60
"""A level of fewer bodies than this is not made coarser."""
_BETWEEN = 0.03
"""Pull of a link that leaves its community, to that of one inside."""


@dataclass(frozen=True)
class _Level:
    """A graph of weighted bodies; ``inside`` names for each of them the body of the next coarser level."""

    mass: Reals
    a: Numbers
    b: Numbers
    weight: Reals
    inside: Numbers | None = None


def arranged(graph: igraph.Graph, seed: int, step: Callable[[float], None]) -> Positions:
    """Return places for a connected graph of thousands; ``step`` is told the share that is done."""
    levels = _levels(graph, seed)
    generator = np.random.default_rng(seed)
    at = generator.normal(0, 1, (len(levels[-1].mass), 2)) * np.sqrt(levels[-1].mass.sum())
    cost = np.cumsum([0.0, *(float(len(level.mass)) for level in reversed(levels))])
    for number, level in enumerate(reversed(levels)):
        if number:
            inside = levels[len(levels) - number - 1].inside
            assert inside is not None
            # Members begin in a disc round their community, as large as they need.
            coarse = levels[len(levels) - number].mass
            angle = generator.uniform(0, 2 * np.pi, len(inside))
            away = np.sqrt(generator.uniform(0, 1, len(inside)) * coarse[inside]) * 0.5
            at = at[inside] + np.column_stack([np.cos(angle), np.sin(angle)]) * away[:, None]
        rounds = 200 if len(level.mass) < 6_000 else 100 if len(level.mass) < 30_000 else 70
        share = cost[number + 1] - cost[number]
        begun = cost[number]

        def tell(done: float, begun: float = begun, share: float = share) -> None:
            step((begun + share * done) / cost[-1])

        at = _settled(level, at, rounds, 1.0 if number == 0 else 0.25, tell)
    return (_drawn_in(at) * SPACING * 0.55).astype(np.float32)


def _levels(graph: igraph.Graph, seed: int) -> list[_Level]:
    """Return the graph and its coarser and coarser versions, finest first."""
    count = graph.vcount()
    edges = np.array(graph.get_edgelist(), np.int64).reshape(-1, 2)
    a, b = edges[:, 0], edges[:, 1]
    degree = np.bincount(edges.ravel(), minlength=count).astype(np.float64)
    # What has few links is held by each of them; what has many is held by them together.
    weight = 1 / np.sqrt(np.minimum(degree[a], degree[b]))
    weight *= 1.5 / weight.mean()
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311  places, not secrets
    try:
        found = cast(
            "list[igraph.VertexClustering]", graph.community_multilevel(weights=weight.tolist(), return_levels=True)
        )
    finally:
        igraph.set_random_number_generator(random)
    if len(found):
        # Links that leave a community pull little, as in OpenOrd (Martin et al., 2011): else all becomes one ball.
        widest = np.asarray(found[-1].membership, np.int64)
        weight = np.where(widest[a] == widest[b], weight, weight * _BETWEEN)
    levels: list[_Level] = []
    mass = np.ones(count)
    before = np.arange(count)
    for clustering in found:
        member = np.asarray(clustering.membership, np.int64)
        groups = int(member.max()) + 1
        if groups < _FEWEST or groups > 0.8 * len(mass):
            continue
        inside = np.zeros(len(mass), np.int64)
        inside[before] = member
        levels.append(_Level(mass, a, b, weight, inside))
        mass = np.bincount(inside, mass, groups).astype(np.float64)
        low, high = np.minimum(inside[a], inside[b]), np.maximum(inside[a], inside[b])
        keys, back = np.unique((low * groups + high)[low != high], return_inverse=True)
        weight = np.bincount(back.ravel(), weight[low != high], len(keys)).astype(np.float64)
        a, b = keys // groups, keys % groups
        before = member
    levels.append(_Level(mass, a, b, weight))
    return levels


def _settled(level: _Level, at: Reals, rounds: int, warmth: float, step: Callable[[float], None]) -> Reals:
    """Return the places after so many rounds of pull and push, each moving less than the one before."""
    count = len(level.mass)
    size = np.sqrt(level.mass.sum())
    grid = 64 if count < 6_000 else 128 if count < 30_000 else 256
    held = np.maximum(np.bincount(level.a, level.weight, count) + np.bincount(level.b, level.weight, count), 1e-9)
    for number in range(rounds):
        step(number / rounds)
        force = _pushed(at, level.mass, grid) * level.mass[:, None]
        gap = at[level.b] - at[level.a]
        drawn = gap * level.weight[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(level.a, drawn[:, axis], count) - np.bincount(level.b, drawn[:, axis], count)
        # A body held by many links is not thrown past where they hold it.
        move = force / held[:, None] * 0.5
        far = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-12)
        most = warmth * size * 0.1 * (1 - number / rounds)
        at = at + move * np.minimum(1.0, most / far)[:, None]
        at -= at.mean(0)
    return at


def _pushed(at: Reals, mass: Reals, grid: int) -> Reals:
    """Return the push of all masses at each place: mass over distance, found on a grid by convolution."""
    low, high = at.min(0), at.max(0)
    cell = float((high - low).max()) / (grid - 3) + 1e-9
    spot = (at - low) / cell + 1
    whole = np.floor(spot).astype(np.int64)
    part = spot - whole
    corners = [
        ((whole[:, 0] + dx) * grid + whole[:, 1] + dy, np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1]))
        for dx in (0, 1)
        for dy in (0, 1)
    ]
    flat = np.zeros(grid * grid)
    for corner, share in corners:
        flat += np.bincount(corner, share * mass, grid * grid)
    spread = np.fft.rfft2(flat.reshape(grid, grid), (2 * grid, 2 * grid))
    push = np.zeros((len(at), 2))
    for axis, kernel in enumerate(_kernels(grid)):
        field = np.fft.irfft2(spread * kernel, (2 * grid, 2 * grid))[:grid, :grid].ravel() / cell
        for corner, share in corners:
            push[:, axis] += share * field[corner]
    return push


@lru_cache(4)
def _kernels(grid: int) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Return the transforms of push over distance along both axes, for cells of size 1."""
    steps = np.fft.fftfreq(2 * grid, 1 / (2 * grid))
    dx, dy = np.meshgrid(steps, steps, indexing="ij")
    square = dx * dx + dy * dy + 0.5
    return np.fft.rfft2(dx / square), np.fft.rfft2(dy / square)


def _drawn_in(at: Reals) -> Reals:
    """Return the places with far-flung ones nearer, in their order: one long tail should not make the rest small."""
    middle = np.median(at, 0)
    gap = at - middle
    away = np.maximum(np.hypot(gap[:, 0], gap[:, 1]), 1e-9)
    usual = float(np.percentile(away, 97))
    nearer = np.where(away > usual, usual * (1 + 0.35 * np.log(away / usual)), away)
    return gap * (nearer / away)[:, None]
