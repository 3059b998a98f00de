"""What could be brought to the chart from items that stand on it, and where it would stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.layout import Linked, pairs_of
from intelviz.case.columns import Floats, Ints, Mask, Rows
from intelviz.schema.progress import silent
from intelviz.workspace.workspace import Workspace

Column = NDArray[np.float32]
APART = 60.0
"""Canvas units between items that are brought together."""
NEAREST = 40.0
"""Canvas units that a brought item keeps from everything else."""
_TILE = 240.0
_WIDER = 1.4
"""A layout's places are drawn out by so much, to keep ``NEAREST``."""


@dataclass(frozen=True)
class Offer:
    """Links of one type, in one direction, to items of one type: how many there are, and how many would be new."""

    link_type: str
    label: str
    forward: bool
    item_type: str
    links: int
    items: int
    new: int


def across_of(workspace: Workspace, rows: Rows) -> tuple[Rows, Rows, Rows, Mask]:
    """Return for every shown link at ``rows`` its end there, the item across it, the link, and whether it runs away."""
    links = workspace.links
    at = np.zeros(len(workspace), bool)
    at[rows] = True
    shown = workspace.shown_links
    away = np.flatnonzero(at[links.a] & shown).astype(np.int32)
    back = np.flatnonzero(at[links.b] & shown).astype(np.int32)
    link = np.concatenate([away, back])
    seed = np.concatenate([links.a[away], links.b[back]])
    other = np.concatenate([links.b[away], links.a[back]])
    forward = np.concatenate([np.ones(len(away), bool), np.zeros(len(back), bool)])
    keep = ~at[other]
    return seed[keep], other[keep], link[keep], forward[keep]


def offers(workspace: Workspace, rows: Rows) -> list[Offer]:
    """Return what can be brought from ``rows``, by link type, direction and item type; most new items first."""
    _, other, link, forward = across_of(workspace, rows)
    kinds, types = workspace.links.type[link], workspace.items.type[other]
    found: list[Offer] = []
    for kind, runs, item in sorted({*zip(kinds.tolist(), forward.tolist(), types.tolist(), strict=True)}):
        chosen = (kinds == kind) & (forward == runs) & (types == item)
        across = np.unique(other[chosen])
        link_type = workspace.link_types[kind]
        found.append(
            Offer(
                link_type.name,
                link_type.label if runs else link_type.reverse,
                runs,
                workspace.item_types[item].name,
                int(np.count_nonzero(chosen)),
                len(across),
                int(np.count_nonzero(~workspace.chart.drawn[across])),
            )
        )
    return sorted(found, key=lambda each: (-each.new, each.link_type, each.item_type))


def brought(workspace: Workspace, rows: Rows, chosen: Sequence[Offer], most: int) -> Rows:
    """Return the new items of the chosen offers, at most ``most``: those with most links to what is drawn first."""
    _, other, link, forward = across_of(workspace, rows)
    wanted = np.zeros(len(other), bool)
    kinds, types = workspace.links.type[link], workspace.items.type[other]
    link_names = [each.name for each in workspace.link_types]
    item_names = [each.name for each in workspace.item_types]
    for offer in chosen:
        wanted |= (
            (kinds == link_names.index(offer.link_type))
            & (forward == offer.forward)
            & (types == item_names.index(offer.item_type))
        )
    new = np.unique(other[wanted])
    new = new[~workspace.chart.drawn[new] & workspace.shown[new]]
    links, drawn = workspace.links, workspace.chart.drawn
    ties = np.bincount(links.a[drawn[links.b]], minlength=len(workspace))
    ties = ties + np.bincount(links.b[drawn[links.a]], minlength=len(workspace))
    order = np.lexsort((new, -ties[new]))
    return np.sort(new[order[: max(0, most)]]).astype(np.int32)


