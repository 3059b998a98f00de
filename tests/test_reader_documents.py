"""Documents: prose told from tables, the text of every kind, and what hostile files come to."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.ingest.readers.documents.documents import LONGEST, first_line, parted
from intelviz.ingest.readers.documents.pdf_text import read as read_pdf
from intelviz.ingest.readers.documents.pdf_text import text_of_pdf
from intelviz.ingest.readers.documents.prose import is_prose, is_stated
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.intelligence_text import reports_of
from intelviz.ingest.readers.plain_text import iso_date
from intelviz.ingest.readers.table import Broken, StructuredTable
from intelviz.schema.errors import BadInputError, IntelvizError

ANYTHING = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

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


def survives(path: Path, content: bytes) -> None:
    """Read what need not be readable: rows, or an error in words."""
    path.write_bytes(content)
    try:
        with Opening() as opening:
            for table in opening.tables(path):
                assert all(isinstance(row, (list, Broken)) for row in table.records())
    except IntelvizError:
        pass


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
        "# Minutes\n\n| who | what |\n|---|---|\n| Ann | van |\n\nThey met at noon. Nothing was said, and they went.\n",
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


# Word documents


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(path: Path, body: str, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            zipped.writestr(name.replace("__", "/") + ".xml", text)
    return path


def test_the_reports_hold_all_their_paragraphs(shared_data):
    found = document(shared_data / "vast2014-mc1" / "5 year report clean.docx")
    assert found["@title"] == "History of the Protectors of Kronos"
    assert (found["@created"], found["@pages"]) == ("2014-03-21T19:42:00Z", "6")
    assert len(found["@text"].split()) > 2_000
    assert "Elian Karel" in found["@text"]


def test_tables_notes_comments_and_deletions_are_in_the_text(tmp_path):
    body = (
        "<w:p><w:r><w:t>Seen at the </w:t></w:r><w:del><w:r><w:delText>mill</w:delText></w:r></w:del>"
        '<w:ins><w:r><w:t>shop</w:t></w:r></w:ins><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Name</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ann</w:t><w:tab/>"
        "</w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    footnotes = (
        f'<w:footnotes {W}><w:footnote w:id="1"><w:p><w:r><w:t>by CCTV</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    comments = (
        f'<w:comments {W}><w:comment w:author="Bob"><w:p><w:r><w:t>check</w:t></w:r></w:p></w:comment></w:comments>'
    )
    header = f"<w:hdr {W}><w:p><w:r><w:t>OFFICIAL</w:t></w:r></w:p></w:hdr>"
    path = word(
        tmp_path / "a.docx",
        body,
        word__footnotes=footnotes,
        word__comments=comments,
        word__header1=header,
        word__header2=header,
    )
    assert document(path)["@text"].split("\n") == [
        "OFFICIAL", "", "Seen at the [deleted: mill]shop[1]", "Name | Ann", "", "[Footnote 1: by CCTV]", "",
        "[Comment by Bob: check]",
    ]  # fmt: skip


def test_a_document_type_in_a_document_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(BadInputError, match="document type"):
        documents(path)


def test_a_document_that_unpacks_without_end_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped, zipped.open("word/document.xml", "w") as out:
        out.write(b"<a>")
        for _ in range(600):
            out.write(b" " * (1 << 20))
    with pytest.raises(BadInputError):
        documents(path)


@ANYTHING
@given(st.integers(0, 40_000), st.binary(min_size=1, max_size=20))
def test_a_damaged_document_is_rows_or_an_error_in_words(shared_data, tmp_path, at, noise):
    content = (shared_data / "vast2014-mc1" / "5 year report clean.docx").read_bytes()
    survives(tmp_path / "a.docx", content[:at] + noise + content[at + len(noise) :])


@ANYTHING
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_any_body_is_rows_or_an_error_in_words(tmp_path, body):
    survives(tmp_path / "a.docx", word(tmp_path / "b.docx", body).read_bytes())


# PDFs


def pdf(*pages: str, info: str = "") -> bytes:
    """Return a PDF whose pages show these lines; a page of "" shows nothing."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, page in enumerate(pages):
        stream = f"BT /F1 12 Tf 50 700 Td ({page}) Tj ET" if page else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< {info} >>")
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def test_a_pdf_gives_its_text_page_by_page(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(
        pdf(
            "The van was seen.",
            "",
            "It left.",
            info="/Title (Report) /Author (Ann) /CreationDate (D:20240501100000+01'00')",
        )
    )
    found = document(path)
    assert found["@text"] == "[page 1]\nThe van was seen.\n\n[page 3]\nIt left."
    assert (found["@title"], found["@author"], found["@pages"]) == ("Report", "Ann", "3")
    assert found["@created"] == "2024-05-01T10:00:00+01:00"
    assert found["@note"] == "no text could be read on page 2, which may be pictures"


def test_a_pdf_of_pictures_says_so(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("", ""))
    assert document(path)["@text"] == ""
    assert "it holds pictures only; no text could be read" in notes(path)


def test_a_pdf_that_takes_too_long_or_breaks_is_left(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("text"))
    assert "within 0 seconds" in text_of_pdf(str(path), 0).problem
    path.write_bytes(b"%PDF-1.4\n" + bytes(300))
    with pytest.raises(BadInputError, match="begins as a PDF"):
        documents(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 1500), st.binary(min_size=1, max_size=20))
