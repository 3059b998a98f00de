"""Rows that know nothing of somebody don't make one person, address or car of all of whom nothing is known."""

import pytest

from intelviz import Case
from intelviz.schema.unknown import is_unknown, may_be_unknown


def imported(tmp_path, text, name="rows.csv", **more):
    (tmp_path / name).write_text(text)
    case = Case.new(tmp_path / "case.intelviz")
    return case, case.import_files(tmp_path / name, **more).as_json()["sources"][0]


def labels(case, query):
    return sorted(case.items(query)["label"])


@pytest.mark.parametrize("word", ["unknown", "N/K", "No Fixed Abode", "NFA", "nil", "TBC", "?", "as above"])
def test_two_strangers_of_unknown_address_do_not_live_together(tmp_path, word):
    case, source = imported(
        tmp_path, f"Nominal No,Surname,Forename,DOB,Address,Postcode\n7,Fox,Al,,{word},\n8,Hart,Bo,,{word},\n"
    )
    with case:
        assert source["loaded"] == 2
        assert labels(case, "Location") == []
        assert len(case.links()) == 0


@pytest.mark.parametrize("word", ["unknown", "0", "000", "00/00000", "TBC", "not known"])
def test_two_strangers_without_a_number_are_not_one_person(tmp_path, word):
    case, source = imported(tmp_path, f"Nominal No,Surname,Forename,DOB\n{word},Fox,Al,\n{word},Hart,Bo,\n9,Roe,Cy,\n")
    with case:
        assert labels(case, "Person") == ["Cy Roe"]
        assert [(each["row"], each["column"], each["value"]) for each in source["rejections"]] == [
            (2, "Nominal No", word),
            (3, "Nominal No", word),
        ]


def test_an_unread_plate_is_not_one_car_at_every_camera(tmp_path):
    case, _ = imported(
        tmp_path,
        "VRM,Date,Time,Camera\nUNKNOWN,01/02/2026,10:00,A1\nUNKNOWN,01/02/2026,10:01,B7\n"
        "AB12 CDE,01/02/2026,10:02,B7\n",
    )
    with case:
        assert labels(case, "Vehicle") == ["AB12 CDE"]


def test_an_id_of_one_file_may_be_zero(tmp_path):
    case, source = imported(tmp_path, "source,target\n0,1\n1,2\n2,0\n")
    with case:
        assert source["loaded"] == 3
        assert len(case.links()) == 3


@pytest.mark.parametrize(
    "text", ["Nash", "Nilsson", "Natalie", "Unk Road", "Nowhere Lane", "NK1", "10", "A0", "Various Street", "北京"]
)
def test_what_only_looks_like_it_is_known(text):
    assert not is_unknown(text, zero=True)
    assert not may_be_unknown([text])


def test_a_number_given_twice_far_down_does_not_make_one_person_of_two(tmp_path):
    rows = "".join(f"R{number},Person {number},12/04/1980\n" for number in range(2_500))
    text = f"Ref,Name,Date of birth\n{rows}R10,Somebody Else,01/01/1990\n"
    case, source = imported(tmp_path, text)
    with case:
        assert "Somebody Else" in labels(case, "Person")
        assert len(case.items("Person")) == source["rows"] == 2_501


REPORTS = """URN,Date of Report,Source Evaluation,Intelligence Assessment,Handling Code,Intelligence Text,Subjects
I1,13/02/2026,1,A,P,one,"SMITH, John; DOE, Jane"
I2,14/02/2026,2,B,P,two,"BROWN, John"
I3,14/02/2026,2,B,P,three,"N7; John Smith"
I4,14/02/2026,2,B,P,four,"John Smith 01/02/1980"
"""


def test_two_men_called_john_in_two_reports_are_not_one_person(tmp_path):
    case, source = imported(tmp_path, REPORTS)
    with case:
        assert source["loaded"] == 4
        assert list(case.items("Person")["nominal_no"]) == ["N7"]
        assert len(case.links()) == 1
        named = case.search("Brown")["hits"]
        assert [each["type"] for each in named] == ["IntelligenceReport"], "whom a report names can be found"


def test_names_in_the_column_of_numbers_make_no_persons(tmp_path):
    text = "Nominal,Surname,Forename,DOB\nJohn Smith,Smith,John,01/02/1980\nGMP/12345,Roe,Cy,\n"
    case, source = imported(tmp_path, text)
    with case:
        assert labels(case, "Person") == ["Cy Roe"]
        assert [(each["row"], each["column"]) for each in source["rejections"]] == [(2, "Nominal")]


CRIMES = """Crime No,Offence,Date,Easting,Northing,Location
C1,Theft,13/02/2026,384000,398000,High Street
C2,Theft,14/02/2026,371000,409000,High Street
C3,Theft,15/02/2026,384500,398500,
C4,Theft,16/02/2026,384600,398600,Unknown
C5,Theft,17/02/2026,384000,398000,High Street
C6,Theft,17/02/2026,0,0,
"""


def test_a_crime_in_the_high_street_of_one_town_does_not_lie_in_that_of_another(tmp_path):
    case, _ = imported(tmp_path, CRIMES)
    with case:
        crimes = case.items("Crime").set_index("p_id")[["lon", "lat"]].round(3)
        assert tuple(crimes.loc["C1"]) == tuple(crimes.loc["C5"]) == (-2.243, 53.478)
        assert tuple(crimes.loc["C2"]) == (-2.439, 53.577)
        assert tuple(crimes.loc["C3"]) == (-2.235, 53.483), "a crime of which only the coordinates are known is placed"
        assert tuple(crimes.loc["C4"]) == (-2.234, 53.484)
        assert crimes.loc["C6"].isna().all()
        assert len(case.items("Location")) == 4
