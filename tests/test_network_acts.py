"""What the network offers beside picking: layouts as jobs, lines and their links, legend, bottom line, cards."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from intelviz.schema.when import NO_TIME
from intelviz.views.network import adding, chart_acts, line_acts, menu
from intelviz.views.network import sight as module
from intelviz.views.network.cards import item_lines, pair_lines
from intelviz.views.network.content import Content
from intelviz.views.network.links_dialog import LinksDialog
from intelviz.views.network.view import NetworkView
from intelviz.workspace.jobs import Jobs
from intelviz.workspace.workspace import Change, Workspace
from tests.conftest import SMALL_ITEMS, SMALL_LINKS, made_columns, made_schema, many

ANN, BOB, CY, PHONE = 0, 1, 2, 3
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot, workspace):
    """Return a network of Ann, Bob and Cy in a row and Ann's phone below her, wide enough for its legend."""
    chart = workspace.chart
    chart.drawn[[ANN, BOB, CY, PHONE]] = True
    chart.x[[ANN, BOB, CY, PHONE]] = [0, 200, 400, 0]
    chart.y[[ANN, BOB, CY, PHONE]] = [0, 0, 0, 150]
    return shown(qtbot, workspace)


def shown(qtbot, workspace: Workspace, **more) -> NetworkView:
    made = NetworkView(workspace, **more)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.fit()
    made.grab()
    return made


def posted(jobs: Jobs, waiting: list) -> None:
    """Run what the jobs have posted until none is under way."""
    while jobs.running or waiting:
        while waiting:
            waiting.pop(0)()
        QApplication.processEvents()
        time.sleep(0.01)


def places(workspace: Workspace) -> np.ndarray:
    return np.column_stack([workspace.chart.x, workspace.chart.y])


def selected(view: NetworkView) -> set[int]:
    return set(view.workspace.selected_rows.tolist())


def act(view: NetworkView, name: str):
    return next(each for each in view.actions_here() if each.name == name)


def spot(view: NetworkView, words: str) -> QPoint:
    """Return where the bottom line says so."""
    view.grab()
    return next(box for box, text, _ in view.below.places if text == words).center().toPoint()


# Layouts as jobs


@pytest.fixture
def large():
    workspace = Workspace(many(900, 1500), made_schema())
    workspace.chart.drawn[:] = True
    workspace.chart.x[:] = np.arange(900) * 3
    return workspace


def test_a_large_chart_is_arranged_as_a_job_and_pinned_items_stay(qtbot, large):
    waiting: list = []
    jobs = Jobs(waiting.append)
    view = shown(qtbot, large, jobs=jobs)
    large.chart.pinned[:3] = True
    before = places(large)
    arranged: list[int] = []
    view.arranged.connect(lambda: arranged.append(1))
    view.lay_out("grouped")
    assert view.arranging.busy
    assert jobs.running[0].title == "Arranging 900 items (grouped by type)"
    posted(jobs, waiting)
    assert arranged == [1]
    assert not view.arranging.busy
    after = places(large)
    assert np.array_equal(after[:3], before[:3])
    assert (after[3:] != before[3:]).any(1).mean() > 0.9
    assert np.isfinite(after).all()


def test_a_layout_that_is_stopped_leaves_the_chart_as_it_was(qtbot, large):
    waiting: list = []
    jobs = Jobs(waiting.append)
    view = shown(qtbot, large, jobs=jobs)
    said: list[str] = []
    view.said.connect(said.append)
    before = places(large)
    view.lay_out("force")
    jobs.cancel_all()
    posted(jobs, waiting)
    assert np.array_equal(places(large), before)
    assert said[-1] == "Stopped: the chart is as it was."


def test_a_second_layout_takes_the_place_of_the_first(qtbot, large):
    waiting: list = []
    jobs = Jobs(waiting.append)
    view = shown(qtbot, large, jobs=jobs)
    arranged: list[int] = []
    view.arranged.connect(lambda: arranged.append(1))
    view.lay_out("force")
    view.lay_out("circular")
    posted(jobs, waiting)
    assert arranged == [1]
    radius = np.hypot(*(places(large) - places(large).mean(0)).T)
    assert radius == pytest.approx(radius[0], rel=0.01)


