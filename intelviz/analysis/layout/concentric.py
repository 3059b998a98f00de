"""Rings round one item: each item on the ring of its distance, in the sector of what it hangs on.

A radial tree (Eades, 1992, "Drawing free trees"): every item has a sector as wide as what hangs on it needs, within the
sector of the item that leads to it. Items of one sector stand in the order of what else they are linked to, so that
few links cross.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout.layout import Layout, Linked, Positions
from intelviz.analysis.layout.parts import part_by_part
from intelviz.analysis.layout.stress import neighbours
from intelviz.schema.progress import Step

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]
_RING, _ACROSS, _FOLD, _WIDEST = 120.0, 46.0, 42.0, 90
"""Canvas units between rings, between items of a ring, between rows of a folded ring; and items of a ring that
stand in one row at most, or four times the root of their number."""


def place(linked: Linked, seed: int, step: Step) -> Positions:
    """Put rings round what is selected (the best linked of it), in each other part round its best linked item."""
    del seed
    degree = linked.degree
    rank = degree.astype(np.float64)
    if linked.chosen is not None:
        rank += np.where(linked.chosen, float(linked.count), 0.0)
    done = 0

    def rings(part: Numbers, ends: Numbers) -> Positions:
        nonlocal done
        step("Drawing rings", done, linked.count)
        done += len(part)
        return _rings(len(part), ends, int(np.argmax(rank[part])))

    at = part_by_part(linked, rings)
    step("Drawing rings", linked.count, linked.count)
    return at


def _rings(count: int, ends: Numbers, root: int) -> Positions:
    start, other = neighbours(ends[:, 0], ends[:, 1], count)
    level, lead = np.full(count, -1), np.full(count, -1)
    level[root] = 0
    levels: list[Numbers] = [np.array([root], np.int64)]
    while True:
        found: list[int] = []
        for item in levels[-1].tolist():
            for near in other[start[item] : start[item + 1]].tolist():
                if level[near] < 0:
                    level[near], lead[near] = len(levels), item
                    found.append(near)
        if not found:
            break
        levels.append(np.array(found, np.int64))
    # A sector is as wide as the rings within it need: the leaves that hang on it.
    need = np.ones(count)
    for row in reversed(levels[1:-1]):
        hanging = lead >= 0
        inside = np.bincount(lead[hanging], np.where(level[hanging] == level[row[0]] + 1, need[hanging], 0.0), count)
        need[row] = np.maximum(inside[row], 1.0)
    angle = _angles(count, levels, lead, need, ends)
    at = np.zeros((count, 2))
    radius = 0.0
    for row in levels[1:]:
        order = row[np.argsort(angle[row], kind="stable")]
        fold = int(np.ceil(len(order) / max(_WIDEST, 4 * np.sqrt(len(order)))))
        gaps = np.diff(np.append(angle[order], angle[order[0]] + 2 * np.pi))
        # Most of them have room at this radius; the closest ones are spaced evenly below.
        close = float(np.percentile(gaps, 20)) * fold if len(order) > 2 else 2 * np.pi
        wanted = min(_ACROSS / max(close, 1e-6), len(order) * _ACROSS / fold / np.pi)
        radius = max(radius + _RING, wanted, len(order) * _ACROSS / fold / (2 * np.pi))
        turn = _evened(angle[order], _ACROSS / radius / fold)
        angle[order] = turn
        away = radius + (np.arange(len(order)) % fold) * _FOLD
        at[order] = np.column_stack([np.sin(turn), -np.cos(turn)]) * away[:, None]
        radius += (fold - 1) * _FOLD
    return at.astype(np.float32)


def _angles(count: int, levels: list[Numbers], lead: Numbers, need: Reals, ends: Numbers) -> Reals:
    """Return the angle of each item, in the middle of its sector; links to elsewhere say who stands beside whom."""
    angle = np.zeros(count)
    low, wide = np.zeros(count), np.zeros(count)
    wide[levels[0]] = 2 * np.pi
    both = np.concatenate([ends, ends[:, ::-1]])
    beside = both[(lead[both[:, 0]] != both[:, 1]) & (lead[both[:, 1]] != both[:, 0])]
    for sweep in range(5):
        # A direction is the mean of directions, not of numbers.
        pulls = [
            np.bincount(beside[:, 0], turned(angle[beside[:, 1]]), count) if len(beside) else np.zeros(count)
            for turned in (np.cos, np.sin)
        ]
        pulled = np.hypot(*pulls) > 1e-9
        aim = np.where(pulled, np.arctan2(pulls[1], pulls[0]), angle) if sweep else np.arange(count) * 1e-6
        for row in levels[1:]:
            # Beside the middle of the sector of what leads to it, to the left or to the right.
            side = np.mod(aim[row] - angle[lead[row]] + np.pi, 2 * np.pi) - np.pi
            order = row[np.lexsort((row, side, lead[row]))]
            first = np.append(True, lead[order][1:] != lead[order][:-1])
            before = np.cumsum(need[order]) - need[order]
            before -= np.maximum.accumulate(np.where(first, before, 0.0))
            total = np.bincount(lead[order], need[order], count)
            share = wide[lead[order]] / total[lead[order]]
            low[order] = low[lead[order]] + before * share
            wide[order] = need[order] * share
            angle[order] = low[order] + wide[order] / 2
    return angle


def _evened(angle: Reals, apart: float) -> Reals:
    """Return ascending angles moved as little as need be so that neighbours are ``apart``, all within one turn."""
    count = len(angle)
    if count < 2:
        return angle
    apart = min(apart, 2 * np.pi / count)
    begin = int(np.argmax(np.diff(angle, prepend=angle[-1] - 2 * np.pi)))
    turned = np.concatenate([angle[begin:], angle[:begin] + 2 * np.pi]) - apart * np.arange(count)
    # Halfway between pushing all forward and pushing all back.
    forward, back = np.maximum.accumulate(turned), np.minimum.accumulate(turned[::-1])[::-1]
    found = (forward + back) / 2 + apart * np.arange(count)
    spare = 2 * np.pi - apart
    if found[-1] - found[0] > spare:
        found = found[0] + (found - found[0]) * spare / (found[-1] - found[0])
    return np.concatenate([found[count - begin :] - 2 * np.pi, found[: count - begin]])


LAYOUT = Layout(
    "concentric", "Around one item", "Rings by distance round the selected item, or round the best linked one", 5, place
)
