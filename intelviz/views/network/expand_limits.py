"""Limits of what an expansion brings: from when to when, and of which grades."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from intelviz.case.columns import Ints
from intelviz.case.file import CaseFile
from intelviz.schema.when import UK
from intelviz.workspace.expanding import UNGRADED, Wish

MANY_LINKS = 20_000
"""Above so many links their grades are not looked up: a person would wait for it."""


class TimeChoice(QWidget):
    """Whether only links of some days are to come, from which to which (both included, UK time).

    Until somebody chose days, they are those of ``span``: the first and last time that is known.
    """

    changed = Signal()

    def __init__(self, before: Wish, span: tuple[int, int] | None = None) -> None:
        super().__init__()
        self.on = QCheckBox("Only from")
        self.on.setAccessibleName("Only links of some days")
        self.on.setChecked(before.since is not None or before.until is not None)
        first, last = span if span is not None else (None, None)
        self.first = self._day("First day", before.since if before.since is not None else first, 0)
        self.last = self._day("Last day", *((last, 0) if before.until is None else (before.until, -1)))
        self.undated = QCheckBox("and those without a time")
        self.undated.setChecked(before.undated)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for widget in (self.on, self.first, QLabel("to"), self.last, self.undated):
            line.addWidget(widget)
        line.addStretch(1)
        self.on.toggled.connect(self._switched)
        for day in (self.first, self.last):
            day.dateChanged.connect(lambda _: self.changed.emit())
        self.undated.toggled.connect(lambda _: self.changed.emit())
        self.setFocusProxy(self.on)
        self._switched()

    def _day(self, name: str, moment: int | None, shift: int) -> QDateEdit:
        box = QDateEdit(QDate.currentDate())
        box.setDisplayFormat("dd/MM/yyyy")
        box.setCalendarPopup(True)
        box.setAccessibleName(name)
        if moment is not None:
            try:
                day = datetime.fromtimestamp(moment, UTC).astimezone(UK).date() + timedelta(days=shift)
            except (OverflowError, ValueError, OSError):
                return box
            box.setDate(QDate(day.year, day.month, day.day))
        return box

    def _switched(self) -> None:
        for widget in (self.first, self.last, self.undated):
            widget.setEnabled(self.on.isChecked())
        self.changed.emit()

    @property
    def span(self) -> tuple[int | None, int | None, bool]:
        """From and to in seconds since the epoch (the end left out), and whether what has no time comes too."""
        if not self.on.isChecked():
            return None, None, True
        return _midnight(self.first.date()), _midnight(self.last.date().addDays(1)), self.undated.isChecked()


def _midnight(day: QDate) -> int:
    return int(datetime(day.year(), day.month(), day.day(), tzinfo=UK).timestamp())


class GradeChoice(QToolButton):
    """Which grades a link may have; looked up in the case when first asked for."""

    changed = Signal()

    def __init__(self, case: CaseFile | None, link_ids: Ints, before: frozenset[str] | None) -> None:
        super().__init__()
        self._case, self._ids = case, link_ids
        self._chosen = before
        self._found: dict[int, frozenset[str]] | None = None
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAccessibleName("Grades that a link may have")
        self.choices = QMenu(self)
        self.setMenu(self.choices)
        self.choices.aboutToShow.connect(self.fill)
        if case is None or len(link_ids) > MANY_LINKS:
            self._chosen = None
            self.setEnabled(False)
            if case is not None:
                self.setToolTip(f"The grades of {len(link_ids):,} links are not looked up: expand fewer items at once.")
        self._say()

    @property
    def of_links(self) -> dict[int, frozenset[str]]:
        """The grades of each link by its id; looked up only where they matter."""
        if self._found is None and self._chosen is not None and self._case is not None:
            self._found = self._case.link_grades(self._ids.tolist())
        return self._found or {}

    @property
    def chosen(self) -> frozenset[str] | None:
        """The grades of which a link must have one; None for any."""
        return self._chosen

    def fill(self) -> None:
        """List the grades that the links have, with how many have each."""
        if self._found is None and self._case is not None:
            self._found = self._case.link_grades(self._ids.tolist())
        found = self._found or {}
        counts = Counter(grade for link in self._ids.tolist() for grade in found.get(link, {UNGRADED}))
        self.choices.clear()
        anything = self.choices.addAction("Any grade")
        anything.setCheckable(True)
        anything.setChecked(self._chosen is None)
        anything.triggered.connect(lambda: self.choose(None))
        self.choices.addSeparator()
        for grade in sorted(counts, key=lambda each: (each == UNGRADED, each)):
            act = self.choices.addAction(f"{grade or 'Ungraded'} · {counts[grade]:,} links")
            act.setCheckable(True)
            act.setChecked(self._chosen is not None and grade in self._chosen)
            act.triggered.connect(lambda ticked, grade=grade: self._flip(grade, ticked=ticked))

    def _flip(self, grade: str, *, ticked: bool) -> None:
        before = self._chosen or frozenset()
        self.choose((before | {grade} if ticked else before - {grade}) or None)

    def choose(self, grades: frozenset[str] | None) -> None:
        """Take these grades only, or with None any."""
        self._chosen = grades
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        chosen = self._chosen
        self.setText("Any grade" if chosen is None else ", ".join(sorted(each or "ungraded" for each in chosen)))
