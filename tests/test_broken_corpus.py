"""Broken and hostile files: each is read or refused in words, no source is half loaded, and nothing they hold acts."""

from __future__ import annotations

import csv
import io
import json
import random
import struct
import zipfile
from pathlib import Path

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.fit import fit
from intelviz.ingest.importing import import_files
from intelviz.ingest.known import known_recipes
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.table import Broken, Table
from intelviz.schema.errors import IntelvizError
from intelviz.schema.load import load_schema


@pytest.fixture(scope="module")
def corpus(shared_data: Path) -> list[Path]:
    return sorted(each for each in (shared_data / "broken").rglob("*") if each.is_file())


def read(path: Path) -> tuple[list[Table], list[tuple[str, str]]]:
    with Opening() as opening:
        found = opening.tables(path)
        for each in found:
            for chunk in each.chunks(each.likely_header):
                assert len(chunk.rows) == len(chunk.numbers)
        return found, opening.refused()


# The corpus


def test_every_file_is_told_a_fit_or_a_reason(corpus: list[Path]) -> None:
    schema = load_schema()
    recipes = known_recipes(schema)
    assert len(corpus) == 426
    for path in corpus:
        for each in fit([path], recipes=recipes, schema=schema):
            assert each.fits or each.problem, path
            assert "Traceback" not in each.problem
            assert each.path == path


def test_every_file_is_loaded_whole_or_not_at_all(corpus: list[Path], tmp_path: Path) -> None:
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        for path in corpus:
            before = len(case.sources())
            try:
                report = import_files(case, [path])
            except IntelvizError as error:
                assert error.what
                assert len(case.sources()) == before, path
                continue
            for each in report.sources:
                assert each.rows == each.loaded + each.merged + each.rejected, path
                assert each.name.startswith(path.name)
        assert len(case.sources()) > 100
        assert case.verify() == []


EXPECTED = {
    # file: how it was read, some columns, rows that are none, words in the notes
    "frictionless/bom.csv": ("UTF-8, comma", ["id", "name"], 0, ""),
    "messytables-horror/utf-16le_encoded.csv": ("UTF-16, comma", ["Organisation_code", "Organisation_name"], 0, ""),
    "messytables-horror/spanish_chars.csv": ("Windows-1252, comma", ["GF_ID", "FN_ID"], 0, "not UTF-8"),
    "messytables-horror/211.csv": ("Windows-1252, comma", ["ResourceAgencyNum"], 1, "not UTF-8"),
    "messytables-horror/simple.ssv": ("UTF-8, semicolon", ["date", "temperature", "place"], 0, ""),
    "messytables-horror/example.tsv": ("UTF-8, tab", ["hour", "expr1_0_imp"], 0, ""),
    "messytables-horror/mixedGLB.csv": ("UTF-8, comma", ["Year", "Jan", "Feb"], 0, ""),
    "frictionless/duplicate-headers.csv": ("UTF-8, comma", ["id", "name", "id (2)", "age", "id (3)"], 0, ""),
    "frictionless/blank-headers.csv": ("UTF-8, comma", ["id", "column 2", "age"], 0, ""),
    "frictionless/issue-1066-largecellsize.csv": ("UTF-8, comma", ["Description", "status"], 0, ""),
    "frictionless/table.jsonl": ("JSON lines, UTF-8", ["id", "name"], 0, ""),
    "frictionless/table.xls": ("old Excel workbook", ["id", "name"], 0, ""),
    "frictionless/table.ods": ("OpenDocument spreadsheet", ["id", "name"], 0, ""),
    "frictionless/table2.html": ("table of a web page, UTF-8", ["id", "name"], 0, ""),
    "frictionless/issue-870.xlsx": ("Excel workbook", ["0", "First Name", "Last Name"], 0, ""),
    "excel-messy/Ekaterinburg_IP_9.xlsx": ("Excel workbook", ["ФИО", "Дата регистрации"], 0, "merged"),
    "excel-messy/enron-constants.xlsx": ("Excel workbook", [], 0, "hidden"),
    "messytables-horror/simple.zip": ("UTF-8, comma", ["date", "temperature", "place"], 0, ""),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_how_notable_files_are_read(shared_data: Path, name: str) -> None:
    form, columns, broken, note = EXPECTED[name]
    with Opening() as opening:
        table = opening.tables(shared_data / "broken" / name)[0]
        assert table.form.startswith(form)
        assert table.columns(table.likely_header)[: len(columns)] == columns
        assert sum(len(chunk.broken) for chunk in table.chunks(table.likely_header)) == broken
        assert note in " ".join(table.notes)


REFUSED = {
    "defusedxml/xmlbomb2.xml": "declares entities",
    "defusedxml/cyclic.xml": "declares entities",
    "defusedxml/external_file.xml": "declares entities",
    "defusedxml/xalan_write.xsl": "XML of a kind that is not known",
    "defusedxml/simple.xml": "XML of a kind that is not known",
    "frictionless/table.parquet": "a Parquet file",
    "frictionless/text.html": "a web page without a table",
    "frictionless/schema-invalid-wrong-type.json": "no list of objects",
}


@pytest.mark.parametrize("name", REFUSED)
def test_why_notable_files_are_refused(shared_data: Path, name: str) -> None:
    (found,) = fit([shared_data / "broken" / name])
    assert REFUSED[name] in found.problem
    assert name in found.problem


@pytest.mark.parametrize(
    "name", ["comma_in_quotes", "empty_crlf", "json", "newlines", "quotes_and_newlines", "simple_crlf"]
)
def test_csv_and_json_of_the_same_records_agree(shared_data: Path, name: str) -> None:
    folder = shared_data / "broken" / "csv-spectrum"
    (from_csv,), _ = read(folder / "csvs" / f"{name}.csv")
    records = list(from_csv.records())
    expected = json.loads((folder / "json" / f"{name}.json").read_text())
    assert [dict(zip(records[0], row, strict=True)) for row in records[1:]] == expected


# Formulas

FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C notepad'!A1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org?x="&A1,"name")',
    "\t=1+1",
]


