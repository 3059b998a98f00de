"""The last step of a layout: no item with its name covers another, and everything is moved as little as that takes.

Every two boxes that cover each other are parted along the axis on which that takes less, again and again (relaxation
of constraints as in Müller et al., 2007, "Position based dynamics"; the axis of least overlap as in Dwyer, Marriott
and Stuckey, 2006, "Fast node overlap removal"). Where there is no room, the whole is drawn wider by a twentieth, as
often as it takes, so that the shape stays. Fixed items never move; what two fixed ones cover of each other stays so.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout.layout import Positions
from intelviz.case.columns import Mask

Reals = NDArray[np.float64]

ICON = 34.0
"""Canvas units that an item takes up, with the air round its icon."""
NAME_HIGH = 18.0
"""Canvas units that a name takes up under its icon."""
_COMPILED = 500
"""More items than this are parted by a compiled loop, whose compiler takes a moment to load."""
_ROUNDS, _WIDENINGS = 12, 120


def boxes(names: NDArray[np.float32] | None, count: int) -> Reals:
    """Return the width and height of each item: its icon, and under it its name, ``names`` canvas units wide."""
    size = np.full((count, 2), ICON)
    if names is not None:
        size[:, 0] = np.maximum(size[:, 0], names + 8)
        size[:, 1] += NAME_HIGH * (names > 0)
    return size


def parted(at: Positions, size: Reals, fixed: Mask | None = None, *, slack: float = 1.0) -> Positions:
    """Return the places with all boxes of ``size`` (width, height) round them clear of each other.

    Names hang under their icons: a box is as much lower than its item as it is higher than an icon.
    """
    count = len(at)
    if count < 2:
        return at
    still: Mask = np.zeros(count, bool) if fixed is None else fixed
    down = np.maximum(size[:, 1] - ICON, 0) / 2
    place = at.astype(np.float64)
    place[:, 1] += down
    half = size / 2
    place = boxes_parted(place, half, still, slack)
    place[:, 1] -= down
    found = place.astype(np.float32)
    found[still] = at[still]
    return found


def boxes_parted(at: Reals, half: Reals, still: Mask, slack: float = 1.0) -> Reals:
    """Return the middles of boxes, ``half`` as wide and high as they are, once none covers another."""
    # Items at one and the same point are parted along a golden-angle spiral, so that parting has a direction.
    place = at.copy()
    turn = np.arange(len(at)) * 2.399963
    place += np.where(still, 0.0, 0.01 * float(half.min()))[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    spiral = np.column_stack([np.cos(turn), np.sin(turn)])[~still]
    for number in range(_WIDENINGS):
        if _settled(place, half, still, slack):
            break
        middle = place[still].mean(0) if still.any() else place.mean(0)
        gap = place[~still] - middle
        place[~still] = middle + gap * 1.05
        if still.any():
            # What is caught between fixed boxes lies so near their middle that scaling alone would not free it.
            long = np.hypot(gap[:, 0], gap[:, 1])[:, None]
            place[~still] += (number + 1) * 0.05 * ICON * np.where(long > 1, gap / np.maximum(long, 1), spiral)
    return place


def cover_each_other(at: Positions, size: Reals) -> Mask:
    """Return which items cover, or are covered by, another."""
    place = at.astype(np.float64)
    place[:, 1] += np.maximum(size[:, 1] - ICON, 0) / 2
    if len(at) > _COMPILED:
        from intelviz.analysis.layout.apart_kernel import covering

        return covering(place, size / 2)
    found = np.zeros(len(at), bool)
    i, j, _, _ = _pairs(place, size / 2)
    found[i] = found[j] = True
    return found


def _settled(place: Reals, half: Reals, still: Mask, slack: float) -> bool:
    """Part boxes for some rounds, ``place`` being changed; return whether none covers another now."""
    if len(place) > _COMPILED:
        from intelviz.analysis.layout.apart_kernel import part_round

        moved = np.ones(len(place), bool)
        # What a box moved into in the last place of a round is seen by a round that looks at all.
        for _ in range(_ROUNDS):
            if part_round(place, half, still, slack, moved) == 0:
                moved[:] = True
                if part_round(place, half, still, slack, moved) == 0:
                    return True
        return False
    gives = np.where(still, 0.0, 1.0)
    for _ in range(_ROUNDS):
        i, j, over_x, over_y = _pairs(place, half)
        free = gives[i] + gives[j] > 0
        i, j, over_x, over_y = i[free], j[free], over_x[free], over_y[free]
        if not len(i):
            return True
        need = half[i] + half[j]
        across = over_x / need[:, 0] < over_y / need[:, 1]
        both = gives[i] + gives[j]
        for axis, over, chosen in ((0, over_x, across), (1, over_y, ~across)):
            one, two = i[chosen], j[chosen]
            way = np.where(place[two, axis] >= place[one, axis], 1.0, -1.0)
            move = (over[chosen] + slack) * way / both[chosen]
            # Several pushes at once are shared, else a crowd would be thrown about.
            many = np.bincount(np.concatenate([one, two]), minlength=len(place))
            shift = np.bincount(two, move, len(place)) - np.bincount(one, move, len(place))
            place[:, axis] += gives * shift / np.sqrt(np.maximum(many, 1))
    return False


def _pairs(place: Reals, half: Reals) -> tuple[NDArray[np.int64], NDArray[np.int64], Reals, Reals]:
    """Return all pairs that cover each other, and by how much along each axis."""
    over_x = half[:, None, 0] + half[None, :, 0] - np.abs(place[:, None, 0] - place[None, :, 0])
    over_y = half[:, None, 1] + half[None, :, 1] - np.abs(place[:, None, 1] - place[None, :, 1])
    i, j = np.nonzero(np.triu((over_x > 0) & (over_y > 0), 1))
    return i, j, over_x[i, j], over_y[i, j]
