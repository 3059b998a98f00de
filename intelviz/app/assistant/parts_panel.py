"""The items and links that each row makes, and how they are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from intelviz.app.assistant.choice_box import ChoiceBox
from intelviz.app.assistant.words import say, wrapped
from intelviz.ingest.draft import Draft, DraftItem, DraftLink
from intelviz.ingest.draft_check import Problem
from intelviz.schema.kinds import is_forbidden_key
from intelviz.schema.model import Schema

IDENTITIES = {
    "case": "the whole case",
    "file": "this file",
    "row": "its row alone",
}


class PartsPanel(QScrollArea):
    """Lines of choices for a draft; ``changed`` carries the draft after one.

    ``add_item`` asks for another item, ``start_again`` for what the columns say by themselves.
    """

    changed = Signal(object)
    add_item = Signal()
    start_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Items and links that each row makes")
        self._draft: Draft | None = None
        self._schema: Schema | None = None

    def show_draft(
        self,
        draft: Draft | None,
        schema: Schema,
        problems: Sequence[Problem] = (),
        recipe: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show what a draft makes and what does not go together in it; without one, what a recipe makes, in words."""
        self._draft, self._schema = draft, schema
        here = self.verticalScrollBar().value()
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(8)
        if draft is None:
            words = wrapped("quiet")
            words.setText("The recipe says what each row makes. To change it, map the columns yourself.")
            box.addWidget(words)
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(1, 1)
            for row, (what, how) in enumerate(recipe):
                made, of = wrapped(), wrapped("quiet")
                made.setText(what)
                of.setText(how)
                grid.addWidget(made, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(of, row, 1, Qt.AlignmentFlag.AlignTop)
            grid.setColumnMinimumWidth(0, 120)
            box.addLayout(grid)
        else:
            for each in problems:
                if not each.column or each.weighty:
                    words = wrapped("quiet")
                    say(words, each.words, "warning" if each.weighty else "quiet")
                    box.addWidget(words)
            box.addWidget(_heading("Each row makes"))
            box.addLayout(self._items(draft, schema))
            if len(draft.items) > 1:
                box.addWidget(_heading("and links"))
                box.addLayout(self._links(draft, schema))
            box.addLayout(self._buttons(draft))
        box.addStretch(1)
        self.setWidget(body)
        self.verticalScrollBar().setValue(here)

    def _buttons(self, draft: Draft) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        names = [each.name for each in draft.items]
        add, link, again = (
            QPushButton("Another &item…"),
            QPushButton("Ano&ther link"),
            QPushButton("Start again from &what the columns say"),
        )
        link.setEnabled(len(names) > 1)
        link.setToolTip("" if len(names) > 1 else "A link needs two items")
        again.setToolTip("Forget what was chosen by hand for this table")
        add.clicked.connect(self.add_item.emit)
        link.clicked.connect(lambda: self._emit(draft.with_links((*draft.links, DraftLink("LINKED_TO", *names[:2])))))
        again.clicked.connect(self.start_again.emit)
        for button in (add, link, again):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        return line

    # Items

    def _items(self, draft: Draft, schema: Schema) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, words in enumerate(("called", "is a", "is the same in", "cell parted by")):
            label = QLabel(words)
            label.setObjectName("quiet")
            grid.addWidget(label, 0, column)
        for row, item in enumerate(draft.items, 1):
            name = QLineEdit(item.name)
            name.setAccessibleName(f"Name of the item {item.name}")
            name.setCursorPosition(0)
            name.setToolTip("How the item is called here; links and columns go by it")
            name.editingFinished.connect(lambda box=name, of=item: self._rename(box, of))
            grid.addWidget(name, row, 0)
            grid.addWidget(self._type_box(item, schema), row, 1)
            grid.addWidget(self._identity_box(item), row, 2)
            split = QLineEdit(" ".join(item.split))
            split.setAccessibleName(f"What parts several ids of {item.name} in one cell")
            split.setToolTip(
                "Where a cell may hold several ids: the marks between them, such as ; or , parted by spaces"
            )
            split.setPlaceholderText("one a cell")
            split.setMaximumWidth(88)
            split.setEnabled(bool(draft.columns_as("id", item.name)))
            split.editingFinished.connect(lambda box=split, of=item: self._split(of, box.text()))
            grid.addWidget(split, row, 3)
            remove = _remove_button(f"Remove {item.name}")
            remove.setEnabled(len(draft.items) > 1)
            if len(draft.items) == 1:
                remove.setToolTip("A row has to make something")
            remove.clicked.connect(lambda _, name=item.name: self._emit(draft.without_item(name)))
            grid.addWidget(remove, row, 4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid

    def _rename(self, box: QLineEdit, item: DraftItem) -> None:
        assert self._draft is not None
        try:
            draft = self._draft.renamed(item.name, box.text())
        except ValueError as error:
            box.setProperty("wrong", True)
            box.style().unpolish(box)
            box.style().polish(box)
            box.setToolTip(str(error))
            box.setAccessibleDescription(str(error))
            return
        if draft is not self._draft:
            self._emit(draft)

    def _type_box(self, item: DraftItem, schema: Schema) -> QComboBox:
        box = ChoiceBox()
        box.setAccessibleName(f"Type of {item.name}")
        _narrow(box)
        with QSignalBlocker(box):
            for name, each in sorted(schema.items.items(), key=lambda pair: pair[1].label):
                box.addItem(each.label, name)
            box.setCurrentIndex(box.findData(item.type))
        assert self._draft is not None
        named = self._draft.columns_as("type", item.name)
        if named:
            box.setToolTip(f"“{named[0]}” names the type; this stands where it names none that is known")
        box.activated.connect(lambda _: self._retype(item, box.currentData()))
        return box

    def _identity_box(self, item: DraftItem) -> QComboBox:
        box = ChoiceBox()
        box.setAccessibleName(f"How {item.name} is told apart")
        _narrow(box)
        with QSignalBlocker(box):
            for identity, words in IDENTITIES.items():
                box.addItem(words, identity)
            box.setCurrentIndex(max(box.findData(item.identity), 0))
        box.setToolTip("Where rows with the same text in the column that tells it apart speak of the same item")
        box.setEnabled(not self._is_sealed(item))
        if self._is_sealed(item):
            box.setToolTip("An NHS or National Insurance number identifies nobody here")
        box.activated.connect(lambda _: self._replace(replace(item, identity=box.currentData())))
        return box

    def _is_sealed(self, item: DraftItem) -> bool:
        draft, schema = self._draft, self._schema
        assert draft is not None
        assert schema is not None
        kinds = {each.name: each.kind for each in schema.properties_of(item.type)}
        ids = [use for use in draft.uses if use.what == "id" and use.item == item.name]
        return any((kind := kinds.get(use.property, "")) and is_forbidden_key(kind) for use in ids)

    def _retype(self, item: DraftItem, name: str) -> None:
        """Give an item another type; properties that the new type lacks are kept under their own names."""
        draft, schema = self._draft, self._schema
        assert draft is not None
        assert schema is not None
        known = {each.name for each in schema.properties_of(name)}
        changed = draft.with_item(replace(item, type=name))
        for column, use in zip(draft.columns, draft.uses, strict=True):
            if use.item == item.name and use.property and use.property not in known:
                changed = changed.using(column, replace(use, property="") if use.what == "id" else type(use)())
        self._emit(changed)

    def _split(self, item: DraftItem, text: str) -> None:
        parts = tuple(text.split())
        if parts != item.split:
            self._replace(replace(item, split=parts))

    def _replace(self, item: DraftItem) -> None:
        assert self._draft is not None
        self._emit(self._draft.with_item(item))

    # Links

    def _links(self, draft: Draft, schema: Schema) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        names = [each.name for each in draft.items]
        for row, link in enumerate(draft.links):
            one, kind, other = _choice(names, link.a), ChoiceBox(), _choice(names, link.b)
            for name, each in sorted(schema.links.items(), key=lambda pair: pair[1].label):
                kind.addItem(each.label, name)
            kind.setCurrentIndex(kind.findData(link.type))
            _narrow(kind)
            for box, words in ((one, "from"), (kind, "type"), (other, "to")):
                box.setAccessibleName(f"Link {row + 1}: {words}")
                box.activated.connect(lambda _, at=row, boxes=(one, kind, other): self._relink(at, boxes))
            remove = _remove_button(f"Remove link {row + 1}")
            remove.clicked.connect(lambda _, at=row: self._unlink(at))
            for column, widget in enumerate((one, kind, other, remove)):
                grid.addWidget(widget, row, column)
            _narrow(one)
            _narrow(other)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        return grid

    def _relink(self, at: int, boxes: tuple[QComboBox, QComboBox, QComboBox]) -> None:
        assert self._draft is not None
        one, kind, other = (box.currentData() for box in boxes)
        links = list(self._draft.links)
        links[at] = DraftLink(kind, one, other, links[at].properties if links[at].type == kind else {})
        self._emit(self._draft.with_links(links))

    def _unlink(self, at: int) -> None:
        assert self._draft is not None
        self._emit(self._draft.with_links(each for place, each in enumerate(self._draft.links) if place != at))

    def _emit(self, draft: Draft) -> None:
        self.changed.emit(draft)


def _choice(names: list[str], chosen: str) -> QComboBox:
    box = ChoiceBox()
    for name in names:
        box.addItem(name, name)
    box.setCurrentIndex(box.findData(chosen))
    return box


def _narrow(box: QComboBox) -> None:
    """Let a box be narrower than its longest entry."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)


def _remove_button(words: str) -> QPushButton:
    button = QPushButton("✕")
    button.setAutoDefault(False)
    button.setFixedWidth(32)
    button.setAccessibleName(words)
    button.setToolTip(words)
    return button


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
