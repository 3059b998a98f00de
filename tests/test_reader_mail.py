"""Emails: headers decoded, text taken without running anything, mailboxes as streams, and noise survived."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.ingest.readers.documents.mail_message import COLUMNS, decoded, iso_time, message_of, row_of, words_of_html
from intelviz.ingest.readers.eml import is_message
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.table import Broken, StructuredTable
from intelviz.schema.errors import BadInputError, IntelvizError

ANYTHING = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows(path: Path) -> list[dict[str, str]]:
    with Opening() as opening:
        (table,) = opening.tables(path)
        assert isinstance(table, StructuredTable)
        return [dict(zip(table.names, row, strict=True)) for row in table.objects() if not isinstance(row, Broken)]


def mail(**headers: str) -> EmailMessage:
    made = EmailMessage()
    usual = {
        "From": "Ann Archer <ann@example.com>", "To": "bob@example.com", "Subject": "Plans",
        "Date": "Mon, 14 May 2001 16:39:00 -0700", "Message-ID": "<1@example.com>",
    }  # fmt: skip
    for name, value in {**usual, **headers}.items():
        if value:
            made[name] = value
    made.set_content("We meet at noon.\n")
    return made


def saved(folder: Path, content: bytes, name: str = "a.eml") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_who_wrote_to_whom_and_when_are_columns(tmp_path):
    made = mail(
        From="Ann Café <ann@Example.com>",
        To='"Bob, B." <bob@example.com>, cy@example.com',
        Cc="dee@example.com",
        Subject="Café – £5",
        **{"In-Reply-To": "<0@example.com>", "References": "<0@example.com> <00@example.com>"},
    )
    (row,) = rows(saved(tmp_path, made.as_bytes()))
    assert (row["From"], row["From name"]) == ("ann@example.com", "Ann Café")
    assert (row["To"], row["To names"]) == ("bob@example.com; cy@example.com", "Bob, B.; ")
    assert (row["Subject"], row["Message-ID"]) == ("Café – £5", "1@example.com")
    assert (row["In-Reply-To"], row["References"]) == ("0@example.com", "0@example.com 00@example.com")
    assert (row["@start"], row["@text"]) == ("2001-05-14T16:39:00-07:00", "We meet at noon.")


def test_what_is_attached_is_named_and_not_opened(tmp_path):
    made = mail()
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="../../plan.pdf")
    made.add_attachment("name,age\n", subtype="csv", filename="list.csv")
    (row,) = rows(saved(tmp_path, made.as_bytes()))
    assert (row["Attachments"], row["Attachment count"]) == (".._.._plan.pdf; list.csv", "2")
    assert row["@text"] == "We meet at noon."


def test_html_gives_its_words_and_runs_nothing():
    page = "<head><title>t</title></head><p>Hello&nbsp;<b>Bob</b></p><script>a()</script><style>p</style>A&lt;B<br>C"
    assert words_of_html(page) == "Hello Bob\nA<B\nC"


def test_a_sender_without_an_address_is_kept_beside(tmp_path):
    made = mail(To="").as_bytes().replace(b"Subject", b"To: /O=ENRON/CN=KLAY, cy@example.com\nSubject", 1)
    (row,) = rows(saved(tmp_path, made))
    assert (row["To"], row["No addresses"]) == ("cy@example.com", "/O=ENRON/CN=KLAY")
    assert "without an address" in row["@note"]


@pytest.mark.parametrize(
    ("header", "iso"),
    [
        ("Mon, 14 May 2001 16:39:00 -0700 (PDT)", "2001-05-14T16:39:00-07:00"),
        ("14 May 01 16:39 GMT", "2001-05-14T16:39:00+00:00"),
        ("Mon, 14 May 2001 16:39:00 -0000", "2001-05-14T16:39:00+00:00"),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates_keep_their_offset(header, iso):
    assert iso_time(header) == iso


def test_headers_in_raw_or_wrong_encodings_are_read():
    assert decoded("=?utf-8?q?Caf=C3=A9?= =?iso-8859-1?q?_=A35?=") == "Café £5"
    assert decoded("=?no-such?q?x=FF?=") == "xÿ"
    raw = mail().as_bytes().replace(b"Plans", "Café".encode("cp1252"))
    assert row_of(message_of(raw))[COLUMNS.index("Subject")] == "Café"


def test_a_mailbox_gives_a_row_a_message(tmp_path):
    box = b""
    for number in range(3):
        made = mail(**{"Message-ID": f"<{number}@x>"})
        made.set_content(f"Message {number}\n\nFrom what I know\n>From quoted\n")
        box += b"From ann@example.com Mon May 14 16:39:00 2001\n" + made.as_bytes() + b"\n"
    found = rows(saved(tmp_path, box, "a.mbox"))
    assert [row["Message-ID"] for row in found] == ["0@x", "1@x", "2@x"]
    assert found[2]["@text"] == "Message 2\n\nFrom what I know\nFrom quoted"


def test_a_typed_memo_is_no_email():
    assert not is_message(b"From: Ann\nTo: Bob\nDate: 3 May\nSubject: Plans\n\nWe meet at noon.\n")
    assert not is_message(b"name: a\nage: 3\n")
    assert is_message(mail().as_bytes())


def test_messages_and_addresses_become_items_that_are_linked(tmp_path):
    saved(tmp_path, mail(To="bob@example.com, cy@example.com", Cc="dee@example.com").as_bytes())
    saved(
        tmp_path,
        mail(**{"From": "bob@example.com", "To": "ann@example.com", "Message-ID": "<2@x>"}).as_bytes(),
        "b.eml",
    )
    with CaseFile.create(tmp_path / "a.ivz") as case:
        report = import_files(case, [tmp_path / "a.eml", tmp_path / "b.eml"])
        found = case.info()
    assert [(each.rows, each.loaded, each.rejected) for each in report.sources] == [(1, 1, 0), (1, 1, 0)]
    assert found["items"] == {"Message": 2, "Email": 4}
    assert found["links"] == {"CALLER": 2, "CALLED": 4}
    assert found["with_time"] == 2


@pytest.mark.parametrize(
    "content",
    [
        b"!BDN" + bytes(600),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__substg1.0_0037001F".encode("utf-16-le"),
    ],
)
def test_outlook_files_are_refused_with_a_way_out(tmp_path, content):
    with pytest.raises(BadInputError, match="EML"):
        rows(saved(tmp_path, content, "a.msg"))


@ANYTHING
@given(st.integers(0, 400), st.binary(min_size=1, max_size=40), st.booleans())
def test_a_damaged_mail_is_rows_or_an_error_in_words(tmp_path, at, noise, box):
    raw = mail().as_bytes() if not box else b"From a@b Mon May 14 16:39:00 2001\n" + mail().as_bytes()
    path = saved(tmp_path, raw[:at] + noise + raw[at:])
    try:
        with Opening() as opening:
            for table in opening.tables(path):
                assert all(isinstance(row, (list, Broken)) for row in table.records())
    except IntelvizError:
        pass


HEADER = st.text(st.characters(exclude_characters="\n\r", exclude_categories=("Cs",)), max_size=60)


@ANYTHING
@given(st.dictionaries(st.sampled_from(["From", "To", "Cc", "Date", "Subject", "Message-ID", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "References"]), HEADER | st.sampled_from(["multipart/mixed", "multipart/mixed; boundary=a", "text/html; charset=utf-7", "message/rfc822", "base64", "=?utf-8?b?!!?=", "attachment; filename*=x''%ff", "text/plain; charset*=a"])), st.binary(max_size=80))  # fmt: skip  # noqa: E501  one strategy, one line
def test_any_headers_give_one_row(headers, body):
    head = "".join(f"{name}: {value}\n" for name, value in headers.items()).encode("utf-8", "replace")
    row = row_of(message_of(head + b"\n" + body))
    assert len(row) == len(COLUMNS)
    assert all(isinstance(cell, str) and cell.encode() is not None for cell in row)


@ANYTHING
@given(st.text(max_size=200))
def test_any_html_gives_words(text):
    assert "\0" not in words_of_html(text.replace("\0", ""))
