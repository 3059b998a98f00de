"""What two sets, charts, queries, imports, dates or periods have in common, and what only one of them holds.

The answer's keys: ``left`` and ``right`` {side, words, items, links}; ``items`` and ``links``, each with ``left`` (only
there), ``common`` and ``right``, each {count, by_type} and, of items, ``items`` (the first of them); ``moved`` and
``hidden`` (two charts) {count, by_type, items}; ``changed`` (two imports) {count, items, properties: [{id, type, label,
property, old, new}]}; ``notes``, what was left out and why; ``method``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from intelviz.case.columns import Mask, Rows
from intelviz.workspace.asking import Parameter, Question
from intelviz.workspace.comparing import PARTS, SYNTAX, Comparison, Members, compare, counts_by_type, side_of
from intelviz.workspace.questions._items import by_type, item_json

if TYPE_CHECKING:
    from intelviz.workspace.opening import OpenCase
    from intelviz.workspace.workspace import Workspace


def _answer(open_case: OpenCase, *, left: str, right: str, type: str | None, top: int) -> dict[str, Any]:
    workspace = open_case.workspace
    found = compare(workspace, open_case.case, side_of(left), side_of(right))
    wanted = workspace.of_type(type)
    changed = [each for each in found.changed if wanted[each.row]]
    return {
        "left": _side(found.left, wanted),
        "right": _side(found.right, wanted),
        "type": type,
        "items": {part: _items(workspace, np.flatnonzero(found.items(part) & wanted), top) for part in PARTS},
        "links": _links(workspace, found),
        "moved": _items(workspace, found.moved[wanted[found.moved]], top),
        "hidden": _items(workspace, found.hidden[wanted[found.hidden]], top),
        "changed": {
            "count": len(changed),
            "items": len({each.row for each in changed}),
            "properties": [
                {**item_json(workspace, each.row), "property": each.name, "old": each.before, "new": each.after}
                for each in changed[:top]
            ],
        },
        "notes": list(found.notes),
        "method": "“left” and “right” are what only that side holds, “common” what both hold. The links of a set, "
        "chart or query are those between its items; those of an import are the links of which it speaks; those of a "
        f"period lie in it by their own time or, where they have none, by an event at their end. At most {top:,} are "
        "listed of each; all are counted.",
    }


def _side(side: Members, wanted: Mask) -> dict[str, Any]:
    return {
        "side": side.side.text,
        "words": side.side.words,
        "items": int(np.count_nonzero(side.items & wanted)),
        "links": int(np.count_nonzero(side.links)),
    }


def _items(workspace: Workspace, rows: Rows | Any, top: int) -> dict[str, Any]:
    return {
        "count": len(rows),
        "by_type": by_type(workspace, rows),
        "items": [item_json(workspace, row) for row in rows[:top].tolist()],
    }


def _links(workspace: Workspace, found: Comparison) -> dict[str, Any]:
    links = workspace.links
    masks = [found.links(part) for part in PARTS]
    table = counts_by_type(links.type_names, links.type, masks)
    return {
        part: {
            "count": int(np.count_nonzero(mask)),
            "by_type": {name: counts[place] for name, counts in table.items() if counts[place]},
        }
        for place, (part, mask) in enumerate(zip(PARTS, masks, strict=True))
    }


QUESTION = Question(
    "compare",
    "what two sets, charts, queries, imports, dates or periods have in common, and what only one of them holds",
    (
        Parameter("left", "text", f"the left side ({SYNTAX})", shown="LEFT", required=True),
        Parameter("right", "text", "the right side", shown="RIGHT", required=True),
        Parameter("type", "type", "the type of item to compare", "--type", "TYPE"),
        Parameter("top", "whole", "how many to list of each part", "--top", "N", default=50),
    ),
    _answer,
)
