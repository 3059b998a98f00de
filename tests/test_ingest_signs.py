"""What a second row says of an item is never taken for what the first said because the two look alike to a machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intelviz import Case
from intelviz.ingest.batches import ItemBatch

RECIPE = """recipe: camps
version: 1
title: Camps
identity: case
zone: Europe/London
files:
  - required: [name]
    items:
      - type: Location
        id: name
        properties: {name: name}
        where: {lon: lon, lat: lat}
"""


@pytest.mark.parametrize(("first", "second"), [("-1,50", "-2,50"), ("-2,50", "-1,50"), ("5,-1", "5,-2")])
def test_a_place_at_one_degree_west_is_not_the_one_at_two(tmp_path: Path, first: str, second: str) -> None:
    (tmp_path / "camps.yaml").write_text(RECIPE)
    (tmp_path / "camps.csv").write_text(f"name,lon,lat\nCamp,{first}\nCamp,{second}\n")
    with Case.new(tmp_path / "case.intelviz") as case:
        report = case.import_files(tmp_path / "camps.csv", recipe=tmp_path / "camps.yaml").as_json()["sources"][0]
        said = [each["said"]["@place"][:2] for each in case.show("Location:Camp")["assertions"]]
        assert said == [[float(each) for each in pair.split(",")] for pair in (first, second)]
        assert any("otherwise" in each for each in report["warnings"])


whens = st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.integers(0, 6)) | st.just((None, None, None))
places = st.tuples(st.integers(-3, 3).map(float), st.integers(-3, 3).map(float), st.integers(0, 3)) | st.just(
    (None, None, None)
)


@given(st.lists(st.tuples(st.sampled_from("ab"), whens, places), max_size=40))
@example([("a", (-1, -2, 1), (-1.0, -2.0, 0)), ("a", (-2, -1, 1), (-2.0, -1.0, 0))])
def test_signs_are_equal_only_for_what_is_equal(rows: list) -> None:
    texts = [each[0] for each in rows]
    signs = ItemBatch(texts, texts, texts, [each[1] for each in rows], [each[2] for each in rows]).signs()
    for one, sign in zip(rows, signs, strict=True):
        for other, again in zip(rows, signs, strict=True):
            assert (sign == again) == (one == other)
