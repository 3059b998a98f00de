"""The views of one open case as docks that can be moved, floated, enlarged and closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QWidget

from intelviz.app.bars.dock import Dock, View
from intelviz.app.look.arrangements import SIDE_LEFT, Arrangement
from intelviz.app.look.dock_sizes import sizes_of, take_sizes
from intelviz.render.theme import Theme
from intelviz.views.compare.view import CompareView
from intelviz.views.details.view import DetailsView
from intelviz.views.filter.panel import FilterPanel
from intelviz.views.map.view import MapView
from intelviz.views.network.adding import shared_actions
from intelviz.views.network.view import NetworkView
from intelviz.views.patterns.view import PatternsView
from intelviz.views.sources.panel import SourcesPanel
from intelviz.views.sources.sets import SetsPanel
from intelviz.views.table.view import TableView
from intelviz.views.timeline.view import TimelineView
from intelviz.workspace.jobs import Jobs
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.workspace import Change

PICTURES = ("network", "map", "timeline")
PANELS = ("filter", "sources", "sets")
"""They share the left side: one of them at a time, unless it was moved elsewhere."""

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_UPPER, _LOWER = Qt.DockWidgetArea.TopDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea


class Workbench(QMainWindow):
    """All views of one case; ``layout_changed`` says that a dock was opened, closed, moved or enlarged."""

    layout_changed = Signal()

    def __init__(self, opened: OpenCase, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Widget)
        self.setObjectName("bench")
        self.opened = opened
        self._before: tuple[QByteArray, str] | None = None
        self._sizes_before = QByteArray()
        self._arranging = False
        self.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.GroupedDragging
        )
        self.setDocumentMode(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.TopLeftCorner, _LEFT)
        self.setCorner(Qt.Corner.TopRightCorner, _RIGHT)
        self.setCorner(Qt.Corner.BottomLeftCorner, _LOWER)
        self.setCorner(Qt.Corner.BottomRightCorner, _LOWER)
        workspace, case, acts = opened.workspace, opened.case, opened.acts
        self.docks: dict[str, Dock] = {}
        makers = (
            NetworkView, MapView, TimelineView, TableView, DetailsView,
            FilterPanel, SourcesPanel, SetsPanel, PatternsView, CompareView,
        )  # fmt: skip
        for make in makers:
            view = make(workspace, theme, case=case, jobs=jobs, acts=acts)
            dock = Dock(view, view.name, view.title, theme, self)
            dock.larger_asked.connect(lambda dock=dock: self.enlarge(dock))
            dock.front_asked.connect(lambda dock=dock: self.show_dock(dock.objectName()))
            dock.visibilityChanged.connect(self._changed_soon)
            dock.dockLocationChanged.connect(self._moved)
            dock.topLevelChanged.connect(self._moved)
            dock.bar.buttons["close"].clicked.connect(self._moved)
            self.docks[view.name] = dock
        network = self.docks["network"].view
        for name in ("map", "timeline", "table"):
            self.docks[name].view.shared_actions = lambda: shared_actions(network)
        self.docks["map"].view.areas.filter_to = self.docks["filter"].view.show_area
        self.untouched = True
        """No dock was opened, closed or moved by hand since they were arranged."""
        self._last = self.docks["network"]
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._changed)
        self._stop = workspace.subscribe(self._workspace_changed)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self._place()

    # Views

    def view(self, name: str) -> View:
        """Return the view of that name."""
        return cast(View, self.docks[name].view)

    def views(self) -> Iterator[View]:
        """Yield all views in the order of the View menu."""
        for dock in self.docks.values():
            yield cast(View, dock.view)

    def dock_here(self) -> Dock | None:
        """Return the dock that has the keyboard, or whose picture was used last."""
        here = QApplication.focusWidget()
        for dock in self.docks.values():
            if here is not None and (here is dock or dock.isAncestorOf(here)):
                return dock
        return None

    @property
    def last_used(self) -> Dock:
        """The dock that has the keyboard, or had it last."""
        self._last = self.dock_here() or self._last
        return self._last

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in another theme."""
        for dock in self.docks.values():
            dock.set_theme(theme)

    def settings(self) -> dict[str, dict[str, object]]:
        """Return what each view remembers of this case."""
        return {view.name: view.settings() for view in self.views()}

    def restore(self, settings: object) -> None:
        """Take over what the views remembered of this case; what can't be read is passed over."""
        if not isinstance(settings, dict):
            return
        for view in self.views():
            kept = settings.get(view.name)
            if isinstance(kept, dict):
                view.restore(kept)

    def leave(self) -> None:
        """Stop listening; the views are about to go."""
        self._stop()
        self._soon.stop()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)

    def _workspace_changed(self, change: Change) -> None:
        if change & ~Change.FOCUS & ~Change.CENTRE:
            for dock in self.docks.values():
                if dock.isVisible():
                    dock.refresh_strip()

    # Layout

    def _place(self) -> None:
        """Put every dock where it belongs."""
        docks = self.docks
        for dock in docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)
        for name in PANELS:
            self.addDockWidget(_LEFT, docks[name])
        self.addDockWidget(_RIGHT, docks["details"])
        self.addDockWidget(_UPPER, docks["network"])
        self.splitDockWidget(docks["network"], docks["map"], Qt.Orientation.Horizontal)
        self.addDockWidget(_LOWER, docks["timeline"])
        self.tabifyDockWidget(docks["timeline"], docks["table"])
        self.tabifyDockWidget(docks["table"], docks["patterns"])
        self.tabifyDockWidget(docks["patterns"], docks["compare"])

    def arrange(self, arrangement: Arrangement) -> None:
        """Arrange the docks anew."""
        self._arranging = True
        self._before = None
        self._place()
        shown = arrangement.open_docks(self.width())
        for name, dock in self.docks.items():
            dock.setVisible(name in shown)
        self.docks["table" if arrangement.table else "timeline"].raise_()
        self._share(arrangement)
        # Docks that were just shown get their final room only when Qt has laid them out once.
        QTimer.singleShot(0, self, lambda: self._share(arrangement, more=2))
        self._arranging = False
        self.untouched = True
        self._changed_soon()

    def _share(self, arrangement: Arrangement, more: int = 0) -> None:
        """Share the room; where Qt has not yet given the sides theirs, ``more`` times again.

        While one view is enlarged nothing is shared: the others get their room back with their layout.
        """
        if self._before is not None:
            return
        docks, width, height = self.docks, self.width(), self.height()
        layout = self.layout()
        if layout is not None:
            layout.activate()
        sides = {"filter": SIDE_LEFT, "details": arrangement.side_width(width)}
        taken = {name: size for name, size in sides.items() if docks[name].isVisibleTo(self)}
        room = max(width - sum(taken.values()), 200)
        wide = [(docks[name], size) for name, size in taken.items()]
        for name, part in zip(("network", "map"), arrangement.upper, strict=True):
            if part:
                wide.append((docks[name], round(room * part)))
        self.resizeDocks([dock for dock, _ in wide], [size for _, size in wide], Qt.Orientation.Horizontal)
        if arrangement.lower:
            below = round(height * arrangement.lower)
            upper = docks["map" if arrangement.upper[1] else "network"]
            self.resizeDocks([upper, docks["timeline"]], [height - below, below], Qt.Orientation.Vertical)
        if more and any(docks[name].width() != size for name, size in taken.items()):
            QTimer.singleShot(0, self, lambda: self._share(arrangement, more - 1))

    def remembered(self) -> QByteArray:
        """Return the layout to remember."""
        return self._before[0] if self._before is not None else self.saveState()

    def remembered_sizes(self) -> QByteArray:
        """Return the width and height of every dock in sight: Qt's own layout gives others back than it was given."""
        if self._before is not None:
            return self._sizes_before
        return sizes_of(self.docks)

    def take_layout(self, state: QByteArray, sizes: QByteArray | None = None) -> bool:
        """Take over a remembered layout; False if it can't be."""
        if state.isEmpty():
            return False
        self.untouched = False
        if not self.restoreState(state):
            return False
        if sizes is not None:
            take_sizes(self, self.docks, sizes)
        return True

    def show_dock(self, name: str) -> None:
        """Open a view, bring it to the front and give it the keyboard."""
        if self._before is not None and self._before[1] != name:
            self.give_back()
        dock = self.docks[name]
        if name in PANELS:
            self._only_panel(name)
        fresh = dock.isHidden()
        self.untouched &= not fresh
        dock.show()
        dock.raise_()
        if fresh and name in (*PANELS, "details") and not dock.isFloating():
            width = SIDE_LEFT if name in PANELS else 288
            self.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        dock.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def in_sight(self, name: str) -> bool:
        """Return whether a view is open and not behind another tab."""
        dock = self.docks[name]
        return not dock.isHidden() and not (dock.isVisible() and dock.visibleRegion().isEmpty())

    def toggle_dock(self, name: str) -> None:
        """Open a view that is closed or behind another, or close it."""
        if self.in_sight(name):
            self.untouched = False
            self.docks[name].close()
        else:
            self.show_dock(name)

    def _only_panel(self, name: str) -> None:
        for other in PANELS:
            dock = self.docks[other]
            if other != name and not dock.isFloating() and self.dockWidgetArea(dock) == _LEFT:
                dock.hide()

    # Enlarging

    @property
    def enlarged(self) -> str:
        """Name of the view that has the whole window, "" if none has."""
        return self._before[1] if self._before is not None else ""

    def enlarge(self, dock: Dock) -> None:
        """Give one view the whole window, or give the others their room back."""
        if dock.isFloating():
            dock.setWindowState(dock.windowState() ^ Qt.WindowState.WindowMaximized)
            return
        if self._before is not None:
            self.give_back()
            return
        self._sizes_before = sizes_of(self.docks)
        self._before = (self.saveState(), dock.objectName())
        for other in self.docks.values():
            if other is not dock and not other.isFloating():
                other.hide()
        dock.show()
        dock.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed_soon()

    def give_back(self) -> bool:
        """Show all views again as they were before one was enlarged; False if none is."""
        if self._before is None:
            return False
        (state, name), self._before = self._before, None
        self.take_layout(state, self._sizes_before)
        self.docks[name].raise_()
        self.docks[name].view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed_soon()
        return True

    # Change

    def _moved(self) -> None:
        if not self._arranging:
            self.untouched = False
        self._changed_soon()

    def _focus_moved(self, _old: QWidget | None, _now: QWidget | None) -> None:
        self._last = self.dock_here() or self._last

    def _changed_soon(self) -> None:
        if not self._arranging:
            self._soon.start(0)

    def _changed(self) -> None:
        for dock in self.docks.values():
            beside = set(self.tabifiedDockWidgets(dock)) if not dock.isFloating() else set()
            dock.bar.show_together([each for each in self.docks.values() if each is dock or each in beside])
        self.layout_changed.emit()
