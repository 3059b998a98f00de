"""The open case in memory: which items are of a type, of a category."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from intelviz.case.columns import Columns
from intelviz.schema.model import ItemType, Schema
from intelviz.workspace.workspace import Workspace
from tests.conftest import made_columns, made_schema


def with_child_types() -> Workspace:
    schema = made_schema()
    for name in ("Burner", "Satellite"):
        schema.items[name] = ItemType(name, name, name, "object", "cellphone", 2, parent="Phone")
    columns = made_columns()
    names = [*columns.items.type_names, "Burner", "Satellite"]
    kinds = columns.items.type.copy()
    kinds[4] = names.index("Burner")
    items = replace(columns.items, type_names=names, type=kinds)
    return Workspace(Columns(items, columns.links), Schema(schema.items, schema.links))


def test_items_of_a_type_are_those_of_the_types_under_it_too():
    workspace = with_child_types()
    assert np.flatnonzero(workspace.of_type("Phone")).tolist() == [3, 4]
    assert np.flatnonzero(workspace.of_type("Burner")).tolist() == [4]
    assert not workspace.of_type("Satellite").any()
    assert not workspace.of_type("Nothing of the kind").any()
    assert workspace.of_type(None).all() and workspace.of_type("").all()


def test_a_case_without_items_has_none_of_any_type(tmp_path):
    from intelviz.case.file import CaseFile

    with CaseFile.create(tmp_path / "empty.intelviz", made_schema()) as case:
        workspace = Workspace(case.columns(), case.schema)
        for mask in (workspace.of_type("Phone"), workspace.of_type(None), workspace.category_mask("event")):
            assert mask.dtype == bool and len(mask) == 0
