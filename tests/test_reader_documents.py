"""Documents: prose told from tables, the text of every kind, and what hostile files come to."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.ingest.readers.documents import LONGEST, first_line, parted
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.plain_text import iso_date
from intelviz.ingest.readers.prose import is_prose, is_stated
from intelviz.ingest.readers.table import Broken, StructuredTable

PROSE = """At 02:15 on Tuesday the witness saw a grey van outside the shop. She knew the driver, who lives nearby.

He left with two others, and came back an hour later. Nobody else was about, and the lights were off.
"""


def document(path: Path) -> dict[str, str]:
    (row,) = documents(path)
    return row


def documents(path: Path) -> list[dict[str, str]]:
    with Opening() as opening:
        (table,) = opening.tables(path)
        assert isinstance(table, StructuredTable)
        return [dict(zip(table.names, row, strict=True)) for row in table.objects() if not isinstance(row, Broken)]


def notes(path: Path) -> str:
    with Opening() as opening:
        return " ".join(opening.tables(path)[0].notes)


def reader_of(path: Path) -> str:
    with Opening() as opening:
        return opening.tables(path)[0].reader


# Prose or table


@pytest.mark.parametrize(
    "text",
    [
        "name,age\nAnn,3\nBob,4\n",
        "name;age;place\nAnn;3;Bury\nBob;4;Bolton\n",
        "name\tage\nAnn\t3\n",
        "M1 1AA\nM2 2BB\nM3 3CC\n",
        "Ann Archer\nBob Baker\n",
        "07700900001\n",
        'text,date\n"He said, loudly, that he would go. Then he left.",1/1/2020\n"She was seen.",2/1/2020\n',
        "DATE, TIME, PLACE, WHAT\n28/01/2018, 00:00, Bury, a long account of what was seen that night by the witness\n",
        '{"a": "one two three four five six seven eight nine ten."}',
        "",
        "\n\n",
    ],
)
def test_a_table_or_a_list_is_no_prose(text):
    assert not is_prose(text)
    assert not is_stated(text)


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "A single line says that the meeting will be held at noon in the old mill.",
        "# Report\n\nThe van was seen twice on the same day, near the shop.\n\n- first at noon\n- then at four\n",
        "\n".join("This line is of words" + ", and more" * (n % 4) + " to read." for n in range(8)),
    ],
)
def test_prose_is_prose(text):
    assert is_prose(text)


def test_a_form_filled_in_is_a_document():
    assert is_stated("URN: 12\nDate of report: 3 May 2020\nText: he was seen near the mill again\n")


def test_the_news_are_documents_and_the_headers_of_mails_are_a_table(shared_data, tmp_path):
    with tarfile.open(shared_data / "vast2014-mc1" / "news.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    found = sorted(tmp_path.rglob("*.txt"))
    assert len(found) == 845
    western = 0
    for path in found:
        with Opening() as opening:
            (table,) = opening.tables(path)
        assert table.reader == "plain_text", path
        western += "Windows-1252" in table.form
    assert western == 39
    assert reader_of(shared_data / "vast2014-mc1" / "email headers.csv") == "csv"


def test_no_table_of_the_broken_files_is_taken_for_prose(shared_data):
    taken = []
    for folder in ("csvsniffer", "csv-spectrum", "messytables-horror", "frictionless"):
        for path in (shared_data / "broken" / folder).rglob("*.csv"):
            text = path.read_bytes()[:65536].decode("cp1252", "replace")
            if is_prose(text) or is_stated(text):
                taken.append(path.name)
    assert taken == []


# What a document holds


def test_fields_at_the_beginning_become_columns(tmp_path):
    path = tmp_path / "114.txt"
    path.write_text(f"SOURCE: Worldwise\n\nTITLE: A strike\n\nPUBLISHED: 2014/01/19\n\n{PROSE}", "utf-8")
    found = document(path)
    assert (found["@title"], found["@created"], found["SOURCE"]) == ("A strike", "2014-01-19", "Worldwise")
    assert "grey van" in found["@text"]


def test_a_title_is_the_first_line_where_none_is_stated(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"# Grey van\n\n{PROSE}", "utf-8")
    assert document(path)["@title"] == "Grey van"
    assert document(path)["@file"] == "a.md"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_common_encoding_is_read(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(("Café – £5. " + PROSE).encode(encoding))
    assert document(path)["@text"].startswith("Café – £5. At")
    assert ("Windows-1252" in notes(path)) == (encoding == "cp1252")


def test_bytes_that_are_no_signs_are_counted(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(("é" * 40).encode() + b" \xff " + PROSE.encode())
    assert "\ufffd" in document(path)["@text"]
    assert "1 sign of the text can't be read in UTF-8" in notes(path)


def test_a_very_long_text_is_several_rows(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text((PROSE + "\n") * 12_000, "utf-8")
    found = documents(path)
    assert [row["@part"] for row in found] == ["part 1 of 3", "part 2 of 3", "part 3 of 3"]
    assert all(len(row["@text"]) <= LONGEST for row in found)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2014/01/19", "2014-01-19"),
        ("2014-1-9 7:05", "2014-01-09T07:05"),
        ("19th January 2014", "2014-01-19"),
        ("03/04/2014", ""),
        ("2014-13-01", ""),
        ("soon", ""),
    ],
)
def test_a_date_is_read_only_where_it_can_mean_one_day(text, iso):
    assert iso_date(text) == iso


@given(st.text(max_size=300), st.integers(2, 40))
def test_parts_hold_the_whole_text(text, longest):
    parts = list(parted(text, longest))
    assert all(len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.text(max_size=400))
def test_the_first_line_is_short(text):
    assert len(first_line(text)) <= 123


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.binary(max_size=30))
def test_any_text_after_prose_is_a_document(tmp_path, text, noise):
    path = tmp_path / "a.txt"
    path.write_bytes((PROSE * 4 + text.replace("\0", "")).encode("utf-8", "replace") + noise.replace(b"\0", b""))
    (row,) = documents(path)
    assert "grey van" in (row.get("@text") or "")
