"""A case of an older program is read with its own types, and with what a newer program can say of them besides."""

import json
import sqlite3

from intelviz.case.file import CaseFile
from intelviz.schema.load import load_schema


def test_a_case_that_knows_less_of_a_type_can_be_told_more(tmp_path):
    path = tmp_path / "old.intelviz"
    CaseFile.create(path).close()
    with sqlite3.connect(path) as connection:
        for name in ("Person", "PARTY_TO"):
            (text,) = connection.execute("SELECT definition FROM schema_type WHERE name = ?", (name,)).fetchone()
            said = json.loads(text)
            said["label"] = "nominal"
            said["properties"] = [{"name": "collar", "label": "collar", "kind": "text"}]
            connection.execute("UPDATE schema_type SET definition = ? WHERE name = ?", (json.dumps(said), name))
        connection.execute("DELETE FROM schema_type WHERE name = 'Entity'")
    with CaseFile.open(path) as case:
        person = case.schema.item("Person")
        names = [each.name for each in person.properties]
        assert person.label == "nominal", "the case's own words stay"
        assert names[0] == "collar"
        assert {each.name for each in load_schema().item("Person").properties} <= set(names)
        assert case.schema.link("PARTY_TO").properties[0].name == "collar"
        assert "Entity" in case.schema.items
