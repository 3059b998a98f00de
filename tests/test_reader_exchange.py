"""Charts of i2, bundles of STIX, entities of FollowTheMoney and graphs of Maltego: nothing that they say is lost."""

import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.table import Broken
from intelviz.schema.errors import BadInputError, IntelvizError


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


def rows_of(path, data=None):
    if data is not None:
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with Opening() as opening:
        tables = opening.tables(path)
        return [
            each
            if isinstance(each, Broken)
            else {name: cell for name, cell in zip(table.names, each, strict=True) if cell}
            for table in tables
            for each in table.objects()
        ]


def parted(rows):
    rows = [row for row in rows if not isinstance(row, Broken)]
    return [row for row in rows if row["@element"] == "item"], [row for row in rows if row["@element"] == "link"]


def adds_up(source):
    return source.rows == source.loaded + source.merged + source.rejected


# i2 charts


def test_a_chart_of_i2_is_loaded_whole(case, shared_data):
    (source,) = import_files(case, [shared_data / "i2-anx" / "pole-gm-persons-calls.anx"]).sources
    assert (source.recipe, source.items, source.links, source.rejected) == ("anx", 752, 1658, 0)
    assert adds_up(source)
    assert case.info()["items"] == {"Person": 369, "Phone": 328, "Crime": 55}
    dated = [row for row in parted(rows_of(source.path))[1] if "@start" in row]
    assert len(dated) == 534, "links with a time"
    assert not any("nhs" in name for name in case.item(case.search("Todd Hamilton")[0].id).properties)


