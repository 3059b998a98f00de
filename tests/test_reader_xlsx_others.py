"""Old workbooks and those of LibreOffice: the same cells come out, and damage is said in words."""

from __future__ import annotations

import random
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.sheets.biff import _rk
from intelviz.ingest.readers.table import Broken, Table
from intelviz.schema.errors import BadInputError, IntelvizError

OLD = Path(__file__).parent / "files" / "calls.xls"


def tables(path: Path) -> tuple[list[Table], list[tuple[str, str]]]:
    with Opening() as opening:
        found = opening.tables(path)
        for each in found:
            list(each.records())
        return found, opening.refused()


# Excel 97 to 2003


def test_an_old_workbook() -> None:
    found, refused = tables(OLD)
    rows = list(found[0].records())
    assert [each.origin.part for each in found] == ["Calls", "Hidden"]
    assert refused == [("Empty", "the sheet is empty")]
    assert rows[:2] == [
        ["phone", "shown", "day", "at", "clock", "lasted", "seen", "bad", "sum", "share"],
        [
            "7911123456",
            "07911123456",
            "2026-03-04",
            "2026-03-04 14:30:05",
            "23:59:00",
            "27:05:00",
            "TRUE",
            "",
            "",
            "0.1",
        ],
    ]
    assert rows[2][:4] == ["07911123456", "", "03/04/2026", "1900-02-29"]
    assert [row[:2] for row in rows[3:]] == [["merged", "a"], ["merged", "b"], ["merged", "c"]]
    assert found[1].notes == ("The sheet is hidden in the workbook.",)
    assert "H2 (#N/A)" in " ".join(found[0].late_notes)


def test_numbers_in_four_bytes() -> None:
    assert _rk(0x3FF00000) == 1
    assert _rk(123456 << 2 | 3) == 1234.56
    assert _rk((-5 << 2 & 0xFFFFFFFC) | 2) == -5


def test_damaged_old_workbooks_give_rows_or_words(tmp_path: Path) -> None:
    whole = OLD.read_bytes()
    path = tmp_path / "a.xls"
    read = 0
    for seed in range(300):
        chance = random.Random(seed)
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 20)):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
        path.write_bytes(content[: chance.choice([len(content), chance.randrange(600, len(content))])])
        try:
            read += len(tables(path)[0])
        except IntelvizError as error:
            assert error.remedy
    assert read > 50


@pytest.mark.parametrize("name", ["deaths.xls", "ethnic-groups-by-borough.xls", "dates-leap-year-1900-xls.xls"])
def test_real_old_workbooks(shared_data: Path, name: str) -> None:
    found, _ = tables(shared_data / "broken" / "excel-messy" / name)
    table = found[-1]
    header = table.columns(table.likely_header)
    if name == "deaths.xls":
        assert header == ["Name", "Profession", "Age", "Has kids", "Date of birth", "Date of death"]
        assert table.likely_header == 4
    elif name.startswith("ethnic"):
        assert header[:4] == ["Code", "Area", "Number / White", "Number / Asian"]
        assert len(found) == 8
    else:
        rows = [row for row in found[0].records() if isinstance(row, list)][1:]
        assert {cells[0] == cells[1] for cells in rows} == {True}


# LibreOffice

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles><style:style '
    'style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"


