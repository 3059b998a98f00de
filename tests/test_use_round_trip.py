"""Every view state is changed, saved, and found again in the reopened window; what the analyst did is undone there.

``KEPT`` lists what each view remembers, ``CASE_SETTINGS`` what is kept beside it, ``PARTS`` what a chart has beside
its items: whoever adds a state adds it here, with an act that changes it, or a test fails.
"""

import base64
import json
import re
import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

import intelviz
from intelviz.analysis.time.bursts import SENSITIVITIES
from intelviz.case.values import SourceDraft
from intelviz.views.network.camera import Camera
from intelviz.views.splits import Split
from intelviz.views.timeline.playing import SPEEDS, STEPS
from intelviz.workspace.commands.chart.group_items import GroupItems
from intelviz.workspace.commands.chart.hide_items import HideItems
from intelviz.workspace.commands.chart.move_items import MoveItems
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.commands.chart.pin_items import PinItems
from intelviz.workspace.commands.chart.set_part import PARTS as CHART_PARTS
from intelviz.workspace.commands.chart.set_part import SetPart
from intelviz.workspace.commands.lanes.set_lanes import LaneChoice, SetLanes
from intelviz.workspace.comparing import side_of
from intelviz.workspace.kept_parts import plain_parts, take_parts
from intelviz.workspace.workspace import FilterPart
from tests.small_case import small_case
from tests.window_story import opened_window, settle, wait

KEPT = {
    "network": {"x", "y", "scale", "fitted", "layout", "names", "legend", "overview", "charts"},
    "map": {
        *("fitted", "lon", "lat", "zoom", "mode", "way", "bandwidth", "reach", "hexagon", "hidden_types", "ties"),
        *("legend", "names", "layers"),
    },
    "timeline": {"begin", "end", "mode", "away", "bursts", "counting", "scroll", "playing", "window"},
    "table": {"scope", "hidden", "columns", "sorted_by"},
    "details": {"follow"},
    "filter": {
        "types", "links", "sources", "query", "facets", "open facets", "open", "split", "parts", "linked by shown",
    },
    "sources": {"split"},
    "sets": set(),
    "patterns": {"page", "type", "by"},
    "compare": {"page", "left", "right", "split", "periods", "maps", "by"},
}  # fmt: skip
CASE_SETTINGS = {"view/expand", "view/map-tracks", "view/areas", "view/own-layers", "view/tiles"}
"""Kept by themselves; each has a round trip in the tests of its view as well."""
PARTS = {"groups", "notes", "expansions", "style", "layout", "grid"}
UNCHANGED = {("timeline", "scroll")}
"""What the acts below need not change: four lanes have nothing to scroll."""
PHONE = 3


def view(window, name):
    return window.bench.docks[name].view


def seen(window) -> dict[str, dict[str, object]]:
    """Return what all views remember, as it is written into the case."""
    return json.loads(json.dumps(window.bench.settings()))


def charts(window) -> dict[str, object]:
    """Return every chart of the case, by name, and the lanes: what acts change."""
    case = window.bench.opened.case
    found = {
        name: [
            *(np.asarray(part).tolist() for part in (rows.id, rows.x, rows.y, rows.pinned, rows.hidden)),
            {key: value for key, value in rows.body.items() if value},
        ]
        for name, rows in case.charts().items()
    }
    return {"charts": found, "lanes": case.settings("timeline/lanes", None)}


def change_charts(window) -> None:
    opened = window.bench.opened
    workspace, acts = opened.workspace, opened.acts
    rows = np.flatnonzero(workspace.chart.drawn)[:5]
    ids, name = workspace.items.id[rows], workspace.chart.name
    acts.run(MoveItems(ids[:2], name, workspace.chart.x[rows[:2]] + 300, workspace.chart.y[rows[:2]] - 40))
    acts.run(PinItems(ids[2:3], name))
    acts.run(HideItems(ids[3:4], name))
    acts.run(GroupItems(ids[:2], name, np.zeros(2, np.int64), ("The two",)))
    note = {"number": 1, "kind": "text", "x": 10.0, "y": 20.0, "width": 80.0, "height": 40.0, "text": "Ask Ann"}
    acts.run(SetPart(ids[:0], name, "notes", [note], "Write a note"))
    rule = {"channel": "colour", "source": {"kind": "type"}}
    acts.run(SetPart(ids[:0], name, "style", {"version": 1, "name": "By type", "rules": [rule]}, "Style"))
    acts.run(NewChart(ids[:1], "Second", np.array([5.0]), np.array([7.0])))
    acts.open_chart("Second")
    acts.run(SetLanes((LaneChoice(int(workspace.items.id[PHONE]), True, 1),), "chosen", "Lanes"))


