"""What a view can do, as data: menus, palette, tool strips and keys are made from one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Action:
    """One act: ``title`` as in the menu, ``key`` as Qt writes shortcuts, ``help`` one sentence for F1 and the palette.

    ``icon`` is a Material Design icon name without its prefix; ``checked`` makes the act a switch; ``strip`` puts it on
    the view's tool strip; ``menu`` names the menu of the window that lists it ("" for the view's own menu).
    """

    name: str
    title: str
    run: Callable[[], None]
    help: str = ""
    key: str = ""
    icon: str = ""
    menu: str = ""
    strip: bool = False
    enabled: Callable[[], bool] = field(default=lambda: True)
    checked: Callable[[], bool] | None = None
    choices: Callable[[], list[Action]] | None = None
