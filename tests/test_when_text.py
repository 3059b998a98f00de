"""What a column's texts say of how its times are written, and what must never be taken for a time."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.schema.when import UK, WhenFormat
from intelviz.schema.when_text import guess_when


@pytest.mark.parametrize(
    ("header", "texts", "formats", "order"),
    [
        ("", "04/08/2017|13/08/2017", ["dd/mm/yyyy"], "dmy"),
        ("", "04/13/2024|05/06/2024", ["mm/dd/yyyy"], "mdy"),
        ("call time", "13/02/2024 10:00:01|02/02/2024 10:00:01", ["dd/mm/yyyy HH:MM:SS"], "dmy"),
        ("", "2/1/2024|13/1/2024 10:00", ["dd/mm/yyyy", "dd/mm/yyyy HH:MM"], "dmy"),
        ("date", "1/2/24 2:15 PM|1/30/24 11:15 PM", ["mdy"], "mdy"),
        ("", "13/4/24|15/4/24", ["dmy"], "dmy"),
        ("created", "2024-04-03T14:05:06.789Z|2024-04-03T14:05:06Z", ["yyyy-mm-ddTHH:MM:SSzone"], "ymd"),
        ("", "2024-04-03 14:05:06.12|2024-04-03 14:05:06", ["yyyy-mm-dd HH:MM:SS"], "ymd"),
        ("", "2017-08|2017-09", ["yyyy-mm"], "ymd"),
        ("date", "3 Apr 2024|4 April 2024|5th May 2024", ["dd mon yyyy", "dmy"], ""),
        ("", "Aug 2017|Sep 2017", ["mon yyyy"], ""),
        ("date", "Apr-24|May-24", ["dmy"], ""),
        ("sent", "Mon, 14 May 2001 16:39:00 -0700 (PDT)", ["rfc2822"], ""),
        ("AcceptTime", "Tue May 29 12:55:27 PDT 2018", ["rfc2822"], ""),
        ("time", "1712149506|1712149999", ["epoch"], ""),
        ("ts", "1712149506789|1712149999000", ["epoch-ms"], ""),
        ("Date", "45385|45386.5", ["excel"], ""),
        ("Date", "20240403|20240404", ["yyyymmdd"], "ymd"),
        ("Date", "03042024|25042024", ["ddmmyyyy"], "dmy"),
        ("Year", "2017|2018", ["yyyy"], ""),
        ("Time", "14:05|09:30", ["HH:MM"], ""),
        ("dateOfBirth", "01/02/1987|13/04/1990|unknown", ["dd/mm/yyyy"], "dmy"),
    ],
)
def test_the_form_is_found_and_reads_the_texts(header, texts, formats, order):
    column = texts.split("|")
    found = guess_when(column, header)
    assert found is not None
    assert (list(found.formats), found.order, found.ambiguous) == (formats, order, False)
    if found.has_date:
        assert found.share == sum(any(reads(form, text) for form in formats) for text in column) / len(column)


def reads(form, text):
    try:
        return WhenFormat(form).parse(text, UK) is not None
    except ValueError:
        return False


def test_what_no_text_decides_is_asked_with_an_example():
    found = guess_when(["05/05/2024", "03/04/2024", "01/12/2024"])
    assert found is not None
    assert found.ambiguous
    assert found.order == "dmy"
    assert found.example == "03/04/2024 is 3 April 2024"


def test_texts_that_contradict_each_other_are_ambiguous():
    found = guess_when(["13/04/2024", "25/04/2024", "04/25/2024", "03/04/2024"])
    assert found is not None
    assert found.ambiguous
    slip = guess_when([*(f"{day}/04/{year}" for day in range(13, 31) for year in range(2000, 2020)), "04/25/2024"])
    assert slip is not None
    assert not slip.ambiguous
    assert slip.share < 1


def test_one_text_of_many_decides():
    column = [f"{day:02d}/{month:02d}/2024" for day in range(1, 13) for month in range(1, 13)]
    assert guess_when(column).ambiguous
    assert guess_when([*column, "01/13/2024"]).formats == ("mm/dd/yyyy",)


def test_zone_date_and_time_are_told():
    told = [
        (found.has_date, found.has_time, found.zone_stated)
        for found in (
            guess_when(["2024-04-03T14:05:06+01:00"]),
            guess_when(["16-06-2020"]),
            guess_when(["09:30"], "Start Time"),
            guess_when(["1712149506"], "epoch"),
            guess_when(["about 4 pm on 3/4/2024"]),
        )
        if found
    ]
    assert told == [
        (True, True, True),
        (True, False, False),
        (False, True, False),
        (True, True, True),
        (True, True, False),
    ]


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("Phone", "07700900123|07700900124"),
        ("called", "447700900123|447700900124"),
        ("mobile time", "1712149506|1712149999"),
        ("id", "20240403|20240404"),
        ("n", "2017|2018"),
        ("count", "2017|2018"),
        ("price", "12.50|3.05"),
        ("", "12.50|3.05"),
        ("sort code", "20-12-15|12-10-20"),
        ("", "20-12-15|12-10-20"),
        ("Duration", "00:01:38|00:02:11"),
        ("", "00:01:38|00:02:11"),
        ("", "1.2.15|1.2.16"),
        ("", "192.168.1.1|10.0.0.1"),
        ("", "1/12|3/12"),
        ("Ref", "CR/1234/24|CR/12/24"),
        ("postcode", "M1 1AA|SK4 2BB"),
        ("name", "April May|June March"),
        ("notes", "met on 3/4/2024 in town|spoke"),
        ("date", "unknown|n/a"),
        ("date", ""),
        ("IMEI", "490154203237518|356938035643809"),
        ("Time taken (seconds)", "45385|45386"),
        ("age", "34|45"),
        ("created", "3998.00|2105.5|17.2"),
        ("", "53.4808, -2.2426|53.4809, -2.2427"),
        ("vrm", "MA12 ABC|MX61 XYZ"),
    ],
)
def test_what_is_no_time_is_not_taken_for_one(header, texts):
    assert guess_when(texts.split("|"), header) is None


def test_the_columns_of_real_files(shared_data):
    expected = {
        "greater-manchester-pole/crime-investigation.nodes.Vehicle.csv": {"year": "yyyy"},
        "greater-manchester-pole/crime-investigation.nodes.PhoneCall.csv": {
            "call_date": "dd/mm/yyyy",
            "call_time": "HH:MM",
        },
        "vast2014-mc2/cc_data.csv": {"timestamp": "mm/dd/yyyy HH:MM"},
        "vast2014-mc2/loyalty_data.csv": {"timestamp": "mm/dd/yyyy"},
        "enron/enron-edges.csv": {"Time": "yyyy-mm-dd HH:MM:SS"},
        "cdr-bhopal/bhopal_towers.csv": {"created": "epoch", "updated": "epoch"},
        "cdr-bhopal/final_data.csv": {"Date": "dd-mm-yyyy", "Time": "HH:MM:SS"},
        "er/dataset4a.csv": {"date_of_birth": "yyyymmdd"},
    }
    for name, columns in expected.items():
        path = shared_data / name
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = [row for row, _ in zip(csv.reader(file), range(3000), strict=False)]
        header = [each.strip() for each in rows[0]]
        found = {}
        for place, column in enumerate(header):
            texts = list(dict.fromkeys(row[place] for row in rows[1:] if len(row) > place and row[place].strip()))
            guess = guess_when(texts, column)
            if guess:
                found[column] = guess.formats[0]
        assert found == columns, name


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.dates(dt.date(1905, 1, 1), dt.date(2055, 12, 31)), min_size=1, max_size=40),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d %b %Y", "%Y-%m-%dT%H:%M:%S", "%B %d, %Y"]),
)
def test_what_was_written_is_read_as_it_was_meant(days, form):
    texts = [day.strftime(form) for day in days]
    found = guess_when(texts, "date")
    assert found is not None
    assert found.share == 1
    if found.ambiguous:
        assert all(day.day <= 12 for day in days)
        return
    for day, text in zip(days, texts, strict=True):
        when = next(WhenFormat(each).parse(text, UK) for each in found.formats if reads(each, text))
        assert when.start == WhenFormat("iso").parse(day.isoformat(), UK).start


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=20), st.text(max_size=20))
def test_any_texts_have_an_answer(texts, header):
    found = guess_when(texts, header)
    assert found is None or 0.5 <= found.share <= 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("0123456789/-.: TZ+", max_size=20), max_size=12), st.sampled_from(["", "date", "time", "id"]))
def test_any_digits_have_an_answer(texts, header):
    found = guess_when(texts, header)
    assert found is None or found.example
