"""What the queries of a style's rules depend on beside the items of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from intelviz.schema.errors import IntelvizError
from intelviz.schema.model import Schema
from intelviz.workspace.query import parse
from intelviz.workspace.query.terms import State
from intelviz.workspace.style.rules import Style
from intelviz.workspace.workspace import Change


def depends_on(style: Style, schema: Schema) -> Change:
    """Return the changes after which a style's queries may find other items: sets, kept areas, the selection."""
    found = Change(0)
    for rule in style.rules:
        if rule.on and rule.where.strip():
            found |= Change.STYLE | Change.KEPT
            if {"selected", "linked"} & set(_states(rule.where, schema)):
                found |= Change.SELECTION
    return found


def _states(text: str, schema: Schema) -> Iterator[str]:
    """Yield the states ("selected", "shown" …) that a query names; none where it can't be read."""
    try:
        left: list[object] = [parse(text, schema).term]
    except IntelvizError:
        return
    while left:
        term = left.pop()
        if isinstance(term, State):
            yield term.name
        elif isinstance(term, tuple):
            left.extend(term)  # pyright: ignore[reportUnknownArgumentType]  a tuple of anything
        elif is_dataclass(term):
            left.extend(getattr(term, each.name) for each in fields(term))
