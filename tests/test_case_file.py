"""What goes into a case comes out of it: items, links, who says so, columns, sets, charts; an import taken back."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading

import numpy as np
import pytest

from intelviz.case.file import CaseFile
from intelviz.case.values import ChartRows, SourceDraft
from intelviz.schema.errors import CancelledError, CaseDamagedError, CaseError, SchemaError, UsageError
from intelviz.schema.model import ItemType, Schema
from intelviz.schema.place import Place, PlacePrecision
from intelviz.schema.when import Precision, When, WhenFormat

DAY = WhenFormat("dd/mm/yyyy").parse("05/08/2017")
NOTHING = (None,) * 6


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "a.intelviz") as made:
        yield made


def load(case: CaseFile) -> dict[str, int]:
    """Load two sources: persons with a crime at a place, and what a second file says of one of them."""
    ids: dict[str, int] = {}
    with case.changing() as change:
        one = change.add_source(SourceDraft("one.csv", "a" * 64, grade="3x5x2 2BP", marking="OFFICIAL"))
        rows = [
            ("Person", "t:ann", "Ann Archer", {"name": "Ann", "surname": "Archer"}, None, None),
            ("Person", "t:bob", "Bob Baker", {"name": "Bob", "surname": "Baker"}, None, None),
            ("Officer", "t:cy", "Sergeant Cole", {"rank": "Sergeant", "surname": "Cole", "age": 40}, None, None),
            ("Location", "t:high", "1 High Street", {"address": "1 High Street"}, None, (-2.24, 53.48)),
            ("Crime", "t:c1", "Burglary, 5 Aug 2017", {"type": "Burglary", "value": 120}, DAY, None),
            ("Crime", "t:c2", "Robbery", {"type": "Robbery"}, None, (-2.2, 53.5)),
        ]
        record = change.add_records(one, range(2, 2 + len(rows)), [json.dumps({"cell": row[2]}) for row in rows])
        first = change.add_items(
            (kind, key, label, json.dumps(said),
             *((when.start, when.end, int(when.precision)) if when else NOTHING[:3]),
             *((*place, int(PlacePrecision.SNAPPED)) if place else NOTHING[:3]))
            for kind, key, label, said, when, place in rows
        )  # fmt: skip
        change.add_assertions((record + n, first + n, None, json.dumps(row[3])) for n, row in enumerate(rows))
        ids = {row[1]: first + n for n, row in enumerate(rows)}
        ids["link"] = change.add_links(
            [
                ("KNOWS", ids["t:ann"], ids["t:bob"], None, None, None, None),
                ("KNOWS", ids["t:ann"], ids["t:bob"], '{"kind": "school"}', DAY.start, DAY.end, 4),
                ("OCCURRED_AT", ids["t:c1"], ids["t:high"], None, None, None, None),
                ("OCCURRED_AT", ids["t:c2"], ids["t:high"], None, None, None, None),
                ("KNOWS", ids["t:bob"], ids["t:bob"], None, None, None, None),
            ]
        )
        change.add_assertions((record, None, ids["link"] + n, None) for n in range(5))
        change.finish_source(one, rows=6, loaded=6, merged=0, rejected=0, items=6, links=5, warnings=["odd"])
        two = change.add_source(SourceDraft("two.csv", "b" * 64))
        said = {"name": "Ann", "surname": "Archer", "alias": "Annie", "@when": None}
        record = change.add_records(two, [2, 3], [json.dumps({"a": "Annie"}), json.dumps({"a": "Dee"})])
        new = change.add_items([("Person", "t:dee", "Dee", '{"name": "Dee"}', *NOTHING)])
        both = {"name": "Ann", "surname": "Archer", "alias": "Annie"}
        change.update_items([("Ann Archer", json.dumps(both), *NOTHING, ids["t:ann"])])
        change.add_assertions(
            [(record, ids["t:ann"], None, json.dumps(said)), (record + 1, new, None, '{"name": "Dee"}')]
        )
        change.reject(two, [(4, "date", "31/02/2017", "Feb 2017 has no day 31")])
        change.alter(two, [(2, "a", " Annie", "Annie", "the space around it was taken off")])
        change.finish_source(two, rows=3, loaded=1, merged=1, rejected=1, items=1)
        ids.update({"one": one, "two": two, "t:dee": new})
    return ids


class TestItems:
    def test_an_item_has_its_properties_time_and_place(self, case):
        ids = load(case)
        crime = case.item(ids["t:c1"])
        assert (crime.type, crime.label, crime.key) == ("Crime", "Burglary, 5 Aug 2017", "t:c1")
        assert crime.properties == {"type": "Burglary", "value": 120}
        assert crime.when == DAY
        assert crime.place is None
        assert case.item(ids["t:high"]).place == Place(-2.24, 53.48, PlacePrecision.SNAPPED)

    def test_many_come_in_the_order_asked_and_unknown_ones_are_left_out(self, case):
        ids = load(case)
        wanted = [ids["t:bob"], 999, ids["t:ann"], ids["t:bob"]]
        assert [each.label for each in case.items(wanted)] == ["Bob Baker", "Ann Archer", "Bob Baker"]
        assert case.items(np.array(wanted)) == case.items(wanted)

    def test_who_says_so(self, case):
        ids = load(case)
        first, second = case.assertions(ids["t:ann"])
        assert (first.source, first.row, first.grade) == ("one.csv", 2, "3x5x2 2BP")
        assert (second.source, second.row, second.grade) == ("two.csv", 2, "")
        assert second.said["alias"] == "Annie"
        assert first.by
        assert first.at.endswith("+00:00")
        assert case.record(first.record_id).cells == {"cell": "Ann Archer"}
        assert len(case.assertions(link_id=ids["link"])) == 1

    def test_an_analyst_may_say_it_without_a_record(self, case):
        ids = load(case)
        with case.changing() as change:
            change.add_assertions([(None, ids["t:bob"], None, '{"nickname": "Bobby"}')])
        said = case.assertions(ids["t:bob"])[-1]
        assert (said.source, said.row, said.said) == (None, None, {"nickname": "Bobby"})
        assert said.by
        assert said.at
        assert case.verify() == []

    def test_links_are_seen_from_either_end(self, case):
        ids = load(case)
        seen = case.links_of(ids["t:bob"])
        assert [(each.type, each.other_label, each.forward) for each in seen] == [
            ("KNOWS", "Ann Archer", False),
            ("KNOWS", "Ann Archer", False),
            ("KNOWS", "Bob Baker", True),
        ]
        assert seen[1].when == DAY
        assert seen[1].properties == {"kind": "school"}

    @pytest.mark.parametrize("text", ["{id}", "t:ann", "ann", "Ann Archer", " ann archer "])
    def test_an_item_is_named_by_id_key_or_label(self, case, text):
        ids = load(case)
        assert case.resolve(text.format(id=ids["t:ann"])) == ids["t:ann"]
        assert case.resolve(ids["t:ann"]) == ids["t:ann"]

    @pytest.mark.parametrize("text", ["", "nobody", "99999", "9" * 40, "%", "' OR 1=1", "²", "-1"])
    def test_an_item_that_is_not_there_is_said(self, case, text):
        load(case)
        with pytest.raises(CaseError, match="no item"):
            case.resolve(text)

    def test_a_label_that_several_have_is_not_guessed(self, case):
        with case.changing() as change:
            change.add_items([("Person", None, "John Smith", "{}", *NOTHING)] * 2)
        with pytest.raises(CaseError, match="any of the items 1, 2"):
            case.resolve("John Smith")

    def test_a_property_of_a_type_and_the_types_under_it_as_one_column(self, case):
        ids = load(case)
        found, codes, values = case.property_column("Person", "surname")
        assert dict(zip(found.tolist(), [values[code] if code >= 0 else None for code in codes], strict=True)) == {
            ids["t:ann"]: "Archer", ids["t:bob"]: "Baker", ids["t:cy"]: "Cole", ids["t:dee"]: None,
        }  # fmt: skip
        assert case.property_column("Officer", "age")[2] == ["40"]
        with pytest.raises(UsageError, match="Did you mean Person"):
            case.property_column("Persn", "surname")

    def test_a_property_name_is_never_taken_for_a_path(self, case):
        load(case)
        for name in ('a"b', "$.name", "name.x", "[0]", "é", "'"):
            assert (case.property_column("Person", name)[1] == -1).all()


class TestColumns:
    def test_an_event_has_the_place_where_it_occurred(self, case):
        ids = load(case)
        items = case.columns().items
        row = {number: at for at, number in enumerate(items.id.tolist())}
        burglary, robbery, street = row[ids["t:c1"]], row[ids["t:c2"]], row[ids["t:high"]]
        assert (items.lon[burglary], items.lat[burglary]) == (-2.24, 53.48)
        assert items.place_row[burglary] == street
        assert items.place_precision[burglary] == PlacePrecision.SNAPPED
        assert (items.lon[robbery], items.place_row[robbery]) == (-2.2, robbery), "its own place stands"
        assert items.place_row[row[ids["t:ann"]]] == -1
        assert np.isnan(items.lon[row[ids["t:ann"]]])

    def test_times_and_types_are_those_of_the_items(self, case):
        ids = load(case)
        columns = case.columns()
        row = columns.items.id.tolist().index(ids["t:c1"])
        assert When(
            int(columns.items.when_start[row]),
            int(columns.items.when_end[row]),
            Precision(int(columns.items.when_precision[row])),
        ) == DAY  # fmt: skip
        assert columns.items.type_names[columns.items.type[row]] == "Crime"
        assert columns.links.when_start[1] == DAY.start
        assert columns.links.type_names[columns.links.type[2]] == "OCCURRED_AT"
        for column in (columns.items.type, columns.links.type):
            assert column.dtype == np.int16
        assert columns.links.a.dtype == np.int32

    def test_an_empty_case_has_empty_columns(self, case):
        columns = case.columns()
        assert len(columns.items) == len(columns.links) == 0

    def test_items_alone_and_gaps_in_the_ids(self, case):
        ids = load(case)
        with case.changing() as change:
            change.withdraw_source(ids["one"])
        columns = case.columns()
        assert columns.items.label == ["Ann Archer", "Dee"]
        assert len(columns.links) == 0

    def test_info_counts_what_is_placed_through_its_location(self, case):
        load(case)
        info = case.info()
        assert info["items"] == {"Person": 3, "Crime": 2, "Officer": 1, "Location": 1}
        assert info["links"] == {"KNOWS": 3, "OCCURRED_AT": 2}
        assert (info["with_time"], info["with_place"]) == (1, 3)
        assert info["time"] == ["2017-08-05T00:00:00+01:00", "2017-08-05T23:59:59+01:00"]
        assert info["bounds"] == [-2.24, 53.48, -2.2, 53.5]
        assert [each["source"] for each in info["sources"]] == ["one.csv", "two.csv"]
        assert info["sources"][0]["warnings"] == ["odd"]
        json.dumps(info, allow_nan=False)

    def test_a_text_that_is_no_json_is_damage_said_in_words(self, case):
        ids = load(case)
        with contextlib.closing(sqlite3.connect(case.path)) as connection, connection:
            connection.execute("UPDATE item SET properties = '{broken' WHERE id = ?", (ids["t:ann"],))
        for question in (lambda: case.item(ids["t:ann"]), lambda: case.property_column("Person", "name")):
            with pytest.raises(CaseDamagedError, match="not what a case holds"):
                question()


class TestSources:
    def test_rows_add_up_and_what_was_set_aside_is_told(self, case):
        ids = load(case)
        _, two = case.sources()
        assert (two.rows, two.loaded, two.merged, two.rejected, two.items) == (3, 1, 1, 1, 1)
        assert case.rejections(ids["two"])[0].reason == "Feb 2017 has no day 31"
        assert case.alterations(ids["two"])[0].became == "Annie"
        with pytest.raises(ValueError, match="5 rows are not"), case.changing() as change:
            change.finish_source(ids["two"], rows=5, loaded=1, merged=1, rejected=1)

    def test_an_import_taken_back_leaves_what_others_say(self, case):
        ids = load(case)
        before = case.columns()
        with case.changing() as change:
            change.withdraw_source(ids["two"])
        assert case.item(ids["t:ann"]).properties == {"name": "Ann", "surname": "Archer"}
        assert case.search("annie") == []
        with pytest.raises(CaseError):
            case.item(ids["t:dee"])
        assert [each.source for each in case.assertions(ids["t:ann"])] == ["one.csv"]
        assert [each.live for each in case.sources()] == [True, False]
        assert case.verify() == []
        with case.changing() as change:
            change.restore_source(ids["two"])
        assert case.item(ids["t:ann"]).properties["alias"] == "Annie"
        assert [hit.label for hit in case.search("annie")] == ["Ann Archer"]
        assert case.columns().items.label == before.items.label
        assert case.verify() == []

    def test_the_first_import_can_be_taken_back_alone(self, case):
        ids = load(case)
        with case.changing() as change:
            change.withdraw_source(ids["one"])
        assert case.info()["items"] == {"Person": 2}
        assert case.info()["links"] == {}
        assert case.links_of(ids["t:ann"]) == []
        with case.changing() as change:
            change.restore_source(ids["one"])
        assert case.info()["links"] == {"KNOWS": 3, "OCCURRED_AT": 2}
        assert case.verify() == []

    def test_time_and_place_go_with_the_record_that_gave_them(self, case):
        with case.changing() as change:
            sources = [change.add_source(SourceDraft(f"{n}.csv", "")) for n in range(2)]
            records = [change.add_records(each, [2], ["{}"]) for each in sources]
            item = change.add_items([("Crime", "c", "Theft, 2017", '{"type": "Theft"}', 1, 9, 2, 1.0, 2.0, 1)])
            change.add_assertions(
                [
                    (records[0], item, None, '{"type": "Theft"}'),
                    (records[1], item, None, '{"@when": [1, 9, 2], "@place": [1.0, 2.0, 1], "note": "x"}'),
                ]
            )
            change.withdraw_source(sources[1])
        assert (case.item(item).when, case.item(item).place, case.item(item).label) == (None, None, "Theft")
        with case.changing() as change:
            change.restore_source(sources[1])
        assert case.item(item).when == When(1, 9, Precision.YEAR)
        assert case.item(item).place == Place(1.0, 2.0, PlacePrecision.EXACT)
        assert case.item(item).properties == {"type": "Theft", "note": "x"}


class TestChanging:
    def test_an_exception_takes_everything_back(self, case):
        ids = load(case)
        for error in (ValueError, CancelledError, KeyboardInterrupt):
            with pytest.raises(error), case.changing() as change:
                load_into(change)
                change.append_log("import", {}, {}, "Import")
                raise error
        assert len(case.columns().items) == 7
        assert case.log() == []
        assert case.search("burglary", "Crime")[0].id == ids["t:c1"]
        assert case.verify() == []

    def test_a_part_of_a_change_can_fail_alone(self, case):
        with case.changing() as change:
            load_into(change, "kept")
            with pytest.raises(ValueError), case.changing() as part:
                load_into(part, "not kept", 12_000)
                part.index()
                raise ValueError
            assert len(case.columns().items) == 1, "the thread that changes sees its own changes"
            load_into(change, "kept too")
        assert case.columns().items.label == ["kept", "kept too"]
        assert [hit.label for hit in case.search("kept")] == ["kept", "kept too"]
        assert case.verify() == []

    def test_keys_are_found_and_never_given_twice(self, case):
        ids = load(case)
        with case.changing() as change:
            assert change.keys("t:c") == {
                "t:c1": (ids["t:c1"], "Crime"), "t:c2": (ids["t:c2"], "Crime"), "t:cy": (ids["t:cy"], "Officer"),
            }  # fmt: skip
            assert change.keys(["t:ann", "t:nobody"]) == {"t:ann": (ids["t:ann"], "Person")}
        with pytest.raises(CaseError, match="same key"), case.changing() as change:
            change.add_items([("Person", "t:ann", "Another", "{}", *NOTHING)])

    def test_a_link_to_nothing_is_a_mistake_of_the_caller(self, case):
        with pytest.raises(sqlite3.IntegrityError), case.changing() as change:
            change.add_links([("KNOWS", 1, 2, None, None, None, None)])

    def test_an_unknown_type_is_refused(self, case):
        with pytest.raises(SchemaError, match="no type “Dragon”"), case.changing() as change:
            change.add_items([("Dragon", None, "D", "{}", *NOTHING)])

    def test_much_at_once_keeps_its_indexes(self, case):
        with case.changing() as change:
            first = change.add_items(("Person", None, f"P{n}", "{}", *NOTHING) for n in range(12_000))
            change.add_links(("KNOWS", first, first + n, None, None, None, None) for n in range(12_000))
            change.add_assertions((None, first + n, None, "{}") for n in range(12_000))
        assert len(case.links_of(first)) == 12_000
        with contextlib.closing(sqlite3.connect(case.path)) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
        assert {"link_a", "link_b", "statement_item", "statement_link"} <= names

    def test_two_threads_take_turns_and_readers_never_wait(self, case):
        begun, go_on = threading.Event(), threading.Event()

        def slow():
            with case.changing() as change:
                load_into(change, "slow")
                begun.set()
                go_on.wait()

        thread = threading.Thread(target=slow)
        thread.start()
        begun.wait()
        assert case.columns().items.label == []
        case.set_setting("view", {"zoom": 3})
        assert case.settings("view") == {"zoom": 3}
        go_on.set()
        with case.changing() as change:
            load_into(change, "quick")
        thread.join()
        assert case.columns().items.label == ["slow", "quick"]

    def test_settings_last(self, case):
        case.set_setting("window", {"size": [1, 2]})
        case.set_setting("gone", 1)
        case.set_setting("gone", None)
        path = case.path
        case.close()
        with CaseFile.open(path, read_only=True) as again:
            assert again.settings("window") == {"size": [1, 2]}
            assert again.settings("gone", "default") == "default"

    def test_a_closed_case_says_so(self, case):
        case.close()
        case.close()
        with pytest.raises(CaseError, match="the case is closed"):
            case.columns()
        with pytest.raises(CaseError, match="the case is closed"), case.changing():
            pass


def load_into(change, label="Somebody", count=1):
    change.add_items(("Person", None, label, "{}", *NOTHING) for _ in range(count))


class TestSetsAndCharts:
    def test_a_set_is_kept_renamed_and_forgotten(self, case):
        ids = load(case)
        with case.changing() as change:
            change.save_set("suspects", [ids["t:bob"], ids["t:ann"], ids["t:bob"]], "Person")
            change.save_set("none", [])
        assert {name: found.tolist() for name, found in case.sets().items()} == {
            "none": [], "suspects": sorted([ids["t:ann"], ids["t:bob"]]),
        }  # fmt: skip
        with case.changing() as change:
            change.rename_set("suspects", "Suspects, all")
            change.delete_set("none")
        assert list(case.sets()) == ["Suspects, all"]
        with pytest.raises(CaseError, match="no set “none”"), case.changing() as change:
            change.delete_set("none")
        with pytest.raises(CaseError, match="already"), case.changing() as change:
            change.save_set("b", [])
            change.rename_set("b", "Suspects, all")

    def test_a_chart_is_kept_and_moved_in_part(self, case):
        ids = load(case)
        rows = ChartRows(
            "Chart 1",
            np.array([ids["t:ann"], ids["t:bob"]], np.int64),
            np.array([1.5, 2.5], np.float32),
            np.array([-1, 0], np.float32),
            np.array([True, False]),
            np.array([False, True]),
        )
        with case.changing() as change:
            change.save_chart("Chart 1", rows)
        kept = case.charts()["Chart 1"]
        for name in ("id", "x", "y", "pinned", "hidden"):
            assert getattr(kept, name).tolist() == getattr(rows, name).tolist()
            assert getattr(kept, name).dtype == getattr(rows, name).dtype
        moved = ChartRows("Chart 1", rows.id[:1], rows.x[:1] + 1, rows.y[:1], rows.pinned[:1], rows.hidden[:1])
        with case.changing() as change:
            change.move_in_chart("Chart 1", moved)
            change.take_off_chart("Chart 1", [ids["t:bob"]])
        assert case.charts()["Chart 1"].x.tolist() == [2.5]
        with case.changing() as change:
            change.delete_chart("Chart 1")
        assert case.charts() == {}


def test_a_case_shows_its_types_where_they_are_not_known(tmp_path):
    horse = ItemType("Horse", "horse", "horses", "object", "horse", 6, caption=("{name}",))
    with CaseFile.create(tmp_path / "a.intelviz", Schema({"Horse": horse})) as case, case.changing() as change:
        change.add_items([("Horse", None, "Shergar", "{}", *NOTHING)])
    with CaseFile.open(tmp_path / "a.intelviz", read_only=True) as case:
        assert case.schema.items == {"Horse": horse}
        assert case.info()["items"] == {"Horse": 1}
    with CaseFile.open(tmp_path / "a.intelviz") as case:
        assert {"Horse", "Person"} <= set(case.schema.items)
        with case.changing() as change:
            change.add_items([("Person", None, "Ann", "{}", *NOTHING)])
        assert case.info()["items"] == {"Horse": 1, "Person": 1}
        assert case.verify() == []
