"""A newer version of a file says what it added, changed and no longer has; nothing is taken out by itself."""

import pytest

from intelviz import Case
from intelviz.schema.errors import UsageError

RECIPE = """recipe: people
version: 1
title: People
identity: case
files:
  - required: [no, name]
    items:
      - type: Person
        id: no
        properties: {name: name}
"""
OLD = "no,name\n1,Ann\n2,Bob\n3,Cy\n4,Di\n"
NEW = "no,name\n1,Ann\n2,Robert\n4,Di\n5,Ed\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "people.yaml").write_text(RECIPE)
    (tmp_path / "people.csv").write_text(OLD)
    with Case.new(tmp_path / "case.intelviz") as case:
        case.import_files(tmp_path / "people.csv", recipe=tmp_path / "people.yaml")
    return tmp_path


def loaded(case, folder, name="people.csv", text=NEW, **more):
    (folder / name).write_text(text)
    return case.import_files(folder / name, recipe=folder / "people.yaml", **more).as_json()["sources"][0]


def rows(found):
    return [(each["row"], each["label"]) for each in found]


def test_what_was_added_changed_and_is_gone(folder):
    with Case.open(folder / "case.intelviz") as case:
        report = loaded(case, folder)
        assert report["replaces"]["source"] == "people.csv"
        assert report["version"] == {"unchanged": 2, "added": 1, "changed": 1, "gone": 1, "gone_items": 1}
        assert rows(report["added"]) == [(5, "Ed")]
        assert rows(report["changed"]) == [(3, "Robert")]
        assert report["changed"][0]["older_row"] == 3
        assert rows(report["gone"]) == [(4, "Cy")]
        assert report["gone"][0]["key"] == "Person:3"
        assert any("1 changed, 1 gone from the source" in each for each in report["warnings"])
        assert case.info()["items"]["Person"] == 5
        assert case.quality()["versions"][0]["gone"] == report["gone"]
        assert case.verify()["ok"]


def test_withdrawing_the_older_version_takes_what_is_gone(folder):
    with Case.open(folder / "case.intelviz") as case:
        loaded(case, folder)
        older = case._file.sources()[0].id
        case.withdraw(older)
        assert case.info()["items"]["Person"] == 4
        with pytest.raises(Exception, match="There is no item"):
            case.show("Cy")
        case.undo()
        assert case.show("Cy")["type"] == "Person"
        assert case.show("Person:2")["label"] == "Robert"
        assert case.verify()["ok"]


def test_a_file_of_another_name_replaces_the_one_that_is_named(folder):
    with Case.open(folder / "case.intelviz") as case:
        report = loaded(case, folder, "people-june.csv", replaces="people.csv")
        assert report["version"]["gone"] == 1
        assert case.show("Person:2")["label"] == "Robert"
        last = loaded(case, folder, "people-july.csv", OLD + "6,Flo\n", replaces="people-june.csv")
        assert last["version"] == {"unchanged": 2, "added": 2, "changed": 1, "gone": 1, "gone_items": 1}
        assert case.show("Person:2")["label"] == "Bob"
        with pytest.raises(UsageError, match=r"no source “none.csv”"):
            loaded(case, folder, "x.csv", replaces="none.csv")


def test_the_same_file_again_changes_nothing(folder):
    with Case.open(folder / "case.intelviz") as case:
        before = case.info()
        report = loaded(case, folder, text=OLD)
        assert (report["loaded"], report["merged"]) == (0, 4)
        assert report["replaces"] is None
        assert case.info() == before


def test_rows_without_an_id_are_gone_and_added_and_equal_ones_are_counted(tmp_path):
    (tmp_path / "people.yaml").write_text(
        RECIPE.replace("        id: no\n", "").replace("identity: case", "identity: row")
    )
    (tmp_path / "people.csv").write_text("no,name\n1,Ann\n1,Ann\n2,Bob\n")
    with Case.new(tmp_path / "case.intelviz") as case:
        case.import_files(tmp_path / "people.csv", recipe=tmp_path / "people.yaml")
        report = loaded(case, tmp_path, text="no,name\n1,Ann\n2,Rob\n")
        assert report["version"] == {"unchanged": 1, "added": 1, "changed": 0, "gone": 2, "gone_items": 2}
        assert rows(report["gone"]) == [(3, "Ann"), (4, "Bob")]
