"""The table as an analyst uses it: sort, filter, pick with mouse and keys, copy."""

from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pytest
from conftest import made_columns, made_schema, many
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from intelviz.render.theme import LIGHT
from intelviz.schema.errors import CaseError
from intelviz.views.table.columns import ranks
from intelviz.views.table.copying import as_tsv, harmless, write_csv
from intelviz.views.table.rows import ordered
from intelviz.views.table.view import TableView
from intelviz.workspace.workspace import FilterPart, Workspace

ANN, BOB, CY, PHONE1, PHONE2, HIGH_ST, MILL_LANE, BURGLARY, ROBBERY, CALL1, CALL2 = range(11)
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Properties:
    """A case of which only the properties of crimes are asked."""

    said: ClassVar = {107: {"type": "Burglary"}, 108: {"type": "Robbery"}}

    def items(self, ids):
        return [SimpleNamespace(id=each, properties=self.said.get(each, {})) for each in ids]

    def property_column(self, type_name, prop):
        return np.array([107, 108]), np.array([1, 0], np.int32), ["Robbery", "Burglary"]


@pytest.fixture
def table(workspace, qtbot) -> TableView:
    return shown(TableView(workspace, case=Properties()), qtbot)


def shown(view: TableView, qtbot) -> TableView:
    qtbot.addWidget(view)
    view.resize(1000, 420)
    view.show()
    qtbot.waitExposed(view)
    return view


def click(qtbot, table: TableView, row: int, held=NONE, *, twice: bool = False):
    box = table.grid.line_rect(table.items.place_of(row))
    at = QPoint(100, box.center().y())
    (qtbot.mouseDClick if twice else qtbot.mouseClick)(table.grid.viewport(), LEFT, held, at)


def column(table: TableView, name: str) -> list[str]:
    found = next(each for each in table.items.columns if each.name == name)
    return [found.text(row) for row in table.items.rows.tolist()]


def sort(table: TableView, name: str, *, down: bool = False):
    number = [each.name for each in table.items.columns].index(name)
    order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
    table.grid.horizontalHeader().setSortIndicator(number, order)


def test_it_lists_what_is_shown_and_says_how_many(table):
    assert table.count.text() == "11 rows of 11 items"
    mask = table.workspace.category_mask("person")
    table.workspace.set_filter("types", FilterPart("Persons", mask))
    assert table.items.rows.tolist() == [ANN, BOB, CY]
    assert table.count.text() == "3 rows of 11 items"


def test_columns_say_type_when_where_and_links(table):
    line = table.lines(np.array([BURGLARY], np.int32))[0]
    assert line == ["", "crime", "Burglary", "5 Aug 2017", "2 Mill Lane", "2"]


def test_sorting_is_stable_with_blanks_last_either_way(table):
    sort(table, "when")
    assert column(table, "when")[:4] == ["Aug 2017", "4 Aug 2017 00:32 BST", "5 Aug 2017", "27 Aug 2017 14:44 BST"]
    assert not any(column(table, "when")[4:])
    sort(table, "when", down=True)
    assert column(table, "when")[0] == "27 Aug 2017 14:44 BST"
    assert not any(column(table, "when")[4:])
    assert table.items.rows[4:].tolist() == [ANN, BOB, CY, PHONE1, PHONE2, HIGH_ST, MILL_LANE]


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), max_size=30), st.booleans())
def test_any_order_keeps_every_row_once(pairs, descending):
    rows = np.arange(len(pairs), dtype=np.int32)
    keys = np.array([pair[0] for pair in pairs], np.int64)
    blank = np.array([pair[1] for pair in pairs], bool)
    found = ordered(rows, keys, blank, descending=descending)
    assert sorted(found.tolist()) == rows.tolist()
    full = [row for row in found.tolist() if not blank[row]]
    assert found.tolist()[: len(full)] == full
    assert full == sorted(full, key=lambda row: (-keys[row] if descending else keys[row], row))


def test_numbers_sort_as_numbers_and_words_as_words():
    assert ranks(["10", "9", "2.5"]).tolist() == [2, 1, 0]
    assert ranks(["b", "A", "a"]).tolist() == [1, 0, 0]


