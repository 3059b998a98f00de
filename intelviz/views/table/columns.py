"""The columns of the table: what each says of an item, and by what it sorts and filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from intelviz.case.columns import Floats, Ints, Mask, Rows
from intelviz.schema.when import NO_TIME
from intelviz.views.item_words import kinds_of, value_of, value_words, when_lines
from intelviz.workspace.workspace import DIRECT, THROUGH, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

MARKS = {"selected": "●", "linked": "○", "through": "◌", "": ""}


class Key(Protocol):
    """What rows sort by: numbers, and a flag where a row has none (such rows come last either way)."""

    def __call__(self, rows: Rows) -> tuple[Ints | Floats, Mask]:
        """Return keys and blanks."""
        ...


@dataclass(frozen=True)
class TableColumn:
    """One column: ``text`` of one item row, ``key`` of many; ``right`` sets figures to the right."""

    name: str
    title: str
    text: Callable[[int], str]
    key: Key
    width: int = 120
    right: bool = False
    help: str = ""


def mark_of(workspace: Workspace, row: int) -> str:
    """Return "selected", "linked", "through" or "" for an item."""
    if workspace.selected[row]:
        return "selected"
    return {DIRECT: "linked", THROUGH: "through"}.get(int(workspace.linked[row]), "")


class TextRanks:
    """Ranks of texts, case folded, made when first asked for."""

    def __init__(self, texts: Callable[[], list[str]]) -> None:
        self._texts = texts
        self._folded: list[str] | None = None
        self._rank: Ints | None = None

    @property
    def folded(self) -> list[str]:
        """The texts, case folded."""
        if self._folded is None:
            self._folded = [text.casefold() for text in self._texts()]
        return self._folded

    @property
    def rank(self) -> Ints:
        """The place of each text in the order of all."""
        if self._rank is None:
            places = {text: place for place, text in enumerate(sorted(set(self.folded)))}
            self._rank = np.fromiter((places[text] for text in self.folded), np.int64, len(self.folded))
        return self._rank


class Facts:
    """What the columns of one workspace share: ranks of labels, numbers of links."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.labels = TextRanks(lambda: list(workspace.items.label))
        self.degree: Ints = workspace.adjacency.degree
        order = sorted(range(len(workspace.item_types)), key=lambda code: workspace.item_types[code].label.casefold())
        self.type_rank = np.argsort(np.array(order, np.int64)) if order else np.zeros(0, np.int64)

    def columns(self) -> list[TableColumn]:
        """Return the columns that every item has."""
        workspace, items = self.workspace, self.workspace.items

        def no_blank(keys: Ints | Floats) -> tuple[Ints | Floats, Mask]:
            return keys, np.zeros(len(keys), bool)

        def where_text(row: int) -> str:
            place = int(items.place_row[row])
            if place < 0:
                return ""
            return items.label[place] if place != row else f"{items.lat[row]:.5f}, {items.lon[row]:.5f}"

        def where_key(rows: Rows) -> tuple[Ints | Floats, Mask]:
            place = items.place_row[rows]
            return self.labels.rank[np.maximum(place, 0)], place < 0

        def marks(rows: Rows) -> tuple[Ints | Floats, Mask]:
            linked = workspace.linked[rows].astype(np.int64)
            return no_blank(np.where(workspace.selected[rows], 0, np.where(linked > 0, linked, 9)))

        return [
            TableColumn(
                "mark",
                "",
                lambda row: MARKS[mark_of(workspace, row)],
                marks,
                28,
                help="● selected, ○ linked to the selection, ◌ linked through what belongs to somebody",
            ),
            TableColumn(
                "type",
                "Type",
                lambda row: workspace.type_of(row).label,
                lambda rows: no_blank(self.type_rank[items.type[rows]]),
                130,
            ),
            TableColumn(
                "label",
                "Label",
                lambda row: items.label[row],
                lambda rows: (self.labels.rank[rows], np.array([not items.label[row] for row in rows.tolist()], bool)),
                280,
            ),
            TableColumn(
                "when",
                "When",
                lambda row: when_lines(workspace, row)[0],
                lambda rows: (items.when_start[rows], items.when_start[rows] == NO_TIME),
                190,
            ),
            TableColumn("where", "Where", where_text, where_key, 300),
            TableColumn(
                "links",
                "Links",
                lambda row: f"{self.degree[row]:,}",
                lambda rows: no_blank(self.degree[rows]),
                70,
                right=True,
                help="Number of links",
            ),
        ]


