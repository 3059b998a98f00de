"""Comparing as an analyst does it: pick two sides, swap, click counts and lines, keep, draw, copy, write out."""

import csv

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from intelviz import Case
from intelviz.app.look.dressing import dress
from intelviz.case.file import CaseFile
from intelviz.render.theme import DARK, LIGHT
from intelviz.views.compare import keeping
from intelviz.views.compare.view import CompareView
from intelviz.workspace.commands.chart.draw_comparison import DrawComparison
from intelviz.workspace.commands.chart.hide_items import HideItems
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.commands.sets.update_set import UpdateSet
from intelviz.workspace.comparing import Side, compare, side_of
from intelviz.workspace.comparing.drawn import drawn
from intelviz.workspace.notes import notes_in
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.workspace import Workspace
from tests.conftest import made_schema, many
from tests.kept_picture import same_picture
from tests.small_case import small_case
from tests.test_comparing import folder, loaded  # noqa: F401  a fixture

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
ANN, BOB, CY, PHONE1, PHONE2 = range(5)


@pytest.fixture
def opened(tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        ids = opened.workspace.items.id
        opened.acts.run(MakeSet("Mill Lane", ids[[ANN, BOB, PHONE1]]))
        opened.acts.run(MakeSet("High Street", ids[[BOB, CY]]))
        yield opened


def shown(qtbot, opened, theme=DARK) -> CompareView:
    view = CompareView(opened.workspace, theme, case=opened.case, acts=opened.acts)
    qtbot.addWidget(view)
    view.resize(1000, 300)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def view(qtbot, opened) -> CompareView:
    view = shown(qtbot, opened)
    view.parts.show_sides(Side("set", "Mill Lane"), Side("set", "High Street"))
    return view


def listed(view) -> dict[str, list[str]]:
    label = view.workspace.items.label
    return {part: [label[row] for row in each.labels.rows] for part, each in view.parts.lists.items()}


def click_list(qtbot, view, part, line, held=NONE):
    table = view.parts.lists[part].list
    qtbot.mouseClick(table.viewport(), LEFT, held, table.visualRect(table.model().index(line, 0)).center())


def click_count(qtbot, view, words, column):
    table = view.parts.counts
    line = next(at for at, each in enumerate(table.lines) if each.words == words)
    qtbot.mouseClick(table.viewport(), LEFT, NONE, table.visualRect(table.model().index(line, column)).center())


def selected(view) -> list[int]:
    return view.workspace.selected_rows.tolist()


def test_picking_two_sides_by_hand_lists_three_parts(qtbot, opened):
    view = shown(qtbot, opened)
    for picker, name in ((view.parts.left, "Mill Lane"), (view.parts.right, "High Street")):
        picker.kind_box.setCurrentIndex(picker.kind_box.findData("set"))
        picker.kind_box.activated.emit(picker.kind_box.currentIndex())
        picker.name_box.setCurrentIndex(picker.name_box.findData(name))
        picker.name_box.activated.emit(picker.name_box.currentIndex())
    assert listed(view) == {"left": ["Ann Archer", "07700 900001"], "common": ["Bob Baker"], "right": ["Cy Cole"]}
    assert view.parts.lists["left"].head.text() == "◧ Only left: 2 items, 3 links"


def test_a_query_is_completed_where_a_side_is_typed(qtbot, opened):
    view = shown(qtbot, opened)
    picker = view.parts.left
    picker.show_side(Side("query", ""))
    view.activateWindow()
    picker.line.setFocus()
    qtbot.waitUntil(picker.line.hasFocus)
    qtbot.keyClicks(picker.line, "Crime and in set hi")
    assert [each.text for each in picker.completion.choices] == ['"High Street"']
    qtbot.keyClick(picker.line, Qt.Key.Key_Tab)
    assert picker.line.text() == 'Crime and in set "High Street" '
    picker.show_side(Side("period", ""))
    qtbot.keyClicks(picker.line, "Crime")
    assert not picker.completion.choices


def test_two_charts_say_where_an_item_stands_and_which_hides_it(qtbot, opened):
    ids = opened.workspace.items.id
    opened.acts.run(NewChart(ids[:3], "<b>One</b>", np.zeros(3), np.arange(3.0)))
    opened.acts.run(NewChart(ids[:3], "Two", np.array([0.0, 50.0, 0.0]), np.arange(3.0)))
    opened.acts.run(HideItems(ids[[2]], "Two"))
    view = shown(qtbot, opened)
    view.parts.show_sides(side_of("chart:<b>One</b>"), side_of("chart:Two"))
    assert changed_rows(view) == [
        ["Bob Baker", "place on the chart", "0, 1", "50, 1"],
        ["Cy Cole", "on the chart", "shown", "hidden"],
    ]
    assert "1 item placed elsewhere, 1 item hidden on one chart only" in view.parts.words.text()
    # A name is words, whatever signs stand in it.
    assert view.parts.words.textFormat() == Qt.TextFormat.PlainText and "<b>One</b>" in view.parts.words.text()
    view.parts.swap()
    assert ["Cy Cole", "on the chart", "hidden", "shown"] in changed_rows(view)
    assert any("50.0, 1.0" in row for row in keeping.lines(view))


def changed_rows(view) -> list[list[str]]:
    model = view.parts.changed.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_a_query_is_typed_and_what_is_wrong_with_it_is_said(qtbot, opened):
    view = shown(qtbot, opened)
    left = view.parts.left
    left.show_side(Side("query", ""))
    left.line.setFocus()
    qtbot.keyClicks(left.line, "Phone")
    qtbot.keyClick(left.line, Qt.Key.Key_Return)
    assert len(view.parts.lists["common"].labels.rows) == 2
    left.line.selectAll()
    qtbot.keyClicks(left.line, "Phone (")
    qtbot.keyClick(left.line, Qt.Key.Key_Return)
    assert view.parts.found is None
    assert view.parts.words.text()
    assert listed(view) == {"left": [], "common": [], "right": []}


def test_swapping_with_the_button_exchanges_the_parts(qtbot, view):
    before = listed(view)
    qtbot.mouseClick(view.parts.swap_button, LEFT)
    assert listed(view) == {"left": before["right"], "common": before["common"], "right": before["left"]}
    assert (view.parts.left.side(), view.parts.right.side()) == (Side("set", "High Street"), Side("set", "Mill Lane"))


def test_clicks_select_in_all_views(qtbot, view):
    click_list(qtbot, view, "left", 0)
    assert selected(view) == [ANN]
    click_list(qtbot, view, "left", 1, SHIFT)
    assert selected(view) == [ANN, PHONE1]
    click_list(qtbot, view, "right", 0)
    assert selected(view) == [CY]
    assert not view.parts.lists["left"].list.selectionModel().hasSelection()
    qtbot.mouseClick(view.parts.lists["common"].head, LEFT)
    assert selected(view) == [BOB]
    # What is selected does not become another comparison by itself.
    assert listed(view)["left"] == ["Ann Archer", "07700 900001"]


def test_counts_by_type_narrow_the_lists_and_select(qtbot, view):
    click_count(qtbot, view, "Phones", 1)
    assert selected(view) == [PHONE1]
    assert listed(view) == {"left": ["07700 900001"], "common": [], "right": []}
    click_count(qtbot, view, "All items", 1)
    assert selected(view) == [ANN, PHONE1]
    click_count(qtbot, view, "– has phone", 1)
    assert selected(view) == [ANN, PHONE1]
    lines = {each.words: each.counts for each in view.parts.counts.lines}
    assert lines["All items"] == (2, 1, 1)
    assert lines["All links"] == (3, 0, 1)


def test_keys_go_through_a_list_and_select(qtbot, view):
    table = view.parts.lists["left"].list
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert selected(view) == [PHONE1]
    centred = []
    view.workspace.subscribe(lambda change: centred.append(view.workspace.centre.tolist()))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert centred[-1] == [PHONE1]


def test_a_part_is_kept_as_a_set(qtbot, view, opened, monkeypatch):
    monkeypatch.setattr(keeping, "ask_text", lambda *given, proposal: given[3](proposal))
    action = next(each for each in view.actions_here() if each.name == "compare_keep_left")
    assert action.enabled()
    action.run()
    ids = opened.workspace.items.id
    assert opened.case.sets()["Mill Lane without High Street"].tolist() == ids[[ANN, PHONE1]].tolist()
    opened.acts.undo()
    assert "Mill Lane without High Street" not in opened.case.sets()


def test_the_union_is_drawn_on_a_chart_in_one_act(view, opened):
    before = opened.workspace.chart.name
    keeping.show_on_chart(view)
    chart = opened.workspace.chart
    assert chart.name == "Mill Lane ⟷ High Street"
    assert np.flatnonzero(chart.drawn).tolist() == [ANN, BOB, CY, PHONE1]
    notes = notes_in(chart.body)
    assert [each.kind for each in notes] == ["rectangle", "text", "ellipse", "text", "rectangle", "text"]
    assert [each.text for each in notes if each.text] == ["Only Mill Lane: 2", "In both: 1", "Only High Street: 1"]
    opened.acts.undo()
    assert (opened.workspace.chart.name, list(opened.case.charts())) == (before, [])
    opened.acts.redo()
    assert len(notes_in(opened.case.charts()["Mill Lane ⟷ High Street"].body)) == 6
    keeping.show_on_chart(view)
    assert opened.workspace.chart.name == "Mill Lane ⟷ High Street (2)"


def test_every_item_lies_in_the_frame_of_its_part():
    workspace = Workspace(many(900, 300), made_schema())
    rows = np.arange(len(workspace))
    workspace.select(rows < 500)
    found = compare(workspace, None, Side("selected"), Side("all"))
    made = drawn(workspace, found, "one", "all")
    assert len(np.unique(np.column_stack([made.x, made.y]), axis=0)) == len(made.ids) == 900
    frames = [each for each in made.notes if each.kind != "text"]
    at = dict(zip(made.ids.tolist(), zip(made.x.tolist(), made.y.tolist(), strict=True), strict=True))
    for row in rows.tolist():
        x, y = at[int(workspace.items.id[row])]
        frame = frames[1 if row < 500 else 2]
        across = (x - frame.x - frame.width / 2) / (frame.width / 2)
        down = (y - frame.y - frame.height / 2) / (frame.height / 2)
        assert across**2 + down**2 < 1 if frame.kind == "ellipse" else max(abs(across), abs(down)) < 1


def test_what_is_drawn_is_replayed_from_its_words():
    made = DrawComparison(np.array([3, 4]), "A", np.zeros(2), np.ones(2), ({"number": 1, "kind": "text"},))
    again = DrawComparison.from_args({"chart": "A", "ids": [3, 4], "x": [0, 0], "y": [1, 1], "notes": "no list"})
    assert again.notes == ()
    assert made.more_args()["notes"] == [{"number": 1, "kind": "text"}]


def test_copied_and_written_rows_say_part_and_item(qtbot, view, tmp_path):
    keeping.copy(view)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:4] == ["Part", "Id", "Type", "Label"]
    assert [line.split("\t")[0] for line in lines[1:]] == ["Only left", "Only left", "In both", "Only right"]
    path = tmp_path / "out.csv"
    keeping.save_csv(view, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row[3] for row in csv.reader(file)][1:] == ["Ann Archer", "07700 900001", "Bob Baker", "Cy Cole"]
    errors = []
    view.failed.connect(errors.append)
    keeping.save_csv(view, tmp_path / "none" / "out.csv")
    assert "could not be written" in errors[0].words()


