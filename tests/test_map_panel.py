"""The layers of the map: their order, opacity and filters, kept and drawn, chosen with mouse and keyboard."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from intelviz.render.heat import coloured
from intelviz.render.theme import DARK, LIGHT
from intelviz.views.map.hexagons import cell_colours
from intelviz.views.map.layers.panel import LayersPanel, show_panel
from intelviz.views.map.layers.state import BUILT_IN, LEAST, Layers
from intelviz.views.map.options import Options
from intelviz.workspace.query import QueryError
from tests.kept_picture import same_picture
from tests.maps import HIGH, at, click, shown


@pytest.fixture
def view(qtbot, workspace):
    return shown(qtbot, workspace)


class Ground:
    """A layer from outside that covers everything in one colour."""

    key, title, help, icon, over = "own 1", "Beats", "A file's shapes", "earth", "land"

    def __init__(self) -> None:
        self.colour, self.painted, self.on, self.opacity = QColor(10, 200, 30), 0, True, 1.0

    def set_on(self, *, on: bool) -> None:
        self.on = on

    def set_opacity(self, share: float) -> None:
        self.opacity = share

    @property
    def version(self) -> object:
        return self.colour.rgb()

    def paint(self, painter, scene) -> None:
        self.painted += 1
        painter.fillRect(0, 0, 4000, 4000, self.colour)

    def legend(self, scene) -> list:
        return []

    def credit(self) -> str:
        return "Beats of the Force"


def item_of(panel: LayersPanel, key: str) -> int:
    return next(row for row in range(panel.list.count()) if panel.list.item(row).data(Qt.ItemDataRole.UserRole) == key)


# What is kept


_SAID = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(BUILT_IN),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["key", "on", "opacity", "filter", "x"]), inner, max_size=5)
    ),
    max_leaves=20,
)


@given(st.lists(_SAID, max_size=6) | _SAID)
def test_whatever_was_kept_gives_layers_that_can_be_drawn(said):
    layers = Layers()
    layers.restore(said)
    keys = [each.key for each in layers]
    assert len(keys) == len(set(keys))
    assert set(BUILT_IN) <= set(keys)
    assert all(LEAST <= each.opacity <= 1 for each in layers)
    again = Layers()
    again.restore(layers.settings())
    assert again.settings() == layers.settings()


@given(st.lists(st.tuples(st.sampled_from([*BUILT_IN, "own 3"]), st.integers(-3, 3)), max_size=12))
def test_moving_keeps_all_layers_and_the_order_of_the_others(moves):
    layers = Layers()
    layers.of("own 3")
    for key, by in moves:
        before = [each.key for each in layers]
        moved = layers.move(key, by)
        after = [each.key for each in layers]
        assert moved == (before != after)
        assert [each for each in before if each != key] == [each for each in after if each != key]


def test_what_an_older_version_kept_is_still_understood():
    options = Options()
    options.restore({"mode": "heat", "names": False, "legend": True})
    assert options.mode == "heat"
    assert [each.key for each in options.layers if each.on] == ["land", "heat", "areas", "links", "tracks"]


def test_layers_survive_closing_and_reopening(qtbot, view, workspace):
    view.marked.set_on("heat", on=True)
    view.marked.set_on("areas", on=False)
    view.marked.set_opacity("heat", 0.4)
    view.marked.move("heat", 2)
    view.marked.set_query("points", "type:Crime")
    view.options.reach = 750
    other = shown(qtbot, workspace)
    other.restore(view.settings())
    assert other.options.layers.settings() == view.options.layers.settings()
    assert other.options.reach == 750
    assert other.content.total == view.content.total == 2


# What is drawn


def test_several_layers_of_items_are_drawn_together(view):
    alone = view.picture(800, 600)
    view.marked.set_on("hexagons", on=True)
    both = view.picture(800, 600)
    assert view.marked.drawn == ["hexagons", "points"]
    assert both != alone
    assert view.options.mode == "auto"
    view.set_mode("hexagons")
    assert view.marked.drawn == ["hexagons"]
    assert view.picture(800, 600) != both


def test_opacity_mixes_with_what_lies_below(view):
    layer = Ground()
    view.marked.sources.append(lambda: [layer])
    view.marked.listed()
    view.picture(800, 600)
    point = QPoint(400, 560)
    assert view.picture(800, 600).pixelColor(point) == layer.colour
    view.marked.set_on("land", on=False)
    view.marked.set_opacity("own 1", 0.5)
    mixed = view.picture(800, 600).pixelColor(point)
    for part, of, ground in zip(mixed.getRgb()[:3], layer.colour.getRgb()[:3], DARK.ground, strict=True):
        assert abs(part - (of + ground) / 2) <= 2


def test_the_order_says_what_covers_what_and_nothing_is_painted_twice(view):
    layer = Ground()
    view.marked.sources.append(lambda: [layer])
    view.marked.listed()
    under = view.grab().toImage()
    assert layer.painted == 1
    view.marked.move("own 1", 20)
    over = view.grab().toImage()
    x, y = at(view, *HIGH).x(), at(view, *HIGH).y()
    assert over.pixelColor(x, y) == layer.colour != under.pixelColor(x, y)
    assert layer.painted == 1
    layer.colour = QColor(200, 10, 30)
    assert view.grab().toImage().pixelColor(x, y) == layer.colour
    assert layer.painted == 2


def test_a_layers_filter_leaves_the_other_layers_and_views_alone(view, workspace):
    view.marked.set_on("hexagons", on=True)
    view.marked.set_query("points", "type:Location")
    kinds = workspace.items.type[np.flatnonzero(view.marked.of("points").drawn)]
    assert {workspace.items.type_names[kind] for kind in kinds} == {"Location"}
    assert view.marked.of("hexagons").heat_weight().sum() == 2
    assert workspace.shown.all()
    view.grab()
    assert any(note.startswith("Items: only") for note in view.image.legend.said)
    with pytest.raises(QueryError):
        view.marked.set_query("points", "type (")
    view.marked.set_query("points", "")
    assert view.content.total == 4


def test_a_filter_that_can_no_longer_be_followed_draws_nothing_and_says_so(view):
    view.options.layers.of("points").query = 'in set "gone"'
    view.marked.follow_queries()
    view.grab()
    assert view.content.total == 0
    assert any("nothing is drawn" in note and "case file" in note for note in view.image.legend.said)


def test_without_any_layer_of_items_the_map_says_why_it_is_empty(view):
    view.set_mode("none")
    from intelviz.views.map.furniture import empty_words

    assert view.content.total == 0
    assert empty_words(view.scene())[0] == "All layers that draw items are off."
    assert view.row_at(QPointF(at(view, *HIGH))) < 0
    view.grab()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda each: each.name)
def test_the_legend_has_the_colours_that_are_drawn(theme):
    # Hexagons: each count's colour is that of its place on the legend's line.
    most = 37.0
    low = np.sqrt(1 / most)
    line = cell_colours((low + (1 - low) * np.linspace(0, 1, 256)) ** 2 * most, most, theme.density)
    for count in (1, 2, 9, 20, 37):
        place = round((np.sqrt(count / most) - low) / (1 - low) * 255)
        assert abs(int(line[place]) - int(cell_colours(np.array([count]), most, theme.density)[0])) < 0x0A0A0A
    # Heat: likewise, with its clearness.
    heat = coloured(np.linspace(0, 1, 256) ** 2, 1.0, theme.density)
    for share in (0.0, 0.1, 0.5, 1.0):
        assert heat[round(np.sqrt(share) * 255)] == coloured(np.array([share]), 1.0, theme.density)[0]


def test_heat_reaches_as_far_as_was_chosen_however_the_map_is_zoomed(view):
    from intelviz.views.map.marks import reach_of

    view.set_mode("heat")
    view.options.reach = 500
    for _ in range(3):
        scene = view.scene()
        assert reach_of(scene) * scene.camera.metres_per_pixel() == pytest.approx(500)
        view.zoom_by(1.5, QPointF(400, 300))
    view.grab()
    assert any("bandwidth 500 m" in note for note in view.image.legend.said)
    view.zoom_by(0.001, QPointF(400, 300))
    view.grab()
    assert any("too small to see here" in note for note in view.image.legend.said)
    view.set_bandwidth(30)
    assert view.options.reach == 0


# The panel


def test_the_panel_ticks_orders_and_fades_layers(qtbot, view):
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Y)
    panel = view.findChild(LayersPanel)
    assert panel is show_panel(view)
    assert panel.key == "points"
    assert panel.list.item(0).text() == "Tracks"
    row = item_of(panel, "heat")
    box = panel.list.visualItemRect(panel.list.item(row))
    panel.list.setCurrentRow(row)
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert view.marked.drawn == ["heat", "points"]
    assert panel.form.isRowVisible(panel.reach)
    assert not panel.form.isRowVisible(panel.width_of)
    QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [each.key for each in view.options.layers].index("heat") == BUILT_IN.index("heat") + 1
    assert panel.key == "heat"
    panel.opacity.setFocus()
    QTest.keyClick(panel.opacity, Qt.Key.Key_PageDown)
    assert view.options.layers.of("heat").opacity == 0.9
    assert panel.list.item(item_of(panel, "heat")).text() == "Heat, 90%"
    panel.reach.setValue(250)
    assert view.options.reach == 250
    assert box.isValid()


def test_a_filter_is_typed_in_the_panel(qtbot, view):
    panel = show_panel(view)
    panel.query.line.setFocus()
    QTest.keyClicks(panel.query.line, "type:Crime")
    QTest.keyClick(panel.query.line, Qt.Key.Key_Return)
    assert view.content.total == 2
    assert panel.list.item(item_of(panel, "points")).text() == "Items, filtered"
    panel.query.line.setText("type (")
    QTest.keyClick(panel.query.line, Qt.Key.Key_Return)
    assert view.content.total == 2


def test_a_layer_can_be_added_only_to_a_case_that_can_be_written(view):
    assert not show_panel(view).add.isEnabled()


def test_links_and_areas_are_layers_as_well(view):
    panel = show_panel(view)
    panel.list.item(item_of(panel, "links")).setCheckState(Qt.CheckState.Unchecked)
    assert view.options.ties == "none"
    panel.list.item(item_of(panel, "areas")).setCheckState(Qt.CheckState.Unchecked)
    assert not view.areas.on
    view.set_ties("all")
    assert panel.list.item(item_of(panel, "links")).checkState() == Qt.CheckState.Checked


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda each: each.name)
def test_the_look_of_the_panel(qtbot, workspace, theme):
    view = shown(qtbot, workspace, theme=theme)
    view.marked.set_on("hexagons", on=True)
    view.marked.set_opacity("hexagons", 0.6)
    panel = show_panel(view)
    panel.list.setCurrentRow(item_of(panel, "hexagons"))
    names = {each.accessibleName() for each in (panel.list, panel.opacity, panel.way, panel.width_of, panel.reach)}
    assert "" not in names
    assert len(names) == 5
    same_picture(view.picture(700, 500), f"map_layers_{theme.name}")


def test_a_click_on_a_cluster_or_item_still_works_over_hexagons(view, workspace):
    view.marked.set_on("hexagons", on=True)
    click(view, at(view, *HIGH))
    assert workspace.selected.any()
