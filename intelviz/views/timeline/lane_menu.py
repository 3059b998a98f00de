"""What can be done with lanes: adding, taking away, ordering, pinning, and how far each looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QInputDialog, QLineEdit

from intelviz.analysis.time.aoristic import COUNTING
from intelviz.analysis.time.bursts import SENSITIVITIES
from intelviz.case.columns import Rows
from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.asking import ask_text
from intelviz.views.filter.completion import Completion
from intelviz.views.filter.vocabulary import offer_of
from intelviz.views.timeline.lanes import EntityLanes
from intelviz.views.timeline.laning import SORTS
from intelviz.workspace.sets import mask_of_set

if TYPE_CHECKING:
    from intelviz.views.timeline.view import TimelineView

_HOPS = (
    ("Own events only", "Show only the events linked to it or to what belongs to it"),
    ("Also of entities one link away", "Bring in the events of those directly linked to it, drawn faint"),
    ("Also of entities two links away", "Bring in the events of those up to two links away, drawn faint"),
)


def actions(view: TimelineView) -> list[Action]:
    """Return what can be done with lanes as a whole, for menus, palette and tool strip."""
    laning = view.laning
    return [
        Action(
            "lanes_chosen",
            "The chosen lanes",
            lambda: view.set_mode("type" if view.mode == "chosen" else "chosen"),
            "Show the lanes that were added, in their order; off: a lane for each type",
            "Shift+I",
            "playlist-check",
            checked=lambda: view.mode == "chosen",
        ),
        Action(
            "lanes_add",
            "Add lanes",
            lambda: None,
            "Add a lane for each of some persons, things or places",
            icon="playlist-plus",
            choices=lambda: adding(view),
        ),
        Action(
            "lanes_add_selection",
            "Add lanes for the selection",
            lambda: laning.add(view.workspace.selected_rows, "Add lanes for the selection"),
            "A lane for each selected person, thing or place, below those that there are",
            "Shift+A",
            "playlist-plus",
            strip=True,
            enabled=lambda: bool(view.workspace.selected.any()),
        ),
        Action(
            "lanes_remove",
            "Take away the lanes of the selection",
            lambda: laning.remove(at_hand(view)),
            "Take away the lanes of what is selected, or the one under the pointer; nothing is deleted",
            "Shift+Del",
            "playlist-remove",
            enabled=lambda: view.lanes.of_items,
        ),
        Action(
            "lanes_pin",
            "Pin the lanes of the selection",
            lambda: pin(view),
            "Keep these lanes at the top while the others scroll; again: let them scroll",
            "Shift+P",
            "pin",
            enabled=lambda: view.lanes.of_items,
        ),
        Action(
            "lane_up",
            "Move the lane up",
            lambda: move(view, -1),
            "Move the lane of what is selected, or the one under the pointer, up by one",
            "Alt+Up",
            "arrow-up",
            enabled=lambda: view.lanes.of_items,
        ),
        Action(
            "lane_down",
            "Move the lane down",
            lambda: move(view, 1),
            "Move the lane of what is selected, or the one under the pointer, down by one",
            "Alt+Down",
            "arrow-down",
            enabled=lambda: view.lanes.of_items,
        ),
        Action(
            "lanes_order",
            "Order the lanes",
            lambda: None,
            "Put the lanes in another order; the pinned stay at the top",
            icon="sort",
            choices=lambda: [
                Action(f"lanes_by_{how}", words, lambda how=how: laning.sort(how), f"Order the lanes {words.lower()}")
                for how, words in SORTS.items()
            ],
            enabled=lambda: view.lanes.of_items,
        ),
        Action(
            "lanes_away",
            "Events of linked entities",
            lambda: None,
            "How far all lanes look",
            icon="transit-connection-variant",
            choices=lambda: [
                Action(
                    f"lanes_away_{step}",
                    words,
                    lambda step=step: laning.set_away_all(step),
                    help,
                    checked=lambda step=step: laning.away == step,
                )
                for step, (words, help) in enumerate(_HOPS)
            ],
            enabled=lambda: view.lanes.of_items,
        ),
        Action(
            "bursts",
            "Bursts and gaps",
            lambda: None,
            "Mark in each lane where events come much faster than usual, or not at all for long",
            icon="pulse",
            choices=lambda: [
                Action(
                    f"bursts_{name or 'none'}",
                    words,
                    lambda name=name: view.options.set_bursts(name),
                    "Kleinberg's automaton of two states; a gap is a silence that chance would hardly leave",
                    checked=lambda name=name: view.options.bursts == name,
                )
                for name, words in (("", "Not marked"), *((key, how.words) for key, how in SENSITIVITIES.items()))
            ],
        ),
        Action(
            "counting",
            "Count events between two times",
            lambda: None,
            "When an event counts that happened some time between two moments",
            icon="chart-bell-curve",
            choices=lambda: [
                Action(
                    f"counting_{how}",
                    words[:1].upper() + words[1:],
                    lambda how=how: view.options.set_counting(how),
                    "For the bars of the lanes and of the histogram",
                    checked=lambda how=how: view.options.counting == how,
                )
                for how, words in COUNTING.items()
            ],
        ),
    ]


def adding(view: TimelineView) -> list[Action]:
    """Return where lanes can come from."""
    workspace, laning = view.workspace, view.laning

    def add_chart() -> None:
        chart = workspace.chart
        laning.add(np.flatnonzero(chart.drawn & ~chart.hidden).astype(np.int32), f"Add lanes for “{chart.name}”")

    found = [
        Action(
            "lanes_of_selection",
            "The selection",
            lambda: laning.add(workspace.selected_rows, "Add lanes for the selection"),
            "A lane for each selected person, thing or place",
            enabled=lambda: bool(workspace.selected.any()),
        ),
        Action(
            "lanes_of_linked",
            "What is linked to the selection",
            lambda: laning.add(np.flatnonzero(workspace.linked > 0).astype(np.int32), "Add lanes for what is linked"),
            "A lane for each person, thing or place linked to the selection",
            enabled=lambda: bool(workspace.selected.any()),
        ),
        Action(
            "lanes_of_chart", "What the chart shows", add_chart, "A lane for each person, thing or place on the chart"
        ),
        Action("lanes_of_query", "A query…", lambda: ask_query(view), "A lane for each that a query finds"),
        Action(
            "lanes_of_busiest", "Those with most events…", lambda: ask_busiest(view), "A lane for each of the busiest"
        ),
    ]
    if view.case is not None:
        for name, ids in view.case.sets().items():
            found.append(
                Action(
                    f"lanes_of_set_{name}",
                    f"The set “{name}”",
                    lambda name=name, ids=ids: laning.add(
                        np.flatnonzero(mask_of_set(workspace, ids)).astype(np.int32), f"Add lanes for the set “{name}”"
                    ),
                    "A lane for each person, thing or place in the set",
                )
            )
    return found


def menu(view: TimelineView, number: int) -> list[Action]:
    """Return what a right click on a lane's name offers."""
    view.menu_lane = -1
    lane = view.lanes[number]
    if lane.item < 0:
        return [
            Action("pick_lane", "Select these", lambda: view.workspace.select(lane.row), "Select all of this type"),
            *actions(view),
        ]
    laning, rows = view.laning, np.array([lane.item], np.int32)

    def centre() -> None:
        with view.workspace.together():
            view.workspace.select(rows)
            view.workspace.centre_on(rows)

    own = [
        Action("pick_item", f"Select {lane.title}", lambda: view.workspace.select(rows), "Select whose lane it is"),
        Action("pick_lane", "Select its events", lambda: view.workspace.select(lane.row), "Select all in this lane"),
        Action("centre", "Show in all views", centre, "Bring it into sight everywhere", icon="crosshairs-gps"),
        Action("-", "-", lambda: None),
        *(
            Action(
                f"lane_away_{step}",
                words,
                lambda step=step: laning.set_away(rows, step),
                f"{help}; in this lane",
                checked=lambda step=step: lane.hops == step,
            )
            for step, (words, help) in enumerate(_HOPS)
        ),
        Action("-", "-", lambda: None),
        Action(
            "lane_pin",
            "Keep at the top",
            lambda: laning.set_pinned(rows, pinned=not lane.pinned),
            "Keep this lane at the top while the others scroll",
            icon="pin",
            checked=lambda: lane.pinned,
        ),
        Action("lane_top", "Move to the top", lambda: laning.move(number, 0), "Make it the first lane"),
        Action("lane_remove", "Take away this lane", lambda: laning.remove(rows), "Nothing is deleted"),
        Action("-", "-", lambda: None),
    ]
    return [*own, *actions(view)]


