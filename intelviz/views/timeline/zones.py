"""What is to be said of the clock of an event: an hour that came twice, and a source that states no zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intelviz.render.timewords import when_of
from intelviz.schema.when import NO_TIME, Precision, from_epoch, is_repeated

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.views.timeline.view import TimelineView

NO_ZONE = "no zone stated"
"""The words with which an import notes that a time was read as local."""


class Zones:
    """Answers for one view; which rows state no zone is looked up once, when it is first asked."""

    def __init__(self, view: TimelineView) -> None:
        self._view = view
        self._noted: dict[int, set[int]] | None = None
        self._asked = False
        self._last: tuple[int, list[str]] = (-1, [])

    def lines(self, row: int) -> list[str]:
        """Return what is to be said of the clock of an item, nothing where all is clear."""
        if self._last[0] == row:
            return self._last[1]
        items = self._view.workspace.items
        start, precision = int(items.when_start[row]), int(items.when_precision[row])
        if start == NO_TIME or precision < Precision.MINUTE:
            return []
        found: list[str] = []
        if is_repeated(when_of(start, int(items.when_end[row]), precision)):
            local = from_epoch(start)
            which = "second (GMT)" if local.fold else "first (BST)"
            found.append(f"The clocks went back: this hour came twice, and this is the {which}")
        if self._view.case is not None:
            noted = self._look_up(self._view.case)
            if noted is None:
                return found
            if noted:
                for said in self._view.case.assertions(int(items.id[row])):
                    if said.row in noted.get(said.source_id or 0, ()):
                        found.append(f"Time zone not stated ({said.source}, row {said.row}): read as local time")
                        break
        self._last = row, found
        return found

    def corner(self) -> list[str]:
        """Return what the corner of the axis says of the clock."""
        lines = [
            "Times as clocks in the UK show them",
            "GMT in winter, BST in summer; the hour that comes twice in October stands there twice",
            "Times without a stated zone were read in the zone of their recipe, UK time unless it says otherwise",
        ]
        noted = self._look_up(self._view.case) if self._view.case is not None else None
        if noted:
            lines.append(f"{sum(map(len, noted.values())):,} rows are noted as stating no zone")
        return lines

    def _look_up(self, case: CaseFile) -> dict[int, set[int]] | None:
        if self._noted is None and not self._asked:
            self._asked = True
            jobs = self._view.jobs
            if jobs is None:
                self._noted = case.rows_altered(NO_ZONE)
            else:
                jobs.start("Looking for times without a zone", lambda _: case.rows_altered(NO_ZONE), then=self._take)
        return self._noted

    def _take(self, noted: dict[int, set[int]]) -> None:
        self._noted = noted
        self._view.update()
