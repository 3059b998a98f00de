"""A dock: one view with a slim bar of its title, its tools, and the ways to enlarge, float and close it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from intelviz.render.theme import Theme
from intelviz.views.action import Action
from intelviz.views.icon import icon
from intelviz.views.menu import add_to

BAR = 28


class View(Protocol):
    """What the window asks of every view; each is a QWidget as well."""

    name: str
    title: str
    said: SignalInstance
    picked: SignalInstance

    def actions_here(self) -> list[Action]:
        """Return what it can do."""
        ...

    def settings(self) -> dict[str, object]:
        """Return what it remembers."""
        ...

    def restore(self, settings: dict[str, object]) -> None:
        """Take over what it remembered."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        ...


def hint_of(action: Action) -> str:
    """Return the tooltip of a button: what it does, its key, and the sentence."""
    head = f"{action.title} ({action.key})" if action.key else action.title
    return f"{head}\n{action.help}" if action.help else head


class DockBar(QWidget):
    """The title bar: title, tool strip, buttons. A drag on its ground moves the dock."""

    def __init__(self, dock: Dock) -> None:
        super().__init__(dock)
        self.setObjectName("dockBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._dock = dock
        self.label = QLabel(dock.windowTitle())
        self.label.setObjectName("dockTitle")
        self.tabs = QHBoxLayout()
        self.tabs.setSpacing(0)
        self.strip = QToolBar()
        self.strip.setIconSize(QSize(16, 16))
        self.strip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.strip.setAccessibleName(f"Tools of {dock.windowTitle()}")
        self.buttons: dict[str, QToolButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 0, 2, 0)
        line.setSpacing(0)
        line.addWidget(self.label)
        line.addLayout(self.tabs)
        line.addSpacing(8)
        line.addWidget(self.strip, 1)
        for name, words in (("larger", "Enlarge (F11)"), ("float", "Float, for another screen"), ("close", "Close")):
            button = QToolButton()
            button.setToolTip(words)
            button.setAccessibleName(f"{words.split(' (', maxsplit=1)[0]}: {dock.windowTitle()}")
            button.setIconSize(QSize(14, 14))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(button)
            self.buttons[name] = button
        self.buttons["larger"].clicked.connect(dock.larger_asked.emit)
        self.buttons["float"].clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self.buttons["close"].clicked.connect(dock.close)
        self.setFixedHeight(BAR)

    def show_together(self, docks: list[Dock]) -> None:
        """Name the docks that lie over each other here, as tabs in place of the title; none or one: the title alone."""
        wanted = [dock.windowTitle() for dock in docks] if len(docks) > 1 else []
        self.label.setVisible(not wanted)
        shown = [self.tabs.itemAt(number).widget() for number in range(self.tabs.count())]
        if [tab.text() for tab in shown if isinstance(tab, QToolButton)] == wanted:
            return
        for tab in shown:
            if tab is not None:
                self.tabs.removeWidget(tab)
                tab.hide()
                tab.deleteLater()
        for dock in docks if wanted else ():
            tab = QToolButton()
            tab.setObjectName("dockTab")
            tab.setText(dock.windowTitle())
            tab.setProperty("front", dock is self._dock)
            tab.setToolTip(f"Show the {dock.windowTitle().lower()} here")
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            tab.clicked.connect(lambda _=False, dock=dock: dock.front_asked.emit())
            self.tabs.addWidget(tab)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Enlarge the view instead of floating it."""
        self._dock.larger_asked.emit()

    def minimumSizeHint(self) -> QSize:
        """Never keep the dock wider than its view needs: tools that don't fit go behind the strip's arrow."""
        return QSize(96, BAR)


class Dock(QDockWidget):
    """One view in the window; ``larger_asked`` says that it should have the whole window, or give it back."""

    larger_asked = Signal()
    front_asked = Signal()

    def __init__(self, view: QWidget, name: str, title: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.view = view
        self._theme = theme
        self._acts: dict[str, QAction] = {}
        self.setWidget(_under_head(view))
        self.bar = DockBar(self)
        self.setTitleBarWidget(self.bar)
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        picked: SignalInstance | None = getattr(view, "picked", None)
        if picked is not None:
            picked.connect(self.refresh_strip)
        self.visibilityChanged.connect(lambda shown: self.refresh_strip() if shown else None)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw icons and view in another theme."""
        self._theme = theme
        take = getattr(self.view, "set_theme", None)
        if take is not None:
            take(theme)
        head = getattr(self.view, "head", None)
        if head is not None:
            head.set_theme(theme)
        for name, glyph in (("larger", "arrow-expand"), ("float", "dock-window"), ("close", "close")):
            self.bar.buttons[name].setIcon(icon(glyph, theme, theme.quiet))
        self._make_strip()

    def actions_here(self) -> list[Action]:
        """Return what the view can do."""
        ask = getattr(self.view, "actions_here", None)
        return [each for each in ask() if each.title != "-"] if ask is not None else []

    def run(self, name: str) -> None:
        """Do what the view now means by an action's name."""
        for action in self.actions_here():
            if action.name == name and action.enabled():
                action.run()
        self.refresh_strip()

    def _make_strip(self) -> None:
        self.bar.strip.clear()
        self._acts = {}
        for action in self.actions_here():
            if not action.strip:
                continue
            act = QAction(icon(action.icon or "circle-small", self._theme), action.title, self.bar.strip)
            act.setToolTip(hint_of(action))
            if action.choices is not None:
                self._add_choices(act, action)
            else:
                act.setCheckable(action.checked is not None)
                act.triggered.connect(lambda _=False, name=action.name: self.run(name))
                self.bar.strip.addAction(act)
            self._acts[action.name] = act
        for button in self.bar.strip.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.refresh_strip()

    def _add_choices(self, act: QAction, action: Action) -> None:
        menu = QMenu(self.bar.strip)
        menu.setToolTipsVisible(True)

        def fill() -> None:
            menu.clear()
            for here in self.actions_here():
                if here.name == action.name and here.choices is not None:
                    for each in here.choices():
                        add_to(menu, each, self._theme)

        menu.aboutToShow.connect(fill)
        act.setMenu(menu)
        self.bar.strip.addAction(act)
        button = self.bar.strip.widgetForAction(act)
        if isinstance(button, QToolButton):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def refresh_strip(self) -> None:
        """Bring the tool strip to what can be done now."""
        here = {each.name: each for each in self.actions_here() if each.strip}
        if set(here) != set(self._acts):
            if here:
                self._make_strip()
            return
        for name, act in self._acts.items():
            act.setEnabled(here[name].enabled())
            checked = here[name].checked
            if checked is not None:
                act.setChecked(checked())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of font with the bar's height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.bar.setFixedHeight(max(BAR, self.fontMetrics().height() + 8))


def _under_head(view: QWidget) -> QWidget:
    """Return a view with what it has above it (``head``: the charts as tabs), or the view alone."""
    head: QWidget | None = getattr(view, "head", None)
    if head is None:
        return view
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(view, 1)
    both.setFocusProxy(view)
    return both
