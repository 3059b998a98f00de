"""Groups of a chart as it keeps them: which items belong together, and, while closed, where each of them stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Ints
from intelviz.schema.errors import CaseDamagedError
from intelviz.workspace.packing import unpacked

Places = NDArray[np.float32]
LABEL = 200
"""Letters of a group's name at most."""


def _nowhere() -> Places:
    return np.zeros(0, np.float32)


@dataclass(frozen=True, eq=False)
class Group:
    """One group: ``ids`` are its items.

    A closed one is drawn as one node where its ``leader`` (an item id) stands on the chart; ``x``, ``y`` are where all
    its items stood, ``pinned`` and ``by_hand`` what was true of the leader. Groups are kept in the order in which they
    were closed, so that one that holds others comes after them.
    """

    number: int
    label: str
    ids: Ints
    closed: bool = False
    leader: int = 0
    x: Places = field(default_factory=_nowhere)
    y: Places = field(default_factory=_nowhere)
    pinned: bool = False
    by_hand: bool = False


def groups_in(body: Mapping[str, Any]) -> list[Group]:
    """Return the groups of a chart; what can't be read is passed over."""
    found: list[Group] = []
    listed = body.get("groups")
    for each in listed if isinstance(listed, list) else []:
        try:
            ids = unpacked(each["ids"], np.int64)
            group = Group(int(each["number"]), str(each["label"])[:LABEL], ids)
            if each.get("closed") is True:
                x, y = (unpacked(each[name], np.float32) for name in ("x", "y"))
                leader = int(each["leader"])
                if len(x) != len(ids) or len(y) != len(ids) or leader not in ids:
                    continue
                if not (np.isfinite(x).all() and np.isfinite(y).all()):
                    continue
                flags = each.get("pinned") is True, each.get("by_hand") is True
                group = replace(group, closed=True, leader=leader, x=x, y=y, pinned=flags[0], by_hand=flags[1])
            if len(ids):
                found.append(group)
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError, CaseDamagedError):
            continue
    return found
