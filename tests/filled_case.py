"""A small case with items, links and what records say of them, for tests of opening and of the log."""

from __future__ import annotations

from pathlib import Path

from intelviz.case.file import CaseFile
from intelviz.case.values import SourceDraft


def filled(path: Path, persons: int = 200) -> Path:
    """Make a case of some persons, each said by a record, who know each other in a row."""
    with CaseFile.create(path) as case, case.changing() as change:
        source = change.add_source(SourceDraft("persons.csv", "0" * 64))
        record = change.add_records(
            source, range(2, persons + 2), [f'{{"name": "Person {row}"}}' for row in range(persons)]
        )
        first = change.add_items(
            ("Person", f"test:{row}", f"Person {row}", f'{{"name": "Person {row}"}}', *[None] * 6)
            for row in range(persons)
        )
        change.add_links(("KNOWS", first + row, first + row + 1, None, None, None, None) for row in range(persons - 1))
        change.add_assertions(
            (record + row, first + row, None, f'{{"name": "Person {row}"}}') for row in range(persons)
        )
        change.finish_source(source, rows=persons, loaded=persons, merged=0, rejected=0)
    return path
