"""Files become items, links, times and places; every row is accounted for; nothing is loaded twice."""

import shutil

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.schema.caption import labeller
from intelviz.schema.errors import CancelledError, UsageError
from intelviz.schema.when import UK, Precision, WhenFormat
from tests.small_import import FILES, loaded, source_of, written


@pytest.fixture
def files(tmp_path):
    return written(tmp_path / "files")


@pytest.fixture
def small(tmp_path, files):
    case, report = loaded(tmp_path, files)
    with case:
        yield case, report


def add_up(report):
    return all(each["rows"] == each["loaded"] + each["merged"] + each["rejected"] for each in report["sources"])


def test_a_set_of_files_becomes_items_and_links(small):
    case, report = small
    assert (report["items"], report["links"]) == (7, 6)
    assert add_up(report)
    info = case.info()
    assert info["items"] == {"Person": 2, "Phone": 1, "Location": 1, "Crime": 2, "PhoneCall": 1}
    assert info["links"] == {"KNOWS": 3, "HAS_PHONE": 1, "OCCURRED_AT": 2}
    assert case.verify() == []


def test_items_have_a_key_a_label_and_their_properties(small):
    case, _ = small
    ann = case.item(case.resolve("pole-graph/files:1"))
    assert (ann.type, ann.label) == ("Person", "Ann Archer")
    assert ann.properties == {"name": "Ann", "surname": "Archer"}


def test_times_are_as_precise_as_they_are_written(small):
    case, _ = small
    day, night, call = (case.item(case.resolve(f"pole-graph/files:{key}")) for key in (5, 6, 7))
    assert day.when == WhenFormat("dd/mm/yyyy").parse("05/08/2017", UK)
    assert night.when.precision is Precision.RANGE
    assert night.when.text() == "5 Aug 2017 22:00 to 6 Aug 2017 07:30 BST"
    assert call.when.text() == "4 Aug 2017 00:32 BST"
    assert call.label == "CALL of 38 s, 4 Aug 2017 00:32 BST"


def test_a_crime_is_where_its_location_is(small):
    case, _ = small
    items = case.columns().items
    crimes = items.type == items.type_names.index("Crime")
    assert set(items.lon[crimes]) == {-2.24}
    place = case.item(case.resolve("pole-graph/files:4")).place
    assert (place.lon, place.lat, place.precision.words) == (-2.24, 53.48, "exact point")


def test_a_link_has_its_dates_and_an_open_end_is_said_as_such(small):
    case, _ = small
    links = case.links_of(case.resolve("pole-graph/files:1"))
    assert sorted(link.when.text() for link in links if link.when) == ["1 Feb 2015 to 3 Feb 2016", "since 1 Feb 2015"]


def test_many_links_between_the_same_two_stay_many(small):
    case, report = small
    assert source_of(report, "knows.csv")["loaded"] == 3
    assert sum(link.type == "KNOWS" for link in case.links_of(case.resolve("pole-graph/files:1"))) == 3


def test_each_statement_leads_to_the_row_as_it_came(small):
    case, _ = small
    said = case.assertions(case.resolve("pole-graph/files:2"))
    assert [(each.source, each.row) for each in said] == [("persons.csv", 3)]
    cells = case.record(said[0].record_id).cells
    assert cells == {":ID": "2", "name": "Bob", "surname": "Baker", "hobby": "", ":LABEL": "Person"}


def test_a_column_that_is_left_out_is_nowhere_and_that_is_said(small):
    case, report = small
    warnings = source_of(report, "persons.csv")["warnings"]
    assert any(words.startswith("The column “nhs_no” was left out: an NHS number") for words in warnings)
    assert any("the recipe makes nothing of it: “hobby”" in words for words in warnings)
    assert b"943-1" not in case.path.read_bytes()
    assert not case.search("943-1")


def test_what_cleaning_altered_is_listed(tmp_path):
    folder = written(tmp_path / "f", phones=":ID,phoneNo,:LABEL\n3,(07700) 900001,Phone\n8,+44 7700 900002,Phone\n")
    case, report = loaded(tmp_path, folder)
    with case:
        source = next(each for each in case.sources() if each.name == "phones.csv")
        assert [(each.row, each.value, each.became) for each in case.alterations(source.id)] == [
            (2, "(07700) 900001", "+447700900001"),
            (3, "+44 7700 900002", "+447700900002"),
        ]
        assert source_of(report, "phones.csv")["altered"] == 2


def test_items_come_before_links_whatever_the_order_of_the_files(tmp_path, files):
    case, report = loaded(
        tmp_path, files / "knows.csv", files / "has_phone.csv", files / "phones.csv", files / "persons.csv"
    )
    with case:
        assert (report["items"], report["links"]) == (3, 4)


