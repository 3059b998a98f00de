"""The style of a chart: a list of rules and what the chosen one says, drawn on the chart behind it while it changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from intelviz.schema.errors import IntelvizError
from intelviz.views.icon import icon
from intelviz.workspace.query import parse
from intelviz.workspace.style.applied import rule_words
from intelviz.workspace.style.rules import (
    CHANNELS,
    CLASSES,
    FIXED,
    LARGEST,
    MEASURES,
    MOST_RULES,
    PATTERNS,
    SLOTS,
    SMALLEST,
    Channel,
    Rule,
    Style,
    known_by,
    refused,
)

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

_COLOURS, _NUMBER, _TEXT, _CHOICE, _NOTHING = range(5)
_USUAL: dict[Channel, str | float] = {
    **{"colour": 0, "size": 1.5, "icon": "account", "ring": 3, "badge": "!"},
    **{"line colour": 3, "line width": 2.0, "line pattern": "dashed"},
}
"""What a new fixed rule of each channel gives."""


class StyleDialog(QDialog):
    """Edits a copy of the chart's style; ``style`` is what it says now, and the view tries it out at once."""

    def __init__(self, view: NetworkView) -> None:
        super().__init__(view)
        self._view = view
        self.style_now: Style = view.styling.style
        self._filling = False
        self.setWindowTitle("Style of the chart")
        self.setMinimumSize(620, 400)
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
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.colour, self.number, self.text = self._box("Colour"), QDoubleSpinBox(), QLineEdit()
        self.choice, self.value = self._box("Sign"), QStackedWidget()
        self.second, self.parallel = self._box("Second line of names"), self._box("Parallel links")
        self.form = QFormLayout()
        self._arrange()
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
        self.number.setRange(SMALLEST, LARGEST)
        self.number.setSingleStep(0.1)
        self.number.setSuffix(" times")
        self.number.setAccessibleName("How many times the usual size")
        self.text.setMaxLength(40)
        self.text.setAccessibleName("Words of the badge")
        for widget in (self.colour, self.number, self.text, self.choice, QLabel()):
            self.value.addWidget(widget)
        self.value.setMaximumHeight(self.number.sizeHint().height() + 4)
        for words, widget in (
            ("&Change", self.channel),
            ("&By", self.by),
            ("&Classes", self.classes),
            ("B&ounds", self.breaks),
            ("&To", self.value),
            ("&Only for", self.where),
        ):
            self.form.addRow(words, widget)
        self.form.addRow(self.wrong)
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
        left = QVBoxLayout()
        left.addWidget(QLabel("The first rule that fits an item decides:"))
        left.addWidget(self.rules, 1)
        left.addLayout(buttons)
        whole = QFormLayout()
        whole.addRow("Below &names", self.second)
        whole.addRow("&Several links", self.parallel)
        right = QVBoxLayout()
        right.addLayout(self.form)
        right.addStretch(1)
        right.addLayout(whole)
        both = QHBoxLayout()
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        kind = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kind.Ok | kind.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(both, 1)
        column.addWidget(self.buttons)
        self.rules.installEventFilter(self)
        self.rules.currentRowChanged.connect(lambda _: self._show())
        self.rules.itemChanged.connect(self._ticked)
        self.rules.model().rowsMoved.connect(lambda *_: self._reordered())
        self.channel.activated.connect(lambda _: self._channel_chosen())
        self.by.activated.connect(lambda _: self._take())
        self.classes.activated.connect(lambda _: self._take())
        self.colour.activated.connect(lambda _: self._take())
        self.choice.activated.connect(lambda _: self._take())
        self.number.valueChanged.connect(lambda _: self._take())
        for line in (self.where, self.breaks, self.text):
            line.editingFinished.connect(self._take)
        self.second.activated.connect(lambda _: self._take_whole())
        self.parallel.activated.connect(lambda _: self._take_whole())

    # What can be chosen

    def _fill_choices(self) -> None:
        for channel in CHANNELS:
            self.channel.addItem(f"{channel[:1].upper()}{channel[1:]}", channel)
        for classes, words in CLASSES.items():
            self.classes.addItem(words, classes)
        theme = self._view.theme
        for slot in range(SLOTS):
            picture = QPixmap(16, 16)
            picture.fill(QColor(*theme.types[slot]))
            self.colour.addItem(QIcon(picture), f"Colour {slot + 1}", slot)
        for words, data in (("nothing", ""), ("type", "type"), ("day", "when"), *self._properties()):
            self.second.addItem(words, data)
        for words, data in (("one line with their number", "count"), ("each a line of its own", "all")):
            self.parallel.addItem(words, data)
        self.second.setCurrentIndex(max(self.second.findData(self.style_now.second), 0))
        self.parallel.setCurrentIndex(max(self.parallel.findData(self.style_now.parallel), 0))

    def _properties(self) -> list[tuple[str, str]]:
        workspace = self._view.workspace
        there = {
            workspace.item_types[code].name for code in set(workspace.items.type[self._view.content.rows].tolist())
        }
        found = [
            (f"{each.label} of {workspace.schema.item(kind).plural}", f"property {kind}.{each.name}")
            for kind in sorted(there)
            for each in workspace.schema.properties_of(kind)
        ]
        return sorted(found, key=lambda each: each[0].casefold())

    def _fill_by(self, channel: Channel) -> None:
        self.by.clear()
        self.by.addItem("always the same", FIXED)
        listed = [
            ("kind of link", "link type"),
            ("number of links", "link count"),
            ("type", "type"),
            ("grade", "grade"),
        ]
        listed += [("source", "source"), *((words, f"measure {name}") for name, words in MEASURES.items())]
        for words, by in [*listed, *self._properties()]:
            if known_by(channel, by):
                self.by.addItem(words[:1].lower() + words[1:] if words != "PageRank" else words, by)

    # The rules

    @property
    def at(self) -> int:
        """The number of the chosen rule, -1 for none."""
        return self.rules.currentRow()

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
        there = 0 <= self.at < len(self.style_now.rules)
        for row in range(self.form.rowCount() - 1):
            self.form.setRowVisible(row, there)
        self.wrong.clear()
        if not there:
            self.wrong.setText("No rules yet: icons have the colours of their types. Add one to begin.")
            return
        self._filling = True
        rule = self.style_now.rules[self.at]
        self.channel.setCurrentIndex(self.channel.findData(rule.channel))
        self._fill_by(rule.channel)
        if self.by.findData(rule.by) < 0:
            self.by.addItem(rule_words(rule, self._view.workspace), rule.by)
        self.by.setCurrentIndex(self.by.findData(rule.by))
        self.classes.setCurrentIndex(self.classes.findData(rule.classes))
        self.where.setText(rule.where)
        self.breaks.setText(", ".join(f"{each:g}" for each in rule.breaks))
        fixed = rule.by == FIXED
        self.form.setRowVisible(2, not fixed and rule.channel not in ("badge", "line pattern"))
        self.form.setRowVisible(3, rule.classes == "breaks" and not fixed)
        self.form.setRowVisible(4, fixed)
        self._show_value(rule)
        self._filling = False
        self._check(rule)

    def _show_value(self, rule: Rule) -> None:
        if rule.by != FIXED:
            self.value.setCurrentIndex(_NOTHING)
            return
        match rule.channel:
            case "colour" | "ring" | "line colour":
                self.value.setCurrentIndex(_COLOURS)
                self.colour.setCurrentIndex(int(rule.value))
            case "size" | "line width":
                self.value.setCurrentIndex(_NUMBER)
                self.number.setValue(float(rule.value))
            case "badge":
                self.value.setCurrentIndex(_TEXT)
                self.text.setText(str(rule.value))
            case _:
                self.value.setCurrentIndex(_CHOICE)
                self.choice.clear()
                if rule.channel == "line pattern":
                    for name in PATTERNS:
                        self.choice.addItem(name, name)
                else:
                    kinds = {each.icon for each in self._view.workspace.schema.items.values()}
                    for name in sorted(kinds):
                        self.choice.addItem(icon(name, self._view.theme.text), name.replace("-", " "), name)
                self.choice.setCurrentIndex(max(self.choice.findData(rule.value), 0))

    def _check(self, rule: Rule) -> None:
        """Say why a rule is not followed, or what is wrong with its query, if anything is."""
        self.wrong.setText(refused(rule.channel, rule.by))
        try:
            if rule.where.strip():
                parse(rule.where, self._view.workspace.schema)
        except IntelvizError as error:
            self.wrong.setText(error.words())

    def _put(self, rules: tuple[Rule, ...], at: int) -> None:
        self.style_now = replace(self.style_now, rules=rules)
        self._list(at)
        self._view.styling.try_out(self.style_now)

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
        if self.at < 0:
            return
        channel, rule = cast("Channel", self.channel.currentData()), self.style_now.rules[self.at]
        by = rule.by if known_by(channel, rule.by) else FIXED
        self._with(replace(rule, channel=channel, by=by, value=_USUAL[channel]))

    def _take(self) -> None:
        if self._filling or self.at < 0:
            return
        rule = self.style_now.rules[self.at]
        by = str(self.by.currentData())
        bounds = _numbers(self.breaks.text())
        if bounds is None:
            self.wrong.setText(f"“{self.breaks.text()}”: bounds are numbers with commas between, rising.")
            return
        value = rule.value
        if by == FIXED:
            shown = self.value.currentIndex()
            values = (self.colour.currentData(), self.number.value(), self.text.text(), self.choice.currentData())
            fits = rule.by == FIXED and shown < _NOTHING and values[shown] not in (None, "")
            value = values[shown] if fits else _USUAL[rule.channel]
        found = Rule(rule.channel, by, value, self.where.text(), self.classes.currentData(), bounds, rule.on)
        if found != rule:
            self._with(found)

    def _take_whole(self) -> None:
        self.style_now = replace(
            self.style_now, second=str(self.second.currentData()), parallel=self.parallel.currentData()
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
