"""What a recipe can say of cells with several ids, grades, unknown types, places, and columns that it does not name."""

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.schema.errors import RecipeError

HEAD = "recipe: mine\nversion: 1\ntitle: Mine\n"

MAIL = (
    HEAD
    + """files:
  - required: [From, To]
    items:
      - as: message
        type: Message
        properties: {subject: Subject}
      - {as: sender, type: Email, id: From, identity: case, properties: {email_address: From}}
      - as: recipient
        type: Email
        id: To
        identity: case
        blank_id: leave
        split: {by: [";"], along: [Names]}
        properties: {email_address: To, provider: Names}
    links:
      - {type: CALLER, from: message, to: sender}
      - {type: CALLED, from: message, to: recipient}
"""
)


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


def run(case, tmp_path, recipe, text, name="rows.csv"):
    (tmp_path / "mine.yaml").write_text(recipe)
    (tmp_path / name).write_text(text)
    return import_files(case, [tmp_path / name], recipe=tmp_path / "mine.yaml").as_json()


def counts(case):
    return case.info()["items"], case.info()["links"]


def hit(case, text):
    return case.item(case.search(text)[0].id)


def test_a_cell_with_several_recipients_links_each_of_them(case, tmp_path):
    report = run(
        case,
        tmp_path,
        MAIL,
        "From,To,Names,Subject\na@x.uk,b@x.uk; c@x.uk,Bob;Cy,one\nb@x.uk,a@x.uk;c@x.uk;,only one,two\nc@x.uk,,,three\n",
    )
    source = report["sources"][0]
    assert (source["rows"], source["loaded"], source["rejected"]) == (3, 3, 0)
    assert counts(case) == ({"Email": 3, "Message": 3}, {"CALLED": 4, "CALLER": 3})
    assert hit(case, "b@x.uk").properties["provider"] == "Bob", "names go along where there are as many"
    assert hit(case, "a@x.uk").properties == {"email_address": "a@x.uk"}, "one name for two addresses is nobody's"


def test_email_addresses_are_the_same_in_any_letters(case, tmp_path):
    run(case, tmp_path, MAIL, "From,To,Names,Subject\nAnn@x.uk,b@x.uk,,one\nann@x.uk,B@X.UK,,two\n")
    assert counts(case)[0] == {"Email": 2, "Message": 2}


def test_one_wrong_recipient_sets_the_row_aside_with_that_address(case, tmp_path):
    report = run(case, tmp_path, MAIL, "From,To,Names,Subject\na@x.uk,b@x.uk;nonsense,,one\n")
    (rejection,) = report["sources"][0]["rejections"]
    assert (rejection["row"], rejection["column"], rejection["value"]) == (2, "To", "nonsense")
    assert counts(case) == ({}, {})


REPORT = """files:
  - required: [URN, Text]
    grade: {source: Source, intelligence: Intel, handling: Handling, scheme: Scheme%s}
    items:
      - {type: IntelligenceReport, id: URN, identity: case, properties: {urn: URN, text: Text}}
"""


def test_every_row_has_its_own_grade_and_none_is_made_up(case, tmp_path):
    rows = ["URN,Source,Intel,Handling,Scheme,Text", "U1,2,B,P,3x5x2,one", "U2,B,2,4,5×5×5,two", "U3,,,,,three"]
    text = "\n".join([*rows, "U4,2,9,P,3x5x2,four\n"])
    report = run(case, tmp_path, HEAD + REPORT % "", text)
    source = report["sources"][0]
    assert (source["loaded"], source["rejected"]) == (3, 1)
    assert source["rejections"][0]["value"] == "2 9 P"
    grades = {item: case.assertions(item_id=hit(case, item).id)[0].grade for item in ("U1", "U2", "U3")}
    assert grades == {"U1": "3x5x2 2BP", "U2": "5x5x5 B24", "U3": ""}


