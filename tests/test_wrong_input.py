"""Wrong input is told in words with file, row, column, value and reason; the rest is loaded; nothing is lost unseen."""

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.schema.errors import BadInputError, IntelvizError, RecipeError, UsageError
from tests.small_import import FILES, loaded, source_of, written


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


def rejections(case, folder, name):
    """Import a folder and return what was rejected of one file, after checking that everything adds up."""
    report = import_files(case, [folder]).as_json()
    for source in report["sources"]:
        assert source["rows"] == source["loaded"] + source["merged"] + source["rejected"]
        assert source["rejected"] == len(source["rejections"])
    kept = next(each for each in case.sources() if each.name == name)
    found = [
        (each["row"], each["column"], each["value"], each["reason"]) for each in source_of(report, name)["rejections"]
    ]
    assert [(each.row, each.column, each.value, each.reason) for each in case.rejections(kept.id)] == found
    assert case.verify() == []
    return found


def test_a_missing_file_stops_the_import_and_changes_nothing(case, tmp_path):
    good = written(tmp_path / "f") / "persons.csv"
    with pytest.raises(BadInputError, match="there is no such file") as caught:
        import_files(case, [good, tmp_path / "gone.csv"])
    assert "gone.csv" in caught.value.words()
    assert case.sources() == []


def test_an_empty_file_stops_the_import_and_changes_nothing(case, tmp_path):
    folder = written(tmp_path / "f", persons="")
    with pytest.raises(BadInputError, match="the file is empty"):
        import_files(case, [folder / "phones.csv", folder / "persons.csv"])
    assert case.sources() == []


def test_an_empty_file_in_a_folder_is_passed_over_and_named(case, tmp_path):
    report = import_files(case, [written(tmp_path / "f", phones="")]).as_json()
    assert [(each["source"].rsplit("/", 1)[-1], each["why"]) for each in report["skipped"]] == [
        ("phones.csv", "the file is empty.")
    ]
    has_phone = source_of(report, "has_phone.csv")
    assert has_phone["rejections"][0]["value"] == "3"


def test_an_empty_folder_is_refused(case, tmp_path):
    (tmp_path / "nothing").mkdir()
    with pytest.raises(BadInputError, match="holds no files"):
        import_files(case, [tmp_path / "nothing"])
    with pytest.raises(UsageError, match="nothing to load"):
        import_files(case, [])


def test_a_header_without_rows_is_loaded_and_said(case, tmp_path):
    folder = written(tmp_path / "f", persons=":ID,name,:LABEL\n")
    report = import_files(case, [folder / "persons.csv"]).as_json()
    assert report["sources"][0]["rows"] == 0
    assert "The file has a header and no rows." in report["sources"][0]["warnings"]


def test_a_utf16_file_is_loaded_like_any_other(case, tmp_path):
    folder = written(tmp_path / "f", persons=FILES["persons.csv"].replace("Ann", "Zoë").encode("utf-16"))
    assert rejections(case, folder, "persons.csv") == []
    assert case.item(case.resolve("pole-graph/f:1")).label == "Zoë Archer"


def test_a_file_cut_in_mid_row_loses_that_row_alone(case, tmp_path):
    folder = written(tmp_path / "f", persons=FILES["persons.csv"][:-15])
    assert rejections(case, folder, "persons.csv") == [
        (3, "", "", "the file ends in the middle of this row: it has 3 cells, the header has 6")
    ]
    assert case.info()["items"]["Person"] == 1


@pytest.mark.parametrize("cut", range(1, 60))
def test_wherever_a_file_is_cut_every_row_is_accounted_for(case, tmp_path, cut):
    folder = written(tmp_path / "f", crimes=FILES["crimes.csv"][:-cut])
    report = import_files(case, [folder]).as_json()
    crimes = source_of(report, "crimes.csv")
    assert crimes["rows"] == crimes["loaded"] + crimes["rejected"] <= 2
    at = source_of(report, "occurred_at.csv")
    assert at["loaded"] == crimes["loaded"]
    assert crimes["rejected"] or crimes["rows"] < 2 or any("has no line end" in words for words in crimes["warnings"])


