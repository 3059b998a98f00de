"""What a chart opens on when nobody has chosen yet: who is linked to whom, never everything."""

from __future__ import annotations

import numpy as np

from intelviz.analysis.network.steps import across
from intelviz.case.columns import Codes, Ints, Mask, Rows
from intelviz.workspace.workspace import Workspace

MOST = 400
"""Items that a first chart draws at most: more can't be read on one screen."""

BUSY = 60
"""An item that links more of the chosen ones than this says nothing of any two of them, and is left out."""


def first_chart(workspace: Workspace, most: int = MOST) -> tuple[Rows, str]:
    """Return the rows to draw, in order, and words that say what is drawn and what is not.

    Drawn are the items whose type says ``starts_chart`` and that have to do with each other: by a link, or through one
    item between them, such as a crime or an address, which is drawn too. If they are too many, those with the fewest
    ties are left out step by step, so that the closest circle remains. A case without such items starts with the type
    of item whose members are most linked to each other.
    """
    total = len(workspace)
    if not total:
        return np.zeros(0, np.int32), "The case is empty."
    starting = np.array([kind.starts_chart for kind in workspace.item_types], bool)
    seeds = np.flatnonzero(starting[workspace.items.type]).astype(np.int32)
    circle = _Circle(workspace, seeds)
    if not len(circle.one):
        circle = _most_linked(workspace) or circle
    rows = circle.closest(most)
    if not len(rows):
        rows = circle.seeds[:most] if len(circle.seeds) else np.arange(min(total, most), dtype=np.int32)
    return rows, _words(workspace, rows, circle.seeds, most)


class _Circle:
    """Items of the chosen kind (``seeds``, ascending), every two of them that have to do with each other, and why.

    Pair k is ``one[k]``, ``two[k]`` (positions in ``seeds``) through the item ``by[k]``, or -1 for a direct link.
    """

    def __init__(self, workspace: Workspace, seeds: Rows) -> None:
        self.seeds = seeds
        count, links = len(workspace), workspace.links
        position = np.full(count, -1, np.int64)
        position[seeds] = np.arange(len(seeds))
        a, b = position[links.a], position[links.b]
        direct = (a >= 0) & (b >= 0) & (a != b)
        half = (a >= 0) != (b >= 0)
        seed = np.where(a[half] >= 0, a[half], b[half])
        other = np.where(a[half] >= 0, links.b[half], links.a[half]).astype(np.int64)
        keys = np.unique(other * max(len(seeds), 1) + seed)
        other, seed = keys // max(len(seeds), 1), keys % max(len(seeds), 1)
        busy = np.bincount(other, minlength=count)
        keep = (busy[other] >= 2) & (busy[other] <= BUSY)
        other, seed = other[keep], seed[keep]
        ones: list[Ints] = [np.minimum(a[direct], b[direct])]
        twos: list[Ints] = [np.maximum(a[direct], b[direct])]
        bys: list[Ints] = [np.full(int(direct.sum()), -1, np.int64)]
        for step in range(1, min(BUSY, len(other))):
            same = other[step:] == other[:-step]
            if not same.any():
                break
            ones.append(seed[:-step][same])
            twos.append(seed[step:][same])
            bys.append(other[step:][same])
        self.one, self.two, self.by = np.concatenate(ones), np.concatenate(twos), np.concatenate(bys)

    def closest(self, most: int) -> Rows:
        """Return at most ``most`` rows: the seeds with most ties to each other, and what ties them."""
        kept: Mask = np.zeros(len(self.seeds), bool)
        kept[self.one] = True
        kept[self.two] = True
        while True:
            among = kept[self.one] & kept[self.two]
            between = np.unique(self.by[among & (self.by >= 0)])
            size = int(kept.sum())
            if size + len(between) <= most or not size:
                break
            ties = self._ties(among)
            here = np.flatnonzero(kept)
            # The last in this order goes first: fewest ties, then the later row.
            order = here[np.lexsort((here, -ties[here]))]
            kept[order[-max(1, min(size // 10, size + len(between) - most)) :]] = False
        among = kept[self.one] & kept[self.two]
        kept &= self._ties(among) > 0
        return np.union1d(self.seeds[kept], between).astype(np.int32)

    def _ties(self, among: Mask) -> Ints:
        """Return with how many others each seed has to do, every other counted once."""
        size = max(len(self.seeds), 1)
        pairs = np.unique(self.one[among] * size + self.two[among])
        return np.bincount(pairs // size, minlength=len(self.seeds)) + np.bincount(
            pairs % size, minlength=len(self.seeds)
        )


def _most_linked(workspace: Workspace) -> _Circle | None:
    """Return the circle of the type whose items are most linked to each other: objects before places before events."""
    kinds: Codes = workspace.items.type
    for category in ("person", "object", "location", "event"):
        circles = [
            _Circle(workspace, np.flatnonzero(kinds == code).astype(np.int32))
            for code, kind in enumerate(workspace.item_types)
            if kind.category == category
        ]
        best = max(circles, key=lambda circle: len(circle.one), default=None)
        if best is not None and len(best.one):
            return best
    return None


def _words(workspace: Workspace, rows: Rows, seeds: Rows, most: int) -> str:
    total, drawn = len(workspace), np.zeros(len(workspace), bool)
    drawn[rows] = True
    if drawn.all():
        return f"All {total:,} items are drawn." if total > 1 else "The one item is drawn."
    seeds_drawn = int(drawn[seeds].sum())
    left = f"{total - len(rows):,} of {total:,} items are not drawn"
    if not seeds_drawn:
        return f"The chart starts with {len(rows):,} items; {left}."
    kinds = np.unique(workspace.items.type[seeds]).tolist()
    names = workspace.item_types[kinds[0]].plural if len(kinds) == 1 else "items"
    between = len(rows) - seeds_drawn
    what = f"{seeds_drawn:,} {names}" + (f" and {between:,} items that link them" if between else "")
    alone = _alone(workspace, seeds, drawn)
    why = "" if len(rows) < most * 9 // 10 or not alone else ", the closest circle of them"
    return f"The chart starts with {what}{why}; {left}. Search for more, or expand what is drawn."


def _alone(workspace: Workspace, seeds: Rows, drawn: Mask) -> bool:
    """Return whether some item that is not drawn is linked to one of its kind."""
    missing = seeds[~drawn[seeds]]
    near = across(workspace.adjacency.start, workspace.adjacency.other, missing)
    return bool(np.isin(near, seeds).any())
