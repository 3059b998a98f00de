"""The slim bar at the top: case and marking, search in the middle, the filter's chips, undo and redo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from intelviz.app.bars.chips import Chips
from intelviz.app.bars.words import Words
from intelviz.case.file import CaseFile
from intelviz.render.theme import Theme
from intelviz.schema.marking import highest, parse_marking
from intelviz.views.icon import icon
from intelviz.views.search.box import SearchBox
from intelviz.views.tooltip import plain
from intelviz.workspace.opening import OpenCase

HEIGHT = 36


class TopBar(QWidget):
    """Search stays in the middle of the window whatever stands beside it."""

    def __init__(self, search: SearchBox, theme: Theme, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.search, self.chips = search, Chips(theme)
        self.case_name, self.marking = Words(), QLabel()
        self.case_name.setObjectName("caseName")
        self.case_name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.marking.setObjectName("marking")
        self.marking.setTextFormat(Qt.TextFormat.PlainText)
        self.undo, self.redo = QToolButton(), QToolButton()
        for button, act in ((self.undo, undo), (self.redo, redo)):
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, act=act: act())
        left, right = QWidget(), QWidget()
        for side in (left, right):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            side.setMinimumWidth(120)
        here = QHBoxLayout(left)
        here.setContentsMargins(0, 0, 0, 0)
        here.setSpacing(12)
        here.addWidget(self.case_name)
        here.addWidget(self.marking, 0, Qt.AlignmentFlag.AlignVCenter)
        here.addStretch(1)
        there = QHBoxLayout(right)
        there.setContentsMargins(0, 0, 0, 0)
        there.setSpacing(2)
        there.addWidget(self.chips, 1)
        there.addSpacing(8)
        there.addWidget(self.undo)
        there.addWidget(self.redo)
        search.setMinimumWidth(240)
        search.setMaximumWidth(560)
        search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 8, 0)
        line.setSpacing(16)
        line.addWidget(left, 1)
        line.addWidget(search, 1)
        line.addWidget(right, 1)
        self.set_theme(theme)
        self.show_case(None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.undo.setIcon(icon("undo", theme))
        self.redo.setIcon(icon("redo", theme))
        self.chips.set_theme(theme)
        self.search.set_theme(theme)

    def show_case(self, opened: OpenCase | None) -> None:
        """Name another case, or none."""
        self.chips.show_workspace(opened.workspace if opened is not None else None)
        if opened is None:
            self.case_name.say("No case open")
            self.marking.hide()
        else:
            case = opened.case
            self.case_name.say(f"{case.path.stem} (read-only)" if case.read_only else case.path.stem)
            self.case_name.setToolTip(plain(str(case.path)))
            self.show_marking(case)
        self.show_history(opened)

    def show_marking(self, case: CaseFile) -> None:
        """Show the marking of all that was loaded: the highest of its sources."""
        found = []
        for source in case.sources():
            try:
                found.append(parse_marking(source.marking))
            except ValueError:
                continue
        marking = highest(found)
        self.marking.setText(str(marking))
        self.marking.setToolTip(
            "The highest marking of the sources in this case"
            if marking.stated
            else "No source was marked: treated as OFFICIAL"
        )
        self.marking.show()

    def show_history(self, opened: OpenCase | None) -> None:
        """Say what undo and redo would do."""
        undo = opened.acts.can_undo if opened is not None else None
        redo = opened.acts.can_redo if opened is not None else None
        for button, verb, title, key in (
            (self.undo, "Undo", undo, "Ctrl+Z"),
            (self.redo, "Redo", redo, "Ctrl+Shift+Z"),
        ):
            button.setEnabled(title is not None)
            button.setToolTip(plain(f"{verb}: {title} ({key})") if title else f"Nothing to {verb.lower()}")
            button.setAccessibleName(button.toolTip())