def test_two_imports_list_what_changed(qtbot, folder):  # noqa: F811  the fixture
    with Case.open(folder / "case.intelviz") as case:
        loaded(case, folder)
    with OpenCase(CaseFile.open(folder / "case.intelviz")) as opened:
        view = shown(qtbot, opened)
        view.parts.show_sides(Side("import", "#1"), Side("import", "#2"))
        assert view.parts.changed.isVisible()
        assert ("Robert", "first name", "Bob", "Robert") in view.parts.changed.rows
        assert "1 item changed" in view.parts.words.text()
        view.parts.select_changed()
        assert [view.workspace.items.label[row] for row in selected(view)] == ["Robert"]


def test_a_set_that_changes_is_compared_anew(view, opened):
    opened.acts.run(UpdateSet("High Street", opened.workspace.items.id[[ANN, BOB]]))
    assert listed(view) == {"left": ["07700 900001"], "common": ["Ann Archer", "Bob Baker"], "right": []}


def test_sides_are_remembered_and_nonsense_is_passed_over(qtbot, view, opened):
    other = shown(qtbot, opened)
    other.restore(view.settings())
    assert listed(other) == listed(view)
    other.restore({"left": 7, "right": "set", "page": ["x"]})
    other.restore({"left": "period:never", "page": "none"})
    assert listed(other) == listed(view)


def test_a_million_items_are_compared_and_listed_as_rows(qtbot, opened):
    view = shown(qtbot, opened)
    workspace = Workspace(many(1_000_000, 10), made_schema())
    other = CompareView(workspace, DARK, case=opened.case)
    qtbot.addWidget(other)
    workspace.select(np.arange(1_000_000) % 3 == 0)
    other.parts.show_sides(Side("selected"), Side("all"))
    assert len(other.parts.lists["right"].labels.rows) == 666_666
    assert view.parts.found is not None


def test_it_looks_as_it_did(qtbot, qapp, opened):
    for theme in (DARK, LIGHT):
        dress(qapp, theme)
        view = shown(qtbot, opened, theme)
        view.parts.show_sides(Side("set", "Mill Lane"), Side("set", "High Street"))
        image = view.grab(view.rect()).toImage()
        same_picture(image, f"compare-{theme.name}")