def test_formulas_are_kept_as_text_and_leave_with_a_mark_before_them(tmp_path: Path) -> None:
    from intelviz.scripting import Case

    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([":ID", "name", "surname", "hobby", ":LABEL"])
    for number, formula in enumerate(FORMULAS):
        rows.writerow([number, formula, "Archer", formula, "Person"])
    (tmp_path / "persons.csv").write_text(out.getvalue())
    with Case.new(tmp_path / "a.intelviz") as case:
        case.import_files(tmp_path / "persons.csv")
        case.export("csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    cells = [cell for line in lines for cell in line]
    assert len(lines) == 1 + len(FORMULAS)
    assert not [cell for cell in cells if cell.lstrip(" \t").startswith(("=", "+", "-", "@", "\t"))]
    for formula in FORMULAS:
        assert any(cell.startswith("'") and formula.strip() in cell for cell in cells), formula


def test_a_formula_for_a_name_of_a_column_is_none_either(tmp_path: Path) -> None:
    from intelviz.products import table
    from intelviz.products.extract import Extract

    item = {"id": 1, "type": "Person", "label": "Ann", "when": None, "lon": None, "lat": None}
    extract = Extract([{**item, "properties": {"=1+1": "x"}}], [], "", "all")
    table.write(extract, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "'=1+1" in next(csv.reader(file))


# Hostile twins


def test_a_field_of_100_mb_costs_its_row(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w") as out:
        out.write("name,phone\nAnn,0161\n")
        for _ in range(100):
            out.write("x" * 1_000_000)
        out.write(",0162\nBob,0163\n")
    (table,), _ = read(tmp_path / "a.csv")
    (chunk,) = table.chunks(0)
    assert chunk.rows == [["Ann", "0161"], ["Bob", "0163"]]
    assert [(number, reason) for number, _, reason in chunk.broken] == [
        (3, "the row has more than 1,000,000 characters")
    ]


def test_2000_columns(tmp_path: Path) -> None:
    lines = [",".join(f"c{at}" for at in range(2_000)), *[",".join(["1"] * 2_000)] * 20]
    (tmp_path / "a.csv").write_text("\n".join(lines))
    (table,), _ = read(tmp_path / "a.csv")
    assert len(table.columns(0)) == 2_000
    (tmp_path / "a.json").write_text(json.dumps([{f"c{at}": at for at in range(2_000)}]))
    (table,), _ = read(tmp_path / "a.json")
    assert len(table.columns(0)) == 2_000


def test_nul_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"name,phone\nAnn\0,0161\nBob,01\x0062\n" + b"Cy,0163\n" * 200)
    (table,), _ = read(tmp_path / "a.csv")
    (chunk,) = table.chunks(0)
    assert len(chunk.rows) + len(chunk.broken) == 202
    (tmp_path / "b.csv").write_bytes(bytes(100_000))
    assert "not a text file" in fit([tmp_path / "b.csv"])[0].problem


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "cp1252", "utf-32"])
def test_any_common_encoding(tmp_path: Path, encoding: str) -> None:
    text = "name,phone,price\n" + "".join(f"Zoë {n},0161 {n},£{n}\n" for n in range(60))
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    (table,), _ = read(tmp_path / "a.csv")
    assert (
        list(table.records())[:2] == [["name", "phone", "price"], ["Zoë 0", "0161 0", "£0"]] or encoding == "utf-8-sig"
    )
    assert table.columns(0) == ["name", "phone", "price"]
    assert bool(table.notes) == (encoding == "cp1252")


