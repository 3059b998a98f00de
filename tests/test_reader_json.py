"""Tables in JSON: lists of objects in any of the shapes in which programs write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.ingest.readers.file import Opening, readers
from intelviz.ingest.readers.structured.json_flat import Flattener
from intelviz.ingest.readers.table import Broken, Table
from intelviz.schema.errors import BadInputError, IntelvizError


def tables(folder: Path, content: str | bytes, name: str = "a.json") -> list[Table]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with Opening() as opening:
        found = opening.tables(path)
        for each in found:
            each.head  # noqa: B018  it is read while the file is open
        return found


def rows(table: Table) -> list[list[str] | Broken]:
    return list(table.records())


def only(folder: Path, content: str | bytes) -> list[list[str] | Broken]:
    found = tables(folder, content)
    assert len(found) == 1
    return rows(found[0])


def test_a_list_of_objects(tmp_path: Path) -> None:
    text = '[{"name": "Ann", "phone": "07911"}, {"name": "Bob", "age": 7}]'
    assert only(tmp_path, text) == [["name", "phone", "age"], ["Ann", "07911", ""], ["Bob", "", "7"]]


def test_numbers_are_not_changed(tmp_path: Path) -> None:
    text = '[{"a": 7911123456000000000001, "b": 1.10, "c": 7.9e12, "d": -0.5, "e": 1e-7, "f": 53.480000000000004}]'
    assert only(tmp_path, text)[1] == [
        "7911123456000000000001",
        "1.10",
        "7900000000000",
        "-0.5",
        "0.0000001",
        "53.480000000000004",
    ]


def test_what_is_nested_is_named_and_lists_are_joined(tmp_path: Path) -> None:
    text = '[{"a": {"b": {"c": 1}}, "l": ["x", 2, null], "o": [{"p": 1.5}], "t": true, "n": null, "e": {}}]'
    table = tables(tmp_path, text)[0]
    assert rows(table) == [["a.b.c", "l", "o", "t", "n", "e"], ["1", "x|2|", '[{"p": 1.5}]', "true", "", ""]]
    assert "parted by “|”" in " ".join(table.notes)


def test_a_name_twice_and_nan_are_said(tmp_path: Path) -> None:
    table = tables(tmp_path, '[{"a": 1, "a": 2, "b": NaN, "c": {"d": 3}, "c.d": 4}]')[0]
    assert rows(table) == [["a", "a (2)", "b", "c.d", "c.d (2)"], ["1", "2", "", "3", "4"]]
    assert "stands twice" in " ".join(table.notes)
    assert "NaN" in " ".join(table.notes)


def test_a_list_within_objects(tmp_path: Path) -> None:
    table = tables(tmp_path, '{"count": 2, "response": {"data": [{"id": 1}, {"id": 2}], "page": 3}}')[0]
    assert rows(table) == [["id"], ["1"], ["2"]]
    assert table.origin.part == ""
    assert table.notes == ("Beside the table stand: count = 2, response.page = 3; they were not loaded.",)


def test_several_lists_are_several_tables(tmp_path: Path) -> None:
    found = tables(tmp_path, '{"people": [{"n": "Ann"}], "calls": [{"to": 1}, {"to": 2}]}')
    assert [(each.origin.part, len(rows(each))) for each in found] == [("people", 2), ("calls", 3)]


def test_objects_under_their_keys(tmp_path: Path) -> None:
    text = '{"p1": {"name": "Ann", "age": 3}, "p2": {"name": "Bob", "age": 4}}'
    assert only(tmp_path, text) == [["@key", "name", "age"], ["p1", "Ann", "3"], ["p2", "Bob", "4"]]


def test_lists_of_lists_with_a_header(tmp_path: Path) -> None:
    assert only(tmp_path, '[["name", "age"], ["Ann", 3]]') == [["name", "age"], ["Ann", "3"]]
    text = '{"columns": ["name", "age"], "index": [0], "data": [["Ann", 3]]}'
    assert only(tmp_path, text) == [["name", "age"], ["Ann", "3"]]


def test_json_api(tmp_path: Path) -> None:
    text = (
        '{"data": {"id": "7", "type": "incidents", "attributes": {"log": 12, "opened": "2026-01-02"}, "relationships":'
        ' {"owner": {"data": {"id": "3", "type": "officers"}}}}, "included": [{"id": "3", "type": "officers"}]}'
    )
    found = tables(tmp_path, text)
    assert [each.origin.part for each in found] == ["data", "included"]
    assert rows(found[0])[0][:4] == ["id", "type", "attributes.log", "attributes.opened"]
    assert "relationships.owner.data.id" in rows(found[0])[0]


def test_one_object_is_one_row(tmp_path: Path) -> None:
    assert only(tmp_path, '{"name": "Ann", "at": {"lat": 53.5}}') == [["name", "at.lat"], ["Ann", "53.5"]]


def test_objects_one_after_the_other(tmp_path: Path) -> None:
    text = '{\n  "a": 1,\n  "b": {"c": "x"}\n}\n{\n  "a": 2.50\n}\n'
    assert only(tmp_path, text) == [["a", "b.c"], ["1", "x"], ["2.50", ""]]
    with pytest.raises(BadInputError, match="ends too early"):
        tables(tmp_path, text + '{"a": ')


def test_lines(tmp_path: Path) -> None:
    text = '{"a": 1}\n{"b": "x", "a": 2.50}\n\nnonsense\n[1]\n{"a": 3}\n'
    table = tables(tmp_path, text, "a.txt")[0]
    assert table.reader == "ndjson"
    chunk = next(table.chunks(0))
    assert chunk.rows == [["1", ""], ["2.50", "x"], ["3", ""]]
    assert chunk.numbers == [1, 2, 6]
    assert chunk.blank == 1
    assert chunk.broken == [(4, "nonsense", "the line is no JSON"), (5, "[1]", "the line is no object")]


def test_utf16_and_a_mark_before_it(tmp_path: Path) -> None:
    text = '[{"name": "Zoë"}]'
    assert only(tmp_path, text.encode("utf-16")) == [["name"], ["Zoë"]]
    assert only(tmp_path, text.encode("utf-8-sig")) == [["name"], ["Zoë"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"a": 1}, {"a": ', "ends too early"),
        ('[{"a": 1}', "ends too early"),
        ('[{"a": 1} {"a": 2}]', "should"),
        ('[{"a": 1}] more', "after its end"),
        ('[{"a": ' + "[" * 200_000 + "]" * 200_000 + "}]", "too deep"),
        ('[{"a": tru}]', "no JSON"),
        ("[]", "no list of objects"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        tables(tmp_path, text)


def test_thousands_of_names_are_refused(tmp_path: Path) -> None:
    text = json.dumps([{f"k{each}": each} for each in range(6_000)])
    with pytest.raises(BadInputError, match="different names"):
        tables(tmp_path, text)


def test_a_value_of_100_mb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="one value has more than"):
        tables(tmp_path, '[{"a": "' + "x" * 100_000_000 + '"}]')


def test_a_cell_of_a_few_mb_is_no_row(tmp_path: Path) -> None:
    read = only(tmp_path, '[{"a": "' + "x" * 3_000_000 + '"}, {"a": "y"}]')
    assert isinstance(read[1], Broken)
    assert read[2] == ["y"]


def test_a_number_cut_by_a_block_is_whole(tmp_path: Path) -> None:
    for before in range(10):
        text = "[[1," + " " * ((1 << 18) - 10 + before) + "12.5e1],[2,3]]"
        assert only(tmp_path, text)[0] == ["1", "125"]
        text = '{"a":[{"b":1}],' + " " * ((1 << 18) - 25 + before) + '"c":12.5}'
        assert "c = 12.5;" in tables(tmp_path, text)[0].notes[0]


def test_prose_and_lists_in_brackets_are_left_to_others(tmp_path: Path) -> None:
    reader = next(each for each in readers() if each.name == "json_table")
    from intelviz.ingest.readers.file import FoundFile

    for text in ("[section]\nkey=1\n", "[1] see below", "{name}, {age}\n", "name,age\n"):
        (tmp_path / "a").write_text(text)
        assert not reader.fits(FoundFile.at(tmp_path / "a"))


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text())
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
OBJECTS = st.dictionaries(st.text(max_size=5), VALUES, min_size=1, max_size=4)


def expected(value: Any) -> str:
    if value is None or value == {}:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else str(value)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(objects=st.lists(OBJECTS, min_size=1, max_size=5), lines=st.booleans())
def test_every_value_is_read(tmp_path: Path, objects: list[dict[str, Any]], lines: bool) -> None:
    text = "\n".join(map(json.dumps, objects)) if lines and len(objects) > 1 else json.dumps(objects)
    try:
        found = tables(tmp_path, text)[0]
    except BadInputError:
        assert text.startswith("{") or not any(objects)
        return
    if found.reader not in {"json_table", "ndjson"}:
        return
    names, *read = rows(found)
    assert isinstance(names, list)
    assert len(read) == len(objects)
    for given_, row in zip(objects, read, strict=True):
        assert isinstance(row, list)
        cells = dict(zip(names, row, strict=True))
        for name, value in given_.items():
            if isinstance(value, int | str | None) and not any("." in each for each in given_):
                assert cells[name] == expected(value)
            elif isinstance(value, float) and not any("." in each for each in given_):
                assert float(cells[name]) == value


@given(st.binary(max_size=200))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_a_table_or_words(tmp_path: Path, content: bytes) -> None:
    for before in (b'[{"a":', b'{"a": 1}\n{"b":', b'{"a": [{"b": 1}], "c":'):
        try:
            for each in tables(tmp_path, before + content):
                rows(each)
        except IntelvizError as error:
            assert error.remedy


def test_the_flattener_names_what_lies_deep() -> None:
    deep: dict[str, Any] = {"x": 1}
    for _ in range(30):
        deep = {"d": deep}
    flat = Flattener().flat(deep)
    assert len(flat) == 1
    assert next(iter(flat.values())).startswith('{"d":')


def test_real_files(shared_data: Path) -> None:
    with Opening() as opening:
        folder = shared_data / "broken" / "frictionless"
        found = opening.tables(folder / "table.jsonl")[0]
        assert list(found.records())[1:] == [["1", "english"], ["2", "中国人"]]
