"""What a chart remembers of each expansion, so that one of them can be collapsed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from intelviz.case.columns import Ints, Mask
from intelviz.schema.errors import CaseDamagedError
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.packing import packed, unpacked


@dataclass(frozen=True, eq=False)
class Expansion:
    """One expansion: its number on the chart, the items it began at, and those that it brought, by id."""

    number: int
    seeds: Ints
    brought: Ints


def expansions_in(body: Mapping[str, Any]) -> list[Expansion]:
    """Return the expansions that a chart remembers, oldest first; what can't be read is passed over."""
    found: list[Expansion] = []
    listed = body.get("expansions")
    for each in listed if isinstance(listed, list) else []:
        try:
            seeds, brought = unpacked(each["from"], np.int64), unpacked(each["ids"], np.int64)
            found.append(Expansion(int(each["number"]), seeds, brought))
        except (KeyError, TypeError, ValueError, OverflowError, CaseDamagedError):
            continue
    return found


def keep_expansions(sheet: Sheet, expansions: list[Expansion]) -> None:
    """Remember these expansions; those that brought nothing which is still theirs are forgotten."""
    sheet.set_part(
        "expansions",
        [
            {"number": each.number, "from": packed(each.seeds), "ids": packed(each.brought)}
            for each in expansions
            if len(each.brought)
        ],
    )


def forget_brought(sheet: Sheet, ids: Ints) -> None:
    """Let items that come otherwise no longer count as brought by an expansion."""
    before = expansions_in(sheet.body)
    after = [Expansion(each.number, each.seeds, np.setdiff1d(each.brought, ids)) for each in before]
    if any(len(one.brought) != len(other.brought) for one, other in zip(before, after, strict=True)):
        keep_expansions(sheet, after)


def leaving(sheet: Sheet, expansion: Expansion) -> tuple[Ints, dict[str, int]]:
    """Return which items go when an expansion is collapsed, and how many stay for which reason.

    Those stay that the analyst placed or pinned, wrote a note on or grouped, and those from which a later expansion
    began.
    """
    ids = expansion.brought[sheet.has(expansion.brought)]
    at = sheet.at(ids)
    stays: Mask = np.zeros(len(ids), bool)
    why: dict[str, int] = {}
    seeds = [each.seeds for each in expansions_in(sheet.body) if each.number != expansion.number]
    reasons: tuple[tuple[str, Any], ...] = (
        ("moved by hand", np.isin(ids, sheet.by_hand)),
        ("pinned", sheet.columns["pinned"][at] if len(ids) else stays),
        ("with a note", np.isin(ids, _listed(sheet.body.get("notes"), "of"))),
        ("in a group", np.isin(ids, _listed(sheet.body.get("groups"), "ids"))),
        ("expanded later", np.isin(ids, np.concatenate(seeds)) if seeds else np.zeros(len(ids), bool)),
    )
    for words, mask in reasons:
        count = int(np.count_nonzero(mask & ~stays))
        if count:
            why[words] = count
        stays |= mask
    return ids[~stays], why


def _listed(entries: object, key: str) -> Ints:
    """Return all item ids under a key of listed entries, single ones or packed arrays."""
    found: list[Ints] = [np.zeros(0, np.int64)]
    for each in entries if isinstance(entries, list) else []:
        value = each.get(key) if isinstance(each, dict) else None
        if isinstance(value, int):
            found.append(np.array([value], np.int64))
        elif isinstance(value, list | dict):
            found.append(unpacked(value, np.int64))
    return np.concatenate(found)
