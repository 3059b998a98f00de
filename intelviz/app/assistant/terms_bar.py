"""What is said of everything that is loaded: grade, marking, until when it may be used, and what it is newer than."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from intelviz.case.values import Source
from intelviz.ingest.expiry import expiry
from intelviz.schema.errors import IntelvizError
from intelviz.schema.grade import parse_grade
from intelviz.schema.marking import parse_marking, scheme

_USUAL = (30, 90, 365)


class TermsBar(QWidget):
    """One line of choices; ``changed`` after each."""

    changed = Signal()

    def __init__(self, usual_days: int) -> None:
        super().__init__()
        self.grade, self.marking, self.expires = QLineEdit(), QComboBox(), QComboBox()
        self.newer = QCheckBox()
        self.newer.setVisible(False)
        self._replaces: Source | None = None
        self.grade.setPlaceholderText("none, or such as 2BP")
        self.grade.setToolTip("Grade of all rows that have none of their own: 2BP (3×5×2) or B24 (5×5×5)")
        self.grade.setAccessibleName("Grade of all rows that have none of their own")
        self.grade.setMinimumWidth(64)
        self.grade.setMaximumWidth(176)
        self.marking.setEditable(True)
        self.marking.setAccessibleName("Marking")
        self.marking.setToolTip("Marking of everything that is loaded")
        self.marking.addItems(["", *(name for name, level in scheme().levels.items() if level.allowed)])
        edit = self.marking.lineEdit()
        if edit is not None:
            edit.setPlaceholderText("not marked: treated as OFFICIAL")
        self.expires.setEditable(True)
        self.expires.setAccessibleName("Until when it may be used: days, a date or never")
        self.expires.setToolTip(
            "After that day it is left out of every answer. Days, a date such as 31/03/2027, or never"
        )
        self.usual = str(usual_days) if usual_days else "never"
        choices = sorted({*_USUAL, usual_days} - {0})
        self.expires.addItems([*(f"{days} days" for days in choices), "never"])
        self.expires.setCurrentText(f"{usual_days} days" if usual_days else "never")
        for box, least, most in ((self.marking, 8, 272), (self.expires, 6, 112)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(least)
            box.setMaximumWidth(most)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.until = QLabel()
        self.until.setObjectName("quiet")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for name, widget in (("&Grade", self.grade), ("Mar&king", self.marking), ("&Use for", self.expires)):
            label = QLabel(name)
            label.setBuddy(widget)
            line.addWidget(label)
            line.addWidget(widget, 3 if widget is self.marking else 2)
        line.addWidget(self.until)
        line.addStretch(1)
        self.grade.textChanged.connect(lambda _: self.changed.emit())
        self.marking.editTextChanged.connect(lambda _: self.changed.emit())
        self.expires.editTextChanged.connect(lambda _: self._say_until())
        self.newer.toggled.connect(lambda _: self.changed.emit())
        self._say_until()

    # What is said

    def _days(self) -> str:
        return self.expires.currentText().strip().removesuffix("days").removesuffix("day").strip()

    def _say_until(self) -> None:
        try:
            until = expiry(self._days() or self.usual)
        except IntelvizError:
            self.until.setText("")
        else:
            self.until.setText(f"until {date.fromisoformat(until):%d/%m/%Y}" if until else "without end")
        self.changed.emit()

    def wrong(self) -> str:
        """Return what can't be used, "" if all can."""
        try:
            if self.grade.text().strip():
                parse_grade(self.grade.text())
        except ValueError as error:
            return f"Grade: {error}."
        try:
            marking = parse_marking(self.marking.currentText())
        except ValueError as error:
            return f"Marking: {error}."
        if marking.refusal:
            return marking.refusal
        try:
            until = expiry(self._days() or self.usual)
        except IntelvizError as error:
            return error.words()
        if until and until < date.today().isoformat():
            return f"“{self.expires.currentText()}” is over already: nothing of it could be used."
        return ""

    def said_grade(self) -> str | None:
        """Return the grade, None if none was given."""
        return self.grade.text().strip() or None

    def said_marking(self) -> str | None:
        """Return the marking, None if none was given."""
        return self.marking.currentText().strip() or None

    def said_expires(self) -> str | None:
        """Return until when it may be used, None where it is what is usual in the case."""
        days = self._days()
        return None if days in {"", self.usual} else days

    # A newer version

    def offer(self, source: Source | None) -> None:
        """Offer to take the one table for a newer version of a source (None: of none)."""
        if source is not None and (self._replaces is None or self._replaces.id != source.id):
            self.newer.setChecked(False)
        self._replaces = source
        self.newer.setVisible(source is not None)
        if source is not None:
            self.newer.setText(f"&Newer version of the source loaded on {loaded_on(source)}")
            self.newer.setToolTip(
                f"{source.path}\nRows are compared with it: what was added, changed and is no longer there is said"
            )
            self.newer.setAccessibleName(f"It is a newer version of {source.name}, loaded on {loaded_on(source)}")

    def said_replaces(self) -> str | None:
        """Return the number of the source of which it is a newer version, None if of none."""
        return str(self._replaces.id) if self._replaces is not None and self.newer.isChecked() else None


def loaded_on(source: Source) -> str:
    """Return the day on which a source was loaded, as it is written here."""
    return f"{date.fromisoformat(source.at[:10]):%d/%m/%Y}"