def test_links_find_the_items_of_an_earlier_import_from_the_same_folder(tmp_path, files):
    case, _ = loaded(tmp_path, files / "persons.csv")
    with case:
        assert import_files(case, [files / "knows.csv"]).links == 3


def test_ids_of_another_folder_mean_other_items(tmp_path, files):
    other = written(tmp_path / "other", persons=FILES["persons.csv"].replace("Ann", "Zoe"))
    case, _ = loaded(tmp_path, files)
    with case:
        assert import_files(case, [other]).items == 7
        assert case.info()["items"]["Person"] == 4


def test_the_very_same_files_add_nothing(small, files):
    case, _ = small
    before = case.info()
    again = import_files(case, [files]).as_json()
    assert add_up(again)
    assert (again["items"], again["links"]) == (0, 0)
    assert all(each["merged"] == each["rows"] for each in again["sources"])
    assert all("loaded on" in each["warnings"][0] for each in again["sources"])
    assert case.info() == before


def test_a_copy_of_the_set_in_another_folder_adds_nothing(small, files, tmp_path):
    case, _ = small
    again = import_files(case, [shutil.copytree(files, tmp_path / "copy")]).as_json()
    assert (again["items"], again["links"]) == (0, 0)


def test_a_newer_version_of_a_file_updates_and_keeps_both_statements(small, files):
    case, _ = small
    (files / "persons.csv").write_text(FILES["persons.csv"].replace("Baker", "Barker") + "9,Cy,Cole,,,Person\n")
    (files / "knows.csv").write_text(FILES["knows.csv"] + "2,9,KNOWS,\n")
    report = import_files(case, [files]).as_json()
    persons = source_of(report, "persons.csv")
    assert (persons["rows"], persons["loaded"], persons["merged"], persons["items"]) == (3, 2, 1, 1)
    assert "An older version of this file was loaded" in persons["warnings"][0]
    assert any("row 3: surname is “Barker”, known as “Baker”" in words for words in persons["warnings"])
    knows = source_of(report, "knows.csv")
    assert (knows["loaded"], knows["merged"], knows["links"]) == (1, 3, 1)
    bob = case.item(case.resolve("pole-graph/files:2"))
    assert bob.label == "Bob Barker"
    assert [each.said["surname"] for each in case.assertions(bob.id)] == ["Baker", "Barker"]
    assert case.info()["links"]["KNOWS"] == 4
    assert case.verify() == []


def test_a_newer_version_that_is_taken_back_leaves_the_older(small, files):
    case, _ = small
    (files / "persons.csv").write_text(FILES["persons.csv"].replace("Baker", "Barker"))
    import_files(case, [files / "persons.csv"])
    newest = max(each.id for each in case.sources())
    with case.changing() as change:
        change.withdraw_source(newest)
    assert case.item(case.resolve("pole-graph/files:2")).label == "Bob Baker"
    with case.changing() as change:
        change.restore_source(newest)
    assert case.item(case.resolve("pole-graph/files:2")).label == "Bob Barker"


def test_files_that_were_taken_back_can_be_loaded_again(small, files):
    case, _ = small
    with case.changing() as change:
        for source in case.sources():
            change.withdraw_source(source.id)
    assert case.info()["items"] == {}
    report = import_files(case, [files]).as_json()
    assert (report["items"], report["links"]) == (7, 6)
    assert add_up(report)
    assert case.info()["links"] == {"KNOWS": 3, "HAS_PHONE": 1, "OCCURRED_AT": 2}
    assert case.item(case.resolve("pole-graph/files:1")).label == "Ann Archer"
    assert case.verify() == []


def test_a_link_to_an_item_that_was_taken_back_is_rejected(small, files):
    case, _ = small
    persons = next(each for each in case.sources() if each.name == "persons.csv")
    with case.changing() as change:
        change.withdraw_source(persons.id)
    (files / "knows.csv").write_text(FILES["knows.csv"] + "2,1,KNOWS,\n")
    report = import_files(case, [files / "knows.csv"]).as_json()
    assert report["sources"][0]["rejected"] == 4


def test_a_row_that_stands_there_twice_is_merged(tmp_path):
    folder = written(tmp_path / "f", persons=FILES["persons.csv"] + "1,Ann,Archer,943-1,chess,Person\n")
    case, report = loaded(tmp_path, folder)
    with case:
        persons = source_of(report, "persons.csv")
        assert (persons["rows"], persons["loaded"], persons["merged"], persons["items"]) == (3, 2, 1, 2)
        assert [each.row for each in case.assertions(case.resolve("pole-graph/f:1"))] == [2, 4]


