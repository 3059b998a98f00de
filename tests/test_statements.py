"""An item keeps its first statement itself: all statements read as if each had a row of its own, in any case file."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intelviz import Case
from intelviz.case.cells import cells_of, named
from intelviz.case.statements import first_said
from intelviz.case.tables import build

RECIPE = """recipe: people
version: 1
title: People
identity: case
zone: Europe/London
files:
  - required: [no, name, at]
    grade: grade
    leave_out: {secret: not needed}
    items:
      - as: person
        type: Person
        id: no
        properties: {name: name}
      - as: place
        type: Location
        id: place
        blank_id: leave
        properties: {name: place}
        where: {lon: lon, lat: lat}
      - as: event
        type: Incident
        id: [no, at]
        when: {at: at, formats: [yyyy-mm-dd]}
    links:
      - {type: OCCURRED_AT, from: event, to: place}
"""
PLAIN = RECIPE.replace("    grade: grade\n", "")
HEAD = "no,name,place,lon,lat,at,secret,grade\n"
ROWS = (
    "1,Ann,Mill,-2.284914,53.1,2024-05-01,x,\n"
    "2,Bob,Mill,-2.284914,53.1,2024-05-02,y,\n"
    '3,"Cy ""the"" Ox",,,,2024-05-03,z,\n'
    "1,Annie,Mill,-2.284914,53.1,2024-05-01,x,\n"
)


def made(folder: Path, recipe: str = PLAIN, text: str = HEAD + ROWS) -> Path:
    (folder / "people.yaml").write_text(recipe)
    (folder / "people.csv").write_text(text)
    path = folder / "case.intelviz"
    with Case.new(path) as case:
        case.import_files(folder / "people.csv", recipe=folder / "people.yaml")
    return path


def said(path: Path) -> dict[str, list[tuple[int, int | None, dict, str]]]:
    """Everything that is said of every item and link: number, row, words, grade."""
    found: dict[str, list[tuple[int, int | None, dict, str]]] = {}
    with Case.open(path, read_only=True) as case:
        file = case._file
        ids = [("item", number) for number in file.columns().items.id] + [
            ("link", number) for number in file.columns().links.id
        ]
        for table, number in ids:
            all_said = file.assertions(**{f"{table}_id": int(number)})
            found[f"{table} {number}"] = [(each.id, each.row, dict(each.said), each.grade) for each in all_said]
    return found


def as_of_version_4(path: Path) -> Path:
    """Write a case as a program of version 4 did: a row for every statement, and records that name the columns."""
    old = path.with_name("old.intelviz")
    with contextlib.closing(sqlite3.connect(path)) as new, contextlib.closing(sqlite3.connect(old)) as connection:
        build(connection, stop=4)
        for table in ("meta", "schema_type", "source", "record", "rejection", "item", "link", "log"):
            connection.execute(f"DELETE FROM {table}")
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            quoted = ", ".join(f'"{name}"' for name in names)
            rows = new.execute(f"SELECT {quoted} FROM {table}").fetchall()
            connection.executemany(f"INSERT INTO {table}({quoted}) VALUES ({', '.join('?' * len(names))})", rows)
        connection.execute("DELETE FROM meta WHERE key = 'statements'")
        for number, text, columns in new.execute(
            "SELECT record.id, cells, columns FROM record JOIN source ON source.id = source_id"
        ):
            connection.execute("UPDATE record SET cells = ? WHERE id = ?", (named(text, json.loads(columns)), number))
        connection.commit()
    statements = said(path)
    with contextlib.closing(sqlite3.connect(old)) as connection, contextlib.closing(sqlite3.connect(path)) as new:
        record_of = dict(new.execute("SELECT id, record_id FROM assertion"))
        for about, all_said in statements.items():
            table, number = about.split()
            for each, _, words, grade in all_said:
                connection.execute(
                    f"INSERT INTO assertion(id, record_id, {table}_id, said, grade) VALUES (?,?,?,?,?)",
                    (each, record_of[each], int(number), json.dumps(words) if words else None, grade or None),
                )
        connection.execute("INSERT INTO item_fts(rowid, label, said) SELECT id, label, said FROM item_text")
        connection.commit()
        connection.execute("PRAGMA journal_mode = WAL")
    return old


def test_first_statements_need_no_row_and_the_same_words_are_not_kept_twice(tmp_path: Path) -> None:
    path = made(tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT item_id, said FROM statement ORDER BY id").fetchall()
        # The mill is named three times and Ann's incident twice, in the same words; what Ann was first called by is
        # written out, as she was called otherwise later.
        words = [json.loads(words) if words else words for _, words in rows]
        assert words == [{"name": "Ann"}, {"name": "Annie"}, "", "", ""]
        assert connection.execute("SELECT count(*) FROM assertion").fetchone()[0] == 4 + 3 + 4 + 3
    ann = said(path)["item 1"]
    assert [(row, words) for _, row, words, _ in ann] == [(2, {"name": "Ann"}), (5, {"name": "Annie"})]


def test_numbers_follow_the_order_in_which_things_were_said(tmp_path: Path) -> None:
    numbers = [each[0] for all_said in said(made(tmp_path)).values() for each in all_said]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    for all_said in said(tmp_path / "case.intelviz").values():
        assert [each[0] for each in all_said] == sorted(each[0] for each in all_said)


def test_graded_rows_have_statements_with_their_grades(tmp_path: Path) -> None:
    path = made(tmp_path, RECIPE, HEAD + ROWS.replace("y,\n", "y,3DP\n"))
    grades = {row: grade for all_said in said(path).values() for _, row, _, grade in all_said}
    assert grades[3] == "3x5x2 3DP"
    assert {grades[row] for row in (2, 4, 5)} == {""}


@pytest.mark.parametrize("recipe", [PLAIN, RECIPE])
def test_taking_back_and_bringing_back_leaves_everything_as_it_was(tmp_path: Path, recipe: str) -> None:
    path = made(tmp_path, recipe, HEAD + ROWS.replace("x,\n", "x,1AP\n"))
    before = said(path)
    with Case.open(path) as case:
        case.undo()
        assert case.info()["items"] == {}
        assert case.verify()["ok"]
        case.redo()
        assert case.verify()["ok"]
    assert said(path) == before


def test_a_second_source_is_heard_besides_and_alone(tmp_path: Path) -> None:
    path = made(tmp_path)
    (tmp_path / "more.csv").write_text(HEAD + "2,Rob,Mill,-2.284914,53.1,2024-05-02,q,\n")
    with Case.open(path) as case:
        case.import_files(tmp_path / "more.csv", recipe=tmp_path / "people.yaml")
        assert case.verify()["ok"]
        assert [each["said"]["name"] for each in case.show("Person:2")["assertions"]] == ["Bob", "Rob"]
        case.withdraw(1)
        assert case.verify()["ok"]
        assert case.show("Person:2")["label"] == "Rob"
        assert case.info()["items"] == {"Incident": 1, "Location": 1, "Person": 1}
        mill = case.show("Location:Mill")
        assert mill["assertions"][0]["said"] == {"name": "Mill", "@place": [-2.284914, 53.1, 0]}
        case.undo()
        assert case.show("Person:2")["label"] == "Bob"
        assert case.verify()["ok"]


def test_a_case_of_version_4_says_the_same_and_its_rows_are_known_again(tmp_path: Path) -> None:
    path = made(tmp_path)
    before, old = said(path), as_of_version_4(path)
    with Case.open(old) as case:
        assert case.verify()["ok"], case.verify()
        assert case._file.record(3).cells["name"] == 'Cy "the" Ox'
        (tmp_path / "people.csv").write_text(HEAD + ROWS.replace("Bob", "Rob"))
        report = case.import_files(tmp_path / "people.csv", recipe=tmp_path / "people.yaml").as_json()["sources"][0]
        assert report["version"]["unchanged"] == 3
        assert report["version"]["changed"] == 1
        assert case.verify()["ok"]
        case.undo()
    assert said(old) == before


def test_rows_are_kept_as_a_list_without_what_is_left_out(tmp_path: Path) -> None:
    path = made(tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        (text,) = connection.execute("SELECT cells FROM record WHERE row = 4").fetchone()
        assert "z" not in json.loads(text)
    with Case.open(path, read_only=True) as case:
        cells = case._file.record(3).cells
        assert list(cells) == ["no", "name", "place", "lon", "lat", "at", "grade"]
        assert cells["name"] == 'Cy "the" Ox'


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(cells=st.lists(st.none() | texts, max_size=6))
def test_named_cells_and_listed_ones_are_the_same(cells: list[str | None]) -> None:
    columns = [f"c{number}" for number in range(len(cells))]
    text = json.dumps(cells, ensure_ascii=False)
    assert cells_of(named(text, columns), columns) == cells_of(text, columns)


numbers = st.floats(allow_nan=False, allow_infinity=False)


@given(properties=st.dictionaries(texts, texts | numbers, max_size=3), lon=numbers, lat=numbers, start=st.integers())
@example(properties={}, lon=-2.2849140000000003, lat=0.1 + 0.2, start=-1)
@settings(max_examples=200)
def test_words_of_a_first_statement_are_exact(properties: dict, lon: float, lat: float, start: int) -> None:
    row = (json.dumps(properties), start, start, 2, lon, lat, 1)
    words = json.loads(first_said(row) or "")
    assert words == {**properties, "@when": [start, start, 2], "@place": [lon, lat, 1]}
    assert json.loads(first_said((row[0], *[None] * 6)) or "") == properties
