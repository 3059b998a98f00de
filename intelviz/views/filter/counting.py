"""What stands beside the boxes and bars of the filter panel: how many of each pass the other parts of the filter."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QTimer

from intelviz.case.columns import Ints
from intelviz.workspace.facets import shown_without
from intelviz.workspace.rows import rows_of

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.views.filter.panel import FilterPanel

_AT_ONCE = 300_000
"""Items and links up to which the boxes are counted with every step of a brush."""
_REST = 120
"""Milliseconds without a change of the filter after which the boxes of a larger case are counted."""


class Counting:
    """Counts at once where that takes no time; of a million, once the filter has rested, and only if anybody looks."""

    def __init__(self, panel: FilterPanel, case: CaseFile | None) -> None:
        self._panel, self._workspace, self._case = panel, panel.workspace, case
        self._sources: Collection[int] = ()
        self._pairs: tuple[Ints, Ints] | None = None
        self._waiting = False
        self._resting = QTimer(panel)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST)
        self._resting.timeout.connect(self.rested)

    def renew(self, sources: Collection[int]) -> None:
        """Count the boxes anew, as items changed or the rows are new; ``sources`` are the numbers of those listed."""
        self._sources, self._pairs = sources, None
        self._boxes()

    def soon(self) -> None:
        """Count boxes and bars, as the filter changed."""
        if len(self._workspace) + len(self._workspace.links) <= _AT_ONCE:
            self._all()
        else:
            self._waiting = True
            self._resting.start()

    def rested(self) -> None:
        """Count what waits for it, if the panel can be seen."""
        if self._waiting and self._panel.isVisible():
            self._all()

    def spoken_of(self) -> tuple[Ints, Ints]:
        """Return item ids and the numbers of the sources that speak of them; read when first asked for."""
        if self._pairs is None:
            none = np.zeros(0, np.int64)
            self._pairs = self._case.spoken_of() if self._case is not None else (none, none)
        return self._pairs

    def _all(self) -> None:
        self._waiting = False
        self._boxes()
        self._panel.facets.count()

    def _boxes(self) -> None:
        workspace, tree = self._workspace, self._panel.tree
        # A box that is empty still says how many it would show: only the other parts of the filter count for it.
        passed = workspace.items.type[shown_without(workspace, "types")]
        tree.set_counts("types", _counts([each.name for each in workspace.item_types], passed, workspace.items.type))
        between = workspace.shown[workspace.links.a] & workspace.shown[workspace.links.b]
        passed = workspace.links.type[between]
        tree.set_counts("links", _counts([each.name for each in workspace.link_types], passed, workspace.links.type))
        if self._pairs is not None:
            self._of_sources(*self._pairs)

    def _of_sources(self, items: Ints, sources: Ints) -> None:
        rows = rows_of(self._workspace.items.id, items)
        here = (rows >= 0) & shown_without(self._workspace, "sources")[rows]
        size = max(self._sources, default=0) + 1
        shown, every = np.bincount(sources[here], minlength=size), np.bincount(sources, minlength=size)
        counts = {number: (int(shown[number]), int(every[number])) for number in self._sources}
        self._panel.tree.set_counts("sources", counts)


def _counts(names: list[str], passed: np.ndarray, every: np.ndarray) -> dict[str, tuple[int, int]]:
    """Return how many pass and how many there are, by name; ``passed`` and ``every`` index the names."""
    shown, there = (np.bincount(each, minlength=len(names)).tolist() for each in (passed, every))
    return {name: (shown[code], there[code]) for code, name in enumerate(names)}
