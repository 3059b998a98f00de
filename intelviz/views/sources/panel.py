"""The sources: what was loaded, what came of its rows, and what was set aside and why."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QLabel, QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from intelviz.case.columns import Ints
from intelviz.case.values import Source
from intelviz.render.theme import DARK, Theme
from intelviz.views.action import Action
from intelviz.views.sources.rejected import RejectedRows
from intelviz.views.tooltip import plain
from intelviz.workspace.workspace import Change, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

_SOURCE = Qt.ItemDataRole.UserRole
EMPTY = "Nothing was loaded yet.\nImport files (Ctrl+I), or drop them on the window."


class SourcesPanel(QWidget):
    """Lists the sources of the case; a click selects what one of them speaks of."""

    name = "sources"
    title = "Sources"
    said = Signal(str)
    picked = Signal()

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme = DARK,
        parent: QWidget | None = None,
        *,
        case: CaseFile | None = None,
        jobs: object | None = None,
        acts: object | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sourcesPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.workspace, self.theme, self.case = workspace, theme, case
        self._pairs: tuple[Ints, Ints] | None = None
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderLabels(["Source", "Rows"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setAccessibleName("Sources")
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.empty = QLabel(EMPTY)
        self.empty.setObjectName("quiet")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(8, 8, 8, 8)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setContentsMargins(8, 8, 8, 8)
        self.rejected = RejectedRows()
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(0)
        lower.addWidget(self.words)
        lower.addWidget(self.rejected, 1)
        lower.addStretch(0)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.list)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.empty)
        box.addWidget(split, 1)
        self._split = split
        self.setFocusProxy(self.list)
        self.setMinimumSize(200, 160)
        self.list.currentItemChanged.connect(lambda *_: self._describe())
        self.list.itemClicked.connect(lambda *_: self.select_spoken_of())
        self.list.itemActivated.connect(lambda *_: self.select_spoken_of())
        self._stop = workspace.subscribe(self.changed)
        self.refresh()

    @property
    def source(self) -> Source | None:
        """The source of the current row."""
        line = self.list.currentItem()
        return line.data(0, _SOURCE) if line is not None else None

    def refresh(self) -> None:
        """List the sources anew."""
        here = self.source
        self._pairs = None
        sources = self.case.sources() if self.case is not None else []
        self.list.clear()
        quiet, warning = QBrush(QColor(*self.theme.quiet)), QBrush(QColor(*self.theme.warning))
        for each in sources:
            line = QTreeWidgetItem([each.name, f"{each.rows:,}"])
            line.setData(0, _SOURCE, each)
            line.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            line.setToolTip(0, plain(f"{each.path or each.name}\n{_rows_words(each)}"))
            line.setForeground(1, quiet)
            if not each.live:
                line.setForeground(0, quiet)
                line.setText(1, "taken back")
            elif each.rejected:
                line.setText(1, f"{each.rows:,} · {each.rejected:,} set aside")
                line.setForeground(1, warning)
            self.list.addTopLevelItem(line)
            if here is not None and each.id == here.id:
                self.list.setCurrentItem(line)
        self.empty.setVisible(not sources)
        self._split.setVisible(bool(sources))
        self._describe()

    def _describe(self) -> None:
        source = self.source
        self.rejected.setVisible(False)
        if source is None:
            self.words.setText("" if not self.list.topLevelItemCount() else "Pick a source to see what came of it.")
            return
        self.words.setText(_page(source))
        if source.rejected and self.case is not None:
            self.rejected.show_rows([(source.name, each) for each in self.case.rejections(source.id)])
            self.rejected.setVisible(True)

    def select_spoken_of(self) -> None:
        """Select the items of which the source speaks."""
        source = self.source
        if source is None or self.case is None or not source.live:
            return
        if self._pairs is None:
            self._pairs = self.case.spoken_of()
        items, sources = self._pairs
        found = np.isin(self.workspace.items.id, items[sources == source.id])
        self.workspace.select(found)
        self.said.emit(f"{int(found.sum()):,} items of which {source.name} speaks")

    def changed(self, change: Change) -> None:
        """Take over what changed."""
        if change & (Change.ITEMS | Change.HISTORY):
            self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        self.refresh()

    def actions_here(self) -> list[Action]:
        """Return what the panel can do."""
        return [
            Action(
                "sources_select",
                "Select what the source speaks of",
                self.select_spoken_of,
                "Select every item of which the source in the list speaks",
                icon="select-group",
                strip=True,
                enabled=lambda: self.source is not None and self.source.live,
            ),
            Action(
                "sources_copy",
                "Copy the rows set aside",
                self.rejected.copy,
                "Copy file, row, column, value and reason of every row that was set aside",
                icon="content-copy",
                strip=True,
                enabled=lambda: self.source is not None and bool(self.source.rejected),
            ),
        ]

    def settings(self) -> dict[str, object]:
        """Return nothing: the list is the case's."""
        return {}

    def restore(self, settings: dict[str, object]) -> None:
        """Take over nothing."""


def _rows_words(source: Source) -> str:
    words = [f"{source.loaded:,} loaded"]
    if source.merged:
        words.append(f"{source.merged:,} merged into items that were there")
    if source.rejected:
        words.append(f"{source.rejected:,} set aside")
    return f"{source.rows:,} rows: {', '.join(words)}"


def _page(source: Source) -> str:
    at = source.at
    try:
        at = f"{datetime.fromisoformat(source.at).astimezone():%d/%m/%Y %H:%M}"
    except ValueError:
        pass
    facts = [
        ("", _rows_words(source)),
        ("made", f"{source.items:,} items, {source.links:,} links"),
        ("loaded", f"{at} by {source.by}"),
        ("recipe", source.recipe),
        ("marking", source.marking or "not marked"),
        ("grade", source.grade or "ungraded"),
        ("expires", source.expires),
        ("sha256", source.sha256[:16]),
        ("", "" if source.live else "This import was taken back."),
    ]
    lines = [f"<b>{escape(source.name)}</b>"]
    lines += [f"{f'{name}: ' if name else ''}{escape(value)}" for name, value in facts if value]
    lines += [escape(words) for words in source.warnings]
    return "<br>".join(lines)