def test_drawing_everything_changes_nothing_until_it_is_arranged(qtbot, large):
    large.chart.drawn[5:] = False
    waiting: list = []
    jobs = Jobs(waiting.append)
    view = shown(qtbot, large, jobs=jobs)
    chart_acts.draw_everything(view)
    assert large.chart.drawn.sum() == 5
    posted(jobs, waiting)
    assert large.chart.drawn.all()
    assert len(np.unique(places(large), axis=0)) == 900


def test_drawing_everything_in_a_case_can_be_undone(qtbot, gm_copy):
    workspace = gm_copy.workspace
    gm_copy.keep_first_chart()
    view = shown(qtbot, workspace, case=gm_copy.case, acts=gm_copy.acts)
    drawn = workspace.chart.drawn.copy()
    some = np.flatnonzero(~drawn)[:200].astype(np.int32)
    chart_acts.put(view, some, np.column_stack([np.arange(200) * 50.0 + 9000, np.zeros(200)]).astype(np.float32))
    assert workspace.chart.drawn.sum() == drawn.sum() + 200
    gm_copy.acts.undo()
    assert np.array_equal(workspace.chart.drawn, drawn)


# The bottom line and the legend


def test_the_bottom_line_offers_what_can_be_done_about_it(qtbot, view):
    assert [text for _, text, _ in view.below.places] == ["Draw everything"]
    qtbot.mouseClick(view, LEFT, pos=spot(view, "Draw everything"))
    assert view.workspace.chart.drawn.all()
    view.workspace.select([ANN])
    act(view, "hide").run()
    view.grab()
    assert [text for _, text, _ in view.below.places] == ["Show 1 hidden by hand"]
    qtbot.mouseClick(view, LEFT, pos=spot(view, "Show 1 hidden by hand"))
    assert ANN in view.content.rows


def test_a_click_on_the_bottom_line_keeps_the_selection(qtbot, view, monkeypatch):
    asked: list[object] = []
    monkeypatch.setattr(adding, "expand", asked.append)
    view.workspace.select([ANN])
    qtbot.mouseClick(view, LEFT, pos=spot(view, "Draw the selection's links…"))
    assert asked == [view]
    assert selected(view) == {ANN}


def test_a_narrow_view_cuts_words_not_acts(qtbot, view):
    view.resize(420, 300)
    view.grab()
    assert [text for _, text, _ in view.below.places] == ["Draw everything"]
    assert view.below.places[0][0].right() <= 420


def test_a_click_on_the_legend_picks_what_it_names(qtbot, view):
    lines = {(entry.kind, entry.number): box for box, entry in view.legend.places}
    person = list(view.workspace.schema.items).index("Person")
    qtbot.mouseClick(view, LEFT, pos=lines["type", person].center().toPoint())
    assert selected(view) == {ANN, BOB, CY}
    qtbot.mouseClick(view, LEFT, pos=lines["group", 2].center().toPoint())
    assert selected(view) == {ANN, PHONE}


def test_k_takes_the_legend_away_and_fit_keeps_clear_of_it(view):
    x, y = view.scene().screen(view.content.rows)
    box = view.legend.box
    assert not ((x > box.left()) & (y < box.bottom())).any()
    act(view, "legend").run()
    view.grab()
    assert view.legend.box.isEmpty()
    act(view, "legend").run()
    view.grab()
    assert not view.legend.box.isEmpty()


# Lines and their links


def test_o_opens_the_lines_between_selected_items_and_closes_them(view):
    view.workspace.select([ANN, BOB, CY])
    assert act(view, "open_lines").enabled()
    act(view, "open_lines").run()
    assert len(view.opened) == 1
    act(view, "open_lines").run()
    assert not view.opened


def test_the_list_has_each_link_and_picks_its_ends(qtbot, view):
    view.workspace.select([ANN, BOB])
    line_acts.show_list(view)
    dialog = view.findChild(LinksDialog)
    rows = [dialog.tree.topLevelItem(row) for row in range(dialog.tree.topLevelItemCount())]
    assert [[row.text(column) for column in range(3)] for row in rows] == [["Ann Archer", "knows", "Bob Baker"]] * 2
    view.workspace.select([CY])
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Return)
    assert selected(view) == {ANN, BOB}
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_one_selected_item_lists_all_its_links(view):
    view.workspace.select([BOB])
    links = np.concatenate([view.content.links_of(int(pair)) for pair in line_acts.lines(view)])
    assert len(links) == 3


