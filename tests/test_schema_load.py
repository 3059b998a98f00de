"""Types as data: what ships is whole, a force adds its own, and every mistake is named with file, line and key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import qtawesome

from intelviz.schema.caption import labeller
from intelviz.schema.errors import SchemaError
from intelviz.schema.load import GROUPS, load_schema
from intelviz.schema.when import WhenFormat

PERSON = """
name: Person
label: person
plural: persons
category: person
icon: account
colour: 0
caption: ["{name} {surname}", "{name}"]
properties:
  name: {label: first name, kind: name}
  surname: {label: surname, kind: name}
"""
KNOWS = """
group: association
links:
  KNOWS:
    label: knows
    reverse: is known by
    from: [Person]
    to: [Person]
"""


def written(folder: Path, items: dict[str, str], links: dict[str, str] | None = None) -> Path:
    for kind, files in (("items", items), ("links", links or {})):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / kind / name).write_text(text, encoding="utf-8")
    return folder


def mistake(tmp_path: Path, items: dict[str, str], links: dict[str, str] | None = None) -> str:
    with pytest.raises(SchemaError) as caught:
        load_schema([written(tmp_path, items, links)])
    return caught.value.words()


class TestShipped:
    def test_all_types_that_police_data_need_are_there(self):
        schema = load_schema()
        for name in [
            "Person",
            "Officer",
            "Phone",
            "Email",
            "Vehicle",
            "Object",
            "Location",
            "PostCode",
            "Area",
            "Crime",
            "PhoneCall",
            "Organisation",
            "Account",
            "Document",
            "Incident",
            "IntelligenceReport",
            "StopSearch",
            "Custody",
            "Sighting",
            "Transaction",
            "Meeting",
            "Flag",
            "Plan",
            "Order",
        ]:
            assert name in schema.items
        assert len({each.label for each in schema.items.values()}) == len(schema.items)

    def test_links_reach_as_the_selection_needs(self):
        links = load_schema().links
        assert {name for name, each in links.items() if each.reach == "holds"} >= {
            "HAS_PHONE",
            "HAS_EMAIL",
            "HAS_VEHICLE",
        }
        assert links["CURRENT_ADDRESS"].reach == "lives"
        assert links["OCCURRED_AT"].reach == "locates"
        assert {each.group for each in links.values()} == set(GROUPS)

    def test_every_type_has_words_for_the_help_key_and_an_icon_that_exists(self):
        folder = Path(qtawesome.__file__).parent / "fonts"
        chart = next(iter(sorted(folder.glob("materialdesignicons6-webfont-charmap-*.json"))))
        icons = json.loads(chart.read_text(encoding="utf-8"))
        schema = load_schema()
        for each in schema.items.values():
            assert each.icon in icons, each.name
            assert each.description
            assert 0 <= each.colour <= 7
            assert each.caption
        assert all(each.description for each in schema.links.values())

    def test_types_of_one_colour_differ_by_icon(self):
        looks = [(each.colour, each.icon) for each in load_schema().items.values()]
        assert len(looks) == len(set(looks))

    def test_an_officer_is_a_person_and_has_what_persons_have(self):
        schema = load_schema()
        assert schema.is_a("Officer", "Person")
        names = [each.name for each in schema.properties_of("Officer")]
        assert {"name", "surname", "badge_no", "rank"} <= set(names)

    def test_persons_come_first_in_legends(self):
        assert next(iter(load_schema().items)) == "Person"


class TestLabels:
    def label(self, kind, properties, when=None):
        return labeller(load_schema(), kind)(properties, when)

    def test_the_first_caption_that_can_be_filled_is_taken(self):
        assert self.label("Person", {"name": "Ann", "surname": "Archer"}) == "Ann Archer"
        assert self.label("Person", {"surname": "Archer"}) == "Archer"

    def test_an_event_says_its_time_no_more_precisely_than_known(self):
        when = WhenFormat("dd/mm/yyyy").parse("05/08/2017")
        assert self.label("Crime", {"type": "Robbery"}, when) == "Robbery, 5 Aug 2017"
        assert self.label("Crime", {"type": "Robbery"}) == "Robbery"

    def test_values_are_shown_as_their_kind_is_read(self):
        when = WhenFormat("dd/mm/yyyy HH:MM").parse("04/08/2017 00:32")
        label = self.label("PhoneCall", {"call_type": "CALL", "call_duration": 98}, when)
        assert label == "CALL of 1 min 38 s, 4 Aug 2017 00:32 BST"
        assert (
            self.label("Vehicle", {"reg": "RY52APF", "make": "Toyota", "model": "4Runner"})
            == "RY52 APF, Toyota 4Runner"
        )
        assert self.label("Phone", {"phoneNo": "+447700900001"}) == "07700 900001"

    def test_with_nothing_known_the_label_is_the_type(self):
        assert self.label("Person", {}) == "Person"
        assert self.label("OrganisedGroup", {}) == "Organised crime group"


class TestOwnTypes:
    def test_a_force_adds_a_type_in_its_own_folder(self, tmp_path, monkeypatch):
        home = tmp_path / "home"
        monkeypatch.setenv("INTELVIZ_HOME", str(home))
        written(
            home / "schema",
            {"Horse.yaml": "name: Horse\nlabel: horse\nplural: horses\ncategory: object\nicon: horse\ncolour: 6\n"},
            {"own.yaml": "group: belonging\nlinks:\n  RIDES: {label: rides, reverse: is ridden by, to: [Horse]}\n"},
        )
        schema = load_schema()
        assert schema.item("Horse").plural == "horses"
        assert schema.link("RIDES").to_types == ("Horse",)

    def test_a_folder_named_in_the_environment_counts_too(self, tmp_path, monkeypatch):
        written(
            tmp_path / "a", {"Dog.yaml": "name: Dog\nparent: Object\nlabel: dog\nplural: dogs\ndescription: A dog.\n"}
        )
        monkeypatch.setenv("INTELVIZ_SCHEMA", str(tmp_path / "a"))
        schema = load_schema()
        assert schema.is_a("Dog", "Object")
        assert (schema.item("Dog").icon, schema.item("Dog").category) == (schema.item("Object").icon, "object")

    def test_a_folder_that_is_not_there_is_said(self, monkeypatch):
        monkeypatch.setenv("INTELVIZ_SCHEMA", "/nowhere/at/all")
        with pytest.raises(SchemaError, match=r"/nowhere/at/all: there is no such folder"):
            load_schema()

    def test_a_file_may_add_properties_to_a_shipped_type(self, tmp_path, monkeypatch):
        written(tmp_path, {"Person.yaml": "extends: Person\nproperties:\n  tattoo: {label: tattoos}\n"})
        monkeypatch.setenv("INTELVIZ_SCHEMA", str(tmp_path))
        assert "tattoo" in [each.name for each in load_schema().properties_of("Officer")]


MISTAKES = {
    "unknown key": (PERSON + "colur: 1\n", ["line 12", "colur", "Did you mean “colour”?"]),
    "typo in a kind": (PERSON.replace("kind: name}", "kind: nam}", 1), ["properties.name.kind", "nam", "“name”"]),
    "missing label": (PERSON.replace("label: person\n", ""), ["“label” is missing", "Add a line"]),
    "missing property label": (PERSON.replace("{label: first name, kind: name}", "{kind: name}"), ["properties.name"]),
    "unknown parent": (PERSON + "parent: Human\n", ["line 12", "parent", "no item type “Human”"]),
    "key twice": (PERSON + "colour: 1\n", ["stands here twice", "first in line 7"]),
    "icon that can't be one": (PERSON.replace("account", "Account Box"), ["icon", "map-marker"]),
    "colour out of range": (PERSON.replace("colour: 0", "colour: 8"), ["8 is outside 0 to 7"]),
    "colour in words": (PERSON.replace("colour: 0", "colour: blue"), ["“blue” is not a whole number"]),
    "unknown category": (PERSON.replace("category: person", "category: persn"), ["category", "“person”"]),
    "caption of an unknown property": (
        PERSON.replace('"{name}"', '"{nmae}"'),
        ["caption", "nmae", "Did you mean “name”?"],
    ),
    "caption with an open brace": (PERSON.replace('"{name}"', '"{name"'), ["brace"]),
    "caption that is always the same": (PERSON.replace('"{name}"', '"somebody"'), ["same label"]),
    "name that can't be one": (PERSON.replace("name: Person", "name: a person"), ["“a person” can't name a type"]),
    "property name": (PERSON.replace("  surname:", "  sur name:"), ["sur name"]),
    "yes or no": (PERSON + "starts_chart: maybe\n", ["starts_chart", "neither yes nor no"]),
    "empty value": (PERSON.replace("label: person\n", "label:\n"), ["label", "nothing here"]),
    "a list for a text": (PERSON.replace("label: person\n", "label: [a, b]\n"), ["label"]),
    "a text for a mapping": (PERSON.partition("properties:")[0] + "properties: none\n", ["properties"]),
    "broken YAML": (PERSON + "  bad: : x\n", ["line 12", "not valid YAML"]),
    "a tab": (PERSON + "\tbad: x\n", ["line 12", "not valid YAML"]),
    "an anchor": (PERSON.replace("label: person", "label: &a person"), ["line 3", "anchors"]),
    "a list at the top": ("- a\n- b\n", ["line 1"]),
    "nothing": ("", ["empty"]),
    "two documents": (PERSON + "---\nname: B\n", ["not valid YAML"]),
    "a Python object": (PERSON.replace("label: person", "label: !!python/object:os.system person2"), []),
    "a control character": (PERSON + "description: \x07\n", ["not valid YAML"]),
}


@pytest.mark.parametrize("name", [name for name in MISTAKES if name != "a Python object"])
def test_a_mistake_is_named_with_its_file(name, tmp_path):
    text, words = MISTAKES[name]
    said = mistake(tmp_path, {"Person.yaml": text})
    assert "Person.yaml" in said
    for each in words:
        assert each in said


def test_a_python_object_is_never_made(tmp_path):
    schema = load_schema([written(tmp_path, {"Person.yaml": MISTAKES["a Python object"][0]})])
    assert schema.item("Person").label == "person2"


def test_types_that_go_round_in_a_circle_are_refused(tmp_path):
    one = "name: A\nparent: B\nlabel: a\nplural: as\ndescription: A.\n"
    two = "name: B\nparent: A\nlabel: b\nplural: bs\ndescription: B.\n"
    assert "circle: A → B → A" in mistake(tmp_path, {"A.yaml": one, "B.yaml": two})


def test_a_type_that_is_its_own_parent_is_refused(tmp_path):
    one = "name: A\nparent: A\nlabel: a\nplural: as\ndescription: A.\n"
    assert "circle: A → A" in mistake(tmp_path, {"A.yaml": one})


def test_a_kind_of_person_is_no_object(tmp_path):
    child = "name: Robot\nparent: Person\ncategory: object\nlabel: robot\nplural: robots\ndescription: R.\n"
    assert "can't be a kind of Person" in mistake(tmp_path, {"Person.yaml": PERSON, "Robot.yaml": child})


def test_two_types_of_one_name_are_refused(tmp_path):
    said = mistake(tmp_path, {"A.yaml": PERSON, "B.yaml": PERSON})
    assert "B.yaml" in said
    assert "there already (A.yaml)" in said
    assert "extends: Person" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (KNOWS.replace("from: [Person]", "from: [Persn]"), ["own.yaml, line 7", "from", "Did you mean “Person”?"]),
        (KNOWS.replace("group: association", "group: friends"), ["group", "association"]),
        (KNOWS.replace("    reverse: is known by\n", ""), ["“reverse” is missing"]),
        (KNOWS.replace("KNOWS", "knows-well"), ["LIVES_WITH"]),
        (KNOWS + "    reach: hold\n", ["reach", "“holds”"]),
        (KNOWS + "    roles: {form: a}\n", ["roles.form", "Did you mean “from”?"]),
        (KNOWS + "  KNOWS:\n    label: a\n    reverse: b\n", ["stands here twice"]),
    ],
)
def test_a_mistake_in_a_link_type_is_named(text, words, tmp_path):
    said = mistake(tmp_path, {"Person.yaml": PERSON}, {"own.yaml": text})
    for each in words:
        assert each in said


def test_two_link_types_of_one_name_in_two_files_are_refused(tmp_path):
    assert "KNOWS is there already" in mistake(tmp_path, {"Person.yaml": PERSON}, {"a.yaml": KNOWS, "b.yaml": KNOWS})


def test_extending_what_is_not_there_or_twice_is_refused(tmp_path):
    extra = "extends: Persn\nproperties:\n  x: {label: x}\n"
    assert "Did you mean “Person”?" in mistake(tmp_path, {"Person.yaml": PERSON, "X.yaml": extra})
    again = "extends: Person\nproperties:\n  name: {label: x}\n"
    assert "“name” already" in mistake(tmp_path, {"X.yaml": again})


def test_a_huge_file_and_a_file_that_is_no_text_are_refused(tmp_path):
    folder = written(tmp_path, {"Person.yaml": "# " + "x" * 1_000_001})
    with pytest.raises(SchemaError, match="at most 1,000,000"):
        load_schema([folder])
    (folder / "items" / "Person.yaml").write_bytes(b"name: \xff\xfe\n")
    with pytest.raises(SchemaError, match="not UTF-8"):
        load_schema([folder])


def test_deep_nesting_is_refused_in_words(tmp_path):
    assert "not valid YAML" in mistake(tmp_path, {"Person.yaml": "[" * 50_000 + "]" * 50_000})
