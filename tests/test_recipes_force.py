"""Files of forces and operators that nobody has seen yet: other names of columns make the same items and links."""

from __future__ import annotations

from pathlib import Path

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.ingest.recipe_file import recipe_from_text
from intelviz.resources_path import resource
from intelviz.schema.errors import RecipeError
from intelviz.schema.kinds import is_forbidden_key
from intelviz.schema.load import load_schema

FORCE = (
    "anpr-reads", "bank-transactions", "call-data", "case-and-custody", "cell-site-list", "crime-records",
    "email-headers", "incident-log", "intelligence-3x5x2", "intelligence-5x5x5", "nominal-list",
    "stop-search-force", "vehicle-tracks",
)  # fmt: skip


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


def load(case, tmp_path: Path, text: str, name: str = "rows.csv"):
    """Import a table, and return what the report says of it."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    report = import_files(case, [tmp_path / name]).as_json()["sources"][0]
    assert report["rows"] == report["loaded"] + report["merged"] + report["rejected"]
    return report


def counts(case) -> tuple[dict[str, int], dict[str, int]]:
    return case.info()["items"], case.info()["links"]


def found(case, text: str):
    return case.item(case.search(text)[0].id)


# Call data

CALLS = [
    "A Number,B Number,Date,Time,Duration,IMEI,Cell ID\n"
    "07700 900001,07700900002,01/09/2025,10:00:01,65,001001234567890,X1\n",
    "Calling Party Number,Called Party Number,Start Date/Time,Call Duration,Service Type\n"
    "447700900001,00447700900002,2025-09-01 10:00:01,00:01:05,VOICE\n",
    "A-Party;B-Party;Timestamp;Dur;Type\n+447700900001;07700-900-002;01.09.2025 10:00:01;65;Call\n",
    "CALLING_NO,DIALLED_DIGITS,CALL_START_TIME,DURATION_SECS\n07700900001,07700900002,2025-09-01T09:00:01Z,65\n",
    "Originating Number\tTerminating Number\tCall Date\tCall Time\tDuration (s)\n"
    "07700900001\t07700900002\t01/09/2025\t10:00:01\t65\n",
    "MSISDN,Other Number,Direction,Start Time,Duration\n07700900001,07700900002,MO,2025-09-01 10:00:01,65\n",
    "Target Number,Contact Number,Incoming/Outgoing,Date,Time,Length\n"
    "07700900002,07700900001,Incoming,01/09/2025,10:00:01,65\n",
]


@pytest.mark.parametrize("text", CALLS)
def test_calls_of_any_operator_are_calls_from_a_telephone_to_a_telephone(case, tmp_path, text):
    report = load(case, tmp_path, text)
    assert (report["recipe"], report["loaded"]) == ("call-data", 1)
    items, links = counts(case)
    assert items["PhoneCall"] == 1
    assert items["Phone"] == 2
    assert (links["CALLER"], links["CALLED"]) == (1, 1)
    columns = case.columns()
    is_call = columns.items.type == columns.items.type_names.index("PhoneCall")
    call = case.item(int(columns.items.id[is_call][0]))
    assert call.properties["call_duration"] == 65
    ends = {each.type: each.other_label for each in case.links_of(call.id)}
    assert (ends["CALLER"], ends["CALLED"]) == ("07700 900001", "07700 900002")
    start = int(columns.items.when_start[is_call][0])
    assert start == 1_756_717_201, "09:00:01 UTC on 1 September 2025"


def test_who_rang_whom_depends_on_the_direction(case, tmp_path):
    head = "Subject Number,Other Party,Direction,Date/Time,Duration\n"
    load(
        case,
        tmp_path,
        head + "07700900001,07700900002,Out,01/09/2025 10:00,5\n07700900001,07700900002,In,01/09/2025 11:00,5\n",
    )
    columns = case.columns()
    links, labels = columns.links, list(columns.items.label)
    made: dict[str, list[str]] = {"CALLER": [], "CALLED": []}
    for kind, to in zip(links.type.tolist(), links.b.tolist(), strict=True):
        if links.type_names[kind] in made:
            made[links.type_names[kind]].append(labels[to])
    assert made["CALLER"] == ["07700 900001", "07700 900002"]
    assert made["CALLED"] == ["07700 900002", "07700 900001"]


def test_an_imei_that_a_spreadsheet_rounded_is_left_out_and_said(case, tmp_path):
    report = load(
        case, tmp_path, "A Number,B Number,Date,Time,IMEI\n07700900001,07700900002,01/09/2025,10:00,3.5E+14\n"
    )
    assert report["loaded"] == 1
    assert report["altered"] >= 1
    assert "Device" not in counts(case)[0]


def test_a_cell_is_the_same_in_the_list_of_masts_and_in_the_calls(case, tmp_path):
    load(case, tmp_path, "mcc,net,area,cell,lon,lat\n404,78,38009,10112,-2.2,53.4\n", "towers.csv")
    load(case, tmp_path, "Caller,Receiver,Date,Time,TowerID\n1,2,01/09/2025,10:00,40478-38009-10112\n")
    assert counts(case)[0]["CellSite"] == 1


# The other kinds

OTHERS = [
    ("anpr-reads", "Reg No,Capture Date,Capture Time,Camera,Direction of Travel\nMQ20 ABC,01/09/2025,10:00:01,C7,N\n",
     {"AnprRead": 1, "Vehicle": 1, "Camera": 1}, {"SEEN_IN": 1, "OCCURRED_AT": 1}),
    ("anpr-reads", "Plate,Timestamp,Site ID,Lat,Long\nMQ20ABC,2025-09-01T10:00:01,C7,53.48,-2.24\n",
     {"AnprRead": 1, "Vehicle": 1, "Camera": 1}, {"SEEN_IN": 1, "OCCURRED_AT": 1}),
    ("bank-transactions", "Date,Type,Description,Sort Code,Account No,Debit,Credit,Balance\n"
     "01/09/2025,DD,RENT,00-00-10,12345678,400.00,,10.00\n02/09/2025,CR,WAGES,000010,12345678,,900.00,910.00\n",
     {"Transaction": 2, "Account": 1}, {"PAID_FROM": 1, "PAID_TO": 1}),
    ("bank-transactions", "Transaction Date,Details,Sortcode,Account Number,Amount,"
     "Counterparty Sort Code,Counterparty Account\n"
     "2025-09-01,RENT,00-00-10,12345678,-400.00,00-00-11,87654321\n",
     {"Transaction": 1, "Account": 2}, {"PAID_FROM": 1, "PAID_TO": 1}),
    ("crime-records", "Crime Reference,Crime Type,Committed From,Committed To,"
     "Location,Eastings,Northings,Officer in Case\n"
     "06EE/1/25,BURGLARY,01/09/2025 18:00,02/09/2025 07:00,1 High Street,383000,398000,12345\n",
     {"Crime": 1, "Location": 1, "Officer": 1}, {"OCCURRED_AT": 1, "INVESTIGATED_BY": 1}),
    ("crime-records", "Crime Number,Person URN,Involvement\n06EE/1/25,N1,SUSPECT\n06EE/1/25,N1,VICTIM\n",
     {"Crime": 1, "Person": 1}, {"PARTY_TO": 2}),
    ("incident-log", "Incident Number,Incident Date,Time,Grade,Category,Address,Easting,Northing\n"
     "17,01/09/2025,10:05,1,ASB,1 High Street,383000,398000\n17,02/09/2025,11:05,C,ASB,1 High Street,383000,398000\n",
     {"Incident": 2, "Location": 1}, {"OCCURRED_AT": 2}),
    ("intelligence-3x5x2", "Report No,Report Date,Source,Intelligence,Handling,Report Text,Subjects\n"
     "IR1,01/09/2025,2,B,P,Something is said.,N1; N2\n", {"IntelligenceReport": 1, "Person": 2}, {"MENTIONS": 2}),
    ("intelligence-5x5x5", "URN,Date Submitted,5x5x5 Source,5x5x5 Intelligence,5x5x5 Handling,Report\n"
     "OLD1,01/09/2009,B,2,4,Something was said.\n", {"IntelligenceReport": 1}, {}),
    ("nominal-list", "Person URN,Last Name,First Name,Date of Birth,Gender,Mobile No,Home Address,Post Code\n"
     "P1,Leech,Maria,02/03/1990,F,07700 900001,1 High Street,M1 1AA\n",
     {"Person": 1, "Phone": 1, "Location": 1}, {"HAS_PHONE": 1, "CURRENT_ADDRESS": 1}),
    ("nominal-list", "Nominal 1,Nominal 2,Link Type\nP1,P2,Brother\nP1,P3,drinks with\n",
     {"Person": 3}, {"FAMILY_REL": 1, "ASSOCIATE_OF": 1}),
    ("stop-search-force", "Search Ref,Date of Stop,Time of Stop,Object,Search Outcome,Collar No\n"
     "S1,01/09/2025,10:05,Drugs,NFA,12345\n",
     {"StopSearch": 1, "Officer": 1}, {"DEALT_WITH_BY": 1}),
    ("case-and-custody", "Custody Ref,Nominal Number,Date Arrested,Suite,Offence\n"
     "C1,N1,01/09/2025 10:05,Mill Lane,Theft\n",
     {"Custody": 1, "Person": 1}, {"PARTY_TO": 1}),
    ("case-and-custody", "Bail Ref,Nominal Number,Bail Conditions,Date From,Date To\n"
     "B1,N1,Curfew 19:00 to 07:00,01/09/2025,30/09/2025\n",
     {"Order": 1, "Person": 1}, {"SUBJECT_TO": 1}),
    ("case-and-custody", "Case Ref,Date Allocated,Previous OIC,New OIC\nPX/1/25,01/09/2025,111,222\n",
     {"Event": 1, "Crime": 1, "Officer": 2}, {"PART_OF": 1, "DEALT_WITH_BY": 2, "INVESTIGATED_BY": 1}),
    ("email-headers", "Sender,Recipients,Subject,Sent\n"
     "a@example.com,\"b@example.com; c@example.com\",Hello,01/09/2025 10:05\n",
     {"Message": 1, "Email": 3}, {"CALLER": 1, "CALLED": 2}),
    ("vehicle-tracks", "Registration,GPS Time,Lat,Lon,Speed\nMQ20 ABC,2025-09-01T10:00:00Z,53.48,-2.24,31\n",
     {"Sighting": 1, "Vehicle": 1}, {"SEEN_IN": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("recipe", "text", "items", "links"), OTHERS)
def test_other_names_for_the_same_columns_make_the_same(case, tmp_path, recipe, text, items, links):
    report = load(case, tmp_path, text)
    assert report["recipe"] == recipe
    assert report["rejected"] == 0, report["rejections"]
    assert counts(case) == (items, links)


def test_an_account_is_one_however_its_sort_code_is_written_and_money_goes_the_right_way(case, tmp_path):
    load(case, tmp_path, OTHERS[2][1])
    assert found(case, "12345678").properties["sort_code"] == "00-00-10"


def test_a_log_number_of_another_day_is_another_log_and_a_letter_is_a_grade(case, tmp_path):
    load(case, tmp_path, next(text for name, text, _, _ in OTHERS if name == "incident-log"))
    columns = case.columns().items
    assert (columns.type == columns.type_names.index("Incident")).sum() == 2
    assert {case.item(hit.id).properties["final_grade"] for hit in case.search("ASB")} == {"1", "C"}


def test_two_persons_of_one_name_and_birthday_stay_two(case, tmp_path):
    load(case, tmp_path, "Nominal No,Surname,Forename,DOB\nN1,Leech,Maria,02/03/1990\nN2,Leech,Maria,02/03/1990\n")
    assert counts(case)[0] == {"Person": 2}


def test_a_report_with_an_impossible_grade_is_kept_without_one(case, tmp_path):
    head = "URN,Source Evaluation,Intelligence Assessment,Handling Code,Text\n"
    report = load(case, tmp_path, head + "IR1,4,F,P,One\nIR2,2,B,P,Two\nIR3,,,,Three\n")
    assert report["loaded"] == 3
    assert report["altered"] == 1


def test_national_insurance_and_nhs_numbers_are_left_out_and_the_import_says_so(case, tmp_path):
    text = "Nominal No,Surname,NINO,NHS No\nN1,Leech,QQ123456C,9434765919\n"
    report = load(case, tmp_path, text)
    assert (
        sum(
            "left out" in words or "not kept" in words or "NI Number" in words or "NINO" in words
            for words in report["warnings"]
        )
        >= 1
    )
    assert not case.search("QQ123456C")
    assert not case.search("9434765919")


DEGREES = [
    ("A Number,B Number,Date,Time,Cell ID,Latitude,Longitude\n"
     "07700900001,07700900002,01/09/2025,10:00,C1,53.48,-2.24\n", "CellSite"),
    ("Target Number,Contact Number,Direction,Date & Time,First Cell,Cell Lat,Cell Long\n"
     "07700900001,07700900002,Out,01/09/2025 10:00,C1,53.48,-2.24\n", "CellSite"),
    ("Crime No,Offence,Date From,Address,Lat,Long\n"
     "PX/1/25,Burglary,01/09/2025,1 High Street,53.48,-2.24\n", "Location"),
    ("Log No,Log Date,Time,Type,Address,Latitude,Longitude\n"
     "17,01/09/2025,10:00,ASB,1 High Street,53.48,-2.24\n", "Location"),
    ("Stop Ref,Date,Object of Search,Lat,Lng\nS1,01/09/2025,Drugs,53.48,-2.24\n", "StopSearch"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), DEGREES)
def test_places_may_be_in_degrees(case, tmp_path, text, kind):
    report = load(case, tmp_path, text)
    assert report["recipe"] in FORCE
    columns = case.columns().items
    rows = columns.type == columns.type_names.index(kind)
    assert (columns.lon[rows].round(3).tolist(), columns.lat[rows].round(3).tolist()) == ([-2.24], [53.48])


# The recipes themselves


@pytest.mark.parametrize("name", FORCE)
def test_no_recipe_of_a_force_knows_a_person_by_anything_but_a_number(name):
    schema = load_schema()
    path = resource("recipes", f"{name}.yaml")
    recipe = recipe_from_text(path.read_text(encoding="utf-8"), Path(f"{name}.yaml"), schema)
    for entry in recipe.files:
        for item in entry.items:
            assert not is_forbidden_key(item.kind)
            if item.type.constant == "Person":
                assert "nominal" in " ".join(item.id).lower(), (name, item.id)
        for column, reason in entry.leave_out.items():
            assert reason, column


def test_a_type_may_depend_on_whether_a_cell_is_filled(case, tmp_path):
    text = OTHERS[2][1].replace(",400.00,,", ",-,400.00,")
    load(case, tmp_path, text)
    assert counts(case)[1] == {"PAID_TO": 2}, "a blank of the recipe is no amount"


@pytest.mark.parametrize(
    "wrong",
    ["{column: A, filled: CALLER}", "{column: A, filled: CALLER, empty: NOTHING}",
     "{column: A, filled: CALLER, empty: CALLED, otherwise: CALLED}"],
)  # fmt: skip
def test_a_type_by_a_filled_cell_is_checked(wrong):
    text = f"""recipe: mine
version: 1
title: Mine
files:
  - required: [A, B]
    items:
      - {{as: a, type: PhoneCall}}
      - {{as: b, type: Phone, id: B, identity: case}}
    links:
      - type: {wrong}
        from: a
        to: b
"""
    with pytest.raises(RecipeError):
        recipe_from_text(text, Path("mine.yaml"), load_schema())


def test_an_item_whose_column_a_file_lacks_is_not_made(case, tmp_path):
    load(case, tmp_path, "Nominal No,Surname\nN1,Leech\nN2,Lord\n")
    assert counts(case) == ({"Person": 2}, {})
