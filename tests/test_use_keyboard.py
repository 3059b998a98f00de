"""Everything can be reached by keyboard and has a name for assistive technology: every view, dialog and action."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTabBar,
    QTextEdit,
    QToolBar,
    QWidget,
)
from shiboken6 import isValid

import intelviz.app
import intelviz.views
from intelviz.app.acts.collected import commands_of, menu_actions
from intelviz.app.acts.menus import MENUS
from intelviz.views.filter.completion import Completion
from tests.window_story import opened_window, settle

CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar, QTextEdit)
COMPOSED = (QAbstractSpinBox, QComboBox, QAbstractItemView, QLineEdit)
"""Controls that have others inside."""
OPENED = {
    "MeetingsDialog": "meetings", "DistanceDialog": "within", "AreaList": "list_areas", "LayersPanel": "layers",
    "QueryHelp": "filter_help", "KeysDialog": "keys", "AboutDialog": "about", "PracticeDialog": "practice",
    "StyleDialog": "style", "WindowEntry": "window_type", "CircleForm": "type_circle",
}  # fmt: skip
"""Dialogs of our own, and the act that opens each."""
ELSEWHERE = {
    "ExpandDialog": "test_network_expand", "ErrorDialog": "test_window_errors", "ImportAssistant": "test_assistant",
    "ItemDialog": "test_assistant_more", "ImportReportDialog": "test_window_errors", "LinksDialog": "test_network_acts",
    "StyleForm": "test_map_own_layers", "AreaForm": "test_map_areas",
}  # fmt: skip
"""Dialogs that need more than an act, and the tests in which they are worked with keys."""


@pytest.fixture
def window(qtbot, tmp_path):
    window = opened_window(qtbot, tmp_path / "small.intelviz", size=(1700, 1000))
    settle(qtbot)
    return window


def dialogs() -> set[str]:
    """Return the names of all dialogs of the program."""
    found = set()
    for room in (intelviz.app, intelviz.views):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            made = importlib.import_module(module.name)
            for name, thing in inspect.getmembers(made, inspect.isclass):
                if issubclass(thing, QDialog) and thing.__module__ == made.__name__:
                    found.add(name)
    return found


def controls(top: QWidget) -> list[QWidget]:
    """Return what can be worked in a widget, without the parts of which Qt makes other controls."""
    found = []
    for kind in CONTROLS:
        for each in top.findChildren(kind):
            inside = [each.parent(), each.parent().parent() if each.parent() else None]
            part = any(isinstance(above, COMPOSED) for above in inside)
            own = each.objectName().startswith("qt_") or isinstance(each, QHeaderView) or isinstance(inside[0], QTabBar)
            if not part and not own and each.isVisibleTo(top) and each.isEnabled():
                found.append(each)
    return found


def name_of(widget: QWidget) -> str:
    """Return what a screen reader says of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def nameless(top: QWidget) -> list[str]:
    return [described(each) for each in controls(top) if not (name_of(each) or isinstance(each, QTabBar))]


def unreachable(top: QWidget) -> list[str]:
    """Return what Tab doesn't come to."""
    chain, here = set(), top
    while here not in chain:
        chain.add(here)
        here = here.nextInFocusChain()
    return [
        described(each)
        for each in controls(top)
        if each not in chain or not (each.focusPolicy() & Qt.FocusPolicy.TabFocus or each.focusProxy())
    ]


def described(widget: QWidget) -> str:
    words = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} “{words}” in {type(widget.parent()).__name__}, {widget.objectName()}"


def test_everything_in_every_view_has_a_name(window, qtbot):
    wrong = {}
    for name, dock in window.bench.docks.items():
        window.bench.show_dock(name)
        settle(qtbot)
        assert name_of(dock.view) or dock.view.focusProxy() is not None, name
        found = nameless(dock)
        if found:
            wrong[name] = found
    wrong |= {"window": nameless(window.top) + nameless(window.rail) + nameless(window.status)}
    assert {name: each for name, each in wrong.items() if each} == {}


def test_tab_comes_to_everything_in_every_panel(window, qtbot):
    wrong = {}
    for name, dock in window.bench.docks.items():
        window.bench.show_dock(name)
        settle(qtbot)
        # Tools on strips and bars are acts, which have keys, menus and the palette.
        found = [each for each in unreachable(dock.view) if "QToolBar" not in each]
        if found:
            wrong[name] = found
    assert wrong == {}


def test_every_act_has_a_name_a_sentence_and_a_menu_that_opens_by_key(window):
    for menu in window.menuBar().actions():
        assert "&" in menu.text(), menu.text()
    in_menus = {each.name for name in MENUS for each in menu_actions(window, name)}
    listed = commands_of(window)
    assert len(listed) > 150
    for each in listed:
        assert each.action.title.strip() and each.menu, each.action
    silent = {
        each.action.title for each in listed
        if not each.action.help.strip() and "›" not in each.menu and each.action.checked is None
    }  # fmt: skip
    assert silent == set()
    # What stands in a submenu is reached through the act that opens it.
    assert {each.action.name for each in listed if "›" not in each.menu} <= in_menus


def test_buttons_on_strips_are_acts_of_a_menu(window):
    for dock in window.bench.docks.values():
        titles = {each.title for each in dock.actions_here()}
        for bar in dock.findChildren(QToolBar):
            for entry in bar.actions():
                words = entry.toolTip().split("\n")[0]
                assert not words or any(words.startswith(title.rstrip("…")) for title in titles), words


def test_all_dialogs_are_listed_here():
    assert dialogs() == set(OPENED) | set(ELSEWHERE)
    for name in ELSEWHERE.values():
        assert (Path(__file__).parent / f"{name}.py").exists(), name


@pytest.mark.parametrize("name", sorted(OPENED))
def test_a_dialog_is_opened_named_worked_and_left_by_keyboard(window, qtbot, name):
    window.bench.opened.workspace.select([0, 1])
    act = next(each.action for each in commands_of(window) if each.action.name == OPENED[name])
    assert act.enabled()
    act.run()
    settle(qtbot)
    dialog = next(each for each in QApplication.allWidgets() if type(each).__name__ == name and each.isVisible())
    assert dialog.windowTitle().strip()
    assert nameless(dialog) == []
    assert unreachable(dialog) == []
    # A list without anything in it has nothing to work.
    assert dialog.focusWidget() is not None or not controls(dialog)
    qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Escape)
    settle(qtbot)
    # Most dialogs are gone for good when they are left.
    assert not (isValid(dialog) and dialog.isVisible())


def test_queries_are_completed_in_the_list_of_layers_and_where_lanes_are_asked_for(window, qtbot):
    for name, offered in (("layers", "Crimes"), ("lanes_of_query", "Crimes")):
        act = next(each.action for each in commands_of(window) if each.action.name == name)
        act.run()
        settle(qtbot)
        dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
        line = next(each for each in dialog.findChildren(QLineEdit) if each.findChildren(Completion))
        line.setFocus()
        qtbot.waitUntil(line.hasFocus)
        qtbot.keyClicks(line, "crim")
        assert next(each.text for each in line.findChild(Completion).choices).casefold() == offered.casefold()
        line.findChild(Completion).hide()
        dialog.close()
        settle(qtbot)
