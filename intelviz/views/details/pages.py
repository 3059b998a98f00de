"""The pages of the details: one item, several, none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from intelviz.case.columns import Rows
from intelviz.render.timewords import window_words
from intelviz.schema.errors import IntelvizError
from intelviz.schema.when import NO_TIME
from intelviz.views.details.linked import common, item_link, link_groups, links_section, through_section
from intelviz.views.details.page import Opened, act, lines, more, safe, section, table
from intelviz.views.details.statements import properties_section
from intelviz.views.item_words import when_lines, where_lines
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile


def page_of_none() -> str:
    """Return what is said while nothing is picked."""
    return (
        "<h2>Nothing selected</h2>"
        "<p>Point at an item, or select one in any view, to see here what is known of it, which record says so, and "
        "what it is linked to.</p>"
    )


def page_of_one(
    workspace: Workspace, case: CaseFile | None, row: int, opened: Opened, picture: tuple[str, str] = ("", "")
) -> str:
    """Return everything known of one item; ``picture`` is the address of its picture and where that is from."""
    items = workspace.items
    kind = workspace.type_of(row)
    head = (
        '<table cellspacing="0" cellpadding="0"><tr><td style="padding-right: 8px; vertical-align: middle">'
        f'<img src="icon:{int(items.type[row])}" width="32" height="32"></td>'
        f"<td><h2>{safe(items.label[row] or '(no label)')}</h2>"
        f'<span class="quiet">{safe(kind.label)}, number {items.id[row]}</span></td></tr></table>'
    )
    acts = " &nbsp; ".join([act("centre", "Show in all views"), act("linked", "Select what is linked")])
    text = f"{head}<p>{acts}</p>"
    if picture[1]:
        shown = f'<img src="{picture[0]}"><br>' if picture[0] else ""
        text += f'<p>{shown}<span class="quiet">{safe(picture[1])}</span></p>'
    facts: list[list[str]] = []
    when, exact = when_lines(workspace, row)
    if when:
        facts.append(["When", f'{safe(when)} <span class="quiet">({safe(exact)})</span>'])
    where = _where(workspace, row)
    if where:
        facts.append(["Where", where])
    text += table(facts)
    if case is not None:
        try:
            text += properties_section(workspace, case, row, opened)
        except IntelvizError as error:
            text += f'<p class="warn">{safe(error.words())}</p>'
    return text + links_section(workspace, row, opened) + through_section(workspace, row, opened)


def _where(workspace: Workspace, row: int) -> str:
    items = workspace.items
    name, exact = where_lines(workspace, row)
    if not name:
        return ""
    place = int(items.place_row[row])
    known = bool(np.isfinite(items.lat[row]) and np.isfinite(items.lon[row]))
    degrees = f"{items.lat[row]:.5f}, {items.lon[row]:.5f}" if known else "coordinates unknown"
    note = f'<span class="quiet">({safe(exact)})</span>'
    if place == row:
        return f"{degrees} {note}"
    way = next(
        (group.words for group in link_groups(workspace, row) if place in group.others and group.kind.reach),
        "linked place",
    )
    return f'{item_link(workspace, place)}<br>{degrees} {note}<br><span class="quiet">through “{safe(way)}”</span>'


def page_of_many(workspace: Workspace, rows: Rows, opened: Opened) -> str:
    """Return what several items have in common: counts by type, times, links that they share."""
    items = workspace.items
    text = f"<h2>{len(rows):,} items selected</h2>"
    text += f"<p>{act('centre', 'Show in all views')} &nbsp; {act('linked', 'Select what is linked')}</p>"
    counts = np.bincount(items.type[rows], minlength=len(workspace.item_types))
    kinds = [code for code in np.argsort(-counts, kind="stable").tolist() if counts[code]]
    text += section("Types", len(kinds))
    text += table(
        [
            [
                f'<img src="icon:{code}" width="16" height="16">&nbsp; {safe(workspace.item_types[code].plural)}'
                f" &nbsp;<b>{counts[code]:,}</b>",
                act(f"only {code}", "only these") if len(kinds) > 1 else "",
            ]
            for code in kinds
        ]
    )
    timed = rows[items.when_start[rows] != NO_TIME]
    if len(timed):
        first, last = int(items.when_start[timed].min()), int(items.when_end[timed].max())
        text += table([["When", f"{safe(window_words(first, last))} ({len(timed):,} with a time)"]])
    text += _common(workspace, rows, opened)
    most = opened.most("selected")
    text += section("Selected", len(rows))
    entries = [
        f'{item_link(workspace, row)} <span class="quiet">{safe(workspace.type_of(row).label)}</span>'
        for row in rows[:most].tolist()
    ]
    return text + lines(entries) + more("selected", most, len(rows))


def _common(workspace: Workspace, rows: Rows, opened: Opened) -> str:
    found, tally = common(workspace, rows)
    text = section("Linked to more than one of them", len(found))
    if not len(found):
        return text + '<p class="quiet">They share no direct link.</p>'
    most = opened.most("common")
    entries: list[str] = []
    for row, count in zip(found[:most].tolist(), tally[:most].tolist(), strict=True):
        which = "to all" if count == len(rows) else f"to {count:,} of {len(rows):,}"
        also = ", itself selected" if workspace.selected[row] else ""
        note = safe(f"{workspace.type_of(row).label}, linked {which}{also}")
        entries.append(f'{item_link(workspace, row)} <span class="quiet">{note}</span>')
    return text + lines(entries) + more("common", most, len(found))
