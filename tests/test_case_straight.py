"""A first import written straight into the case: only where nobody reads it, and the case is as ever afterwards."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Generator
from pathlib import Path

import pytest

from intelviz import Case
from intelviz.case.change import Change
from intelviz.case.file import CaseFile
from intelviz.case.writer import Writer
from intelviz.schema.model import Schema

ROWS = "name,phone\n" + "".join(f"Person {number},07700 9000{number}\n" for number in range(10, 30))


def mode(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


class ToldError(Exception):
    """Raised in the middle of an import."""


def beside(path: Path) -> set[str]:
    return {each.name.removeprefix(path.name) for each in path.parent.iterdir() if each.name.startswith(path.name)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.intelviz"
    CaseFile.create(path).close()
    return path


def changed(path: Path, *, raises: bool = False, nobody_reads: bool = True) -> set[str]:
    """Add an item as an import does, and return the endings of the files that then lay beside the case."""
    with CaseFile.open(path) as case:
        case.nobody_reads = nobody_reads
        with contextlib.suppress(ToldError), case.changing(much=True) as change:
            change.add_items([("Person", f"k{number}", "Ann", "{}", *[None] * 6) for number in range(3)])
            found = beside(path)
            if raises:
                raise ToldError
        assert case.verify() == []
        with case.changing() as change, pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            change.add_links([("KNOWS", 1, 999, None, None, None, None)])
    return found


def test_it_is_written_straight_and_the_case_is_as_ever_afterwards(path: Path) -> None:
    assert "-journal" in changed(path)
    assert mode(path) == "wal"
    with CaseFile.open(path, read_only=True) as case:
        assert case.info()["items"] == {"Person": 3}


def test_what_fails_is_taken_back(path: Path) -> None:
    assert "-journal" in changed(path, raises=True)
    assert mode(path) == "wal"
    with CaseFile.open(path, read_only=True) as case:
        assert case.info()["items"] == {}


def test_a_case_that_holds_something_is_written_as_ever(path: Path) -> None:
    changed(path)
    with CaseFile.open(path) as case:
        case.nobody_reads = True
        with case.changing(much=True) as change:
            change.add_items([("Person", "new", "Bob", "{}", *[None] * 6)])
            assert "-journal" not in beside(path)


def test_where_others_may_ask_it_is_written_as_ever(path: Path) -> None:
    assert "-journal" not in changed(path, nobody_reads=False)


def test_while_another_program_has_it_open_it_is_written_as_ever_and_read_meanwhile(path: Path) -> None:
    with CaseFile.open(path, read_only=True) as other:
        assert other.info()["items"] == {}
        with CaseFile.open(path) as case:
            case.nobody_reads = True
            with case.changing(much=True) as change:
                change.add_items([("Person", "new", "Bob", "{}", *[None] * 6)])
                assert other.info()["items"] == {}
        assert other.info()["items"] == {"Person": 1}


def test_who_reads_it_at_once_stands_not_in_the_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = sqlite3.connect(path, isolation_level=None)
    transaction = Writer._transaction

    @contextlib.contextmanager
    def read_afterwards(self: Writer, schema: Schema) -> Generator[Change]:
        with transaction(self, schema) as change:
            yield change
        if mode(path) == "delete":
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM item").fetchone() == (3,)

    monkeypatch.setattr(Writer, "_transaction", read_afterwards)
    with contextlib.closing(reader), CaseFile.open(path) as case:
        case.nobody_reads = True
        with case.changing(much=True) as change:
            change.add_items([("Person", f"k{number}", "Ann", "{}", *[None] * 6) for number in range(3)])
        assert mode(path) == "delete"
        reader.execute("COMMIT")
        with case.changing() as change, pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            change.add_links([("KNOWS", 1, 999, None, None, None, None)])
    with CaseFile.open(path) as case:
        assert mode(path) == "wal"
        assert case.info()["items"] == {"Person": 3}


def test_a_script_imports_straight(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "people.csv").write_text(ROWS)
    asked: list[bool] = []
    changing = CaseFile.changing

    def watched(self: CaseFile, *, much: bool = False) -> object:
        asked.append(much and self.nobody_reads)
        return changing(self, much=much)

    monkeypatch.setattr(CaseFile, "changing", watched)
    with Case.open(path) as case:
        case.import_files(tmp_path / "people.csv")
    assert asked[0]
