"""The events of a workspace, counted by hour of the week and by day, anew only as far as something changed."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from intelviz.analysis.time.days import DayCounts, day_counts
from intelviz.analysis.time.week import WeekHours, week_hours
from intelviz.case.columns import Floats, Mask, Rows
from intelviz.schema.when import NO_TIME, OPEN_END, OPEN_START
from intelviz.workspace.workspace import Workspace

_FEW = 100_000
"""Events up to which counting takes less than a blink."""


class Counted:
    """Counts the items of a type that have a time; "" are all events, or, where there are none, all items."""

    def __init__(self, workspace: Workspace, type_name: str = "") -> None:
        self.workspace = workspace
        items = workspace.items
        timed = items.when_start != NO_TIME
        whole = timed & (items.when_start > OPEN_START) & (items.when_end < OPEN_END)
        wanted = whole & (workspace.of_type(type_name) if type_name else workspace.category_mask("event"))
        self.rows: Rows = np.flatnonzero(wanted if type_name or wanted.any() else whole).astype(np.int32)

    @cached_property
    def week(self) -> WeekHours:
        """Where each counts in a week."""
        items, rows = self.workspace.items, self.rows
        return week_hours(rows, items.when_start[rows], items.when_end[rows], items.when_precision[rows])

    @cached_property
    def days(self) -> DayCounts:
        """On which day each began."""
        items, rows = self.workspace.items, self.rows
        return day_counts(rows, items.when_start[rows], items.when_end[rows], items.when_precision[rows])

    def ready(self, page: str) -> bool:
        """Return whether what a page needs is there, or so little that it is made in a blink."""
        return len(self.rows) <= _FEW or ("days" if page == "calendar" else "week") in self.__dict__

    def make(self, page: str) -> None:
        """Make what a page needs; may be called from a job."""
        self.vague(page)

    def vague(self, page: str) -> Rows:
        """Return the events known too vaguely for a page."""
        return self.days.vague if page == "calendar" else self.week.vague

    def refilter(self) -> None:
        """Forget what the filter let through."""
        self.__dict__.pop("week_shown", None)
        self.reselect()

    def reselect(self) -> None:
        """Forget what was selected."""
        self.__dict__.pop("week_selected", None)
        self.__dict__.pop("chosen", None)

    @cached_property
    def week_shown(self) -> Floats:
        """Shown events by weekday and hour."""
        return self.week.counts(self.workspace.shown)

    @cached_property
    def week_selected(self) -> Floats:
        """Shown events that are selected, by weekday and hour."""
        if not self.workspace.selected.any():
            return np.zeros((7, 25))
        return self.week.counts(self.chosen)

    @cached_property
    def chosen(self) -> Mask:
        """One flag an item: it passes the filter and is selected."""
        return self.workspace.shown & self.workspace.selected

    def left_out(self, vague: Rows) -> int:
        """Return how many shown events are known too vaguely to be counted."""
        return int(np.count_nonzero(self.workspace.shown[vague]))
