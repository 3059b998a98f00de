"""The practice case goes through the importer as a force's files would, and nothing of it is lost unseen."""

from __future__ import annotations

from collections import Counter

import pytest

from intelviz.case.file import CaseFile
from intelviz.practice.generate import generate


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Return the truth of a generated case, the report of its import, and the case."""
    from intelviz.ingest.importing import import_files

    folder = tmp_path_factory.mktemp("files")
    truth = generate(folder, size=4_000, seed=5)
    with CaseFile.create(tmp_path_factory.mktemp("case") / "practice.intelviz") as case:
        report = import_files(case, [folder]).as_json()
        for each in report["sources"]:
            each["file"] = each["source"].replace("\\", "/").split(f"{folder.name}/")[1].split(" › ")[0]
        yield truth, report, case


def test_every_file_is_taken_by_the_recipe_of_its_kind(imported):
    truth, report, _ = imported
    found = {each["file"]: each["recipe"] for each in report["sources"]}
    assert set(found) == set(truth.rows)
    wanted = {
        "nominals/": "nominal-list", "crimes/": "crime-records", "incidents/": "incident-log", "anpr/": "anpr-reads",
        "intelligence/reports-5x5x5": "intelligence-5x5x5", "intelligence/reports-3x5x2": "intelligence-3x5x2",
        "intelligence/sub": "intelligence-3x5x2", "intelligence/doc": "intelligence-3x5x2",
        "call-data/operator": "call-data", "call-data/cell": "cell-site-list", "bank/": "bank-transactions",
        "stop-search/": "stop-search-force", "custody/": "case-and-custody", "orders/": "case-and-custody",
        "case-management/": "case-and-custody", "email/": "email-headers", "tracks/": "vehicle-tracks",
        "observations/": "observation-log",
    }  # fmt: skip
    for file, recipe in found.items():
        assert recipe == next(name for start, name in wanted.items() if file.startswith(start)), file


def test_every_row_is_accounted_for(imported):
    truth, report, _ = imported
    for source in report["sources"]:
        assert source["rows"] == truth.rows[source["file"]], source["file"]
        assert source["rows"] == source["loaded"] + source["merged"] + source["rejected"]


def test_exactly_the_planted_rows_are_rejected_each_with_its_reason(imported):
    truth, report, _ = imported
    said = {(source["file"], each["row"]): each for source in report["sources"] for each in source["rejections"]}
    planted = {(each.file, each.row): each for each in truth.planted if each.outcome == "rejected"}
    assert len(planted) > 15
    assert set(said) == set(planted)
    for where, each in planted.items():
        assert each.value in str(said[where]["value"])
        assert said[where]["reason"]


def test_the_truth_and_the_words_beside_it_are_no_data(imported):
    _, report, case = imported
    assert {each["source"].replace("\\", "/").rsplit("/", 1)[-1] for each in report["skipped"]} == {
        "README.txt",
        "truth.json",
    }
    assert "Entity" not in case.info()["items"]


def test_a_number_is_one_telephone_in_all_files_however_it_is_written(imported):
    _, _, case = imported
    items = case.info()["items"]
    # 1,000 mobiles and 1,000 land lines are all that there are.
    assert items["Phone"] < 2_000
    assert items["PhoneCall"] > 1_000
    columns = case.columns().items
    phones = columns.type == columns.type_names.index("Phone")
    labels = [label for label, is_phone in zip(columns.label, phones.tolist(), strict=True) if is_phone]
    assert len(set(labels)) == len(labels)


def test_persons_are_those_of_the_nominal_index_and_nobody_is_made_of_a_name(imported):
    truth, _, case = imported
    extra = Counter(each.kind for each in truth.planted if each.file == "nominals/nominals.csv")
    rows = truth.rows["nominals/nominals.csv"]
    assert case.info()["items"]["Person"] == rows - extra["duplicate"]
    brothers = truth.story("brothers")
    assert len({case.item(case.search(nominal)[0].id).label for nominal in brothers.keys["nominals"]}) == 2


def test_no_national_insurance_number_is_kept(imported):
    _, report, case = imported
    nominals = next(each for each in report["sources"] if each["file"] == "nominals/nominals.csv")
    assert any("NI Number" in words for words in nominals["warnings"])
    assert not case.search("QQ")


def test_events_have_a_time_and_most_of_them_a_place(imported):
    _, _, case = imported
    columns = case.columns().items
    for kind, least in {"Crime": 1.0, "Incident": 0.9, "AnprRead": 1.0, "StopSearch": 1.0, "PhoneCall": 0.7}.items():
        rows = columns.type == columns.type_names.index(kind)
        assert (columns.when_precision[rows] > 0).all(), kind
        assert (columns.place_row[rows] >= 0).mean() >= least, kind
    assert ((columns.when_end - columns.when_start)[columns.type == columns.type_names.index("Crime")] > 0).all()


def test_reports_keep_their_grades_and_impossible_ones_are_said(imported):
    truth, report, _ = imported
    wrong = Counter(each.file for each in truth.planted if each.kind == "missing or impossible grade")
    altered = {each["file"]: each["altered"] for each in report["sources"]}
    assert wrong
    assert all(altered[file] >= 1 for file in wrong)


def test_the_case_is_sound(imported):
    _, _, case = imported
    assert case.verify() == []
