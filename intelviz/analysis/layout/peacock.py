"""Peacock: round each hub what hangs on it, in fans of one type each; hubs stand as they are linked to each other."""

from __future__ import annotations

import igraph
import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout.apart import ICON, boxes, boxes_parted, parted
from intelviz.analysis.layout.layout import SPACING, Layout, Linked, Positions
from intelviz.analysis.layout.parts import part_by_part
from intelviz.analysis.layout.stress import neighbours
from intelviz.schema.progress import Step

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]
_FEWEST = 4
"""An item that is linked to at least so many others can be a hub."""
_INNER, _BETWEEN, _ALONG = 76.0, 44.0, 40.0
"""Canvas units from a hub to its first row, between rows, and along a row."""
_GAP = 0.16
"""Radians between two fans of a hub."""


def place(linked: Linked, seed: int, step: Step) -> Positions:
    """Arrange each part: what hangs on one hub in its fans, what several hubs share between them."""
    del seed
    done = 0

    def fanned(part: Numbers, ends: Numbers) -> Positions:
        nonlocal done
        step("Arranging in fans", done, linked.count)
        done += len(part)
        return parted(_fanned(len(part), ends, linked.kind[part]), boxes(None, len(part)))

    at = part_by_part(linked, fanned)
    step("Arranging in fans", linked.count, linked.count)
    return at


def _fanned(count: int, ends: Numbers, kind: NDArray[np.int16]) -> Positions:
    start, other = neighbours(ends[:, 0], ends[:, 1], count)
    degree = np.diff(start).astype(np.int64)
    hubs = _hubs(count, start, other, degree)
    home = _homes(count, start, other, hubs, degree)
    fans = {
        int(hub): _fan(int(hub), np.flatnonzero((home == hub) & (np.arange(count) != hub)), kind)
        for hub in hubs.tolist()
    }
    reach = np.array([max([_INNER, *(away for away, _, _ in fans[int(hub)])]) for hub in hubs]) + ICON
    middle = _middles(hubs, home, ends, reach)
    at = np.zeros((count, 2))
    at[hubs] = middle
    whole = middle.mean(0)
    for hub in hubs.tolist():
        away = at[hub] - whole
        turn = float(np.arctan2(away[1], away[0])) if len(hubs) > 1 else -np.pi / 2
        for radius, angle, item in fans[hub]:
            at[item] = at[hub] + radius * np.array([np.cos(angle + turn), np.sin(angle + turn)])
    # What several hubs share stands between them, and what hangs on that beside it.
    placed = home >= 0
    anchors = np.where(home[other] >= 0, home[other], other)
    ends = np.repeat(np.arange(count), degree)
    while not placed.all():
        use = ~placed[ends] & placed[anchors]
        many = np.bincount(ends[use], minlength=count)
        found = many > 0
        for axis in (0, 1):
            sums = np.bincount(ends[use], at[anchors[use], axis], count)
            at[found, axis] = sums[found] / many[found]
        placed |= found
    return at.astype(np.float32)


def _hubs(count: int, start: NDArray[np.int32], other: NDArray[np.int32], degree: Numbers) -> Numbers:
    """Return the hubs: the best linked item, and each that most of its own neighbours lean on."""
    # Everybody leans on the best linked item beside them; who is leant on by several is a hub.
    ends = np.repeat(np.arange(count), degree)
    order = np.lexsort((other, -degree[other], ends))
    first = order[np.append(True, ends[order][1:] != ends[order][:-1])]
    leaning = np.bincount(other[first], minlength=count)
    hub = (leaning >= _FEWEST - 1) & (degree >= _FEWEST)
    hub[int(np.argmax(degree))] = True
    return np.flatnonzero(hub)


def _homes(count: int, start: NDArray[np.int32], other: NDArray[np.int32], hubs: Numbers, degree: Numbers) -> Numbers:
    """Return the hub in whose fan each item stands, -1 for one that is linked to several; hubs have themselves."""
    home = np.full(count, -1)
    home[hubs] = hubs
    ends = np.repeat(np.arange(count), degree)
    is_hub = home >= 0
    touching = is_hub[other] & ~is_hub[ends]
    many = np.bincount(ends[touching], minlength=count)
    single = touching & (many[ends] == 1)
    home[ends[single]] = other[single]
    shared = (many > 1) & ~is_hub
    # What hangs on a fan, or on what is shared, goes with it.
    while True:
        open_ = (home < 0) & ~shared
        near = open_[ends] & (home[other] >= 0)
        if not near.any():
            near = open_[ends] & shared[other]
            if not near.any():
                return home
            pairs = np.unique(ends[near])
            shared[pairs] = True
            continue
        home[ends[near]] = home[other[near]]


def _fan(hub: int, items: Numbers, kind: NDArray[np.int16]) -> list[tuple[float, float, int]]:
    """Return radius, angle and number of each item of a hub: one fan a type, the largest in front (angle 0)."""
    if not len(items):
        return []
    kinds, many = np.unique(kind[items], return_counts=True)
    order = np.argsort(-many, kind="stable")
    share = np.sqrt(many[order])
    round_ = 2 * np.pi - _GAP * len(kinds)
    wide = np.maximum(share / share.sum() * round_, min(0.35, round_ / len(kinds)))
    wide *= round_ / wide.sum()
    # The largest in the middle, the others in turn on its two sides.
    ahead, behind = order[::2], order[1::2]
    row = [*reversed(behind.tolist()), *ahead.tolist()]
    width = dict(zip(order.tolist(), wide.tolist(), strict=True))
    begin = -sum(width[each] + _GAP for each in row) / 2
    found: list[tuple[float, float, int]] = []
    for each in row:
        middle = begin + (width[each] + _GAP) / 2
        begin += width[each] + _GAP
        members = items[kind[items] == kinds[each]]
        radius = _INNER
        while len(members):
            fits = max(1, int(width[each] * radius / _ALONG))
            now, members = members[:fits], members[fits:]
            span = min(_ALONG / radius, width[each] / len(now))
            turns = middle + (np.arange(len(now)) - (len(now) - 1) / 2) * span
            found.extend((radius, float(turn), int(item)) for turn, item in zip(turns, now, strict=True))
            radius += _BETWEEN
    assert all(item != hub for _, _, item in found)
    return found


def _middles(hubs: Numbers, home: Numbers, ends: Numbers, reach: Reals) -> Reals:
    """Return where the hubs stand: by their links, their fans, and what they share, none in the fan of another."""
    if len(hubs) == 1:
        return np.zeros((1, 2))
    number = np.full(len(home), -1)
    number[hubs] = np.arange(len(hubs))
    # Items between hubs are bodies of the coarse graph too, without a size.
    between = np.flatnonzero(home < 0)
    body = np.where(home >= 0, number[home], -1)
    body[between] = len(hubs) + np.arange(len(between))
    pairs = np.sort(body[ends], axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    graph = igraph.Graph(n=len(hubs) + len(between), edges=pairs.tolist())
    if graph.vcount() <= 600:
        at = np.array(graph.layout_kamada_kawai(maxiter=50 * graph.vcount()).coords)
    else:
        from intelviz.analysis.layout.stress import stressed

        at = stressed(pairs[:, 0], pairs[:, 1], graph.vcount(), 1, lambda _share: None)
    at = at[: len(hubs)] * (SPACING + float(np.median(reach)))
    half = np.column_stack([reach, reach])
    return boxes_parted(at - at.mean(0), half, np.zeros(len(hubs), bool), 20.0)


LAYOUT = Layout("peacock", "Peacock", "What hangs on each hub in fans round it, one for each type", 6, place)
