"""What the card at the pointer says: of an item, and of a line with the links that it stands for."""

from __future__ import annotations

from collections import Counter

import numpy as np

from intelviz.case.columns import Rows
from intelviz.case.file import CaseFile
from intelviz.render.timewords import when_of
from intelviz.schema.when import NO_TIME
from intelviz.views.item_words import card_lines
from intelviz.views.network.content import Content
from intelviz.workspace.workspace import Workspace

_MOST = 8


def item_lines(content: Content, row: int, case: CaseFile | None) -> list[str]:
    """Return label, type, when, where, how many links, and which source says so."""
    workspace = content.workspace
    if row in workspace.chart.closed:
        return _group_lines(content, row)
    links = int(np.diff(workspace.adjacency.start[row : row + 2])[0])
    words = f"{links:,} link{'' if links == 1 else 's'}, to {int(content.degree[row]):,} items drawn here"
    return [*card_lines(workspace, row), words, *source_lines(workspace, row, case)]


def _group_lines(content: Content, row: int) -> list[str]:
    """Return what a closed group holds, type by type, and how to open it."""
    workspace, rows = content.workspace, content.members(row)
    found = Counter(workspace.type_of(each).plural for each in rows.tolist())
    lines = [f"{count:,} {plural}" for plural, count in found.most_common(_MOST)]
    return [content.label(row), *lines, f"linked to {int(content.degree[row]):,} items drawn here", "Return opens it"]


def source_lines(workspace: Workspace, row: int, case: CaseFile | None) -> list[str]:
    """Return the newest source that speaks of an item, with its row and grade, and how many statements there are."""
    said = case.assertions(int(workspace.items.id[row])) if case is not None else []
    if not said:
        return []
    last = said[-1]
    where = f"{last.source}, row {last.row:,}" if last.source and last.row is not None else last.source or last.by
    parts = [where, f"grade {last.grade}" if last.grade else "ungraded"]
    if len(said) > 1:
        parts.append(f"{len(said):,} statements")
    return [" · ".join(part for part in parts if part)]


def pair_lines(content: Content, pair: int) -> list[str]:
    """Return what a line stands for: its ends, and how many links of each type in which direction, and when."""
    workspace = content.workspace
    links = content.links_of(pair)
    names = content.label(int(content.low[pair])), content.label(int(content.high[pair]))
    found = Counter(link_words(workspace, int(link)) for link in links)
    head = f"{len(links):,} link{'s' if len(links) != 1 else ''}: {names[0]} – {names[1]}"
    lines = [f"{words}{f' (× {count:,})' if count > 1 else ''}" for words, count in found.most_common(_MOST)]
    rest = [f"and {len(found) - _MOST} more kinds"] if len(found) > _MOST else []
    return [head, *lines, *rest, *_span(workspace, links)]


def link_words(workspace: Workspace, link: int) -> str:
    """Return a link as a sentence."""
    links, labels = workspace.links, workspace.items.label
    kind = workspace.link_types[links.type[link]]
    return f"{labels[int(links.a[link])]} {kind.label} {labels[int(links.b[link])]}"


def link_when(workspace: Workspace, link: int) -> str:
    """Return the time of a link in words, or "" where none is known."""
    links = workspace.links
    if links.when_start[link] == NO_TIME:
        return ""
    when = when_of(int(links.when_start[link]), int(links.when_end[link]), int(links.when_precision[link]))
    return when.text()


def _span(workspace: Workspace, links: Rows) -> list[str]:
    """Return the first and the last time of links, where any is known."""
    dated = links[workspace.links.when_start[links] != NO_TIME]
    if not len(dated):
        return []
    order = dated[np.argsort(workspace.links.when_start[dated], kind="stable")]
    first, last = (link_when(workspace, int(order[at])) for at in (0, -1))
    without = f" ({len(links) - len(dated):,} undated)" if len(dated) < len(links) else ""
    return [(first if first == last else f"{first} to {last}") + without]
