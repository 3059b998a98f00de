"""A cell is read as what it says, or it is said in words that it isn't; no other value stands there in silence."""

import pytest

from intelviz import Case


def imported(tmp_path, text, name="rows.csv", **more):
    (tmp_path / name).write_text(text)
    case = Case.new(tmp_path / "case.intelviz")
    return case, case.import_files(tmp_path / name, **more).as_json()["sources"][0]


@pytest.mark.parametrize("first", ["Ref", "Nominal No"])
def test_a_birthday_in_an_american_file_is_not_turned_around(tmp_path, first):
    text = f"{first},Surname,Forename,Date of Birth\n1,Fox,Al,02/13/1985\n2,Hart,Bo,03/04/1985\n3,Roe,Cy,3/4/85\n"
    case, source = imported(tmp_path, text)
    with case:
        found = case.items("Person").set_index("label")["date_of_birth"]
        assert found.to_dict() == {"Al Fox": "1985-02-13", "Bo Hart": "1985-03-04", "Cy Roe": "1985-03-04"}
        assert any("written month first, as 02/13/1985 shows" in each for each in source["warnings"])


def test_birthdays_that_tell_no_order_are_said_to(tmp_path):
    case, source = imported(tmp_path, "Nominal No,Surname,Forename,DOB\n1,Fox,Al,02/03/1985\n")
    with case:
        assert case.items("Person")["date_of_birth"].to_list() == ["1985-03-02"]
        assert any("No date in “DOB” tells whether the day or the month" in each for each in source["warnings"])


def test_cameras_given_in_degrees_are_on_the_map_whether_or_not_date_and_time_are_apart(tmp_path):
    text = "VRM,Date,Time,Camera,Latitude,Longitude\nAB12CDE,13/02/2026,02:30:00,Cam1,53.48,-2.24\n"
    case, source = imported(tmp_path, text)
    with case:
        assert source["recipe"] == "anpr-reads"
        (read,) = case.items("AnprRead").itertuples()
        assert (read.lat, read.lon) == (53.48, -2.24)


def test_two_persons_whose_numbers_a_workbook_rounded_are_not_one(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Nominal No", "Surname", "DOB"], [8944110068512345671, "Fox", ""], [8944110068512345672, "Hart", ""]):
        book.active.append(row)
    book.save(tmp_path / "rows.xlsx")
    with Case.new(tmp_path / "case.intelviz") as case:
        (source,) = case.import_files(tmp_path / "rows.xlsx").as_json()["sources"]
        assert source["rejected"] == 2
        assert {each["reason"] for each in source["rejections"]} == {
            "a spreadsheet has rounded it, and the last digits are lost"
        }
