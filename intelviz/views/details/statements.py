"""What is said of an item, and which row of which source says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from intelviz.schema.kinds import Kind
from intelviz.views.details.page import Opened, act, link, safe, section, table
from intelviz.views.item_words import kinds_of, value_words
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

_SOURCES = 5


@dataclass
class Statement:
    """One value of a property and the assertions that give it."""

    value: str
    by: list[Any] = field(default_factory=list[Any])


def statements(
    properties: Mapping[str, object], assertions: Sequence[Any], kinds: Mapping[str, Kind]
) -> dict[str, list[Statement]]:
    """Return for each property its different values, each with who says it, in the order of the properties."""
    found: dict[str, list[Statement]] = {name: [] for name in properties}
    for assertion in assertions:
        for name, value in assertion.said.items():
            words = value_words(value, kinds.get(name))
            if not words:
                continue
            mine = found.setdefault(name, [])
            same = next((each for each in mine if each.value == words), None)
            if same is None:
                same = Statement(words)
                mine.append(same)
            same.by.append(assertion)
    for name, value in properties.items():
        words = value_words(value, kinds.get(name))
        if not found[name] and words:
            found[name].append(Statement(words))
    return {name: said for name, said in found.items() if said}


def properties_section(workspace: Workspace, case: CaseFile, row: int, opened: Opened) -> str:
    """Return the properties of an item with value, source, row and grade, and the records the reader opened."""
    item_id = int(workspace.items.id[row])
    item = case.item(item_id)
    assertions = case.assertions(item_id=item_id)
    titles = {each.name: each.label for each in workspace.schema.properties_of(item.type)}
    said = statements(item.properties, assertions, kinds_of(workspace, item.type))
    order = [*(name for name in titles if name in said), *(name for name in said if name not in titles)]
    rows = [[safe(titles.get(name, name)), _values(said[name])] for name in order]
    text = section("Properties", len(rows)) + table(rows) if rows else ""
    differing = sum(len(each) > 1 for each in said.values())
    if differing:
        words = "1 property has" if differing == 1 else f"{differing:,} properties have"
        text += f'<p class="warn">{words} differing statements</p>'
    return text + sources_section(case, assertions, opened)


def _values(said: list[Statement]) -> str:
    cells = [f"{safe(each.value)}<br>{_by(each.by)}" for each in said]
    if len(cells) == 1:
        return cells[0]
    inner = "".join(f'<td class="said">{cell}</td>' for cell in cells)
    return f'<table cellspacing="0" cellpadding="2"><tr>{inner}</tr></table>'


def _by(assertions: Sequence[Any]) -> str:
    if not assertions:
        return '<span class="quiet">no record says this</span>'
    parts = [f"{source_words(each)}, {grade_words(each.grade)}" for each in assertions[:_SOURCES]]
    if len(assertions) > _SOURCES:
        parts.append(f"and {len(assertions) - _SOURCES:,} more rows")
    return f'<span class="quiet">{"<br>".join(parts)}</span>'


def source_words(assertion: Any) -> str:
    """Return "crimes.csv row 12" as a link that opens the record, or who said it where there is no record."""
    if assertion.record_id is None:
        return safe(f"stated by {assertion.by}" if assertion.by else "stated by the analyst")
    row = f" row {assertion.row:,}" if assertion.row is not None else ""
    return link("record", int(assertion.record_id), f"{assertion.source}{row}")


def grade_words(grade: object) -> str:
    """Return a grade as it is written, or that there is none."""
    return safe(grade) if grade not in (None, "") else "not graded"


def sources_section(case: CaseFile, assertions: Sequence[Any], opened: Opened) -> str:
    """Return a line for each record that speaks of the item, and those opened, as they came."""
    known = {int(each.record_id): each for each in assertions if each.record_id is not None}
    if not known:
        return ""
    text = section("Records", len(known))
    most = opened.most("records")
    for record_id, assertion in list(known.items())[:most]:
        shut = record_id in opened.records
        words = "Close the record" if shut else "Open the record"
        name = f"{assertion.source} row {assertion.row:,}" if assertion.row is not None else str(assertion.source)
        text += f'<a name="record-{record_id}"></a>'
        text += f'<p class="line">{safe(name)} &nbsp; {link("record", record_id, words)}</p>'
        if shut:
            record = case.record(record_id)
            cells = record.cells.items()
            text += table([[safe(column), safe(value if value is not None else "")] for column, value in cells])
    left = len(known) - most
    if left > 0:
        text += f'<p class="line">{act("more records", f"Show {min(50, left):,} more of {left:,}")}</p>'
    return text
