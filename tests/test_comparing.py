"""Two sides beside each other: sets, charts, queries, imports, dates, periods; against sets of Python."""

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz import Case
from intelviz.schema.errors import UsageError
from intelviz.schema.when import NO_TIME, Precision
from intelviz.workspace.asking import ask
from intelviz.workspace.commands.chart.hide_items import HideItems
from intelviz.workspace.commands.chart.move_items import MoveItems
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.comparing import Comparison, Members, Period, Side, compare, in_period, period_of, side_of
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.workspace import Workspace
from tests.conftest import SMALL_ITEMS, made_columns, made_schema
from tests.small_case import small_case
from tests.test_newer_version import folder, loaded  # noqa: F401  a fixture


@pytest.fixture
def opened(tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        yield opened


def labels(answer, part, key="items"):
    return sorted(each["label"] for each in answer[key][part]["items"])


def test_a_set_beside_a_query(opened):
    ids = opened.workspace.items.id
    opened.acts.run(MakeSet("People", ids[[0, 1, 3]]))
    answer = ask(opened, "compare", "set:people", "query:Person")
    assert labels(answer, "left") == ["07700 900001"]
    assert labels(answer, "common") == ["Ann Archer", "Bob Baker"]
    assert labels(answer, "right") == ["Cy Cole"]
    # Links of a side run between its items: two KNOWS in both, HAS_PHONE left, KNOWS of Bob and Cy right.
    assert {part: each["by_type"] for part, each in answer["links"].items()} == {
        "left": {"HAS_PHONE": 1},
        "common": {"KNOWS": 2},
        "right": {"KNOWS": 1},
    }
    only = ask(opened, "compare", "set:People", "all", "--type", "Phone")
    assert (only["items"]["left"]["count"], labels(only, "right")) == (0, ["07700 900002"])


def test_two_charts_say_what_moved_and_what_is_hidden(opened):
    ids = opened.workspace.items.id
    opened.acts.run(NewChart(ids[:3], "One", np.zeros(3), np.arange(3.0)))
    opened.acts.run(NewChart(ids[1:4], "Two", np.zeros(3), np.arange(1.0, 4.0)))
    opened.acts.run(MoveItems(ids[[1]], "Two", np.array([50.0]), np.array([1.0])))
    opened.acts.run(HideItems(ids[[2]], "Two"))
    answer = ask(opened, "compare", "chart:One", "chart:Two")
    assert (labels(answer, "left"), labels(answer, "right")) == (["Ann Archer"], ["07700 900001"])
    assert [each["label"] for each in answer["moved"]["items"]] == ["Bob Baker"]
    assert [each["label"] for each in answer["hidden"]["items"]] == ["Cy Cole"]


def test_two_imports_say_what_came_went_and_changed(folder):  # noqa: F811  the fixture
    with Case.open(folder / "case.intelviz") as case:
        loaded(case, folder)
        answer = case.ask("compare", "import:#1", "import:#2")
        assert (labels(answer, "left"), labels(answer, "right")) == (["Cy"], ["Ed"])
        assert answer["items"]["common"]["count"] == 3
        said = [(each["property"], each["old"], each["new"]) for each in answer["changed"]["properties"]]
        assert ("first name", "Bob", "Robert") in said
        assert all(each["label"] == "Robert" for each in answer["changed"]["properties"])
        back = case.ask("compare", "import:#2", "import:#1")
        assert {("first name", "Robert", "Bob")} <= {
            (each["property"], each["old"], each["new"]) for each in back["changed"]["properties"]
        }
        with pytest.raises(UsageError, match=r"Several imports.*#1 people.csv, #2 people.csv"):
            case.ask("compare", "import:people.csv", "all")


def test_what_was_known_then_and_what_is_known_now(folder):  # noqa: F811  the fixture
    with Case.open(folder / "case.intelviz") as case:
        loaded(case, folder)
    with closing(sqlite3.connect(folder / "case.intelviz")) as connection, connection:
        connection.execute("UPDATE source SET at = '2020-01-05T10:00:00.000+00:00' WHERE id = 1")
    with Case.open(folder / "case.intelviz") as case:
        answer = case.ask("compare", "known:5 Jan 2020", "all")
        assert labels(answer, "right") == ["Ed"]
        assert answer["items"]["common"]["count"] == 4
        assert case.ask("compare", "known:4 Jan 2020", "all")["items"]["common"]["count"] == 0
        case.withdraw(1)
        notes = case.ask("compare", "known:2020", "all")["notes"]
        assert notes == ["Left: 1 item of imports taken back since or before: no longer in the case"]


def test_two_periods_count_apart_what_is_known_too_vaguely(opened):
    answer = ask(opened, "compare", "period:1/8/2017 to 7/8/2017", "period:20/8/2017 to 27/8/2017")
    assert labels(answer, "left") == ["Burglary", "Call of 38 s"]
    assert labels(answer, "right") == ["Call of 5 s"]
    assert answer["notes"] == ["1 event left out: known too vaguely to say whether it lies in the period"]
    whole = ask(opened, "compare", "period:Aug 2017", "period:Jul 2017")
    assert (whole["items"]["left"]["count"], whole["notes"]) == (4, [])


@pytest.mark.parametrize(
    "text", ["", "set", "set:", "nothing:x", "all:x", "period:soon", "known:31/02/2017", "period:"]
)
def test_what_is_no_side_is_refused_in_words(opened, text):
    with pytest.raises(UsageError):
        ask(opened, "compare", text or " ", "all")


@pytest.mark.parametrize(
    "text", ["set:none", "chart:none", "import:none", "import:#77", "query:Person.nothing = 3", "import:#x"]
)
def test_what_there_is_not_is_said(opened, text):
    with pytest.raises(UsageError):
        ask(opened, "compare", text, "all")


@given(st.text(max_size=40))
def test_any_text_is_a_side_or_is_refused(text):
    try:
        side = side_of(text)
    except UsageError:
        return
    assert side_of(side.text) == side


@settings(deadline=None)
@given(st.data())
def test_parts_are_those_of_sets(data):
    workspace = Workspace(made_columns(), made_schema())
    rows = st.sets(st.integers(0, len(SMALL_ITEMS) - 1))
    left, right = data.draw(rows), data.draw(rows)
    masks = [workspace.mask_of(sorted(each)) for each in (left, right)]
    links = workspace.links
    sides = [Members(Side("selected"), mask, mask[links.a] & mask[links.b]) for mask in masks]
    none = np.zeros(0, np.int32)
    found = Comparison(*sides, none, none, ())
    assert set(np.flatnonzero(found.items("left"))) == left - right
    assert set(np.flatnonzero(found.items("common"))) == left & right
    assert set(np.flatnonzero(found.items("right"))) == right - left
    inside = [{n for n in range(len(links)) if {links.a[n], links.b[n]} <= each} for each in (left, right)]
    assert set(np.flatnonzero(found.links("common"))) == inside[0] & inside[1]
    assert set(np.flatnonzero(found.links("left"))) == inside[0] - inside[1]


@settings(deadline=None)
@given(st.integers(0, 40 * 86_400), st.integers(1, 40 * 86_400))
def test_every_event_of_a_period_is_whole_vague_unknown_or_outside(start, long):
    workspace = Workspace(made_columns(), made_schema())
    items, first = workspace.items, 1_500_000_000
    period = Period(first + start, first + start + long)
    found = in_period(workspace, period)
    for row in np.flatnonzero(workspace.category_mask("event")).tolist():
        begin, end, known = (int(each[row]) for each in (items.when_start, items.when_end, items.when_precision))
        exact = known >= Precision.DAY
        inside = period.start <= begin < period.end if exact else period.start <= begin and end <= period.end
        touches = begin < period.end and end > period.start
        assert bool(found.whole[row]) == inside
        assert bool(found.vague[row]) == (not exact and touches and not inside)
        assert bool(found.unknown[row]) == (begin == NO_TIME)


def test_periods_are_read_as_analysts_write_them():
    august = period_of("Aug 2017")
    assert august == period_of("1/8/2017 to 31/8/2017") == period_of("from 1 Aug 2017 to 31 Aug 2017")
    assert august.seconds == 31 * 86_400
    assert august.words == "from 1 Aug 2017 to 31 Aug 2017"


def test_comparing_finds_the_same_workspace_rows_after_a_gap(opened):
    found = compare(opened.workspace, opened.case, Side("all"), Side("import", "small.csv"))
    assert found.items("common").all()
    assert found.links("common").all()
    assert found.notes == ()
