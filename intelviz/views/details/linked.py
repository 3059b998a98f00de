"""The links of an item in words, grouped by what they say, and what is reached through what belongs to somebody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.case.columns import Rows
from intelviz.render.timewords import when_of
from intelviz.schema.model import LinkType
from intelviz.schema.when import NO_TIME, Precision
from intelviz.views.details.page import Opened, lines, link, more, safe, section
from intelviz.views.item_words import when_lines
from intelviz.workspace.workspace import DIRECT, THROUGH, Workspace


@dataclass(frozen=True)
class LinkGroup:
    """Links of one type and direction at an item: ``words`` as "has phone", with the items across and their counts."""

    key: str
    kind: LinkType
    words: str
    others: Rows
    counts: np.ndarray
    links: Rows


def link_groups(workspace: Workspace, row: int) -> list[LinkGroup]:
    """Return the links of an item by type and direction, in the schema's order."""
    rows = np.unique(workspace.adjacency.links_at(np.array([row], np.int32)))
    links = workspace.links
    groups: list[LinkGroup] = []
    order = {name: number for number, name in enumerate(workspace.schema.links)}
    for code in sorted(np.unique(links.type[rows]).tolist(), key=lambda c: order.get(links.type_names[c], 0)):
        kind = workspace.link_types[code]
        mine = rows[links.type[rows] == code]
        for forth in (True, False):
            near, far = (links.a, links.b) if forth else (links.b, links.a)
            these = mine[near[mine] == row]
            if not len(these):
                continue
            others, first, counts = np.unique(far[these], return_index=True, return_counts=True)
            words = kind.label if forth else kind.reverse
            key = f"{kind.name} {'forth' if forth else 'back'}"
            groups.append(LinkGroup(key, kind, words, others.astype(np.int32), counts, these[first]))
    return groups


def links_section(workspace: Workspace, row: int, opened: Opened) -> str:
    """Return the links of an item, grouped; each other item is a link that picks it."""
    groups = link_groups(workspace, row)
    text = section("Links", int(sum(group.counts.sum() for group in groups)))
    if not groups:
        return text + '<p class="quiet">Nothing is linked to it.</p>'
    for group in groups:
        text += f"<h4>{safe(group.words)} <b>{int(group.counts.sum()):,}</b></h4>"
        most = opened.most(group.key)
        entries: list[str] = []
        for other, count, number in zip(
            group.others[:most].tolist(), group.counts[:most].tolist(), group.links[:most].tolist(), strict=True
        ):
            times = f" <b>×{count:,}</b>" if count > 1 else ""
            entries.append(f"{item_link(workspace, other)}{times}{_note(workspace, other, number)}")
        text += lines(entries) + more(group.key, most, len(group.others))
    return text


def _note(workspace: Workspace, other: int, number: int) -> str:
    links = workspace.links
    parts = [workspace.type_of(other).label]
    if links.when_start[number] != NO_TIME:
        precision = Precision(int(links.when_precision[number]))
        parts.append(f"link of {when_of(int(links.when_start[number]), int(links.when_end[number]), precision).text()}")
    elif when_lines(workspace, other)[0]:
        parts.append(when_lines(workspace, other)[0])
    return f' <span class="quiet">{safe(", ".join(parts))}</span>'


def item_link(workspace: Workspace, row: int) -> str:
    """Return an item as a link that picks it."""
    return link("item", int(workspace.items.id[row]), workspace.items.label[row] or "(no label)")


def through_section(workspace: Workspace, row: int, opened: Opened) -> str:
    """Return what is reached through telephones, addresses and the like, by type, each with the way to it."""
    alone = np.zeros(len(workspace), bool)
    alone[row] = True
    linked = workspace.reach.linked_to(alone)
    rows = np.flatnonzero(linked == THROUGH).astype(np.int32)
    if not len(rows):
        return ""
    text = section("Reached through what belongs to it", len(rows))
    for code in np.unique(workspace.items.type[rows]).tolist():
        mine = rows[workspace.items.type[rows] == code]
        # Latest things first read worst: keep the order of time, then of the case.
        mine = mine[np.lexsort((mine, workspace.items.when_start[mine]))]
        kind = workspace.item_types[code]
        key, most = f"through {kind.name}", opened.most(f"through {kind.name}")
        text += f"<h4>{safe(kind.plural)} <b>{len(mine):,}</b></h4>"
        entries: list[str] = []
        for each in mine[:most].tolist():
            across = np.unique(workspace.adjacency.neighbours(np.array([each], np.int32)))
            ways = [way for way in across.tolist() if linked[way] == DIRECT]
            when = when_lines(workspace, each)[0]
            note = f' <span class="quiet">{safe(when)}</span>' if when else ""
            if ways:
                note += f' <span class="quiet">through</span> {item_link(workspace, ways[0])}'
            entries.append(f"{item_link(workspace, each)}{note}")
        text += lines(entries) + more(key, most, len(mine))
    return text


def common(workspace: Workspace, rows: Rows) -> tuple[Rows, np.ndarray]:
    """Return the items linked directly to at least two of ``rows``, and to how many, most first."""
    adjacency = workspace.adjacency
    counts = adjacency.start[rows + 1] - adjacency.start[rows]
    near = np.repeat(rows, counts).astype(np.int64)
    far = adjacency.neighbours(rows).astype(np.int64)
    pairs = np.unique(near * len(workspace) + far)
    tally = np.bincount(pairs % len(workspace), minlength=len(workspace))
    found = np.flatnonzero(tally >= 2)
    order = np.argsort(-tally[found], kind="stable")
    return found[order].astype(np.int32), tally[found[order]]
