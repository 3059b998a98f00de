"""Workbooks: what a sheet shows is what is read, and a hostile one does no harm."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from intelviz.ingest.fit import fit
from intelviz.ingest.readers import xlsx
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.sheets import xlsx_strings
from intelviz.ingest.readers.sheets.excel_dates import iso, kind_of
from intelviz.ingest.readers.sheets.sheet import Sheet
from intelviz.ingest.readers.sheets.sheet_cells import column_letters, column_number, number_text
from intelviz.ingest.readers.table import Broken, Table
from intelviz.schema.errors import BadInputError, IntelvizError

Fill = Callable[[Worksheet], Any]


def saved(path: Path, *fills: Fill) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for place, fill in enumerate(fills, 1):
        fill(book.create_sheet(f"Sheet{place}"))
    book.save(path)
    return path


def appended(*rows: list[Any]) -> Fill:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return fill


def tables(path: Path) -> tuple[list[Table], list[tuple[str, str]]]:
    with Opening() as opening:
        found = opening.tables(path)
        for each in found:
            list(each.records())
        return found, opening.refused()


def rows_of(path: Path) -> list[list[str]]:
    found, _ = tables(path)
    return [row for row in found[0].records() if not isinstance(row, Broken)]


def rewritten(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Change a part of a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {each: old.read(each) for each in old.namelist()}
    parts[name] = change(parts.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for each, content in parts.items():
            new.writestr(each, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_numbers_are_whole_and_have_no_exponent(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", appended(["phone", "share"], [7911123456, 0.1], [351234567890123, 1e-7]))
    assert rows_of(path) == [["phone", "share"], ["7911123456", "0.1"], ["351234567890123", "0.0000001"]]


def test_text_keeps_leading_zeros_and_dates_that_are_text(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", appended(["phone", "day"], ["07911123456", "03/04/2026"]))
    assert rows_of(path)[1] == ["07911123456", "03/04/2026"]


def test_digits_that_a_spreadsheet_lost_are_said(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", appended(["imsi"], [234150000000000000]))
    found, _ = tables(path)
    assert "more than 15 digits" in " ".join(found[0].late_notes)
    assert "A2" in " ".join(found[0].late_notes)


def test_a_number_shown_with_leading_zeros_has_them(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["phone"])
        sheet.append([7911123456])
        sheet["A2"].number_format = "00000000000"

    path = saved(tmp_path / "a.xlsx", fill)
    assert rows_of(path)[1] == ["07911123456"]
    assert "leading zeros" in tables(path)[0][0].late_notes[0]


@pytest.mark.parametrize("mac", [False, True])
def test_dates_in_both_systems(tmp_path: Path, mac: bool) -> None:
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["day", "at", "clock", "lasted"])
    sheet.append([date(2026, 3, 4), datetime(2026, 3, 4, 14, 30, 5), time(23, 59), timedelta(hours=27, minutes=5)])
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx")[1] == ["2026-03-04", "2026-03-04 14:30:05", "23:59:00", "27:05:00"]


@given(st.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(9999, 12, 30)), st.booleans())
def test_any_moment_comes_back_from_its_number(moment: datetime, from_1904: bool) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    if moment < first:
        return
    text = iso((moment - first) / timedelta(days=1), "both", from_1904=from_1904)
    assert text is not None
    assert abs(datetime.fromisoformat(text) - moment) <= timedelta(milliseconds=1)


def test_the_day_that_never_was_and_days_before_it() -> None:
    assert [iso(each, "date", from_1904=False) for each in (0, 1, 59, 60, 61)] == [
        "1900-01-00",
        "1900-01-01",
        "1900-02-28",
        "1900-02-29",
        "1900-03-01",
    ]
    assert iso(-1, "date", from_1904=False) is None
    assert iso(0, "date", from_1904=True) == "1904-01-01"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("dd/mm/yyyy", "date"),
        ("mmm-yy", "date"),
        ("[$-809]dd mmmm yyyy;@", "date"),
        ("hh:mm:ss", "time"),
        ("h:mm AM/PM", "time"),
        ("dd/mm/yyyy hh:mm", "both"),
        ("[h]:mm", "duration"),
        ("mm:ss.0", "time"),
        ("General", ""),
        ("0.00", ""),
        ('0" days"', ""),
        ("#,##0.00;[Red]-#,##0.00", ""),
        ("0.00E+00", ""),
        (r"0\d", ""),
        ("@", ""),
        ("[Red]0", ""),
    ],
)
def test_a_number_format_says_whether_a_number_is_a_date(code: str, kind: str) -> None:
    assert kind_of(164, code) == kind


def test_errors_and_formulas_without_a_value_are_blank_and_said(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", appended(["a", "b"], ["#N/A", "=1+1"], ["x", "y"]))
    found, _ = tables(path)
    assert rows_of(path)[1] == []
    notes = " ".join(found[0].late_notes)
    assert "A2 (#N/A)" in notes
    assert "whose value was not saved" in notes
    assert "B2" in notes


def test_a_formula_gives_the_value_it_was_saved_with(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", appended(["a"], ["=1+1"]))
    rewritten(path, SHEET, lambda old: re.sub(rb"<v ?/>|<v></v>", b"<v>2</v>", old))
    assert rows_of(path)[1] == ["2"]


def test_rows_are_numbered_as_in_the_sheet(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B3"], sheet["C3"] = "name", "phone"
        sheet["B7"], sheet["C7"] = "Ann", "0161"

    found, _ = tables(saved(tmp_path / "a.xlsx", fill))
    table = found[0]
    assert table.likely_header == 2
    chunks = list(table.chunks(table.likely_header))
    assert [(chunk.numbers, chunk.rows, chunk.blank) for chunk in chunks] == [([7], [["", "Ann", "0161"]], 3)]


def test_a_header_under_a_title_is_found(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Nominals of June"])
        sheet.merge_cells("A1:C1")
        sheet.append([])
        sheet.append(["name", "born", "phone"])
        sheet.append(["Ann", date(1990, 1, 2), "0161"])

    assert tables(saved(tmp_path / "a.xlsx", fill))[0][0].likely_header == 2


def test_a_merged_value_holds_for_all_it_covers(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["area", "name"], ["North", "Ann"], [None, "Bob"], [None, None], ["South", "Cy"]):
            sheet.append(row)
        sheet.merge_cells("A2:A4")

    path = saved(tmp_path / "a.xlsx", fill)
    assert rows_of(path) == [["area", "name"], ["North", "Ann"], ["North", "Bob"], [], ["South", "Cy"]]
    assert "1 merged cell was" in tables(path)[0][0].notes[0]


def test_merged_cells_of_a_long_sheet_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_BLOCK", 512)

    def fill(sheet: Worksheet) -> None:
        for number in range(1_000):
            sheet.append([f"group {number}", f"name {number}"])
        sheet.merge_cells("A999:A1000")

    assert rows_of(saved(tmp_path / "a.xlsx", fill))[-1] == ["group 998", "name 999"]


def test_a_header_of_two_rows_is_joined(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["ref", "Offence", None, "day"], [None, "Code", "Title", None], ["1", "28", "Burglary", "x"]):
            sheet.append(row)
        for each in ("A1:A2", "B1:C1", "D1:D2"):
            sheet.merge_cells(each)

    table = tables(saved(tmp_path / "a.xlsx", fill))[0][0]
    assert table.likely_header == 1
    assert table.columns(1) == ["ref", "Offence / Code", "Offence / Title", "day"]
    assert [chunk.numbers for chunk in table.chunks(1)] == [[3]]


def test_a_row_of_words_under_a_merged_header_stays_a_row(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["ref", "name", None], ["x", "Ann", "Lee"], ["y", "Bob", "Day"]):
            sheet.append(row)
        sheet.merge_cells("B1:C1")

    table = tables(saved(tmp_path / "a.xlsx", fill))[0][0]
    assert [chunk.numbers for chunk in table.chunks(0)] == [[2, 3]]


def test_each_sheet_is_a_table_hidden_ones_are_said_empty_ones_refused(tmp_path: Path) -> None:
    def hidden(sheet: Worksheet) -> None:
        sheet.append(["a", "b"])
        sheet.sheet_state = "hidden"

    found, refused = tables(saved(tmp_path / "a.xlsx", appended(["a", "b"]), hidden, appended()))
    assert [each.origin.name for each in found] == ["a.xlsx › Sheet1", "a.xlsx › Sheet2"]
    assert found[1].notes == ("The sheet is hidden in the workbook.",)
    assert refused == [("Sheet3", "the sheet is empty")]


def test_a_short_row_is_filled_and_a_cell_beyond_the_columns_is_told(tmp_path: Path) -> None:
    rows = [["a", "b", "c"], ["1"], *[["1", "2", "3"]] * 80, ["1", "2", "3", None, "5"]]
    chunk = next(tables(saved(tmp_path / "a.xlsx", appended(*rows)))[0][0].chunks(0))
    assert chunk.rows[0] == ["1", "", ""]
    assert chunk.broken == [(83, "1,2,3,,5", "the row has 5 cells, the header has 3")]


@pytest.mark.parametrize("width", [2_000, 16_384])
def test_many_columns(tmp_path: Path, width: int) -> None:
    path = saved(tmp_path / "a.xlsx", appended([f"c{each}" for each in range(width)], list(range(width))))
    assert len(tables(path)[0][0].columns(0)) == width


def test_a_claim_of_a_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", appended(["a", "b"], ["1", "2"]))

    def claim(old: bytes) -> bytes:
        old = re.sub(rb'ref="A1:B2"', b'ref="A1:XFD1048576"', old)
        return old.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')

    rewritten(path, SHEET, claim)
    assert len(rows_of(path)) == 2


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet xmlns="http://schemas.openxmlformats.org/'
    b'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="str"><v>&c;</v></c></row></sheetData></worksheet>'
)
FOREIGN = BOMB.replace(b'<!ENTITY c "', b'<!ENTITY d SYSTEM "file:///etc/passwd"><!ENTITY c "').replace(
    b"<v>&c;", b"<v>&d;"
)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("content", [BOMB, FOREIGN])
def test_bombs_and_foreign_entities_are_refused(tmp_path: Path, part: str, content: bytes) -> None:
    path = rewritten(saved(tmp_path / "a.xlsx", appended(["a"])), part, lambda _: content)
    with pytest.raises(BadInputError, match="document type"):
        tables(path)


def test_a_sheet_that_claims_to_be_huge_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", appended(["a"]))
    rewritten(path, SHEET, lambda old: old.replace(b"<sheetData>", b" " * (300 << 20) + b"<sheetData>"))
    with pytest.raises(BadInputError, match="made to fill a disk"):
        tables(path)


def test_a_cell_without_end_is_no_row(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", appended(["a"], ["x"], ["y"]))
    rewritten(
        path,
        SHEET,
        lambda old: re.sub(
            rb'<c r="A2".*?</c>', b'<c r="A2" t="inlineStr"><is><t>' + b"x" * 2_000_000 + b"</t></is></c>", old
        ),
    )
    records = list(tables(path)[0][0].records())
    assert isinstance(records[1], Broken)
    assert "1,000,000 characters" in records[1].reason
    assert records[2] == ["y"]


def test_many_texts_are_kept_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_strings, "_IN_MEMORY", 100)
    path = saved(tmp_path / "a.xlsx", appended(["näme", "x"], *([f"Zoë {n}", "\U0001f600"] for n in range(500))))
    strings = b"".join(b"<si><t>%d \xc3\xab</t></si>" % n for n in range(300))
    sheet = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c></row>' % (n + 1, n + 1, n) for n in range(300))
    rewritten(path, SHEET, lambda _: b'<worksheet xmlns="x"><sheetData>' + sheet + b"</sheetData></worksheet>")
    rewritten(path, "xl/sharedStrings.xml", lambda _: b'<sst xmlns="x">' + strings + b"</sst>")
    with Opening() as opening:
        (table,) = opening.tables(path)
        assert [row[0] for row in table.records() if isinstance(row, list)] == [f"{n} ë" for n in range(300)]
        assert any(each.name.startswith("texts-") for each in opening.folder.iterdir())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="2"', b'<row r="1"'),
        (b'<row r="2"', b'<row r="1048577"'),
        (b'<row r="2"', b'<row r="-5"'),
        (b'r="A2"', b'r="XFE2"'),
        (b'r="A2"', b'r="2"'),
        (b"</sheetData>", b""),
    ],
)
def test_xml_that_is_no_sheet_is_said(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = rewritten(saved(tmp_path / "a.xlsx", appended(["a"], ["b"])), SHEET, lambda xml: xml.replace(old, new))
    with pytest.raises(BadInputError, match=r"sheet can.t be read"):
        tables(path)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e300, 1e300),
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20),
    st.datetimes(min_value=datetime(1901, 1, 1), max_value=datetime(9999, 1, 1)),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=8))
def test_what_is_written_is_read(tmp_path: Path, rows: list[list[Any]]) -> None:
    def fill(sheet: Worksheet) -> None:
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"

    path = saved(tmp_path / "a.xlsx", fill)
    oracle = openpyxl.load_workbook(path, data_only=True).active
    expected = [[shown(cell.value) for cell in row] for row in oracle.iter_rows()]
    if not any(any(row) for row in expected):
        with pytest.raises(BadInputError, match="empty"):
            rows_of(path)
        return
    read = rows_of(path)
    width = max(map(len, [*read, *expected]))
    padded = [[*row, *[""] * (width - len(row))] for row in read]
    wanted = [[*row, *[""] * (width - len(row))] for row in expected]
    for each in (padded, wanted):
        while not any(each[-1]):
            each.pop()
    for row, want in zip(padded, wanted, strict=True):
        for cell, other in zip(row, want, strict=True):
            if isinstance(other, datetime):
                assert abs(datetime.fromisoformat(cell) - other) <= timedelta(milliseconds=1)
            elif isinstance(other, float):
                assert float(cell) == other
                assert "e" not in cell.lower() or abs(other) >= 1e15, "what is written out in full was not rounded"
            else:
                assert cell == other


def shown(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    return value


@given(st.integers(1, 16_384))
def test_columns_have_letters(number: int) -> None:
    assert column_number(column_letters(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_without_loss(number: float) -> None:
    text = number_text(repr(number))
    assert float(text) == number
    assert "e" not in text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_in_a_sheet_give_a_table_or_words(tmp_path: Path, data: st.DataObject) -> None:
    path = saved(tmp_path / "a.xlsx", appended(["a", "b"], [1, "x"], [date(2026, 1, 1), True]))
    with zipfile.ZipFile(path) as zipped:
        name = data.draw(st.sampled_from([each for each in zipped.namelist() if each.endswith((".xml", ".rels"))]))
        old = bytearray(zipped.read(name))
    for _ in range(data.draw(st.integers(1, 6))):
        old[data.draw(st.integers(0, len(old) - 1))] = data.draw(st.integers(32, 126))
    rewritten(path, name, lambda _: bytes(old))
    try:
        found, _ = tables(path)
    except IntelvizError:
        return
    assert all(isinstance(each, Sheet) for each in found)


def test_a_workbook_cut_short_is_said(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", appended(["a"], ["b"]))
    for size in (10, 500, 2_000):
        (tmp_path / "cut.xlsx").write_bytes(path.read_bytes()[:size])
        assert fit([tmp_path / "cut.xlsx"])[0].problem


def test_real_workbooks(shared_data: Path) -> None:
    found, refused = tables(shared_data / "vast2014-mc1" / "EmployeeRecords.xlsx")
    assert [each.origin.part for each in found] == ["Employee Records", "Index"]
    assert len(next(iter(found[0].chunks(0))).rows) == 54
    assert len(refused) == 2
