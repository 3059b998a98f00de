"""What to bring to the chart: link types with their counts, before anything is brought."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
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
from intelviz.views.icon import icon
from intelviz.views.network.expand_limits import GradeChoice, TimeChoice
from intelviz.workspace.expand import Offer, offers
from intelviz.workspace.expanding import Around, Choice, Coming, Wish, choice_of, plain, wish_from
from intelviz.workspace.workspace import Workspace

_FEW = 50
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
        return Wish(kinds, since, until, undated, self.grades.chosen, self.each.value(), self.most)

    @property
    def coming(self) -> Coming:
        """What comes, and what is left out."""
        return self._around.coming(self.wish, self.grades.of_links)

    def accept(self) -> None:
        """Remember the choice, so that the next time begins with it."""
        if self._case is not None and not self._case.read_only:
            chosen = {choice_of(each) for each in self.chosen}
            offered = {choice_of(each) for _, each in self._lines if each.new}
            wish = self.wish
            kinds = frozenset((self._taken - offered) | chosen)
            left = frozenset((self._left - chosen) | (offered - chosen))
            kept = Wish(kinds, wish.since, wish.until, wish.undated, wish.grades, wish.each, wish.most)
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
        button.setEnabled(count > 0)


def _items(count: int) -> str:
    return f"{count:,} {'item' if count == 1 else 'items'}"


def _words(offer: Offer, kind: str) -> str:
    return f"{offer.label} → {kind[:1].upper()}{kind[1:]} · {_items(offer.items)}, {offer.new:,} not drawn"
