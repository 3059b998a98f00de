"""The style of a chart as an analyst makes it: rules drawn at once, kept as one act, told by the legend."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QColorDialog, QInputDialog, QMenu

from intelviz.render.labels import LabelGrid
from intelviz.render.theme import DARK, LIGHT
from intelviz.views.network import style_acts
from intelviz.views.network.style_dialog import StyleDialog
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.commands.chart.set_part import SetPart
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.commands.sets.update_set import UpdateSet
from intelviz.workspace.opening import open_case
from intelviz.workspace.style.certainty import CONFIRMED
from intelviz.workspace.style.rules import Rule, Style, style_in
from intelviz.workspace.workspace import Change, FilterPart
from tests.charts import ANN, ANNS_PHONE, BOB, BURGLARY, act, charted, ring, shown, spot
from tests.kept_picture import same_picture

LEFT = Qt.MouseButton.LeftButton
RULES = Style(
    (
        Rule("colour", "property Crime.type"),
        Rule("colour", value=5, where="Person"),
        Rule("size", "measure degree"),
        Rule("ring", value=3, where="Phone"),
        Rule("badge", "measure degree", where="Person"),
        Rule("icon", value="car", where="Location"),
        Rule("line width", "link count"),
        Rule("line colour", value=3, where="PhoneCall"),
        Rule("line pattern", value="dotted", where="Location"),
    ),
    "type",
)


@pytest.fixture
def opened(tmp_path):
    with charted(tmp_path, *ring(260, 220)) as opened:
        yield opened


@pytest.fixture
def view(qtbot, opened):
    return shown(qtbot, opened, (1000, 640))


def choose(box, data):
    """Choose what stands for some data, as by hand."""
    box.setCurrentIndex(box.findData(data))
    assert box.currentIndex() >= 0
    box.activated.emit(box.currentIndex())


def test_a_rule_is_made_in_the_dialog_seen_at_once_and_kept_as_one_act(qtbot, view):
    act(view, "style").run()
    (dialog,) = view.findChildren(StyleDialog)
    dialog.add()
    choose(dialog.by, "property Crime.type")
    assert view.styling.applied.sections[0].title == "Colour: type of crime of crimes"
    dialog.add()
    choose(dialog.channel, "size")
    choose(dialog.by, "measure degree")
    dialog.where.setFocus()
    qtbot.keyClicks(dialog.where, "Person")
    qtbot.keyClick(dialog.where, Qt.Key.Key_Return)
    assert dialog.isVisible()
    choose(dialog.second, "type")
    assert style_in(view.workspace.chart.body) == Style()
    dialog.accept()
    kept = style_in(view.case.charts()["Chart 1"].body)
    assert kept == Style(
        (Rule("colour", "property Crime.type"), Rule("size", "measure degree", where="Person")), "type"
    )
    assert view.styling.style == kept and view.styling.proposed is None
    view.acts.undo()
    assert view.styling.applied is None
    view.acts.redo()
    assert view.styling.style == kept and view.styling.applied is not None


def test_cancel_leaves_the_chart_as_it_was(qtbot, view):
    before = view.picture(800, 500)
    act(view, "style").run()
    (dialog,) = view.findChildren(StyleDialog)
    dialog.add()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert view.styling.proposed is None
    assert view.picture(800, 500) == before
    assert style_in(view.case.charts()["Chart 1"].body) == Style()


def test_rules_are_moved_ticked_and_deleted_by_key(qtbot, view):
    style_acts.take(view, Style((Rule("colour", value=1), Rule("colour", value=2), Rule("size", value=2.0))), "Style")
    dialog = style_acts.edit(view)
    dialog.rules.setFocus()
    qtbot.keyClick(dialog.rules, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [each.value for each in dialog.style_now.rules] == [2, 1, 2.0]
    qtbot.keyClick(dialog.rules, Qt.Key.Key_Space)
    assert [each.on for each in dialog.style_now.rules] == [True, False, True]
    assert int(view.styling.applied.colour[ANN]) == 2
    qtbot.keyClick(dialog.rules, Qt.Key.Key_Delete)
    assert [each.value for each in dialog.style_now.rules] == [2, 2.0]


def test_a_wrong_query_is_said_beside_the_rule_and_on_the_legend(qtbot, view):
    dialog = style_acts.edit(view)
    dialog.add()
    dialog.where.setFocus()
    qtbot.keyClicks(dialog.where, "Persn ((")
    qtbot.keyClick(dialog.where, Qt.Key.Key_Return)
    assert dialog.wrong.text()
    assert "Rule 1 can't be followed" in view.styling.applied.problems[0]
    view.grab()
    assert any("Rule 1 can't be followed" in entry.words for _, entry in view.legend.places)


def test_lines_whose_pattern_a_rule_gives_are_not_counted_by_how_sure_they_are(qtbot, opened):
    opened.workspace.facts["certainty",] = np.full(len(opened.workspace.links), CONFIRMED, np.int8)
    view = shown(qtbot, opened)
    (entry,) = [each for _, each in view.legend.places if each.kind == "certainty"]
    assert entry.count == len(view.content.low)
    style_acts.take(view, Style((Rule("line pattern", value="dotted", where="Phone"),)), "Style")
    view.grab()
    (entry,) = [each for _, each in view.legend.places if each.kind == "certainty"]
    dotted = view.styling.applied.pattern >= 0
    assert entry.count == int((~dotted).sum()) < len(view.content.low)
    style_acts.take(view, Style((Rule("line pattern", value="dotted"),)), "Style")
    view.grab()
    assert not [each for _, each in view.legend.places if each.kind == "certainty"]


def test_a_rule_that_is_not_followed_says_so_in_the_dialog(view):
    kept = {"rules": [{"channel": "line pattern", "by": "grade"}]}
    view.acts.run(SetPart(chart="Chart 1", part="style", value=kept))
    dialog = style_acts.edit(view)
    assert dialog.by.currentData() == "grade"
    assert "how sure the link is" in dialog.wrong.text()
    dialog.add()
    choose(dialog.channel, "line pattern")
    assert dialog.by.findData("grade") < 0 <= dialog.by.findData("link type")


def menu_act(view, words):
    """Pick from the menu that is open."""
    menu = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible())
    next(each for each in menu.actions() if each.text() == words).trigger()
    menu.close()


def test_each_value_gets_a_colour_by_mouse_or_key_and_the_legend_shows_it(qtbot, view):
    dialog = style_acts.edit(view)
    dialog.add()
    listed = dialog.colours.listed
    values = [listed.item(row).data(Qt.ItemDataRole.UserRole) for row in range(listed.count())]
    assert values[0] == "Person" and len(values) == 5
    crime = values.index("Crime")
    qtbot.mouseClick(listed.viewport(), LEFT, pos=listed.visualItemRect(listed.item(crime)).center())
    menu_act(view, "Pink")
    assert dialog.style_now.rules[0].colours == (("Crime", 4),)
    assert view.styling.applied.colour[BURGLARY] == 4
    listed.setCurrentRow(values.index("Person"))
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    menu_act(view, "Grey")
    assert dict(dialog.style_now.rules[0].colours) == {"Crime": 4, "Person": 7}
    qtbot.mouseClick(dialog.colours.keep, LEFT)
    assert len(dialog.style_now.rules[0].colours) == 5 and not dialog.colours.keep.isEnabled()
    dialog.accept()
    view.grab()
    line = next(each.line for _, each in view.legend.places if each.words == "Crime" and each.channel)
    assert line.swatch == 4
    again = style_acts.edit(view)
    assert again.colours.listed.item(0).text() == "Person  ·  3  ·  Grey"
    qtbot.mouseClick(again.colours.free, LEFT)
    assert again.style_now.rules[0].colours == ()


def test_an_own_colour_that_is_hard_to_see_or_looks_like_another_is_said_to_be(qtbot, view):
    dialog = style_acts.edit(view)
    dialog.add()
    dialog.colours.listed.setCurrentRow(0)
    qtbot.keyClick(dialog.colours.listed, Qt.Key.Key_Return)
    menu_act(view, "Own colour…")
    (chooser,) = dialog.findChildren(QColorDialog)
    chooser.setCurrentColor(QColor("#ffff99"))
    chooser.accept()
    assert dict(dialog.style_now.rules[0].colours) == {"Person": "#ffff99"}
    assert "#ffff99 is hard to see on the light ground (1.0:1); marks need 3:1." in dialog.colours.doubt.text()
    assert view.styling.applied.own == [(255, 255, 153)]
    view.grab()
    dialog._colours_chosen((("Person", "#c83c00"), ("Phone", "#c03e00")))
    assert "Some eyes can't tell “Person” from “Phone” by colour" in dialog.colours.doubt.text()


def test_a_rule_by_numbers_offers_no_colours_and_colours_go_with_what_they_were_for(view):
    dialog = style_acts.edit(view)
    dialog.add()
    dialog._colours_chosen((("Person", 5),))
    choose(dialog.by, "measure degree")
    assert dialog.style_now.rules[0].colours == () and dialog.colours.isHidden()
    choose(dialog.by, "type")
    assert not dialog.colours.isHidden()
    choose(dialog.channel, "size")
    assert dialog.colours.isHidden()
    choose(dialog.channel, "icon")
    assert dialog.value.choice.count() > 3


def test_a_fixed_colour_and_size_are_chosen_in_the_dialog(qtbot, view):
    dialog = style_acts.edit(view)
    dialog.add()
    choose(dialog.by, "fixed")
    qtbot.mouseClick(dialog.value.colour, LEFT)
    menu_act(view, "Yellow")
    assert int(view.styling.applied.colour[ANN]) == 6
    dialog.value._show_colour("#ffff99")
    dialog.value.changed.emit()
    assert "hard to see on the light ground" in dialog.wrong.text()
    choose(dialog.channel, "size")
    dialog.value.number.setValue(2.5)
    assert float(view.styling.applied.size[ANN]) == 2.5


def test_a_click_on_the_legend_selects_what_a_rule_gave_its_colour(qtbot, view):
    style_acts.take(view, RULES, "Style")
    view.grab()
    box, entry = next((box, each) for box, each in view.legend.places if each.words == "Person" and each.channel)
    qtbot.mouseClick(view, LEFT, pos=box.center().toPoint())
    assert view.workspace.selected_rows.tolist() == [0, 1, 2]
    assert entry.count == 3


def test_a_rule_about_a_set_an_area_or_the_selection_follows_them(view):
    people = view.workspace.items.id[[ANN, BOB]]
    view.acts.run(MakeSet("Ours", people))
    style_acts.take(view, Style((Rule("colour", value=5, where='in set "Ours"'),)), "Style")
    assert view.styling.applied.colour[[ANN, BOB, ANNS_PHONE]].tolist() == [5, 5, -1]
    view.acts.run(UpdateSet("Ours", view.workspace.items.id[[ANNS_PHONE]]))
    assert view.styling.applied.colour[[ANN, BOB, ANNS_PHONE]].tolist() == [-1, -1, 5]
    view.acts.undo()
    assert view.styling.applied.colour[[ANN, BOB, ANNS_PHONE]].tolist() == [5, 5, -1]
    style_acts.take(view, Style((Rule("colour", value=5, where='in area "Mill"'),)), "Style")
    assert view.styling.applied.problems
    square = {"shape": "polygon", "points": [[-20, 40], [20, 40], [20, 70], [-20, 70]]}
    view.acts.run(KeepThing("area", "Mill", square))
    assert not view.styling.applied.problems and (view.styling.applied.colour == 5).any()
    style_acts.take(view, Style((Rule("ring", value=2, where="linked to selected"),)), "Style")
    view.workspace.select([ANNS_PHONE])
    assert (view.styling.applied.ring == 2).any()


def test_a_style_is_not_followed_anew_where_items_are_moved_or_pointed_at(view):
    style_acts.take(view, RULES, "Style")
    found = view.styling.applied
    view.workspace.set_focus(ANN)
    view.workspace.select([ANN])
    act(view, "pin").run()
    assert view.styling.applied is found
    mask = np.ones(11, bool)
    mask[BOB] = False
    view.workspace.set_filter("some", FilterPart("Some", mask))
    assert view.styling.applied is not found
    found = view.styling.applied
    view.acts.undo()
    assert view.styling.applied is found


def test_the_style_is_read_once_and_its_queries_too_while_one_points_about(view, monkeypatch):
    style_acts.take(view, RULES, "Style")
    read = []
    for name in ("style_from", "depends_on"):
        monkeypatch.setattr(f"intelviz.views.network.styling.{name}", lambda *_, name=name: read.append(name))
    for row in (ANN, BOB, ANNS_PHONE):
        view.workspace.set_focus(row)
        view.grab()
    assert read == []


def test_a_style_that_is_followed_in_a_job_is_the_last_that_was_asked_for(view):
    waiting = []
    view.jobs = SimpleNamespace(start=lambda _, work, then, failed: waiting.append((work, then)))

    def end_one() -> None:
        work, then = waiting.pop(0)
        then(work(SimpleNamespace(step=lambda *_: None)))

    first, second = (Style((Rule("colour", value=number, where="Person"),)) for number in (1, 2))
    style_acts.take(view, first, "Style")
    style_acts.take(view, second, "Style")
    view.workspace.tell(Change.KEPT)
    assert len(waiting) == 1, "one at a time"
    end_one()
    assert view.styling.applied is None and len(waiting) == 1
    end_one()
    assert int(view.styling.applied.colour[ANN]) == 2 and not waiting
    style_acts.take(view, first, "Style")
    view.acts.undo()
    end_one()
    assert int(view.styling.applied.colour[ANN]) == 2


def test_a_style_is_kept_and_used_on_another_chart_and_survives_reopening(qtbot, view, opened):
    style_acts.take(view, RULES, "Style")
    act(view, "style_keep").run()
    (dialog,) = view.findChildren(QInputDialog)
    dialog.setTextValue("Ours")
    dialog.accept()
    opened.acts.keep(NewChart(opened.workspace.items.id[:3], "Chart 2", np.arange(3.0) * 99, np.zeros(3)), "New")
    opened.acts.open_chart("Chart 2")
    assert view.styling.applied is None
    act(view, "style_use").choices()[0].run()
    assert view.styling.style == RULES
    path = opened.case.path
    opened.close()
    with open_case(path) as again:
        later = shown(qtbot, again)
        assert later.styling.style == RULES and later.styling.applied is not None
        act(later, "style_off").run()
        assert later.styling.applied is None
        assert [each.title for each in act(later, "style_delete").choices()] == ["Ours"]


def test_what_a_stranger_puts_in_a_chart_is_drawn_or_passed_over(qtbot, view):
    for body in (
        {"rules": 7},
        [1],
        {"rules": [{"channel": "colour", "by": "measure x"}]},
        "x",
        {"second": "property ."},
    ):
        view.acts.run(SetPart(chart="Chart 1", part="style", value=body))
        view.grab()
    assert view.failures == []


def test_all_parallel_links_are_drawn_where_the_chart_asks_for_it(view):
    several = set(np.flatnonzero(view.content.count > 1).tolist())
    assert view.lines_open == set()
    style_acts.take(view, Style(parallel="all"), "Style")
    assert view.lines_open == several
    if several:
        view.toggle_pair(next(iter(several)))
        assert len(view.lines_open) == len(several) - 1


def test_a_larger_item_is_hit_further_from_its_middle(view):
    def beside() -> QPointF:
        return QPointF(spot(view, ANN)) + QPointF(view.scene().icon * 0.8, 0)

    assert view.row_at(beside()) != ANN
    style_acts.take(view, Style((Rule("size", value=3.0, where="Person"),)), "Style")
    assert view.row_at(beside()) == ANN


def test_the_legend_of_a_new_style_hides_no_item_of_a_chart_that_is_seen_whole(view):
    style_acts.take(view, RULES, "Style")
    view.grab()
    assert not any(view.legend.box.contains(QPointF(spot(view, row))) for row in view.content.rows.tolist())
    view.zoom_by(1.5, QPointF(300, 300))
    camera = view.camera
    view.acts.undo()
    assert view.camera == camera


def test_a_larger_item_that_is_selected_has_its_ring_round_it(view):
    style_acts.take(view, Style((Rule("size", value=3.0, where="Person"), Rule("colour", value=1))), "Style")
    view.workspace.select([ANN])
    size = float(view.scene().sizes(np.array([ANN], np.int32))[0])
    image, middle = view.grab().toImage(), spot(view, ANN)
    accent = np.array(view.theme.accent)

    def ringed(away: float) -> bool:
        colour = QColor(image.pixel(middle.x(), round(middle.y() + away)))
        return bool(np.abs(np.array([colour.red(), colour.green(), colour.blue()]) - accent).max() < 60)

    assert any(ringed(size / 2 + away) for away in (0.5, 1, 1.5, 2, 2.5))
    assert not any(ringed(view.scene().icon / 2 + away) for away in (1, 2, 3))


def test_no_name_stands_below_the_legend(view, monkeypatch):
    style_acts.take(view, RULES, "Style")
    view.pan_by(150, 0)
    view.grab()
    names, place = [], LabelGrid.take

    def take(grid, *box):
        found = place(grid, *box)
        names.append(QRectF(QPointF(*box[:2]), QPointF(*box[2:])))
        return found

    monkeypatch.setattr(LabelGrid, "take", take)
    view.image.forget()
    view.grab()
    free, *names = names
    assert view.legend.box.contains(free) and len(names) > 3
    assert not any(each.intersects(free) for each in names)


def test_what_the_legend_has_no_room_for_is_counted(view):
    style_acts.take(view, RULES, "Style")
    view.resize(1000, 300)
    view.grab()
    *said, last = [entry.words for _, entry in view.legend.places]
    view.resize(1000, 900)
    view.grab()
    assert last == f"… and {len(view.legend.places) - len(said)} more lines"


def test_the_types_of_items_that_a_rule_colours_are_told_by_their_icons_alone(view):
    style_acts.take(view, Style((Rule("colour", value=5, where="Person"),)), "Style")
    view.grab()
    types = {each.words: each.channel for _, each in view.legend.places if each.kind == "type"}
    assert types == {"persons": "colour", "phones": "", "locations": "", "crimes": "", "phone calls": ""}


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda each: each.name)
def test_the_look_of_a_styled_chart(qtbot, opened, theme):
    view = shown(qtbot, opened, (1000, 640), theme)
    style_acts.take(view, RULES, "Style")
    same_picture(view.picture(1000, 640), f"chart_style_{theme.name}")
