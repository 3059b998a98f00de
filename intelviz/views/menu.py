"""A list of actions as a menu."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from intelviz.render.theme import Theme
from intelviz.views.action import Action
from intelviz.views.icon import icon


def menu_of(actions: list[Action], parent: QWidget, theme: Theme) -> QMenu:
    """Return a menu with these actions; keys are shown, not bound (the window binds them once)."""
    menu = QMenu(parent)
    for action in actions:
        add_to(menu, action, theme)
    menu.setToolTipsVisible(True)
    return menu


def add_to(menu: QMenu, action: Action, theme: Theme) -> None:
    """Add one action, with its choices as a submenu."""
    if action.title == "-":
        menu.addSeparator()
        return
    if action.choices is not None:
        inner = menu.addMenu(action.title)
        for each in action.choices():
            add_to(inner, each, theme)
        inner.setEnabled(action.enabled())
        return
    title = f"{action.title}\t{action.key}" if action.key else action.title
    entry = menu.addAction(title)
    if action.icon:
        entry.setIcon(icon(action.icon, theme))
    entry.setToolTip(action.help)
    entry.setEnabled(action.enabled())
    if action.checked is not None:
        entry.setCheckable(True)
        entry.setChecked(action.checked())
    entry.triggered.connect(lambda _checked=False, act=action: act.run())
