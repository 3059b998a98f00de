"""What differs: two sides, counts by type, and three lists: only left, in both, only right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from intelviz.case.columns import Mask, Rows
from intelviz.render.theme import Theme
from intelviz.schema.errors import IntelvizError
from intelviz.views.compare.count_table import CountLine, CountTable
from intelviz.views.compare.part_list import PartList
from intelviz.views.compare.side_picker import SidePicker
from intelviz.views.icon import icon
from intelviz.views.sources.listing import Listing
from intelviz.views.splits import Split
from intelviz.workspace.comparing import PARTS, Comparison, Part, Side, compare, counts_by_type, side_of
from intelviz.workspace.jobs import Progress
from intelviz.workspace.workspace import Change, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.jobs import Jobs

SIGNS: dict[Part, str] = {"left": "◧", "common": "◉", "right": "◨"}
"""How the parts are told apart besides their words."""
MOST_CHANGES = 20_000
"""Changes that are listed; all are counted and written out."""
EMPTY = "Choose two sides above: sets, charts, queries, imports, dates or periods."


class PartsPage(QWidget):
    """Compares as soon as both sides are said; what is clicked is selected in every view."""

    said = Signal(str)
    failed = Signal(object)
    compared = Signal()

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        case: CaseFile | None,
        jobs: Jobs | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace, self.theme, self.case, self.jobs = workspace, theme, case, jobs
        self.found: Comparison | None = None
        self.type_name = ""
        self._asked = 0
        self.left, self.right = (SidePicker(words, case, workspace=workspace) for words in ("Left", "Right"))
        self.swap_button, self.again = QPushButton(), QPushButton()
        self.words = QLabel(EMPTY)
        self.counts = CountTable(["Type", "Only left", "In both", "Only right"], "Counts by type")
        self.lists: dict[Part, PartList] = {
            part: PartList(workspace, theme, words, SIGNS[part]) for part, words in PARTS.items()
        }
        self.changed = Listing(["Item", "What", "Left", "Right"], "What changed in the items of both sides")
        self._changed_rows: Rows = np.zeros(0, np.int32)
        self._arrange()
        self.right.show_side(Side("shown"))

    def _arrange(self) -> None:
        self.swap_button.setToolTip("Swap left and right")
        self.swap_button.setAccessibleName("Swap left and right")
        self.again.setToolTip("Compare again: the selection and what is shown are taken as they are now")
        self.again.setAccessibleName("Compare again")
        self._icons()
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(8)
        line.addWidget(self.left, 1)
        line.addWidget(self.swap_button)
        line.addWidget(self.right, 1)
        line.addWidget(self.again)
        # Names of sets, charts and sources are a stranger's words.
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setContentsMargins(8, 0, 8, 4)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.split = Split()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.counts)
        for part, each in self.lists.items():
            self.split.addWidget(each)
            each.picked.connect(lambda rows, part=part: self._pick(part, rows))
            each.wanted.connect(lambda part=part: self.select_part(part))
            each.opened.connect(lambda row: self.workspace.centre_on([row]))
        self.split.addWidget(self.changed)
        for place, share in enumerate((4, 3, 3, 3, 4)):
            self.split.setStretchFactor(place, share)
        self.split.setSizes([320, 240, 240, 240, 320])
        self.changed.setMinimumWidth(160)
        self.counts.setMinimumWidth(200)
        self.changed.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(line)
        box.addWidget(self.words)
        box.addWidget(self.split, 1)
        self.setFocusProxy(self.left)
        for picker in (self.left, self.right):
            picker.chosen.connect(self.compare)
        self.swap_button.clicked.connect(self.swap)
        self.again.clicked.connect(self.compare)
        self.counts.went.connect(self._went)
        self.counts.picked.connect(self._counted)
        self.changed.clicked.connect(lambda _: self._pick_changed())
        self.changed.activated.connect(lambda _: self._pick_changed())

    def _icons(self) -> None:
        self.swap_button.setIcon(icon("swap-horizontal", self.theme))
        self.again.setIcon(icon("refresh", self.theme))

    # Comparing

    def swap(self) -> None:
        """Set the left side right, and the right side left."""
        try:
            one, other = self.left.side(), self.right.side()
        except IntelvizError as error:
            self.failed.emit(error)
            return
        for picker, side in ((self.left, other), (self.right, one)):
            if side is not None:
                picker.show_side(side)
        self.compare()

    def show_sides(self, left: Side, right: Side) -> None:
        """Compare these."""
        self.left.show_side(left)
        self.right.show_side(right)
        self.compare()

    def compare(self) -> None:
        """Compare what is picked; a large case in a job."""
        self._asked += 1
        asked, case, workspace = self._asked, self.case, self.workspace
        try:
            left, right = self.left.side(), self.right.side()
        except IntelvizError as error:
            self._take(asked, None)
            self.words.setText(error.words())
            return
        if left is None or right is None or case is None:
            self._take(asked, None)
            return

        def work(progress: Progress) -> Comparison:
            progress.step("Comparing")
            return compare(workspace, case, left, right)

        if self.jobs is not None:
            self.words.setText("Comparing …")
            self.jobs.start(
                f"Comparing {left.words} and {right.words}",
                work,
                then=lambda found: self._take(asked, found),
                failed=lambda error: self._fail(asked, error),
            )
            return
        try:
            self._take(asked, work(Progress()))
        except IntelvizError as error:
            self._fail(asked, error)

    def _fail(self, asked: int, error: BaseException) -> None:
        if not isinstance(error, IntelvizError):
            raise error
        if asked == self._asked:
            self._take(asked, None)
            self.words.setText(error.words())

    def _take(self, asked: int, found: Comparison | None) -> None:
        if asked != self._asked:
            return
        if found is not None and len(found.left.items) != len(self.workspace):
            self.compare()
            return
        self.found = found
        self._fill()
        self.compared.emit()

    def _fill(self) -> None:
        found = self.found
        if found is None:
            self.words.setText(EMPTY)
            self.counts.take([])
            for each in self.lists.values():
                each.take(np.zeros(0, np.int32), 0)
            self.changed.hide()
            return
        self.words.setText(self.summary())
        items, links = self.workspace.items, self.workspace.links
        kinds = {kind.name: f"{kind.plural[:1].upper()}{kind.plural[1:]}" for kind in self.workspace.item_types}
        roles = {kind.name: kind.label for kind in self.workspace.link_types}
        masks = [found.items(part) for part in PARTS]
        joined = [found.links(part) for part in PARTS]
        by_type = counts_by_type(items.type_names, items.type, masks)
        by_role = counts_by_type(links.type_names, links.type, joined)
        lines = [CountLine("All items", tuple(int(mask.sum()) for mask in masks))]
        lines += [CountLine(kinds[name], tuple(counts), "item", name) for name, counts in by_type.items()]
        lines.append(CountLine("All links", tuple(int(mask.sum()) for mask in joined), "link"))
        lines += [CountLine(f"– {roles[name]}", tuple(counts), "link", name) for name, counts in by_role.items()]
        self.counts.take(lines)
        if self.type_name not in by_type:
            self.type_name = ""
        self._fill_lists()
        self._fill_changed()

    def summary(self) -> str:
        """Return what is compared, what changed, and what was left out, in a line or two."""
        found = self.found
        if found is None:
            return EMPTY
        words = f"{found.left.side.words}  ⟷  {found.right.side.words}"
        if len(found.moved) or len(found.hidden):
            words += f"; {_items(len(found.moved))} placed elsewhere"
            words += f", {_items(len(found.hidden))} hidden on one chart only"
        if found.changed:
            items = len({each.row for each in found.changed})
            words += f"; {_items(items)} changed"
        if max(len(found.changed), len(found.moved), len(found.hidden)) > MOST_CHANGES:
            words += f" (the first {MOST_CHANGES:,} are listed, all are written out)"
        return f"{words}. {'. '.join(found.notes)}" if found.notes else words

    def _fill_lists(self) -> None:
        if self.found is None:
            return
        for part, each in self.lists.items():
            each.take(
                np.flatnonzero(self._of_type(self.found.items(part))).astype(np.int32),
                int(np.count_nonzero(self.found.links(part))),
            )

    def _of_type(self, mask: Mask) -> Mask:
        if not self.type_name:
            return mask
        return mask & (self.workspace.items.type == self.workspace.items.type_names.index(self.type_name))

    def _fill_changed(self) -> None:
        found = self.found
        if found is None:
            return
        label = self.workspace.items.label
        rows = [each.row for each in found.changed[:MOST_CHANGES]]
        lines: list[tuple[str, ...]] = [
            (str(label[each.row]), each.name, each.before or "not stated", each.after or "not stated")
            for each in found.changed[:MOST_CHANGES]
        ]
        for row, place in zip(found.moved[:MOST_CHANGES].tolist(), found.places.tolist(), strict=False):
            rows.append(row)
            lines.append((str(label[row]), "place on the chart", *(f"{x:,.0f}, {y:,.0f}" for x, y in _pairs(place))))
        for row, on_left in zip(found.hidden[:MOST_CHANGES].tolist(), found.hidden_left.tolist(), strict=False):
            rows.append(row)
            lines.append((str(label[row]), "on the chart", *(("hidden", "shown") if on_left else ("shown", "hidden"))))
        self._changed_rows = np.array(rows, np.int32)
        self.changed.show_rows(lines)
        self.changed.setVisible(bool(lines))

    # Picking

    def select_part(self, part: Part) -> None:
        """Select what is listed of a part."""
        if self.found is not None:
            self.workspace.select(self._of_type(self.found.items(part)))

    def select_changed(self) -> None:
        """Select all items of both sides in which something differs."""
        found = self.found
        if found is not None:
            changed = np.array([each.row for each in found.changed], np.int64)
            self.workspace.select(np.unique(np.concatenate([changed, found.moved, found.hidden])).astype(np.int32))

    def _pick(self, part: Part, rows: Rows) -> None:
        for other, each in self.lists.items():
            if other != part:
                each.unmark()
        self.workspace.select(rows)

    def _pick_changed(self) -> None:
        at = self.changed.current()
        if at >= 0:
            self.workspace.select([int(self._changed_rows[at])])

    def _went(self, line: CountLine) -> None:
        name = line.name if line.kind == "item" else ""
        if name != self.type_name:
            self.type_name = name
            self._fill_lists()

    def _counted(self, line: CountLine, column: int) -> None:
        if self.found is None:
            return
        part = tuple(PARTS)[column]
        if line.kind != "link":
            self.select_part(part)
            return
        links, mask = self.workspace.links, self.found.links(part)
        if line.name:
            mask = mask & (links.type == links.type_names.index(line.name))
        self.workspace.select(np.unique(np.concatenate([links.a[mask], links.b[mask]])))
        self.said.emit(f"Selected: both ends of {int(mask.sum()):,} links")

    # Change

    def workspace_changed(self, change: Change) -> None:
        """List anew what there is, and compare again where items, sets or charts changed."""
        for picker in (self.left, self.right):
            picker.refill()
        kinds = {picker.kind for picker in (self.left, self.right)}
        if Change.ITEMS in change or (change & (Change.CHART | Change.STYLE) and kinds & {"set", "chart"}):
            self.compare()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        self._icons()
        for each in self.lists.values():
            each.labels.theme = theme
            each.list.viewport().update()

    def settings(self) -> dict[str, object]:
        """Return which sides are picked, and how the lists share the room."""
        found: dict[str, object] = {"split": self.split.kept()}
        for name, picker in (("left", self.left), ("right", self.right)):
            try:
                side = picker.side()
            except IntelvizError:
                side = None
            if side is not None:
                found[name] = side.text
        return found

    def restore(self, settings: dict[str, object]) -> None:
        """Take over which sides were picked; what can't be read is passed over."""
        self.split.take(settings.get("split"))
        for name, picker in (("left", self.left), ("right", self.right)):
            said = settings.get(name)
            try:
                if isinstance(said, str) and len(said) < 10_000:
                    picker.show_side(side_of(said))
            except IntelvizError:
                continue


def _items(count: int) -> str:
    return f"{count:,} {'item' if count == 1 else 'items'}"


def _pairs(place: list[float]) -> list[tuple[float, float]]:
    return [(place[0], place[1]), (place[2], place[3])]