def test_utf8_with_a_few_bytes_of_another_encoding(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbfname,price\n" + "Zoë,£5\n".encode() * 50 + b"Zo\xeb,\xa35\n" + "Zoë,£5\n".encode() * 50
    (tmp_path / "a.csv").write_bytes(text)
    (table,), _ = read(tmp_path / "a.csv")
    (chunk,) = table.chunks(0)
    assert len(chunk.rows) == 100
    assert [number for number, _, _ in chunk.broken] == [52]
    (tmp_path / "a.json").write_bytes('[{"n": "Zoë"}, {"n": "Chloë"}, {"n": "Anaïs"}, '.encode() + b'{"n": "Zo\xeb"}]')
    (table,), _ = read(tmp_path / "a.json")
    (chunk,) = table.chunks(0)
    assert len(chunk.rows) == 3
    assert "no sign of UTF-8" in chunk.broken[0][2]


def test_a_json_that_lies_about_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes('{"encoding": "utf-8", "rows": [{"n": "Zoë"}]}'.encode("cp1252"))
    (table,), _ = read(tmp_path / "a.json")
    assert list(table.records())[1] == ["Zoë"]
    assert "Windows-1252" in table.notes[0]


def test_a_workbook_that_lies_about_its_encoding(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Zoë"])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old:
        parts = {each: old.read(each) for each in old.namelist()}
    name = next(each for each, content in parts.items() if "Zoë".encode() in content)
    texts = parts[name].decode().removeprefix('<?xml version="1.0"?>')
    parts[name] = b"<?xml version='1.0' encoding='UTF-8'?>" + texts.encode("cp1252")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert "can't be read" in fit([tmp_path / "a.xlsx"])[0].problem


def test_mixed_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"name,phone\r\nAnn,0161\nBob,0162\rCy,0163\r\nDi,0164")
    (table,), _ = read(tmp_path / "a.csv")
    assert [row[0] for row in table.records() if not isinstance(row, Broken)] == ["name", "Ann", "Bob", "Cy", "Di"]


def test_10_mb_that_claim_10_gb_within_archives(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("huge.csv", random.Random(7).randbytes(10_000_000))
    content = bytearray(inner.getvalue())
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 4_000_000_000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        for number in range(3):
            out.writestr(f"{number}.zip", bytes(content))
        out.writestr("../../climbs.csv", "a,b\n1,2\n")
        out.writestr("good/persons.csv", "name,phone\nAnn,0161\n")
    found, refused = read(tmp_path / "a.zip")
    assert [each.origin.part for each in found] == ["good/persons.csv"]
    assert len(refused) == 4
    assert "leads out of the archive" in dict(refused)["../../climbs.csv"]


@pytest.mark.parametrize(
    "ending", ["csv", "xlsx", "xls", "ods", "json", "zip", "gz", "db", "yaml", "html", "anx", "pdf"]
)
def test_an_ending_decides_nothing(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"a.{ending}").write_text("name,phone\nAnn,0161\n")
    (table,), _ = read(tmp_path / f"a.{ending}")
    assert list(table.records()) == [["name", "phone"], ["Ann", "0161"]]


def test_random_bytes_after_every_sign(tmp_path: Path) -> None:
    signs = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\0", b"\x1f\x8b\x08")
    signs += (
        b"BZh91AY&SY",
        b"\xfd7zXZ\0",
        b"<?xml version='1.0'?>",
        b"[{",
        b'{"a":',
        b"<html><table>",
        b"%PDF-1.4",
        b"",
    )
    path = tmp_path / "a"
    for seed in range(20):
        for sign in signs:
            path.write_bytes(sign + random.Random(seed).randbytes(seed * 97))
            try:
                read(path)
            except IntelvizError as error:
                assert error.remedy
