"""Tables of web pages: what systems write under the name of an Excel export."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.table import Table
from intelviz.schema.errors import BadInputError, IntelvizError

EXPORT = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="windows-1252">
<style>td{}</style></head><body><h1>Incidents</h1><table><tr><th rowspan=2>Log</th><th colspan=2>Caller</th></tr>
<tr><th>Name<th>Phone</tr><tr><td>12</td><td>Zo\xeb&nbsp;&amp;&#32;Al</td><td x:num="7911123456">7.9E+09</td></tr>
<tr><td>13<td style="display: none">secret<td>Bob<br>Day<td>0161</tr></table>
<script>document.write("<table><tr><td>no</td></tr></table>")</script></body></html>"""


def tables(folder: Path, content: str | bytes) -> tuple[list[Table], list[tuple[str, str]]]:
    path = folder / "export.xls"
    path.write_bytes(content.encode("cp1252", "xmlcharrefreplace") if isinstance(content, str) else content)
    with Opening() as opening:
        found = opening.tables(path)
        for each in found:
            list(each.records())
        return found, opening.refused()


def test_an_export_named_xls(tmp_path: Path) -> None:
    (table,), _ = tables(tmp_path, EXPORT)
    assert table.reader == "html_table"
    assert table.likely_header == 1
    assert table.columns(1) == ["Log", "Caller / Name", "Caller / Phone"]
    assert [chunk.rows for chunk in table.chunks(1)] == [[["12", "Zoë & Al", "7911123456"], ["13", "Bob\nDay", "0161"]]]


def test_tables_in_tables_and_small_ones(tmp_path: Path) -> None:
    inner = "<table><caption>Calls</caption><tr><td>a<td>b<tr><td>1<td>2</table>"
    found, refused = tables(tmp_path, f"<table><tr><td>{inner}</td></tr></table><table><tr><td>menu</table>")
    assert [list(each.records()) for each in found] == [[["a", "b"], ["1", "2"]]]
    assert refused == [("table 3", "it has one row only")]


def test_a_page_without_tables_and_xml_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="without a table"):
        tables(tmp_path, "<!DOCTYPE html><html><p>words</p></html>")
    with pytest.raises(BadInputError, match="tables are empty"):
        tables(tmp_path, "<html><table></table></html>")
    with pytest.raises(BadInputError, match="declares entities"):
        tables(tmp_path, '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def test_spans_that_claim_everything_cost_little(tmp_path: Path) -> None:
    rows = "<tr><td colspan=999999999 rowspan=99999999>x<td>y</tr>" + "<tr><td>z</tr>" * 50
    (table,), _ = tables(tmp_path, f"<table>{rows}</table>")
    assert len(table.columns(0)) == 1_001


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=9), min_size=2, max_size=4),
        min_size=2,
        max_size=6,
    )
)
def test_what_is_written_is_read(tmp_path: Path, rows: list[list[str]]) -> None:
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    (table,), _ = tables(tmp_path, f"<html><meta charset=utf-8><table>{body}</table></html>".encode())
    width = max(map(len, rows))
    assert list(table.records()) == [[*row, *[""] * (width - len(row))] for row in rows]


PIECES = [
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<td rowspan=3>",
    "<td colspan=2>",
    "x",
    "<",
    "&#0;",
    "<!--",
    "-->",
]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=30))
def test_any_tags_give_tables_or_words(tmp_path: Path, pieces: list[str]) -> None:
    content = "<html><table>" + "".join(pieces)
    try:
        tables(tmp_path, content.encode("utf-8", "replace"))
    except IntelvizError as error:
        assert error.remedy


def test_real_pages(shared_data: Path) -> None:
    folder = shared_data / "broken" / "messytables-horror"
    with Opening() as opening:
        (table,) = opening.tables(folder / "rowcolspan.html")
        rows = list(table.records())
        assert rows[2] == ["25", "26", "27", "27", "29"]
        (table,) = opening.tables(folder / "invisible_text.html")
        assert table.columns(0)[:3] == ["Station", "Photo", "Line(s)[*]"]
        assert list(table.records())[1][5] == "1 July 1879"
