"""Item types, link types and the schema that holds them, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PropertyType:
    """One thing that can be said of an item or a link."""

    name: str
    label: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class ItemType:
    """A kind of item: its words, its looks, and what can be said of it.

    ``category`` is person, object, location or event (POLE). ``caption`` lists templates such as ``{name} {surname}``
    of which the first whose properties are all known makes the label. ``colour`` is a slot of the palette, 0 to 7.
    ``starts_chart`` says that a chart of a new case opens on items of this type.
    """

    name: str
    label: str
    plural: str
    category: str
    icon: str
    colour: int
    parent: str | None = None
    caption: tuple[str, ...] = ()
    properties: tuple[PropertyType, ...] = ()
    starts_chart: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class LinkType:
    """A kind of link, read from its first end to its second: "{a} {label} {b}", "{b} {reverse} {a}".

    ``reach`` says how far a selection sees along it: ``holds`` (the second end belongs to the first, as a phone does
    to its holder, so what the phone did concerns the holder), ``lives`` (the second end is where the first is found),
    ``locates`` (the second end is where the event, the first, happened: its place is the event's place), or ``""``.
    """

    name: str
    label: str
    reverse: str
    group: str
    reach: str = ""
    from_types: tuple[str, ...] = ()
    to_types: tuple[str, ...] = ()
    from_role: str = ""
    to_role: str = ""
    properties: tuple[PropertyType, ...] = ()
    description: str = ""


@dataclass(frozen=True)
class Schema:
    """All types that a case may use, in the order in which legends show them."""

    items: Mapping[str, ItemType] = field(default_factory=dict[str, ItemType])
    links: Mapping[str, LinkType] = field(default_factory=dict[str, LinkType])

    def item(self, name: str) -> ItemType:
        """Return the item type of that name; KeyError if there is none."""
        return self.items[name]

    def link(self, name: str) -> LinkType:
        """Return the link type of that name; KeyError if there is none."""
        return self.links[name]

    def ancestry(self, name: str) -> Iterator[ItemType]:
        """Yield the item type and its parents, nearest first."""
        here: str | None = name
        while here is not None:
            found = self.items[here]
            yield found
            here = found.parent

    def is_a(self, name: str, ancestor: str) -> bool:
        """Return whether type ``name`` is ``ancestor`` or descends from it."""
        return any(found.name == ancestor for found in self.ancestry(name))

    def properties_of(self, name: str) -> tuple[PropertyType, ...]:
        """Return the properties of an item type, inherited ones first."""
        found: dict[str, PropertyType] = {}
        for kind in reversed(list(self.ancestry(name))):
            found.update((each.name, each) for each in kind.properties)
        return tuple(found.values())
