"""Every public data set loads without a recipe being named, with the counts that its publisher states."""

from dataclasses import dataclass, field

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files


@dataclass(frozen=True)
class Expected:
    """What a folder holds: rows, and how many of some types; ``timed`` and ``placed`` items."""

    rows: int
    types: dict[str, int] = field(default_factory=dict)
    timed: int = 0
    placed: int = 0
    files: str = ""


SETS = {
    "basemap-naturalearth": Expected(8_118, {"Location": 7_657, "Area": 461}, placed=8_118),
    "cdr-bhopal": Expected(27_749, {"PhoneCall": 11_033, "CALLER": 21_033, "CALLED": 11_033}, 21_033),
    "cumbria-street": Expected(3_326, {"Crime": 2_227, "Incident": 1_099}, 3_326, 5_058),
    "enron": Expected(125_593, {"Entity": 184, "LINKED_TO": 125_409}),
    "er": Expected(25_176, {"Person": 22_000}),
    "ftm": Expected(1_983, {"Transaction": 290, "Person": 22}),
    "gm-boundaries": Expected(27_414, {"PostCode": 11_264}, placed=14_895),
    "gm-stats19": Expected(83_050, {"Person": 83_050, "Collision": 61_269}, 15_645, 31_244),
    "gm-stop-search": Expected(907, {"StopSearch": 907}, 907, 1_395),
    "graph-formats": Expected(49_577, {"Entity": 7_899, "LINKED_TO": 41_678}),
    "greater-manchester-pole": Expected(167_361, {"Crime": 28_762, "Person": 369, "PARTY_TO": 55}, 29_296, 43_666),
    "i2-anx": Expected(2_410, {"Person": 369, "Phone": 328, "KNOWS": 586}, 55),
    "maltego-mtgx": Expected(147, {"Person": 44}),
    "met-stop-search": Expected(12_860, {"StopSearch": 12_860}, 12_860, files="2018-04*"),
    "police-force-areas": Expected(43, {"Area": 43}, placed=43),
    "stix": Expected(4_684, {"Indicator": 886, "AttackPattern": 116, "LINKED_TO": 5_391}),
    "uk-lad": Expected(380, {"Area": 380}, placed=380),
    "vast2014-mc2": Expected(9_508, {"Event": 2_884}, 2_884),
    "wm-boundaries": Expected(2_199, {"Area": 2_199}, placed=2_199),
}


@pytest.mark.parametrize("name", SETS)
def test_a_folder_loads_with_the_counts_of_its_publisher(shared_data, tmp_path, name):
    expected = SETS[name]
    folder = shared_data / name
    paths = sorted(folder.glob(expected.files)) if expected.files else [folder]
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        sources = import_files(case, paths).as_json()["sources"]
        info = case.info()
        for source in sources:
            assert source["rows"] == source["loaded"] + source["merged"] + source["rejected"]
        assert sum(source["rejected"] for source in sources) == 0
        assert sum(source["rows"] for source in sources) == expected.rows
        held = {**info["items"], **info["links"]}
        assert {kind: held.get(kind, 0) for kind in expected.types} == expected.types
        if expected.timed:
            assert info["with_time"] == expected.timed
        if expected.placed:
            assert info["with_place"] == expected.placed


def test_every_mail_of_enron_has_its_time(shared_data, tmp_path):
    import sqlite3

    with CaseFile.create(tmp_path / "case.intelviz") as case:
        import_files(case, [shared_data / "enron"])
    with sqlite3.connect(tmp_path / "case.intelviz") as read:
        timed, early, own = read.execute(
            "SELECT count(when_start), sum(when_start < unixepoch('1998-01-01')), sum(a = b) FROM link"
        ).fetchone()
    assert (timed, early, own) == (125_409, 174, 16_483)
