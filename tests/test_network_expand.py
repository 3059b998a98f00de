"""What can be brought to the chart, which of it comes, where it stands, and the dialog that asks."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox

from intelviz.render.theme import DARK
from intelviz.views.network.expand_dialog import ExpandDialog
from intelviz.workspace.expand import NEAREST, brought, collapsible, offers, placed
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.query import parse
from intelviz.workspace.query.evaluate import mask_of
from intelviz.workspace.workspace import FilterPart, Workspace
from tests.conftest import made_columns, made_schema, many
from tests.small_case import small_case

ANN, BOB, CY, ANNS_PHONE, HOME, BURGLARY = 0, 1, 2, 3, 5, 7


def rows(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int32)


def draw(workspace: Workspace, *numbers: int, x=(), y=()) -> None:
    drawn = rows(*numbers)
    workspace.chart.drawn[drawn] = True
    workspace.chart.x[drawn] = x if len(x) else np.arange(len(drawn)) * 100
    workspace.chart.y[drawn] = y if len(y) else 0


def without(workspace: Workspace, *numbers: int) -> None:
    mask = np.ones(len(workspace), bool)
    mask[list(numbers)] = False
    workspace.set_filter("test", FilterPart("not these", mask))


def crowd(drawn: int, span: float) -> Workspace:
    workspace = Workspace(many(20_000, 60_000), made_schema())
    random = np.random.default_rng(2)
    draw(workspace, *range(drawn), x=random.uniform(0, span, drawn), y=random.uniform(0, span, drawn))
    return workspace


def nearest(workspace: Workspace, x: np.ndarray, y: np.ndarray) -> float:
    """Return the least distance of a new item to any other, new or drawn."""
    chart = workspace.chart
    every_x = np.concatenate([x, chart.x[chart.drawn]]).astype(float)
    every_y = np.concatenate([y, chart.y[chart.drawn]]).astype(float)
    least = np.inf
    for at in range(0, len(x), 500):
        part = slice(at, min(at + 500, len(x)))
        apart = np.hypot(every_x[part, None] - every_x, every_y[part, None] - every_y)
        apart[np.arange(len(apart)), np.arange(part.start, part.stop)] = np.inf
        least = min(least, float(apart.min()))
    return least


def said(found) -> list[tuple]:
    return [
        (each.link_type, each.label, each.forward, each.item_type, each.links, each.items, each.new) for each in found
    ]


def test_offers_count_links_and_items_in_both_directions(workspace):
    draw(workspace, BOB, ANN)
    assert said(offers(workspace, rows(BOB))) == [
        ("HAS_PHONE", "has phone", True, "Phone", 1, 1, 1),
        ("KNOWS", "knows", True, "Person", 1, 1, 1),
        ("KNOWS", "is known by", False, "Person", 2, 1, 0),
    ]


def test_offers_with_most_new_items_come_first():
    workspace = Workspace(many(2_000, 20_000), made_schema())
    news = [each.new for each in offers(workspace, np.arange(50, dtype=np.int32))]
    assert news == sorted(news, reverse=True)


def test_what_a_filter_hides_is_neither_offered_nor_brought(workspace):
    before = offers(workspace, rows(BOB))
    without(workspace, CY)
    assert all(each.item_type != "Person" or not each.forward for each in offers(workspace, rows(BOB)))
    assert CY not in brought(workspace, rows(BOB), before, 100)


def test_only_new_items_of_what_was_chosen_are_brought(workspace):
    draw(workspace, ANN, BOB)
    found = {each.link_type: each for each in offers(workspace, rows(ANN))}
    assert brought(workspace, rows(ANN), [found["HAS_PHONE"], found["KNOWS"]], 100).tolist() == [ANNS_PHONE]
    assert not len(brought(workspace, rows(ANN), [], 100))


def test_those_with_most_links_to_what_is_drawn_are_brought_first():
    items = [("Person", f"P{number}", "", None) for number in range(5)]
    links = [("KNOWS", 0, 2), ("KNOWS", 0, 3), ("KNOWS", 0, 4), ("KNOWS", 1, 4)]
    workspace = Workspace(made_columns(items, links), made_schema())
    draw(workspace, 0, 1)
    found = offers(workspace, rows(0))
    assert brought(workspace, rows(0), found, 1).tolist() == [4]
    assert brought(workspace, rows(0), found, 2).tolist() == [2, 4]


def test_new_items_stand_round_their_item_on_the_side_that_is_free(workspace):
    draw(workspace, ANN, BOB, x=(0, 200))
    x, y = placed(workspace, rows(ANNS_PHONE, HOME), rows(ANN))
    assert (x < 0).all()
    assert (np.hypot(x, y) < 100).all()


def test_an_item_linked_to_two_stands_between_them(workspace):
    draw(workspace, ANN, CY, x=(0, 400))
    x, y = placed(workspace, rows(BOB), rows(ANN, CY))
    assert (float(x[0]), float(y[0])) == (200, 0)


def test_an_item_linked_to_nothing_drawn_stands_beside_the_drawing(workspace):
    draw(workspace, ANN, BOB, x=(0, 200))
    assert placed(workspace, rows(BURGLARY), rows(ANN))[0][0] > 200
    empty = Workspace(made_columns(), made_schema())
    assert nearest(empty, *placed(empty, rows(ANN, BOB, CY), rows())) >= NEAREST


@pytest.mark.parametrize(("drawn", "span"), [(300, 900), (5_000, 3_200), (2_000, 100_000)])
def test_nothing_is_put_on_something_else_and_nothing_moves(drawn, span):
    workspace = crowd(drawn, span)
    seeds = np.arange(drawn, dtype=np.int32)
    new = brought(workspace, seeds, offers(workspace, seeds), 2_000)
    kept = workspace.chart.x.copy(), workspace.chart.y.copy()
    x, y = placed(workspace, new, seeds)
    assert len(x) == len(y) == len(new) > 1_500
    assert x.dtype == y.dtype == np.float32
    assert nearest(workspace, x, y) >= NEAREST
    assert np.array_equal(kept, (workspace.chart.x, workspace.chart.y))
    assert np.array_equal((x, y), placed(workspace, new, seeds))


def test_a_hub_takes_ten_thousand_items():
    items = [("Person", f"P{number}", "", None) for number in range(10_001)]
    links = [("KNOWS", 0, number) for number in range(1, 10_001)]
    workspace = Workspace(made_columns(items, links), made_schema())
    draw(workspace, 0)
    new = brought(workspace, rows(0), offers(workspace, rows(0)), 10_000)
    assert nearest(workspace, *placed(workspace, new, rows(0))) >= NEAREST


def test_collapsing_takes_leaves_only(workspace):
    draw(workspace, ANN, BOB, CY, ANNS_PHONE, HOME)
    assert collapsible(workspace, rows(ANN)).tolist() == [ANNS_PHONE, HOME]
    workspace.chart.pinned[HOME] = True
    assert collapsible(workspace, rows(ANN)).tolist() == [ANNS_PHONE]
    assert collapsible(workspace, rows(ANN, CY)).tolist() == [BOB, ANNS_PHONE]


# The dialog


def opened(qtbot, workspace: Workspace, *numbers: int) -> ExpandDialog:
    dialog = ExpandDialog(workspace, rows(*numbers), DARK)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def add_button(dialog: ExpandDialog):
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


def lines(dialog: ExpandDialog) -> dict[str, list[str]]:
    groups = [dialog.tree.topLevelItem(number) for number in range(dialog.tree.topLevelItemCount())]
    return {group.text(0): [group.child(number).text(0) for number in range(group.childCount())] for group in groups}


def click_box(qtbot, dialog: ExpandDialog, item) -> None:
    style, box = dialog.tree.style(), dialog.tree.visualItemRect(item)
    at = box.topLeft()
    at.setX(at.x() + style.pixelMetric(style.PixelMetric.PM_IndicatorWidth) // 2 + 3)
    at.setY(box.center().y())
    qtbot.mouseClick(dialog.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_dialog_counts_before_anything_is_brought(qtbot, workspace):
    draw(workspace, ANN, BOB)
    dialog = opened(qtbot, workspace, BOB)
    assert lines(dialog) == {
        "has phone": ["has phone → Phone · 1 item, 1 not drawn"],
        "knows": ["knows → Person · 1 item, 1 not drawn", "is known by → Person · 1 item, 0 not drawn"],
    }
    assert add_button(dialog).text() == "&Add 2 items"
    assert dialog.total.text() == "2 items would be added."
    assert all(each.accessibleName() for each in (dialog.tree, dialog.limit, dialog.total))


def test_a_click_unticks_and_the_button_adds_the_rest(qtbot, workspace):
    draw(workspace, ANN, BOB)
    dialog = opened(qtbot, workspace, BOB)
    click_box(qtbot, dialog, dialog.tree.topLevelItem(0).child(0))
    assert [each.link_type for each in dialog.chosen] == ["KNOWS"]
    qtbot.mouseClick(add_button(dialog), Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert brought(workspace, rows(BOB), dialog.chosen, dialog.most).tolist() == [CY]


def test_a_group_ticks_all_that_is_below_it(qtbot, workspace):
    draw(workspace, BOB)
    dialog = opened(qtbot, workspace, BOB)
    group = next(each for each in map(dialog.tree.topLevelItem, range(2)) if each.text(0) == "knows")
    click_box(qtbot, dialog, group)
    assert [each.link_type for each in dialog.chosen] == ["HAS_PHONE"]
    click_box(qtbot, dialog, group)
    assert len(dialog.chosen) == 3


def test_keys_alone_are_enough(qtbot, workspace):
    draw(workspace, ANN, BOB)
    dialog = opened(qtbot, workspace, BOB)
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Space)
    assert [each.link_type for each in dialog.chosen] == ["KNOWS"]
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    other = opened(qtbot, workspace, BOB)
    qtbot.keyClick(other.tree, Qt.Key.Key_Escape)
    assert not other.isVisible()
    assert other.result() == QDialog.DialogCode.Rejected


def test_few_are_ticked_beforehand_and_many_are_not(qtbot):
    items = [("Person", "Hub", "", None), *(("Person", f"P{number}", "", None) for number in range(60))]
    items += [("Phone", f"0770090{number:04}", "", None) for number in range(50)]
    links = [("KNOWS", 0, number) for number in range(1, 61)] + [("HAS_PHONE", 0, number) for number in range(61, 111)]
    workspace = Workspace(made_columns(items, links), made_schema())
    draw(workspace, 0)
    dialog = opened(qtbot, workspace, 0)
    assert [each.link_type for each in dialog.chosen] == ["HAS_PHONE"]
    dialog.limit.selectAll()
    qtbot.keyClicks(dialog.limit, "34")
    assert dialog.most == 34
    assert add_button(dialog).text() == "&Add 34 items"
    assert dialog.total.text().startswith("34 items of 50 would be added")


def test_nothing_new_cannot_be_added(qtbot, workspace):
    draw(workspace, *range(len(workspace)))
    dialog = opened(qtbot, workspace, ANN)
    assert not add_button(dialog).isEnabled()
    assert dialog.total.text() == "Everything that is linked is drawn already."


def test_a_query_says_what_may_come_and_is_remembered(qtbot, tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as case:
        workspace = case.workspace
        draw(workspace, ANN, BOB)
        dialog = ExpandDialog(workspace, rows(ANN, BOB), DARK, None, case.case)
        qtbot.addWidget(dialog)
        dialog.show()
        every = dialog.coming.rows
        assert len(every) > 1
        dialog.only.line.setFocus()
        qtbot.keyClicks(dialog.only.line, "persons or locations")
        qtbot.waitUntil(lambda: "by the query" in dialog.total.text())
        found = mask_of(parse("persons or locations", workspace.schema).term, workspace, case.case)
        assert dialog.coming.rows.tolist() == [row for row in every.tolist() if found[row]]
        assert dialog.coming.by_query == len(every) - len(dialog.coming.rows)
        qtbot.mouseClick(add_button(dialog), Qt.MouseButton.LeftButton)
        assert dialog.result() == QDialog.DialogCode.Accepted
        again = ExpandDialog(workspace, rows(ANN, BOB), DARK, None, case.case)
        qtbot.addWidget(again)
        assert again.only.text == again.wish.only == dialog.wish.only
        assert again.coming.rows.tolist() == dialog.coming.rows.tolist()
        again.only.line.setText("Crime where")
        qtbot.waitUntil(lambda: "isn't understood" in again.total.text())
        assert not add_button(again).isEnabled()
        again.only.line.clear()
        qtbot.waitUntil(lambda: len(again.coming.rows) == len(every))


def test_enter_right_after_the_last_letter_counts_it(qtbot, workspace):
    draw(workspace, ANN, BOB)
    dialog = opened(qtbot, workspace, BOB)
    qtbot.keyClicks(dialog.only.line, "phones")
    qtbot.mouseClick(add_button(dialog), Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert workspace.items.label[dialog.coming.rows[0]] == "07700 900002" and len(dialog.coming.rows) == 1
