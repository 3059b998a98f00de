"""The sources: what was loaded, what came of its rows, and what was set aside and why."""

from __future__ import annotations

from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from intelviz.case.columns import Ints
from intelviz.case.values import Source
from intelviz.render.theme import DARK, Theme
from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.sources.rejected import RejectedRows
from intelviz.views.splits import Split
from intelviz.views.tooltip import plain
from intelviz.workspace.workspace import Change, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.commands.command import Command
    from intelviz.workspace.jobs import Jobs

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
        jobs: Jobs | None = None,
        acts: Acts | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sourcesPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.workspace, self.theme, self.case = workspace, theme, case
        self.jobs, self.acts = jobs, acts
        self.page: QWidget | None = None
        self._sources: list[Source] = []
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
        # Much may be to know of a source: it scrolls, and is never cut off.
        page = QScrollArea()
        page.setWidgetResizable(True)
        page.setMinimumHeight(104)
        page.setFrameShape(QScrollArea.Shape.NoFrame)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setWidget(self.words)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        lower.addWidget(page, 2)
        lower.addWidget(self.rejected, 1)
        split = Split(Qt.Orientation.Vertical)
        split.addWidget(self.list)
        split.addWidget(below)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
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
        sources = self._sources = self.case.sources() if self.case is not None else []
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
                line.setText(1, "withdrawn")
            elif is_past(each):
                line.setText(1, f"{each.rows:,} · review")
                line.setForeground(1, warning)
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
        self.words.setText(_page(source) + self._version_words(source))
        if source.rejected and self.case is not None:
            self.rejected.show_rows([(source.name, each) for each in self.case.rejections(source.id)])
            self.rejected.setVisible(True)

    def _version_words(self, source: Source) -> str:
        newer = [each for each in self._sources if each.live and each.replaces == source.id]
        if not newer or not source.live:
            return ""
        return f"<br>{escape(newer[-1].name)} is a newer version of it; withdraw this one once you have looked at both."

    def show_quality(self) -> None:
        """Open the page of what is odd in the source, or, with none in the list picked, in the whole case."""
        if self.case is None:
            return
        from intelviz.views.sources.quality import QualityPage

        page = QualityPage(self.workspace, self.case, self.theme, self.source, self.jobs, self.acts, self.window())
        page.show()
        self.page = page

    def extend(self) -> None:
        """Let the source be used for another while."""
        from intelviz.workspace.commands.sources.set_expiry import SetExpiry

        if self.source is not None:
            self._act(SetExpiry((self.source.id,), "90"))

    def withdraw(self) -> None:
        """Take the source out of use; undo brings it back."""
        from intelviz.workspace.commands.sources.withdraw_source import WithdrawSource

        if self.source is not None:
            self._act(WithdrawSource((self.source.id,)))

    def _act(self, command: Command) -> None:
        if self.acts is None:
            return
        try:
            done = self.acts.run(command)
        except IntelvizError as error:
            self.said.emit(error.words())
        else:
            self.said.emit(done.title)

    def _may_change(self) -> bool:
        return self.source is not None and self.source.live and self.case is not None and not self.case.read_only

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
                "sources_quality",
                "Quality of the source…",
                self.show_quality,
                "See what is missing, impossible, doubled or far off, and correct the rows set aside",
                icon="clipboard-check-outline",
                strip=True,
                enabled=lambda: self.case is not None and bool(self._sources),
            ),
            Action(
                "sources_extend",
                "Keep for another 90 days",
                self.extend,
                "Say, after reviewing it, that the source may be used for another 90 days",
                icon="calendar-clock",
                enabled=self._may_change,
            ),
            Action(
                "sources_withdraw",
                "Withdraw the source",
                self.withdraw,
                "Take the source out of use, and what nothing else speaks of; nothing is deleted",
                icon="archive-arrow-down-outline",
                enabled=self._may_change,
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
        """Return how list and details share the room; the list is the case's."""
        return {"split": self._split.kept()}

    def restore(self, settings: dict[str, object]) -> None:
        """Take over how the room was shared."""
        self._split.take(settings.get("split"))


def _rows_words(source: Source) -> str:
    words = [f"{source.loaded:,} loaded"]
    if source.merged:
        words.append(f"{source.merged:,} merged into items that were there")
    if source.rejected:
        words.append(f"{source.rejected:,} set aside")
    return f"{source.rows:,} rows: {', '.join(words)}"


def is_past(source: Source) -> bool:
    """Return whether a source that is in use is past its date."""
    return source.live and bool(source.expires) and source.expires < date.today().isoformat()


def _review(source: Source) -> str:
    if not source.expires:
        return "no date"
    day = date.fromisoformat(source.expires)
    return f"{day:%d/%m/%Y}" + (": past, so it is not searched" if is_past(source) else "")


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
        ("to be reviewed by", _review(source)),
        ("sha256", source.sha256[:16]),
        ("", "" if source.live else "It is withdrawn: nothing of it is in use."),
    ]
    lines = [f"<b>{escape(source.name)}</b>"]
    lines += [f"{f'{name}: ' if name else ''}{escape(value)}" for name, value in facts if value]
    lines += [escape(words) for words in source.warnings]
    return "<br>".join(lines)
