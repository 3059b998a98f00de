"""A recipe for columns that none knows: told from what stands in them, said in words, and never joining on a guess."""

import random
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.ingest.draft import Draft, DraftItem, DraftLink, Use, blank_draft
from intelviz.ingest.guessing import guess
from intelviz.ingest.importing import import_files
from intelviz.schema.load import load_schema


@pytest.fixture(scope="module")
def schema():
    return load_schema()


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


def run(case, tmp_path, text, name="rows.csv"):
    (tmp_path / name).write_text(text)
    (source,) = import_files(case, [tmp_path / name]).as_json()["sources"]
    return source


def counts(case):
    return case.info()["items"], case.info()["links"]


CHICAGO = """ID,Docket,Date,Block,Primary Type,Arrest,Latitude,Longitude
1,HA1,03/18/2015 07:44:00 PM,047XX W OHIO ST,BATTERY,false,41.89,-87.74
2,HA2,03/18/2015 11:00:00 PM,066XX S MARSHFIELD AVE,THEFT,true,41.77,-87.66
3,HA3,03/04/2015 10:45:00 PM,047XX W OHIO ST,BATTERY,false,41.89,-87.74
"""


def test_a_crime_file_of_another_city_becomes_crimes_at_their_places(case, tmp_path):
    source = run(case, tmp_path, CHICAGO)
    assert (source["rows"], source["loaded"]) == (3, 3)
    assert counts(case) == ({"Crime": 3, "Location": 2}, {"OCCURRED_AT": 3})
    assert case.info()["with_time"] == 3
    assert case.info()["time"][0].startswith("2015-03-04T22:45")
    words = " ".join(source["warnings"])
    assert "No recipe knows these columns, so one was made for them: each row is a crime." in words
    assert "“Date”" in words


def test_where_no_date_decides_the_order_the_report_says_which_was_taken(case, tmp_path):
    source = run(case, tmp_path, "when,what\n03/04/2024 10:00,a\n05/06/2024 11:00,b\n")
    assert any("read day first as no value of the file decides it: 03/04/2024" in each for each in source["warnings"])
    assert case.info()["time"][0].startswith("2024-04-03")


def test_the_order_of_a_date_may_be_decided_by_the_last_row_of_a_long_file(case, tmp_path):
    rows = "".join(f"0{1 + n % 9}/0{1 + n % 8}/2024 10:00,{n}\n" for n in range(5_000))
    run(case, tmp_path, f"when,what\n{rows}01/25/2024 09:00,last\n")
    assert case.info()["time"][1].startswith("2024-09"), "the month stands first in all of them"


def test_persons_of_one_name_stay_apart_and_their_numbers_join_them(case, tmp_path):
    run(
        case,
        tmp_path,
        "First Name,Surname,DOB,Mobile\nAnn,Ash,12/04/1985,07700 900001\nAnn,Ash,12/04/1985,07700900001\n",
    )
    assert counts(case) == ({"Person": 2, "Phone": 1}, {"HAS_PHONE": 2})


def test_a_value_that_is_no_identifier_is_left_out_in_words_and_the_row_stays(case, tmp_path):
    source = run(
        case,
        tmp_path,
        "First Name,Surname,E-mail\nAnn,Ash,a@x.uk\nBob,Bay,b@x.uk\nCy,Cox,c@x.uk\nDi,Day,e@y.uk\nEd,Elm,nonsense\n",
    )
    assert (source["loaded"], source["rejected"], source["altered"]) == (5, 0, 1)
    assert counts(case) == ({"Person": 5, "Email": 4}, {"HAS_EMAIL": 4})


def test_an_nhs_number_is_left_out_and_said(case, tmp_path):
    source = run(case, tmp_path, "Surname,NHS No\nAsh,943 476 5919\n")
    assert any("“NHS No” was left out" in each for each in source["warnings"])
    assert "943" not in str(case.record(1).cells)


def test_a_table_without_a_header_is_read_from_its_first_row(case, tmp_path):
    source = run(case, tmp_path, "03/04/2024 10:00,12.50,Tesco\n13/04/2024 11:00,8,Boots\n14/04/2024 11:00,8,Boots\n")
    assert source["rows"] == 3


def test_the_same_file_guessed_again_changes_nothing(case, tmp_path):
    run(case, tmp_path, CHICAGO)
    again = run(case, tmp_path, CHICAGO)
    assert (again["rows"], again["merged"], again["items"]) == (3, 3, 0)


def test_national_grid_columns_are_a_place(case, tmp_path):
    run(case, tmp_path, "Offence,Date,Easting,Northing\nTheft,13/04/2024,383800,398000\n")
    west, south, _, _ = case.info()["bounds"]
    assert (west, south) == (pytest.approx(-2.246, abs=0.01), pytest.approx(53.478, abs=0.01))


TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["03/04/2024", "07700 900001", "M1 1AE", "53.4", "-2.2", "a@b.uk", "", "N/A", "AB12 CDE", "=1+1", "1E5"]
    ),
)
NAMES = st.one_of(
    st.sampled_from(["Date", "Lat", "Lon", "Phone", "Name", "Surname", "Reg", "ID", "Offence"]), st.text(max_size=6)
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_stands_in_the_columns_a_sound_recipe_comes_of_it(data):
    width = data.draw(st.integers(2, 6))
    names = data.draw(st.lists(NAMES, min_size=width, max_size=width))
    columns = [" ".join(each.split()) or f"column {at}" for at, each in enumerate(names)]
    columns = [f"{each} ({at})" if columns.index(each) != at else each for at, each in enumerate(columns)]
    rows = data.draw(st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=8))
    draft = guess(columns, rows, load_schema())
    recipe = draft.recipe(load_schema())
    assert recipe.files[0].items
    assert recipe.text == draft.text()


# Drafts


def test_a_draft_is_changed_column_by_column(schema):
    draft = blank_draft(["Who", "Tel", "At", "Lat", "Lon"])
    draft = draft.with_item(DraftItem("row", "Person")).with_item(DraftItem("phone", "Phone", "case"))
    draft = draft.using("Who", Use("property", "row", "name")).using("Tel", Use("id", "phone", "phoneNo"))
    draft = draft.with_links([DraftLink("HAS_PHONE", "row", "phone", {})])
    recipe = draft.recipe(schema)
    assert [each.type.constant for each in recipe.files[0].items] == ["Person", "Phone"]
    assert recipe.files[0].links[0].type.constant == "HAS_PHONE"
    assert draft.using("At", Use("property", "row", "name")).columns_as("property", "row") == ["At"], (
        "one column a name"
    )
    assert draft.without_item("phone").links == ()


def test_a_draft_keeps_its_name_as_long_as_the_columns_are_the_same():
    one, other = blank_draft(["a", "b"]), blank_draft(["a", "b"]).using("a", Use("leave out"))
    assert one.default_name == other.default_name
    assert one.default_name != blank_draft(["a", "c"]).default_name
    assert isinstance(one, Draft)


def test_ids_and_prices_are_no_telephone_numbers_or_dates(case, tmp_path):
    some = random.Random(1)
    rows = "".join(
        f"{some.randrange(10**9, 10**10)},{some.random() * 100:.2f},{some.choice(string.ascii_letters)}\n"
        for _ in range(50)
    )
    run(case, tmp_path, f"stock,price,grade\n{rows}")
    assert counts(case)[0] == {"Entity": 50}
    assert case.info()["with_time"] == 0


def test_months_as_headers_are_columns_and_the_rows_are_no_events(case, tmp_path):
    source = run(case, tmp_path, "Area,Kind of crime,201904,201905\nAbbey,Arson,6,5\nAlibon,Arson,1,0\n")
    assert source["rows"] == 2
    assert case.info()["items"] == {"Entity": 2}
    assert case.info()["with_time"] == 0
    assert case.item(1).properties["201904"] in {"6", 6}


def test_the_parts_of_a_date_in_columns_of_their_own_are_a_time(case, tmp_path):
    run(case, tmp_path, "iyear,imonth,iday,latitude,longitude\n1970,7,2,18.4,-69.9\n1971,5,0,19.3,-99.0\n")
    assert case.info()["with_time"] == 2
    assert case.info()["time"][0].startswith("1970-07-02")


def test_when_it_happened_goes_before_when_it_was_reported(case, tmp_path):
    run(case, tmp_path, "Reported On,Occurred On,Offence\n2024-03-20,2024-03-14,Theft\n2024-03-21,2024-03-15,Theft\n")
    assert case.info()["time"][0].startswith("2024-03-14")


def test_undecided_dates_beside_places_in_north_america_have_the_month_first(case, tmp_path):
    source = run(case, tmp_path, "Offense,Date,Lat,Lon\nTheft,03/04/2024,41.8,-87.6\nTheft,03/05/2024,41.9,-87.7\n")
    assert case.info()["time"][0].startswith("2024-03-04")
    assert any("read month first as its places lie in North America" in each for each in source["warnings"])


def test_degrees_in_ten_millionths_and_decimal_commas_are_places(case, tmp_path):
    run(case, tmp_path, "timestamp,latitudeE7,longitudeE7\n2024-03-12T21:04:00Z,534808000,-22426000\n", "phone.csv")
    run(case, tmp_path, "Datum;Breite;Länge\n17.04.2015;51,3397;12,3731\n", "city.csv")
    assert case.info()["with_place"] == 4


def test_two_actors_beside_a_place_are_no_ends_of_a_link(case, tmp_path):
    text = "event_id,event_date,actor1,actor2,source,latitude,longitude\nN1,2023-03-01,A,B,News,11.8,13.1\n"
    source = run(case, tmp_path, text + "N2,2023-03-02,C,,News,12.0,8.5\n")
    assert (source["loaded"], case.info()["with_time"]) == (2, 2)
    assert case.info()["items"] == {"Event": 2, "Location": 2}


def test_recipes_says_what_an_import_would_make_where_none_fits(tmp_path):
    from intelviz.scripting import recipes

    (tmp_path / "city.csv").write_text("Surname,First Name,Mobile\nAsh,Ann,07700 900001\nBay,Bob,07700 900002\n")
    (found,) = recipes(tmp_path / "city.csv")
    assert found["recipe"].startswith("made-for-")
    assert found["why"].startswith("No recipe knows these columns, so one was made for them: each row is a person.")