def test_words_filter_rows(table, qtbot):
    qtbot.keyClicks(table.find_box, "mill aug")
    qtbot.keyClick(table.find_box, Qt.Key.Key_Return)
    assert table.items.rows.tolist() == [BURGLARY]
    assert table.grid.hasFocus() or not table.isActiveWindow()
    table.find_box.setText("no such thing")
    table.refresh()
    assert "no row has these words" in table.count.text()


def test_one_type_brings_its_properties(table):
    table.set_type("Crime")
    assert [each.title for each in table.items.columns][-1] == "Type of crime"
    sort(table, "property type", down=True)
    assert column(table, "property type") == ["Robbery", "Burglary"]
    table.find_box.setText("rob")
    table.refresh()
    assert table.items.rows.tolist() == [ROBBERY]


# Picking


def test_a_click_picks_in_all_views(table, qtbot):
    click(qtbot, table, ANN)
    assert table.workspace.selected_rows.tolist() == [ANN]
    assert column(table, "mark")[:4] == ["●", "○", "", "○"]
    assert table.items.columns[0].text(CALL1) == "◌"
    assert table.count.text() == "11 rows of 11 items, 1 selected"


def test_ctrl_shift_and_alt(table, qtbot):
    workspace = table.workspace
    click(qtbot, table, ANN)
    click(qtbot, table, CY, CTRL)
    assert workspace.selected_rows.tolist() == [ANN, CY]
    click(qtbot, table, CY, CTRL)
    assert workspace.selected_rows.tolist() == [ANN]
    click(qtbot, table, BOB)
    click(qtbot, table, HIGH_ST, SHIFT)
    assert workspace.selected_rows.tolist() == [BOB, CY, PHONE1, PHONE2, HIGH_ST]
    click(qtbot, table, PHONE1, ALT)
    assert workspace.selected_rows.tolist() == [BOB, CY, PHONE2, HIGH_ST]


def test_shift_follows_the_order_listed(table, qtbot):
    sort(table, "when", down=True)
    click(qtbot, table, CALL2)
    click(qtbot, table, CALL1, SHIFT)
    assert table.workspace.selected_rows.tolist() == [BURGLARY, CALL1, CALL2]


def test_what_others_pick_is_seen_here(table):
    table.workspace.select([ROBBERY])
    assert column(table, "mark")[ROBBERY] == "●"
    table.set_scope("linked")
    assert table.items.rows.tolist() == [HIGH_ST]
    table.workspace.select([CALL1])
    assert PHONE1 in table.items.rows


def test_a_click_in_the_list_of_selected_keeps_the_list(table, qtbot):
    table.workspace.select([ANN, BOB, CY])
    table.set_scope("selected")
    click(qtbot, table, BOB)
    assert table.items.rows.tolist() == [ANN, BOB, CY]
    assert table.workspace.selected_rows.tolist() == [BOB]


def test_keys_move_pick_extend_and_bring_to_sight(table, qtbot):
    workspace = table.workspace
    qtbot.keyClick(table.grid, Qt.Key.Key_Down)
    qtbot.keyClick(table.grid, Qt.Key.Key_Down)
    assert workspace.selected_rows.tolist() == [BOB]
    qtbot.keyClick(table.grid, Qt.Key.Key_Down, SHIFT)
    assert workspace.selected_rows.tolist() == [BOB, CY]
    qtbot.keyClick(table.grid, Qt.Key.Key_End, CTRL)
    qtbot.keyClick(table.grid, Qt.Key.Key_Space)
    assert workspace.selected_rows.tolist() == [BOB, CY, CALL2]
    qtbot.keyClick(table.grid, Qt.Key.Key_Return)
    assert workspace.centre.tolist() == [CALL2]
    qtbot.keyClick(table.grid, Qt.Key.Key_A, CTRL)
    assert workspace.selected.all()
    qtbot.keyClick(table.grid, Qt.Key.Key_Escape)
    assert not workspace.selected.any()


