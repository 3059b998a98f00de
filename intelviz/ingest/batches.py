"""What the rows of a chunk say of items and links, column by column, before the case is asked anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import cast

from intelviz.case.statements import first_said
from intelviz.ingest.times import Extent, Point


@dataclass(slots=True)
class ItemBatch:
    """What the rows of a chunk say of one item each: ``ids`` are bare ids, "" where a row makes no such item."""

    ids: Sequence[str]
    labels: list[str]
    properties: Sequence[str]
    whens: list[Extent]
    places: list[Point]
    own_labels: list[str] | None = None
    """As JSON, what the rows say that the items are to be called; None where they don't."""
    words: Sequence[str] | None = None
    """What is searched beside the labels, as the view ``item_text`` of a case gives it; None where it must be asked."""

    @classmethod
    def nothing(cls) -> ItemBatch:
        """Return a batch to which others may be added."""
        return cls([], [], [], [], [], words=[])

    def said(self, at: int) -> str:
        """Return as JSON all that a row says of its item."""
        text = first_said((self.properties[at], *self.whens[at], *self.places[at])) or "{}"
        own = self.own_labels[at][:-1] if self.own_labels is not None else ""
        return f"{text[:-1]},{own}}}" if own and text != "{}" else f"{{{own}}}" if own else text

    def signs(self) -> list[int]:
        """Return for each row a sign of all that it says of its item.

        Python's -1 and -2 have one hash, so a row with a -1 among its numbers has another sign than the same with -2.
        """
        own = repeat("") if self.own_labels is None else self.own_labels
        found = list(map(hash, zip(self.properties, own, self.whens, self.places, strict=False)))
        for numbers in (self.whens, self.places):
            if any(-1 in each for each in set(numbers)):
                found = [
                    hash((sign, each[0] == -1, each[1] == -1)) if -1 in each else sign
                    for sign, each in zip(found, numbers, strict=True)
                ]
        return found

    def extend(self, other: ItemBatch) -> None:
        """Say after this what another batch says, made by the same maker."""
        self.ids = _longer(self.ids, other.ids)
        self.labels += other.labels
        self.properties = _longer(self.properties, other.properties)
        self.whens += other.whens
        self.places += other.places
        if other.own_labels is not None:
            self.own_labels = self.own_labels or []
            self.own_labels += other.own_labels
        self.words = None if self.words is None or other.words is None else _longer(self.words, other.words)

    def some(self, rows: Sequence[int]) -> ItemBatch:
        """Return what some of the rows say."""
        own = None if self.own_labels is None else [self.own_labels[at] for at in rows]
        columns = (self.ids, self.labels, self.properties, self.whens, self.places)
        ids, labels, properties, whens, places = ([column[at] for at in rows] for column in columns)
        return ItemBatch(
            cast("list[str]", ids),
            cast("list[str]", labels),
            cast("list[str]", properties),
            cast("list[Extent]", whens),
            cast("list[Point]", places),
            own,
            None if self.words is None else [self.words[at] for at in rows],
        )


def _longer(texts: Sequence[str], more: Sequence[str]) -> list[str]:
    """Return texts with more after them; a list grows itself."""
    longer = texts if isinstance(texts, list) else list(texts)
    longer += more
    return longer


@dataclass(slots=True)
class LinkBatch:
    """What the rows of a chunk say of one link each: properties as JSON, or None where there are none."""

    properties: Sequence[str | None]
    whens: Sequence[Extent]

    def some(self, rows: Sequence[int]) -> LinkBatch:
        """Return what some of the rows say."""
        return LinkBatch([self.properties[at] for at in rows], [self.whens[at] for at in rows])
