"""Charts of i2 Analyst's Notebook as Chart Exchange XML (.anx): entities, links, attributes, dates, grades and cards.

Colours and fonts of the chart are not kept; the place of an entity on it is ("chart x").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, counted, gather
from intelviz.ingest.readers.graphs.xml_stream import XmlWalk, root_of, xml_content
from intelviz.ingest.readers.table import Broken, Table

_ARROWS = {"ArrowOnHead": "yes", "ArrowOnTail": "backwards", "ArrowOnBoth": "both", "ArrowNone": "no"}
_GRADES = (("GradeOneIndex", "GradeOne"), ("GradeTwoIndex", "GradeTwo"), ("GradeThreeIndex", "GradeThree"))
_CARD = (("Summary", "summary"), ("Text", "text"), ("SourceReference", "source"), ("SourceType", "source type"))


@dataclass(slots=True)
class _Item:
    """A chart item that is open: what has been said of it."""

    given: dict[str, str]
    said: dict[str, str] = field(default_factory=dict[str, str])
    cards: list[str] = field(default_factory=list[str])
    id: str = ""
    type: str = ""
    ends: tuple[str, str] | None = None
    shape: str = ""


class _Walk(XmlWalk):
    def __init__(self) -> None:
        super().__init__()
        self._names: dict[tuple[str, str], str] = {}
        self._grades: dict[str, list[str]] = {}
        self._grade = ""
        self._item: _Item | None = None
        self._card: dict[str, str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        item = self._item
        if item is None:
            self._outside(name, attributes)
            return
        match name:
            case "End":
                for each in ("X", "Y"):
                    if each in attributes:
                        item.said[f"chart {each.casefold()}"] = attributes[each]
            case "Entity":
                item.id = attributes.get("EntityId") or attributes.get("Identity", "")
                if attributes.get("Identity"):
                    item.said["identity"] = attributes["Identity"]
            case "Link":
                ends = [attributes.get(f"{end}Id") or attributes.get(f"{end}Reference", "") for end in ("End1", "End2")]
                item.ends = ends[0], ends[1]
            case "LinkStyle":
                self._link_style(item, attributes)
            case "Attribute":
                self._attribute(item, attributes)
            case "Card":
                self._card = dict(attributes)
            case "Summary" | "Text" if self._card is not None:
                self.begin_text()
            case "TimeZone":
                if attributes.get("Name"):
                    item.said["time zone"] = attributes["Name"]
            case "CIStyle" | "Font" | "SubItemCollection" | "SubItem" | "IconPicture":
                pass
            case _ if name.endswith("Style") and not item.type:
                reference = attributes.get("EntityTypeReference", "")
                item.type = attributes.get("Type") or self._names.get(("EntityType", reference), "")
                item.shape = name.removesuffix("Style")
            case _:
                pass

    def _outside(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "ChartItem":
                self._item = _Item(attributes)
            case "EntityType" | "LinkType" | "AttributeClass" | "Strength":
                if attributes.get("Id"):
                    self._names[name, attributes["Id"]] = attributes.get("Name", "")
            case "GradeOne" | "GradeTwo" | "GradeThree":
                self._grade = name
            case "String" if self._grade:
                self._grades.setdefault(self._grade, []).append(attributes.get("Text", ""))
            case _:
                pass

    def _link_style(self, item: _Item, given: Mapping[str, str]) -> None:
        item.type = given.get("Type") or self._names.get(("LinkType", given.get("LinkTypeReference", "")), "")
        arrow = given.get("ArrowStyle", "ArrowNone")
        item.said["directed"] = _ARROWS.get(arrow, "no")
        strength = given.get("Strength") or self._names.get(("Strength", given.get("StrengthReference", "")), "")
        if strength:
            item.said["strength"] = strength

    def _attribute(self, item: _Item, given: Mapping[str, str]) -> None:
        reference = given.get("AttributeClassReference", "")
        name = given.get("AttributeClass") or self._names.get(("AttributeClass", reference), "") or "attribute"
        text = given.get("Value", "")
        if text:
            item.said[name] = f"{item.said[name]}; {text}" if name in item.said else text

    def end(self, name: str) -> None:
        item = self._item
        if name in {"GradeOne", "GradeTwo", "GradeThree"}:
            self._grade = ""
        if item is None:
            return
        if name in {"Summary", "Text"} and self._card is not None:
            text = self.end_text().strip()
            if text:
                self._card[name] = text
        elif name == "Card" and self._card is not None:
            card = self._card
            parts = [f"{words}: {card[key]}" for key, words in _CARD if card.get(key)]
            parts += [f"{words}: {text}" for words, text in self._graded(card)]
            if card.get("DateTime"):
                parts.append(f"date: {_when(card)}")
            item.cards.append("; ".join(parts))
            self._card = None
        elif name == "ChartItem":
            self._item = None
            self._close(item)

    def _graded(self, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for place, (key, collection) in enumerate(_GRADES, 1):
            index = given.get(key, "")
            known = self._grades.get(collection, [])
            if index.isdecimal():
                text = known[int(index)] if len(index) < 6 and int(index) < len(known) else index
                if text:
                    yield f"grade {place}", text

    def _close(self, item: _Item) -> None:
        given, said = item.given, item.said
        for key, name in (("Description", "description"), ("SourceReference", "source"), ("SourceType", "source type")):
            if given.get(key):
                said.setdefault(name, given[key])
        said.update(self._graded(given))
        if given.get("DateTimeDescription"):
            said["date as described"] = given["DateTimeDescription"]
        cards = [each for each in item.cards if each]
        if cards:
            said["cards"] = "\n".join(cards)
        when = _when(given)
        if when and given.get("DateSet") == "false":
            said["time"], when = when, ""
        label = " ".join(given.get("Label", "").split())
        if item.ends is not None:
            self._link(item, label, when)
        elif item.id:
            if item.shape and item.shape != "Icon":
                said["shape"] = item.shape
            self.done.append(Element("item", item.id, item.type, label, start=when, attributes=said))
        else:
            self.done.append(Broken(label[:200] or given.get("Id", ""), "it is a drawing on the chart, not an entity"))

    def _link(self, item: _Item, label: str, when: str) -> None:
        one, other = item.ends or ("", "")
        if not one or not other:
            self.done.append(Broken(label[:200], "the link has no entity at one of its ends"))
            return
        if item.said.get("directed") == "backwards":
            one, other = other, one
            item.said["directed"] = "yes"
        elif item.said.get("directed") == "both":
            item.said["directed"], item.said["mutual"] = "yes", "yes"
        if label:
            item.said["label"] = label
        link = Element("link", item.given.get("Id", ""), item.type, label, one, other, when, "", item.said)
        self.done.append(link)


def _when(given: Mapping[str, str]) -> str:
    """Return when a chart item was: a date, or date and time, as far as the chart says so."""
    text = given.get("DateTime", "").strip()
    if not text:
        return ""
    day, _, clock = text.replace(" ", "T").partition("T")
    if given.get("DateSet") == "false":
        return clock.partition(".")[0] if given.get("TimeSet") == "true" else ""
    if given.get("TimeSet", "false") != "true":
        return day
    whole, _, fraction = clock.partition(".")
    return f"{day}T{whole}" + (f".{fraction}" if fraction.strip("0Z") else "")


def _fits(file: FoundFile) -> bool:
    text = file.text_start
    return root_of(text) == "chart" and ("ChartItem" in text or "ApplicationVersion" in text or "EntityType" in text)


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    content, encoding, notes = xml_content(file)
    walk = _Walk()
    gathered = gather(file, opening, walk.walk(file, encoding))
    form = f"i2 chart, {content.words}, {counted(gathered)}"
    return [
        ElementTable(
            file.origin(content.sha256),
            form,
            "anx",
            gathered,
            notes,
            mapped=("phoneNo", "email_address", "address", "reg"),
        )
    ]


READER = Reader("anx", "Chart of i2 Analyst's Notebook (XML)", 316, _fits, _tables)
