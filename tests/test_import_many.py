"""Imports of many rows: read in blocks, written by the column, indexed at the end, and stopped at any time."""

import sqlite3
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelviz.case.change import Change
from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.ingest.readers.text.dialect import Dialect
from intelviz.ingest.readers.text.records import _with_care, records
from intelviz.schema.errors import CancelledError, CaseError
from tests.small_import import FILES, written

COUNT = 20_000
NOTHING = (None,) * 6


def persons(start: int, count: int) -> str:
    return "".join(f"{number},Name{number},Surname{number},,,Person\n" for number in range(start, start + count))


def indexes(path) -> set[str]:
    with sqlite3.connect(path) as database:
        return {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as made:
        yield made


@given(st.lists(st.text(st.sampled_from('ab,"\n\r '), max_size=12), max_size=30))
def test_reading_in_blocks_gives_what_reading_with_care_gives(texts):
    lines = [line for text in texts for line in f"{text}\n".splitlines(keepends=True)]
    with_care = list(_with_care(iter(()), Dialect(), deque(lines)))
    assert list(records(iter(lines), Dialect())) == with_care


def test_all_indexes_are_there_after_many_rows_and_what_they_find_too(case, tmp_path):
    before = indexes(case.path)
    folder = written(tmp_path / "files", persons=FILES["persons.csv"] + persons(10, COUNT))
    import_files(case, [folder])
    assert indexes(case.path) == before
    assert [hit.label for hit in case.search("surname4711")] == ["Name4711 Surname4711"]
    assert case.verify() == []


def test_a_key_that_two_of_many_items_have_is_refused_at_the_end_and_nothing_is_kept(case):
    def add(change: Change, start: int) -> None:
        change.add_items(("Person", f"t:{number}", "P", "{}", *NOTHING) for number in range(start, start + 5_000))

    with pytest.raises(CaseError, match="the same key"), case.changing() as change:
        add(change, 0)
        add(change, 5_000)
        add(change, 9_000)
    assert case.info()["items"] == {}
    assert "item_key" in indexes(case.path)


def test_it_can_be_stopped_while_it_is_made_searchable(case, tmp_path, monkeypatch):
    monkeypatch.setattr("intelviz.case.change._STEPS", 5_000)
    folder = written(tmp_path / "files", persons=FILES["persons.csv"] + persons(10, COUNT))
    looks: list[str] = []

    def step(words: str, done: int, total: int) -> None:
        looks.append(words)
        if looks.count("Making it searchable") == 3:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        import_files(case, [folder], step=step)
    assert case.sources() == []
    assert case.verify() == []
    import_files(case, [folder])
    assert case.info()["items"]["Person"] == COUNT + 2