def placed(workspace: Workspace, new_rows: Rows, seed_rows: Rows) -> tuple[Column, Column]:
    """Return places (canvas units) for new items; nothing that stands moves.

    An item linked to one seed stands on rings round it, on the side away from what the seed is linked to on the chart;
    one linked to several, between them; one linked to no seed, by whatever drawn items it is linked to, or by what was
    just placed; and what nothing leads to is arranged part by part to the right of the drawing. No two come closer than
    ``NEAREST`` to each other or to drawn items.
    """
    chart = workspace.chart
    left = np.asarray(new_rows, np.int32)
    standing = _Standing(chart.drawn.copy(), chart.seen_x.copy(), chart.seen_y.copy())
    moved = chart.drawn & ((chart.x != chart.seen_x) | (chart.y != chart.seen_y))
    kept_x, kept_y = chart.x[moved].astype(np.float64), chart.y[moved].astype(np.float64)
    while len(left):
        x, y, home = _origins(workspace, left, seed_rows, standing)
        near = ~np.isnan(x)
        if near.any():
            x[near], y[near] = _place_near(workspace, standing, (kept_x, kept_y), x[near], y[near], home[near])
        else:
            near[:] = True
            x, y = _beside(workspace, left, standing, (kept_x, kept_y))
        standing.put(left[near], x[near], y[near])
        left = left[~near]
    new = np.asarray(new_rows, np.int32)
    return standing.x[new], standing.y[new]


@dataclass(frozen=True)
class _Standing:
    """Which items have a place by now, and where: columns over all items of the case."""

    drawn: Mask
    x: Column
    y: Column

    def put(self, rows: Rows, x: Floats, y: Floats) -> None:
        """Take over places that were found."""
        self.drawn[rows] = True
        self.x[rows], self.y[rows] = x, y


def _place_near(
    workspace: Workspace, standing: _Standing, kept: tuple[Floats, Floats], x: Floats, y: Floats, home: Ints
) -> tuple[Floats, Floats]:
    """Return free places by the origins ``x``, ``y``; those with one ``home`` stand on rings round it."""
    stand_x = np.concatenate([kept[0], standing.x[standing.drawn].astype(np.float64)])
    stand_y = np.concatenate([kept[1], standing.y[standing.drawn].astype(np.float64)])
    ground = _Ground(stand_x, stand_y, x, y)
    outward = _outward(workspace, np.unique(home[home >= 0]), standing)
    # Items between several are placed first: their place is given, while those of one item have a ring to choose from.
    _, first, group = np.unique(np.column_stack([home, x, y]), axis=0, return_index=True, return_inverse=True)
    members = np.argsort(group.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(group.ravel(), minlength=len(first)))
    for number, at in enumerate(first.tolist()):
        inside = members[int(ends[number - 1]) if number else 0 : int(ends[number])]
        sector = outward.get(int(home[at])) if home[at] >= 0 else None
        x[inside], y[inside] = ground.take(float(x[at]), float(y[at]), len(inside), sector, bool(home[at] >= 0))
    return x, y