def test_an_impossible_grade_may_be_left_out_in_words(case, tmp_path):
    text = "URN,Source,Intel,Handling,Scheme,Text\nU4,2,9,P,3x5x2,four\n"
    report = run(case, tmp_path, HEAD + REPORT % ", on_error: leave", text)
    assert report["sources"][0]["altered"] == 1
    (alteration,) = case.alterations(case.sources()[0].id)
    assert (alteration.value, alteration.became) == ("2 9 P 3x5x2", "ungraded")


KINDS = (
    HEAD
    + """files:
  - required: [id, kind]
    items:
      - type: {column: kind, values: {P: Person}, otherwise: Entity}
        id: id
        identity: file
        keep_rest: true
        label: caption
"""
)


def test_unknown_types_become_what_stands_for_them_and_are_counted(case, tmp_path):
    text = "id,kind,caption,size,score\n1,P,Ann,07,1\n2,vehicles,Van,,\n3,spaceship,Enterprise,2.5,x\n4,,Nought,,\n"
    report = run(case, tmp_path, KINDS, text)
    assert counts(case)[0] == {"Entity": 2, "Person": 1, "Vehicle": 1}
    warnings = " ".join(report["sources"][0]["warnings"])
    assert "1 row says “spaceship” in “kind”, which is no type here: taken for Entity." in warnings
    assert "1 row states no type: taken for Entity." in warnings


def test_what_the_recipe_does_not_name_is_kept_under_its_own_name(case, tmp_path):
    run(case, tmp_path, KINDS, "id,kind,caption,size,score\n1,P,Ann,07,1\n3,spaceship,Enterprise,2.5,x\n")
    person, ship = hit(case, "Ann"), hit(case, "Enterprise")
    assert (person.type, person.label) == ("Person", "Ann")
    assert person.properties == {"size": "07", "score": 1}, "a number only where nothing is lost by it"
    assert ship.properties == {"size": 2.5, "score": "x"}


def test_ids_of_one_file_are_not_those_of_another(case, tmp_path):
    run(case, tmp_path, KINDS, "id,kind,caption\n1,P,Ann\n", "a.csv")
    run(case, tmp_path, KINDS, "id,kind,caption\n1,P,Bob\n", "b.csv")
    assert counts(case)[0] == {"Person": 2}


PLACES = """files:
  - required: [no]
    items:
      - type: Location
        id: no
        identity: file
        where: {%s}
"""


@pytest.mark.parametrize(
    ("where", "columns", "cells"),
    [
        ("easting: E, northing: N", "no,E,N", "1,383800,398000"),
        ("easting: E, northing: N", "no,E,N", '1,"383,800","398,000"'),
        ("x: E, y: N, crs: EPSG:27700", "no,E,N", "1,383800,398000"),
        ("lon: E, lat: N", "no,E,N", "1,-2.24567,53.47836"),
        ("lon: E, lat: N", "no,E,N", "1,2°14'44.4\"W,53°28'42.1\"N"),
        ("text: G", "no,G", "1,SJ 83800 98000"),
        ("text: G", "no,G", '1,"53.47836, -2.24567"'),
    ],
)
def test_a_place_may_be_written_in_any_form(case, tmp_path, where, columns, cells):
    run(case, tmp_path, HEAD + PLACES % where, f"{columns}\n{cells}\n")
    place = case.item(1).place
    assert place is not None
    assert place.lon == pytest.approx(-2.2457, abs=2e-3)
    assert place.lat == pytest.approx(53.4784, abs=2e-3)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("where: {lon: a}", "both lon and lat"),
        ("where: {x: a, y: b}", "x and y mean nothing"),
        ("where: {lon: a, lat: b, text: c}", "a place comes from"),
        ("where: {x: a, y: b, crs: 27700}", "is no reference system"),
        ("split: ';'", "only an id from one column"),
    ],
)
def test_what_does_not_go_together_is_said_with_its_line(case, tmp_path, words, found):
    recipe = (
        HEAD
        + f"files:\n  - required: [a, b]\n    items:\n      - type: Location\n        id: [a, b]\n        {words}\n"
    )
    with pytest.raises(RecipeError) as caught:
        run(case, tmp_path, recipe, "a,b\n1,2\n")
    assert found in caught.value.words()
    assert "line" in caught.value.words()


