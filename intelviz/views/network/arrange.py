"""Arranging what is drawn: at once where it is little, as a job that can be stopped where it is much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.layout import Linked, Positions, pairs_of
from intelviz.analysis.layout.pinned import round_pinned
from intelviz.case.columns import Rows
from intelviz.schema.errors import CancelledError
from intelviz.views.network import chart_acts
from intelviz.workspace.arranging import place_apart
from intelviz.workspace.rows import rows_of

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView
    from intelviz.workspace.jobs import Job

AT_ONCE = 500
"""Charts of at most so many items are arranged while one waits; larger ones as a job."""
_SEED = 1


class Arranging:
    """Runs one layout at a time for a view; a new one ends the one under way."""

    def __init__(self, view: NetworkView) -> None:
        self._view = view
        self._job: Job | None = None
        self._number = 0

    def run(self, name: str, *, first: bool = False, everything: bool = False) -> None:
        """Arrange what is drawn, pinned items staying: ``everything`` puts the rest of the case on the chart too.

        A ``first`` arrangement of a chart that nobody has seen is no act of the analyst, and not to be undone.
        """
        view = self._view
        workspace, chart, content = view.workspace, view.workspace.chart, view.content
        if everything:
            rows = np.arange(len(workspace), dtype=np.int32)
        else:
            rows = np.flatnonzero(chart.drawn).astype(np.int32) if first else content.rows
        if not len(rows):
            return
        view.layout_name = name
        linked = _linked(view, rows)
        pinned = chart.pinned[rows] & chart.drawn[rows]
        stand = np.column_stack([chart.x[rows], chart.y[rows]])
        ids, chart_name = workspace.items.id[rows], chart.name

        self._number += 1
        number = self._number

        def take(positions: Positions) -> None:
            if number == self._number and view.workspace is workspace and view.workspace.chart.name == chart_name:
                _take(view, ids, positions, name, first=first, everything=everything)

        def failed(error: BaseException) -> None:
            if number != self._number:
                return
            if isinstance(error, CancelledError):
                view.said.emit("Stopped: the chart is as it was.")
            else:
                view.failed.emit(error)

        if self.busy and self._job is not None:
            self._job.progress.cancel()
        if view.jobs is None or len(rows) <= AT_ONCE:
            placed = layouts()[name].place(linked, _SEED, lambda _words, _done, _total: None)
            take(round_pinned(placed, pinned, stand))
            return
        title = layouts()[name].title.lower()
        self._job = view.jobs.start(
            f"Arranging {len(rows):,} items ({title})",
            lambda progress: round_pinned(place_apart(name, linked, _SEED, progress.step), pinned, stand),
            then=take,
            failed=failed,
        )

    @property
    def busy(self) -> bool:
        """Whether a layout is under way."""
        return self._job is not None and not self._job.finished


def _linked(view: NetworkView, rows: Rows) -> Linked:
    """Return the graph of these rows for a layout."""
    links = view.workspace.links
    at = np.full(len(view.workspace), -1, np.int32)
    at[rows] = np.arange(len(rows), dtype=np.int32)
    a, b = at[links.a], at[links.b]
    both = (a >= 0) & (b >= 0)
    low, high = pairs_of(a[both], b[both], len(rows))
    return Linked(len(rows), low, high, view.workspace.items.type[rows])


def _take(
    view: NetworkView, ids: NDArray[np.int64], positions: Positions, name: str, *, first: bool, everything: bool
) -> None:
    """Take over the places of those items that the case still holds."""
    rows = rows_of(view.workspace.items.id, ids)
    known = rows >= 0
    rows, positions = rows[known].astype(np.int32), positions[known]
    drawn = view.workspace.chart.drawn[rows]
    with view.workspace.together():
        if everything:
            chart_acts.put(view, rows[~drawn], positions[~drawn])
        if drawn.any():
            chart_acts.take_layout(view, rows[drawn], positions[drawn], name, first=first)
    view.fit()
    view.arranged.emit()
