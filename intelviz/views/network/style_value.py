"""What a rule gives that gives all items the same: a colour, a size, words or a sign."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QPushButton, QStackedWidget

from intelviz.render.theme import Theme
from intelviz.views.icon import icon
from intelviz.views.network.colours import colour_menu, drawn, faint, swatch_icon, words_of
from intelviz.workspace.style.rules import FIXED, LARGEST, PATTERNS, SMALLEST, Channel, Colour, Rule

_COLOUR, _NUMBER, _TEXT, _CHOICE, _NOTHING = range(5)
USUAL: dict[Channel, str | float] = {
    **{"colour": 0, "size": 1.5, "icon": "account", "ring": 3, "badge": "!"},
    **{"line colour": 3, "line width": 2.0, "line pattern": "dashed"},
}
"""What a new fixed rule of each channel gives."""


class FixedValue(QStackedWidget):
    """Shows and takes what the rule that is chosen gives; ``changed`` says that it was changed here."""

    changed = Signal()

    def __init__(self, theme: Theme, icons: set[str]) -> None:
        super().__init__()
        self._theme, self._icons = theme, sorted(icons)
        self._colour: Colour = 0
        self.colour, self.number, self.text, self.choice = QPushButton(), QDoubleSpinBox(), QLineEdit(), QComboBox()
        self.colour.setAutoDefault(False)
        self.number.setRange(SMALLEST, LARGEST)
        self.number.setSingleStep(0.1)
        self.number.setSuffix(" times")
        self.number.setAccessibleName("How many times the usual size")
        self.text.setMaxLength(40)
        self.text.setAccessibleName("Words of the badge")
        self.choice.setAccessibleName("Sign")
        for widget in (self.colour, self.number, self.text, self.choice, QLabel()):
            self.addWidget(widget)
        self.setMaximumHeight(self.number.sizeHint().height() + 4)
        self.colour.clicked.connect(self._offer)
        self.number.valueChanged.connect(lambda _: self.changed.emit())
        self.text.editingFinished.connect(self.changed)
        self.choice.activated.connect(lambda _: self.changed.emit())

    @property
    def doubt(self) -> str:
        """What is wrong with the colour that is shown, "" for nothing."""
        return faint(self._colour) if self.currentIndex() == _COLOUR else ""

    def show_rule(self, rule: Rule) -> None:
        """Show what a rule gives; nothing where that depends on something."""
        if rule.by != FIXED:
            self.setCurrentIndex(_NOTHING)
            return
        match rule.channel:
            case "colour" | "ring" | "line colour":
                self.setCurrentIndex(_COLOUR)
                self._show_colour(rule.value if isinstance(rule.value, str) else int(rule.value))
            case "size" | "line width":
                self.setCurrentIndex(_NUMBER)
                self.number.setValue(float(rule.value))
            case "badge":
                self.setCurrentIndex(_TEXT)
                self.text.setText(str(rule.value))
            case _:
                self.setCurrentIndex(_CHOICE)
                self.choice.clear()
                if rule.channel == "line pattern":
                    for name in PATTERNS:
                        self.choice.addItem(name, name)
                else:
                    for name in self._icons:
                        self.choice.addItem(icon(name, self._theme), name.replace("-", " "), name)
                self.choice.setCurrentIndex(max(self.choice.findData(rule.value), 0))

    def value_for(self, rule: Rule) -> str | float:
        """Return what is shown, if it is what such a rule can give; else what it usually gives."""
        at = self.currentIndex()
        shown = (self._colour, self.number.value(), self.text.text(), self.choice.currentData(), None)[at]
        return shown if rule.by == FIXED and shown not in (None, "") else USUAL[rule.channel]

    def _show_colour(self, colour: Colour) -> None:
        self._colour = colour
        self.colour.setText(words_of(colour))
        self.colour.setIcon(swatch_icon(drawn(colour, self._theme), self._theme))
        self.colour.setAccessibleName(f"Colour: {words_of(colour)}")

    def _offer(self) -> None:
        def take(colour: Colour | None) -> None:
            if colour is not None:
                self._show_colour(colour)
                self.changed.emit()

        menu = colour_menu(self, self._theme, take, self._colour, automatic=False)
        menu.popup(self.colour.mapToGlobal(self.colour.rect().bottomLeft()))
