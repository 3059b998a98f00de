"""A list of one column, as an analyst is sent to look out for: each line becomes what it names, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from intelviz import Case
from intelviz.schema.errors import RecipeError


def loaded(tmp_path: Path, text: str, name: str = "list.csv") -> tuple[dict[str, int], dict]:
    (tmp_path / name).write_text(text)
    with Case.new(tmp_path / "case.intelviz") as case:
        report = case.import_files(tmp_path / name).as_json()["sources"][0]
        assert case.verify()["ok"]
        assert case.info()["links"] == {}
        return case.info()["items"], report


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Number\n07700 900001\n07700 900002\n07700 900001\n", {"Phone": 2}),
        ("07700 900001\n07700 900002\n07700 900003\n", {"Phone": 3}),
        ("+44 7700 900001\n+44 7700 900002\n", {"Phone": 2}),
        ("VRM\nAB12 CDE\nXY99 ZZZ\nAB12CDE\n", {"Vehicle": 2}),
        ("Email\nann@example.com\nBob@example.com\n", {"Email": 2}),
        ("ann@example.com\nbob@example.com\n", {"Email": 2}),
        ("Name\nAnn Archer\nBob Baker\nAnn Archer\n", {"Person": 3}),
    ],
    ids=["phones", "phones without a header", "phones abroad", "plates", "emails", "emails without a header", "names"],
)
def test_each_line_is_what_it_names(tmp_path, text, items):
    found, report = loaded(tmp_path, text)
    assert found == items
    assert report["rows"] == report["loaded"] + report["merged"]


def test_numbers_with_a_space_are_no_links(tmp_path):
    found, report = loaded(tmp_path, "07700 900001\n07700 900002\n07700 900003\n", "numbers.txt")
    assert found == {"Phone": 3}
    assert not any("source, target" in each for each in report["warnings"])


def test_the_lines_of_a_text_are_no_list(tmp_path):
    (tmp_path / "note.csv").write_text("Some words of a note\nthat go on here\nand here\n")
    with (
        Case.new(tmp_path / "case.intelviz") as case,
        pytest.raises(RecipeError, match="only one column was found"),
    ):
        case.import_files(tmp_path / "note.csv")
