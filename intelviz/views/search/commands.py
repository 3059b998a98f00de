"""Find commands by a few letters of their words, as a palette does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intelviz.views.action import Action


@dataclass(frozen=True, slots=True)
class Listed:
    """An action with the menu in which it stands; ``in_window`` if its key works in the whole window."""

    menu: str
    action: Action
    in_window: bool = True


def fitting(text: str, commands: Sequence[Listed]) -> list[Listed]:
    """Return the commands that have every typed word (or its letters in order), the best first.

    What can't be done now comes last.
    """
    words = text.casefold().split()
    if not words:
        return sorted(commands, key=lambda each: not each.action.enabled())
    scored = [(_score(words, each), number, each) for number, each in enumerate(commands)]
    found = sorted(
        (entry for entry in scored if entry[0] > 0),
        key=lambda entry: (not entry[2].action.enabled(), -entry[0], entry[1]),
    )
    return [each for _, _, each in found]


def _score(words: list[str], command: Listed) -> float:
    title = command.action.title.casefold()
    whole = f"{command.menu.casefold()} {title} {command.action.help.casefold()}"
    total = 0.0
    for word in words:
        if title.startswith(word):
            total += 4
        elif f" {word}" in f" {title}":
            total += 3
        elif word in title:
            total += 2
        elif word in whole:
            total += 1
        elif len(words) == 1 and _in_order(word, title):
            total += 0.5
        else:
            return 0
    return total + 1 / (8 + len(title))


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
