"""What the network looks like, as facts that can be measured in its pixels."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from intelviz.render import lines
from intelviz.render.labels import Covered, LabelGrid
from intelviz.render.theme import DARK, LIGHT, Theme
from intelviz.views.network import words
from intelviz.views.network.camera import Camera
from intelviz.views.network.view import NetworkView
from intelviz.workspace.style.certainty import TENTATIVE, UNGRADED
from intelviz.workspace.workspace import Change, Workspace
from tests.conftest import made_columns, made_schema, many

ANN, BOB, CY, PHONE = 0, 1, 2, 3
THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])


def pixels(image: QImage) -> np.ndarray:
    """Return rows by columns by red, green, blue."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return flat[:, : image.width(), 2::-1].astype(int)


def near(found: np.ndarray, colour: tuple[int, ...], within: int = 12) -> np.ndarray:
    return np.abs(found - np.array(colour)).max(-1) <= within


def place(view: NetworkView, row: int) -> tuple[int, int]:
    x, y = view.scene().screen(np.array([row], np.int32))
    return round(float(x[0])), round(float(y[0]))


def around(found: np.ndarray, at: tuple[int, int], reach: int) -> np.ndarray:
    x, y = at
    return found[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]


def drawn(qtbot, workspace: Workspace, theme: Theme = DARK) -> NetworkView:
    made = NetworkView(workspace, theme)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.legend_on = False
    made.fit()
    return made


@pytest.fixture
def few(workspace) -> Workspace:
    chart = workspace.chart
    chart.drawn[[ANN, BOB, CY, PHONE]] = True
    chart.x[[ANN, BOB, CY, PHONE]] = [0, 200, 400, 0]
    chart.y[[ANN, BOB, CY, PHONE]] = [0, 0, 0, 150]
    return workspace


def mixed(theme: Theme, colour: tuple[int, ...]) -> tuple[int, ...]:
    """Return what a colour becomes that is faded to a third."""
    part = theme.faded
    return tuple(round(ground + (full - ground) * part) for ground, full in zip(theme.ground, colour, strict=True))


@THEMES
def test_an_item_is_a_disc_of_its_type_colour_on_the_ground(qtbot, few, theme):
    view = drawn(qtbot, few, theme)
    found = pixels(view.picture(800, 500))
    for row, slot in ((ANN, 0), (PHONE, 2)):
        assert near(around(found, place(view, row), 9), theme.types[slot]).mean() > 0.3
    assert tuple(found[5, 5]) == theme.ground
    assert near(found, theme.ground, 0).mean() > 0.8


@THEMES
def test_selected_is_ringed_linked_is_full_and_the_rest_fades_to_a_third(qtbot, few, theme):
    view = drawn(qtbot, few, theme)
    few.select([ANN])
    found = pixels(view.picture(800, 500))
    accent, person = theme.accent, theme.types[0]
    assert near(around(found, place(view, ANN), 18), accent).sum() > 60
    assert near(around(found, place(view, BOB), 9), person).mean() > 0.3
    cy = around(found, place(view, CY), 9)
    assert near(cy, mixed(theme, person)).mean() > 0.3
    assert not near(cy, person).any()


def test_a_filtered_or_hidden_item_leaves_no_mark(qtbot, few):
    view = drawn(qtbot, few)
    view.look(view.camera)
    at = place(view, CY)
    few.chart.hidden[CY] = True
    few.tell(Change.CHART)
    assert near(around(pixels(view.picture(800, 500)), at, 9), DARK.ground, 0).all()


