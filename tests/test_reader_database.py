"""SQLite files and query files: their rows come out, and nothing that they hold acts."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.ingest.fit import fit
from intelviz.ingest.readers import database, query
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.table import Broken
from intelviz.schema.errors import BadInputError, IntelvizError


def made(path: Path, *statements: str, rows: list[tuple[Any, ...]] | None = None) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        for each in statements:
            connection.execute(each)
        if rows:
            connection.executemany(f"INSERT INTO t VALUES ({','.join('?' * len(rows[0]))})", rows)
    return path


def read(path: Path) -> tuple[dict[str, list[Any]], dict[str, str]]:
    with Opening() as opening:
        found = {each.origin.part: list(each.records()) for each in opening.tables(path)}
        return found, dict(opening.refused())


def test_tables_and_views_are_tables(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.db",
        "CREATE TABLE people (name TEXT, phone TEXT, seen REAL, n INTEGER)",
        "INSERT INTO people VALUES ('Bob', '0161', 0.1, 7911123456), ('Ann', NULL, 2.0, -1)",
        "CREATE VIEW named AS SELECT name FROM people ORDER BY name",
        "CREATE TABLE empty (a)",
    )
    found, refused = read(path)
    assert found == {
        "people": [["name", "phone", "seen", "n"], ["Bob", "0161", "0.1", "7911123456"], ["Ann", "", "2", "-1"]],
        "named": [["name"], ["Ann"], ["Bob"]],
    }
    assert refused == {"empty": "the table is empty"}


def test_what_is_no_text_is_blank_and_said(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (a, b)", rows=[("x", b"\x89PNG"), ("y", "z")])
    with Opening() as opening:
        (table,) = opening.tables(path)
        assert list(table.records())[1:] == [["x", ""], ["y", "z"]]
        assert table.late_notes == ["1 cell holds no text but bytes, read as blank."]


def test_a_text_that_is_no_utf8_costs_its_row(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (a)", "INSERT INTO t VALUES (CAST(x'ff41' AS TEXT)), ('b')")
    rows = read(path)[0]["t"]
    assert isinstance(rows[1], Broken)
    assert rows[2] == ["b"]


def test_a_cell_of_megabytes_is_no_row(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (a)", rows=[("x" * 3_000_000,), ("b",)])
    rows = read(path)[0]["t"]
    assert isinstance(rows[1], Broken)
    assert rows[2] == ["b"]


def test_a_case_tiles_and_an_empty_file_are_refused(tmp_path: Path, shared_data: Path) -> None:
    CaseFile.create(tmp_path / "a.case").close()
    with pytest.raises(BadInputError, match="a case of intelviz"):
        read(tmp_path / "a.case")
    with pytest.raises(BadInputError, match="no table"):
        read(made(tmp_path / "b.db", "CREATE TABLE t (a)", "DROP TABLE t"))
    with pytest.raises(BadInputError, match="tiles"):
        read(shared_data / "tiles" / "plain_1.mbtiles")


def test_a_view_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    path = made(
        tmp_path / "a.db",
        f"CREATE VIEW silent AS {endless} SELECT x FROM n WHERE x < 0",
        f"CREATE VIEW loud AS {endless} SELECT x FROM n",
        "CREATE TABLE t (a)",
        "INSERT INTO t VALUES (1)",
    )
    monkeypatch.setattr(database, "_PATIENCE", 0.2)
    monkeypatch.setattr(database, "_MOST_ROWS_OF_A_VIEW", 1_000)
    with Opening() as opening:
        found = {each.origin.part: each for each in opening.tables(path)}
        assert set(found) == {"t", "loud"}
        assert "interrupted" in dict(opening.refused())["silent"]
        with pytest.raises(BadInputError, match="more than 1,000 rows"):
            list(found["loud"].records())


def test_nothing_in_a_database_acts(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.db",
        "CREATE TABLE t (a)",
        "INSERT INTO t VALUES (1)",
        "CREATE VIEW loads AS SELECT load_extension('/tmp/evil.so') AS a",
        "CREATE VIEW reads AS SELECT readfile('/etc/passwd') AS a",
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; END",
    )
    before = path.read_bytes()
    found, refused = read(path)
    assert set(found) == {"t"}
    assert set(refused) == {"loads", "reads"}
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.db"]


def test_changes_that_wait_beside_it_are_said(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (a)", rows=[("x",)])
    (tmp_path / "a.db-wal").write_bytes(b"more")
    with Opening() as opening:
        assert "a.db-wal" in opening.tables(path)[0].notes[0]


def test_odd_names(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a?b#%.db",
        'CREATE TABLE "x"" ; DROP" ("a b", "q""r", "select")',
        'INSERT INTO "x"" ; DROP" VALUES (1,2,3)',
    )
    assert read(path)[0] == {'x" ; DROP': [["a b", 'q"r', "select"], ["1", "2", "3"]]}


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=6))
def test_what_is_written_is_read(tmp_path: Path, rows: list[tuple[Any, ...]]) -> None:
    path = tmp_path / "a.db"
    path.unlink(missing_ok=True)
    found = read(made(path, "CREATE TABLE t (a, b)", rows=rows))[0]["t"][1:]
    for given_, row in zip(rows, found, strict=True):
        for value, cell in zip(given_, row, strict=True):
            if isinstance(value, float):
                assert float(cell) == value
                assert "e" not in cell
            else:
                assert cell == ("" if value is None else str(value))


def test_damaged_databases_give_rows_or_words(tmp_path: Path) -> None:
    whole = made(
        tmp_path / "a.db",
        "CREATE TABLE t (a, b)",
        "CREATE VIEW v AS SELECT a FROM t",
        rows=[("x" * 50, n) for n in range(300)],
    ).read_bytes()
    path = tmp_path / "b.db"
    for seed in range(150):
        chance = random.Random(seed)
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            content[chance.randrange(16, len(content))] = chance.randrange(256)
        path.write_bytes(content[: chance.choice([len(content), chance.randrange(100, len(content))])])
        try:
            read(path)
        except IntelvizError as error:
            assert error.remedy


# Query files


def asked(text: str, name: str = "calls.yaml") -> Path:
    folder = query.folder_of_queries()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def test_a_query_of_sqlite(tmp_path: Path) -> None:
    base = made(tmp_path / "a.db", "CREATE TABLE t (a, b)", rows=[("x", 1.5), ("y", None)])
    path = asked(f"database: sqlite:{base}\nquery: |\n  SELECT a AS name, b FROM t ORDER BY a DESC;\n")
    with Opening() as opening:
        (table,) = opening.tables(path)
        made(base, "DELETE FROM t")
        assert list(table.records()) == [["name", "b"], ["y", ""], ["x", "1.5"]]
        assert table.form == "query of a.db"


def test_a_query_file_that_lies_elsewhere_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object) -> None:
        raise AssertionError("it was asked")

    monkeypatch.setattr(query, "_asked", no)
    text = "database: postgresql\nhost: example.org\ndbname: x\nquery: SELECT 1\n"
    (tmp_path / "calls.yaml").write_text(text)
    assert "folder of queries" in fit([tmp_path / "calls.yaml"])[0].problem
    (tmp_path / "inner").mkdir()
    import zipfile

    with zipfile.ZipFile(query.folder_of_queries().parent / "a.zip", "w") as out:
        out.writestr("calls.yaml", text)
    with Opening() as opening:
        assert opening.tables(query.folder_of_queries().parent / "a.zip") == []
        assert "asks a database" in opening.refused()[0][1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("database: sqlite:a.db\nquery: DELETE FROM t\n", "begin with SELECT"),
        ("database: sqlite:a.db\nquery: SELECT 1; DELETE FROM t\n", "more than one statement"),
        (
            "database: postgresql\nservice: s\nquery: \"SELECT E'\\\\'' ; DELETE FROM t --'\"\n",
            "more than one statement",
        ),
        (
            "database: postgresql\nservice: s\nquery: SELECT 1 AS a$b$; DELETE FROM t; SELECT 1 AS a$b$\n",
            "more than one",
        ),
        ("database: postgresql\nhost: h\ndbname: d\npassword: secret\nquery: SELECT 1\n", "no password"),
        ("database: postgresql\nquery: SELECT 1\n", "which database"),
        ("database: postgresql\nhost: h\ndbname: d\nquery: SELECT 1\nuse: x\n", "by this name"),
        ("database: sqlite:gone.db\nquery: SELECT 1\n", "there is no database"),
        ('database: "sqlite:"\nquery: SELECT 1\n', "a path alone"),
    ],
)
def test_what_a_query_file_may_not_say(text: str, words: str) -> None:
    with Opening() as opening, pytest.raises(BadInputError, match=words) as found:
        opening.tables(asked(text))
    assert "secret" not in str(found.value)


@pytest.mark.parametrize(
    "sql", ["SELECT ';' AS a", "select 1 -- ; x\n", "(SELECT 1)", "/* ; */ SELECT 1", 'SELECT 1 AS ";"']
)
def test_semicolons_within_texts_are_none(tmp_path: Path, sql: str) -> None:
    base = made(tmp_path / "a.db", "CREATE TABLE t (a)")
    lines = "\n  ".join(sql.splitlines())
    with Opening() as opening:
        if sql.startswith("("):
            with pytest.raises(BadInputError, match="syntax"):
                opening.tables(asked(f"database: sqlite:{base}\nquery: |\n  {lines}\n"))
            return
        assert len(opening.tables(asked(f"database: sqlite:{base}\nquery: |\n  {lines}\n"))) == 1


def test_sqlite_queries_may_only_read(tmp_path: Path) -> None:
    base = made(tmp_path / "a.db", "CREATE TABLE t (a)", rows=[("x",)])
    for sql in ("WITH n AS (SELECT 1) DELETE FROM t", "WITH n AS (SELECT 1) INSERT INTO t SELECT 1"):
        with Opening() as opening, pytest.raises(BadInputError, match=r"can.t be read"):
            opening.tables(asked(f"database: sqlite:{base}\nquery: {sql}\n"))


# PostgreSQL


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    where = shutil.which("initdb")
    return found[-1].parent if found else Path(where).parent if where else None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A PostgreSQL server of this test alone, reached through a socket in its folder."""
    programs = _programs()
    pytest.importorskip("psycopg", reason="the extra “postgres” is not installed")
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here")
    folder = Path("/tmp") / f"intelviz-pg-{os.getpid()}"  # the path of a socket may have 107 signs
    folder.mkdir(mode=0o777)
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        user = {"user": "postgres", "group": "postgres"}

    def run(*command: object) -> None:
        subprocess.run([str(each) for each in command], check=True, capture_output=True, cwd=folder, **user)

    try:
        run(programs / "initdb", "-D", folder / "data", "-U", "analyst", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run(programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield folder
        finally:
            run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def of(server: Path, sql: str, more: str = "") -> Path:
    lines = "\n  ".join(sql.splitlines())
    return asked(
        f"database: postgresql\nhost: {server}\ndbname: postgres\nuser: analyst\n{more}query: |\n  {lines}\n", "pg.yaml"
    )


def test_a_query_of_postgresql(server: Path) -> None:
    sql = """SELECT 7911123456::bigint AS phone, 12345678901234567890.10::numeric AS n, 7.9e12::float8 AS f, true AS b,
    '2026-03-04 14:30:05+00'::timestamptz AT TIME ZONE 'UTC' AS at, 'infinity'::timestamp AS ever,
    '27:05:00'::interval AS lasted, ARRAY['x','y'] AS l, '{"a": 1.10}'::json AS j, NULL AS nothing, 'é;'::text AS t,
    '\\x41'::bytea AS raw"""
    with Opening() as opening:
        (table,) = opening.tables(of(server, sql))
        names, row = table.records()
        assert dict(zip(names, row, strict=True)) == {
            "phone": "7911123456",
            "n": "12345678901234567890.10",
            "f": "7900000000000",
            "b": "true",
            "at": "2026-03-04 14:30:05",
            "ever": "infinity",
            "lasted": "27:05:00",
            "l": "x|y",
            "j": '{"a": 1.10}',
            "nothing": "",
            "t": "é;",
            "raw": "",
        }
        assert "no text but bytes" in table.notes[0]
        assert table.form == f"query of the PostgreSQL database postgres at {server}"


def test_postgresql_gives_rows_as_a_stream(server: Path) -> None:
    with Opening() as opening:
        (table,) = opening.tables(of(server, "SELECT n, 'name ' || n FROM generate_series(1, 50000) AS n ORDER BY n"))
        assert sum(1 for _ in table.records()) == 50_001


def test_postgresql_may_only_be_read(server: Path) -> None:
    for sql, words in (
        ("WITH x AS (CREATE TABLE y (a int)) SELECT 1", "syntax"),
        ("WITH x AS (INSERT INTO y VALUES (1) RETURNING 1) SELECT * FROM x", "could not be asked"),
        ("SELECT nextval('s')", "could not be asked"),
        ("SELECT pg_sleep(30)", "statement timeout"),
        ("SELECT * FROM nowhere", "nowhere"),
    ):
        more = "timeout: 1\n" if "sleep" in sql else ""
        with Opening() as opening, pytest.raises(BadInputError, match=words):
            opening.tables(of(server, sql, more))


def test_several_statements_are_refused_by_the_server_too(server: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "_SEPARATED", query.re.compile("(never)(never)"))
    with Opening() as opening, pytest.raises(BadInputError, match="could not be asked"):
        opening.tables(of(server, "SELECT 1; COMMIT; CREATE TABLE evil (a int)"))
    with Opening() as opening, pytest.raises(BadInputError, match="no rows"):
        opening.tables(of(server, "SELECT 1 FROM pg_class WHERE relname = 'evil'"))


def test_a_host_that_is_not_there_is_said() -> None:
    pytest.importorskip("psycopg", reason="the extra “postgres” is not installed")
    text = "database: postgresql\nhost: /nowhere\ndbname: d\nuser: u\nquery: SELECT 1\n"
    with Opening() as opening, pytest.raises(BadInputError, match="could not be asked"):
        opening.tables(asked(text))