BROKEN_TIMES = [
    ("31/02/2017,,,", "date", "31/02/2017", "Feb 2017 has no day 31"),
    ("05/13/2017,,,", "date", "05/13/2017", "there is no month 13"),
    ("yesterday,,,", "date", "yesterday", "is not written as dd/mm/yyyy"),
    ("05/08/2017,25:10,,", "time", "25:10", "there is no time 25:10:00"),
    ("05/08/2017,10:00,04/08/2017,", "to_date", "04/08/2017", "the end lies before the beginning"),
    ("05/08/2017,10:00,99/08/2017,", "to_date", "99/08/2017", "Aug 2017 has no day 99"),
    (",,05/08/2017,", "to_date", "", "there is an end and no beginning"),
    ("26/03/2017,01:30,,", "time", "01:30", "this local time does not exist: the clocks went forward over it"),
]


@pytest.mark.parametrize(("cells", "column", "value", "reason"), BROKEN_TIMES)
def test_a_row_with_a_broken_time_is_rejected_and_so_are_its_links(case, tmp_path, cells, column, value, reason):
    folder = written(
        tmp_path / "f",
        # The date of the 25th says that the day stands first in this file.
        crimes=FILES["crimes.csv"] + f"8,25/08/2017,,,,Theft,Crime\n9,{cells},Arson,Crime\n",
        more_at=":START_ID,:END_ID,:TYPE\n9,4,OCCURRED_AT\n",
    )
    found = rejections(case, folder, "crimes.csv")
    assert len(found) == 1
    assert found[0][0] == 5
    assert reason in found[0][3]
    if value:
        assert found[0][1:3] == (column, value)
    assert case.info()["items"]["Crime"] == 3
    at = next(each for each in case.sources() if each.name == "more_at.csv")
    assert [(each.row, each.column, each.value) for each in case.rejections(at.id)] == [(2, ":START_ID", "9")]


@pytest.mark.parametrize(
    ("cells", "column", "value", "reason"),
    [
        ("95.5,-2.2", "latitude:double", "95.5", "latitude 95.5 lies outside -90 to 90"),
        ("53.5,-200", "longitude:double", "-200", "longitude -200.0 lies outside -180 to 180"),
        ("53.5,", "longitude:double", "", "is empty, though the other coordinate is there"),
        ("north,-2.2", "latitude:double", "north", "is not a number"),
    ],
)
def test_a_row_with_a_broken_place_is_rejected(case, tmp_path, cells, column, value, reason):
    folder = written(tmp_path / "f", places=FILES["places.csv"] + f"9,{cells},2 Mill Lane,Location\n")
    assert rejections(case, folder, "places.csv") == [(3, column, value, reason)]
    assert case.info()["items"]["Location"] == 1


def test_a_place_without_coordinates_is_no_mistake(case, tmp_path):
    folder = written(tmp_path / "f", places=FILES["places.csv"] + "9,,,2 Mill Lane,Location\n")
    assert rejections(case, folder, "places.csv") == []
    assert case.item(case.resolve("pole-graph/f:9")).place is None


def test_a_link_to_an_id_that_no_file_holds_is_rejected(case, tmp_path):
    folder = written(tmp_path / "f", knows=FILES["knows.csv"] + "1,99,KNOWS,\n98,2,KNOWS,\n,2,KNOWS,\n")
    reason = "no file and no item of the case has this id"
    assert rejections(case, folder, "knows.csv") == [
        (5, ":END_ID", "99", reason),
        (6, ":START_ID", "98", reason),
        (7, ":START_ID", "", "the id is empty"),
    ]
    assert case.info()["links"]["KNOWS"] == 3


def test_unknown_types_are_rejected_with_the_nearest(case, tmp_path):
    folder = written(
        tmp_path / "f",
        persons=FILES["persons.csv"] + "8,Cy,Cole,,,Persn\n9,Di,Dean,,,\n",
        knows=FILES["knows.csv"] + "1,2,KNOWZ,\n",
    )
    assert rejections(case, folder, "persons.csv") == [
        (4, ":LABEL", "Persn", "there is no item type “Persn”; did you mean Person?"),
        (5, ":LABEL", "", "the item type is empty"),
    ]
    knows = next(each for each in case.sources() if each.name == "knows.csv")
    assert [each.reason for each in case.rejections(knows.id)] == ["there is no link type “KNOWZ”; did you mean KNOWS?"]