def test_a_damaged_pdf_is_text_or_a_problem_in_words(tmp_path, at, noise):
    content = pdf("The van was seen.", "It left.")
    path = tmp_path / "a.pdf"
    path.write_bytes(content[:at] + noise + content[at + len(noise) :])
    found = read_pdf(str(path))
    assert found.problem or found.count >= 0


# Intelligence reports


REPORTS = """OFFICIAL
========
URN: INT/24/0001
Source evaluation: 1
Intelligence assessment: B
Handling code: P
Text:
MARK SMITH deals from 1 High Street.
NB: he may be armed.

He uses 07700 900001.
Action: none
--------
URN: INT/24/0002
Source Evaluation: 2
Intelligence assessment: D
Handling code: C
Text: A white van.
--------
URN: INT/24/0003
Source evaluation: 3
Intelligence assessment: E
Handling code: P
Text: Nothing more: it was dark.
"""


def check_reports(found: list[dict[str, str]]) -> None:
    assert [row["URN"] for row in found] == ["INT/24/0001", "INT/24/0002", "INT/24/0003"]
    assert [row["Source evaluation"] for row in found] == ["1", "2", "3"]
    assert found[0]["Text"] == ("MARK SMITH deals from 1 High Street.\nNB: he may be armed.\n\nHe uses 07700 900001.")
    assert [row["Action"] for row in found] == ["none", "", ""]
    assert found[2]["Text"] == "Nothing more: it was dark."


def test_each_block_of_text_is_a_report(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(REPORTS, "utf-8")
    check_reports(documents(path))
    assert "Outside of the reports stands: “OFFICIAL”" in notes(path)


def test_reports_in_a_word_document_are_read_alike(tmp_path):
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in REPORTS.splitlines())
    check_reports(documents(word(tmp_path / "a.docx", body)))


@given(st.text(max_size=300), st.integers(0, 300))
def test_nothing_of_the_blocks_is_lost(noise, at):
    text = (REPORTS[:at] + noise + REPORTS[at:]).replace("\r", " ")
    reports, outside = reports_of(text)
    said = " ".join([outside, *(f"{name} {value}" for block in reports for name, value in block)])
    assert sorted(set("".join(filter(str.isalnum, said)))) == sorted(set("".join(filter(str.isalnum, text))))


# OpenDocument and RTF


def odt(path: Path, body: str) -> Path:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "meta")
    )
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        zipped.writestr("content.xml", f"<office:document-content {spaces} {dc}>{body}</office:document-content>")
        zipped.writestr(
            "meta.xml",
            f"<office:document-meta {spaces} {dc}><dc:title>Report</dc:title><meta:initial-creator>Ann"
            '</meta:initial-creator><meta:document-statistic meta:page-count="2"/></office:document-meta>',
        )
    return path


def test_an_opendocument_text_is_read_with_notes_and_tables(tmp_path):
    body = (
        "<text:h>Van</text:h><text:p>Seen<text:s text:c='2'/>at<text:line-break/>noon<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>by CCTV</text:p></text:note-body></text:note>.</text:p>"
        "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>"
        "</table:table-cell></table:table-row>"
    )
    found = document(odt(tmp_path / "a.odt", body))
    assert found["@text"] == "Van\nSeen  at\nnoon[1].\na | b\n\n[Footnote 1: by CCTV]"
    assert (found["@title"], found["@author"], found["@pages"]) == ("Report", "Ann", "2")


def test_an_rtf_document_is_read_without_its_machinery(tmp_path):
    path = tmp_path / "a.rtf"
    path.write_bytes(
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 A;}}{\info{\title Report}{\author Ann}"
        rb"{\creatim\yr2024\mo5\dy1\hr9\min30}}"
        rb"{\*\generator X;}\pard Caf\'e9 \u8364?5 \u-10179?\u-8704? {\b bold}\par {\deleted gone}{\pict 0102ff}"
        rb"a\cell b\cell\row}"
    )
    found = document(path)
    assert found["@text"] == "Café €5 😀 bold\n[deleted: gone]a | b"
    assert (found["@title"], found["@author"], found["@created"]) == ("Report", "Ann", "2024-05-01T09:30:00")


@ANYTHING
@given(st.binary(max_size=200) | st.lists(st.sampled_from([b"{", b"}", b"\\u55357?", b"\\uc9", b"\\'e9", b"\\deleted", b"\\*", b"\\info", b"\\title a", b"\\ansicpg9", b"text "]), max_size=40).map(b"".join))  # fmt: skip  # noqa: E501  one strategy, one line
def test_any_rtf_is_a_document(tmp_path, noise):
    survives(tmp_path / "a.rtf", b"{\\rtf1 " + noise)
    survives(tmp_path / "b.rtf", b"{\\rtf1{\\info{\\creatim\\yr99999\\mo44}}" + noise)


@ANYTHING
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=100))
def test_any_opendocument_is_rows_or_an_error_in_words(tmp_path, body):
    survives(tmp_path / "a.odt", odt(tmp_path / "b.odt", body).read_bytes())
