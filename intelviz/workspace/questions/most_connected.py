"""Who has to do with the most others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from intelviz.analysis.network.connected import connected, ranked
from intelviz.case.columns import Mask
from intelviz.workspace.asking import Parameter, Question
from intelviz.workspace.questions._items import by_type, item_json

if TYPE_CHECKING:
    from intelviz.workspace.opening import OpenCase
    from intelviz.workspace.workspace import Workspace


def _answer(open_case: OpenCase, *, type: str | None, top: int) -> dict[str, Any]:
    workspace, links = open_case.workspace, open_case.workspace.links
    asked = workspace.of_type(type)
    kept = ~_in_group(workspace, "administration")
    if not (kept & (asked[links.a] | asked[links.b])).any():
        kept[:] = True
    through, event_is_a = _communications(workspace)
    found = connected(links.a[kept], links.b[kept], len(workspace), through[kept], event_is_a[kept])
    number = np.bincount(np.concatenate([links.a, links.b[links.a != links.b]]), minlength=len(workspace))
    rows = np.flatnonzero(asked).astype(np.int32)
    linked = rows[number[rows] > 0]
    first = ranked(found.others, number, linked)[:top]
    begin = np.searchsorted(found.pair_from, np.stack([first, first + 1]))
    return {
        "type": type,
        "of": len(rows),
        "unlinked": len(rows) - len(linked),
        "items": [
            {
                **item_json(workspace, int(row)),
                "others": int(found.others[row]),
                "links": int(number[row]),
                "others_by_type": by_type(workspace, found.pair_to[low:high]),
            }
            for row, low, high in zip(first, *begin.tolist(), strict=True)
        ],
        "method": "Ranked by the number of distinct other parties (“others”): however many links or calls there are "
        "between the same two, they count once, and a call counts as the party at its other end. “links” counts every "
        "link. Who deals with a record for the police is no party to it"
        + (", and is not counted." if not kept.all() else ", but here there are no other links."),
    }


def _communications(workspace: Workspace) -> tuple[Mask, Mask]:
    """Return which links make an item party to a communication that is an event, and at which end the event is."""
    links = workspace.links
    event = workspace.category_mask("event")
    return _in_group(workspace, "communication") & (event[links.a] != event[links.b]), event[links.a]


def _in_group(workspace: Workspace, group: str) -> Mask:
    """Return which links are of a type of that group."""
    wanted = np.array([kind.group == group for kind in workspace.link_types], bool)
    return wanted[workspace.links.type] if len(wanted) else np.zeros(len(workspace.links), bool)


QUESTION = Question(
    "most-connected",
    "which items have to do with the most others",
    (
        Parameter("type", "type", "the type of item to rank"),
        Parameter("top", "whole", "how many to list", "--top", "N", default=20),
    ),
    _answer,
)
