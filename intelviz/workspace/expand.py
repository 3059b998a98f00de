"""What could be brought to the chart from items that stand on it, and where it would stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Mask, Rows
from intelviz.workspace.workspace import Workspace

Column = NDArray[np.float32]
APART = 56.0
"""Canvas units between items that are brought together."""


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


def _across(workspace: Workspace, rows: Rows) -> tuple[Rows, Rows, Mask]:
    """Return the item across every link at ``rows``, the link, and whether it runs away from the row."""
    links = workspace.links
    at = np.zeros(len(workspace), bool)
    at[rows] = True
    shown = workspace.shown_links
    away = np.flatnonzero(at[links.a] & shown).astype(np.int32)
    back = np.flatnonzero(at[links.b] & shown).astype(np.int32)
    link = np.concatenate([away, back])
    other = np.concatenate([links.b[away], links.a[back]])
    forward = np.concatenate([np.ones(len(away), bool), np.zeros(len(back), bool)])
    keep = ~at[other]
    return other[keep], link[keep], forward[keep]


def offers(workspace: Workspace, rows: Rows) -> list[Offer]:
    """Return what can be brought from ``rows``, by link type, direction and item type; most new items first."""
    other, link, forward = _across(workspace, rows)
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
    other, link, forward = _across(workspace, rows)
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
    """Return places for new items: round the item they are linked to, on free ground; nothing that stands moves."""
    chart, links = workspace.chart, workspace.links
    standing = chart.drawn.copy()
    new = np.zeros(len(workspace), bool)
    new[new_rows] = True
    seeds = np.zeros(len(workspace), bool)
    seeds[seed_rows] = True
    anchors = standing & seeds if (standing & seeds).any() else standing
    home = np.full(len(workspace), -1, np.int64)
    for a, b in ((links.a, links.b), (links.b, links.a)):
        hit = new[a] & anchors[b]
        home[a[hit]] = b[hit]
    taken: set[tuple[int, int]] = set()
    rows = np.flatnonzero(standing)

    def cell(x: float, y: float) -> tuple[int, int]:
        return round(x / APART), round(y / APART)

    for x, y in zip(chart.x[rows].tolist(), chart.y[rows].tolist(), strict=True):
        taken.add(cell(x, y))
    middle_x = float(chart.x[rows].mean()) if len(rows) else 0.0
    middle_y = float(chart.y[rows].mean()) if len(rows) else 0.0
    beside = (float(chart.x[rows].max()) + 3 * APART if len(rows) else 0.0, middle_y)
    reached: dict[int, int] = {}
    xs, ys = np.zeros(len(new_rows), np.float32), np.zeros(len(new_rows), np.float32)
    for number, row in enumerate(new_rows.tolist()):
        origin = int(home[row])
        at_x, at_y = (float(chart.x[origin]), float(chart.y[origin])) if origin >= 0 else beside
        outward = np.arctan2(at_y - middle_y, at_x - middle_x)
        step = reached.get(origin, 0)
        while True:
            # Rings of 6, 12, 18 … places, each begun on the side that looks away from the middle of the chart.
            ring = int((1 + np.sqrt(1 + 4 * step / 3)) / 2)
            place = step - 3 * ring * (ring - 1)
            turn = outward + (place + 1) // 2 * (-1) ** place * np.pi / (3 * ring)
            x, y = at_x + ring * APART * 1.3 * np.cos(turn), at_y + ring * APART * 1.3 * np.sin(turn)
            step += 1
            here = cell(x, y)
            if here not in taken:
                break
        reached[origin] = step
        taken.add(here)
        xs[number], ys[number] = here[0] * APART, here[1] * APART
    return xs, ys


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
