"""GEXF 1.0 to 1.3, as Gephi writes it, whatever its namespace (gexf.net).

Attributes are kept under their titles, what is drawn (position, colour, size) as "viz x" and so on. Spells make the
time of an element where they are dates.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.element_sense import is_iso
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, counted, gather
from intelviz.ingest.readers.graphs.xml_stream import XmlWalk, root_of, xml_content
from intelviz.ingest.readers.table import Broken, Table

_OWN_NODE = frozenset({"id", "label", "pid", "for", "start", "end", "startopen", "endopen", "timestamp", "intervals"})
_OWN_EDGE = _OWN_NODE | {"source", "target", "type", "kind"}
_META = {"creator", "description", "keywords"}


@dataclass(slots=True)
class _Open:
    what: str
    given: dict[str, str]
    said: dict[str, str] = field(default_factory=dict[str, str])
    spells: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    parents: list[str] = field(default_factory=list[str])


class _Walk(XmlWalk):
    def __init__(self) -> None:
        super().__init__()
        self._titles: dict[tuple[str, str], str] = {}
        self._defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self._class = "node"
        self._attribute = ""
        self._default_type = "undirected"
        self._open: list[_Open] = []
        self.about: dict[str, str] = {}
        self._parents: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "node" | "edge":
                if name == "node" and attributes.get("id") is None and "for" in attributes:
                    return
                self._open.append(_Open(name, attributes))
            case "attvalue":
                self._attvalue(attributes)
            case "attributes":
                self._class = attributes.get("class", "node")
            case "attribute":
                self._attribute = attributes.get("id", "")
                self._titles[self._class, self._attribute] = attributes.get("title") or self._attribute
            case "default" | "creator" | "description" | "keywords":
                self.begin_text()
            case "spell" | "slice":
                self._spell(attributes)
            case "parent":
                if self._open:
                    self._open[-1].parents.append(attributes.get("for", ""))
            case "graph":
                self._default_type = attributes.get("defaultedgetype", "undirected").casefold()
            case "meta":
                if attributes.get("lastmodifieddate"):
                    self.about["last modified"] = attributes["lastmodifieddate"]
            case "color" | "colour" | "position" | "size" | "shape" | "thickness":
                self._drawn(name, attributes)
            case _:
                pass

    def end(self, name: str) -> None:
        if name in {"node", "edge"}:
            if self._open and self._open[-1].what == name:
                mine = self._open.pop()
                (self._node if name == "node" else self._edge)(mine)
        elif name == "default":
            text = self.end_text().strip()
            if text and self._class in self._defaults:
                self._defaults[self._class][self._titles[self._class, self._attribute]] = text
        elif name in _META:
            text = " ".join(self.end_text().split())
            if text:
                self.about[name] = text

    def _attvalue(self, given: dict[str, str]) -> None:
        if not self._open:
            return
        mine = self._open[-1]
        number = given.get("for") or given.get("id") or ""
        name = self._titles.get((mine.what, number), number)
        text = given.get("value", "")
        begin, stop = given.get("start") or given.get("timestamp", ""), given.get("end", "")
        if begin or stop:
            text = f"{text} [{begin}, {stop}]"
        mine.said[name] = f"{mine.said[name]}; {text}" if name in mine.said else text

    def _spell(self, given: dict[str, str]) -> None:
        if self._open:
            begin = given.get("start") or given.get("startopen") or given.get("timestamp", "")
            stop = given.get("end") or given.get("endopen") or given.get("timestamp", "")
            self._open[-1].spells.append((begin, stop))

    def _drawn(self, name: str, given: dict[str, str]) -> None:
        if not self._open:
            return
        said = self._open[-1].said
        if name == "position":
            said.update({f"viz {each}": given[each] for each in ("x", "y", "z") if given.get(each)})
        elif name in {"color", "colour"}:
            parts = [given.get(each, "") for each in ("r", "g", "b")]
            text = given.get("hex") or ("rgb(" + ", ".join(parts) + ")" if all(parts) else "")
            if text:
                said["viz colour"] = text
            if given.get("a"):
                said["viz opacity"] = given["a"]
        elif given.get("value"):
            said[f"viz {name}"] = given["value"]

    def _when(self, mine: _Open) -> tuple[str, str]:
        """Return when it was, if that is written as dates; it is kept as attributes in any case."""
        given = mine.given
        spells = list(mine.spells)
        begin = given.get("start") or given.get("startopen") or given.get("timestamp", "")
        stop = given.get("end") or given.get("endopen", "")
        if begin or stop:
            spells.insert(0, (begin, stop))
        if not spells:
            return "", ""
        if len(spells) > 1:
            mine.said["spells"] = "; ".join(f"[{one}, {other}]" for one, other in spells)
        starts, ends = [one for one, _ in spells if one], [other for _, other in spells if other]
        first = min(starts) if len(starts) == len(spells) and all(map(is_iso, starts)) else ""
        last = max(ends) if len(ends) == len(spells) and all(map(is_iso, ends)) else ""
        if len(spells) == 1:
            if starts and not first:
                mine.said["start"] = starts[0]
            if ends and not last:
                mine.said["end"] = ends[0]
        if mine.what == "node" and last and not first:
            mine.said["end"], last = last, ""
        return first, last

    def _rest(self, mine: _Open, own: frozenset[str]) -> dict[str, str]:
        first, last = self._when(mine)
        mine.given["@start"], mine.given["@end"] = first, last
        said = self._defaults[mine.what] | mine.said
        said.update({name: text for name, text in mine.given.items() if name not in own and name[0] != "@" and text})
        return said

    def _node(self, mine: _Open) -> None:
        given = mine.given
        number = given.get("id", "")
        if not number:
            self.done.append(Broken(given.get("label", "")[:200], "the node has no id"))
            return
        said = self._rest(mine, _OWN_NODE)
        parents = [given["pid"]] if given.get("pid") else []
        above = next((each.given.get("id", "") for each in reversed(self._open) if each.what == "node"), "")
        parents += [each for each in (*mine.parents, above) if each]
        if parents:
            said["inside"] = "; ".join(dict.fromkeys(parents))
        start, end = given["@start"], given["@end"]
        label = given.get("label", "")
        self.done.append(Element("item", number, "", label, start=start, end=end, attributes=said))

    def _edge(self, mine: _Open) -> None:
        given = mine.given
        source, target = given.get("source", ""), given.get("target", "")
        if not source or not target:
            self.done.append(Broken(given.get("id", "")[:200], "the link has no node at one of its ends"))
            return
        said = self._rest(mine, _OWN_EDGE)
        kind = (given.get("type") or self._default_type).casefold()
        said["directed"] = "no" if kind == "undirected" else "yes"
        if kind == "mutual":
            said["mutual"] = "yes"
        label = given.get("label", "")
        if label:
            said.setdefault("label", label)
        link = Element("link", given.get("id", ""), given.get("kind", ""), label, source, target, attributes=said)
        link.start, link.end = given["@start"], given["@end"]
        self.done.append(link)

    def notes(self) -> Generator[str]:
        if self.about:
            shown = "; ".join(f"{name}: {text[:80]}" for name, text in self.about.items())
            yield f"Of the graph as a whole the file says: {shown}."


def _fits(file: FoundFile) -> bool:
    return root_of(file.text_start) == "gexf"


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    content, encoding, notes = xml_content(file)
    walk = _Walk()
    gathered = gather(file, opening, walk.walk(file, encoding))
    form = f"GEXF, {content.words}, {counted(gathered)}"
    return [ElementTable(file.origin(content.sha256), form, "gexf", gathered, [*notes, *walk.notes()])]


READER = Reader("gexf", "GEXF: a graph of Gephi", 312, _fits, _tables)