def test_a_second_row_that_says_otherwise_is_kept_and_said(tmp_path):
    folder = written(tmp_path / "f", persons=FILES["persons.csv"] + "1,Anne,,,,Person\n1,,,,,Person\n")
    case, report = loaded(tmp_path, folder)
    with case:
        persons = source_of(report, "persons.csv")
        assert (persons["loaded"], persons["merged"]) == (3, 1)
        assert any(
            "1 row says otherwise" in words and "row 4: name is “Anne”" in words for words in persons["warnings"]
        )
        ann = case.item(case.resolve("pole-graph/f:1"))
        assert ann.properties["name"] == "Ann"
        assert [each.said.get("name") for each in case.assertions(ann.id)] == ["Ann", "Anne", None]


def test_a_second_row_adds_what_the_first_did_not_say(tmp_path):
    folder = written(tmp_path / "f", persons=":ID,name,surname,:LABEL\n1,Ann,,Person\n1,,Archer,Person\n")
    case, _ = loaded(tmp_path, folder / "persons.csv")
    with case:
        ann = case.item(case.resolve("pole-graph/f:1"))
        assert ann.label == "Ann Archer"
        assert case.search("archer")[0].id == ann.id


def test_a_dry_run_says_all_and_changes_nothing(tmp_path, files):
    case, report = loaded(tmp_path, files, dry_run=True)
    with case:
        assert (report["items"], report["links"], report["dry_run"]) == (7, 6, True)
        assert case.info()["items"] == {}
        assert case.sources() == []


def test_an_import_that_is_stopped_leaves_the_case_as_it_was(tmp_path, files):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        for stop_at in range(1, 40):
            calls = 0

            def step(words, done=0, total=0, stop_at=stop_at):
                nonlocal calls
                calls += 1
                if calls == stop_at:
                    raise CancelledError

            try:
                import_files(case, [files], step=step)
            except CancelledError:
                assert case.sources() == []
                assert case.info()["items"] == {}
            else:
                break
        assert stop_at > 15
        assert case.info()["items"]["Person"] == 2


def test_progress_never_goes_back_and_ends_at_the_whole(tmp_path, files):
    told = []
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        import_files(case, [files], step=lambda words, done, total: told.append((words, done, total)))
    shares = [done / total for _, done, total in told if total]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_grade_and_marking_go_with_the_source(tmp_path, files):
    case, _ = loaded(tmp_path, files, grade="2bp", marking="official-sensitive")
    with case:
        source = case.sources()[0]
        assert (source.grade, source.marking) == ("3x5x2 2BP", "OFFICIAL-SENSITIVE")
        assert case.assertions(case.resolve("pole-graph/files:1"))[0].grade == "3x5x2 2BP"


def test_a_source_without_a_grade_is_ungraded(small):
    case, _ = small
    assert {(each.grade, each.marking) for each in case.sources()} == {("", "")}


@pytest.mark.parametrize(("given", "words"), [({"grade": "9ZZ"}, "grade"), ({"marking": "SECRET"}, "SECRET")])
def test_an_impossible_grade_or_marking_stops_the_import(tmp_path, files, given, words):
    with CaseFile.create(tmp_path / "case.intelviz") as case, pytest.raises(UsageError, match=words):
        import_files(case, [files], **given)


def test_the_report_in_words(tmp_path, files):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        words = import_files(case, [files]).words()
    assert "persons.csv: 2 rows, 2 loaded, 0 merged, 0 rejected; 2 items, 0 links (recipe pole-graph)" in words
    assert words.endswith("7 items and 6 links added")


def test_a_file_in_a_folder_that_no_recipe_knows_is_named(tmp_path, files):
    (files / "README.txt").write_text("These are files.\n")
    (files / "photo.csv").write_bytes(b"\x89PNG\r\n")
    case, report = loaded(tmp_path, files)
    with case:
        assert {each["source"].rsplit("/", 1)[-1] for each in report["skipped"]} == {"README.txt", "photo.csv"}
        assert any("README.txt" in words for words in report["sources"][0]["warnings"])


def test_labels_made_by_the_thousand_are_those_made_one_by_one(gm):
    schema, columns = gm.case.schema, gm.case.columns().items
    for code, of in enumerate(columns.type_names):
        make = labeller(schema, of)
        for item in gm.case.items(columns.id[columns.type == code][:300].tolist()):
            assert item.label == make(item.properties, item.when)


def test_the_greater_manchester_files_are_loaded_to_the_last_row(gm):
    sources = gm.case.sources()
    assert len(sources) == 28
    assert sum(each.rows for each in sources) == sum(each.loaded for each in sources) == 167_361
    assert sum(each.rejected + each.merged for each in sources) == 0
    columns = gm.case.columns()
    assert (len(columns.items), len(columns.links)) == (61_521, 105_840)
    crimes = columns.items.type == columns.items.type_names.index("Crime")
    assert (columns.items.when_precision[crimes] == Precision.DAY).all()
    assert (columns.items.place_row[crimes] >= 0).all()
    calls = columns.items.type == columns.items.type_names.index("PhoneCall")
    assert (columns.items.when_precision[calls] == Precision.MINUTE).all()
