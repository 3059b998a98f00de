"""The style of a chart: a list of rules and what the chosen one says, drawn on the chart behind it while it changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from intelviz.schema.errors import IntelvizError
from intelviz.views.network.colours import ValueColours
from intelviz.views.network.marks import swatch_colour
from intelviz.views.network.style_choices import properties, sources_for
from intelviz.views.network.style_value import USUAL, FixedValue
from intelviz.workspace.query import parse
from intelviz.workspace.style.applied import rule_words
from intelviz.workspace.style.rules import (
    CHANNELS,
    CLASSES,
    COLOURED,
    FIXED,
    MOST_RULES,
    PARALLEL,
    Channel,
    Colour,
    Rule,
    Style,
    known_by,
    refused,
)

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView


class StyleDialog(QDialog):
    """Edits a copy of the chart's style; ``style_now`` is what it says, and the view tries it out at once."""

    def __init__(self, view: NetworkView) -> None:
        super().__init__(view)
        self._view = view
        self.style_now: Style = view.styling.style
        self._filling = False
        self.setWindowTitle("Style of the chart")
        self.setMinimumSize(680, 460)
        self.rules = QListWidget()
        self.rules.setAccessibleName("Rules, the first that fits decides")
        self.rules.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.channel, self.by, self.classes = self._box("What changes"), self._box("By what"), self._box("Classes")
        self.where, self.breaks = QLineEdit(), QLineEdit()
        self.where.setPlaceholderText("all, or a query such as: persons linked to (in set “Burglars”)")
        self.where.setAccessibleName("Only for what a query finds")
        self.breaks.setPlaceholderText("10, 50, 100")
        self.breaks.setAccessibleName("Bounds between the classes")
        self.wrong = QLabel()
        self.wrong.setWordWrap(True)
        self.wrong.setObjectName("warning")
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.value = FixedValue(view.theme, {each.icon for each in view.workspace.schema.items.values()})
        self.colours = ValueColours(view.theme)
        self.second, self.parallel = self._box("Second line of names"), self._box("Parallel links")
        self.pictures = self._box("Pictures of items")
        self.form = QFormLayout()
        self._arrange()
        self._connect()
        self._fill_choices()
        self._list(0)

    @staticmethod
    def _box(name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(22)
        return box

    def _arrange(self) -> None:
        self._rows: list[tuple[str, QWidget]] = [
            ("&Change", self.channel),
            ("&By", self.by),
            ("&Classes", self.classes),
            ("B&ounds", self.breaks),
            ("&To", self.value),
            ("&Only for", self.where),
        ]
        for words, widget in self._rows:
            self.form.addRow(words, widget)
        buttons = QHBoxLayout()
        for words, help_words, act in (
            ("Add", "Add a rule", self.add),
            ("Delete", "Delete the rule (Del)", self.delete),
            ("Up", "Let the rule decide earlier (Alt+Up)", lambda: self.move_by(-1)),
            ("Down", "Let the rule decide later (Alt+Down)", lambda: self.move_by(1)),
        ):
            button = QPushButton(words)
            button.setToolTip(help_words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, act=act: act())
            buttons.addWidget(button)
        whole = QFormLayout()
        for words, widget in (
            ("Below &names", self.second),
            ("&Several links", self.parallel),
            ("&Pictures", self.pictures),
        ):
            whole.addRow(words, widget)
        left = QVBoxLayout()
        left.addWidget(QLabel("The first rule that fits an item decides:"))
        left.addWidget(self.rules, 1)
        left.addLayout(buttons)
        left.addSpacing(8)
        left.addLayout(whole)
        right = QVBoxLayout()
        right.addLayout(self.form)
        right.addWidget(self.colours, 1)
        right.addWidget(self.wrong)
        right.addStretch()
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        kind = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kind.Ok | kind.Cancel)
        column = QVBoxLayout(self)
        column.addLayout(both, 1)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.rules.installEventFilter(self)
        self.rules.currentRowChanged.connect(lambda _: self._show())
        self.rules.itemChanged.connect(self._ticked)
        self.rules.model().rowsMoved.connect(lambda *_: self._reordered())
        self.channel.activated.connect(lambda _: self._channel_chosen())
        for box in (self.by, self.classes):
            box.activated.connect(lambda _: self._take())
        for line in (self.where, self.breaks):
            line.editingFinished.connect(self._take)
        self.value.changed.connect(self._take)
        self.colours.chosen.connect(self._colours_chosen)
        for box in (self.second, self.parallel, self.pictures):
            box.activated.connect(lambda _: self._take_whole())
        self._view.styled.connect(self._show_colours)

    # What can be chosen

    def _fill_choices(self) -> None:
        style = self.style_now
        for channel in CHANNELS:
            self.channel.addItem(f"{channel[:1].upper()}{channel[1:]}", channel)
        for classes, words in CLASSES.items():
            self.classes.addItem(words, classes)
        second = [("nothing", ""), ("type", "type"), ("day", "when"), *properties(self._view)]
        parallel = [(words, name) for name, words in PARALLEL.items()]
        pictures = [("in place of icons", True), ("left out", False)]
        for box, choices, now in (
            (self.second, second, style.second),
            (self.parallel, parallel, style.parallel),
            (self.pictures, pictures, style.pictures),
        ):
            for words, data in choices:
                box.addItem(words, data)
            box.setCurrentIndex(max(box.findData(now), 0))

    # The rules

    @property
    def at(self) -> int:
        """The number of the chosen rule, -1 for none."""
        return self.rules.currentRow()

    @property
    def rule(self) -> Rule | None:
        """The chosen rule."""
        return self.style_now.rules[self.at] if 0 <= self.at < len(self.style_now.rules) else None

    def _list(self, at: int) -> None:
        self._filling = True
        self.rules.clear()
        for number, rule in enumerate(self.style_now.rules):
            item = QListWidgetItem(self._words(rule))
            item.setFlags((item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if rule.on else Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, number)
            self.rules.addItem(item)
        self.rules.setCurrentRow(min(at, len(self.style_now.rules) - 1))
        self._filling = False
        self._show()

    def _words(self, rule: Rule) -> str:
        words = rule_words(rule, self._view.workspace)
        return words if rule.by != FIXED else f"{words}: {rule.where.strip() or 'all'}"

    def _show(self) -> None:
        """Show what the chosen rule says."""
        rule = self.rule
        for _, widget in self._rows:
            self.form.setRowVisible(widget, rule is not None)
        self._show_colours()
        if rule is None:
            self.wrong.setText("No rules yet: icons have the colours of their types. Add one to begin.")
            return
        self._filling = True
        self.channel.setCurrentIndex(self.channel.findData(rule.channel))
        self.by.clear()
        for words, by in sources_for(self._view, rule.channel):
            self.by.addItem(words, by)
        if self.by.findData(rule.by) < 0:
            self.by.addItem(rule_words(rule, self._view.workspace), rule.by)
        self.by.setCurrentIndex(self.by.findData(rule.by))
        self.classes.setCurrentIndex(self.classes.findData(rule.classes))
        self.where.setText(rule.where)
        self.breaks.setText(", ".join(f"{each:g}" for each in rule.breaks))
        fixed = rule.by == FIXED
        self.form.setRowVisible(self.classes, not fixed and rule.channel not in ("badge", "line pattern"))
        self.form.setRowVisible(self.breaks, rule.classes == "breaks" and not fixed)
        self.form.setRowVisible(self.value, fixed)
        self.value.show_rule(rule)
        self._filling = False
        self._check(rule)

    def _show_colours(self) -> None:
        """List the values that the chosen rule gives colours, as soon as it has been followed."""
        rule, applied = self.rule, self._view.styling.applied
        lines = () if applied is None else [each.lines for each in applied.sections if each.rule == self.at]
        self.colours.setVisible(rule is not None and rule.channel in COLOURED and rule.by != FIXED)
        if rule is None or self.colours.isHidden():
            return
        theme, own = self._view.theme, [] if applied is None else applied.own
        found = lines[0] if lines else ()
        self.colours.fill(found, rule.colours, lambda swatch: swatch_colour(theme, swatch, own))
        # Numbers have a ramp, on which one value alone has no place.
        self.colours.setVisible(bool(rule.colours) or any(line.value is not None for line in found))

    def _check(self, rule: Rule) -> None:
        """Say why a rule is not followed, or what is wrong with its query or colour, if anything is."""
        self.wrong.setText(refused(rule.channel, rule.by) or self.value.doubt)
        try:
            if rule.where.strip():
                parse(rule.where, self._view.workspace.schema)
        except IntelvizError as error:
            self.wrong.setText(error.words())

    def _put(self, rules: tuple[Rule, ...], at: int) -> None:
        self.style_now = replace(self.style_now, rules=rules)
        self._list(at)
        self._view.styling.try_out(self.style_now)
        self._show_colours()

    def _with(self, rule: Rule) -> None:
        rules = self.style_now.rules
        self._put((*rules[: self.at], rule, *rules[self.at + 1 :]), self.at)

    def add(self) -> None:
        """Add a rule at the end."""
        if len(self.style_now.rules) < MOST_RULES:
            self._put((*self.style_now.rules, Rule("colour", "type")), len(self.style_now.rules))
            self.channel.setFocus()

    def delete(self) -> None:
        """Delete the chosen rule."""
        if self.at >= 0:
            rules = self.style_now.rules
            self._put((*rules[: self.at], *rules[self.at + 1 :]), max(self.at - 1, 0))

    def move_by(self, step: int) -> None:
        """Let the chosen rule stand one place earlier or later."""
        rules, to = list(self.style_now.rules), self.at + step
        if self.at >= 0 and 0 <= to < len(rules):
            rules[self.at], rules[to] = rules[to], rules[self.at]
            self._put(tuple(rules), to)

    def _reordered(self) -> None:
        lines = [self.rules.item(row) for row in range(self.rules.count())]
        order = [int(each.data(Qt.ItemDataRole.UserRole)) for each in lines if each is not None]
        rules = self.style_now.rules
        if sorted(order) == list(range(len(rules))):
            self._put(tuple(rules[number] for number in order), self.at)

    def _ticked(self, item: QListWidgetItem) -> None:
        if not self._filling:
            number = self.rules.row(item)
            rules = list(self.style_now.rules)
            rules[number] = replace(rules[number], on=item.checkState() == Qt.CheckState.Checked)
            self._put(tuple(rules), number)

    # What is said of the chosen rule

    def _channel_chosen(self) -> None:
        rule = self.rule
        if rule is None:
            return
        channel = cast("Channel", self.channel.currentData())
        by = rule.by if known_by(channel, rule.by) else FIXED
        colours = rule.colours if channel in COLOURED and by == rule.by else ()
        self._with(replace(rule, channel=channel, by=by, value=USUAL[channel], colours=colours))

    def _take(self) -> None:
        rule = self.rule
        if self._filling or rule is None:
            return
        by = str(self.by.currentData())
        bounds = _numbers(self.breaks.text())
        if bounds is None:
            self.wrong.setText(f"“{self.breaks.text()}”: bounds are numbers with commas between, rising.")
            return
        value = self.value.value_for(rule) if by == FIXED else rule.value
        # Colours were chosen for the values of something; those of something else are others.
        colours = rule.colours if by == rule.by else ()
        said = {"where": self.where.text(), "classes": self.classes.currentData(), "breaks": bounds}
        found = replace(rule, by=by, value=value, colours=colours, **said)
        if found != rule:
            self._with(found)

    def _colours_chosen(self, colours: tuple[tuple[str, Colour], ...]) -> None:
        if self.rule is not None:
            self._with(replace(self.rule, colours=colours))

    def _take_whole(self) -> None:
        self.style_now = replace(
            self.style_now,
            second=str(self.second.currentData()),
            parallel=self.parallel.currentData(),
            pictures=bool(self.pictures.currentData()),
        )
        self._view.styling.try_out(self.style_now)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move and delete rules by key, as lists do."""
        if watched is self.rules and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.move_by(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.delete()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return in a line takes it over and closes nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self.focusWidget(), QLineEdit):
            self._take()
        else:
            super().keyPressEvent(event)


def _numbers(text: str) -> tuple[float, ...] | None:
    """Return rising numbers between commas; None where they are not."""
    try:
        found = [float(each) for each in text.replace(";", ",").split(",") if each.strip()]
    except ValueError:
        return None
    return tuple(found) if found == sorted(set(found)) else None
