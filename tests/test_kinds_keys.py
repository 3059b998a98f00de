"""Numbers that may not be keys are no keys: a recipe that takes one is refused."""

from __future__ import annotations

import pytest

from intelviz.ingest.recipe_file import read_recipe
from intelviz.schema.errors import RecipeError
from intelviz.schema.load import load_schema

RECIPE = """
recipe: mine
version: 1
title: Mine
identity: case
files:
  - required: [no, name]
    items:
      - type: Person
        id: {id}
        properties: {{name: name, {more}: no}}
"""


@pytest.mark.parametrize(
    ("key", "more", "words"),
    [
        ("no", "nhs_no", "an NHS number may not tell one item from another"),
        ("{columns: no, kind: nhs_no}", "alias", "an NHS number may not tell one item from another"),
        ("{columns: no, kind: nino}", "alias", "a National Insurance number may not tell one item from another"),
    ],
)
def test_a_recipe_whose_key_is_a_health_or_insurance_number_is_refused(tmp_path, key, more, words):
    path = tmp_path / "mine.yaml"
    path.write_text(RECIPE.format(id=key, more=more))
    with pytest.raises(RecipeError, match=words):
        read_recipe(path, load_schema())


def test_a_pnc_id_may_be_a_key_and_is_cleaned_as_one(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(RECIPE.format(id="no", more="pnc_id"))
    assert read_recipe(path, load_schema()).files[0].items[0].kind == "pnc_id"
