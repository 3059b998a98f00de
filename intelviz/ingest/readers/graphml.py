"""GraphML 1.0 and 1.1, as networkx, igraph, Gephi, yEd and others write it (graphml.graphdrawing.org)."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, counted, gather
from intelviz.ingest.readers.graphs.xml_stream import XmlWalk, root_of, xml_content
from intelviz.ingest.readers.table import Broken, Table

_MOST_SAID = 12


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    of: str
    default: str | None = None


@dataclass(slots=True)
class Open:
    """An element whose end has not come yet: graph, node, edge, hyperedge, port or data."""

    what: str
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    said: dict[str, str] = field(default_factory=dict[str, str])
    labels: list[str] = field(default_factory=list[str])
    type: str = ""
    label: str = ""


class GraphmlWalk(XmlWalk):
    """Makes elements of the tags of GraphML; ``about`` is what the file says of the graph as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, _Key] = {}
        self.about: dict[str, str] = {}
        self.graphs = self.loose = 0
        self.stack: list[Open] = []
        self._key: tuple[str, str, str] | None = None
        self._inner = 0
        self._links = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Meet an opening tag."""
        if self._inner or (self.stack and self.stack[-1].what == "data"):
            self._inner += 1
            self.inside_data(name, attributes)
            return
        if name == "key":
            of = attributes.get("for", "all")
            self._key = (attributes.get("id", ""), attributes.get("attr.name") or attributes.get("id", ""), of)
            self.keys[self._key[0]] = _Key(self._key[1], of)
        elif name in {"default", "desc"}:
            self.begin_text()
        elif name in {"graph", "node", "edge", "hyperedge", "port"}:
            if name == "graph":
                self.graphs += 1
            self.stack.append(Open(name, attributes=dict(attributes)))
        elif name == "data":
            self.stack.append(Open("data", attributes.get("key", "")))
            self.begin_text()
        elif name == "locator":
            self.loose += 1

    def end(self, name: str) -> None:
        """Meet a closing tag."""
        if self._inner:
            self._inner -= 1
            self.end_inside_data(name)
            return
        if name == "default" and self._key is not None:
            self.keys[self._key[0]] = _Key(self._key[1], self._key[2], self.end_text().strip())
        elif name == "desc":
            text = self.end_text().strip()
            if self.stack and text:
                self.stack[-1].said["description"] = text
        elif name == "key":
            self._key = None
        elif self.stack and self.stack[-1].what == name:
            self._close(self.stack.pop())

    def inside_data(self, name: str, attributes: dict[str, str]) -> None:
        """Meet a tag within a value: a drawing of yEd."""
        owner = self.owner
        if owner is None:
            return
        if name in {"NodeLabel", "EdgeLabel", "Label.Text"}:
            self.begin_text()
        elif name == "Geometry":
            for each in ("x", "y", "width", "height"):
                if each in attributes:
                    owner.said.setdefault(f"viz {each}", attributes[each])
        elif name == "Fill" and attributes.get("color"):
            owner.said.setdefault("viz colour", attributes["color"])
        elif name == "Shape" and attributes.get("type"):
            owner.said.setdefault("viz shape", attributes["type"])
        elif name == "Arrows":
            owner.said.setdefault("viz arrows", f"{attributes.get('source', '')}-{attributes.get('target', '')}")

    def end_inside_data(self, name: str) -> None:
        """Meet the end of a tag within a value."""
        if name in {"NodeLabel", "EdgeLabel", "Label.Text"}:
            text = " ".join(self.end_text().split())
            owner = self.owner
            if owner is not None and text and text not in owner.labels:
                owner.labels.append(text)

    @property
    def owner(self) -> Open | None:
        """The node, edge or graph to which the value at hand belongs."""
        return self.stack[-2] if len(self.stack) > 1 else None

    def _close(self, mine: Open) -> None:
        match mine.what:
            case "data":
                self._take(mine.name)
            case "node":
                self._node(mine)
            case "edge":
                self._edge(mine)
            case "hyperedge":
                words = "a hyperedge links any number of nodes at once, which can't be drawn as a link between two"
                self.done.append(Broken(mine.attributes.get("id", "hyperedge"), words))
            case "graph" if len(self.stack) == 0:
                self.about |= mine.said
            case _:
                pass

    def _take(self, key: str) -> None:
        text = self.end_text()
        if not self.stack or not text.strip():
            return
        owner, known = self.stack[-1], self.keys.get(key)
        name = known.name if known is not None else key or "data"
        text = text.strip()
        owner.said[name] = f"{owner.said[name]}; {text}" if name in owner.said else text

    def _defaults(self, of: str) -> dict[str, str]:
        return {key.name: key.default for key in self.keys.values() if key.default and key.of in {of, "all"}}

    def _node(self, mine: Open) -> None:
        number = mine.attributes.get("id", "")
        if not number:
            self.done.append(Broken(" ".join(mine.said.values())[:200], "the node has no id"))
            return
        said = self._defaults("node") | mine.said
        inside = next((each.attributes.get("id", "") for each in reversed(self.stack) if each.what == "node"), "")
        if inside:
            said["inside"] = inside
        for place, label in enumerate(mine.labels[1:], 2):
            said[f"label {place}"] = label
        label = mine.label or (mine.labels[0] if mine.labels else "")
        self.done.append(Element("item", number, mine.type, label, attributes=said))

    def _edge(self, mine: Open) -> None:
        given = mine.attributes
        source, target = given.get("source", ""), given.get("target", "")
        if not source or not target:
            self.done.append(Broken(given.get("id", "")[:200], "the link has no node at one of its ends"))
            return
        said = self._defaults("edge") | mine.said
        graph = next((each for each in reversed(self.stack) if each.what == "graph"), None)
        default = graph.attributes.get("edgedefault", "directed") if graph is not None else "directed"
        directed = given.get("directed", "true" if default == "directed" else "false") in {"true", "1"}
        if said.get("viz arrows") == "none-none":
            directed = False
        said["directed"] = "yes" if directed else "no"
        for port in ("sourceport", "targetport"):
            if given.get(port):
                said[port] = given[port]
        label = mine.label or "; ".join(mine.labels)
        if label:
            said.setdefault("label", label)
        link = Element("link", given.get("id", ""), mine.type, label, source, target, attributes=said)
        self.done.append(link)

    def notes(self) -> Generator[str]:
        """Yield what the user should know of the whole."""
        if self.graphs > 1:
            yield f"The file holds {self.graphs:,} graphs, one within or beside the other; all were read as one."
        if self.about:
            shown = "; ".join(f"{name} = {text[:80]}" for name, text in list(self.about.items())[:_MOST_SAID])
            yield f"Of the graph as a whole the file says: {shown}."
        if self.loose:
            yield f"{self.loose:,} parts of the graph lie in other files (locator), which were not read."


def graphml_table(
    file: FoundFile, opening: Opening, walk: GraphmlWalk, reader: str, words: str, mapped: Sequence[str] = ()
) -> Table:
    """Return the table of a GraphML file that a walk understands."""
    content, encoding, notes = xml_content(file)
    gathered = gather(file, opening, walk.walk(file, encoding))
    form = f"{words}, {content.words}, {counted(gathered)}"
    said = [*notes, *walk.notes()]
    return ElementTable(file.origin(content.sha256), form, reader, gathered, said, mapped=mapped)


def _fits(file: FoundFile) -> bool:
    return root_of(file.text_start) == "graphml"


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    if "MaltegoEntity" in file.text_start:
        from intelviz.ingest.readers.maltego import maltego_table

        return [maltego_table(file, opening)]
    return [graphml_table(file, opening, GraphmlWalk(), "graphml", "GraphML")]


READER = Reader("graphml", "GraphML: a graph", 310, _fits, _tables)
