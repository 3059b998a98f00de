"""Arranging a chart in the view: what was placed by hand stays, items glide, lines in time are drawn as such."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from intelviz.analysis.layout import layouts
from intelviz.render.theme import THEMES
from intelviz.views.network import menu, motion, theme_axis
from intelviz.views.network.arrange import standing
from intelviz.views.network.view import NetworkView
from intelviz.workspace.expand import placed
from intelviz.workspace.packing import packed
from intelviz.workspace.workspace import Change, Workspace
from tests.conftest import made_columns, made_schema
from tests.kept_picture import same_picture

ANN, BOB, CY, PHONE = 0, 1, 2, 3
EVENTS = (7, 8, 9, 10)


@pytest.fixture
def view(qtbot, workspace) -> NetworkView:
    """Return a network of everything in the small case."""
    return shown(qtbot, workspace)


def shown(qtbot, workspace: Workspace, theme: str = "dark") -> NetworkView:
    workspace.chart.drawn[:] = True
    made = NetworkView(workspace, THEMES[theme])
    qtbot.addWidget(made)
    made.resize(900, 560)
    made.show()
    made.lay_out("force")
    return made


def places(view: NetworkView) -> np.ndarray:
    chart = view.workspace.chart
    return np.column_stack([chart.x, chart.y]).copy()


def by_hand(view: NetworkView, *rows: int) -> None:
    chart = view.workspace.chart
    chart.body = {**chart.body, "by_hand": packed(view.workspace.items.id[list(rows)])}


def test_the_menu_offers_every_layout():
    assert {"force", "grouped", "hierarchy", "circular", "concentric", "peacock", "theme_lines", "geographic"} == set(
        layouts()
    )


@pytest.mark.parametrize("name", list(layouts()))
def test_what_was_placed_by_hand_stays(view, name):
    by_hand(view, ANN, PHONE)
    before, said = places(view), []
    view.said.connect(said.append)
    view.lay_out(name)
    after = places(view)
    assert np.array_equal(before[[ANN, PHONE]], after[[ANN, PHONE]])
    assert not np.array_equal(before, after)
    assert "2 items that were placed by hand stayed" in said[-1]


def test_everything_anew_moves_what_was_placed_by_hand_but_nothing_pinned(view):
    by_hand(view, ANN)
    view.workspace.chart.pinned[BOB] = True
    before = places(view)
    view.layout_name = "circular"
    anew = next(each for each in menu.actions(view) if each.name == "layouts").choices()[-1]
    anew.run()
    assert next(each for each in menu.actions(view) if each.name == anew.name).key == "Shift+F"
    after = places(view)
    assert not np.array_equal(before[ANN], after[ANN])
    assert np.array_equal(before[BOB], after[BOB])


def test_all_that_stands_stays_where_the_rest_of_the_case_is_put(qtbot, workspace):
    workspace.chart.drawn[[ANN, BOB, CY]] = True
    workspace.chart.x[[ANN, BOB, CY]] = [10, 300, 700]
    view = NetworkView(workspace)
    qtbot.addWidget(view)
    before = places(view)
    assert standing(view, everything=True).nonzero()[0].tolist() == [ANN, BOB, CY]
    view.arranging.run("force", everything=True)
    assert workspace.chart.drawn.all()
    assert np.array_equal(places(view)[[ANN, BOB, CY]], before[[ANN, BOB, CY]])


def test_a_layout_that_cannot_be_says_why_and_changes_nothing(qtbot):
    items = [("Person", name, "", None) for name in ("Ann", "Bob")]
    view = shown(qtbot, Workspace(made_columns(items, [("KNOWS", 0, 1)]), made_schema()))
    before, failed = places(view), []
    view.failed.connect(failed.append)
    view.lay_out("theme_lines")
    view.lay_out("geographic")
    assert [str(each)[:8] for each in failed] == ["No event", "No item "]
    assert np.array_equal(places(view), before)
    assert view.layout_name == "force"


def test_new_items_stand_by_what_they_hang_on_through_other_new_ones(workspace):
    chart, far, phone, call, home, crime = workspace.chart, BOB, PHONE, 9, 5, 8
    chart.drawn[[ANN, far]] = True
    chart.x[[ANN, far]] = [0, 2000]
    new = np.array([phone, call, home, crime], np.int32)
    x, y = placed(workspace, new, np.array([ANN], np.int32))
    # The crime is linked to Ann's address alone, and only through it to the chart.
    assert (np.hypot(x, y) < 300).all()


def test_new_items_that_nothing_leads_to_stand_together_part_by_part(workspace):
    workspace.chart.drawn[ANN] = True
    new = np.array([7, 6, 2, 10], np.int32)
    x, y = placed(workspace, new, np.array([ANN], np.int32))
    at = np.column_stack([x, y])
    assert (x > 100).all()
    # Cy, the crime he is party to and its place are one part, the call another.
    part, call = at[:3], at[3]
    assert np.hypot(*(part - part.mean(0)).T).max() < np.hypot(*(part.mean(0) - call))
    gaps = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) + np.eye(4) * 1e9
    assert gaps.min() >= 40


# Gliding


def test_items_glide_from_where_they_stood_and_the_chart_holds_the_end(qtbot, view, monkeypatch):
    monkeypatch.setattr(motion, "motion_wanted", lambda _widget: True)
    before = places(view)
    view.lay_out("circular")
    end, seen = places(view), []
    monkeypatch.setattr(view, "draw", lambda _painter: seen.append(places(view)))
    glide = view.arranging._glide
    assert glide.share < 1
    qtbot.waitUntil(lambda: glide.share == 1.0)
    assert np.array_equal(places(view), end)
    assert len(seen) > 2
    share = [np.abs(each - before).sum() / np.abs(end - before).sum() for each in seen]
    assert share == sorted(share)
    assert any(0.05 < each < 0.95 for each in share)


def test_a_click_ends_the_glide(qtbot, view, monkeypatch):
    monkeypatch.setattr(motion, "motion_wanted", lambda _widget: True)
    view.lay_out("circular")
    assert view.arranging._glide.share < 1
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert view.arranging._glide.share == 1


def test_nothing_moves_in_a_remote_session(view, monkeypatch):
    monkeypatch.setattr(motion.QGuiApplication, "platformName", lambda: "windows")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.setenv("SESSIONNAME", "Console")
    here = motion.motion_wanted(view)
    monkeypatch.setenv("SESSIONNAME", "ICA-TCP#3")
    assert not motion.motion_wanted(view)
    assert here == (view.style().styleHint(view.style().StyleHint.SH_Widget_Animation_Duration) > 0)


# Lines in time


def test_on_theme_lines_a_link_is_a_drop_from_the_line_to_the_event(view):
    view.lay_out("theme_lines")
    content, scene = view.content, view.scene()
    assert theme_axis.on_lines(content)
    pairs = np.arange(len(content.low))
    ends = (*scene.screen(content.low), *scene.screen(content.high))
    x0, _, x1, _ = theme_axis.bent(scene, pairs, ends)
    event = np.isin(content.low, EVENTS) != np.isin(content.high, EVENTS)
    assert event.any()
    assert np.array_equal(x0[event], x1[event])
    assert (x0[~event] == ends[0][~event]).all()


def test_another_layout_draws_links_straight_again(view):
    view.lay_out("theme_lines")
    view.lay_out("force")
    assert not theme_axis.on_lines(view.content)


# Pictures


@pytest.fixture
def web(qtbot):
    """Return a view of 36 items: persons who meet, their phones, and where it was."""
    random = np.random.default_rng(5)
    items = [
        *(("Person", f"Person {n}", "", None) for n in range(10)),
        *(("Phone", f"0770{n}", "", None) for n in range(8)),
    ]
    items += [("Location", f"{n} Mill Lane", "", (-2.3 + 0.02 * n, 53.4 + 0.03 * (n % 3))) for n in range(6)]
    items += [("Crime", f"Burglary {n}", f"{n + 1:02}/08/2017", None) for n in range(12)]
    links = [("KNOWS", 0, n) for n in range(1, 6)] + [("HAS_PHONE", n, 10 + n) for n in range(8)]
    for crime in range(24, 36):
        met = random.choice(10, 2, replace=False)
        links += [("PARTY_TO", int(each), crime) for each in met]
        links.append(("OCCURRED_AT", crime, 18 + crime % 6))

    def made(theme: str) -> NetworkView:
        workspace = Workspace(made_columns(items, links), made_schema())
        return shown(qtbot, workspace, theme)

    return made


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("name", list(layouts()))
def test_each_layout_looks_as_it_was_kept(web, name, theme):
    view = web(theme)
    view.lay_out(name)
    view.workspace.tell(Change.STYLE)
    same_picture(view.grab().toImage(), f"layout_{name}_{theme}")
