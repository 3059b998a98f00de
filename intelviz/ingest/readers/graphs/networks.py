"""Tables that belong to one network: which columns of a table name two ends, and which file lists the nodes of which.

Files of one folder belong together if they are called alike but for words such as "nodes" and "edges". Ids mean
something within such a network alone.
"""

from __future__ import annotations

import csv
import gzip
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from intelviz.ingest.readers.file import START, FoundFile, Opening
from intelviz.ingest.readers.graphs.element_sense import spoken
from intelviz.ingest.readers.packed.zips import UNREADABLE, is_bomb
from intelviz.ingest.readers.text.dialect import dialect_of

_PAIRS = (
    ("source", "target"), ("src", "dst"), ("src", "dest"), ("source", "destination"), ("source id", "target id"),
    ("source node", "target node"), ("sourceid", "targetid"), ("from id", "to id"), ("from node", "to node"),
    ("from node id", "to node id"), ("node1", "node2"), ("node 1", "node 2"), ("node a", "node b"),
    ("vertex1", "vertex2"), ("vertex 1", "vertex 2"), ("v1", "v2"), ("id1", "id2"), ("id 1", "id 2"),
    ("person1", "person2"), ("person 1", "person 2"), ("person a", "person b"), ("actor1", "actor2"),
    ("actor 1", "actor 2"), ("actor a", "actor b"), ("member1", "member2"), ("member 1", "member 2"),
    ("suspect1", "suspect2"), ("suspect 1", "suspect 2"), ("entity1", "entity2"), ("entity 1", "entity 2"),
    ("ego", "alter"), ("head", "tail"), ("u", "v"), ("nominator", "nominee"), ("from", "to"), ("x1", "x2"),
)  # fmt: skip
_BESIDE_FROM = frozenset(
    {
        "from", "to", "id", "type", "weight", "label", "relation", "relationship", "kind", "time", "date", "timestamp",
        "start", "end", "value", "strength", "directed", "edge", "link", "tie", "count", "width", "n", "color",
        "colour", "title", "arrows", "dashes", "level", "confidence", "year", "source", "description",
    }
)  # fmt: skip
"""Columns beside which "from" and "to" are the ends of a link, and not of a letter or a journey."""
_PLACED = ("latitude", "lat", "longitude", "lon", "lng")
"""Columns of an event: two actors beside its place took part in it, and are no ends of a link."""
_IDS = (
    "id",
    "node",
    "node id",
    "nodeid",
    "vertex",
    "vertex id",
    "actor",
    "actor id",
    "person id",
    "name",
    "label",
    "key",
)
_ROLES = frozenset(
    {
        "nodes", "node", "vertices", "vertex", "edges", "edge", "links", "link", "ties", "nodelist", "edgelist", "arcs",
        "list", "attributes", "attribute", "attr", "attrs", "att", "atts", "actors", "relations", "relationships",
        "matrix", "adjacency", "adj", "network", "net", "table", "csv",
    }
)  # fmt: skip
_ENDINGS = re.compile(r"(?:\.(?:csv|tsv|txt|tab|gz|dat|edges|nodes|edgelist))+$", re.IGNORECASE)
_WORDS = re.compile(r"[^a-z0-9]+")
_MOST_FILES = 2_000
_MOST_PARTS = 50
"""Files of one network."""
_COMMENT = ("#", "%")
_LINES = 60


def network_of(name: str) -> str:
    """Return how the network is called of which a file holds a part: "enron" for enron-nodes.csv."""
    bare = _CAMEL.sub(" ", _ENDINGS.sub("", name)).casefold()
    return " ".join(each for each in _WORDS.split(bare) if each and each not in _ROLES) or "network"


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def pair_in(header: Sequence[str]) -> tuple[int, int] | None:
    """Return the places of the two columns that name the ends of a link, or None."""
    names = [spoken(each) for each in header]
    is_placed = any(each in names for each in _PLACED)
    for one, other in _PAIRS:
        if one in names and other in names:
            if is_placed and one.startswith("actor"):
                continue
            if one == "from" and not set(names) <= _BESIDE_FROM:
                continue
            return names.index(one), names.index(other)
    return None


def id_in(header: Sequence[str]) -> int | None:
    """Return the place of the column that names a node: one that is called so, or a first one without a name."""
    names = [spoken(each) for each in header]
    for each in _IDS:
        if each in names:
            return names.index(each)
    return 0 if names and not names[0] else None