def _beside(
    workspace: Workspace, rows: Rows, standing: _Standing, kept: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Return places to the right of everything, items that are linked to each other together."""
    number = np.full(len(workspace), -1, np.int32)
    number[rows] = np.arange(len(rows), dtype=np.int32)
    a, b = number[workspace.links.a], number[workspace.links.b]
    both = (a >= 0) & (b >= 0)
    low, high = pairs_of(a[both], b[both], len(rows))
    linked = Linked(len(rows), low, high, workspace.items.type[rows])
    at = layouts()["force"].place(linked, 1, silent).astype(np.float64) * _WIDER
    stand_x = np.concatenate([kept[0], standing.x[standing.drawn].astype(np.float64)])
    stand_y = np.concatenate([kept[1], standing.y[standing.drawn].astype(np.float64)])
    if not len(stand_x):
        return at[:, 0], at[:, 1]
    right, middle = float(stand_x.max()) + 3 * APART, float(stand_y.mean())
    return at[:, 0] - at[:, 0].min() + right, at[:, 1] - (at[:, 1].min() + at[:, 1].max()) / 2 + middle


def placed_at(workspace: Workspace, count: int, x: float, y: float) -> tuple[Column, Column]:
    """Return the ``count`` nearest free places round a point (canvas units); a single item stands at the point."""
    if count == 1:
        return np.array([x], np.float32), np.array([y], np.float32)
    chart = workspace.chart
    standing = np.flatnonzero(chart.drawn)
    at_x, at_y = np.full(count, x), np.full(count, y)
    ground = _Ground(chart.x[standing].astype(np.float64), chart.y[standing].astype(np.float64), at_x, at_y)
    found_x, found_y = ground.take(x, y, count, None, ring=False)
    return found_x.astype(np.float32), found_y.astype(np.float32)


def _origins(workspace: Workspace, new: Rows, seeds: Rows, standing: _Standing) -> tuple[Floats, Floats, Ints]:
    """Return for each new item the middle of what it is linked to, and the row where that is one item, else -1."""
    links, count = workspace.links, len(workspace)
    number = np.full(count, -1, np.int64)
    number[new] = np.arange(len(new))
    x, y, home = np.full(len(new), np.nan), np.full(len(new), np.nan), np.full(len(new), -1, np.int64)
    seeded = np.zeros(count, bool)
    seeded[seeds] = True
    ends, others = np.concatenate([links.a, links.b]), np.concatenate([links.b, links.a])
    near = (number[ends] >= 0) & standing.drawn[others] & (ends != others)
    ends, others = number[ends[near]], others[near]
    for anchor in (seeded[others], np.ones(len(others), bool)):
        use = anchor & np.isnan(x)[ends]
        pairs = np.unique(ends[use] * count + others[use])
        item, other = pairs // count, pairs % count
        many = np.bincount(item, minlength=len(new))
        found = many > 0
        x[found] = np.bincount(item, standing.x[other], len(new))[found] / many[found]
        y[found] = np.bincount(item, standing.y[other], len(new))[found] / many[found]
        one = many[item] == 1
        home[item[one]] = other[one]
    return x, y, home


def _outward(workspace: Workspace, homes: Ints, standing: _Standing) -> dict[int, float]:
    """Return for each item that is linked to something on the chart the angle that looks away from it, in radians."""
    links, count = workspace.links, len(workspace)
    ends, others = np.concatenate([links.a, links.b]), np.concatenate([links.b, links.a])
    both = standing.drawn[ends] & standing.drawn[others] & (ends != others)
    ends, others = ends[both], others[both]
    degree = np.bincount(ends, minlength=count)[homes]
    away_x = degree * standing.x[homes] - np.bincount(ends, standing.x[others], count)[homes]
    away_y = degree * standing.y[homes] - np.bincount(ends, standing.y[others], count)[homes]
    angle = np.arctan2(away_y, away_x)
    linked = degree > 0
    return dict(zip(homes[linked].tolist(), angle[linked].tolist(), strict=True))


class _Ground:
    """The canvas as a raster of what is taken: a cell is taken where an item in it would stand too near to another."""

    def __init__(self, stand_x: Floats, stand_y: Floats, x: Floats, y: Floats) -> None:
        margin = 2 * APART * (np.sqrt(len(x)) + 4)
        every_x, every_y = np.concatenate([stand_x, x, [0.0]]), np.concatenate([stand_y, y, [0.0]])
        self._left, self._top = float(every_x.min() - margin), float(every_y.min() - margin)
        span = max(float(every_x.max() - self._left), float(every_y.max() - self._top)) + margin
        # A drawing far larger than any that is made by hand gets coarser cells, and wider gaps with them.
        self._cell = max(8.0, span / 4000)
        self._apart = max(APART, NEAREST + 2 * self._cell)
        size = int(span / self._cell) + 2
        self._taken = np.zeros((size, size), bool)
        reach = int(np.ceil(NEAREST / self._cell)) + 1
        across = np.arange(-reach, reach + 1)
        # The nearest that points of two cells can be to each other.
        gap = self._cell * np.maximum(np.abs(across) - 1, 0)
        near = np.hypot(gap[:, None], gap[None, :]) < NEAREST
        self._down, self._along = (across[each] for each in np.nonzero(near))
        self._reached: dict[tuple[int, int], int] = {}
        self._take(stand_x, stand_y)

    def _cells(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        return (
            np.floor((y - self._top) / self._cell).astype(np.int64),
            np.floor((x - self._left) / self._cell).astype(np.int64),
        )

    def _take(self, x: Floats, y: Floats) -> None:
        down, along = self._cells(x, y)
        last = len(self._taken) - 1
        down, along = down[:, None] + self._down, along[:, None] + self._along
        self._taken[np.clip(down, 0, last), np.clip(along, 0, last)] = True

    def _free(self, x: Floats, y: Floats) -> Mask:
        down, along = self._cells(x, y)
        last = len(self._taken) - 1
        beyond = (down < 0) | (along < 0) | (down > last) | (along > last)
        return beyond | ~self._taken[np.clip(down, 0, last), np.clip(along, 0, last)]

    def take(self, x: float, y: float, count: int, outward: float | None, ring: bool) -> tuple[Floats, Floats]:
        """Take the ``count`` nearest free places round a point: on rings only, or from the point itself.

        Round an item that is linked to something (``outward`` looks away from that) only a sector is used. Where a
        search close by had to go far out, this one doesn't try again what was found taken there.
        """
        half, turned = (np.pi, -np.pi / 2) if outward is None else (0.6 * np.pi, outward)
        tile = int(x // _TILE), int(y // _TILE)
        ring_number = max(int(ring), self._reached.get(tile, 0) - int(_TILE * 1.5 / self._apart))
        xs: list[Floats] = []
        ys: list[Floats] = []
        left = count
        while left:
            radius, turn = _ring(ring_number, self._apart, half)
            at_x, at_y = x + radius * np.cos(turn + turned), y + radius * np.sin(turn + turned)
            free = np.flatnonzero(self._free(at_x, at_y))[:left]
            xs.append(at_x[free])
            ys.append(at_y[free])
            left -= len(free)
            ring_number += 1
        self._reached[tile] = ring_number
        found_x, found_y = np.concatenate(xs), np.concatenate(ys)
        self._take(found_x, found_y)
        return found_x, found_y


@lru_cache(4096)
def _ring(number: int, apart: float, half: float) -> tuple[float, Floats]:
    """Return the radius of a ring and the angles of its places, nearest the free side first; ring 0 is the point."""
    if number == 0:
        return 0.0, np.zeros(1)
    radius = apart * (number + 0.3)
    step = float(2 * np.arcsin(apart / (2 * radius)))
    places = int(2 * half / step)
    # A full ring is closed: its places share the whole turn evenly.
    step = 2 * np.pi / places if half >= np.pi else step
    at = np.arange(places)
    return radius, ((at + 1) // 2 * np.where(at % 2, -1, 1) * step).astype(np.float64)


def collapsible(workspace: Workspace, rows: Rows) -> Rows:
    """Return the drawn, unpinned items that are linked on the chart to ``rows`` and to nothing else."""
    chart, links = workspace.chart, workspace.links
    at = np.zeros(len(workspace), bool)
    at[rows] = True
    both = chart.drawn[links.a] & chart.drawn[links.b] & (links.a != links.b)
    a, b = links.a[both], links.b[both]
    inside = np.bincount(a[at[b]], minlength=len(workspace)) + np.bincount(b[at[a]], minlength=len(workspace))
    total = np.bincount(a, minlength=len(workspace)) + np.bincount(b, minlength=len(workspace))
    return np.flatnonzero(chart.drawn & ~chart.pinned & ~at & (total > 0) & (inside == total)).astype(np.int32)
