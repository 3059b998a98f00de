"""A new arrangement round items that stay where they are."""

from __future__ import annotations

import numpy as np

from intelviz.analysis.layout.layout import Positions
from intelviz.analysis.layout.packing import spread
from intelviz.case.columns import Mask


def round_pinned(
    positions: Positions, pinned: Mask, stand: Positions, apart: float = 40.0, *, turns: bool = True
) -> Positions:
    """Return ``positions`` moved as a whole towards the pinned items, and off them; pinned ones are at ``stand``.

    The arrangement is shifted, and turned where it ``turns``, but not scaled, so that the pinned items come as near as
    they can to where they stand (Kabsch, 1976), then they are put there, and what is too close to them is pushed away.
    """
    if not pinned.any():
        return positions
    at = positions.astype(np.float64)
    goal = stand[pinned].astype(np.float64)
    middle, aim = at[pinned].mean(0), goal.mean(0)
    cross = (at[pinned] - middle).T @ (goal - aim)
    angle = np.arctan2(cross[0, 1] - cross[1, 0], cross[0, 0] + cross[1, 1]) if turns else 0.0
    cos, sin = np.cos(angle), np.sin(angle)
    at = (at - middle) @ np.array([[cos, sin], [-sin, cos]]) + aim
    at[pinned] = goal
    moved = spread(at.astype(np.float32), apart, fixed=pinned)
    moved[pinned] = stand[pinned]
    return moved
