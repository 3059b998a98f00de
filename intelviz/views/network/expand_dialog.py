"""What to bring to the chart: link types with their counts, before anything is brought."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from intelviz.case.columns import Rows
from intelviz.case.file import CaseFile
from intelviz.render.theme import Theme
from intelviz.schema.errors import IntelvizError
from intelviz.views.filter.query_box import QueryBox
from intelviz.views.filter.vocabulary import vocabulary_of
from intelviz.views.icon import icon
from intelviz.views.network.expand_limits import GradeChoice, TimeChoice
from intelviz.workspace.expand import Offer, offers
from intelviz.workspace.expanding import Around, Choice, Coming, Wish, choice_of, plain, wish_from
from intelviz.workspace.workspace import Workspace

_FEW = 50
_REST = 150
"""Milliseconds without a key after which a query is counted."""
REMEMBERED = "view/expand"
"""Under which setting of the case the last choice is kept."""


class ExpandDialog(QDialog):
    """Lists what is linked to the items, with how many are new; few are ticked beforehand, many are not.

    What was ticked and limited the last time in this case is so again.
    """

    def __init__(
        self,
        workspace: Workspace,
        rows: Rows,
        theme: Theme,
        parent: QWidget | None = None,
        case: CaseFile | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._rows, self._theme, self._case = workspace, rows, theme, case
        self._lines: list[tuple[QTreeWidgetItem, Offer]] = []
        self._around = Around(workspace, rows)
        last = wish_from(case.settings(REMEMBERED, None)) if case is not None else None
        self._taken, self._left = (last[0].kinds, last[1]) if last is not None else (frozenset[Choice](),) * 2
        before = last[0] if last is not None else Wish(frozenset())
        self.setWindowTitle("Expand")
        self.setMinimumSize(660, 500)
        name = workspace.items.label[rows[0]] if len(rows) == 1 else f"{len(rows):,} items"
        head = QLabel(f"What is linked to {name}:")
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        self.tree = self._make_tree()
        self.times = TimeChoice(before, self._around.span())
        self.grades = GradeChoice(case, workspace.links.id[self._around.link], before.grades)
        self.only = QueryBox(workspace.schema, lambda: vocabulary_of(workspace, case), whole=False)
        self.only.set_text(before.only)
        self._query, self._fits = None, None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._rested)
        self._read_query()
        self.each = self._number(0, before.each, " new items for one item", "At most so many new items for one item")
        self.each.setSpecialValueText("as many as there are")
        self.limit = self._number(1, before.most, " new items", "At most so many new items")
        self.total = QLabel()
        self.total.setTextFormat(Qt.TextFormat.PlainText)
        self.total.setWordWrap(True)
        self.total.setAccessibleName("How many would be added")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("&Time", self.times)
        form.addRow("&Grade", self.grades)
        form.addRow("&Only", self.only)
        form.addRow("For &each", self.each)
        form.addRow("At &most", self.limit)
        column = QVBoxLayout(self)
        for widget in (head, self.tree):
            column.addWidget(widget)
        column.addLayout(form)
        column.addWidget(self.total)
        column.addWidget(self.buttons)
        self.tree.itemChanged.connect(self._count)
        for box in (self.limit, self.each):
            box.valueChanged.connect(self._count)
        self.times.changed.connect(self._count)
        self.grades.changed.connect(self._count)
        self.only.line.textChanged.connect(self._typed)
        self.only.line.editingFinished.connect(self._finished)
        self._count()
        self.tree.setFocus()

    def _number(self, least: int, value: int, suffix: str, name: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(least, 5_000)
        box.setValue(value)
        box.setSuffix(suffix)
        box.setAccessibleName(name)
        return box

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderHidden(True)
        tree.setAccessibleName("What can be brought")
        groups: dict[str, QTreeWidgetItem] = {}
        for offer in offers(self._workspace, self._rows):
            group = groups.get(offer.link_type)
            if group is None:
                group = groups[offer.link_type] = QTreeWidgetItem([self._workspace.schema.link(offer.link_type).label])
                # Ticks all below it at once, and says by a half tick that some are.
                group.setFlags(group.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
                tree.addTopLevelItem(group)
            self._lines.append((self._line(group, offer), offer))
        for group in groups.values():
            group.setDisabled(all(offer.new == 0 for line, offer in self._lines if line.parent() is group))
        tree.expandAll()
        first = next((line for line, offer in self._lines if offer.new), None)
        if first is not None:
            tree.setCurrentItem(first)
        return tree

    def _line(self, group: QTreeWidgetItem, offer: Offer) -> QTreeWidgetItem:
        kind = self._workspace.schema.item(offer.item_type)
        line = QTreeWidgetItem(group, [_words(offer, kind.label)])
        line.setToolTip(0, f"{offer.links:,} {'link' if offer.links == 1 else 'links'}")
        line.setIcon(0, icon(kind.icon, self._theme, self._theme.types[kind.colour]))
        if offer.new == 0:
            line.setDisabled(True)
            return line
        choice = choice_of(offer)
        ticked = choice in self._taken or (choice not in self._left and offer.new <= _FEW)
        line.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        return line

    @property
    def chosen(self) -> list[Offer]:
        """The ticked offers."""
        return [offer for line, offer in self._lines if offer.new and line.checkState(0) == Qt.CheckState.Checked]

    @property
    def most(self) -> int:
        """At most so many new items."""
        return self.limit.value()

    @property
    def wish(self) -> Wish:
        """What is to come."""
        since, until, undated = self.times.span
        kinds = frozenset(choice_of(each) for each in self.chosen)
        only = self._query.text if self._query is not None else ""
        return Wish(kinds, since, until, undated, self.grades.chosen, self.each.value(), self.most, only)

    @property
    def coming(self) -> Coming:
        """What comes, and what is left out."""
        return self._around.coming(self.wish, self.grades.of_links, self._fits)

    def _read_query(self) -> None:
        """Understand what is typed; what can't be is said under the line when it is finished, and counts as nothing."""
        self._query = self.only.read()
        try:
            self._fits = None if self._query is None else self._query.mask(self._workspace, self._case)
        except IntelvizError as error:
            self._query = self._fits = None
            self.only.say(error.words(), wrong=True)

    def _typed(self) -> None:
        self.only.say("")
        self._rest.start()

    def _rested(self) -> None:
        self._rest.stop()
        self._read_query()
        self._count()

    def _finished(self) -> None:
        if self._rest.isActive():
            self._rested()
        if self.only.text and self._query is None:
            self.only.read(finished=True)

    def accept(self) -> None:
        """Remember the choice, so that the next time begins with it."""
        if self._rest.isActive():
            self._rested()
            if not self.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled():
                return
        if self._case is not None and not self._case.read_only:
            chosen = {choice_of(each) for each in self.chosen}
            offered = {choice_of(each) for _, each in self._lines if each.new}
            wish = self.wish
            kinds = frozenset((self._taken - offered) | chosen)
            left = frozenset((self._left - chosen) | (offered - chosen))
            kept = replace(wish, kinds=kinds)
            self._case.set_setting(REMEMBERED, plain(kept, left))
        super().accept()

    @Slot()
    def _count(self) -> None:
        coming = self.coming
        count = len(coming.rows)
        words = coming.words()
        if words:
            pass
        elif not self._lines:
            words = "There are no links to other items, or the filter hides them."
        elif not any(offer.new for _, offer in self._lines):
            words = "Everything that is linked is drawn already."
        else:
            words = "Tick what to bring."
        self.total.setText(words)
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setText(f"&Add {_items(count)}")
        wrong = bool(self.only.text) and self._query is None
        if wrong:
            self.total.setText("The query under “Only” isn't understood yet.")
        button.setEnabled(count > 0 and not wrong)


def _items(count: int) -> str:
    return f"{count:,} {'item' if count == 1 else 'items'}"


def _words(offer: Offer, kind: str) -> str:
    return f"{offer.label} → {kind[:1].upper()}{kind[1:]} · {_items(offer.items)}, {offer.new:,} not drawn"
