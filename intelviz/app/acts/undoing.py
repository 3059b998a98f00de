"""Undo and redo: at once where the act is small, as a job where it is an import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from intelviz.schema.errors import IntelvizError

if TYPE_CHECKING:
    from intelviz.app.window import MainWindow


def reverse(window: MainWindow, verb: Literal["undo", "redo"]) -> None:
    """Take back the last act, or do it again, and say which it was."""
    opened = window.session.case
    if opened is None:
        return
    acts = opened.acts
    title = acts.can_undo if verb == "undo" else acts.can_redo
    if title is None:
        window.status.say(f"There is nothing to {verb}")
        return
    words = f"{'Undone' if verb == 'undo' else 'Redone'}: {title}"

    def done() -> None:
        window.status.say(words)

    try:
        if acts.takes_long(verb):
            acts.start_reverse(verb, then=lambda _: done(), failed=window.show_error)
        else:
            (acts.undo if verb == "undo" else acts.redo)()
            done()
    except IntelvizError as error:
        window.show_error(error)
