"""The facets of the filter panel: one fold each; a facet is read from the case, in a job, when it is opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from intelviz.render.theme import Theme
from intelviz.schema.errors import IntelvizError
from intelviz.views.filter.facet_bars import FacetBars, RangeBars, RankedBars
from intelviz.views.tooltip import plain
from intelviz.workspace.facet_kinds import PROPERTY, available, facet_of, is_about, without_values
from intelviz.workspace.facets import PART, Facet, crossfiltered
from intelviz.workspace.query import parse
from intelviz.workspace.query.names import Names
from intelviz.workspace.query.printing import text_of, words_of
from intelviz.workspace.query.terms import Has, Term
from intelviz.workspace.workspace import FilterPart, Mode, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.jobs import Jobs, Progress


_AT_ONCE = 100_000
"""Items up to which a facet is read while somebody waits."""


class Fold(QWidget):
    """One facet: a heading that opens and closes, and its bars."""

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self.key, self.title = key, title
        self.bars: FacetBars | None = None
        self.waiting = False
        self.head = QToolButton()
        self.head.setText(title)
        self.head.setCheckable(True)
        self.head.setAutoRaise(True)
        self.head.setArrowType(Qt.ArrowType.RightArrow)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.setAccessibleName(f"Filter by {title}")
        self.head.setToolTip(plain(f"{title}: open to see how many items have each value"))
        self.words = QLabel()
        self.words.setObjectName("quiet")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setContentsMargins(8, 0, 8, 4)
        self.words.hide()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        self.box.addWidget(self.head)
        self.box.addWidget(self.words)

    def say(self, words: str) -> None:
        """Write words in place of bars."""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def put(self, bars: FacetBars | None) -> None:
        """Show other bars."""
        if self.bars is not None:
            self.box.removeWidget(self.bars)
            self.bars.hide()
            self.bars.deleteLater()
        self.bars = bars
        if bars is not None:
            self.box.addWidget(bars)


class FacetList(QScrollArea):
    """Sets one part of the workspace's filter a facet; ``picked`` says that one was set here."""

    picked = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, case: CaseFile | None, jobs: Jobs | None) -> None:
        super().__init__()
        self.workspace, self.theme, self.case, self.jobs = workspace, theme, case, jobs
        self.terms: dict[str, Term] = {}
        self.folds: dict[str, Fold] = {}
        self.empty: set[str] = set()
        """Facets of which the case has nothing: they are not listed."""
        self._looked = 0
        self.left_out = QLabel()
        self.left_out.setObjectName("quiet")
        self.left_out.setWordWrap(True)
        self.left_out.setTextFormat(Qt.TextFormat.PlainText)
        self.left_out.setContentsMargins(8, 4, 8, 4)
        self.left_out.hide()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Filter by grade, date, area, set, role or property")
        self._inside = QWidget()
        self._inside.setObjectName("filterPanel")
        self._box = QVBoxLayout(self._inside)
        self._box.setContentsMargins(0, 4, 0, 4)
        self._box.setSpacing(2)
        self._box.addWidget(self.left_out)
        self._box.addStretch(1)
        self.setWidget(self._inside)
        self._fill(set())

    def minimumSizeHint(self) -> QSize:
        """Need little room."""
        return QSize(160, 80)

    # What is listed

    def _fill(self, opened: set[str]) -> None:
        for fold in self.folds.values():
            self._box.removeWidget(fold)
            fold.hide()
            fold.deleteLater()
        self.folds = {}
        for place, (key, title) in enumerate(available(self.workspace)):
            fold = Fold(key, title)
            fold.head.toggled.connect(partial(self._toggled, key))
            self.folds[key] = fold
            self._box.insertWidget(place, fold)
        for key in opened & set(self.folds):
            self.folds[key].head.setChecked(True)
        self.look_for_empty()

    def look_for_empty(self) -> None:
        """Find out of which facets the case has nothing, and list them no more."""
        self._looked += 1
        looked, workspace, case = self._looked, self.workspace, self.case

        def found(empty: set[str]) -> None:
            if looked == self._looked:
                self.empty = empty
                self._show_listed()

        if self.jobs is None:
            found(without_values(workspace, case))
            return

        def work(progress: Progress) -> set[str]:
            progress.step("Looking what can be filtered by")
            return without_values(workspace, case)

        # What can't be read shows as soon as the facet itself is opened.
        self.jobs.start("Looking what can be filtered by", work, then=found, failed=lambda _: None)

    @property
    def opened(self) -> set[str]:
        """The keys of the facets that are open."""
        return {key for key, fold in self.folds.items() if fold.head.isChecked()}

    def open(self, key: str) -> None:
        """Open a facet."""
        self.folds[key].head.setChecked(True)

    def renew(self) -> None:
        """Read the facets anew, as items, sets or areas changed; what is chosen stays chosen."""
        opened = self.opened
        self._fill(opened)
        for key in list(self.terms):
            if key not in self.folds:
                del self.terms[key]
            elif key not in opened:
                self._load(key)

    def forget(self, *keys: str) -> None:
        """Read these facets anew when they are open or chosen from."""
        for key in keys:
            if key in self.opened or key in self.terms:
                self._load(key)
        if self.case is not None:
            there = {"sets": self.case.has_sets, "areas": lambda: bool(self.case and self.case.kept("area"))}
            self.empty -= set(keys)
            self.empty |= {key for key in keys if key in there and not there[key]()}
            self._show_listed()

    def _toggled(self, key: str, on: bool) -> None:
        fold = self.folds[key]
        fold.head.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        if on and fold.bars is None:
            self._load(key)
        if fold.bars is not None:
            fold.bars.setVisible(on)
            self.count()
        if not on:
            fold.say("")

    def _load(self, key: str) -> None:
        fold, workspace, case = self.folds[key], self.workspace, self.case
        if self.jobs is None or key in {"dates", "roles"}:
            try:
                self._loaded(fold, facet_of(workspace, case, key))
            except IntelvizError as error:
                fold.say(error.words())
            return
        if fold.waiting:
            return
        fold.waiting = True
        fold.say("Counting …")

        def work(progress: Progress) -> Facet | None:
            progress.step(f"Reading {fold.title}")
            return facet_of(workspace, case, key)

        def failed(error: BaseException) -> None:
            if self.folds.get(key) is fold:
                fold.waiting = False
                fold.say(error.words() if isinstance(error, IntelvizError) else "It could not be read.")

        self.jobs.start(f"Count by {fold.title}", work, then=lambda facet: self._loaded(fold, facet), failed=failed)

    def _loaded(self, fold: Fold, facet: Facet | None) -> None:
        if self.folds.get(fold.key) is not fold:
            return
        fold.waiting = False
        if facet is not None and len(facet.row) and int(facet.row.max()) >= len(self.workspace):
            return
        if facet is None:
            fold.put(None)
            fold.say(_EMPTY.get(fold.key, "No item states it."))
            self._set(fold.key, None, None)
            return
        fold.say("")
        bars = RangeBars(facet, self.theme) if facet.ordered else RankedBars(facet, self.theme)
        bars.chosen.connect(partial(self.choose, fold.key))
        bars.asked.connect(partial(self._select, facet))
        fold.put(bars)
        bars.setVisible(fold.head.isChecked())
        term = self.terms.get(fold.key)
        if term is not None:
            try:
                self._set(fold.key, facet, facet.read(term), term)
            except IntelvizError as error:
                # A set or an area that is gone: its condition goes too, and says so.
                self._set(fold.key, None, None)
                fold.say(error.words())
        self.count()

    # What is chosen

    def choose(self, key: str, codes: list[int]) -> None:
        """Show only items with these values of a facet that is open; [] takes the condition off."""
        fold = self.folds[key]
        if fold.bars is not None:
            self._set(key, fold.bars.facet, codes)
            self.count()
            self.picked.emit()

    def _set(self, key: str, facet: Facet | None, codes: list[int] | None, term: Term | None = None) -> None:
        workspace, part = self.workspace, PART + key
        if facet is None or (term is None and not codes):
            self.terms.pop(key, None)
            workspace.set_filter(part, None)
            return
        said = term or facet.say(codes or [])
        self.terms[key] = said
        if codes is None or facet.by_term:
            mask = parse(text_of(said), workspace.schema).mask(workspace, self.case)
        else:
            mask = facet.mask(len(workspace), codes)
        workspace.set_filter(part, FilterPart(words_of(said, Names(workspace.schema)), mask))

    def take(self, texts: dict[str, str]) -> None:
        """Choose what was chosen before, as texts of queries by facet; other facets are set free."""
        with self.workspace.together():
            for key in set(self.terms) - set(texts):
                self._set(key, None, None)
            for key, text in texts.items():
                if key not in self.folds:
                    continue
                try:
                    term = parse(text, self.workspace.schema).term
                except IntelvizError:
                    continue
                if is_about(key, term):
                    self.terms[key] = term
                    self._load(key)

    def can_tick(self, key: str, term: Term) -> bool:
        """Return whether the boxes or bars of a facet can say a term; of a large case, as far as it has been read."""
        bars = self.folds[key].bars
        facet = bars.facet if bars is not None else None
        if facet is None and len(self.workspace) <= _AT_ONCE:
            facet = facet_of(self.workspace, self.case, key)
        if facet is not None:
            return facet.read(term) is not None
        return isinstance(term, Has) and term.sign in {"=", "in"}

    def texts(self) -> dict[str, str]:
        """Return what is chosen of each facet, as a query."""
        return {key: text_of(term) for key, term in self.terms.items()}

    def follow(self) -> None:
        """Untick what was taken off elsewhere."""
        parts = self.workspace.filter_parts
        for key in [key for key in self.terms if PART + key not in parts and not self.folds[key].waiting]:
            del self.terms[key]

    def _select(self, facet: Facet, codes: list[int], keys: Qt.KeyboardModifier) -> None:
        workspace = self.workspace
        mask = facet.mask(len(workspace), codes) & workspace.shown
        mode: Mode = "replace"
        if keys & Qt.KeyboardModifier.ControlModifier:
            mode = "add"
        elif keys & Qt.KeyboardModifier.AltModifier:
            mode = "remove"
        workspace.select(mask, mode)

    # What is counted

    def count(self) -> None:
        """Count the facets that are open anew."""
        shown = [fold.bars for fold in self.folds.values() if fold.bars is not None and fold.head.isChecked()]
        counts = crossfiltered(self.workspace.filter_parts, [bars.facet for bars in shown])
        for bars in shown:
            facet, term = bars.facet, self.terms.get(bars.facet.key)
            bars.take(counts[facet.key], [] if term is None else facet.read(term) or [])
        self._show_listed()

    def _show_listed(self) -> None:
        shown_types = self._types_in_sight()
        left_out: list[str] = []
        for key, fold in self.folds.items():
            fold.head.setText(f"{fold.title} ·  filtered" if key in self.terms else fold.title)
            kind = key.removeprefix(PROPERTY).partition(".")[0] if key.startswith(PROPERTY) else ""
            used = key in self.terms or fold.head.isChecked()
            fold.setVisible(used or (key not in self.empty and (not kind or kind in shown_types)))
            if key in self.empty and not used:
                left_out.append(fold.title)
        self.left_out.setVisible(bool(left_out))
        self.left_out.setText(f"{len(left_out):,} more, of which this case states nothing, are not listed.")
        self.left_out.setToolTip(plain("\n".join(left_out[:60])))

    def _types_in_sight(self) -> set[str]:
        workspace = self.workspace
        counts = np.bincount(workspace.items.type[workspace.shown], minlength=len(workspace.item_types))
        return {kind.name for kind, count in zip(workspace.item_types, counts.tolist(), strict=True) if count}

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        for fold in self.folds.values():
            if fold.bars is not None:
                fold.bars.theme = theme
                fold.bars.update()


_EMPTY = {
    "areas": "No areas are kept. Draw one on the map and keep it.",
    "sets": "No sets yet. Select items and press Ctrl+M.",
    "dates": "No item has a date.",
    "roles": "No item is linked.",
    "grades": "Nothing is said of any item.",
}
