"""A file whose dates are written in another order than its recipe expects is read as it is written, in words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files

RECIPE = """recipe: mine
version: 1
title: Mine
files:
  - required: [at, what]
    items:
      - {type: Event, properties: {title: what}, when: {at: at, formats: [dd/mm/yyyy HH:MM, dd/mm/yyyy]}}
"""


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


def run(case, tmp_path, *dates, recipe=RECIPE):
    (tmp_path / "mine.yaml").write_text(recipe)
    (tmp_path / "rows.csv").write_text("at,what\n" + "".join(f"{each},x\n" for each in dates))
    (source,) = import_files(case, [tmp_path / "rows.csv"], recipe=tmp_path / "mine.yaml").as_json()["sources"]
    return source


def days(case):
    return sorted(each.when.text() for each in case.items(range(1, sum(case.info()["items"].values()) + 1)))


def test_dates_that_can_only_be_month_first_turn_all_of_the_file(case, tmp_path):
    source = run(case, tmp_path, "1/12/2014", "01/13/2014 13:45")
    assert (source["loaded"], source["rejected"]) == (2, 0)
    assert days(case) == ["12 Jan 2014", "13 Jan 2014 13:45 GMT"]
    assert (
        "The dates in “at” are written month first, as 01/13/2014 13:45 shows; they were read so." in source["warnings"]
    )


def test_the_recipe_that_was_used_is_the_one_that_is_kept(case, tmp_path):
    run(case, tmp_path, "1/12/2014", "01/13/2014 13:45")
    again = run(case, tmp_path, "1/12/2014", "01/13/2014 13:45")
    assert (again["merged"], again["items"]) == (2, 0), "the same file is known again"


def test_dates_in_the_order_of_the_recipe_need_no_words(case, tmp_path):
    source = run(case, tmp_path, "1/12/2014", "13/01/2014")
    assert days(case) == ["1 Dec 2014", "13 Jan 2014"]
    assert not any("first" in each for each in source["warnings"])


def test_dates_that_tell_nothing_are_read_as_the_recipe_says_in_words(case, tmp_path):
    source = run(case, tmp_path, "1/12/2014", "3/4/2014")
    assert days(case) == ["1 Dec 2014", "3 Apr 2014"]
    assert any("No date in “at” tells whether the day or the month" in each for each in source["warnings"])


def test_dates_that_contradict_each_other_are_said_to(case, tmp_path):
    source = run(case, tmp_path, "13/01/2014", "01/14/2014", "1/2/2014")
    assert (source["loaded"], source["rejected"]) == (2, 1)
    assert any(
        "contradict each other: 13/01/2014 has the day first, 01/14/2014 the month" in w for w in source["warnings"]
    )


def test_a_recipe_for_the_month_first_is_turned_as_well(case, tmp_path):
    source = run(case, tmp_path, "13/01/2014", recipe=RECIPE.replace("dd/mm", "mm/dd"))
    assert days(case) == ["13 Jan 2014"]
    assert any("written day first" in each for each in source["warnings"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dates(min_value=date(1990, 1, 1)), min_size=1, max_size=12), st.booleans())
def test_whatever_the_order_no_date_is_read_as_another_in_silence(tmp_path_factory, dates, month_first):
    folder = tmp_path_factory.mktemp("order")
    texts = [f"{d:%m/%d/%Y}" if month_first else f"{d:%d/%m/%Y}" for d in dates]
    with CaseFile.create(folder / "case.intelviz") as case:
        source = run(case, folder, *texts)
        told = any("tells whether the day or the month" in each for each in source["warnings"])
        right = sorted(f"{d.day} {d:%b} {d.year}" for d in dates)
        assert told or days(case) == right
