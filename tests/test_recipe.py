"""Recipes are data: read strictly, chosen by the columns of a file, and enough for any CSV file."""

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.fit import fit
from intelviz.ingest.importing import import_files
from intelviz.ingest.known import known_recipes, recipe_called
from intelviz.ingest.recipe_file import read_recipe
from intelviz.resources_path import resource
from intelviz.schema.errors import RecipeError
from intelviz.schema.load import load_schema
from tests.small_import import FILES, source_of, written


@pytest.fixture(scope="module")
def schema():
    return load_schema()


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


HEAD = "recipe: mine\nversion: 1\ntitle: Mine\n"
SIMPLE = (
    HEAD
    + """identity: case
files:
  - required: [no, name]
    items:
      - type: Person
        id: no
        properties: {name: name, nominal_no: no}
"""
)


def mine(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    return path


def run(case, tmp_path, recipe, **files):
    """Import files with a recipe of one's own."""
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return import_files(case, [folder], recipe=mine(tmp_path, recipe)).as_json()


# Reading a recipe


def test_the_shipped_recipes_are_sound_and_named(schema):
    assert {"pole-graph", "police-uk-street"} <= {each.name for each in known_recipes(schema)}
    assert all(len(each.sha256) == 64 and each.title and each.description for each in known_recipes(schema))


def test_a_recipe_is_found_by_name_or_file(schema, tmp_path):
    assert recipe_called("pole-graph", schema).version == 1
    assert recipe_called(mine(tmp_path, SIMPLE), schema).name == "mine"


def test_a_recipe_of_the_users_own_takes_the_place_of_a_shipped_one(schema, tmp_path, monkeypatch):
    monkeypatch.setenv("INTELVIZ_HOME", str(tmp_path))
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "own.yaml").write_text(SIMPLE)
    (tmp_path / "recipes" / "pole.yaml").write_text(SIMPLE.replace("mine", "pole-graph"))
    found = {each.name: each for each in known_recipes(schema)}
    assert found["mine"].title == "Mine"
    assert found["pole-graph"].title == "Mine"


MISTAKES = [
    ("titel: x\n", "line 4", "Did you mean “title”"),
    ("files: []\n", "line 4", "there is no file here"),
    ("files:\n  - required: [a]\n", "line 5", "neither items nor links"),
    ("files:\n  - required: [a]\n    items:\n      - {type: Persn, id: a}\n", "line 7", "Did you mean “Person”"),
    (
        "files:\n  - required: [a]\n    items:\n      - {type: Person, id: b, identity: case}\n",
        "line 7",
        "not among the required",
    ),
    ("files:\n  - required: [a]\n    items:\n      - {type: Person, identity: case}\n", "line 7", "needs an id"),
    (
        "files:\n  - required: [a]\n    items:\n      - {type: Person, properties: {nmae: a}}\n",
        "line 7",
        "Did you mean “name”",
    ),
    (
        "files:\n  - required: [a]\n    items:\n      - {type: Person, properties: {name: {colum: a}}}\n",
        "line 7",
        "Did you mean “columns?”",
    ),
    (
        "files:\n  - required: [a]\n    items:\n      - {type: Person, properties: {name: {column: a, constant: b}}}\n",
        "line 7",
        "one of column",
    ),
    (
        "files:\n  - required: [a]\n    items:\n      - {type: Crime, when: {at: a, formats: [dd/mm]}}\n",
        "line 7",
        "says no year",
    ),
    (
        "files:\n  - required: [a]\n    items:\n      - {type: Crime, when: {at: a, formats: [yyyy], zone: Londn}}\n",
        "line 7",
        "no time zone",
    ),
    (
        "files:\n  - required: [a]\n    items:\n      - {type: Crime, when: {at: a, formats: [yyyy], open: true}}\n",
        "line 7",
        "only the time of a link",
    ),
    (
        "files:\n  - required: [a]\n    items:\n      - {type: Crime, where: {lon: a, lat: a, precision: exakt}}\n",
        "line 7",
        "Did you mean “exact”",
    ),
    (
        "files:\n  - required: [a]\n    items:\n      - {type: Crime}\n      - {type: Crime}\n",
        "line 7",
        "two items of a row are called “crime”",
    ),
    (
        "files:\n  - required: [a]\n    links:\n      - {type: KNOWS, from: x, to: x}\n",
        "line 7",
        "no item of this row called “x”",
    ),
    (
        "files:\n  - required: [a]\n    links:\n      - {type: KNOWS, from: {id: a}, to: {id: a}}\n",
        "line 7",
        "known by its row alone",
    ),
    (
        "identity: case\nfiles:\n  - required: [a]\n    links:\n      - {type: KNOWS, from: {id: a}, to: {id: a}}\n",
        "line 8",
        "only together with its type",
    ),
    ("files: *x\n", "line 4", "aliases"),
]


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES)
def test_a_mistake_is_told_with_its_line(schema, tmp_path, text, line, words):
    with pytest.raises(RecipeError, match=words) as caught:
        read_recipe(mine(tmp_path, HEAD + text), schema)
    assert f"mine.yaml, {line}" in caught.value.words()


