"""The menu bar, made of actions each time a menu opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QMenuBar

from intelviz.render.theme import Theme
from intelviz.views.action import Action
from intelviz.views.menu import add_to

MENUS = {
    "File": "&File",
    "Edit": "&Edit",
    "View": "&View",
    "Selection": "&Selection",
    "Network": "&Network",
    "Map": "&Map",
    "Timeline": "&Timeline",
    "Table": "T&able",
    "Patterns": "&Patterns",
    "Compare": "&Compare",
    "Details": "&Details",
    "Panels": "Pane&ls",
    "Help": "&Help",
}
LINE = Action("-", "-", lambda: None)


class Menus:
    """Fills each menu from ``actions`` (by the menu's name) when it is about to be shown."""

    def __init__(self, bar: QMenuBar, actions: Callable[[str], list[Action]], theme: Callable[[], Theme]) -> None:
        self._actions, self._theme = actions, theme
        self.menus: dict[str, QMenu] = {}
        for name, title in MENUS.items():
            menu = bar.addMenu(title)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(lambda name=name: self.fill(name))
            self.menus[name] = menu
            # An empty menu would not open on every system.
            menu.addAction("…")

    def fill(self, name: str) -> None:
        """Fill one menu with what can be done now."""
        menu = self.menus[name]
        menu.clear()
        for action in self._actions(name):
            add_to(menu, action, self._theme())
        if menu.isEmpty():
            menu.addAction("Nothing to do here while no case is open").setEnabled(False)
