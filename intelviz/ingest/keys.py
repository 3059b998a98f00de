"""Who is who: items by the ids that files give them, in the case and in what is being loaded."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import repeat
from pathlib import Path

from intelviz.case.change import Change
from intelviz.case.values import Source
from intelviz.ingest.recipe import Identity, Recipe
from intelviz.schema.model import Schema


@dataclass
class Space:
    """Ids that mean the same item wherever they stand: those of a set of files, or those of a type in the whole case.

    ``prefix`` and a bare id make the key under which the case knows an item.
    """

    prefix: str
    ids: dict[str, int] = field(default_factory=dict[str, int])


class _Types:
    """The types of items: ``known`` are those that were there, the rest was added with ids that follow each other."""

    def __init__(self) -> None:
        self.known: dict[int, str] = {}
        self._names: list[str] = []
        self._codes = array("H")
        self._start = 0

    def add(self, first: int, count: int, of: str) -> None:
        if not self._codes:
            self._start = first
        assert first == self._start + len(self._codes)
        if of not in self._names:
            self._names.append(of)
        self._codes.extend(repeat(self._names.index(of), count))

    def __getitem__(self, number: int) -> str:
        at = number - self._start
        return self._names[self._codes[at]] if 0 <= at < len(self._codes) else self.known[number]

    def count(self, numbers: Sequence[int]) -> Counter[str]:
        start, codes, names = self._start, self._codes, self._names
        if numbers and codes and min(numbers) >= start:
            found = Counter([codes[each - start] for each in numbers])
            return Counter({names[code]: count for code, count in found.items()})
        return Counter(map(self.__getitem__, numbers))


class Keys:
    """All spaces in use, filled from the case when first needed, and the type of every item in them."""

    def __init__(self, change: Change, schema: Schema) -> None:
        self._change, self._schema = change, schema
        self._spaces: dict[str, Space] = {}
        self._types = _Types()
        self.withdrawn = change.withdrawn_items()

    def space(self, prefix: str) -> Space:
        """Return the space of a prefix."""
        found = self._spaces.get(prefix)
        if found is None:
            found = self._spaces[prefix] = Space(prefix)
            start = len(prefix)
            for key, (number, of) in self._change.keys(prefix).items():
                found.ids[key[start:]] = number
                self._types.known[number] = of
        return found

    def add(self, first: int, count: int, of: str) -> None:
        """Take note of items of one type that were added, their ids following those added before."""
        self._types.add(first, count, of)

    def type_of(self, number: int) -> str:
        """Return the type of an item."""
        return self._types[number]

    def types_of(self, numbers: Sequence[int]) -> Counter[str]:
        """Return how many of some items are of each type."""
        return self._types.count(numbers)

    def held(self, space: Space, ids: Sequence[str]) -> list[int | None]:
        """Return the item for each id, None where neither the case nor a file that was read holds it."""
        found = list(map(space.ids.get, ids))
        if self.withdrawn:
            return [None if number in self.withdrawn else number for number in found]
        return found

    def fits(self, number: int, of: str) -> bool:
        """Return whether an item that is known may also be called an ``of``."""
        known = self._types[number]
        if known == of:
            return True
        if known not in self._schema.items or of not in self._schema.items:
            return False
        return self._schema.is_a(known, of) or self._schema.is_a(of, known)


def prefix_of(recipe: Recipe, place: str, identity: Identity, of: str, file: str, item: str) -> str:
    """Return what stands before a bare id in a key; ``place`` is the name of the set of files."""
    match identity:
        case "folder":
            return f"{recipe.name}/{place}:"
        case "file":
            return f"{recipe.name}/{place}/{file}:"
        case "case":
            return f"{of}:"
        case "row":
            return f"{recipe.name}/{place}/{file}/{item}:"


def row_ids(rows: Sequence[tuple[str, ...]], count: dict[str, int]) -> list[str]:
    """Return ids of rows that have none: what stands in them, and which of several equal rows it is.

    So the unchanged rows of a newer version of a file are known again, and equal rows of one file stay apart.
    """
    return numbered(row_digests(rows), count)


def row_digests(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return what stands for the cells of each row."""
    return [blake2b("\x1f".join(row).encode("utf-8", "surrogatepass"), digest_size=9).hexdigest() for row in rows]


def numbered(digests: Iterable[str], count: dict[str, int]) -> list[str]:
    """Return ids from what stands for each row, equal rows numbered on from ``count``."""
    found: list[str] = []
    for digest in digests:
        seen = count.get(digest, 0)
        count[digest] = seen + 1
        found.append(f"{digest}-{seen + 1}" if seen else digest)
    return found


def place_names(sources: Sequence[Source]) -> dict[tuple[str, str], str]:
    """Return the name of each set of files that the case holds, by recipe and folder.

    A set is called like its folder; a second folder of that name gets a number.
    """
    found: dict[tuple[str, str], str] = {}
    for source in sources:
        if source.path:
            name_place(found, source.recipe, Path(source.path).parent)
    return found


def name_place(names: dict[tuple[str, str], str], recipe: str, folder: Path) -> str:
    """Return the name of a set of files, giving it one if it has none."""
    key = (recipe, str(folder))
    if key not in names:
        base = folder.name or "files"
        taken = {name for (other, _), name in names.items() if other == recipe}
        name, number = base, 2
        while name in taken:
            name, number = f"{base} ({number})", number + 1
        names[key] = name
    return names[key]