# Which recipe fits


def test_the_recipes_that_fit_are_named_best_first_with_the_reason(tmp_path):
    folder = written(tmp_path / "f")
    found = fit([folder / "persons.csv", folder / "knows.csv"])
    assert [[each.recipe.name for each in one.fits] for one in found] == [["pole-graph"], ["pole-graph"]]
    assert "makes nothing of “hobby”" in found[0].fits[0].why
    assert "it knows all 4 columns" in found[1].fits[0].why
    assert found[1].as_json()[0]["score"] == 1


def test_a_recipe_is_chosen_by_columns_never_by_name(tmp_path):
    file = tmp_path / "crimes-of-2016.txt"
    file.write_text(FILES["persons.csv"])
    assert fit([file])[0].fits[0].recipe.name == "pole-graph"


def test_a_file_that_nothing_fits_says_why(tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("Month,Longitude,Latitude,LSOA code\n2017-08,1,2,x\n")
    assert "misses “" in fit([file])[0].problem
    assert "no such file" in fit([tmp_path / "y.csv"])[0].problem


def test_the_header_is_where_the_columns_are(case, tmp_path):
    folder = written(tmp_path / "f", persons="Export of 5 May 2017\n\n" + FILES["persons.csv"])
    report = import_files(case, [folder / "persons.csv"]).as_json()
    assert report["sources"][0]["loaded"] == 2
    assert report["sources"][0]["form"] == "UTF-8, comma, header in row 3"
    assert case.assertions(case.resolve("pole-graph/f:1"))[0].row == 4


def test_columns_are_known_whatever_their_letters(case, tmp_path):
    report = run(case, tmp_path, SIMPLE, a="NO;Name\n1;Ann\n")
    assert report["items"] == 1


# Recipes of one's own


def test_equal_ids_are_one_item_in_the_whole_case(case, tmp_path):
    recipe = (
        HEAD
        + """identity: case
zone: Europe/London
files:
  - required: [Caller, Receiver, Date, Time]
    items:
      - as: call
        type: PhoneCall
        identity: row
        when: {at: [Date, Time], formats: ["dd-mm-yyyy HH:MM:SS"]}
        properties: {call_duration: Duration, call_type: {constant: CALL}}
      - {as: caller, type: Phone, id: Caller, properties: {phoneNo: Caller}}
      - {as: called, type: Phone, id: Receiver, properties: {phoneNo: Receiver}}
    links:
      - {type: CALLER, from: call, to: caller}
      - {type: CALLED, from: call, to: called}
"""
    )
    calls = (
        "Caller,Receiver,Date,Time,Duration\n"
        "07700 900001,+447700900002,01-02-2020,10:00:00,5\n"
        "07700900002,07700 900001,01-02-2020,10:05:00,9\n"
    )
    report = run(case, tmp_path, recipe, calls=calls)
    assert case.info()["items"] == {"Phone": 2, "PhoneCall": 2}
    assert (report["items"], report["links"]) == (4, 4)
    phone = case.item(case.resolve("Phone:+447700900001"))
    assert phone.label == "07700 900001"
    more = run(case, tmp_path, recipe, calls=calls + "07700 900003,07700 900001,02-02-2020,10:00:00,5\n")
    assert (more["items"], more["links"]) == (2, 2)
    assert more["sources"][0]["merged"] == 2
    assert case.verify() == []


def test_values_are_translated_joined_and_left_out(case, tmp_path):
    recipe = (
        HEAD
        + """identity: case
blank: ["-", NULL]
files:
  - required: [id, forename, surname, sex, secret]
    leave_out: {secret: it is nobody's business}
    ignore: [junk]
    skip_rows:
      - {only: {status: [deleted, void]}, reason: the record was withdrawn}
    items:
      - type: Person
        id: id
        properties:
          name: {template: "{title} {forename}"}
          surname: surname
          sex: {column: sex, values: {M: Male, F: Female}, others: reject}
          age: {column: age, on_error: leave}
          nationality: {constant: British}
"""
    )
    text = (
        "id,title,forename,surname,sex,age,secret,junk,status\n"
        "1,Dr,Ann,Archer,F,40,xyzzy,1,\n"
        "2,-,Bob,NULL,M,old,xyzzy,1,ok\n"
        "3,,Cy,Cole,X,1,xyzzy,1,\n"
        "4,,Di,Dean,F,1,xyzzy,1,void\n"
    )
    source = run(case, tmp_path, recipe, people=text)["sources"][0]
    assert [(each["row"], each["column"], each["value"], each["reason"]) for each in source["rejections"]] == [
        (4, "sex", "X", "is none of M, F"),
        (5, "status", "void", "left out by the recipe: the record was withdrawn"),
    ]
    ann, bob = (case.item(case.resolve(f"Person:{key}")) for key in (1, 2))
    assert ann.properties == {
        "name": "Dr Ann",
        "surname": "Archer",
        "sex": "Female",
        "age": 40,
        "nationality": "British",
    }
    assert bob.properties == {"name": "Bob", "sex": "Male", "nationality": "British"}
    altered = [(each.row, each.value, each.became, each.reason) for each in case.alterations(case.sources()[0].id)]
    assert (3, "old", "", "left out: is not a whole number") in altered
    assert (2, "F", "Female", "translated by the recipe") in altered
    assert not any("junk" in words for words in source["warnings"])


def test_a_link_may_lead_to_a_later_row_of_the_same_file(case, tmp_path):
    recipe = (
        HEAD
        + """identity: folder
files:
  - required: [id, name, mother]
    items:
      - {type: Person, id: id, properties: {name: name}}
    links:
      - {type: FAMILY_REL, from: {id: mother}, to: person, blank: leave, properties: {rel_type: {constant: PARENT}}}
"""
    )
    report = run(case, tmp_path, recipe, people="id,name,mother\n1,Ann,3\n2,Bob,1\n3,Cy,\n4,Di,77\n")
    source = report["sources"][0]
    assert (source["loaded"], source["items"], source["links"]) == (4, 4, 2)
    assert any("1 link was left out" in words for words in source["warnings"])
    assert [(each.row, each.value) for each in case.alterations(case.sources()[0].id)] == [(5, "77")]
    ann = case.resolve("mine/data:1")
    assert sorted((link.type, link.forward) for link in case.links_of(ann)) == [
        ("FAMILY_REL", False),
        ("FAMILY_REL", True),
    ]


def test_rows_of_one_file_may_make_different_things(case, tmp_path):
    recipe = (
        HEAD
        + """identity: folder
files:
  - name: things
    required: [what, id, name]
    only: {what: thing}
    items:
      - {type: Object, id: id, properties: {description: name}}
  - name: persons
    required: [what, id, name]
    only: {what: [person, officer]}
    items:
      - {type: {column: what, values: {person: Person, officer: Officer}}, id: id, properties: {name: name}}
  - name: ties
    required: [what, id, name]
    only: {what: tie}
    links:
      - {type: KNOWS, from: {id: id}, to: {id: name}}
"""
    )
    text = "what,id,name\ntie,1,2\nperson,1,Ann\nthing,9,Lamp\nofficer,2,Bob\ntie,2,1\nghost,3,Cy\n"
    source = run(case, tmp_path, recipe, mix=text)["sources"][0]
    assert case.info()["items"] == {"Person": 1, "Officer": 1, "Object": 1}
    assert (source["rows"], source["loaded"], source["links"]) == (6, 5, 2)
    assert source["rejections"][0]["reason"] == "the recipe takes only tie here"
    assert case.verify() == []


def test_a_date_may_be_made_coarser_or_left_out_where_it_is_broken(case, tmp_path):
    recipe = (
        HEAD
        + """files:
  - required: [day, what]
    items:
      - type: Crime
        when: {at: day, formats: [dd/mm/yyyy], precision: month, on_error: leave}
        properties: {type: what}
"""
    )
    run(case, tmp_path, recipe, x="day,what\n01/08/2017,Arson\n99/99/2017,Theft\n")
    labels = {case.item(each).label: case.item(each).when for each in case.columns().items.id.tolist()}
    assert labels["Arson, Aug 2017"].text() == "Aug 2017"
    assert labels["Theft"] is None
    assert case.alterations(case.sources()[0].id)[0].reason == "left out: there is no month 99"


def test_the_recipe_is_kept_with_its_hash(case, tmp_path):
    run(case, tmp_path, SIMPLE, a="no,name\n1,Ann\n")
    source = case.sources()[0]
    assert source.recipe == "mine"
    assert len(source.recipe_sha256) == 64


def test_another_version_of_the_recipe_reads_the_file_anew(case, tmp_path):
    run(case, tmp_path, SIMPLE, a="no,name\n1,Ann\n")
    more = SIMPLE.replace("{name: name, nominal_no: no}", "{name: name, nominal_no: no, surname: {constant: X}}")
    report = run(case, tmp_path, more, a="no,name\n1,Ann\n")
    assert (report["sources"][0]["loaded"], report["items"]) == (1, 0)
    assert case.item(case.resolve("Person:1")).label == "Ann X"


def test_the_example_in_the_documents_works(case, tmp_path):
    text = resource("recipes", "README.md").read_text(encoding="utf-8")
    recipe = text.split("```yaml\n")[1].split("```")[0]
    report = run(
        case,
        tmp_path,
        recipe,
        persons="Nominal No,Surname,Forename,Sex,DOB,NI Number\n7,Archer,Ann,F,12/04/1985,QQ12C\n8,Baker,Bob,M,?,-\n",
        logs="Log,Date,Time,Type,Nominal No,Role,Status,Summary,Longitude,Latitude\n"
        "12,05/08/2017,22:10,Theft,7,witness,,A bag,-2.24,53.48\n"
        "12,05/08/2017,22:10,Theft,8,suspect,,A bag,-2.24,53.48\n"
        "12,06/08/2017,,Noise,n/a,,,,,\n"
        "13,06/08/2017,,Noise,8,,Deleted,,,\n",
    )
    logs = source_of(report, "logs.csv")
    assert case.info()["items"] == {"Person": 2, "Incident": 1}
    assert case.info()["links"] == {"PARTY_TO": 2}
    assert [(each["row"], each["column"], each["reason"]) for each in logs["rejections"]] == [
        (4, "Nominal No", "the id is empty"),
        (5, "Status", "left out by the recipe: the log was deleted"),
    ]
    assert "The column “NI Number” was left out: it is not needed for analysis." in report["sources"][1]["warnings"]
    assert case.item(case.resolve("Person:7")).properties["date_of_birth"] == "1985-04-12"
    assert case.verify() == []


# Street crime of data.police.uk


def test_street_crime_is_loaded_with_months_and_snapped_places(case, shared_data):
    report = import_files(case, [shared_data / "cumbria-street"]).as_json()
    source = source_of(report, "2016-03-cumbria-street.csv")
    assert source["recipe"] == "police-uk-street"
    assert source["rows"] == source["loaded"] + source["merged"] + source["rejected"] == 3_326
    assert source["rejected"] == 0
    info = case.info()
    assert info["items"]["Crime"] + info["items"]["Incident"] + source["merged"] == 3_326
    items = case.columns().items
    crimes = items.type == items.type_names.index("Crime")
    assert {items.when_end[crimes].max() - items.when_start[crimes].min()} == {31 * 86_400 - 3_600}
    assert (items.place_row[crimes] >= 0).mean() > 0.9
    assert set(items.place_precision[items.type == items.type_names.index("Location")].tolist()) == {2}
    assert case.verify() == []