def at_hand(view: TimelineView) -> Rows:
    """Return the items whose lanes are meant: those selected that have one, else the one under the pointer."""
    if not isinstance(view.lanes, EntityLanes):
        return np.zeros(0, np.int32)
    picked = view.lanes.items[view.workspace.selected[view.lanes.items]]
    if len(picked):
        return picked
    number = view.lane_under_pointer()
    return view.lanes.items[number : number + 1] if number >= 0 else picked


def pin(view: TimelineView) -> None:
    """Pin the lanes at hand, or unpin them where all are pinned."""
    rows = at_hand(view)
    if not isinstance(view.lanes, EntityLanes) or not len(rows):
        view.said.emit("Select whose lane is meant, or point at it")
        return
    at = np.flatnonzero(np.isin(view.lanes.items, rows))
    view.laning.set_pinned(rows, pinned=bool((at >= view.lanes.pinned).any()))


def move(view: TimelineView, by: int) -> None:
    """Move the first lane at hand."""
    rows = at_hand(view)
    if not isinstance(view.lanes, EntityLanes) or not len(rows):
        view.said.emit("Select whose lane is meant, or point at it")
        return
    number = int(np.flatnonzero(view.lanes.items == rows[0])[0])
    view.laning.move(number, number + by)


def ask_query(view: TimelineView) -> None:
    """Ask for a query in words, and add a lane for each that it finds."""
    words = 'A lane for each that this query finds, such as: persons linked to (in set "Burglars")'
    dialog = ask_text(view, "Add lanes", words, lambda text: add_query(view, text))
    line = dialog.findChild(QLineEdit)
    if line is not None:
        Completion(line, offer_of(view.workspace, view.case))


def add_query(view: TimelineView, text: str) -> None:
    """Add a lane for each that a query finds; what is wrong with the query is said."""
    from intelviz.workspace.query import parse

    try:
        mask = parse(text, view.workspace.schema).mask(view.workspace, view.case)
    except IntelvizError as error:
        view.said.emit(str(error))
        return
    view.laning.add(np.flatnonzero(mask).astype(np.int32), f"Add lanes for “{text.strip()}”")


def ask_busiest(view: TimelineView) -> None:
    """Ask how many, and add a lane for each of those with most events."""
    dialog = QInputDialog(view)
    dialog.setWindowTitle("Add lanes")
    dialog.setInputMode(QInputDialog.InputMode.IntInput)
    dialog.setLabelText("How many of those with most events (persons, things and places that are shown)")
    dialog.setIntRange(1, 100_000)
    dialog.setIntValue(20)
    dialog.intValueSelected.connect(
        lambda count: view.laning.add(view.laning.busiest(count), f"Add lanes for the {count:,} with most events")
    )
    dialog.open()