def test_a_right_click_on_a_line_offers_its_links(view):
    view.pair = int(np.flatnonzero(view.content.count == 2)[0])
    first, second, *_ = menu.menu(view, -1)
    assert (first.title, second.title) == ("Open into its links", "List the links…")
    view.pair = -1
    first.run()
    assert len(view.opened) == 1


def test_dots_walk_through_all_items_without_a_mouse(view):
    seen = []
    for _ in range(4):
        act(view, "next_item").run()
        seen += list(selected(view))
    assert seen[0] == BOB or view.content.degree[seen[0]] == view.content.degree.max()
    assert set(seen) == {ANN, BOB, CY, PHONE}
    act(view, "previous_item").run()
    assert selected(view) == {seen[-2]}


# Cards


def test_a_card_of_an_item_says_its_links_and_its_source(gm):
    view_rows = np.flatnonzero(gm.workspace.chart.drawn)
    content = Content(gm.workspace)
    row = int(view_rows[np.argmax(content.degree[view_rows])])
    said = item_lines(content, row, gm.case)
    assert said[0] == gm.workspace.items.label[row]
    assert any(f"to {content.degree[row]:,} items drawn here" in line for line in said)
    assert "nodes.Person.csv, row " in said[-1]


def test_a_card_of_a_line_counts_its_links_and_says_when(qtbot):
    columns = made_columns(SMALL_ITEMS, SMALL_LINKS)
    columns.links.when_start[:2] = [1501542000, 1502542000]
    columns.links.when_end[:2] = columns.links.when_start[:2] + 59
    columns.links.when_precision[:2] = 5
    workspace = Workspace(columns, made_schema())
    workspace.chart.drawn[:] = True
    view = shown(qtbot, workspace)
    pair = int(np.flatnonzero((view.content.low == ANN) & (view.content.high == BOB))[0])
    head, words, when = pair_lines(view.content, pair)
    assert head == "2 links: Ann Archer – Bob Baker"
    assert words == "Ann Archer knows Bob Baker (× 2)"
    assert "Aug 2017" in when
    assert " to " in when
    columns.links.when_start[0] = NO_TIME
    assert pair_lines(view.content, pair)[-1].endswith("(1 undated)")


# Kept, shown, and moved


def test_what_was_set_is_kept(qtbot, view):
    view.set_naming("selected")
    view.flip_legend()
    view.layout_name = "grouped"
    view.zoom_by(1.5, QPointF(100, 100))
    kept = view.settings()
    other = shown(qtbot, view.workspace)
    other.restore(kept)
    QApplication.processEvents()
    assert (other.naming, other.legend_shown, other.layout_name) == ("selected", False, "grouped")
    assert other.camera == view.camera


@pytest.mark.parametrize("wrong", [{}, {"names": 3, "legend": "no", "layout": "none", "scale": -1}, {"x": "1"}])
def test_settings_that_make_no_sense_are_left(qtbot, view, wrong):
    before = view.settings()
    view.restore(wrong)
    QApplication.processEvents()
    assert view.settings() == before


def test_the_way_to_what_is_centred_on_ends_there(qtbot, view, monkeypatch):
    monkeypatch.setattr(module, "motion_wanted", lambda _view: True)
    begin = view.camera
    view.workspace.centre_on([PHONE])
    assert view.motion.at == begin
    goal = view.camera
    assert goal != begin
    qtbot.waitUntil(lambda: view.motion.at is None)
    assert view.scene().camera == goal
    view.workspace.centre_on([CY])
    view.pan_by(3, 3)
    assert view.motion.at is None


def test_a_case_that_changes_under_a_layout_is_not_harmed(qtbot, large):
    waiting: list = []
    jobs = Jobs(waiting.append)
    view = shown(qtbot, large, jobs=jobs)
    view.lay_out("grouped")
    fewer = many(700, 1000)
    large.replace_columns(fewer)
    posted(jobs, waiting)
    assert len(view.content.rows) == 700
    assert np.isfinite(places(large)).all()
    large.tell(Change.CHART)