def first_rows(text: str) -> list[list[str]]:
    """Return the first records of a text with delimiters, without comments; the last may be cut off and is left out."""
    lines = text.splitlines()
    if len(text) >= START // 4 and len(lines) > 1:
        lines.pop()
    lines = [line for line in lines if line.strip() and not line.startswith(_COMMENT)][:_LINES]
    if not lines or max(map(len, lines)) > 50_000:
        return []
    dialect = dialect_of(lines)
    try:
        rows = list(csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=dialect.spaced))
    except csv.Error:
        return []
    return [[cell.replace("\ufeff", "").strip() for cell in row] for row in rows]


@dataclass(frozen=True, slots=True)
class Sibling:
    """A file beside another: in its folder, or a ``member`` of the same archive; ``start`` are its first characters."""

    name: str
    start: str
    path: Path
    member: str = ""

    def found(self, opening: Opening) -> FoundFile:
        """Return it as a file that can be read."""
        if not self.member:
            return FoundFile.at(self.path)
        place = opening.folder / f"beside-{len(list(opening.folder.iterdir()))}"
        with zipfile.ZipFile(self.path) as zipped, zipped.open(self.member) as stream, place.open("wb") as out:
            while block := stream.read(1 << 20):
                opening.room_left -= len(block)
                if opening.room_left < 0:
                    raise zipfile.BadZipFile("more than there is room for")
                out.write(block)
        return FoundFile.at(place, shown=self.path, part=self.member)


def siblings(file: FoundFile) -> Iterator[Sibling]:
    """Yield the other files of the folder, or of the archive, that belong to the same network by their names.

    Where very many are called alike they are no parts of one network, and none is a sibling.
    """
    mine = network_of(file.name)
    if file.part:
        yield from _members(file, mine)
        return
    for path in _named(file.shown.parent, mine):
        if path.resolve() != file.shown.resolve():
            yield Sibling(path.name, start_of(path), path)


def _members(file: FoundFile, network: str) -> Iterator[Sibling]:
    """Yield the members of a zip file; those of archives within it have none beside them."""
    try:
        changed = file.shown.stat().st_mtime_ns
        beside = [each for each in _packed(file.shown, changed).get(network, ()) if each != file.part]
        if not beside:
            return
        with zipfile.ZipFile(file.shown) as zipped:
            for member in beside:
                with zipped.open(member) as stream:
                    start = stream.read(START)
                text = FoundFile(file.shown, start, len(start), file.shown, member).text_start
                yield Sibling(Path(member).name, text, file.shown, member)
    except (*UNREADABLE, ValueError):
        return


@lru_cache(maxsize=4)
def _packed(path: Path, _changed: int) -> dict[str, list[str]]:
    """Return the names of the members of a zip file by the network that each belongs to."""
    with zipfile.ZipFile(path) as zipped:
        members = [each for each in zipped.infolist()[:_MOST_FILES] if not each.is_dir() and not is_bomb(each)]
    return _by_network((Path(each.filename).name, each.filename) for each in members)


@lru_cache(maxsize=4)
def _listing(folder: str, _changed: int) -> dict[str, list[str]]:
    """Return the paths of the files of a folder by the network that each belongs to."""
    inside = islice(sorted(Path(folder).iterdir()), _MOST_FILES)
    return _by_network((path.name, str(path)) for path in inside if path.is_file())


def _by_network(files: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, place in files:
        found.setdefault(network_of(name), []).append(place)
    return {network: places for network, places in found.items() if len(places) <= _MOST_PARTS}


def _named(folder: Path, network: str) -> list[Path]:
    try:
        return [Path(path) for path in _listing(str(folder), folder.stat().st_mtime_ns).get(network, ())]
    except OSError:
        return []


def start_of(path: Path) -> str:
    """Return the first characters of a file, unpacked if it is compressed; "" where they are no text."""
    try:
        with path.open("rb") as raw:
            start = raw.read(START)
        if start.startswith(b"\x1f\x8b"):
            with gzip.open(path) as unpacked:
                start = unpacked.read(START)
    except (OSError, EOFError, zlib.error):
        return ""
    return FoundFile(path, start, len(start), path).text_start
