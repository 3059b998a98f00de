"""Parts that aren't linked to each other side by side, and items so far apart that none covers another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout.layout import SPACING, Positions
from intelviz.case.columns import Mask


def blocks(count: int, labels: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return the item numbers of each part, largest part first; ``labels`` number the part of each item."""
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    parts = np.split(order, cuts) if count else []
    return sorted(parts, key=lambda part: (-len(part), int(part[0])))


def packed(parts: list[Positions], gap: float = SPACING) -> list[Positions]:
    """Return the parts moved so that none overlaps, in a shape about half as wide again as it is high.

    Beside one part that takes most of the room the others stand in columns, else all stand row by row.
    """
    if not parts:
        return []
    sizes = [part.max(0) - part.min(0) + gap for part in parts]
    area = float(sum(size[0] * size[1] for size in sizes))
    first = sizes[0]
    if len(parts) > 1 and float(first[0] * first[1]) > area / 2 and all(size[1] <= first[1] for size in sizes):
        beside = _shelves([(float(size[1]), float(size[0])) for size in sizes[1:]], float(first[1]))
        corners = [(0.0, 0.0), *((float(first[0]) + down, across) for across, down in beside)]
    else:
        wide = max(float(first[0]), np.sqrt(area * 1.5))
        corners = _shelves([(float(size[0]), float(size[1])) for size in sizes], wide)
    return [
        (part - part.min(0) + corner).astype(np.float32)
        for part, corner in zip(parts, np.array(corners, np.float32), strict=True)
    ]


def _shelves(sizes: list[tuple[float, float]], wide: float) -> list[tuple[float, float]]:
    """Return the corner of each box where they stand along shelves of that width, one under the other."""
    corners: list[tuple[float, float]] = []
    x = y = tall = 0.0
    for across, down in sizes:
        if x > 0 and x + across > wide:
            x, y, tall = 0.0, y + tall, 0.0
        corners.append((x, y))
        x, tall = x + across, max(tall, down)
    return corners


def block(count: int, spacing: float = SPACING * 0.6) -> Positions:
    """Return a tidy block of items that are linked to nothing."""
    wide = max(1, int(np.ceil(np.sqrt(count * 2.5))))
    numbers = np.arange(count)
    return np.column_stack([numbers % wide, numbers // wide]).astype(np.float32) * np.float32(spacing)


def spread(positions: Positions, apart: float = 40.0, rounds: int = 40, fixed: Mask | None = None) -> Positions:
    """Push items apart until no two are much closer than ``apart``, or the rounds are over; the rest stays as it was.

    The last tenth of ``apart`` is not waited for: it takes most of the rounds, and can't be seen.
    ``fixed`` marks items that aren't pushed: what is too close to them gives way alone.
    """
    at = positions.astype(np.float64).copy()
    count = len(at)
    if count < 2:
        return positions
    # Items at one and the same point are parted along a golden-angle spiral, so that pushing has a direction.
    turn = np.arange(count) * 2.399963
    at += np.column_stack([np.cos(turn), np.sin(turn)]) * 0.01 * apart
    gives = np.ones(count) if fixed is None else np.where(fixed, 0.0, 1.0)
    for _ in range(rounds):
        i, j = _near(at, apart)
        if not len(i):
            break
        gap = at[i] - at[j]
        away = np.maximum(np.hypot(gap[:, 0], gap[:, 1]), 1e-6)
        if float(away.min()) > 0.9 * apart:
            break
        # Between two that can give way each takes half; beside a fixed one, the other takes all.
        both = np.maximum(gives[i] + gives[j], 1)
        push = gap / away[:, None] * ((apart - away) * 1.04 / both)[:, None]
        for axis in (0, 1):
            at[:, axis] += gives * np.bincount(i, push[:, axis], count)
            at[:, axis] -= gives * np.bincount(j, push[:, axis], count)
    return at.astype(np.float32)


def _near(at: NDArray[np.float64], apart: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all pairs closer than ``apart``, found in a grid of cells of that size."""
    cell = np.floor(at / apart).astype(np.int64)
    cell -= cell.min(0)
    width = int(cell[:, 1].max()) + 3
    key = (cell[:, 0] + 1) * width + cell[:, 1] + 1
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    found_i: list[NDArray[np.int64]] = []
    found_j: list[NDArray[np.int64]] = []
    for step in (0, 1, width - 1, width, width + 1):
        begin = np.searchsorted(ranked, key + step, "left")
        number = np.searchsorted(ranked, key + step, "right") - begin
        i = np.repeat(np.arange(len(at)), number)
        within = np.arange(len(i)) - np.repeat(np.concatenate([[0], np.cumsum(number)[:-1]]), number)
        j = order[np.repeat(begin, number) + within]
        keep = i < j if step == 0 else i != j
        i, j = i[keep], j[keep]
        close = np.hypot(*(at[i] - at[j]).T) < apart
        found_i.append(i[close])
        found_j.append(j[close])
    return np.concatenate(found_i), np.concatenate(found_j)
