"""Graphs of Maltego: a zip file (.mtgx) with GraphML in it whose values are entities with typed properties."""

from __future__ import annotations

from pathlib import Path

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphml import GraphmlWalk, Open, graphml_table
from intelviz.ingest.readers.packed.zips import member, names_of, opened
from intelviz.ingest.readers.table import Table
from intelviz.schema.errors import BadInputError

_PIECE = 1 << 20


class MaltegoWalk(GraphmlWalk):
    """Makes elements of Maltego's tags; an entity is called what its main value says."""

    def __init__(self) -> None:
        super().__init__()
        self._main: tuple[str, str] = ("", "")
        self._property = ("", "")

    def inside_data(self, name: str, attributes: dict[str, str]) -> None:
        """Meet a tag within a value."""
        owner = self.owner
        if owner is None:
            return
        match name:
            case "MaltegoEntity" | "MaltegoLink":
                if name == "MaltegoEntity" or attributes.get("type", "").startswith("maltego.link.") is False:
                    owner.type = attributes.get("type", "")
            case "Properties":
                self._main = attributes.get("displayValue", ""), attributes.get("value", "")
            case "Property":
                inner = attributes.get("name", "")
                self._property = inner, attributes.get("displayName") or inner
            case "Value" | "Notes" | "DisplayElement" | "Weight" | "Bookmarks":
                if name == "DisplayElement":
                    self._property = "", attributes.get("name") or "display"
                self.begin_text()
            case "Position":
                for each in ("x", "y"):
                    if each in attributes:
                        owner.said.setdefault(f"viz {each}", attributes[each])
            case _:
                super().inside_data(name, attributes)

    def end_inside_data(self, name: str) -> None:
        """Meet the end of a tag within a value."""
        owner = self.owner
        if owner is None:
            return
        match name:
            case "Value":
                self._value(owner, self.end_text().strip())
            case "DisplayElement":
                _say(owner, self._property[1], self.end_text().strip())
            case "Notes" | "Weight" | "Bookmarks":
                _say(owner, name.casefold(), self.end_text().strip())
            case _:
                super().end_inside_data(name)

    def _value(self, owner: Open, text: str) -> None:
        inner, shown = self._property
        if not text:
            return
        if inner in self._main and (not owner.label or inner == self._main[0]):
            owner.label = text
        if owner.what == "edge" and inner in {"maltego.link.manual.type", "maltego.link.label"}:
            owner.label = text
        _say(owner, shown, text)


def _say(owner: Open, name: str, text: str) -> None:
    if text:
        owner.said[name] = f"{owner.said[name]}; {text}" if name in owner.said else text


def maltego_table(file: FoundFile, opening: Opening) -> Table:
    """Return the table of GraphML whose values are entities of Maltego."""
    mapped = ("phoneNo", "email_address", "address")
    return graphml_table(file, opening, MaltegoWalk(), "maltego", "Maltego graph", mapped)


def _graphs(file: FoundFile) -> list[str]:
    return sorted(each for each in names_of(file) if each.startswith("Graphs/") and each.endswith(".graphml"))


def _fits(file: FoundFile) -> bool:
    return bool(_graphs(file))


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    graphs = _graphs(file)
    found: list[Table] = []
    first: BadInputError | None = None
    for place, name in enumerate(graphs):
        try:
            inner = FoundFile.at(
                _unpacked(file, name, place, opening),
                shown=file.shown,
                part=file.within(Path(name).stem if len(graphs) > 1 else ""),
            )
            found.append(maltego_table(inner, opening))
        except BadInputError as error:
            first = first or error
            opening.refuse(file.within(name), error.what)
    if first is not None and not found:
        opening.refused()
        raise first
    return found


def _unpacked(file: FoundFile, name: str, place: int, opening: Opening) -> Path:
    """Return where a member lies now; what is larger than there is room for is refused."""
    target = opening.folder / f"maltego-{abs(hash((file.path, place)))}.graphml"
    with opened(file) as zipped, member(zipped, zipped.getinfo(name), file) as stream, target.open("wb") as out:
        while block := stream.read(_PIECE):
            opening.room_left -= len(block)
            if opening.room_left < 0:
                target.unlink(missing_ok=True)
                raise file.wrong("there is more in it than can be unpacked.", "Unpack it, and load what is in it.")
            out.write(block)
    return target


READER = Reader("maltego", "Maltego graph", 100, _fits, _tables)