def test_what_is_assumed_of_a_time_is_listed(case, tmp_path):
    recipe = HEAD + "files:\n  - required: [at]\n    items:\n      - {type: Event, when: {at: at, formats: [dmy]}}\n"
    report = run(case, tmp_path, recipe, "at\n3/4/24 14:05\n27/10/2024 01:30\n4 April 2024 10:00\n")
    assert report["sources"][0]["loaded"] == 3
    notes = {each.row: each.reason for each in case.alterations(case.sources()[0].id)}
    assert set(notes) == {2, 3}
    assert "two-digit year" in notes[2]
    assert "twice" in notes[3]


def test_an_nhs_number_that_nobody_mapped_is_not_held(case, tmp_path):
    recipe = HEAD + "files:\n  - required: [surname]\n    items:\n      - {type: Person, by_name: true}\n"
    report = run(case, tmp_path, recipe, "surname,nhs_no,name\nAsh,943 476 5919,Ann\n")
    (source,) = report["sources"]
    assert source["loaded"] == 1
    assert any("“nhs_no” was left out: an NHS number" in each for each in source["warnings"])
    assert case.record(1).cells == {"surname": "Ash", "name": "Ann"}


def test_a_whole_name_and_a_whole_address_are_taken_apart(case, tmp_path):
    recipe = (
        HEAD
        + """files:
  - required: [Who]
    items:
      - as: person
        type: Person
        properties:
          name: {column: Who, part: given name}
          surname: {column: Who, part: surname}
          nickname: {column: Who, part: nickname}
      - as: home
        type: Location
        id: Where
        identity: case
        blank_id: leave
        properties: {address: Where, postcode: {column: Where, part: postcode}}
"""
    )
    run(case, tmp_path, recipe, 'Who,Where\n"ASH, Ann (Annie)","1 High St, Bolton BL1 1AA"\nCher,\n')
    ann, cher = hit(case, "Annie"), hit(case, "Cher")
    assert ann.properties == {"name": "Ann", "surname": "ASH", "nickname": "Annie"}
    assert cher.properties == {"name": "Cher"}
    assert hit(case, "High").properties["postcode"] == "BL1 1AA"
    assert case.record(1).cells["Who"] == "ASH, Ann (Annie)", "the original stays"


def test_a_part_that_there_is_not_is_said(case, tmp_path):
    recipe = HEAD + "files:\n  - required: [a]\n    items:\n      - type: Person\n        properties:\n"
    recipe += "          name: {column: a, part: first}\n"
    with pytest.raises(RecipeError, match="first"):
        run(case, tmp_path, recipe, "a\n1\n")


def test_each_of_several_ids_in_a_cell_makes_a_link_with_what_stands_beside_it(case, tmp_path):
    recipe = (
        HEAD
        + """files:
  - required: [id]
    items:
      - {as: thing, type: Entity, id: id, identity: file, properties: {name: id}}
    links:
      - type: LINKED_TO
        from: thing
        to: {id: to, identity: file, split: {by: ["|"], along: [how]}}
        blank: leave
        properties: {type: how}
"""
    )
    source = run(case, tmp_path, recipe, "id,to,how\na,b|c,knows|owns\nb,,\nc,a|nobody,pays|x\n")["sources"][0]
    assert (source["rows"], source["loaded"], source["links"], source["altered"]) == (3, 3, 3, 1)
    told = {(link.a, link.b): link.properties["type"] for link in case.links_of(1)}
    assert told == {(1, 2): "knows", (1, 3): "owns", (3, 1): "pays"}
    run(case, tmp_path, recipe, "id\nd\n", "without.csv")
    assert counts(case)[0] == {"Entity": 4}, "a file without the column makes no such link"
