"""Times in patterns and in named forms: what they mean, what was assumed, and why a text is none."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil import parser as dateutil_parser
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.schema.when import NAMED_FORMS, UK, Precision, When, WhenFormat, to_epoch
from intelviz.schema.written.clock import parse_clock

PATTERNS = ("dd/mm/yyyy", "dd/mm/yyyy HH:MM:SS", "yyyy-mm-ddTHH:MM:SSzone", "mon yyyy", "HH:MM", "yyyy")
ZONES = (UK, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Apia"), dt.UTC)


def local(text: str, fold: int = 0) -> int:
    return to_epoch(dt.datetime.fromisoformat(text).replace(tzinfo=UK, fold=fold))


def read(form: str, text: str) -> tuple[When, str]:
    return WhenFormat(form).parse(text, UK), WhenFormat(form).note(text, UK)


def words(form: str, text: str) -> str:
    return read(form, text)[0].text()


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("dmy", "3/4/2024", "3 Apr 2024"),
        ("mdy", "3/4/2024", "4 Mar 2024"),
        ("dmy", "03.04.2024 14:05", "3 Apr 2024 14:05 BST"),
        ("dmy", "3 Apr 2024 2.15pm", "3 Apr 2024 14:15 BST"),
        ("dmy", "3rd April 2024", "3 Apr 2024"),
        ("dmy", "the 3rd of April, 2024", "3 Apr 2024"),
        ("dmy", "Wed 3 April 2024", "3 Apr 2024"),
        ("dmy", "Wednesday, 3rd April 2024 at 14.05", "3 Apr 2024 14:05 BST"),
        ("dmy", "3/4/2024 1405hrs", "3 Apr 2024 14:05 BST"),
        ("dmy", "1405hrs 3/4/2024", "3 Apr 2024 14:05 BST"),
        ("dmy", "03APR2024 1405", "3 Apr 2024 14:05 BST"),
        ("dmy", "3/4/2024 12am", "3 Apr 2024 00:00 BST"),
        ("dmy", "noon 3/4/2024", "3 Apr 2024 12:00 BST"),
        ("dmy", "3 4 2024", "3 Apr 2024"),
        ("dmy", "03042024", "3 Apr 2024"),
        ("mdy", "04032024", "3 Apr 2024"),
        ("dmy", "20240403", "3 Apr 2024"),
        ("dmy", "2024-04-03 14:05:06", "3 Apr 2024 14:05:06 BST"),
        ("dmy", "2024-04-03T14:05:06Z", "3 Apr 2024 15:05:06 BST"),
        ("dmy", "April 3, 2024", "3 Apr 2024"),
        ("dmy", "March 2024", "Mar 2024"),
        ("dmy", "14 Sept. 2024", "14 Sep 2024"),
        ("dmy", "04/2024", "Apr 2024"),
        ("dmy", "2024", "2024"),
        ("dmy", "25/12/1850", "25 Dec 1850"),
        ("dmy", "27/10/2024 01:30 BST", "27 Oct 2024 01:30 BST"),
        ("dmy", "27/10/2024 01:30 GMT", "27 Oct 2024 01:30 GMT"),
        ("dmy", "3/4/2024 14:05 +05:30", "3 Apr 2024 09:35 BST"),
        ("dmy", "2024-04-03 14:05:06 -0700", "3 Apr 2024 22:05:06 BST"),
        ("dmy", "3/4/2024 - 5/4/2024", "3 Apr 2024 to 5 Apr 2024"),
        ("dmy", "3/4/2024-5/4/2024", "3 Apr 2024 to 5 Apr 2024"),
        ("dmy", "3 - 5 April 2024", "3 Apr 2024 to 5 Apr 2024"),
        ("dmy", "3 April – 5 May 2024", "3 Apr 2024 to 5 May 2024"),
        ("dmy", "between 3 and 5 April 2024", "3 Apr 2024 to 5 Apr 2024"),
        ("dmy", "from 3/4/2024 to 5/4/2024", "3 Apr 2024 to 5 Apr 2024"),
        ("dmy", "between 3/4/2024 1400 and 1600", "3 Apr 2024 14:00 to 3 Apr 2024 16:00 BST"),
        ("dmy", "between 1400 and 1600 on 3/4/2024", "3 Apr 2024 14:00 to 3 Apr 2024 16:00 BST"),
        ("dmy", "3/4/2024 14:00-16:00", "3 Apr 2024 14:00 to 3 Apr 2024 16:00 BST"),
        ("dmy", "3/4/2024 1400-1600", "3 Apr 2024 14:00 to 3 Apr 2024 16:00 BST"),
        ("dmy", "3/4/2024 2-4pm", "3 Apr 2024 14:00 to 3 Apr 2024 16:00 BST"),
        ("dmy", "1980s", "1 Jan 1980 to 31 Dec 1989"),
        ("dmy", "1914-18", "1 Jan 1914 to 31 Dec 1918"),
        ("dmy", "1914-1918", "1 Jan 1914 to 31 Dec 1918"),
        ("dmy", "before 3/4/2024", "until 2 Apr 2024"),
        ("dmy", "since 3/4/2024", "since 3 Apr 2024"),
        ("dmy", "6/7 April 2024", "6 Apr 2024 to 7 Apr 2024"),
        ("dmy", "January to March 2024", "1 Jan 2024 to 31 Mar 2024"),
        ("dmy", "week commencing 1 April 2024", "1 Apr 2024 to 7 Apr 2024"),
        ("dmy", "06 / 04 / 2024 (Sat)", "6 Apr 2024"),
        ("dmy", "06/04/2024T21:30", "6 Apr 2024 21:30 BST"),
        ("dmy", "06/04/2024_21:30 (BST)", "6 Apr 2024 21:30 BST"),
        ("dmy", "2130hrs-2215hrs on 06/04/2024", "6 Apr 2024 21:30 to 6 Apr 2024 22:15 BST"),
        ("dmy", "no later than 6/4/2024", "until 6 Apr 2024"),
        ("dmy", "on or after 6/4/2024", "since 6 Apr 2024"),
        ("ymd", "2024/4/3", "3 Apr 2024"),
        ("ymd", "2010-11", "Nov 2010"),
        ("iso", "2024-04-03", "3 Apr 2024"),
        ("iso", "2024-04", "Apr 2024"),
        ("iso", "2024", "2024"),
        ("iso", "2024-W14", "1 Apr 2024 to 7 Apr 2024"),
        ("iso", "2024-W14-3", "3 Apr 2024"),
        ("iso", "2024-094", "3 Apr 2024"),
        ("iso", "20240403T140506", "3 Apr 2024 14:05:06 BST"),
        ("iso", "2024-04-03 14:05", "3 Apr 2024 14:05 BST"),
        ("iso", "2024-04-03T14:05+01:00[Europe/London]", "3 Apr 2024 14:05 BST"),
        ("iso", "2024-04-03T14", "3 Apr 2024 14:00 to 3 Apr 2024 15:00 BST"),
        ("iso", "2024-01-01/2024-01-05", "1 Jan 2024 to 5 Jan 2024"),
        ("rfc2822", "Wed, 03 Apr 2024 14:05:00 +0100", "3 Apr 2024 14:05:00 BST"),
        ("rfc2822", "Mon, 14 May 2001 16:39:00 -0700 (PDT)", "15 May 2001 00:39:00 BST"),
        ("rfc2822", "3 Apr 2024 14:05 GMT", "3 Apr 2024 15:05 BST"),
        ("epoch", "1712149506", "3 Apr 2024 14:05:06 BST"),
        ("epoch-ms", "1712149506000", "3 Apr 2024 14:05:06 BST"),
        ("epoch-us", "1712149506000000", "3 Apr 2024 14:05:06 BST"),
        ("excel", "45385", "3 Apr 2024"),
        ("excel", "45385.5868055556", "3 Apr 2024 14:05 BST"),
        ("excel", "1", "1 Jan 1900"),
        ("excel", "59", "28 Feb 1900"),
        ("excel", "61", "1 Mar 1900"),
        ("excel-1904", "0", "1 Jan 1904"),
        ("excel-1904", "43923", "3 Apr 2024"),
    ],
)
def test_what_is_said_outright_needs_no_note(form, text, expected):
    when, note = read(form, text)
    assert (when.text(), note) == (expected, "")


@pytest.mark.parametrize(
    ("form", "text", "expected", "note"),
    [
        ("dmy", "3/4/87", "3 Apr 1987", "two-digit year read as 1987"),
        ("dmy", "3/4/24?", "3 Apr 2024", "two-digit year read as 2024; marked with a question mark"),
        ("dmy", "3-Apr-29", "3 Apr 2029", "two-digit year read as 2029"),
        ("dmy", "3-Apr-30", "3 Apr 1930", "two-digit year read as 1930"),
        ("dmy", "Apr-24", "Apr 2024", "two-digit year read as 2024"),
        (
            "dmy",
            "about 4 pm on 3/4/2024",
            "3 Apr 2024 15:30 to 3 Apr 2024 16:30 BST",
            "about: read as 15:30 to 16:30",
        ),
        ("dmy", "c. 1985", "1 Jan 1984 to 31 Dec 1986", "about: read as 1984 to 1986"),
        ("dmy", "circa March 1985", "1 Feb 1985 to 30 Apr 1985", "about: read as Feb 1985 to Apr 1985"),
        ("dmy", "approx 3 April 2024", "2 Apr 2024 to 4 Apr 2024", "about: read as 2 Apr 2024 to 4 Apr 2024"),
        (
            "dmy",
            "6/4/2024 2130ish",
            "6 Apr 2024 21:00 to 6 Apr 2024 22:00 BST",
            "about: read as 21:00 to 22:00",
        ),
        (
            "dmy",
            "on or about 6 April 2024",
            "5 Apr 2024 to 7 Apr 2024",
            "about: read as 5 Apr 2024 to 7 Apr 2024",
        ),
        (
            "dmy",
            "the early hours of 6 April 2024",
            "6 Apr 2024 00:00 to 6 Apr 2024 06:00 BST",
            "early hours: read as 00:00 to 06:00",
        ),
        ("dmy", "6 Apr 2024 to date", "since 6 Apr 2024", "no end stated"),
        ("dmy", "2023/24", "1 Jan 2023 to 31 Dec 2024", "read as whole calendar years"),
        ("dmy", "3/4/2024 24:00", "4 Apr 2024 00:00 BST", "24:00 read as midnight at the end of the day"),
        ("iso", "2024-04-03T24:00", "4 Apr 2024 00:00 BST", "24:00 read as midnight at the end of the day"),
        ("iso", "2024-04-03T14:05:06.789", "3 Apr 2024 14:05:06 BST", "fraction of a second cut off"),
        ("epoch-ms", "1712149506789", "3 Apr 2024 14:05:06 BST", "fraction of a second cut off"),
        ("epoch-ms", "-1", "1 Jan 1970 00:59:59 BST", "fraction of a second cut off"),
        (
            "yyyy-mm-dd HH:MM:SS",
            "2024-04-03 14:05:06.7",
            "3 Apr 2024 14:05:06 BST",
            "fraction of a second cut off",
        ),
        ("yyyy-mm-dd HH:MM:SS", "2024-04-03 14:05:06.000", "3 Apr 2024 14:05:06 BST", ""),
        (
            "dmy",
            "3/4/2024 between 2200 and 0200",
            "3 Apr 2024 22:00 to 4 Apr 2024 02:00 BST",
            "the end is earlier by the clock: read as the next day",
        ),
        (
            "dmy",
            "morning of 3/4/2024",
            "3 Apr 2024 00:00 to 3 Apr 2024 12:00 BST",
            "morning: read as 00:00 to 12:00",
        ),
        ("dmy", "early March 2024", "1 Mar 2024 to 10 Mar 2024", "early: read as the 1 to 10"),
        ("dmy", "3/4/1700", "3 Apr 1700", "before 1752: read in the present calendar"),
        ("rfc2822", "Wed, 3 Apr 2024 14:05:00", "3 Apr 2024 14:05:00 BST", "no zone stated: read as local time"),
    ],
)
def test_what_was_assumed_is_said(form, text, expected, note):
    when, said = read(form, text)
    assert (when.text(), said) == (expected, note)


@pytest.mark.parametrize(
    ("form", "text", "why"),
    [
        ("dmy", "29/02/2023", "Feb 2023 has no day 29"),
        ("dmy", "0/1/2024", "Jan 2024 has no day 0"),
        ("dmy", "04/13/2024", "there is no month 13; is the month written first"),
        ("mdy", "13/04/2024", "there is no month 13; is the day written first"),
        ("dmy", "3/4/2024 25:00", "there is no time 25:00"),
        ("dmy", "3/4/2024 24:01", "there is no time 24:01"),
        ("dmy", "3/4/2024 13:00am", "there is no time 13:00 am"),
        ("dmy", "31/03/2024 01:30", "does not exist: the clocks went forward"),
        ("dmy", "Wed 3 April", "says no year"),
        ("dmy", "3/4", "says no year"),
        ("dmy", "14:05", "says a time of day and no date"),
        ("dmy", "April 2024 14:05", "says a time of day and no day"),
        ("dmy", "Tue 3 April 2024", "is a Wednesday and no Tuesday"),
        ("dmy", "midnight 3/4/2024", "beginning or the end of the day"),
        ("dmy", "3 April 1405", "may be the year or the time of day"),
        ("dmy", "2010-11", "may be a month, or the years 2010 to 2011"),
        ("dmy", "5/4/2024 - 3/4/2024", "the end lies before the beginning"),
        ("dmy", "31/12/9999", "systems write the end of that year where no date is known"),
        ("dd/mm/yyyy", "31/12/9999", "systems write the end of that year where no date is known"),
        ("yyyy", "9999", "lies beyond the year 9999"),
        ("mon yyyy", "Dec 9999", "lies beyond the year 9999"),
        ("iso", "9999-12-31", "lies beyond the year 9999"),
        ("iso", "0000-01-01", "there is no year 0"),
        ("iso", "2024-13-01", "there is no month 13"),
        ("iso", "2023-366", "2023 has no day 366"),
        ("iso", "2024-W54-1", "no day 1 of week 54"),
        ("iso", "2024-04-03T14:05+99:00", r"there is no zone \+99:00"),
        ("yyyy-mm-dd HH:MMzone", "2024-04-03 14:05+99:00", r"there is no zone \+99:00"),
        ("rfc2822", "Wed, 3 Apr 2024 14:05:00 IST", "means different things in different countries"),
        ("epoch", "1712149506789", "As epoch-ms it may be one"),
        ("epoch", "1.7E+09", "shortened by a spreadsheet"),
        ("excel", "60", "29 February 1900 in a spreadsheet"),
        ("excel", "0.5", "time of day without a date"),
        ("excel", "2958465", "no serial number"),
        ("excel-1904", "2958464", "no serial number"),
        ("HH:MM", "14:05", "says no year"),
    ],
)
def test_an_impossible_time_says_why(form, text, why):
    with pytest.raises(ValueError, match=why) as raised:
        WhenFormat(form).parse(text, UK)
    assert not str(raised.value).startswith("is not written")
    assert WhenFormat(form).note(text, UK) == ""


@pytest.mark.parametrize("form", NAMED_FORMS)
@pytest.mark.parametrize("text", ["", "hello", "07700 900123", "£12.50", "1.2.3.4", "SW1A 1AA", "a" * 100_000, "\0"])
def test_another_form_is_told_from_an_impossible_time(form, text):
    with pytest.raises(ValueError, match=r"^is not written"):
        WhenFormat(form).parse(text, UK)


class TestClockChange:
    def test_a_named_form_takes_an_hour_that_came_twice_as_either(self):
        for form, text in (("dmy", "27/10/2024 01:30"), ("iso", "2024-10-27T01:30"), ("excel", "45592.0625")):
            when, note = read(form, text)
            assert when == When(local("2024-10-27T01:30"), local("2024-10-27T01:31", fold=1), Precision.RANGE)
            assert note == "the hour occurs twice that night: taken as either"

    def test_a_pattern_takes_the_first_and_says_so(self):
        when, note = read("dd/mm/yyyy HH:MM", "27/10/2024 01:30")
        assert (when.start, when.precision) == (local("2024-10-27T01:30"), Precision.MINUTE)
        assert note == "the hour occurs twice that night: taken as the first (BST)"
        assert read("dd/mm/yyyy HH:MM", "27/10/2024 02:00")[1] == ""
        assert read("dd/mm/yyyy HH:MMzone", "27/10/2024 01:30+01:00")[1] == ""

    @settings(max_examples=60)
    @given(st.integers(0, 47), st.integers(0, 47), st.sampled_from(["2024-10-27", "2024-03-31"]))
    def test_later_by_the_clock_is_never_earlier(self, one, other, day):
        form = WhenFormat("iso")
        starts, ends = [], []
        for half in sorted((one, other)):
            try:
                when = form.parse(f"{day}T{half // 2:02d}:{half % 2 * 30:02d}", UK)
            except ValueError as error:
                assert "does not exist" in str(error)
                return
            starts.append(when.start)
            ends.append(when.end)
        assert starts == sorted(starts)
        assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("text", "seconds", "precision"),
    [
        ("14:05", 50_700, Precision.MINUTE),
        ("14.05", 50_700, Precision.MINUTE),
        ("14h05", 50_700, Precision.MINUTE),
        ("1405", 50_700, Precision.MINUTE),
        ("1405 hrs", 50_700, Precision.MINUTE),
        ("2.05pm", 50_700, Precision.MINUTE),
        ("2:05 P.M.", 50_700, Precision.MINUTE),
        ("905hrs", 32_700, Precision.MINUTE),
        ("140506", 50_706, Precision.SECOND),
        ("14:05:06.25", 50_706, Precision.SECOND),
        ("12am", 0, Precision.MINUTE),
        ("12pm", 43_200, Precision.MINUTE),
        ("Noon", 43_200, Precision.MINUTE),
        ("24:00", 86_400, Precision.MINUTE),
    ],
)
def test_times_of_day(text, seconds, precision):
    assert parse_clock(text) == (seconds, precision)


@pytest.mark.parametrize("text", ["", "4", "14", "25:00", "14:60", "905", "0:30pm", "midnight", "12345", "x", "1" * 99])
def test_no_time_of_day(text):
    with pytest.raises(ValueError, match=r"no time|is not written|midnight"):
        parse_clock(text)


DATES = st.dates(dt.date(1600, 1, 1), dt.date(2299, 12, 31))


@settings(max_examples=150)
@given(DATES)
def test_a_day_is_the_same_in_every_writing(day):
    expected = WhenFormat("yyyy-mm-dd").parse(day.isoformat(), UK)
    name = day.strftime("%B")
    year, weekday, suffix = f"{day.year:04d}", day.strftime("%a"), {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    for form, text in (
        ("dmy", f"{day.day}/{day.month}/{year}"),
        ("dmy", f"{day.day:02d}.{day.month:02d}.{year}"),
        ("mdy", f"{day.month}-{day.day}-{year}"),
        ("ymd", f"{year}/{day.month}/{day.day}"),
        ("dmy", f"{weekday} {day.day}{suffix} {name} {year}"),
        ("mdy", f"{name} {day.day}, {year}"),
        ("dmy", f"{day.day}-{name[:3]}-{year}"),
        ("ymd", day.strftime("%Y%m%d").zfill(8)),
        ("iso", day.isoformat()),
        ("iso", f"{year}-{day.timetuple().tm_yday:03d}"),
    ):
        assert WhenFormat(form).parse(text, UK) == expected, (form, text)


@settings(max_examples=150)
@given(DATES.filter(lambda day: day.day <= 12))
def test_day_and_month_change_places_with_the_order(day):
    text = f"{day.day:02d}/{day.month:02d}/{day.year}"
    turned = dt.date(day.year, day.day, day.month)
    assert WhenFormat("dmy").parse(text, UK) == WhenFormat("iso").parse(day.isoformat(), UK)
    assert WhenFormat("mdy").parse(text, UK) == WhenFormat("iso").parse(turned.isoformat(), UK)


MOMENTS = st.datetimes(dt.datetime(1601, 1, 1), dt.datetime(2299, 12, 30)).map(lambda at: at.replace(microsecond=0))


@settings(max_examples=150)
@given(MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_iso_and_email_agree_with_other_readers(at, minutes):
    aware = at.replace(tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    expected = When(to_epoch(aware), to_epoch(aware) + 1, Precision.SECOND)
    assert to_epoch(dateutil_parser.isoparse(aware.isoformat())) == expected.start
    assert WhenFormat("iso").parse(aware.isoformat(), UK) == expected
    assert WhenFormat("rfc2822").parse(format_datetime(aware), UK) == expected
    assert WhenFormat("dmy").parse(aware.strftime("%d/%m/") + f"{at.year:04d}" + aware.strftime(" %H:%M:%S%z"), UK) == (
        expected
    )
    assert WhenFormat("epoch").parse(str(expected.start), UK) == expected


@settings(max_examples=100)
@given(st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31)), st.integers(0, 86_399))
def test_a_serial_counts_the_days(day, second):
    days = (day - dt.date(1899, 12, 30)).days
    when = WhenFormat("excel").parse(f"{days + second / 86_400:.10f}", dt.UTC)
    assert when.start == to_epoch(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)) + second


@settings(max_examples=600)
@given(
    st.sampled_from([*NAMED_FORMS, *PATTERNS]),
    st.one_of(
        st.text(max_size=40),
        st.text("0123456789/-.: TZ+WSWapm,", max_size=24),
        st.lists(
            st.sampled_from(
                [
                    "about",
                    "between",
                    "and",
                    "to",
                    "-",
                    "from",
                    "3",
                    "1400",
                    "2pm",
                    "3/4/2024",
                    "April",
                    "2024",
                    "24",
                    "31/12/9999",
                    "1/1/0001",
                    "0001",
                    "9999",
                    "-1",
                    "1e9",
                    "12:30",
                    "BST",
                    "+14:00",
                    "early",
                    "morning",
                    "c.",
                    "~",
                    "?",
                    "before",
                    "after",
                    "1980s",
                    "noon",
                    "midnight",
                    "Wed",
                    "\x00",
                    "\u202e",
                    "٣",
                    "99999999999999999",
                ]
            ),
            max_size=7,
        ).map(" ".join),
    ),
    st.sampled_from(ZONES),
)
def test_no_text_makes_more_than_a_value_error(form, text, zone):
    try:
        when = WhenFormat(form).parse(text, zone)
    except ValueError as error:
        assert str(error)
        assert WhenFormat(form).note(text, zone) == ""
        return
    assert when.end >= when.start
    assert all(when.text(shown) for shown in ZONES)
    assert isinstance(WhenFormat(form).note(text, zone), str)


@pytest.mark.parametrize(
    "unit", ["1 ", "1/", "to ", "- ", "between ", "about ", "1:", "1.", "3 Apr ", " ", "and 1 ", "1-"]
)
@pytest.mark.parametrize("form", NAMED_FORMS)
def test_no_length_is_too_long(form, unit):
    for length in (100, 200, 100_000):
        with pytest.raises(ValueError, match=r"\w"):
            WhenFormat(form).parse((unit * length)[:length], UK)


def test_naughty_strings(shared_data):
    for line in (shared_data / "broken/blns/blns.txt").read_text("utf-8", "replace").splitlines():
        for form in NAMED_FORMS:
            try:
                WhenFormat(form).parse(line, UK)
            except ValueError:
                continue


@pytest.mark.parametrize("zone", ZONES)
def test_the_edges_of_what_can_be_told(zone):
    for form, text in (
        *(("dmy", each) for each in ("5/1/0001", "before 1850", "since 1850")),
        ("iso", "9999-12-29T10:00Z"),
    ):
        when = WhenFormat(form).parse(text, zone)
        assert all(when.text(shown) for shown in ZONES)
    for form, text in (("dmy", "1/1/0001"), ("dd/mm/yyyy", "01/01/0001"), ("yyyy", "0001")):
        with pytest.raises(ValueError, match="systems write its first day where no date is known"):
            WhenFormat(form).parse(text, zone)
    for form, text in (("dmy", "31/12/9999 23:59"), ("iso", "9999-12-31T23:59:59Z"), ("excel", "2958465")):
        with pytest.raises(ValueError, match="year 9999"):
            WhenFormat(form).parse(text, zone)
