"""CSV files are read as what they hold, whatever they are called: encoding, delimiter, header, quotation marks."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.ingest.readers.csv import CsvTable
from intelviz.ingest.readers.file import FoundFile
from intelviz.schema.errors import BadInputError


@pytest.fixture
def read(tmp_path):
    def reading(data, header=0, **more):
        path = tmp_path / "file.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        file = CsvTable(FoundFile.at(path))
        chunks = list(file.chunks(header, **more))
        rows = [(number, row) for chunk in chunks for number, row in zip(chunk.numbers, chunk.rows, strict=True)]
        broken = [each for chunk in chunks for each in chunk.broken]
        return file, rows, broken

    return reading


TEXT = "name,town\nZoë,Łódź\nAnn,Bury\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_are_found(read, encoding):
    file, rows, broken = read(TEXT.encode(encoding))
    assert (file.columns(0), broken) == (["name", "town"], [])
    assert rows == [(2, ["Zoë", "Łódź"]), (3, ["Ann", "Bury"])]
    assert file.content.notes == ()


def test_windows_text_is_read_with_a_warning(read):
    file, rows, _ = read("name,sum\nZoë,£5\nAnn,£6\n".encode("cp1252"))
    assert rows[0] == (2, ["Zoë", "£5"])
    assert file.content.words == "Windows-1252"
    assert "check names with accents and the pound sign" in file.content.notes[0]


def test_a_stray_byte_in_a_utf8_file_costs_its_row_alone(read):
    file, rows, broken = read("name,town\nZoë,Łódź\n".encode() + b"A\xffn,Bury\nBob,Leeds\n")
    assert [number for number, _ in rows] == [2, 4]
    assert broken[0][0] == 3
    assert broken[0][2] == "a byte here is no sign of UTF-8"
    assert "1 byte is not UTF-8" in file.content.notes[0]


def test_a_file_cut_within_a_letter_stays_utf8(read):
    whole = "name,town\nAnn,Bury\nBob,Łódź".encode()
    file, rows, broken = read(whole[:-1])
    assert file.content.words == "UTF-8"
    assert [number for number, _ in rows] == [2]
    assert [each[0] for each in broken] == [3]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(read, delimiter):
    file, rows, _ = read(
        f"id{delimiter}note\n1{delimiter}one, two; three | four\n2{delimiter}x\n".replace(", ", " , ")
        if delimiter == "\t"
        else f'id{delimiter}note\n1{delimiter}"a,b;c|d\te"\n2{delimiter}x\n'
    )
    assert file.dialect.delimiter == delimiter
    assert [len(row) for _, row in rows] == [2, 2]


def test_the_delimiter_that_excel_declares_is_taken(read):
    file, rows, _ = read("sep=;\nid;note\n1;a,b\n", header=1)
    assert (file.columns(1), rows) == (["id", "note"], [(3, ["1", "a,b"])])


def test_a_space_before_quotation_marks_is_passed_over(read):
    _, rows, _ = read('"id", "note"\n"1", "a, b"\n')
    assert rows == [(2, ["1", "a, b"])]


def test_the_header_may_stand_further_down(read):
    file, _, _ = read("Report of 5 May\n\nid,name,town\n1,Ann,Bury\n2,Bob,Leeds\n")
    assert file.likely_header == 2


def test_columns_without_a_name_or_with_the_same_one_are_told_apart(read):
    file, _, _ = read("id,,name,name,id (2)\n1,2,3,4,5\n")
    assert file.columns(0) == ["id", "column 2", "name", "name (2)", "id (2)"]


def test_line_ends_may_be_mixed(read):
    _, rows, _ = read("a,b\r\n1,2\r3,4\n5,6")
    assert rows == [(2, ["1", "2"]), (3, ["3", "4"]), (4, ["5", "6"])]


def test_rows_are_numbered_as_records_and_blank_ones_count(read):
    _, rows, _ = read('a,b\n"x\ny",1\n\n,\n2,3\n')
    assert rows == [(2, ["x\ny", "1"]), (5, ["2", "3"])]


def test_a_row_of_another_width_is_told_apart(read):
    _, rows, broken = read("a,b,c\n1,2,3\n4,5\n6,7,8,9\n6,7,8,,\n")
    assert [number for number, _ in rows] == [2, 5]
    assert broken == [
        (3, "4,5", "the row has 2 cells, the header has 3"),
        (4, "6,7,8,9", "the row has 4 cells, the header has 3"),
    ]


def test_short_rows_can_be_filled(read):
    _, rows, broken = read("a,b,c\n1,2\n3,4,5\n", fill=True)
    assert (rows, broken) == ([(2, ["1", "2", ""]), (3, ["3", "4", "5"])], [])


def test_a_file_cut_in_mid_row_loses_that_row_alone(read):
    _, rows, broken = read("a,b,c\n1,2,3\n4,5,6\n7,8")
    assert [number for number, _ in rows] == [2, 3]
    assert broken == [(4, "7,8", "the file ends in the middle of this row: it has 2 cells, the header has 3")]


def test_a_file_cut_within_quotation_marks_loses_that_row_alone(read):
    _, rows, broken = read('a,b\n1,2\n3,"four')
    assert [number for number, _ in rows] == [2]
    assert broken == [(3, '3,"four', "a quotation mark opens a cell, and the file ends in the middle of it")]


def test_a_quotation_mark_that_is_never_closed_costs_its_row_alone(read):
    _, rows, broken = read('a,b\n1,"two\n3,4\n5,6\n')
    assert rows == [(3, ["3", "4"]), (4, ["5", "6"])]
    assert broken == [(2, '1,"two', "a quotation mark opens a cell, and it is never closed")]


def test_a_quotation_mark_that_is_never_closed_in_a_large_file_costs_its_row_alone(read):
    _, rows, broken = read('a,b\n1,"two\n' + "3,4\n" * 400_000)
    assert len(rows) == 400_000
    assert [each[0] for each in broken] == [2]


def test_cells_longer_than_the_usual_limit_are_read(read):
    _, rows, _ = read(f"a,b\n1,{'x' * 500_000}\n")
    assert len(rows[0][1][1]) == 500_000


def test_an_endless_line_is_told_apart_without_being_held(read):
    _, rows, broken = read("a,b\n1," + "x" * 5_000_000 + "\n2,3\n")
    assert [number for number, _ in rows] == [3]
    assert broken[0][0] == 2
    assert broken[0][2] == "the row has more than 1,000,000 characters"


def test_nul_signs_do_not_stop_the_reading(read):
    _, rows, _ = read("a,b\n1,x\0y\n2,z\n")
    assert rows == [(2, ["1", "x\0y"]), (3, ["2", "z"])]


def test_a_header_alone_is_a_file_without_rows(read):
    file, rows, broken = read("a,b\n")
    assert (file.columns(0), rows, broken) == (["a", "b"], [], [])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04rest", "a zip file, or a workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"SQLite format 3\x00...", "a database"),
        (bytes(range(256)) * 20, "not a text file"),
    ],
)
def test_what_is_no_text_is_refused_in_words(tmp_path, data, words):
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    with pytest.raises(BadInputError, match=words) as caught:
        CsvTable(FoundFile.at(path))
    assert str(path) in caught.value.words()


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path):
    with pytest.raises(BadInputError, match="there is no such file"):
        CsvTable(FoundFile.at(tmp_path / "none.csv"))
    with pytest.raises(BadInputError, match="this is a folder"):
        CsvTable(FoundFile.at(tmp_path))


def test_the_public_horrors_are_read_or_refused_in_words(shared_data):
    for path in sorted((shared_data / "broken").rglob("*")):
        if not path.is_file():
            continue
        try:
            file = CsvTable(FoundFile.at(path))
        except BadInputError as error:
            assert error.what.endswith(".")
            continue
        header = file.likely_header
        seen = header + 1
        for chunk in file.chunks(header):
            seen += len(chunk.rows) + len(chunk.broken) + chunk.blank
        assert seen >= 1


letters = st.one_of(st.characters(codec="utf-8", exclude_categories=["C"]), st.sampled_from('\t\n\r",;|'))
cells = st.text(letters, max_size=12)


@settings(deadline=None)
@given(
    width=st.integers(2, 6),
    data=st.data(),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    size=st.integers(1, 9),
)
def test_every_row_is_what_pythons_own_reader_sees(
    tmp_path_factory, width, data, delimiter, end, encoding, quoting, size
):
    body = data.draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=12))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(
        [[f"column{place}" for place in range(width)], *body]
    )
    path = tmp_path_factory.mktemp("oracle") / "file.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    expected = list(csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=delimiter))
    file = CsvTable(FoundFile.at(path))
    if file.dialect.delimiter != delimiter:
        return  # the cells look more like a table with another delimiter
    found = {}
    blank = 0
    for chunk in file.chunks(0, size):
        found.update(zip(chunk.numbers, chunk.rows, strict=True))
        found.update({number: None for number, _, _ in chunk.broken})
        blank += chunk.blank
    for number, row in enumerate(expected[1:], 2):
        if not any(cell.strip() for cell in row):
            blank -= 1
        elif len(row) == width:
            assert found[number] == row
        else:
            assert found[number] is None or found[number] == row[:width]
    assert blank == 0
