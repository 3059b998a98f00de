"""Picks one side of a comparison: its kind, and the name, query or date that goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from intelviz.schema.errors import IntelvizError
from intelviz.views.filter.completion import Completion
from intelviz.views.filter.vocabulary import offer_of
from intelviz.views.tooltip import plain
from intelviz.workspace.comparing import ALONE, KINDS, Kind, Side, side_of
from intelviz.workspace.query.completing import Offer

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.workspace import Workspace

HINTS: dict[Kind, str] = {
    "query": "a query, such as Crime in set Hulme",
    "known": "a day, such as 5/8/2017",
    "period": "such as Aug 2017, or 1/8/2017 to 7/8/2017",
}


class SidePicker(QWidget):
    """``chosen`` says that another side was picked; ``side`` is None while nothing is."""

    chosen = Signal()

    def __init__(
        self, title: str, case: CaseFile | None, parent: QWidget | None = None, *, workspace: Workspace | None = None
    ) -> None:
        super().__init__(parent)
        self.case, self.title = case, title
        self.kind_box, self.name_box, self.line = QComboBox(), QComboBox(), QLineEdit()
        for kind, words in KINDS.items():
            self.kind_box.addItem(words, kind)
        self.kind_box.setAccessibleName(f"{title}: what to compare")
        self.name_box.setAccessibleName(f"{title}: which one")
        self.line.setAccessibleName(f"{title}: query or date")
        # The boxes share the line with another picker: they shrink, and what doesn't fit is in the tooltip.
        for box in (self.kind_box, self.name_box):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
        self.kind_box.setMinimumContentsLength(max(len(words) for words in KINDS.values()) - 3)
        for each in (self.name_box, self.line):
            each.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        label = QLabel(title)
        label.setBuddy(self.kind_box)
        for each in (label, self.kind_box):
            box.addWidget(each)
        box.addWidget(self.name_box, 1)
        box.addWidget(self.line, 1)
        self.setFocusProxy(self.kind_box)
        self.kind_box.activated.connect(self._kind_picked)
        self.name_box.activated.connect(self._said)
        self.line.editingFinished.connect(self._typed)
        if workspace is not None:
            offer = offer_of(workspace, case)
            none = Offer(0, 0)
            self.completion = Completion(
                self.line, lambda text, caret: offer(text, caret) if self.kind == "query" else none
            )
        self._last = ""
        self._fit()

    @property
    def kind(self) -> Kind:
        """The kind that is picked."""
        return self.kind_box.currentData()

    def names(self) -> list[tuple[str, str]]:
        """Return what there is of the kind: how it is shown, and how it is written."""
        if self.case is None:
            return []
        match self.kind:
            case "set":
                return [(each, each) for each in self.case.sets()]
            case "chart":
                return [(each.name, each.name) for each in self.case.chart_heads()]
            case "import":
                return [
                    (f"{each.name}  (#{each.id}, {each.at[:10]})", f"#{each.id}")
                    for each in self.case.sources()
                    if each.live
                ]
            case _:
                return []

    def side(self) -> Side | None:
        """Return the side, None where it isn't said yet; UsageError where what was typed is none."""
        if self.kind in ALONE:
            return Side(self.kind)
        value = self.line.text().strip() if self.kind in HINTS else self.name_box.currentData()
        return side_of(f"{self.kind}:{value}") if value else None

    def show_side(self, side: Side) -> None:
        """Show a side, as if it had been picked."""
        self.kind_box.setCurrentIndex(self.kind_box.findData(side.kind))
        self._fit()
        if side.kind in HINTS:
            self.line.setText(side.value)
        elif side.kind not in ALONE:
            self.name_box.setCurrentIndex(self.name_box.findData(side.value))
        self._last = side.text

    def refill(self) -> None:
        """List anew what there is, keeping what is picked."""
        here = self.name_box.currentData()
        self._fill()
        self.name_box.setCurrentIndex(max(self.name_box.findData(here), 0 if self.name_box.count() else -1))

    def _fill(self) -> None:
        self.name_box.clear()
        for shown, value in self.names():
            self.name_box.addItem(shown, value)
            self.name_box.setItemData(self.name_box.count() - 1, plain(shown), Qt.ItemDataRole.ToolTipRole)

    def _kind_picked(self) -> None:
        self._fit()
        self._said()
        if self.kind in HINTS and not self.line.text():
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        typed = self.kind in HINTS
        self.line.setVisible(typed)
        self.name_box.setVisible(not typed and self.kind not in ALONE)
        self.line.setPlaceholderText(HINTS.get(self.kind, ""))
        self.line.setToolTip(HINTS.get(self.kind, ""))
        self._fill()
        empty = not self.name_box.count()
        self.name_box.setEnabled(not empty)
        self.name_box.setPlaceholderText("there is none yet" if empty else "")

    def _typed(self) -> None:
        if f"{self.kind}:{self.line.text().strip()}" != self._last:
            self._said()

    def _said(self, _place: int = 0) -> None:
        try:
            side = self.side()
        except IntelvizError:
            side = None
        self._last = side.text if side is not None else f"{self.kind}:{self.line.text().strip()}"
        self.chosen.emit()