def ods(path: Path, *sheets: str, raw: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        out.writestr("content.xml", raw or HEAD + "".join(sheets) + TAIL)
        out.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def sheet(*rows: str, name: str = "Sheet1", more: str = "") -> str:
    return f'<table:table table:name="{name}"{more}>{"".join(rows)}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def cell(value: Any, more: str = "") -> str:
    if value is None:
        return f"<table:table-cell{more}/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"{more}/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"{more}/>'
    if isinstance(value, datetime):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"{more}/>'
    paragraphs = "".join(f"<text:p>{escape(each)}</text:p>" for each in value.split("\n"))
    return f'<table:table-cell office:value-type="string"{more}>{paragraphs}</table:table-cell>'


def test_cells_of_each_kind(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "a.ods",
        sheet(
            row(cell("phone"), cell("at"), cell("lasted"), cell("seen"), cell("bad"), cell("note")),
            row(
                cell(7.911123456e12),
                cell(datetime(2026, 3, 4, 14, 30)),
                '<table:table-cell office:value-type="time" office:time-value="PT27H05M00S"/>',
                cell(True),
                '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p>'
                "</table:table-cell>",
                '<table:table-cell office:value-type="string"><office:annotation><text:p>seen by Jo</text:p>'
                '</office:annotation><text:p>a<text:s text:c="2"/>b<text:line-break/>c</text:p></table:table-cell>',
            ),
        ),
    )
    found, _ = tables(path)
    assert list(found[0].records())[1] == ["7911123456000", "2026-03-04 14:30:00", "27:05:00", "TRUE", "", "a  b\nc"]
    assert "E2 (#N/A)" in found[0].late_notes[0]


def test_repeated_rows_and_cells(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "a.ods",
        sheet(
            row(cell("a"), cell("b"), cell("c")),
            row(cell(None, ' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="3"'),
            row(cell(1, ' table:number-columns-repeated="3"'), more=' table:number-rows-repeated="2"'),
            row(cell(None, ' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1048570"'),
        ),
    )
    table = tables(path)[0][0]
    assert list(table.records()) == [["a", "b", "c"], [], [], [], ["1"] * 3, ["1"] * 3]
    assert [chunk.numbers for chunk in table.chunks(0)] == [[5, 6]]


def test_merged_and_hidden_sheets(tmp_path: Path) -> None:
    merged = ' table:number-columns-spanned="1" table:number-rows-spanned="2"'
    path = ods(
        tmp_path / "a.ods",
        sheet(row(cell("x"))),
        sheet(
            row(cell("area"), cell("name")),
            row(cell("North", merged), cell("Ann")),
            row("<table:covered-table-cell/>", cell("Bob")),
            name="Two",
            more=' table:style-name="ta2"',
        ),
    )
    second = tables(path)[0][1]
    assert list(second.records())[1:] == [["North", "Ann"], ["North", "Bob"]]
    assert second.notes[0] == "The sheet is hidden in the workbook."


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y SYSTEM "file:///etc/passwd">]><a>&x;</a>'


def test_a_bomb_a_password_and_endless_cells_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="document type"):
        tables(ods(tmp_path / "a.ods", raw=BOMB))
    wide = sheet(row(cell("x", ' table:number-columns-repeated="99999999"')))
    with pytest.raises(BadInputError, match="16,384 cells"):
        tables(ods(tmp_path / "a.ods", wide))
    tall = sheet(row(cell("x"), more=' table:number-rows-repeated="99999999"'))
    with pytest.raises(BadInputError, match="1,048,576 rows"):
        tables(ods(tmp_path / "a.ods", tall))
    with zipfile.ZipFile(tmp_path / "a.ods", "a") as out, pytest.warns(UserWarning):
        out.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(BadInputError, match="password"):
        tables(tmp_path / "a.ods")


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=9),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=6))
def test_what_is_written_is_read(tmp_path: Path, rows: list[list[Any]]) -> None:
    path = ods(tmp_path / "a.ods", sheet(*(row(*map(cell, each)) for each in [["head", "er"], *rows])))
    read = [each for each in tables(path)[0][0].records() if not isinstance(each, Broken)][1:]
    for written, found in zip(rows, read, strict=False):
        for value, text in zip(written, [*found, *[""] * 5], strict=False):
            if value is None:
                assert text == ""
            elif isinstance(value, bool):
                assert text == str(value).upper()
            elif isinstance(value, int | float):
                assert float(text) == value
            else:
                assert text == value


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(32, 126)), min_size=1, max_size=6))
def test_any_xml_gives_a_table_or_words(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    content = bytearray((HEAD + sheet(row(cell("a"), cell(1)), row(cell(True), cell("b"))) + TAIL).encode())
    for at, sign in changes:
        content[at % len(content)] = sign
    path = ods(tmp_path / "a.ods", raw=content.decode())
    try:
        tables(path)
    except IntelvizError as error:
        assert error.remedy
