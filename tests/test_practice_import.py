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
    truth = generate(folder, size=20_000, seed=5)
    with CaseFile.create(tmp_path_factory.mktemp("case") / "practice.intelviz") as case:
        yield truth, import_files(case, [folder]).as_json(), case


def test_rows_are_loaded_merged_or_rejected_as_the_truth_says(imported):
    truth, report, _ = imported
    wanted = {(each.file, each.outcome): 0 for each in truth.planted}
    wanted.update(Counter((each.file, each.outcome) for each in truth.planted))
    sources = {source["source"].replace("\\", "/").rsplit("/", 1)[-1]: source for source in report["sources"]}
    for file, rows in truth.rows.items():
        source = sources[file]
        assert source["rows"] == rows == source["loaded"] + source["merged"] + source["rejected"]
        assert source["rejected"] == wanted.get((file, "rejected"), 0), (file, source["rejections"])
        assert source["merged"] == wanted.get((file, "merged"), 0), file


def test_exactly_the_planted_rows_are_rejected_each_with_its_reason(imported):
    truth, report, _ = imported
    said = {
        (source["source"].replace("\\", "/").rsplit("/", 1)[-1], each["row"]): each
        for source in report["sources"]
        for each in source["rejections"]
    }
    planted = {(each.file, each.row): each for each in truth.planted if each.outcome == "rejected"}
    assert planted
    assert set(said) == set(planted)
    for where, each in planted.items():
        assert each.value in str(said[where]["value"])
        assert said[where]["reason"]


def test_items_and_links_are_as_many_as_were_made(imported):
    truth, _, case = imported
    info = case.info()
    assert info["items"] == {name: count for name, count in truth.items.items() if count}
    assert info["links"] == {name: count for name, count in truth.links.items() if count}


def test_every_crime_has_a_time_and_a_place_and_every_call_its_minute(imported):
    truth, _, case = imported
    columns = case.columns().items
    crimes = columns.type == columns.type_names.index("Crime")
    calls = columns.type == columns.type_names.index("PhoneCall")
    assert crimes.sum() == truth.items["Crime"]
    assert (columns.when_precision[crimes | calls] > 0).all()
    assert (columns.place_row[crimes] >= 0).all()
    assert (columns.when_end[calls] - columns.when_start[calls] <= 7_200).all()
    lengths = columns.when_end[crimes] - columns.when_start[crimes]
    assert (lengths > 0).all()
    assert (lengths > 3_600).mean() > 0.1


def test_the_case_is_sound(imported):
    _, _, case = imported
    assert case.verify() == []
