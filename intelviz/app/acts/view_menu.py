"""View: arrangements, theme, which views are open, which is enlarged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intelviz.app.acts.menus import LINE
from intelviz.app.look.arrangements import ARRANGEMENTS
from intelviz.app.look.preferences import ThemeChoice
from intelviz.views.action import Action

if TYPE_CHECKING:
    from intelviz.app.window import MainWindow

VIEWS = {
    "network": "Network",
    "map": "Map",
    "timeline": "Timeline",
    "table": "Table",
    "details": "Details",
    "filter": "Filter",
    "sources": "Sources",
    "sets": "Sets",
    "patterns": "Patterns",
    "compare": "Compare",
}
THEMES: dict[ThemeChoice, str] = {"system": "As the system", "light": "Light", "dark": "Dark"}


def actions(window: MainWindow) -> list[Action]:
    """Return the View menu."""

    def opened() -> bool:
        return window.bench is not None

    arranged = [
        Action(
            f"arrange {each.name}",
            f"Arrangement: {each.name}",
            lambda each=each: window.arrange(each),
            each.words,
            f"Ctrl+{number}",
            enabled=opened,
        )
        for number, each in enumerate(ARRANGEMENTS, 1)
    ]
    return [
        *arranged,
        LINE,
        *_going(window),
        LINE,
        Action(
            "larger",
            "Enlarge the view",
            window.enlarge,
            "Give the view with the keyboard the whole window, or give the others their room back",
            "F11",
            "arrow-expand",
            enabled=opened,
        ),
        Action(
            "full_screen",
            "Full screen",
            window.full_screen,
            "The window on the whole screen",
            "Shift+F11",
            checked=window.isFullScreen,
        ),
        Action(
            "next_view",
            "Next view",
            lambda: window.step_view(1),
            "Give the keyboard to the next open view",
            "F6",
            enabled=opened,
        ),
        Action(
            "view_before",
            "View before",
            lambda: window.step_view(-1),
            "Give the keyboard to the open view before",
            "Shift+F6",
            enabled=opened,
        ),
        LINE,
        Action("theme", "Theme", lambda: None, "Light, dark, or as the system has it", choices=lambda: _themes(window)),
    ]


def _going(window: MainWindow) -> list[Action]:
    def go(name: str) -> None:
        if window.bench is not None:
            window.bench.show_dock(name)

    def toggle(name: str) -> None:
        if window.bench is not None:
            window.bench.toggle_dock(name)

    found = [
        Action(
            f"go {name}",
            f"Go to {title.lower()}",
            lambda name=name: go(name),
            f"Open the {title.lower()}, if it is closed, and give it the keyboard",
            f"Alt+{number}",
            enabled=lambda: window.bench is not None,
        )
        for number, (name, title) in enumerate(VIEWS.items(), 1)
    ]
    opened = Action(
        "docks",
        "Open views",
        lambda: None,
        "Which views and panels are open",
        choices=lambda: [
            Action(
                f"dock {name}",
                title,
                lambda name=name: toggle(name),
                f"Open or close the {title.lower()}",
                checked=lambda name=name: window.bench is not None and not window.bench.docks[name].isHidden(),
                enabled=lambda: window.bench is not None,
            )
            for name, title in VIEWS.items()
        ],
    )
    return [opened, *found]


def _themes(window: MainWindow) -> list[Action]:
    return [
        Action(
            f"theme {choice}",
            words,
            lambda choice=choice: window.choose_theme(choice),
            f"Theme: {words.lower()}",
            checked=lambda choice=choice: window.preferences.theme == choice,
        )
        for choice, words in THEMES.items()
    ]