def test_how_sure_a_link_is_is_told_by_pattern(qtbot, few):
    kinds = [few.link_types[code].name for code in few.links.type.tolist()]
    sure = np.full(len(few.links), UNGRADED, np.int8)
    sure[kinds.index("HAS_PHONE")] = TENTATIVE
    few.facts["certainty",] = sure
    view = drawn(qtbot, few)
    found = pixels(view.picture(800, 500))

    def share(a: int, b: int) -> float:
        """Return how much of the middle of a straight line is inked."""
        (ax, ay), (bx, by) = place(view, a), place(view, b)
        steps = np.linspace(0.25, 0.4, 60)
        x, y = (ax + (bx - ax) * steps).round().astype(int), (ay + (by - ay) * steps).round().astype(int)
        ink = np.maximum.reduce([np.abs(found[y, x + dx] - DARK.ground).max(-1) for dx in (-1, 0, 1)])
        if ax != bx:
            ink = np.maximum.reduce([np.abs(found[y + dy, x] - DARK.ground).max(-1) for dy in (-1, 0, 1)])
        return float((ink > 40).mean())

    assert share(BOB, CY) > 0.95
    assert 0.2 < share(ANN, PHONE) < 0.8


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_pictures_are_as_sharp_as_the_screen(qtbot, few, ratio):
    view = drawn(qtbot, few)
    image = view.picture(800, 500, ratio)
    assert (image.width(), image.height()) == (800 * ratio, 500 * ratio)
    x, y = place(view, ANN)
    middle = around(pixels(image), (round(x * ratio), round(y * ratio)), round(9 * ratio))
    assert near(middle, DARK.types[0]).mean() > 0.3


