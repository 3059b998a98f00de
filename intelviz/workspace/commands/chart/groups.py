"""Closing and opening the groups of a chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Ints
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.grouped import Group, groups_in
from intelviz.workspace.packing import packed


def keep_groups(sheet: Sheet, groups: Iterable[Group]) -> None:
    """Keep these groups with the chart."""
    plain: list[dict[str, Any]] = []
    for each in groups:
        entry: dict[str, Any] = {"number": each.number, "label": each.label, "ids": packed(each.ids)}
        if each.closed:
            entry |= {"closed": True, "leader": each.leader, "x": packed(each.x), "y": packed(each.y)}
            entry |= {"pinned": each.pinned, "by_hand": each.by_hand}
        plain.append(entry)
    sheet.set_part("groups", plain)


def closed(sheet: Sheet, group: Group, seen: NDArray[np.bool_]) -> Group | None:
    """Return a group closed: its node stands in the middle of its items, which keep their places in the group.

    ``seen`` is what ``standing`` returns. None where fewer than two of its items stand on the chart.
    """
    ids = group.ids[sheet.has(group.ids)]
    if len(ids) < 2:
        return None
    at = sheet.at(ids)
    x, y = sheet.columns["x"][at].copy(), sheet.columns["y"][at].copy()
    shown = np.flatnonzero(~sheet.columns["hidden"][at])
    first = int(shown[0]) if len(shown) else 0
    leader = ids[first : first + 1]
    inside = seen[at] if seen[at].any() else np.ones(len(at), bool)
    middle_x, middle_y = float(x[inside].mean(dtype=np.float64)), float(y[inside].mean(dtype=np.float64))
    pinned, by_hand = bool(sheet.columns["pinned"][at[first]]), bool(leader[0] in sheet.by_hand)
    sheet.set("x", leader, np.array([middle_x], np.float32))
    sheet.set("y", leader, np.array([middle_y], np.float32))
    sheet.set("pinned", leader, False)
    return Group(group.number, group.label, ids, True, int(leader[0]), x, y, pinned, by_hand)


def standing(sheet: Sheet, groups: Iterable[Group]) -> NDArray[np.bool_]:
    """Return which rows of the chart are seen themselves, rather than within a closed group."""
    seen = np.ones(len(sheet.id), bool)
    for each in groups:
        if each.closed:
            at = sheet.at(np.append(each.ids, each.leader))
            seen[at[:-1][at[:-1] >= 0]] = False
            seen[at[-1:][at[-1:] >= 0]] = True
    return seen


def opened(sheet: Sheet, group: Group) -> Group:
    """Return a group opened: each of its items stands again exactly where it stood."""
    sheet.set("x", group.ids, group.x)
    sheet.set("y", group.ids, group.y)
    leader = np.array([group.leader], np.int64)
    sheet.set("pinned", leader, group.pinned)
    if not group.by_hand:
        hand = np.setdiff1d(sheet.by_hand, leader)
        sheet.set_part("by_hand", packed(hand) if len(hand) else None)
    return Group(group.number, group.label, group.ids)


def take_off(sheet: Sheet, ids: Ints) -> None:
    """Take items off the chart and out of its groups; a closed group whose leader goes gets another one."""
    before = groups_in(sheet.body)
    after: list[Group] = []
    for group in before:
        stays = ~np.isin(group.ids, ids)
        if stays.all():
            after.append(group)
            continue
        if not stays.any():
            continue
        if group.closed:
            left = group.ids[stays]
            leader = group.leader
            if leader not in left:
                at = sheet.at(np.array([leader, left[0]], np.int64))
                leader = int(left[0])
                for name in ("x", "y"):
                    sheet.columns[name][at[1]] = sheet.columns[name][at[0]]
            group = replace(group, ids=left, leader=leader, x=group.x[stays], y=group.y[stays])  # noqa: PLW2901  the group that is left
        else:
            group = replace(group, ids=group.ids[stays])  # noqa: PLW2901  the group that is left
        after.append(group)
    if before:
        keep_groups(sheet, after)
    sheet.take_off(ids)
