"""Acts on the style of a chart: editing, keeping under a name, using on another chart, taking off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from intelviz.views.action import Action
from intelviz.views.asking import ask_text
from intelviz.views.network import chart_acts
from intelviz.views.network.style_dialog import StyleDialog
from intelviz.workspace.commands.chart.set_part import SetPart
from intelviz.workspace.commands.kept.forget_thing import ForgetThing
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.style.rules import Style, style_from, style_in

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

KIND = "style"


def edit(view: NetworkView) -> StyleDialog:
    """Open the style of the chart; what is changed there is drawn at once, and kept as one act in the end."""
    for before in view.findChildren(StyleDialog):
        before.close()
    dialog = StyleDialog(view)

    def ended(result: int) -> None:
        view.styling.try_out(None)
        if result == QDialog.DialogCode.Accepted:
            take(view, dialog.style_now, "Style the chart")
        dialog.deleteLater()

    dialog.finished.connect(ended)
    dialog.show()
    return dialog


def take(view: NetworkView, style: Style, words: str) -> None:
    """Give the chart a style, in place of the one that it has."""
    if style != style_in(view.workspace.chart.body) and chart_acts.writable(view):
        chart_acts.run(view, SetPart(chart=view.workspace.chart.name, part="style", value=style.plain(), words=words))


def keep(view: NetworkView) -> None:
    """Ask for a name, and keep the chart's style under it for other charts."""
    body = view.styling.style.plain()
    if body is not None:
        ask_text(view, "Keep this style", "Name of the style:", lambda name: keep_as(view, name))


def keep_as(view: NetworkView, name: str) -> None:
    """Keep the chart's style under a name."""
    body = view.styling.style.plain()
    if body is not None:
        chart_acts.run(view, KeepThing(KIND, name, body))


def use(view: NetworkView, name: str) -> None:
    """Give the chart a style that was kept."""
    body = view.case.kept(KIND).get(name) if view.case is not None else None
    if body is not None:
        take(view, style_from(body), f"Use style “{name}”")


def _kept(view: NetworkView, verb: str) -> list[Action]:
    names = list(view.case.kept(KIND)) if view.case is not None else []
    if verb == "use":
        return [
            Action(f"style_use {name}", name, lambda name=name: use(view, name), f"Draw the chart as “{name}” says")
            for name in names
        ]
    return [
        Action(
            f"style_delete {name}",
            name,
            lambda name=name: chart_acts.run(view, ForgetThing(KIND, name)),
            f"Delete the kept style “{name}”; charts that use it keep their look",
        )
        for name in names
    ]


def actions(view: NetworkView) -> list[Action]:
    """Return what can be done with the chart's style."""

    def writable() -> bool:
        return chart_acts.writable(view)

    def some() -> bool:
        return view.case is not None and bool(view.case.kept(KIND))

    def styled() -> bool:
        return view.styling.style.plain() is not None

    return [
        Action(
            "style",
            "Style of the chart…",
            lambda: edit(view),
            "Colours, sizes, icons, rings, badges and lines by rules; the legend says what they mean",
            "Shift+K",
            "palette-outline",
            strip=True,
            enabled=writable,
        ),
        Action(
            "style_use",
            "Use a kept style",
            lambda: None,
            "Draw this chart by a style that was kept",
            icon="palette-swatch-outline",
            enabled=lambda: writable() and some(),
            choices=lambda: _kept(view, "use"),
        ),
        Action(
            "style_keep",
            "Keep this style…",
            lambda: keep(view),
            "Keep the style of this chart under a name, for other charts",
            enabled=lambda: writable() and styled(),
        ),
        Action(
            "style_delete",
            "Delete a kept style",
            lambda: None,
            "Delete a kept style; charts that use it keep their look",
            enabled=lambda: writable() and some(),
            choices=lambda: _kept(view, "delete"),
        ),
        Action(
            "style_off",
            "Take the style off",
            lambda: take(view, Style(), "Take the style off the chart"),
            "Draw the chart as if it had no rules",
            enabled=lambda: writable() and styled(),
        ),
    ]
