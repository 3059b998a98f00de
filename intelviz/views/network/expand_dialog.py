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
from intelviz.render.theme import Theme
from intelviz.views.icon import icon
from intelviz.workspace.expand import Offer, brought, offers
from intelviz.workspace.workspace import Workspace

_FEW = 50


class ExpandDialog(QDialog):
    """Lists what is linked to the items, with how many are new; few are ticked beforehand, many are not."""

    def __init__(self, workspace: Workspace, rows: Rows, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._rows, self._theme = workspace, rows, theme
        self._lines: list[tuple[QTreeWidgetItem, Offer]] = []
        self.setWindowTitle("Expand")
        self.setMinimumSize(540, 400)
        name = workspace.items.label[rows[0]] if len(rows) == 1 else f"{len(rows):,} items"
        head = QLabel(f"What is linked to {name}:")
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        self.tree = self._make_tree()
        self.limit = QSpinBox()
        self.limit.setRange(1, 5_000)
        self.limit.setValue(100)
        self.limit.setSuffix(" new items")
        self.limit.setAccessibleName("At most so many new items")
        self.total = QLabel()
        self.total.setTextFormat(Qt.TextFormat.PlainText)
        self.total.setWordWrap(True)
        self.total.setAccessibleName("How many would be added")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("At &most", self.limit)
        column = QVBoxLayout(self)
        for widget in (head, self.tree):
            column.addWidget(widget)
        column.addLayout(form)
        column.addWidget(self.total)
        column.addWidget(self.buttons)
        self.tree.itemChanged.connect(self._count)
        self.limit.valueChanged.connect(self._count)
        self._count()
        self.tree.setFocus()

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
        line.setCheckState(0, Qt.CheckState.Checked if offer.new <= _FEW else Qt.CheckState.Unchecked)
        return line

    @property
    def chosen(self) -> list[Offer]:
        """The ticked offers."""
        return [offer for line, offer in self._lines if offer.new and line.checkState(0) == Qt.CheckState.Checked]

    @property
    def most(self) -> int:
        """At most so many new items."""
        return self.limit.value()

    @Slot()
    def _count(self) -> None:
        chosen = self.chosen
        every = len(brought(self._workspace, self._rows, chosen, len(self._workspace)))
        count = min(every, self.most)
        if count < every:
            words = f"{_items(count)} of {every:,} would be added: those with the most links to what is drawn."
        elif count:
            words = f"{_items(count)} would be added."
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
