"""One table of an import: how it is read, its first rows, and what they become."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from intelviz.app.assistant.group import DAY_FIRST, MONTH_FIRST, Group, why_lost
from intelviz.app.assistant.item_dialog import ItemDialog
from intelviz.app.assistant.keeping import keep_recipe
from intelviz.app.assistant.parts_panel import PartsPanel
from intelviz.app.assistant.preview_table import PreviewTable
from intelviz.app.assistant.recipe_words import recipe_words
from intelviz.app.assistant.sample_panel import SamplePanel
from intelviz.app.assistant.sampling import Sampled, sampled
from intelviz.app.assistant.trial_panel import TrialPanel
from intelviz.app.assistant.words import rounded, say, shortened, wrapped
from intelviz.app.dialogs.errors import show_error
from intelviz.ingest.draft import Draft, DraftItem, Use
from intelviz.render.theme import Theme
from intelviz.schema.errors import CancelledError, IntelvizError
from intelviz.views.tooltip import plain
from intelviz.workspace.jobs import Job, Progress
from intelviz.workspace.opening import OpenCase

ZONES = ("Europe/London", "UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Sydney")
_TELLING = frozenset({"phone", "vrm", "email", "ip", "imei", "imsi", "iccid", "vin", "mac", "iban", "cell", "pnc_id"})
_BY_TAB = Qt.FocusPolicy.TabFocus
_BY_HAND = "mapped by hand"
_WAIT = 150
"""Milliseconds after the last change before the first rows are tried again."""


class TablePage(QWidget):
    """Everything about the chosen table; ``changed`` says that something about it was decided."""

    changed = Signal()

    def __init__(self, opened: OpenCase, theme: Theme) -> None:
        super().__init__()
        self._opened, self._theme = opened, theme
        self.group: Group | None = None
        self.preview, self.parts = PreviewTable(theme), PartsPanel()
        self.trial, self.sample = TrialPanel(opened), SamplePanel(theme)
        self._round = 0
        self._job: Job | None = None
        self._making: Job | None = None
        self._labels: dict[QWidget, QLabel] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT)
        self._soon.timeout.connect(self._draw_sample)
        self._build()
        self.preview.changed.connect(self.take)
        self.preview.new_item.connect(self._add_item)
        self.parts.changed.connect(self.take)
        self.parts.add_item.connect(lambda: self._add_item(""))
        self.parts.start_again.connect(self._start_again)
        self.sample.chosen.connect(self.preview.go_to)

    @property
    def chart(self) -> QWidget | None:
        """The small chart of the first rows, None where there is none."""
        return self.sample.chart

    # Its parts

    def _build(self) -> None:
        self.form, self.why = wrapped("quiet"), wrapped()
        self.recipe, self.header, self.zone = QComboBox(), QSpinBox(), QComboBox()
        self.recipe.setAccessibleName("Recipe by which the table is read")
        self.recipe.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.recipe.setMinimumContentsLength(10)
        self.recipe.setMaximumWidth(400)
        self.recipe.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.zone.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.zone.setMinimumContentsLength(9)
        self.header.setAccessibleName("Row of the header; 0 if there is none")
        self.header.setRange(0, 60)
        self.header.setSpecialValueText("none")
        self.zone.setEditable(True)
        self.zone.setAccessibleName("Time zone of times that state none")
        self.zone.addItems(ZONES)
        self.by_hand, self.keep = QPushButton("&Map the columns"), QPushButton("Keep as a recip&e…")
        for button in (self.by_hand, self.keep):
            button.setAutoDefault(False)
        self.recipe.setToolTip("The recipe by which the columns become items and links; those that fit, the best first")
        self.header.setToolTip("The row with the names of the columns; “none” if the first row is data")
        self.zone.setToolTip("The time zone of times that state none")
        self.by_hand.setToolTip("Choose for each column what it is")
        self.keep.setToolTip("Tables with these columns are then read so by themselves")
        top = QHBoxLayout()
        top.setSpacing(8)
        for words, widget in (("&Read as", self.recipe), ("&Header in row", self.header)):
            top.addWidget(self._label(words, widget))
            top.addWidget(widget, 4 if widget is self.recipe else 0)
        top.addStretch(1)
        top.addWidget(self.by_hand)
        top.addWidget(self.keep)
        self.question = QWidget()
        asked = QHBoxLayout(self.question)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(8)
        self.asked = wrapped("warning")
        self.day_first, self.month_first = QPushButton("&Day first"), QPushButton("M&onth first")
        asked.addWidget(self.asked, 1)
        for button, order in ((self.day_first, DAY_FIRST), (self.month_first, MONTH_FIRST)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, order=order: self._answer(order))
            asked.addWidget(button)
        asked.addWidget(self._label("Times of &zone", self.zone))
        asked.addWidget(self.zone)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.parts, "What each row makes")
        self.tabs.addTab(self.trial, "What would come of it")
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.addWidget(self.tabs)
        lower.addWidget(self.sample)
        lower.setSizes([560, 440])
        lower.setChildrenCollapsible(False)
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.preview)
        both.addWidget(lower)
        both.setSizes([200, 380])
        both.setChildrenCollapsible(False)
        self.preview.setMinimumHeight(96)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(top)
        box.addWidget(self.why)
        box.addWidget(self.form)
        box.addWidget(self.question)
        box.addWidget(both, 1)
        self.recipe.activated.connect(lambda _: self._choose(self.recipe.currentIndex()))
        self.header.valueChanged.connect(self._set_header)
        self.zone.activated.connect(lambda _: self._set_zone())
        self.by_hand.clicked.connect(self._map)
        self.keep.clicked.connect(self._keep)

    def _label(self, words: str, widget: QWidget) -> QLabel:
        label = self._labels[widget] = QLabel(words)
        label.setBuddy(widget)
        return label

    # Showing a table

    def show_group(self, group: Group) -> None:
        """Show a group of tables by its first."""
        self.group = group
        self.preview.setEnabled(True)
        self._refresh()

    def _refresh(self) -> None:
        group = self.group
        if group is None:
            return
        table = group.first.table
        with QSignalBlocker(self.recipe), QSignalBlocker(self.header), QSignalBlocker(self.zone):
            self.recipe.clear()
            for each in group.first.fits:
                self.recipe.addItem(each.recipe.title, each)
                self.recipe.setItemData(self.recipe.count() - 1, each.why, Qt.ItemDataRole.ToolTipRole)
            if group.draft is not None or not group.first.fits:
                self.recipe.addItem(_BY_HAND if group.first.fits else "made from its columns", None)
            chosen = next(
                (at for at, each in enumerate(group.first.fits) if each is group.fit), self.recipe.count() - 1
            )
            self.recipe.setCurrentIndex(chosen)
            self.header.setValue(group.header + 1)
            if group.draft is not None:
                self.zone.setCurrentText(group.draft.zone)
        by_hand = group.draft is not None
        for widget in (self.header, self._labels[self.header]):
            widget.setVisible(not table.fixed_header)
        self.by_hand.setVisible(not by_hand)
        self.keep.setVisible(by_hand)
        say(self.why, shortened(group.words), "")
        self.why.setToolTip(plain(group.words))
        count, word = group.first.counted(group.header)
        rows = f"{word} {rounded(count, word):,} {'row' if count == 1 else 'rows'}".strip()
        self.form.setText(" ".join([f"{table.form}; {rows}.", *table.notes]))
        self._show_question(group)
        self.preview.show_group(group)
        made = recipe_words(group.fit, group.schema) if group.fit is not None else ()
        self.parts.show_draft(group.draft, group.schema, group.problems(), made)
        self.trial.show_group(group)
        self._order()
        self.sample.wait()
        self._soon.start()

    def _order(self) -> None:
        """Let Tab go from the left to the right and down."""
        head = [self.recipe, self.header, self.by_hand, self.keep, self.day_first, self.month_first, self.zone]
        own = [each for each in self.parts.widget().findChildren(QWidget) if each.window() is self.window()]
        parts = [each for each in own if each.focusPolicy() & _BY_TAB]
        trial = [self.trial.try_all, self.trial.stop, self.trial.said]
        chain = [*head, self.preview, *self.preview.boxes(), self.tabs.tabBar(), *parts, *trial, self.sample.rows]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def _show_question(self, group: Group) -> None:
        order, example = group.order, group.example()
        timed = group.draft is not None and bool(group.draft.columns_as("when") or group.draft.columns_as("until"))
        self.question.setVisible(timed)
        for each in (self.day_first, self.month_first):
            each.setVisible(bool(order and example))
        if group.unanswered:
            columns = ", ".join(f"“{each}”" for each in group.unanswered)
            text = f"No value of {columns} tells whether the day or the month stands first. Read day first, {example}."
            name = "warning"
        elif order:
            text, name = f"Dates are read {'day' if order == DAY_FIRST else 'month'} first: {example}.", "quiet"
        else:
            text, name = f"Times are read so: {example}." if example else "", "quiet"
        say(self.asked, text, name)
        self.day_first.setEnabled(bool(group.unanswered) or order == MONTH_FIRST)
        self.month_first.setEnabled(bool(group.unanswered) or order == DAY_FIRST)

    # Deciding

    def take(self, draft: Draft) -> None:
        """Take a draft that was changed."""
        if self.group is not None:
            self.group.change(draft)
            self._decided()

    def _decided(self) -> None:
        # Later: a choice box that is told to go while it tells of a choice ends the program.
        QTimer.singleShot(0, self, self._refresh)
        self.changed.emit()

    def _choose(self, at: int) -> None:
        group = self.group
        if group is None:
            return
        fit = self.recipe.itemData(at)
        if fit is not None and fit is not group.fit:
            group.choose(fit)
            self._decided()

    def _map(self) -> None:
        if self.group is not None:
            self.tabs.setCurrentIndex(0)
            self._map_from(self.group.header)

    def _set_header(self, value: int) -> None:
        self._map_from(value - 1)

    def _map_from(self, header: int) -> None:
        """Make a recipe from the columns under a header; it may have to read the whole table."""
        group, jobs = self.group, self._opened.jobs
        if group is None:
            return

        def work() -> Draft:
            for each in group.tables:
                each.read(header)
            return group.made_draft(header)

        def then(draft: Draft) -> None:
            group.map_by_hand(draft, header)
            if self.group is group:
                self._decided()

        if jobs is None:
            then(work())
            return
        self.why.setText("Looking at the columns…")
        if self._making is not None:
            self._making.progress.cancel()
        self._making = jobs.start("Looking at the columns", lambda _: work(), then=then, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, CancelledError):
            lost = isinstance(error, OSError | IntelvizError)
            say(self.why, f"The columns can't be looked at: {why_lost(error) if lost else error}.", "warning")

    def _start_again(self) -> None:
        if self.group is not None:
            self._map_from(self.group.header)

    def _set_zone(self) -> None:
        group = self.group
        if group is not None and group.draft is not None:
            self.take(replace(group.draft, zone=self.zone.currentText().strip() or "Europe/London"))

    def _answer(self, order: str) -> None:
        if self.group is not None:
            self.group.answer(order)
            self._decided()

    def _add_item(self, column: str) -> None:
        """Ask what another item is, and let the column be what tells it apart."""
        group = self.group
        if group is None or group.draft is None:
            return
        dialog = ItemDialog(self, group.schema, column)
        dialog.picked.connect(lambda of: self._item_added(group, of, column))
        dialog.rejected.connect(self._refresh)
        dialog.open()

    def _item_added(self, group: Group, of: str, column: str) -> None:
        if group.draft is None or self.group is not group:
            return
        label = group.schema.item(of).label
        taken = {each.name.casefold() for each in group.draft.items}
        name, number = label, 2
        while name.casefold() in taken:
            name, number = f"{label} {number}", number + 1
        by = _telling(group, of)
        draft = group.draft.with_item(DraftItem(name, of, "case" if by else "row"))
        self.take(draft.using(column, Use("id", name, by)) if column else draft)

    def _keep(self) -> None:
        group = self.group
        if group is None or group.draft is None:
            return
        try:
            kept = keep_recipe(self, group.draft, group.schema)
        except IntelvizError as error:
            show_error(self, error)
            return
        if kept:
            say(self.why, f"Kept as the recipe “{kept}”. The next table with these columns is read by it at once.", "")

    # Trying it

    def _draw_sample(self) -> None:
        group, jobs = self.group, self._opened.jobs
        if group is None:
            return
        self._round += 1
        mine = self._round

        def then(found: Sampled) -> None:
            if mine == self._round and self.group is group:
                self._show_sample(found)

        def failed(error: BaseException) -> None:
            if not isinstance(error, CancelledError):
                then(Sampled(error=f"The first rows can't be tried: {error}"))

        if self._job is not None:
            self._job.progress.cancel()
        if jobs is None:
            then(sampled(group, Progress()))
        else:
            self._job = jobs.start(
                "Trying the first rows", lambda progress: sampled(group, progress), then=then, failed=failed
            )

    def _show_sample(self, found: Sampled) -> None:
        self.sample.show_sample(found)
        self.preview.show_marks(found.marks)

    def let_go(self) -> None:
        """Stop what still runs."""
        self._soon.stop()
        self._round += 1
        self.group = None
        self.trial.let_go()
        for job in (self._job, self._making):
            if job is not None and not job.finished:
                job.progress.cancel()


def _telling(group: Group, of: str) -> str:
    """Return the first property of a type that tells one from another by itself, as names don't; "" if none does."""
    return next((each.name for each in group.schema.properties_of(of) if each.kind in _TELLING), "")
