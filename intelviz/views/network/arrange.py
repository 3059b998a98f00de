"""Arranging what is drawn: at once where it is little, as a job that can be stopped where it is much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFontMetricsF

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.arranged import arranged
from intelviz.analysis.layout.layout import Linked, Positions, pairs_of
from intelviz.case.columns import Mask, Rows
from intelviz.schema.errors import CancelledError, IntelvizError
from intelviz.schema.when import NO_TIME
from intelviz.views.network import chart_acts
from intelviz.views.network.motion import Glide
from intelviz.workspace.arranging import place_apart
from intelviz.workspace.packing import unpacked
from intelviz.workspace.rows import rows_of

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView
    from intelviz.workspace.jobs import Job

AT_ONCE = 400
"""Charts of at most so many items are arranged while one waits; larger ones as a job."""
NAMED = 200
"""On charts of at most so many items a layout makes room for their names."""
_WIDEST = 150.0
_SEED = 1


class Arranging:
    """Runs one layout at a time for a view; a new one ends the one under way."""

    def __init__(self, view: NetworkView) -> None:
        self._view = view
        self._job: Job | None = None
        self._number = 0
        self._glide = Glide(view)

    def run(self, name: str, *, first: bool = False, everything: bool = False, anew: bool = False) -> None:
        """Arrange what is drawn; what is pinned or was placed by hand stays, the latter unless it is to be ``anew``.

        ``everything`` puts the rest of the case on the chart round what stands there. A ``first`` arrangement of a
        chart that nobody has seen is no act of the analyst, and not to be undone.
        """
        view = self._view
        workspace, chart, content = view.workspace, view.workspace.chart, view.content
        if everything:
            rows = np.arange(len(workspace), dtype=np.int32)
        else:
            rows = np.flatnonzero(chart.drawn).astype(np.int32) if first else content.rows
        if not len(rows):
            return
        linked = _linked(view, rows)
        still = standing(view, everything=everything, anew=anew)[rows]
        stand = np.column_stack([chart.x[rows], chart.y[rows]])
        kept = int(np.count_nonzero(still & ~chart.pinned[rows]))
        ids, chart_name = workspace.items.id[rows], chart.name

        self._number += 1
        number = self._number

        def take(positions: Positions) -> None:
            if number == self._number and view.workspace is workspace and view.workspace.chart.name == chart_name:
                view.layout_name = name
                self._take(ids, positions, name, first=first, everything=everything)
                if kept and kept < len(rows) and not anew and not everything:
                    one = "1 item that was placed by hand" if kept == 1 else f"{kept:,} items that were placed by hand"
                    view.said.emit(f"{one} stayed; “Arrange everything anew” moves such items too.")

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
            try:
                placed = arranged(name, linked, _SEED, lambda _words, _done, _total: None, still, stand)
            except IntelvizError as error:
                failed(error)
                return
            take(placed)
            return
        title = layouts()[name].title.lower()
        self._job = view.jobs.start(
            f"Arranging {len(rows):,} items ({title})",
            lambda progress: place_apart(name, linked, _SEED, progress.step, still, stand),
            then=take,
            failed=failed,
        )

    @property
    def busy(self) -> bool:
        """Whether a layout is under way."""
        return self._job is not None and not self._job.finished

    def _take(self, ids: NDArray[np.int64], positions: Positions, name: str, *, first: bool, everything: bool) -> None:
        """Take over the places of those items that the case still holds, going there from where they stand."""
        view = self._view
        rows = rows_of(view.workspace.items.id, ids)
        known = rows >= 0
        rows, positions = rows[known].astype(np.int32), positions[known]
        chart = view.workspace.chart
        drawn = chart.drawn[rows]
        begin = view.camera, chart.x.copy(), chart.y.copy()
        with view.workspace.together():
            if everything:
                chart_acts.put(view, rows[~drawn], positions[~drawn])
            elif drawn.any():
                chart_acts.take_layout(view, rows[drawn], positions[drawn], name, first=first)
        view.fit()
        if not first:
            self._glide.go(rows[drawn], *begin)
        view.arranged.emit()


def standing(view: NetworkView, *, everything: bool = False, anew: bool = False) -> Mask:
    """Return which items stay where they are: pinned ones, those placed by hand, and all there if more are put."""
    workspace, chart = view.workspace, view.workspace.chart
    still = chart.pinned.copy()
    if everything:
        still |= chart.drawn
    elif not anew:
        rows = rows_of(workspace.items.id, unpacked(chart.body.get("by_hand", []), np.int64))
        still[rows[rows >= 0]] = True
    return still & chart.drawn


def _linked(view: NetworkView, rows: Rows) -> Linked:
    """Return the graph of these rows for a layout, with what is known of them."""
    workspace = view.workspace
    links, items = workspace.links, workspace.items
    at = np.full(len(workspace), -1, np.int32)
    at[rows] = np.arange(len(rows), dtype=np.int32)
    leader = view.content.leader
    a, b = at[leader[links.a]], at[leader[links.b]]
    both = (a >= 0) & (b >= 0)
    low, high = pairs_of(a[both], b[both], len(rows))
    event = np.array([kind.category == "event" for kind in workspace.item_types] or [False])
    when = items.when_start[rows]
    names = None
    if len(rows) <= NAMED:
        metrics = QFontMetricsF(view.font())
        wide = [min(_WIDEST, metrics.horizontalAdvance(items.label[int(row)])) for row in rows]
        names = np.array(wide, np.float32)
    return Linked(
        len(rows),
        low,
        high,
        items.type[rows],
        event=event[items.type[rows]],
        when=np.where(when == NO_TIME, np.nan, when.astype(np.float64)),
        lon=items.lon[rows],
        lat=items.lat[rows],
        chosen=workspace.selected[rows],
        names=names,
    )
