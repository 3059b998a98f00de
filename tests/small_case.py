"""The small workspace of the tests as a case file, with a source and a record behind every item and link."""

import json
from pathlib import Path

from intelviz.case.file import CaseFile
from intelviz.case.values import SourceDraft
from tests.conftest import SMALL_ITEMS, SMALL_LINKS, made_columns, made_schema


def small_case(path: Path, *, shift: int = 0, without: str = "") -> CaseFile:
    """Make it; ``shift`` adds items before it, so that ids differ; ``without`` leaves out an item by its label."""
    case = CaseFile.create(path, made_schema())
    columns = made_columns().items
    kept = [row for row, item in enumerate(SMALL_ITEMS) if item[1] != without]
    with case.changing() as change:
        source = change.add_source(SourceDraft("small.csv", "0" * 64))
        record = change.add_records(source, [2], [json.dumps({"name": "small"})])
        change.add_items(("Phone", f"other {row}", f"other {row}", "{}", *[None] * 6) for row in range(shift))
        first = change.add_items(_item(columns, row) for row in kept)
        ids = {row: first + place for place, row in enumerate(kept)}
        links = [link for link in SMALL_LINKS if link[1] in ids and link[2] in ids]
        first_link = change.add_links((kind, ids[a], ids[b], None, None, None, None) for kind, a, b in links)
        change.add_assertions((record, each, None, None) for each in range(first - shift, first + len(kept)))
        change.add_assertions((record, None, first_link + row, None) for row in range(len(links)))
        count = shift + len(kept) + len(links)
        change.finish_source(source, rows=1, loaded=1, merged=0, rejected=0, items=count)
    return case


def _item(columns, row):
    kind, label, when, place = SMALL_ITEMS[row]
    said = {"type": label} if kind == "Crime" else {}
    time = (int(columns.when_start[row]), int(columns.when_end[row]), int(columns.when_precision[row]))
    where = (*place, 1) if place else (None, None, None)
    return (kind, f"{kind}:{label}", label, json.dumps(said), *(time if when else (None, None, None)), *where)
