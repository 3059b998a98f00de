"""Acts that put the selected items in order by hand: in line, at even gaps, on a grid, mirrored, turned, scaled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from intelviz.views.action import Action
from intelviz.views.network import chart_acts
from intelviz.workspace.aligning import aligned
from intelviz.workspace.commands.chart.align_items import AlignItems
from intelviz.workspace.workspace import Change

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

_LINE = Action("-", "-", lambda: None)
_WAYS: tuple[tuple[str, str, str, str], ...] = (
    ("left", "Left edges in line", "align-horizontal-left", "Align with the leftmost"),
    ("centre", "Centres in a column", "align-horizontal-center", "Align below each other"),
    ("right", "Right edges in line", "align-horizontal-right", "Align with the rightmost"),
    ("top", "Tops in line", "align-vertical-top", "Align with the topmost"),
    ("middle", "Middles in a row", "align-vertical-center", "Align beside each other"),
    ("bottom", "Bottoms in line", "align-vertical-bottom", "Align with the lowest"),
    ("-", "", "", ""),
    ("across", "Even gaps across", "distribute-horizontal-center", "Distribute between leftmost and rightmost"),
    ("down", "Even gaps down", "distribute-vertical-center", "Distribute between topmost and lowest"),
    ("grid", "Snap to the grid", "grid", "Put each on the nearest free crossing of a grid"),
    ("-", "", "", ""),
    ("mirror across", "Mirror left and right", "flip-horizontal", "Swap left and right"),
    ("mirror down", "Mirror top and bottom", "flip-vertical", "Swap top and bottom"),
    ("turn right", "Turn right by 90°", "rotate-right", "Turn clockwise"),
    ("turn left", "Turn left by 90°", "rotate-left", "Turn against the clock"),
    ("turn a little", "Turn by 15°", "rotate-right-variant", "Turn clockwise by a little"),
    ("wider", "Spread out", "arrow-expand-all", "Scale up by a quarter"),
    ("nearer", "Draw together", "arrow-collapse-all", "Scale down by a fifth"),
)


def align(view: NetworkView, way: str) -> None:
    """Align the selected nodes; pinned ones stay."""
    rows = np.flatnonzero(view.content.nodes(view.workspace.selected)).astype(np.int32)
    chart = view.workspace.chart
    if len(rows) < 2:
        return
    x, y = aligned(way, chart.x[rows], chart.y[rows], chart.pinned[rows])
    if chart_acts.writable(view):
        chart_acts.run(view, AlignItems(view.workspace.items.id[rows], chart.name, x, y, way))
        return
    chart.x[rows], chart.y[rows] = x, y
    view.workspace.tell(Change.CHART)


def actions(view: NetworkView) -> list[Action]:
    """Return them as one menu."""

    def several() -> bool:
        return int(np.count_nonzero(view.content.nodes(view.workspace.selected))) > 1

    def ways() -> list[Action]:
        return [
            _LINE
            if way == "-"
            else Action(
                f"align_{way.replace(' ', '_')}",
                title,
                lambda way=way: align(view, way),
                f"{text}; pinned items stay",
                icon=icon,
            )
            for way, title, icon, text in _WAYS
        ]

    return [
        Action(
            "align",
            "Align",
            lambda: None,
            "Put the selected items in line, at even gaps, on a grid; mirror, turn and scale them",
            icon="align-horizontal-left",
            strip=True,
            enabled=several,
            choices=ways,
        )
    ]