def change_pictures(window) -> None:
    network, where, when = (view(window, each) for each in ("network", "map", "timeline"))
    network.look(Camera(31, -12, 1.75, float(network.width()), float(network.height())))
    network.layout_name, network.naming = "circular", "none"
    network.flip_legend()
    network.flip_overview()
    where.set_mode("hexagons")
    where.set_bandwidth(44)
    where.options.hexagon, where.options.reach, where.options.way = 1000, 650, "points"
    where.marked.set_on("heat", on=True)
    where.marked.set_opacity("heat", 0.35)
    where.marked.move("heat", 3)
    where.marked.set_query("hexagons", "not Robbery")
    where.toggle_type("Crime")
    where.set_ties("all")
    where.options.legend = where.options.names = False
    where.zoom_by(2.0, where.middle + QPointF(40, 30))
    when.options.set_bursts(next(each for each in SENSITIVITIES if each != when.options.bursts))
    when.options.set_counting("first")
    when.laning.set_away_all(2)
    when.look_at(when.begin + 86_400, when.end - 2 * 86_400)
    when.set_window(1501542000.0, 1504220400.0)
    when.player.cumulative, when.player.step = True, STEPS[1]
    when.player.set_speed(next(each for each in SPEEDS if each != when.player.speed))


def change_panels(window) -> None:
    table, panel, patterns = (view(window, each) for each in ("table", "filter", "patterns"))
    workspace = window.bench.opened.workspace
    table.set_scope("linked")
    table.show_column(table.shown_columns()[1].name, shown=False)
    table.grid.horizontalHeader().resizeSection(0, 233)
    table.grid.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    workspace.select([2])
    panel.hide_selected()
    panel.show_query("not Robbery")
    panel.empty("types", {"Location"})
    panel.empty("links", {"KNOWS"})
    panel.empty("sources", set(list(panel.tree.keys_of("sources"))[1:]))
    panel.tree.sections["links"].setExpanded(not panel.tree.sections["links"].isExpanded())
    first = next(iter(panel.facets.folds))
    panel.facets.open(first)
    panel.facets.take({"property Crime.type": 'Crime.type = "Burglary"'})
    workspace.link_by_shown(on=True)
    details = view(window, "details")
    details.follow = not details.follow
    patterns.show_page("bars")
    patterns.count_type("Crime")
    patterns.count_by("property type")
    compare = view(window, "compare")
    compare.parts.left.show_side(side_of("query:Crime"))
    compare.parts.right.show_side(side_of("all"))
    compare.show_page("maps")
    compare.maps.restore(
        {"periods": [[1501542000, 1502000000], [1502000000, 1503000000]], "maps": "difference", "by": "hour"}
    )
    for name in ("filter", "sources", "compare"):
        window.bench.show_dock(name)
        for split in view(window, name).findChildren(Split):
            sizes = split.sizes()
            split.take([sizes[0] + 30, sizes[1] - 30, *sizes[2:]])


@pytest.fixture
def left(qtbot, tmp_path):
    """Return the path of a case whose every state was changed in a window, how it was left, and how it was before."""
    path = tmp_path / "small.intelviz"
    with small_case(path) as case, case.changing() as change:
        source = change.add_source(SourceDraft("second.csv", "1" * 64))
        record = change.add_records(source, [2], ["{}"])
        change.add_assertions([(record, int(case.columns().items.id[0]), None, None)])
        change.finish_source(source, rows=1, loaded=0, merged=1, rejected=0, items=0)
    window = opened_window(qtbot, path, size=(1700, 1000))
    settle(qtbot)
    before, drawn = seen(window), charts(window)
    change_charts(window)
    change_pictures(window)
    change_panels(window)
    window.bench.toggle_dock("map")
    window.bench.show_dock("table")
    settle(qtbot)
    wait(qtbot, lambda: not window.session.jobs.running)
    found = seen(window), charts(window), arranged(window), window.bench.opened.workspace.shown.tolist()
    window.close()
    return path, found, (before, drawn)


