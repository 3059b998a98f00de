"""Keys: bound once, from the same actions as the menus and the palette."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from intelviz.views.search.commands import Listed

_OWN = frozenset(("Esc", "Left", "Right", "Up", "Down", "Tab", "Space"))
"""Keys that the views answer themselves, because what they mean depends on what is under way."""


def bind(
    widget: QWidget, names: Iterable[tuple[str, str]], run: Callable[[str], None], *, whole: bool
) -> list[QShortcut]:
    """Bind (key, name of action) to a widget; with ``whole`` to its window and every dock that floats over it."""
    context = Qt.ShortcutContext.WindowShortcut if whole else Qt.ShortcutContext.WidgetWithChildrenShortcut
    bound = []
    for key, name in names:
        if key in _OWN:
            continue
        shortcut = QShortcut(QKeySequence(key), widget)
        shortcut.setContext(context)
        shortcut.activated.connect(lambda name=name: run(name))
        bound.append(shortcut)
    return bound


def clashes(whole: Iterable[Listed], by_view: dict[str, Iterable[Listed]]) -> list[str]:
    """Return in words every key that two acts claim in one place: in the window, or in one view and the window."""
    found: list[str] = []
    window: dict[str, list[str]] = defaultdict(list)
    for each in whole:
        if each.action.key:
            window[_sequence(each.action.key)].append(f"{each.menu}: {each.action.title}")
    found += [f"{key}: {' and '.join(titles)}" for key, titles in window.items() if len(titles) > 1]
    for listed in by_view.values():
        here: dict[str, list[str]] = defaultdict(list)
        for each in listed:
            if each.action.key:
                here[_sequence(each.action.key)].append(f"{each.menu}: {each.action.title}")
        for key, titles in here.items():
            every = [*titles, *window.get(key, [])]
            if len(every) > 1:
                found.append(f"{key}: {' and '.join(every)}")
    return found


def _sequence(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