def test_several_links_are_one_line_with_a_count_and_open_into_curves(qtbot, few):
    view = drawn(qtbot, few)
    closed = pixels(view.picture(800, 500))
    (ax, y), (bx, _) = place(view, ANN), place(view, BOB)
    middle = ((ax + bx) // 2, y)
    assert near(around(closed, middle, 5), DARK.raised, 4).any()
    view.toggle_pair(int(np.flatnonzero(view.content.count == 2)[0]))
    opened = pixels(view.picture(800, 500))
    rows = np.flatnonzero(np.abs(opened[y - 40 : y + 41, middle[0] - 34] - DARK.ground).max(-1) > 60) - 40
    assert rows.min() < -3
    assert rows.max() > 3


def test_a_link_to_itself_is_a_loop(qtbot):
    workspace = Workspace(made_columns([("Person", "Ann", "", None)], [("KNOWS", 0, 0)]), made_schema())
    workspace.chart.drawn[0] = True
    view = drawn(qtbot, workspace)
    x, y = place(view, 0)
    size = view.scene().icon
    above = pixels(view.picture(800, 500))[round(y - size) - 4 : round(y - size * 0.55), x : round(x + size) + 4]
    assert (np.abs(above - DARK.ground).max(-1) > 40).sum() > 10


# Many


@pytest.fixture
def crowd() -> Workspace:
    lines.prepare()
    workspace = Workspace(many(20_000, 30_000), made_schema())
    random = np.random.default_rng(1)
    workspace.chart.drawn[:] = True
    workspace.chart.x[:], workspace.chart.y[:] = random.normal(0, 4000, (2, 20_000))
    return workspace


@THEMES
def test_a_whole_case_shows_lines_dots_and_no_names(qtbot, crowd, theme):
    found = pixels(drawn(qtbot, crowd, theme).picture(800, 500))[:470]
    assert sum(near(found, theme.types[slot], 0).mean() for slot in (0, 1, 2, 3, 5)) > 0.05
    assert not near(found, theme.text, 0).any()
    middle = found[200:300, 350:450]
    assert (np.abs(middle - theme.ground).max(-1) > 8).mean() > 0.9
    assert near(middle, theme.types[0], 0).any()


def test_what_is_rare_lies_on_top(qtbot):
    columns = many(5_000, 10)
    columns.items.type[:] = 3
    columns.items.type[:5] = 0
    workspace = Workspace(columns, made_schema())
    workspace.chart.drawn[:] = True
    workspace.chart.x[:] = np.tile(np.arange(50), 100) * 4
    workspace.chart.y[:] = np.repeat(np.arange(100), 50) * 2
    workspace.chart.x[:5], workspace.chart.y[:5] = 100, 100
    view = drawn(qtbot, workspace)
    assert near(around(pixels(view.picture(800, 500)), place(view, 0), 1), DARK.types[0], 0).any()


def test_lines_that_only_pass_through_are_a_veil(qtbot, crowd):
    view = drawn(qtbot, crowd)
    crowd.chart.x[:100] = np.linspace(20_000, 20_400, 100)
    crowd.chart.y[:100] = 0
    # Nothing stands here, but lines cross from the far side of it.
    crowd.chart.x[100:10_000] += 40_000
    crowd.tell(Change.CHART)
    view.look(Camera(20_200, 0, 1.0, 800, 500))
    found = np.abs(pixels(view.picture(800, 500))[:460] - DARK.ground).max(-1)
    ending = np.abs(np.array(DARK.link) - DARK.ground).max()
    assert np.median(found[found > 0]) < 0.5 * ending
    assert found.max() >= 0.8 * ending


def test_names_in_a_picture_never_overlap_and_the_best_linked_are_named(qtbot, monkeypatch):
    workspace = Workspace(many(400, 700), made_schema())
    workspace.chart.drawn[:] = True
    view = drawn(qtbot, workspace)
    view.lay_out("force")
    grids: list[LabelGrid] = []
    named: list[str] = []
    monkeypatch.setattr("intelviz.views.network.picture.LabelGrid", lambda: grids.append(LabelGrid()) or grids[-1])
    real = words.name
    monkeypatch.setattr(words, "name", lambda *args: named.append(args[2]) or real(*args))
    for zoom in (1.0, 2.0, 4.0):
        view.fit()
        view.zoom_by(zoom, view.rect().center().toPointF())
        view.picture(800, 500)
        taken = grids[-1].taken
        assert len(taken) > 10
        for one, other in combinations(taken, 2):
            assert one[0] >= other[2] or one[2] <= other[0] or one[1] >= other[3] or one[3] <= other[1]
    view.fit()
    named.clear()
    view.picture(800, 500)
    best = np.argsort(-view.content.degree, kind="stable")[:5]
    assert {workspace.items.label[row] for row in best} <= set(named)


@pytest.mark.parametrize(("naming", "least", "most"), [("room", 3, 4), ("selected", 1, 1), ("none", 0, 0)])
def test_names_can_be_fewer(qtbot, few, monkeypatch, naming, least, most):
    named: list[str] = []
    monkeypatch.setattr(words, "name", lambda *args: named.append(args[2]))
    view = drawn(qtbot, few)
    view.set_naming(naming)
    few.select([ANN])
    view.picture(800, 500)
    assert least <= len(named) <= most


def test_covered_tells_how_much_of_a_box_lies_on_marks():
    covered = Covered(np.array([50.0]), np.array([50.0]), 20.0, 200.0, 100.0)
    assert covered.share((42, 42, 57, 57)) == 1
    assert covered.share((100, 10, 150, 30)) == 0
    assert 0.2 < covered.share((50, 40, 90, 60)) < 0.5
    assert covered.share((-40, -40, -10, -10)) == 0


def test_only_the_selection_is_painted_anew(qtbot, crowd, monkeypatch):
    view = drawn(qtbot, crowd)
    crowd.select([1])
    view.picture(800, 500)
    counted: list[int] = []
    real = lines.counted
    monkeypatch.setattr(lines, "counted", lambda *args: counted.append(len(args[2])) or real(*args))
    crowd.select(np.arange(500, dtype=np.int32))
    view.picture(800, 500)
    assert sum(counted) < 5_000


def test_a_theme_is_taken_at_once(qtbot, few):
    view = drawn(qtbot, few)
    view.picture(800, 500)
    view.set_theme(LIGHT)
    assert QColor(view.picture(800, 500).pixel(5, 5)).getRgb()[:3] == LIGHT.ground
