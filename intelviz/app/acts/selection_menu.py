"""Selection: what is linked to it, bringing views to it; what panels add to this menu comes after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from intelviz.views.action import Action
from intelviz.views.meetings.dialog import MeetingsDialog
from intelviz.views.network.adding import add_rows

if TYPE_CHECKING:
    from intelviz.app.window import MainWindow


def actions(window: MainWindow) -> list[Action]:
    """Return what the window itself does with the selection."""
    opened = window.session.case
    workspace = opened.workspace if opened is not None else None

    def some() -> bool:
        return workspace is not None and bool(workspace.selected.any())

    def linked(*, keep: bool) -> None:
        if workspace is not None:
            workspace.select((workspace.linked > 0) & workspace.shown, "add" if keep else "replace")

    def centre() -> None:
        if workspace is not None:
            workspace.centre_on(np.flatnonzero(workspace.selected).astype(np.int32))

    def meetings() -> None:
        bench = window.bench
        if workspace is not None and bench is not None:
            network = bench.docks["network"].view
            MeetingsDialog(workspace, workspace.selected_rows, window, lambda rows: add_rows(network, rows)).open()

    return [
        Action(
            "centre",
            "Show the selection in all views",
            centre,
            "Bring what is selected into sight everywhere",
            "Ctrl+J",
            "crosshairs-gps",
            enabled=some,
        ),
        Action(
            "linked",
            "Select what is linked",
            lambda: linked(keep=False),
            "Select the shown items linked to the selection, directly or through phones and addresses",
            "Ctrl+L",
            "vector-link",
            enabled=some,
        ),
        Action(
            "linked_too",
            "Add what is linked",
            lambda: linked(keep=True),
            "Add the shown items linked to the selection",
            "Ctrl+Shift+L",
            "vector-polyline-plus",
            enabled=some,
        ),
        Action(
            "meetings",
            "Whom they met…",
            meetings,
            "List whom the selected persons, or the holders of selected telephones, met, when and where: ever, or in "
            "the days before an event",
            "Ctrl+Shift+M",
            "account-supervisor",
            enabled=some,
        ),
    ]
