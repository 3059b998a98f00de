"""What lies near a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from intelviz.analysis.place.distance import metres as metres_from
from intelviz.schema.errors import UsageError
from intelviz.schema.place import PlacePrecision
from intelviz.workspace.asking import Parameter, Question
from intelviz.workspace.questions._items import by_type, item_json

if TYPE_CHECKING:
    from intelviz.workspace.opening import OpenCase
    from intelviz.workspace.workspace import Workspace


def _answer(open_case: OpenCase, *, place: int, metres: float, type: str | None) -> dict[str, Any]:
    workspace = open_case.workspace
    items = workspace.items
    if np.isnan(items.lon[place]) or np.isnan(items.lat[place]):
        raise UsageError(
            f"Item {items.id[place]}, “{items.label[place]}”, has no place.", remedy=_where_else(workspace, place)
        )
    chosen = workspace.of_type(type)
    far = metres_from(items.lon, items.lat, float(items.lon[place]), float(items.lat[place]))
    near = chosen & (far <= metres)
    near[place] = False
    rows = np.flatnonzero(near)
    rows = rows[np.lexsort((items.id[rows], far[rows]))]
    placeless = int((chosen & np.isnan(far)).sum())
    return {
        "place": _placed(workspace, place),
        "metres": metres,
        "type": type,
        "count": len(rows),
        "by_type": by_type(workspace, rows),
        "without_place": placeless,
        "items": [{**_placed(workspace, int(row)), "metres": round(float(far[row]), 1)} for row in rows],
        "method": f"Distance over the ground (WGS 84) from the place of the item, up to {metres:,g} m, nearest first; "
        "an event lies where it happened. "
        f"{placeless:,} items of the kind asked for have no known place and can't be found so.",
    }


def _placed(workspace: Workspace, row: int) -> dict[str, Any]:
    items = workspace.items
    return {
        **item_json(workspace, row),
        "lon": float(items.lon[row]),
        "lat": float(items.lat[row]),
        "precision": PlacePrecision(int(items.place_precision[row])).words,
    }


def _where_else(workspace: Workspace, row: int) -> str:
    """Return the places that the item is linked to, in words."""
    linked = np.unique(workspace.adjacency.neighbours(np.array([row], np.int32)))
    placed = linked[~np.isnan(workspace.items.lon[linked])][:3]
    if not len(placed):
        return "Name an item that has one."
    named = " or ".join(f"{workspace.items.id[each]} (“{workspace.items.label[each]}”)" for each in placed)
    return f"It is linked to {named}: ask from there."


QUESTION = Question(
    "near",
    "what lies within a distance of a place, nearest first",
    (
        Parameter("place", "item", "the item whose place to start from", shown="PLACE_ID", required=True),
        Parameter("metres", "number", "the distance in metres", required=True),
        Parameter("type", "type", "the type of item to look for"),
    ),
    _answer,
)
