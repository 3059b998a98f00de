"""Questions to a case, asked as on the command line and as from a script."""

import json

import pytest

from intelviz.schema.errors import IntelvizError, UsageError
from intelviz.workspace.asking import all_questions, ask, list_questions
from intelviz.workspace.opening import OpenCase
from tests.small_case import small_case


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    with OpenCase(small_case(tmp_path_factory.mktemp("ask") / "small.intelviz")) as opened:
        yield opened


def test_the_questions_are_listed_with_how_they_are_asked():
    assert [each["usage"] for each in list_questions()] == [
        "compare LEFT RIGHT [--type TYPE] [--top N]",
        "count TYPE by PROPERTY",
        "meetings ID [--before ID] [--days N]",
        "most-connected [TYPE] [--top N]",
        "near PLACE_ID METRES [TYPE]",
        "neighbours ID [--hops N]",
        "path A B [--max N] [--without TYPES]",
        "periods A B [--type TYPE] [by WHAT]",
    ]
    assert json.dumps(list_questions())


def test_count(small):
    answer = ask(small, "count", "Crime", "by", "type")
    assert answer["counts"] == [{"value": "Burglary", "count": 1}, {"value": "Robbery", "count": 1}]
    assert answer["total"] == 2
    assert ask(small, "count", "crimes", by="type of crime") == answer
    assert ask(small, "count", "crime", "type") == answer
    assert ask(small, "count", "Crime", by="weekday")["counts"] == [
        {"value": "Saturday", "count": 1},
        {"value": "(not stated)", "count": 1},
    ]
    assert ask(small, "count", "Crime", by="month")["counts"] == [{"value": "2017-08", "count": 2}]
    assert ask(small, "count", "PhoneCall", by="hour")["counts"] == [
        {"value": "00", "count": 1},
        {"value": "14", "count": 1},
    ]
    assert ask(small, "count", "Phone", by="label")["total"] == 2


def test_near(small):
    answer = ask(small, "near", "6", "500")
    assert [(each["label"], each["metres"]) for each in answer["items"]] == [("Robbery", 0.0)]
    assert answer["count"] == 1
    far = ask(small, "near", 6, "10,000", "Crime")
    assert [each["label"] for each in far["items"]] == ["Robbery", "Burglary"]
    assert 3_000 < far["items"][1]["metres"] < 4_000
    assert ask(small, "near", "Location:1 High Street", 500, type="Phone")["without_place"] == 2
    with pytest.raises(UsageError, match=r"has no place.*linked to 6 \(“1 High Street”\)"):
        ask(small, "near", 1, 500)


def test_path(small):
    answer = ask(small, "path", "1", "3")
    assert answer["length"] == 2
    assert [path["ids"] for path in answer["paths"]] == [[1, 2, 3]]
    steps = answer["paths"][0]["steps"]
    assert [[link["type"] for link in step] for step in steps] == [["KNOWS", "KNOWS"], ["KNOWS"]]
    assert ask(small, "path", 3, 1)["paths"][0]["steps"][0][0]["words"] == "is known by"
    assert ask(small, "path", "1", "3", "--max", "1")["length"] is None
    assert "Nothing links them within 1 links" in ask(small, "path", "1", "3", "--max=1")["method"]
    assert ask(small, "path", 1, 5, without="PhoneCall")["paths"][0]["ids"] == [1, 2, 5]
    assert ask(small, "path", 4, 5)["count"] == 2
    assert ask(small, "path", 4, 5, without="phone call")["paths"][0]["ids"] == [4, 1, 2, 5]


def test_neighbours(small):
    answer = ask(small, "neighbours", 1)
    assert [(each["label"], each["links"]) for each in answer["neighbours"]] == [
        ("Bob Baker", {"KNOWS": 2}),
        ("07700 900001", {"HAS_PHONE": 1}),
        ("1 High Street", {"CURRENT_ADDRESS": 1}),
    ]
    wide = ask(small, "neighbours", "1", "--hops", "2")
    assert wide["by_hops"] == {"1": 3, "2": 5}
    assert wide["count"] == sum(wide["by_type"].values()) == 8
    assert ask(small, "neighbours", 1, hops=0)["count"] == 0


def test_most_connected_counts_parties_not_calls(small):
    persons = ask(small, "most-connected", "Person")["items"]
    assert [(each["label"], each["others"], each["links"]) for each in persons] == [
        ("Ann Archer", 3, 4),
        ("Bob Baker", 3, 4),
        ("Cy Cole", 2, 2),
    ]
    phones = ask(small, "most_connected", "Phone")["items"]
    assert [(each["others"], each["links"], each["others_by_type"]) for each in phones] == [
        (2, 3, {"Person": 1, "Phone": 1}),
        (2, 3, {"Person": 1, "Phone": 1}),
    ]
    assert len(ask(small, "most-connected", top=1)["items"]) == 1
    assert ask(small, "most-connected", "Vehicle")["items"] == []


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("cuont", "Crime"), "no question “cuont”. Did you mean count"),
        (("count", "Crme", "by", "type"), "no type of item “Crme”. Did you mean Crime"),
        (("count", "Crime", "by", "tpye"), "Crime has no property “tpye”. Did you mean type"),
        (("count", "Crime", "by"), "Something is missing after “by”"),
        (("count", "Crime"), "count TYPE by PROPERTY"),
        (("count",), "The type of item to count is missing"),
        (("path", "1"), "The item to arrive at is missing"),
        (("path", "1", "2", "3"), "“3” is too much"),
        (("path", "1", "2", "--depth", "3"), "Path takes no “--depth”"),
        (("path", "1", "999"), "999"),
        (("neighbours", "1", "--hops", "two"), "should be a number, not “two”"),
        (("neighbours", "1", "--hops", "1.5"), "whole number"),
        (("near", "6", "-5"), "0 or more, not “-5”"),
        (("near", "6", "nan"), "0 or more"),
    ],
)
def test_what_is_wrong_is_said_with_the_way_out(small, call, message):
    with pytest.raises(IntelvizError, match=message) as caught:
        ask(small, *call)
    assert caught.value.words()


def test_every_answer_is_json_with_the_words_of_its_method(small):
    calls = {
        "compare": ("all", "query:Crime"),
        "count": ("Crime", "by", "type"),
        "near": ("6", "500"),
        "path": ("1", "3"),
        "periods": ("before", "Aug 2017"),
        "neighbours": ("1",),
        "meetings": ("1",),
        "most-connected": (),
    }
    assert set(calls) == set(all_questions())
    for name, args in calls.items():
        answer = ask(small, name, *args)
        assert answer["question"] == name
        assert len(answer["method"]) > 40
        json.dumps(answer, allow_nan=False)
