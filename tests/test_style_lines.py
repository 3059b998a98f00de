"""Lines that a style colours, many and few, and parallel links: one line, bundles by kind, or all."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from intelviz.render import lines
from intelviz.render.theme import DARK
from intelviz.views.network.view import NetworkView
from intelviz.workspace.style.rules import Rule, Style
from intelviz.workspace.workspace import Workspace
from tests.conftest import made_schema, many


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