def arranged(window) -> dict[str, tuple]:
    """Return which docks are open, where, and how large, and which tab is in front."""
    bench = window.bench
    return {
        name: (bench.in_sight(name), dock.isFloating(), dock.geometry().getRect() if bench.in_sight(name) else None)
        for name, dock in bench.docks.items()
    }


def reopened(qtbot, path):
    window = opened_window(qtbot, path, size=(1700, 1000))
    settle(qtbot)
    wait(qtbot, lambda: not window.session.jobs.running)
    settle(qtbot)
    return window


def test_every_state_of_every_view_is_known_here_and_was_changed(left):
    _, (states, *_), (before, _) = left
    assert {name: set(found) for name, found in states.items()} == KEPT
    same = {
        (name, key) for name, found in states.items() for key, value in found.items() if before[name].get(key) == value
    }
    assert same <= UNCHANGED, "an act in this test should change it"


def test_all_is_found_again_in_the_reopened_window(qtbot, left):
    path, (states, drawn, docks, shown), _ = left
    window = reopened(qtbot, path)
    assert charts(window) == drawn
    again = seen(window)
    wrong = {(name, key): (value, again[name][key]) for name, found in states.items() for key, value in found.items()
             if not alike(again[name][key], value)}  # fmt: skip
    assert not wrong
    again = arranged(window)
    assert {name: each[:2] for name, each in again.items()} == {name: each[:2] for name, each in docks.items()}
    for name, (*_, where) in docks.items():
        # Qt shares out some pixels differently each time.
        assert where is None or np.abs(np.subtract(again[name][2], where)).max() <= 12, name
    assert window.bench.opened.workspace.shown.tolist() == shown
    assert window.bench.opened.workspace.chart.name == "Second"


def alike(one, other) -> bool:
    """Return whether two states are the same but for the last digits of numbers and a pixel of a splitter."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-6 * max(1.0, abs(one))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return set(one) == set(other) and all(alike(one[key], other[key]) for key in one)
    return one == other


def test_what_was_done_is_undone_in_the_reopened_window(qtbot, left):
    path, (_, drawn, *_), (_, before) = left
    window = reopened(qtbot, path)
    acts = window.bench.opened.acts
    for _ in range(8):
        assert acts.can_undo
        window.undo()
        wait(qtbot, lambda: not window.session.jobs.running)
    settle(qtbot)
    assert charts(window) == before
    for _ in range(8):
        window.redo()
    settle(qtbot)
    assert charts(window)["charts"] == drawn["charts"]


def test_no_view_keeps_a_setting_that_has_no_round_trip():
    found = set()
    for path in Path(intelviz.__file__).parent.rglob("*.py"):
        found |= set(re.findall(r"[\"']f?([\w/]*view/[\w-]+)[\"']", path.read_text(encoding="utf-8")))
    assert found == CASE_SETTINGS, "add it here, with a test that it is there after closing and reopening"
    assert PARTS == CHART_PARTS


def test_parts_of_the_filter_are_read_with_suspicion(workspace):
    workspace.select([1, 3])
    mask = workspace.selected.copy()
    workspace.set_filter("picked", FilterPart("Only 2 picked items", mask))
    workspace.set_filter("hidden", FilterPart("Without 2", ~mask))
    kept = plain_parts(workspace, {"hidden"})
    assert [each["name"] for each in kept] == ["picked"]
    workspace.set_filter("picked", None)
    workspace.set_filter("hidden", None)
    bomb = base64.b64encode(zlib.compress(bytes(50_000_000))).decode()
    nonsense = [
        None, 3, [], {"name": "x"}, {**kept[0], "name": "bomb", "ids": bomb}, {**kept[0], "name": "no", "ids": "%%"},
        {**kept[0], "name": "cut", "ids": kept[0]["ids"][:-8]}, {**kept[0], "name": "types"},
    ]  # fmt: skip
    take_parts(workspace, nonsense, {"types"})
    take_parts(workspace, "nonsense", ())
    assert not workspace.filter_parts
    take_parts(workspace, kept, ())
    assert workspace.shown.tolist() == mask.tolist()
    assert workspace.filter_parts["picked"].words == "Only 2 picked items"
