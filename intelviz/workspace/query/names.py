"""Names that a query may use, as an analyst types them: a type's name, label or plural, whatever the case."""

from __future__ import annotations

from intelviz.schema.model import Schema
from intelviz.workspace.query.tokens import QueryError, Token, near_misses

OWN_PROPERTIES = ("label",)
"""What every item has beside the properties of its type."""


class Names:
    """Finds types, properties and link types of a schema by what people call them."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._types: dict[str, str] = {}
        for kind in schema.items.values():
            for called in (kind.plural, kind.label, kind.name):
                self._types.setdefault(called.casefold(), kind.name)
        for kind in schema.items.values():
            self._types[kind.name.casefold()] = kind.name
        self._links = {each.label.casefold(): each.name for each in reversed(list(schema.links.values()))}
        self._links |= {each.name.casefold(): each.name for each in schema.links.values()}
        self.longest = max((len(called.split()) for called in self._types), default=1)
        self.all_types = list(schema.items)
        self.all_links = list(schema.links)

    def type_called(self, text: str) -> str | None:
        """Return the name of the item type that is called so, or None."""
        return self._types.get(text.casefold())

    def link_called(self, text: str) -> str | None:
        """Return the name of the link type that is called so, or None."""
        return self._links.get(text.casefold())

    def types_with(self, name: str, kind: str | None = None) -> list[str]:
        """Return the item types that have the property; ``kind`` narrows them to one type and its children."""
        return [
            each
            for each in self.schema.items
            if (kind is None or self.schema.is_a(each, kind))
            and (name in OWN_PROPERTIES or any(said.name == name for said in self.schema.properties_of(each)))
        ]

    def properties(self, kind: str | None) -> dict[str, str]:
        """Return the properties of a type and its children (or of all) by their folded names and labels."""
        found: dict[str, str] = {}
        for each in self.schema.items:
            if kind is None or self.schema.is_a(each, kind):
                for said in self.schema.properties_of(each):
                    found.setdefault(said.label.casefold(), said.name)
        for each in self.schema.items:
            if kind is None or self.schema.is_a(each, kind):
                found.update((said.name.casefold(), said.name) for said in self.schema.properties_of(each))
        found.update((name, name) for name in OWN_PROPERTIES)
        return found

    def property_called(self, kind: str | None, token: Token) -> str:
        """Return the property's name; QueryError with near misses if no type has it."""
        known = self.properties(kind)
        found = known.get(token.text.casefold())
        if found is None:
            of = f"the type {kind} has no property “{token.text}”" if kind else f"no type has a property “{token.text}”"
            near = near_misses(token.text, sorted(set(known.values())))
            raise QueryError(of, token.start, expected="the name of a property", near=near)
        return found

    def type_label(self, name: str, *, plural: bool = False) -> str:
        """Return what the reader calls a type."""
        kind = self.schema.items.get(name)
        return name if kind is None else kind.plural if plural else kind.label

    def property_label(self, kind: str | None, name: str) -> str:
        """Return what the reader calls a property."""
        for each in self.types_with(name, kind):
            for said in self.schema.properties_of(each):
                if said.name == name:
                    return said.label
        return name

    def link_label(self, name: str) -> str:
        """Return what the reader calls a link type."""
        kind = self.schema.links.get(name)
        return name if kind is None else kind.label
