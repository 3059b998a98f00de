"""A case that is open: its file, its workspace, and the acts that change it."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from intelviz.case.file import CaseFile
from intelviz.workspace.acts import Acts
from intelviz.workspace.chart import ChartState
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.first_chart import first_chart
from intelviz.workspace.jobs import Jobs
from intelviz.workspace.workspace import Workspace

MANY_LINKS = 200_000
"""Links from which on their order by ends is made ahead."""


class OpenCase:
    """One open case. The workspace is read when it is first asked for: many commands can do without it.

    ``chart_words`` says what the chart draws where it was chosen at this opening, "" where the case kept it; it is then
    to be laid out, and kept with ``keep_first_chart``.
    """

    def __init__(self, case: CaseFile, jobs: Jobs | None = None) -> None:
        self.case = case
        self.jobs = jobs
        self.chart_words = ""
        self.acts = Acts(case, lambda: self._read, jobs, self._begin)
        self._read: Workspace | None = None

    @cached_property
    def workspace(self) -> Workspace:
        """The case in memory, with its chart."""
        workspace = Workspace(self.case.columns(), self.case.schema)
        charts = self.case.charts()
        if charts:
            kept = self.case.settings("chart", None)
            name = kept if kept in charts else next(iter(charts))
            workspace.chart.name = name
            workspace.chart.restore(charts[name], workspace.items.id)
        else:
            self._begin(workspace)
        self._read = workspace
        if self.jobs is not None and len(workspace.links) > MANY_LINKS:
            # A quarter of a second for millions: made beside everything else, before the whole case is drawn.
            threading.Thread(target=lambda: workspace.pair_order, name="order links", daemon=True).start()
        return workspace

    def _begin(self, workspace: Workspace) -> None:
        """Choose what the chart draws, and say so in ``chart_words``."""
        rows, self.chart_words = first_chart(workspace)
        workspace.chart.drawn[rows] = True

    def keep_first_chart(self) -> None:
        """Keep the chart that was chosen at opening, as it now stands; nothing to be undone, but in the log."""
        if not self.chart_words or self.case.read_only or not self.workspace.chart.drawn.any():
            return
        words, self.chart_words = self.chart_words, ""
        state = self.workspace.chart.state(self.workspace.items.id)
        self.acts.keep(NewChart(state.id, self.workspace.chart.name, state.x, state.y), words)

    def close(self) -> None:
        """Stop all work and close the file."""
        if self.jobs is not None:
            self.jobs.cancel_all()
        self.case.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_case(path: str | Path, read_only: bool = False, jobs: Jobs | None = None) -> OpenCase:
    """Open a case; CaseError and its kin say in words why one can't be opened."""
    return OpenCase(CaseFile.open(Path(path), read_only=read_only), jobs)


__all__ = ["ChartState", "OpenCase", "first_chart", "open_case"]
