"""The log is only ever added to, chained by hashes; and verify names everything that is wrong with a case."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from intelviz.case.file import CaseFile
from tests.filled_case import filled


@pytest.fixture
def path(tmp_path):
    path = filled(tmp_path / "a.intelviz", 50)
    with CaseFile.open(path) as case:
        for number in range(4):
            with case.changing() as change:
                change.append_log("save-set", {"name": f"s{number}"}, {"delete": f"s{number}"}, f"Make set s{number}")
    return path


def altered(path, *statements):
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    with CaseFile.open(path, read_only=True) as case:
        return case.verify()


def test_the_log_tells_what_was_done_by_whom(path):
    with CaseFile.open(path, read_only=True) as case:
        entries = case.log()
        assert [each.seq for each in entries] == [1, 2, 3, 4]
        assert entries[0].title == "Make set s0"
        assert entries[0].args == {"name": "s0"}
        assert entries[0].inverse == {"delete": "s0"}
        assert entries[0].kind == "do"
        assert entries[0].by
        assert [each.seq for each in case.log(tail=2)] == [3, 4]
        assert case.log(tail=0) == []
        assert entries[0].as_json()["command"] == "save-set"
        assert case.verify() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET title = 'x'",
        "DELETE FROM log",
        "INSERT OR REPLACE INTO log SELECT seq, at, by, kind, command, 'x', args, inverse, of, hash FROM log",
    ],
)
def test_a_line_can_not_be_altered_or_taken_out(path, statement):
    with (
        contextlib.closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="added to"),
    ):
        connection.execute(statement)


def test_an_altered_line_is_found(path):
    found = altered(path, "DROP TRIGGER log_not_changed", "UPDATE log SET args = '{}' WHERE seq = 2")
    assert found[0] == "The case lacks log_not_changed, which every case has."
    assert len(found) == 2
    assert "Line 2 of the log" in found[1]


def test_a_line_taken_out_is_found_wherever_it_stood(path):
    assert any(
        "lacks line 2" in each
        for each in altered(path, "DROP TRIGGER log_not_deleted", "DELETE FROM log WHERE seq = 2")
    )


def test_a_log_cut_at_its_end_is_found(path):
    found = altered(path, "DROP TRIGGER log_not_deleted", "DELETE FROM log WHERE seq = 4")
    assert found == [
        "The case lacks log_not_deleted, which every case has.",
        "The log ends before the last line that was written.",
    ]


def test_the_log_of_another_case_does_not_fit(path):
    assert any("Line 1" in each for each in altered(path, "UPDATE meta SET value = 'other' WHERE key = 'case_id'"))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE item SET label = 'Changed' WHERE id = 3", "search index"),
        ("UPDATE item SET properties = '{broken' WHERE id = 3", "hold properties that can't be read"),
        ("DELETE FROM item WHERE id = 3", "refers to a item"),
        ("UPDATE link SET b = 999 WHERE id = 3", "refers to a item"),
        ("UPDATE source SET loaded = 1", "neither loaded, merged nor rejected"),
        ("UPDATE item SET lat = 95, lon = 0 WHERE id = 3", "not on earth"),
        ("UPDATE item SET lon = 1 WHERE id = 3", "half a place"),
        ("UPDATE item SET when_start = 5, when_end = 1 WHERE id = 3", "end before they begin"),
        ("UPDATE statement SET item_id = NULL WHERE id = 3", "speak of no item or link"),
        ("UPDATE statement SET record_id = NULL WHERE id = 3", "neither a record nor an analyst"),
        (
            "UPDATE item SET type = (SELECT id FROM schema_type WHERE name = 'KNOWS') WHERE id = 3",
            "type that is for links",
        ),
    ],
)
def test_what_is_wrong_is_named(path, statement, words):
    found = altered(path, statement)
    assert any(words in each for each in found), found


def test_verify_leaves_the_case_as_it_was(path):
    before = path.read_bytes()
    with CaseFile.open(path, read_only=True) as case:
        case.verify()
    assert path.read_bytes() == before