def test_an_id_that_an_item_of_another_type_has_is_rejected(case, tmp_path):
    folder = written(tmp_path / "f", phones=":ID,phoneNo,:LABEL\n3,07700 900001,Phone\n1,07700 900002,Phone\n")
    assert rejections(case, folder, "phones.csv") == [
        (3, ":ID", "1", "the id is already that of an item of type Person")
    ]


def test_an_item_without_an_id_is_rejected(case, tmp_path):
    folder = written(tmp_path / "f", persons=FILES["persons.csv"] + " ,Cy,Cole,,,Person\n")
    assert rejections(case, folder, "persons.csv") == [(4, ":ID", " ", "the id is empty")]


def test_a_value_of_the_wrong_kind_is_rejected(case, tmp_path):
    folder = written(tmp_path / "f", persons=":ID,name,age,:LABEL\n1,Ann,about 40,Person\n2,Bob,40,Person\n")
    assert rejections(case, folder, "persons.csv") == [(2, "age", "about 40", "is not a whole number")]


def test_a_number_that_a_spreadsheet_rounded_is_rejected(case, tmp_path):
    folder = written(tmp_path / "f", phones=":ID,phoneNo,:LABEL\n3,4.47701E+11,Phone\n")
    assert "a spreadsheet has rounded it" in rejections(case, folder, "phones.csv")[0][3]


def test_a_link_between_unexpected_types_is_loaded_and_said(case, tmp_path):
    folder = written(tmp_path / "f", odd=":START_ID,:END_ID,:TYPE\n3,4,KNOWS\n")
    report = import_files(case, [folder]).as_json()
    warnings = source_of(report, "odd.csv")["warnings"]
    assert "1 link KNOWS starts at an item of type Phone, where the type definitions expect others." in warnings


def test_a_rejected_row_is_kept_as_it_came_without_what_is_left_out(case, tmp_path):
    folder = written(tmp_path / "f", persons=":ID,name,age,nhs_no,:LABEL\n1,Ann,about 40,943-1,Person\n")
    rejections(case, folder, "persons.csv")
    assert b"about 40" in case.path.read_bytes() + case.path.with_name("case.intelviz-wal").read_bytes()
    assert b"943-1" not in case.path.read_bytes() + case.path.with_name("case.intelviz-wal").read_bytes()


def test_a_file_that_no_recipe_fits_says_what_the_nearest_misses(case, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("Month,Longitude,Latitude,Location,Crime type\n2017-08,1,2,x,y\n")
    with pytest.raises(RecipeError, match="misses “Crime ID”") as caught:
        import_files(case, [file], recipe="police-uk-street")
    assert "police-uk-street" in caught.value.words()
    assert "Its columns are “Month”" in caught.value.words()


def test_a_recipe_that_is_not_there_is_refused(case, tmp_path):
    folder = written(tmp_path / "f")
    with pytest.raises(RecipeError, match="Did you mean pole-graph"):
        import_files(case, [folder], recipe="pole-graf")
    with pytest.raises(RecipeError, match="can't be read"):
        import_files(case, [folder], recipe=tmp_path / "mine.yaml")


def test_a_folder_of_which_nothing_can_be_loaded_is_refused(case, tmp_path):
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with pytest.raises(BadInputError, match="none of 1 files can be loaded"):
        import_files(case, [folder])


def test_whatever_is_given_is_loaded_or_refused_in_words(tmp_path, shared_data):
    with CaseFile.create(tmp_path / "broken.intelviz") as case:
        for path in sorted((shared_data / "broken").rglob("*")):
            if path.is_file():
                try:
                    report = import_files(case, [path], dry_run=True)
                except IntelvizError as error:
                    assert str(path.resolve()) in error.words()
                else:
                    assert all(each.rows == each.loaded + each.merged + each.rejected for each in report.sources)
        assert case.info()["items"] == {}
        assert case.verify() == []


def test_nothing_is_written_to_a_case_that_may_not_be(tmp_path):
    folder = written(tmp_path / "f")
    case, _ = loaded(tmp_path, folder / "persons.csv")
    case.close()
    with (
        CaseFile.open(tmp_path / "case.intelviz", read_only=True) as case,
        pytest.raises(IntelvizError, match="read-only"),
    ):
        import_files(case, [folder])
