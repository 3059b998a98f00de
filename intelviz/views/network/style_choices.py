"""By what a rule of a chart's style can go, in the analyst's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intelviz.workspace.style.rules import FIXED, MEASURES, Channel, known_by

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView


def properties(view: NetworkView) -> list[tuple[str, str]]:
    """Return the properties of the types on the chart: "gender of persons", and how a rule names it."""
    workspace = view.workspace
    there = {workspace.item_types[code].name for code in set(workspace.items.type[view.content.rows].tolist())}
    found = [
        (f"{each.label} of {workspace.schema.item(kind).plural}", f"property {kind}.{each.name}")
        for kind in sorted(there)
        for each in workspace.schema.properties_of(kind)
    ]
    return sorted(found, key=lambda each: each[0].casefold())


def sources_for(view: NetworkView, channel: Channel) -> list[tuple[str, str]]:
    """Return by what a channel can be ruled, in words, and how a rule names it."""
    listed = [
        ("always the same", FIXED),
        ("kind of link", "link type"),
        ("number of links", "link count"),
        ("type", "type"),
        ("grade", "grade"),
        ("source", "source"),
    ]
    listed += [(words if words == "PageRank" else words.lower(), f"measure {name}") for name, words in MEASURES.items()]
    return [(words, by) for words, by in [*listed, *properties(view)] if known_by(channel, by)]
