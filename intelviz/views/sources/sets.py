"""The named sets: select one, take several together, rename and delete them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from intelviz.case.columns import Ints
from intelviz.render.theme import DARK, Theme
from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.asking import ask_text
from intelviz.views.menu import menu_of
from intelviz.views.tooltip import plain
from intelviz.workspace.commands.command import Command
from intelviz.workspace.commands.sets.combine_sets import CombineSets
from intelviz.workspace.commands.sets.delete_set import DeleteSet
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.commands.sets.rename_set import RenameSet
from intelviz.workspace.commands.sets.update_set import UpdateSet
from intelviz.workspace.set_queries import renewed
from intelviz.workspace.sets import Operation, mask_of_set, select_set, selected_ids
from intelviz.workspace.workspace import Change, FilterPart, Mode, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts

_NAME = Qt.ItemDataRole.UserRole
EMPTY = "No sets yet.\nSelect items in any view and give them a name (Ctrl+M)."
_JOINED: dict[Operation, str] = {"union": "or", "intersection": "and", "difference": "without"}


class SetsPanel(QWidget):
    """Lists the sets of the case; ``failed`` gives errors for the window to show."""

    name = "sets"
    title = "Sets"
    said = Signal(str)
    picked = Signal()
    failed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme = DARK,
        parent: QWidget | None = None,
        *,
        case: CaseFile | None = None,
        jobs: object | None = None,
        acts: Acts | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("setsPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.workspace, self.theme, self.case, self.acts = workspace, theme, case, acts
        self.sets: dict[str, Ints] = {}
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderLabels(["Set", "Items"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setAccessibleName("Named sets")
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.empty = QLabel(EMPTY)
        self.empty.setObjectName("quiet")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(8, 8, 8, 8)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.empty)
        box.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.setMinimumSize(200, 160)
        self.list.itemActivated.connect(lambda *_: self.select())
        self.list.itemClicked.connect(lambda *_: self._clicked())
        self.list.itemSelectionChanged.connect(self.picked)
        self.list.customContextMenuRequested.connect(self._menu)
        self._stop = workspace.subscribe(self.changed)
        self.refresh()

    # What is listed

    @property
    def names(self) -> list[str]:
        """Names of the marked sets, from top to bottom."""
        marked = [line for line in self._lines() if line.isSelected()]
        return [str(line.data(0, _NAME)) for line in marked]

    def _lines(self) -> list[QTreeWidgetItem]:
        lines = (self.list.topLevelItem(number) for number in range(self.list.topLevelItemCount()))
        return [line for line in lines if line is not None]

    def refresh(self) -> None:
        """List the sets anew, keeping the marked ones marked."""
        marked = set(self.names)
        self.sets = self.case.sets() if self.case is not None else {}
        queries = self.case.set_queries() if self.case is not None else {}
        quiet = QBrush(QColor(*self.theme.quiet))
        self.list.clear()
        for name, ids in sorted(self.sets.items(), key=lambda each: each[0].casefold()):
            line = QTreeWidgetItem([name, f"{len(ids):,}"])
            line.setData(0, _NAME, name)
            line.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            line.setForeground(1, quiet)
            said = queries.get(name)
            line.setToolTip(0, plain(f"{name}\nMade by the query: {said[:400]}" if said else name))
            self.list.addTopLevelItem(line)
            line.setSelected(name in marked)
        self.empty.setVisible(not self.sets)
        self.list.setVisible(bool(self.sets))
        self.picked.emit()

    def mark(self, *names: str) -> None:
        """Mark these sets and no others."""
        for line in self._lines():
            line.setSelected(line.data(0, _NAME) in names)

    # What is done with them

    def _clicked(self) -> None:
        if len(self.names) == 1:
            self.select()

    def select(self, mode: Mode = "replace") -> None:
        """Select the items of the marked sets."""
        names = self.names
        if names:
            ids = np.unique(np.concatenate([self.sets[name] for name in names]))
            select_set(self.workspace, ids, mode)

    def show_only(self) -> None:
        """Show only the items of the marked sets."""
        names = self.names
        mask = np.zeros(len(self.workspace), bool)
        for name in names:
            mask |= mask_of_set(self.workspace, self.sets[name])
        self.workspace.set_filter("sets", FilterPart(f"Sets: {' or '.join(names)}", mask))

    def make(self) -> None:
        """Ask for a name and make a set of the selection."""
        ids = selected_ids(self.workspace)
        many = f"{len(ids):,} {'item' if len(ids) == 1 else 'items'}"
        ask_text(self, "New set", f"Name of the set of {many}:", lambda name: self._run(MakeSet(name, ids), name))

    def update_set(self) -> None:
        """Let the marked set hold the selection from now on."""
        if len(self.names) == 1:
            self._run(UpdateSet(self.names[0], selected_ids(self.workspace)), self.names[0])

    def refresh_by_query(self) -> None:
        """Let the marked set hold what its query finds now, and say what came and went."""
        if len(self.names) != 1 or self.case is None:
            return
        name = self.names[0]
        try:
            found = renewed(self.workspace, self.case, name)
        except IntelvizError as error:
            self.failed.emit(error)
            return
        if found.came or found.went:
            self._run(UpdateSet(name, found.ids), name)
        self.said.emit(f"Set “{name}”: {found.words}")

    def rename(self) -> None:
        """Ask for another name of the marked set."""
        if len(self.names) == 1:
            old = self.names[0]
            ask_text(
                self,
                "Rename the set",
                "New name:",
                lambda name: self._run(RenameSet(old, name), name),
                proposal=old,
            )

    def delete(self) -> None:
        """Delete the marked sets; undo brings them back, the items stay."""
        for name in self.names:
            self._run(DeleteSet(name))

    def combine(self, operation: Operation) -> None:
        """Ask for a name and make a set of the marked ones taken together."""
        names = self.names
        if len(names) >= 2:
            proposal = f" {_JOINED.get(operation, operation)} ".join(names)
            title = f"{operation[:1].upper()}{operation[1:]} of {len(names)} sets"
            ask_text(
                self,
                title,
                "Name:",
                lambda name: self._run(CombineSets(name, operation, tuple(names)), name),
                proposal=proposal,
            )

    def _run(self, command: Command, mark: str = "") -> None:
        if self.acts is None:
            return
        try:
            done = self.acts.run(command)
        except IntelvizError as error:
            self.failed.emit(error)
            return
        self.refresh()
        if mark:
            self.mark(mark.strip())
        self.said.emit(done.title)

    # What the window asks

    def changed(self, change: Change) -> None:
        """Take over what changed."""
        if change & (Change.ITEMS | Change.HISTORY):
            self.refresh()
        elif change & Change.SELECTION:
            self.picked.emit()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        self.refresh()

    def _menu(self, at: QPoint) -> None:
        menu_of(self.actions_here(), self, self.theme).popup(self.list.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and rename as lists do."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete()
        elif event.key() == Qt.Key.Key_F2:
            self.rename()
        else:
            super().keyPressEvent(event)

    def actions_here(self) -> list[Action]:
        """Return what can be done with the selection and the marked sets."""
        workspace = self.workspace

        def can_write() -> bool:
            return self.acts is not None and self.case is not None and not self.case.read_only

        def some() -> bool:
            return can_write() and bool(workspace.selected.any())

        def one() -> bool:
            return can_write() and len(self.names) == 1

        def by_query() -> bool:
            return one() and self.case is not None and self.names[0] in self.case.set_queries()

        def several() -> bool:
            return can_write() and len(self.names) >= 2

        def algebra(operation: Operation, title: str, text: str, glyph: str) -> Action:
            return Action(
                f"set_{operation}",
                title,
                lambda: self.combine(operation),
                text,
                icon=glyph,
                menu="Selection",
                strip=True,
                enabled=several,
            )

        return [
            Action(
                "set_make",
                "Make a set of the selection…",
                self.make,
                "Give the selected items a name",
                "Ctrl+M",
                "plus-circle-outline",
                "Selection",
                strip=True,
                enabled=some,
            ),
            Action(
                "set_select",
                "Select the marked sets",
                self.select,
                "Select every item of the sets marked in the list",
                icon="select-group",
                menu="Selection",
                enabled=lambda: bool(self.names),
            ),
            Action(
                "set_add",
                "Add the marked sets to the selection",
                lambda: self.select("add"),
                "Select their items as well",
                menu="Selection",
                enabled=lambda: bool(self.names),
            ),
            Action(
                "set_filter",
                "Show only the marked sets",
                self.show_only,
                "Hide every item that is in none of them",
                icon="filter-outline",
                menu="Selection",
                enabled=lambda: bool(self.names),
            ),
            algebra("union", "Union of the marked sets…", "A set of what any of them holds", "set-all"),
            algebra("intersection", "Intersection of the marked sets…", "A set of what all of them hold", "set-center"),
            algebra("difference", "First marked set without the others…", "What only the first holds", "set-left"),
            Action(
                "set_update",
                "Put the selection in the marked set",
                self.update_set,
                "The set holds the selected items from now on, and no others",
                menu="Selection",
                enabled=lambda: one() and bool(workspace.selected.any()),
            ),
            Action(
                "set_refresh",
                "Make the marked set anew by its query",
                self.refresh_by_query,
                "The set holds what its query finds now; what came and what went is said",
                icon="refresh",
                menu="Selection",
                enabled=by_query,
            ),
            Action(
                "set_rename",
                "Rename the marked set…",
                self.rename,
                "Give the set another name",
                icon="rename-outline",
                menu="Selection",
                enabled=one,
            ),
            Action(
                "set_delete",
                "Delete the marked sets",
                self.delete,
                "Delete the sets; their items stay in the case",
                icon="trash-can-outline",
                menu="Selection",
                strip=True,
                enabled=lambda: can_write() and bool(self.names),
            ),
        ]

    def settings(self) -> dict[str, object]:
        """Return nothing: the sets are the case's."""
        return {}

    def restore(self, settings: dict[str, object]) -> None:
        """Take over nothing."""
