"""What the search box lists for a text that is a query: to select what it describes, to show only that, or to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from intelviz.case.columns import Mask
from intelviz.workspace.query.completing import Offer

MOST_GOING = 5


@dataclass(frozen=True, eq=False)
class Asked:
    """A query that was counted: ``mask`` has one flag an item; ``text`` is the query, ``words`` say it."""

    act: Literal["select", "show"]
    text: str
    words: str
    mask: Mask
    count: int

    @property
    def title(self) -> str:
        """What choosing it does."""
        what = f"{self.count:,} {'item' if self.count == 1 else 'items'}"
        return f"Select {what}" if self.act == "select" else f"Show only {what}"


@dataclass(frozen=True)
class Going:
    """What may come next in a query: ``whole`` is the text with it, the caret at ``caret``."""

    text: str
    words: str
    whole: str
    caret: int


def goings(text: str, offer: Offer) -> list[Going]:
    """Return the first choices of an offer, each as the text that comes of it."""
    found: list[Going] = []
    for each in offer.choices[:MOST_GOING]:
        gap = "" if each.text.endswith("(") else " "
        begun = f"{text[: offer.start]}{each.text}{gap}"
        found.append(Going(each.text, each.words, begun + text[offer.end :], len(begun)))
    return found
