"""Large indexes are sorted in files beside the case, of which nothing stays, and all is put back as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from intelviz.case import sorting as module
from intelviz.case.sorting import sorting


def settings(connection: sqlite3.Connection) -> list[object]:
    names = ("cache_size", "threads", "temp_store", "temp_store_directory")
    return [connection.execute(f"PRAGMA {each}").fetchall() for each in names]


@pytest.fixture
def filled(tmp_path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(tmp_path / "it's.db", isolation_level=None)
    connection.execute("PRAGMA cache_size = -64000")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("CREATE TABLE item(key TEXT)")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO item VALUES (?)", ((f"key {each * 7919 % 100_003:064}",) for each in range(90_000))
    )
    return connection


def test_an_index_is_built_whole_and_all_is_put_back(filled: sqlite3.Connection, tmp_path: Path) -> None:
    before = settings(filled)
    with sorting(filled):
        assert filled.execute("PRAGMA temp_store").fetchone()[0] == 1
        assert filled.execute("PRAGMA temp_store_directory").fetchone()[0] == str(tmp_path)
        filled.execute("CREATE UNIQUE INDEX item_key ON item(key)")
    assert settings(filled) == before
    filled.execute("COMMIT")
    assert filled.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    found = filled.execute("SELECT key FROM item INDEXED BY item_key ORDER BY key").fetchall()
    assert found == sorted(found)
    assert len(found) == 90_000
    filled.close()
    assert [each.name for each in tmp_path.iterdir()] == ["it's.db"]


def test_all_is_put_back_after_a_fault(filled: sqlite3.Connection) -> None:
    before = settings(filled)
    filled.execute("INSERT INTO item SELECT key FROM item LIMIT 1")
    with pytest.raises(sqlite3.IntegrityError), sorting(filled):
        filled.execute("CREATE UNIQUE INDEX item_key ON item(key)")
    assert settings(filled) == before


def test_where_files_cannot_be_put_beside_the_case_there_are_none(
    filled: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_beside", lambda _: False)
    with sorting(filled):
        assert filled.execute("PRAGMA temp_store").fetchone()[0] == 2
    memory = sqlite3.connect(":memory:")
    monkeypatch.undo()
    with sorting(memory):
        assert memory.execute("PRAGMA temp_store").fetchone()[0] == 0
