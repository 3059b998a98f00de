"""The chart as commands change it: whatever is done, the way back leads to where it was."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from intelviz.schema.errors import CaseDamagedError
from intelviz.workspace.chart import ChartState
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.chart.states import free_name, state_from, state_json
from intelviz.workspace.packing import SHORT, packed, unpacked

kinds = st.sampled_from([np.dtype("int64"), np.dtype("float32"), np.dtype("bool")])


@settings(max_examples=200, deadline=None)
@given(kinds.flatmap(lambda kind: arrays.arrays(kind, st.integers(0, 3 * SHORT))))
def test_packed_arrays_survive_exactly(array):
    again = unpacked(json.loads(json.dumps(packed(array))), array.dtype)
    assert again.dtype == array.dtype
    assert np.array_equal(again, array, equal_nan=array.dtype.kind == "f")


def test_ids_take_little_room_and_a_damaged_entry_is_said():
    ids = np.arange(60_000) * 3 + 7
    kept = packed(ids)
    assert len(json.dumps(kept)) < 2000
    assert packed(np.array([5, 6])) == [5, 6]
    with pytest.raises(CaseDamagedError):
        unpacked({**kept, "count": 3}, np.int64)
    with pytest.raises(CaseDamagedError):
        unpacked({**kept, "zlib": "AAAA"}, np.int64)


def chart(ids) -> ChartState:
    ids = np.array(sorted(ids), np.int64)
    x = np.arange(len(ids), dtype=np.float32)
    return ChartState(ids, x, -x, ids % 3 == 0, ids % 5 == 0)


def same(one: ChartState, two: ChartState) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(two, name)) for name in ("id", "x", "y", "pinned", "hidden"))


id_sets = st.lists(st.integers(1, 40), max_size=30)
edits = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "x", "hidden", "pinned"]), id_sets, st.booleans()), max_size=5
)


@settings(max_examples=300, deadline=None)
@given(id_sets, edits)
def test_the_way_back_leads_to_where_it_was(ids, changes):
    before, after = Sheet(chart(set(ids))), Sheet(chart(set(ids)))
    start = before.state
    for what, ids_given, flag in changes:
        which = np.array(ids_given, np.int64)
        match what:
            case "add":
                after.add(which, which.astype(np.float32), which.astype(np.float32))
            case "remove":
                after.remove(which)
            case "x":
                after.set("x", which, which.astype(np.float32) * 2)
            case _:
                after.set(what, which, flag)
    assert (np.diff(after.id) > 0).all()
    end = after.state
    back, forth = before.way_back(after), after.way_back(before)
    after.go_back(json.loads(json.dumps(back)))
    assert same(after.state, start)
    after.go_back(forth)
    assert same(after.state, end)


def test_a_whole_chart_survives_in_the_log():
    state = chart(range(1, 90))
    assert same(state_from(json.loads(json.dumps(state_json(state)))), state)


def test_charts_are_numbered():
    assert free_name({"Chart 1", "Chart 3"}) == "Chart 2"