class PropertyValues:
    """The properties of one type: single values read page by page, whole columns read only to sort or filter."""

    _PAGE = 200

    def __init__(self, workspace: Workspace, case: CaseFile, type_name: str) -> None:
        self._workspace, self._case, self.type_name = workspace, case, type_name
        self._kinds = kinds_of(workspace, type_name)
        self._page: dict[int, dict[str, str]] = {}
        self._codes: dict[str, tuple[Ints, list[str], Ints]] = {}
        self.near: Callable[[int], Rows] = lambda row: np.array([row], np.int32)
        """Returns the rows around one, of which a page is read."""

    def columns(self) -> list[TableColumn]:
        """Return a column for each property that the schema gives the type."""
        return [
            TableColumn(
                f"property {each.name}",
                each.label[:1].upper() + each.label[1:],
                lambda row, name=each.name: self.text(row, name),
                lambda rows, name=each.name: self.key(rows, name),
                150,
            )
            for each in self._workspace.schema.properties_of(self.type_name)
        ]

    def text(self, row: int, name: str) -> str:
        """Return a property of an item as text."""
        if row not in self._page:
            if len(self._page) > 50 * self._PAGE:
                self._page.clear()
            rows = [each for each in self.near(row).tolist() if each not in self._page][: self._PAGE] or [row]
            found = self._case.items([int(each) for each in self._workspace.items.id[rows]])
            by_id = {item.id: self._words(item.properties) for item in found}
            for each in {*rows, row}:
                self._page[each] = by_id.get(int(self._workspace.items.id[each]), {})
        return self._page[row].get(name, "")

    def _words(self, properties: Mapping[str, object]) -> dict[str, str]:
        return {name: value_words(value, self._kinds.get(name)) for name, value in properties.items()}

    def coded(self, name: str) -> tuple[Ints, list[str], Ints]:
        """Return for every item the code of its value (-1 none), the values, and their ranks."""
        if name not in self._codes:
            ids, codes, values = self._case.property_column(self.type_name, name)
            all_codes = np.full(len(self._workspace), -1, np.int64)
            order = np.argsort(self._workspace.items.id, kind="stable")
            at = np.searchsorted(self._workspace.items.id, ids, sorter=order)
            known = at < len(order)
            rows = order[at[known]]
            same = self._workspace.items.id[rows] == ids[known]
            all_codes[rows[same]] = np.asarray(codes)[known][same]
            kind = self._kinds.get(name)
            words = [value_words(value_of(value, kind), kind) for value in values]
            self._codes[name] = all_codes, words, ranks(values)
        return self._codes[name]

    def key(self, rows: Rows, name: str) -> tuple[Ints | Floats, Mask]:
        """Return what rows sort by: the value as a number where all are, else as text."""
        codes, values, rank = self.coded(name)
        mine = codes[rows]
        blank = mine < 0
        empty = np.array([not value for value in values] or [True], bool)
        return np.where(blank, 0, np.append(rank, 0)[mine]), blank | empty[np.maximum(mine, 0)]

    def matching(self, name: str, folded: str) -> Mask:
        """Return one flag an item: the property holds this text (already case folded)."""
        codes, values, _ = self.coded(name)
        hit = np.array([*(folded in value.casefold() for value in values), False], bool)
        return hit[codes]


def ranks(values: list[str]) -> Ints:
    """Return the place of each value in their order: as numbers where all are numbers, else as text."""
    try:
        keys: list[float] | list[str] = [float(value) if value else -np.inf for value in values]
    except ValueError:
        keys = [value.casefold() for value in values]
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    return np.array([places[key] for key in keys], np.int64)