def test_double_click_and_centre(qtbot):
    view = shown(TableView(Workspace(many(5000, 10), made_schema())), qtbot)
    click(qtbot, view, 3, twice=True)
    assert view.workspace.centre.tolist() == [3]
    view.workspace.centre_on([4321])
    assert view.grid.line_rect(4321).intersects(view.grid.viewport().rect())


def test_thousands_of_scattered_rows_are_picked_at_once(qtbot):
    workspace = Workspace(many(60_000, 10), made_schema())
    view = shown(TableView(workspace), qtbot)
    rows = np.random.default_rng(1).choice(60_000, 20_000, replace=False)
    workspace.select(rows)
    assert view.count.text() == "60,000 rows of 60,000 items, 20,000 selected"


def test_out_of_sight_it_lists_nothing_until_it_is_seen(workspace, qtbot):
    view = TableView(workspace)
    qtbot.addWidget(view)
    assert view.stale
    workspace.set_filter("types", FilterPart("Persons", workspace.category_mask("person")))
    assert len(view.items.rows) == 0
    shown(view, qtbot)
    assert len(view.items.rows) == 3


# What leaves


def test_copy_takes_the_selected_rows_as_listed(table, qtbot):
    sort(table, "label", down=True)
    table.workspace.select([ANN, BOB])
    qtbot.keyClick(table.grid, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Selected or linked\tType\tLabel\tWhen\tWhere\tLinks"
    assert lines[1].split("\t")[2] == "Bob Baker" and lines[2].split("\t")[2] == "Ann Archer"
    assert len(lines) == 4 and lines[3] == ""


def test_hidden_columns_and_their_order_leave_as_seen(table):
    table.show_column("mark", shown=False)
    header = table.grid.horizontalHeader()
    header.moveSection(header.visualIndex(2), 1)
    assert table.header() == ["Label", "Type", "When", "Where", "Links"]
    kept = table.settings()
    table.refresh()
    assert table.header() == ["Label", "Type", "When", "Where", "Links"]
    table.show_column("mark", shown=True)
    table.restore(kept)
    assert table.header() == ["Label", "Type", "When", "Where", "Links"]
    table.restore({"columns": "no", "hidden": 3, "scope": "all", "sorted_by": [1]})
    assert table.scope == "shown"


def test_the_last_column_cannot_be_hidden(table):
    for each in table.items.columns:
        table.show_column(each.name, shown=False)
    assert len(table.shown_columns()) == 1


@pytest.mark.parametrize("cell", ["=1+1", "+44 7700", "-2.24", "@SUM(A1)"])
def test_nothing_that_leaves_runs_as_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    assert as_tsv(["a"], [[cell]]).split("\n")[1] == f"'{cell}"


def test_tabs_and_line_ends_stay_in_their_cell():
    assert as_tsv(["a", "b"], [["x\ty\nz", "q"]]) == "a\tb\nx y z\tq\n"


def test_saved_csv_is_whole_or_not_there(table, tmp_path: Path):
    table.save_csv(tmp_path / "items.csv")
    text = (tmp_path / "items.csv").read_text(encoding="utf-8-sig").splitlines()
    assert text[0] == "Selected or linked,Type,Label,When,Where,Links"
    assert len(text) == 12
    with pytest.raises(CaseError, match=r"could not be written to items\.csv"):
        write_csv(tmp_path / "nowhere" / "items.csv", ["a"], [])
    assert [each.name for each in tmp_path.iterdir()] == ["items.csv"]


# The rest


def test_the_case_may_change_under_it(table):
    table.workspace.replace_columns(made_columns([("Person", "Di Dean", "", None)], []))
    assert table.count.text() == "1 row of 1 items"


def test_every_act_has_words(table, monkeypatch):
    monkeypatch.setattr(table, "ask_csv", lambda: None)
    for action in [*table.actions_here(), *table.actions_here()[-1].choices()]:
        assert action.title
        action.run()


def test_picture(table):
    table.workspace.select([ANN])
    table.set_theme(LIGHT)
    image = table.picture(900, 300, 1.5)
    assert (image.width(), image.height()) == (1350, 450)
