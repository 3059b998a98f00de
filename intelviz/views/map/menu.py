"""What a right click on the map offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intelviz.views.action import Action
from intelviz.views.map import acts
from intelviz.views.map.areas import acts as area_acts
from intelviz.views.map.own import acts as own_acts
from intelviz.views.map.selecting import ask_distance
from intelviz.views.map.steps import copy_here

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_LINE = Action("-", "-", lambda: None)


def menu(view: MapView, row: int) -> list[Action]:
    """Return what a right click offers: on an item, on a cluster, or on the ground."""
    at = view.menu_at
    if row >= 0:
        return [*_menu_item(view, row), *area_acts.menu_item(view), _LINE, *_menu_ground(view)]
    mark = view.cluster_at(at) if at is not None else -1
    if mark >= 0:
        rows = view.cluster_rows(mark)
        return [
            Action(
                "open", "Open the cluster", lambda: view.open_cluster(mark), "Zoom to its places", icon="magnify-plus"
            ),
            Action(
                "pick_all",
                f"Select the {len(rows):,} items here",
                lambda: view.workspace.select(rows),
                "Select all of them",
                icon="select-all",
            ),
            Action(
                "add_all",
                "Add them to the selection",
                lambda: view.workspace.select(rows, "add"),
                "Keep what is selected, and add these",
                icon="select-group",
            ),
            _LINE,
            *_menu_ground(view),
        ]
    return [*_menu_ground(view), _LINE, *acts.actions(view)]


def _menu_ground(view: MapView) -> list[Action]:
    return [
        Action(
            "copy",
            "Copy coordinates",
            lambda: copy_here(view),
            "In degrees and on the National Grid",
            "C",
            "content-copy",
        ),
        Action(
            "within_here",
            "Select within a distance of here…",
            lambda: ask_distance(view, here=True),
            "All items within a distance of this point",
            icon="map-marker-distance",
        ),
        *own_acts.menu_here(view),
        *area_acts.menu_here(view),
    ]


def _menu_item(view: MapView, row: int) -> list[Action]:
    workspace = view.workspace
    here = view.together_with(row)

    def each() -> list[Action]:
        return [
            Action(
                f"here_{one}",
                f"{workspace.items.label[one]} ({workspace.type_of(one).label})",
                lambda one=one: workspace.select([one]),
                "Select this one alone",
                icon=workspace.type_of(one).icon,
            )
            for one in here[:25].tolist()
        ]

    found = [
        Action(
            "centre",
            "Show in all views",
            lambda: workspace.centre_on([row]),
            "Bring this item into sight everywhere",
            icon="crosshairs-gps",
        ),
        Action(
            "linked",
            "Select what is linked to it",
            lambda: workspace.select(workspace.linked > 0),
            "Select the items linked to the selected ones",
            icon="vector-link",
            enabled=lambda: bool(workspace.linked.any()),
        ),
        Action(
            "within",
            "Select within a distance…",
            lambda: ask_distance(view),
            "All items within a distance of the selected places",
            "Shift+R",
            "map-marker-distance",
        ),
    ]
    if len(here) > 1:
        found.insert(
            0,
            Action("here", f"The {len(here):,} items at this place", lambda: None, "Select one of them", choices=each),
        )
    return found