CHART = (
    '<Chart><GradeOne><StringCollection><String Id="1" Text="-"/><String Text="B Usually reliable"/></StringCollection>'
    '</GradeOne><EntityTypeCollection><EntityType Id="T1" Name="Man"/></EntityTypeCollection><LinkTypeCollection>'
    '<LinkType Id="L1" Name="Knows"/></LinkTypeCollection><AttributeClassCollection><AttributeClass Id="A1" Name="Shoe '
    'size"/></AttributeClassCollection><ChartItemCollection>'
    '<ChartItem Id="1" Label="Ann Bell" Description="seen often" DateSet="true" TimeSet="false" '
    'DateTime="2009-02-03T00:00:00.000" GradeOneIndex="1"><End X="5" Y="-6"><Entity EntityId="7" Identity="N1"><Icon>'
    '<IconStyle EntityTypeReference="T1"/></Icon><CardCollection><Card DateSet="true" TimeSet="true" '
    'DateTime="2009-02-03T10:15:00"><Summary>Report 1</Summary><Text>She was &lt;there&gt;</Text></Card>'
    '</CardCollection></Entity></End><AttributeCollection><Attribute AttributeClassReference="A1" Value="39"/>'
    "</AttributeCollection></ChartItem>"
    '<ChartItem Id="2" Label="Warehouse"><End X="1" Y="2"><Entity EntityId="8" Identity="N2"><Box><BoxStyle '
    'Type="Premises"/></Box></Entity></End></ChartItem>'
    '<ChartItem Id="3" Label="owes" DateSet="true" TimeSet="true" DateTime="2009-02-04T23:59:00.000"><Link End1Id="7" '
    'End2Id="8"><LinkStyle ArrowStyle="ArrowOnTail" LinkTypeReference="L1" Strength="Unconfirmed"/></Link></ChartItem>'
    "</ChartItemCollection></Chart>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_types_attributes_cards_grades_and_dates_of_a_chart(tmp_path, encoding):
    (ann, store), (link,) = parted(rows_of(tmp_path / "c.xml", CHART.encode(encoding)))
    assert (ann["@type"], ann["@label"], ann["@start"]) == ("Man", "Ann Bell", "2009-02-03")
    assert (ann["Shoe size"], ann["chart x"], ann["grade 1"]) == ("39", "5", "B Usually reliable")
    assert ann["description"] == "seen often"
    assert ann["cards"] == "summary: Report 1; text: She was <there>; date: 2009-02-03T10:15:00"
    assert store["@type"] == "Premises"
    assert (link["@source"], link["@target"], link["directed"]) == ("8", "7", "yes"), "an arrow on the tail points back"
    assert (link["@type"], link["strength"], link["label"]) == ("Knows", "Unconfirmed", "owes")
    assert link["@start"] == "2009-02-04T23:59:00"


def test_attributes_called_like_what_the_recipe_says_are_kept(case, tmp_path):
    chart = CHART.replace('Name="Shoe size"', 'Name="type"').replace('Type="Premises"', 'Type="Spaceship"')
    chart = chart.replace('<IconStyle EntityTypeReference="T1"/>', '<IconStyle Type="Ship"/>')
    (tmp_path / "c.anx").write_text(chart)
    import_files(case, [tmp_path / "c.anx"])
    ann = case.item(case.search("Ann Bell")[0].id)
    assert (ann.properties["type"], ann.properties["attribute type"]) == ("Ship", 39)


# STIX


@pytest.mark.parametrize(("name", "count"), [("ics-attack-18.1.json", 1826), ("playbook_emotet.json", 2858)])
def test_bundles_of_stix_are_loaded_whole(case, shared_data, name, count):
    path = shared_data / "stix" / name
    objects = json.loads(path.read_text())["objects"]
    relationships = [each for each in objects if each["type"] == "relationship"]
    assert len(objects) == count
    (source,) = import_files(case, [path]).sources
    assert source.recipe == "stix"
    assert source.items == count - len(relationships)
    assert (source.rows, source.loaded, source.rejected) == (count, count, 0)
    stated = sum(row["@element"] == "link" and "@id" in row for row in rows_of(path))
    assert stated == len(relationships)
    assert source.links > len(relationships), "references are links as well"
    assert adds_up(source)


def made(kind, number, **more):
    return {"type": kind, "id": f"{kind}--{number:08d}-0000-4000-8000-000000000000", **more}


def test_references_observations_and_kinds_of_identities(case, tmp_path):
    person = made("identity", 1, name="Ann", identity_class="individual")
    group = made("intrusion-set", 2, name="Bears", created_by_ref=person["id"], aliases=["A", "B"])
    report = made(
        "report", 3, name="On bears", object_refs=[group["id"], "malware--00000009-0000-4000-8000-000000000000"]
    )
    seen = made("sighting", 4, sighting_of_ref=group["id"], first_seen="2020-01-01T00:00:00Z")
    observed = made(
        "observed-data",
        5,
        first_observed="2020-01-01T00:00:00Z",
        last_observed="2020-01-02T00:00:00Z",
        objects={"0": {"type": "ipv4-addr", "value": "198.51.100.3"}, "1": {"type": "network-traffic", "src_ref": "0"}},
    )
    uses = made("relationship", 6, relationship_type="uses", source_ref=group["id"], target_ref=report["id"])
    custom = made("x-acme-thing", 7, name="Thing", kill_chain_phases=[{"kill_chain_name": "k", "phase_name": "p"}])
    bundle = {"objects": [report, person, group, seen, observed, uses, custom], "type": "bundle", "id": "bundle--1"}
    (tmp_path / "b.json").write_text(json.dumps(bundle))
    import_files(case, [tmp_path / "b.json"])
    assert case.info()["items"] == {
        "Document": 1,
        "Entity": 3,
        "IpAddress": 1,
        "Person": 1,
        "Sighting": 1,
        "ThreatActor": 1,
    }
    everything = [link for number in range(1, 9) for link in case.links_of(number) if link.forward]
    assert sorted(link.properties["type"] for link in everything) == [
        "created-by", "object", "observed", "observed", "sighting-of", "src", "uses",
    ]  # fmt: skip
    _, links = parted(rows_of(tmp_path / "b.json"))
    assert sorted(row["@type"] for row in links) == ["observed", "observed", "src", "uses"]
    thing = case.item(case.search("Thing")[0].id)
    assert (thing.properties["type"], thing.properties["kill_chain_phases"]) == ("x-acme-thing", "k: p")
    assert any("1 reference leads" in words for words in case.sources()[0].warnings)


# FollowTheMoney


def test_entities_of_followthemoney_are_loaded_whole(case, shared_data):
    (source,) = import_files(case, [shared_data / "ftm" / "donations.ijson"]).sources
    assert (source.recipe, source.items, source.rejected) == ("ftm", 474, 0)
    assert case.info()["items"] == {"Location": 89, "Organisation": 73, "Person": 22, "Transaction": 290}
    assert case.info()["links"]["PAID_FROM"] == case.info()["links"]["PAID_TO"] == 290
    assert case.info()["with_time"] == 290
    assert adds_up(source)


@pytest.mark.parametrize("as_list", [False, True])
def test_what_joins_two_is_a_link_with_its_time(case, tmp_path, as_list):
    entities = [
        {"id": "o", "schema": "Ownership", "properties": {"owner": ["p"], "asset": ["c"], "startDate": ["2011"],
                                                           "percentage": ["51"]}},
        {"id": "p", "schema": "Person", "properties": {"name": ["Ann Bell", "A. Bell"], "birthDate": ["1970"]}},
        {"id": "c", "schema": "Company", "properties": {"name": ["Acme"], "parent": ["nobody"]}},
        {"id": "l", "schema": "LegalEntity", "properties": {"name": ["Who knows"]}},
        {"id": "f", "schema": "Family", "properties": {"person": ["p"], "relative": ["gone"]}},
    ]  # fmt: skip
    text = json.dumps(entities, indent=1) if as_list else "\n".join(map(json.dumps, entities))
    (tmp_path / "x").write_text(text)
    import_files(case, [tmp_path / "x"])
    assert case.info()["items"] == {"Entity": 2, "Organisation": 1, "Person": 1}, "nobody is guessed to be a person"
    assert case.info()["links"] == {"CONTROLS": 1, "LINKED_TO": 1}
    ann = case.item(case.search("Ann Bell")[0].id)
    assert ann.properties["birthDate"] == 1970
    assert case.item(case.search("Acme")[0].id).properties["parent"] == "nobody"


# Maltego


def test_a_graph_of_maltego_is_loaded_whole(case, shared_data):
    (source,) = import_files(case, [shared_data / "maltego-mtgx" / "siren.mtgx"]).sources
    assert (source.recipe, source.items, source.links, source.rejected) == ("maltego", 44, 103, 0)
    assert case.info()["items"] == {"Person": 44}


def test_a_bomb_in_a_graph_of_maltego_is_refused(tmp_path):
    path = tmp_path / "bomb.mtgx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("Graphs/Graph1.graphml", b"<graphml>" + b" " * 300_000_000 + b"</graphml>")
    with pytest.raises(BadInputError, match="fill a disk"):
        rows_of(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('{"type": "bundle", "objects": [{"id": "a--01234567-", "type": "x"}', "read to its end"),
        ('{"id": "a", "schema": "Person", "properties": {}}\n{"id": ', "read to its end"),
        ('<!DOCTYPE Chart [<!ENTITY x "y">]><Chart><ChartItem/></Chart>', "document type"),
        ('<Chart><ChartItemCollection><ChartItem Id="1">', "no whole XML"),
        ('{"type": "bundle", "id": "bundle--01234567-", "objects": ' + "[" * 100_000, "deep"),
    ],
)
def test_what_breaks_off_or_would_do_harm_is_refused_in_words(tmp_path, data, words):
    with pytest.raises(BadInputError, match=words):
        rows_of(tmp_path / "x", data)


KEYS = st.sampled_from(["id", "type", "a_ref", "b_refs", "x"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(["stix", "ftm"]), st.lists(anything, min_size=1, max_size=4))
def test_any_json_of_these_kinds_is_read_or_refused_and_nothing_else(tmp_path, form, found):
    if form == "stix":
        data = {"type": "bundle", "id": "bundle--01234567-89ab", "objects": [made("report", 1), *found]}
    else:
        data = [{"id": "a", "schema": "Person", "properties": {"name": ["x"]}}, *found]
    try:
        rows = rows_of(tmp_path / "x", json.dumps(data))
    except IntelvizError:
        return
    assert rows
