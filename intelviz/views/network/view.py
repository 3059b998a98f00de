"""The network view: items and links on a canvas that is the analyst's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from intelviz.case.columns import Rows
from intelviz.render.theme import DARK, Theme
from intelviz.views.action import Action
from intelviz.views.item_drag import ids_in
from intelviz.views.network import absent, adding, chart_acts, group_acts, menu, note_acts, pick
from intelviz.views.network.arrange import Arranging
from intelviz.views.network.below import Below
from intelviz.views.network.camera import Camera
from intelviz.views.network.cameras import Cameras
from intelviz.views.network.card_at_pointer import Card
from intelviz.views.network.content import Content
from intelviz.views.network.legend import FOOT, Legend
from intelviz.views.network.links import draw_hovered
from intelviz.views.network.marks import Scene
from intelviz.views.network.motion import Motion
from intelviz.views.network.note_hand import NoteHand
from intelviz.views.network.overview import Overview
from intelviz.views.network.picture import NetworkPicture
from intelviz.views.network.portraits import Portraits
from intelviz.views.network.sight import Sight
from intelviz.views.network.styling import Styling
from intelviz.views.network.tabs import ChartTabs
from intelviz.views.tooltip import plain
from intelviz.workspace.workspace import Change, Mode, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.jobs import Jobs


class NetworkView(Sight):
    """Draws the chart of the workspace. Changes to it go through ``acts`` where there are some, and are undoable.

    ``arranged`` is emitted when a layout has placed the items; ``failed`` carries the error of a job;
    ``styled`` says that the chart's style has been followed.
    """

    name = "network"
    title = "Network"
    arranged = Signal()
    failed = Signal(object)
    styled = Signal()

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
        super().__init__(workspace, theme, parent)
        self.case, self.jobs, self.acts = case, jobs, acts
        self.content = Content(workspace)
        self.image = NetworkPicture()
        self.styling, self.portraits, self.card = Styling(self), Portraits(), Card()
        self.opened: set[int] = set()
        self.layout_name = "force"
        self.naming = "room"
        self.legend_on: bool | None = None
        self.legend, self.below, self.overview = Legend(), Below(), Overview()
        self.arranging = Arranging(self)
        self.motion = Motion(self.update, self)
        self.settling = self.settles()
        self.pair = -1
        self.cursor_at = QPointF()
        self._camera = Camera()
        self._fitted = True
        self.cameras = Cameras(workspace.chart.name)
        self.notes = NoteHand(self)
        self.tabs = ChartTabs(self)
        self._grabbed: Rows = np.zeros(0, np.int32)
        self._grab_from = QPointF()
        self._grab_x = self._grab_y = np.zeros(0, np.float32)
        self.setAcceptDrops(True)
        self.styling.follow(Change.ITEMS)
        self._arrange_new()

    # What is looked at

    def scene(self, ratio: float | None = None) -> Scene:
        """Return what the painters need to know."""
        return self.scene_at(self.motion.at or self.camera, ratio)

    def scene_at(self, camera: Camera, ratio: float | None = None) -> Scene:
        """Return what the painters need to know to draw what a camera sees."""
        content, styling = self.content, self.styling
        device = ratio or self.devicePixelRatioF()
        sure = styling.certainty(content)
        given, style = styling.applied, styling.style
        portraits = self.portraits if style.pictures else None
        return Scene(
            content, camera, self.theme, device, self.font(), given, sure, portraits, style.parallel, styling.fanned
        )

    def set_open_case(self, open_case: object) -> None:
        """Show another case."""
        self.case = open_case.case  # type: ignore[attr-defined]  # an OpenCase, which views don't import
        self.acts = open_case.acts  # type: ignore[attr-defined]
        self._fitted = True
        self.cameras = Cameras(open_case.workspace.chart.name)  # type: ignore[attr-defined]
        self.set_workspace(open_case.workspace)  # type: ignore[attr-defined]
        self._arrange_new()

    def changed(self, change: Change) -> None:
        """Take over what changed, and no more."""
        if change & (Change.ITEMS | Change.CHART):
            self._follow_chart()
            self.tabs.refresh()
        if change & (Change.ITEMS | Change.CHART | Change.FILTER):
            before = self.content
            self.content = Content(self.workspace, before)
            self.opened = self.content.same_pairs(before, self.opened)
            self.pair = -1
            self.card.forget()
            self.image.forget()
            if change & (Change.ITEMS | Change.CHART):
                self._arrange_new()
            if self._fitted:
                self._fit_now()
        self.styling.follow(change)
        if change & (Change.STYLE | Change.KEPT):
            self.image.forget()
        if change & Change.SELECTION and self.workspace.selected.any():
            self.notes.chosen = set()
        if change & Change.CENTRE:
            self.show_rows(self.workspace.centre)
        if change & (Change.ITEMS | Change.CHART | Change.FILTER | Change.SELECTION):
            self.setAccessibleDescription(
                f"{len(self.content.rows):,} items and {self.content.links:,} links on the chart, "
                f"{len(self.content.present_and(self.workspace.selected)):,} items selected"
            )
        if change & ~Change.HISTORY:
            self.update()

    @property
    def lines_open(self) -> set[int]:
        """The lines that are drawn link by link, by hand or because the chart asks for it."""
        return self.styling.opened(self.opened)

    @property
    def head(self) -> ChartTabs:
        """What stands above the canvas: the charts as tabs."""
        return self.tabs

    # Drawing

    def draw(self, painter: QPainter) -> None:
        """Draw the network, and over it what is under the pointer."""
        opened = self.lines_open
        scene = self.scene(painter.device().devicePixelRatioF())
        window = isinstance(painter.device(), QWidget)
        moving = self.settling.isActive() and window
        if self.portraits.late and not window:
            self.image.forget()
        self.portraits.begin(self.workspace, self.case, window=window)
        self.legend.clear()
        if self.legend_shown:
            self.legend.lay_out(scene)
        free = self.legend.box
        self.image.draw(painter, scene, opened, self.naming, self.notes.draw, moving=moving, kept_free=free)
        if self.portraits.late:
            QTimer.singleShot(0, self, self._more_pictures)
        if self.pair >= 0:
            draw_hovered(painter, scene, self.pair, opened)
        self.overview.draw(painter, scene, self.image, wanted=self.overview_on)
        if self.legend_shown:
            small = self.overview.box
            self.legend.draw(painter, scene, FOOT if small.isEmpty() else self.height() - small.top())
        self.below.draw(painter, scene, self)
        absent.draw(painter, self)
        self.card.draw(painter, scene, self)

    def _more_pictures(self) -> None:
        self.image.forget()
        self.update()

    # Picking

    def row_at(self, at: QPointF) -> int:
        """Return the topmost item at a point, or -1."""
        if (
            self.overview.at(at)
            or self.legend.box.contains(at)
            or self.below.act_at(at) is not None
            or self.notes.at(at, before=True)
        ):
            return -1
        return pick.row_at(self.scene(), at)

    def rows_in(self, shape: QPolygonF) -> Rows:
        """Return the items whose middle lies in a polygon."""
        return self.content.members_of(pick.rows_in(self.scene(), shape))

    def together_with(self, row: int) -> Rows:
        """Return what a click picks: an item, or all that is in a closed group."""
        return self.content.members(row)

    def hovered(self, at: QPointF) -> None:
        """Name the line under the pointer, where no item is."""
        self.cursor_at = at
        over = self.below.act_at(at) is not None or self.legend.box.contains(at) or self.overview.at(at)
        if self.tool == "select":
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        said = plain(self.legend.words_at(at))
        if self.toolTip() != said:
            self.setToolTip(said)
        free = self.workspace.focus < 0 and not over
        pair = pick.pair_at(self.scene(), at, self.lines_open) if free else -1
        if pair != self.pair:
            self.pair = pair
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the line under the pointer too."""
        self.pair = -1
        super().leaveEvent(event)
        self.update()

    def click_ground(self, at: QPointF, mode: Mode) -> bool:
        """Add what is not on the chart, or pick a line: its two ends are selected, and its links open or close."""
        box = absent.box_of(self)
        if box is not None and box.contains(at):
            adding.add_rows(self, self.content.absent)
            return True
        act = self.below.act_at(at)
        if act is not None:
            act()
            return True
        if self.overview.at(at):
            self.look_at(at)
            return True
        named = self.legend.named_at(self.content, at)
        if named is not None:
            self.workspace.select(named, mode)
            return True
        if self.legend.box.contains(at):
            return False
        if self.notes.click(at, add=mode != "replace"):
            return True
        pair = pick.pair_at(self.scene(), at, self.lines_open)
        if pair < 0:
            return False
        if self.content.count[pair] > 1 and mode == "replace":
            self.toggle_pair(pair)
        self.workspace.select(np.array([self.content.low[pair], self.content.high[pair]]), mode)
        return True

    def toggle_pair(self, pair: int) -> None:
        """Open a line into its links, or close it again."""
        self.opened ^= {pair}
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Bring all views to an item; a second click on a line is not a zoom."""
        row = self.row_at(event.position())
        if row in self.workspace.chart.closed and event.button() == Qt.MouseButton.LeftButton:
            group_acts.open_at(self, row)
            return
        note = self.notes.at(event.position()) if row < 0 else None
        if note is not None:
            self.notes.edit(note)
            return
        if row < 0 and pick.pair_at(self.scene(), event.position(), self.lines_open) >= 0:
            return
        super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose the note under the pointer first."""
        at = QPointF(event.pos())
        if event.reason() != QContextMenuEvent.Reason.Keyboard and self.row_at(at) < 0:
            note = self.notes.at(at)
            if note is None or note.number not in self.notes.chosen:
                self.notes.choose({note.number} if note is not None else set())
        super().contextMenuEvent(event)

    # Dragging

    def drag_started(self, row: int, at: QPointF) -> bool:
        """Take hold of the item, or of all selected ones if it is among them."""
        if self.overview.at(at):
            self.overview.holding = True
            return True
        if row < 0:
            return self.notes.take_hold(at)
        held = self.content.nodes(self.workspace.selected)
        self._grabbed = np.flatnonzero(held).astype(np.int32) if held[row] else np.array([row], np.int32)
        chart = self.workspace.chart
        self._grab_from = at
        self._grab_x, self._grab_y = chart.x[self._grabbed].copy(), chart.y[self._grabbed].copy()
        return True

    def drag_moved(self, at: QPointF) -> None:
        """Move what is held with the pointer."""
        if self.overview.holding:
            self.look_at(at)
            return
        if self.notes.holding:
            self.notes.drag(at)
            return
        gap = (at - self._grab_from) / self.camera.scale
        chart = self.workspace.chart
        chart.x[self._grabbed] = self._grab_x + np.float32(gap.x())
        chart.y[self._grabbed] = self._grab_y + np.float32(gap.y())
        self._fitted = False
        self.image.forget()
        self.update()

    def drag_ended(self, at: QPointF) -> None:
        """Let go: the move is an act that can be undone."""
        self.drag_moved(at)
        if self.overview.holding:
            self.overview.holding = False
            self.update()
            return
        if self.notes.holding:
            self.notes.let_go()
            return
        chart_acts.move(self, self._grabbed, self._grab_x, self._grab_y)

    def drag_cancelled(self) -> None:
        """Put everything back."""
        if self.overview.holding:
            self.overview.holding = False
            return
        if self.notes.holding:
            self.notes.cancel()
            return
        chart = self.workspace.chart
        chart.x[self._grabbed], chart.y[self._grabbed] = self._grab_x, self._grab_y
        self.image.forget()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take items from other views."""
        if len(ids_in(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put items where they are dropped."""
        ids = ids_in(event.mimeData())
        if len(ids):
            event.acceptProposedAction()
            adding.drop(self, ids, *self.camera.canvas(event.position().x(), event.position().y()))

    # Arranging

    def _arrange_new(self) -> None:
        """Arrange a chart whose items have no places yet."""
        chart = self.workspace.chart
        rows = np.flatnonzero(chart.drawn)
        if len(rows) > 1 and not chart.x[rows].any() and not chart.y[rows].any():
            self.lay_out("force", first=True)

    def lay_out(self, name: str, *, first: bool = False) -> None:
        """Arrange what is drawn: at once where it is little, as a job where it is much; pinned items stay."""
        self.arranging.run(name, first=first)

    # Acts and keys

    def actions_here(self) -> list[Action]:
        """Return what the network can do."""
        return menu.actions(self)

    def set_naming(self, naming: str) -> None:
        """Say which items are named: one of NAMING."""
        self.naming = naming
        self.update()

    def menu_for(self, row: int) -> list[Action]:
        """Return what can be done with the item under a right click."""
        return [*(note_acts.menu(self) if self.notes.chosen and row < 0 else ()), *menu.menu(self, row)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along links with Ctrl and an arrow; Return brings all views to the item in focus."""
        if self.notes.key(event):
            return
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if event.key() in arrows and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            row = pick.next_along(self, *arrows[Qt.Key(event.key())])
            if row >= 0:
                self.workspace.select(self.content.members(row))
                self.workspace.centre_on([row])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.workspace.selected.any():
            if group_acts.open_selected(self):
                return
            chosen = self.workspace.selected_rows
            pair = pick.pair_between(self.content, chosen)
            if pair >= 0 and self.content.count[pair] > 1:
                self.toggle_pair(pair)
            else:
                self.workspace.centre_on(chosen)
        else:
            super().keyPressEvent(event)
