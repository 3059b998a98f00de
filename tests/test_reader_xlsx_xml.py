"""Workbooks of Excel 2003 in XML: what report servers write under the ending .xls."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.table import Table
from intelviz.schema.errors import BadInputError, IntelvizError

HEAD = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
)
BOOK = (
    HEAD
    + """<Worksheet ss:Name="Calls"><Table ss:ExpandedColumnCount="5">
<Row><Cell><Data ss:Type="String">phone</Data></Cell><Cell><Data ss:Type="String">at</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">seen</Data></Cell><Cell><Data ss:Type="String">bad</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="Number">7.911123456E9</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-03-04T00:00:00.000</Data></Cell><Cell ss:Index="4"><Data ss:Type="Boolean">1</Data>
</Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">07911</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-03-04T14:30:05.000</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="DateTime">1899-12-31T09:05:00.000</Data></Cell></Row>
</Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
<Worksheet ss:Name="None"><Table/></Worksheet></Workbook>"""
)


def tables(folder: Path, content: str) -> tuple[list[Table], list[tuple[str, str]]]:
    (folder / "a.xls").write_text(content, encoding="utf-8")
    with Opening() as opening:
        found = opening.tables(folder / "a.xls")
        for each in found:
            list(each.records())
        return found, opening.refused()


def test_a_workbook(tmp_path: Path) -> None:
    (table,), refused = tables(tmp_path, BOOK)
    assert list(table.records()) == [
        ["phone", "at", "", "seen", "bad"],
        [],
        [],
        ["7911123456", "2026-03-04", "", "TRUE", ""],
        ["07911", "2026-03-04 14:30:05", "", "", ""],
        ["07911", "09:05:00", "", "", ""],
    ]
    assert refused == [("None", "the sheet is empty")]
    assert table.origin.part == "Calls"
    assert table.notes[0] == "The sheet is hidden in the workbook."
    assert "E4 (#N/A)" in table.late_notes[0]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('ss:Index="4"><Cell', 'ss:Index="1"><Cell', "has the number"),
        ('ss:Index="4"><Cell', 'ss:Index="99999999"><Cell', "has the number"),
        ('Cell ss:Index="4"', 'Cell ss:Index="99999"', "has the number"),
        ("</Workbook>", "", "no whole XML"),
        ("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook', "document type"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        tables(tmp_path, BOOK.replace(old, new))


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(32, 126)), min_size=1, max_size=6))
def test_any_xml_gives_tables_or_words(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    content = bytearray(BOOK.encode())
    for at, sign in changes:
        content[at % len(content)] = sign
    try:
        tables(tmp_path, content.decode())
    except IntelvizError as error:
        assert error.remedy


def test_sylk_is_called_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="SYLK"):
        tables(tmp_path, 'ID;PWXL;N;E\nP;PGeneral\nC;Y1;X1;K"name"\nE\n')
    (table,), _ = tables(tmp_path, "ID;PHONE\n1;0161\n")
    assert table.columns(0) == ["ID", "PHONE"]
