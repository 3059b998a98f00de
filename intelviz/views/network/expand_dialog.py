"""What to bring to the chart: link types with their counts, before anything is brought."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
        self._workspace, self._rows = workspace, rows
        self.setWindowTitle("Expand")
        self.setMinimumSize(460, 360)
        name = workspace.items.label[rows[0]] if len(rows) == 1 else f"{len(rows):,} items"
        head = QLabel(f"What is linked to {name}:")
        head.setTextFormat(Qt.TextFormat.PlainText)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels(["Link and item", "Links", "Items", "Not drawn"])
        self.tree.setRootIsDecorated(False)
        self.tree.setAccessibleName("What can be brought")
        self._offers = offers(workspace, rows)
        for offer in self._offers:
            kind = workspace.schema.item(offer.item_type)
            words = f"{offer.label} → {kind.plural if offer.items != 1 else kind.label}"
            line = QTreeWidgetItem([words, f"{offer.links:,}", f"{offer.items:,}", f"{offer.new:,}"])
            for column in (1, 2, 3):
                line.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            line.setIcon(0, icon(kind.icon, theme, theme.types[kind.colour]))
            ticked = 0 < offer.new <= _FEW
            line.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            line.setDisabled(offer.new == 0)
            self.tree.addTopLevelItem(line)
        for column in range(4):
            self.tree.resizeColumnToContents(column)
        self.tree.setColumnWidth(0, max(220, self.tree.columnWidth(0)))
        self.limit = QSpinBox()
        self.limit.setRange(1, 5_000)
        self.limit.setValue(100)
        self.limit.setAccessibleName("At most so many new items")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("At most", self.limit)
        column = QVBoxLayout(self)
        column.addWidget(head)
        column.addWidget(self.tree)
        column.addLayout(form)
        column.addWidget(self._buttons)
        self.tree.itemChanged.connect(lambda *_: self._count())
        self.limit.valueChanged.connect(lambda *_: self._count())
        self._count()

    @property
    def chosen(self) -> list[Offer]:
        """The ticked offers."""
        return [
            offer
            for number, offer in enumerate(self._offers)
            if (line := self.tree.topLevelItem(number)) is not None
            and line.checkState(0) == Qt.CheckState.Checked
            and offer.new
        ]

    @property
    def most(self) -> int:
        """At most so many new items."""
        return self.limit.value()

    def _count(self) -> None:
        count = len(brought(self._workspace, self._rows, self.chosen, self.most))
        button = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setText(f"Add {count:,} item{'s' if count != 1 else ''}")
        button.setEnabled(count > 0)
