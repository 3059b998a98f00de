"""All actions in one place: for the menus, the palette and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intelviz.app.acts import edit_menu, file_menu, help_menu, selection_menu, view_menu
from intelviz.app.acts.menus import LINE
from intelviz.views.action import Action
from intelviz.views.search.commands import Listed

if TYPE_CHECKING:
    from intelviz.app.window import MainWindow

_OWN = {
    "File": file_menu.actions,
    "Edit": edit_menu.actions,
    "View": view_menu.actions,
    "Selection": selection_menu.actions,
    "Help": help_menu.actions,
}
PANELS = ("filter", "sources", "sets")


def menu_actions(window: MainWindow, menu: str) -> list[Action]:
    """Return what a menu lists: the window's own acts, then those of the views that belong there."""
    own = _OWN.get(menu)
    actions = own(window) if own is not None else []
    bench = window.bench
    if bench is None:
        return actions
    if menu == "Panels":
        for name in PANELS:
            actions += [LINE, *(each for each in bench.docks[name].actions_here() if not each.menu)]
        return actions[1:]
    for name, dock in bench.docks.items():
        added = [each for each in dock.actions_here() if each.menu == menu]
        if not own and dock.windowTitle() == menu:
            added += [each for each in dock.actions_here() if not each.menu]
        if added and actions:
            actions.append(LINE)
        actions += added
        del name
    return actions


def commands_of(window: MainWindow) -> list[Listed]:
    """Return every action once, with its menu; those under another one are listed with its title."""
    found: list[Listed] = []
    for menu, own in _OWN.items():
        for action in own(window):
            found += _listed(menu, action, in_window=True)
    bench = window.bench
    for dock in bench.docks.values() if bench is not None else ():
        for action in dock.actions_here():
            found += _listed(dock.windowTitle(), action, in_window=bool(action.menu))
    return found


def _listed(menu: str, action: Action, *, in_window: bool) -> list[Listed]:
    if action.title == "-":
        return []
    if action.choices is None:
        return [Listed(menu, action, in_window)]
    found: list[Listed] = []
    if action.enabled():
        for each in action.choices():
            found += _listed(f"{menu} › {action.title}", each, in_window=in_window)
    return found
