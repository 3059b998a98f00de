"""Lines that a style colours, many and few, and parallel links: one line, bundles by kind, or all."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from intelviz.render import lines
from intelviz.render.theme import DARK, LIGHT
from intelviz.views.network import pick
from intelviz.views.network.fans import MOST, bundles, spread, strands
from intelviz.views.network.view import NetworkView
from intelviz.workspace.style.rules import Rule, Style
from intelviz.workspace.workspace import Workspace
from tests.conftest import SMALL_ITEMS, made_columns, made_schema, many
from tests.kept_picture import same_picture


def test_lines_of_several_colours_have_their_mean_and_are_fuller_where_there_are_more():
    rng = np.random.default_rng(3)
    parts = [(rng.integers(0, 500, (7, 9)).astype(np.uint16), tuple(rng.integers(0, 256, 3).tolist())) for _ in "abc"]
    parts[0][0][2, 3] = parts[1][0][2, 3] = parts[2][0][2, 3] = 0
    found = lines.mixed(parts, DARK.ground, 0.7)
    total = sum(counts.astype(int) for counts, _ in parts)
    scale = np.log1p(min(max(int(total.max()), 8), 400))
    for row, column in np.ndindex(7, 9):
        count, pixel = int(total[row, column]), int(found[row, column])
        if not count:
            assert pixel == 0
            continue
        mean = sum(counts[row, column] * np.array(colour, float) for counts, colour in parts) / count
        share = min(1.0, (0.18 + 0.82 * np.log1p(count) / scale) * 0.7)
        wanted = np.array(DARK.ground) + (mean - DARK.ground) * share
        assert pixel >> 24 == 255
        assert np.abs([pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255] - wanted).max() <= 1


def test_lines_of_one_colour_look_the_same_in_either_way():
    counts = np.arange(600, dtype=np.uint16).reshape(20, 30)
    one = lines.toned(counts, DARK.ground, DARK.link, clear=True)
    other = lines.mixed([(counts, DARK.link)], DARK.ground)
    parts = [np.stack([each >> 16 & 255, each >> 8 & 255, each & 255]).astype(int) for each in (one, other)]
    assert np.abs(parts[0] - parts[1]).max() <= 1 and (one == 0).tolist() == (other == 0).tolist()


@pytest.fixture
def crowd(qtbot) -> NetworkView:
    """Return a network of more lines than are drawn one by one."""
    lines.prepare()
    workspace = Workspace(many(900, 4_000), made_schema())
    rng = np.random.default_rng(5)
    workspace.chart.drawn[:] = True
    workspace.chart.x[:], workspace.chart.y[:] = rng.uniform(-400, 400, (2, 900))
    view = NetworkView(workspace)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.fit()
    return view


def share_of(view: NetworkView, colour) -> float:
    """Return of the pixels that are neither grey nor ground how many have nearly the hue of a colour."""
    image = view.picture(900, 600)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(600, 900, 4)[..., 2::-1].astype(int)
    # Not the small picture of the whole, nor the words at the foot.
    data = data[40:500, 40:640]
    coloured = np.ptp(data, axis=2) > 40
    hues = [QColor(*pixel).hue() for pixel in data[coloured][::7].tolist()]
    wanted = QColor(*colour).hue()
    return float(np.mean([min(abs(hue - wanted), 360 - abs(hue - wanted)) < 12 for hue in hues])) if hues else 0.0


def test_many_lines_are_drawn_in_the_colours_that_the_style_gives_them(crowd, monkeypatch):
    assert len(crowd.content.low) > 2_500
    monkeypatch.setattr("intelviz.views.network.picture.draw_items", lambda *_, **__: None)
    monkeypatch.setattr("intelviz.views.network.picture.draw_labels", lambda *_, **__: None)
    monkeypatch.setattr("intelviz.views.network.picture.draw_groups", lambda *_, **__: None)
    crowd.legend_on = False
    crowd.image.forget()
    amber = DARK.types[1]
    assert share_of(crowd, amber) == 0
    crowd.styling.try_out(Style((Rule("line colour", value=1),)))
    assert share_of(crowd, amber) > 0.95
    crowd.styling.try_out(Style((Rule("line colour", "link count", colours=()), Rule("line width", value=2.0))))
    assert share_of(crowd, amber) < 0.5


def test_the_legend_says_that_of_many_lines_widths_and_patterns_are_drawn_from_near_only(crowd):
    crowd.legend_on = True
    crowd.styling.try_out(Style((Rule("line width", value=2.0), Rule("line colour", value=1))))
    crowd.grab()
    said = [entry.words for _, entry in crowd.legend.places]
    assert said.count("… where at most 900 lines are in sight") == 1
    assert said.index("Line width") < said.index("… where at most 900 lines are in sight") < said.index("Line colour")


# Parallel links

ANN, BOB, CY = 0, 1, 2
SEVERAL = [
    *[("KNOWS", ANN, BOB)] * 3,
    *[("CALLER", ANN, BOB)] * 2,
    *[("CALLER", BOB, ANN)] * 4,
    *[("KNOWS", BOB, CY)] * 5,
    ("KNOWS", ANN, CY),
]


def parallel(qtbot, links=SEVERAL, theme=DARK) -> NetworkView:
    """Return a network of three persons in a triangle."""
    workspace = Workspace(made_columns(SMALL_ITEMS, links), made_schema())
    chart = workspace.chart
    chart.drawn[:3] = True
    chart.x[:3], chart.y[:3] = [-200, 200, 0], [0, 0, 220]
    view = NetworkView(workspace, theme)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.fit()
    view.grab()
    return view


def pair_of(view: NetworkView, low: int, high: int) -> int:
    return int(np.flatnonzero((view.content.low == low) & (view.content.high == high))[0])


def told(view: NetworkView, pair: int, *, bundled: bool) -> list[tuple[str, bool, int]]:
    kinds, found = view.workspace.link_types, strands(view.content, pair, bundled=bundled)
    return [(kinds[each.kind].name, each.forward, len(each.links)) for each in found]


def test_links_are_bundled_by_kind_and_direction_with_their_number(qtbot):
    view = parallel(qtbot)
    friends, others = pair_of(view, ANN, BOB), pair_of(view, BOB, CY)
    view.styling.try_out(Style(parallel="bundled"))
    # Links of one kind and one direction are one line with their number anyhow.
    assert view.lines_open == {friends}
    assert told(view, friends, bundled=True) == [("CALLER", False, 4), ("KNOWS", True, 3), ("CALLER", True, 2)]
    view.toggle_pair(others)
    assert told(view, others, bundled=True) == [("KNOWS", True, 1)] * 5
    view.toggle_pair(friends)
    assert view.lines_open == {others}
    view.styling.try_out(Style(parallel="all"))
    assert len(told(view, friends, bundled=False)) == 9


def test_every_link_is_in_one_bundle(qtbot):
    rng = np.random.default_rng(2)
    names = list(made_schema().links)
    ends = rng.integers(0, 3, (80, 2)).tolist()
    links = [(names[kind], *pair) for kind, pair in zip(rng.integers(0, 7, 80).tolist(), ends, strict=True)]
    view = parallel(qtbot, links)
    for pair in range(len(view.content.low)):
        found = bundles(view.content, pair)
        assert sorted(np.concatenate([each.links for each in found])) == sorted(view.content.links_of(pair))
        assert len({(each.kind, each.forward) for each in found}) == len(found)


def test_a_bundle_is_hit_where_it_is_drawn(qtbot):
    view = parallel(qtbot)
    friends = pair_of(view, ANN, BOB)
    assert spread(view.content, friends, 500.0, bundled=True) < spread(view.content, friends, 500.0, bundled=False)
    view.styling.try_out(Style(parallel="bundled"))
    view.grab()
    x, y = view.scene().screen(np.array([ANN, BOB], np.int32))
    middle = QPointF(float(x.mean()), float(y[0]))
    assert pick.pair_at(view.scene(), middle + QPointF(0, 28), view.lines_open) == friends
    assert pick.pair_at(view.scene(), middle + QPointF(0, 60), view.lines_open) == -1


def test_curves_have_the_colours_of_their_kinds(qtbot):
    view = parallel(qtbot, [*SEVERAL, ("CALLER", ANN, CY), ("CALLER", ANN, CY)])
    kinds = Rule("line colour", "link type", colours=(("knows", 1), ("was made from", 2)))
    view.styling.try_out(Style((kinds,), parallel="bundled"))
    friends = pair_of(view, ANN, BOB)
    scene = view.scene()
    swatch = scene.line_look(friends)[0]
    assert scene.kind_swatch(friends, "knows", swatch) == 1
    assert swatch not in (1, 2), "several kinds"


def test_kinds_that_are_only_found_among_others_have_colours_too_where_they_are_curves(qtbot):
    view = parallel(qtbot, [("KNOWS", ANN, BOB), ("CALLER", ANN, BOB), ("CALLER", ANN, BOB), ("HAS_PHONE", BOB, CY)])
    rule = Rule("line colour", "link type", colours=(("was made from", 6),))
    view.styling.try_out(Style((rule,)))
    assert set(view.styling.applied.kinds) == {"has phone", "several kinds"}
    view.styling.try_out(Style((rule,), parallel="bundled"))
    applied = view.styling.applied
    assert applied.kinds["was made from"] == 6
    assert len(set(applied.kinds.values())) == 4
    line = next(each for each in applied.sections[0].lines if each.value == "knows")
    assert line.picked.tolist() == [pair_of(view, ANN, BOB)]


def test_of_very_many_links_the_first_are_drawn_and_the_rest_is_said(qtbot, monkeypatch):
    view = parallel(qtbot, [*[("KNOWS", ANN, BOB)] * (MOST + 30), ("CALLER", BOB, ANN)])
    words = []
    monkeypatch.setattr("intelviz.views.network.fans.painted", lambda *args: words.append(args[-1]))
    view.styling.try_out(Style(parallel="all"))
    view.grab()
    assert words.count("and 31 more") == 1


def test_where_not_all_can_be_drawn_apart_those_in_sight_are_and_the_legend_says_so(qtbot, monkeypatch):
    monkeypatch.setattr("intelviz.views.network.styling.FEW_FANS", 1)
    view = parallel(qtbot)
    view.legend_on = True
    view.styling.try_out(Style(parallel="all"))
    view.grab()
    assert len(view.lines_open) == 1 and view.styling.fanned == (1, 2)
    said = [entry.words for _, entry in view.legend.places]
    assert "A line for each link" in said and "… where few are in sight: zoom in" in said


def test_a_line_that_is_too_short_to_open_stays_one_line_with_its_number(qtbot, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "intelviz.views.network.links.draw_fan", lambda _painter, _scene, pair, *_, **__: drawn.append(pair)
    )
    view = parallel(qtbot)
    friends = pair_of(view, ANN, BOB)
    view.styling.try_out(Style(parallel="bundled"))
    view.grab()
    assert drawn == [friends]
    view.workspace.chart.x[BOB] = view.workspace.chart.x[ANN] + 20 / view.camera.scale
    view.image.forget()
    view.grab()
    assert drawn == [friends]
    short, wide = (spread(view.content, friends, length, bundled=False) for length in (50.0, 800.0))
    assert short < 0.4 * 50 < wide


def test_a_link_to_itself_stays_a_loop(qtbot):
    view = parallel(qtbot, [("KNOWS", ANN, ANN), ("CALLER", ANN, ANN), ("KNOWS", ANN, BOB)])
    for name in ("bundled", "all"):
        view.styling.try_out(Style(parallel=name))
        assert view.lines_open == set()
        view.grab()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda each: each.name)
def test_the_look_of_bundles(qtbot, theme):
    view = parallel(qtbot, theme=theme)
    kinds = Rule("line colour", "link type", colours=(("knows", 1), ("was made from", 2)))
    view.styling.try_out(Style((kinds,), parallel="bundled"))
    same_picture(view.picture(900, 600), f"style_bundles_{theme.name}")
