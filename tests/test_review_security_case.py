"""A case from a stranger whose numbers stand for nothing is told of in words, before a view draws it."""

import sqlite3

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.schema.errors import CaseDamagedError
from tests.small_import import written


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE item SET place_precision = 77",
        "UPDATE item SET when_start = 1, when_end = 2, when_precision = 99",
        "UPDATE link SET when_start = 1, when_end = 2, when_precision = -3",
        "UPDATE item SET type = -9",
        "UPDATE item SET type = 30001",
        "UPDATE link SET type = 40000",
        "INSERT INTO schema_type (id, kind, name, definition) VALUES (1000000000000, 'item', 'Huge', '{}')",
    ],
)
def test_codes_that_stand_for_nothing_are_told_of(tmp_path, change):
    path = tmp_path / "c.intelviz"
    with CaseFile.create(path) as case:
        import_files(case, [written(tmp_path / "f")])
    with sqlite3.connect(path) as database:
        database.execute(change)
    database.close()
    with pytest.raises(CaseDamagedError), CaseFile.open(path) as case:
        case.columns()
