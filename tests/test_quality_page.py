"""The quality page in the window: a click on a finding selects its items, and a row set aside is put right there."""

import pytest
from PySide6.QtCore import QPoint, Qt

from intelviz import Case
from intelviz.render.theme import DARK
from intelviz.views.search.box import SearchBox
from intelviz.views.sources.panel import SourcesPanel
from intelviz.workspace.opening import open_case
from tests.test_quality import HEAD, ODD, RECIPE, USUAL

BAD = ["97,Bad time,11/02/1950,30,31/02/2024 10:11,53.4,-2.2,7,z", "98,Short"]


@pytest.fixture
def opened(tmp_path):
    (tmp_path / "people.yaml").write_text(RECIPE)
    (tmp_path / "people.csv").write_text(HEAD + "\n".join([*USUAL, *ODD, *BAD]) + "\n")
    with Case.new(tmp_path / "case.intelviz") as case:
        case.import_files(tmp_path / "people.csv", recipe=tmp_path / "people.yaml")
    with open_case(tmp_path / "case.intelviz") as opened:
        yield opened


@pytest.fixture
def panel(opened, qtbot):
    panel = SourcesPanel(opened.workspace, DARK, case=opened.case, acts=opened.acts)
    qtbot.addWidget(panel)
    panel.resize(260, 600)
    panel.show()
    panel.list.setCurrentItem(panel.list.topLevelItem(0))
    return panel


def page_of(panel, qtbot):
    panel.show_quality()
    page = panel.page
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.report is not None)
    return page


def click(qtbot, table, row):
    at = table.visualRect(table.model().index(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))


def test_a_click_on_a_finding_selects_its_items(panel, opened, qtbot):
    page = page_of(panel, qtbot)
    titles = [row[2] for row in page.findings.rows]
    click(qtbot, page.findings, titles.index("In the future"))
    assert opened.workspace.counts.selected == 1
    assert page.examples.rows[0][0] == "Ahead"


def test_a_row_is_put_right_and_loaded_and_undo_sets_it_aside_again(panel, opened, qtbot):
    page = page_of(panel, qtbot)
    quarantine = page.quarantine
    assert page.tabs.tabText(2) == "Set aside (2)"
    page.tabs.setCurrentIndex(2)
    click(qtbot, quarantine.list, 0)
    qtbot.mouseClick(quarantine.button, Qt.MouseButton.LeftButton)
    assert "can't be loaded yet" in quarantine.words.text()
    assert quarantine.count == 2
    place = next(at for at in range(quarantine.cells.rowCount()) if quarantine.cells.item(at, 0).text() == "seen")
    quarantine.cells.item(place, 2).setText("29/02/2024 10:11")
    items = len(opened.workspace)
    qtbot.mouseClick(quarantine.button, Qt.MouseButton.LeftButton)
    assert quarantine.count == 1
    assert page.tabs.tabText(2) == "Set aside (1)"
    assert len(opened.workspace) == items + 1
    opened.acts.undo()
    assert len(opened.workspace) == items
    assert opened.case.sources()[0].rejected == 2
    assert opened.case.verify() == []


def test_it_is_saved_as_a_page(panel, qtbot, tmp_path):
    page = page_of(panel, qtbot)
    page.save(tmp_path / "q.html")
    assert "In the future" in (tmp_path / "q.html").read_text()
    page.save(tmp_path / "none" / "q.html")
    assert "can't be written" in page.words.text()


def test_a_source_past_its_date_is_marked_and_extended(panel, opened, qtbot):
    from intelviz.workspace.commands.sources.set_expiry import SetExpiry

    opened.acts.run(SetExpiry((1,), "2020-01-31"))
    panel.refresh()
    assert "review" in panel.list.topLevelItem(0).text(1)
    assert "past, so it is not searched" in panel.words.text()
    actions = {each.name: each for each in panel.actions_here()}
    actions["sources_extend"].run()
    assert "review" not in panel.list.topLevelItem(0).text(1)
    actions["sources_withdraw"].run()
    assert panel.list.topLevelItem(0).text(1) == "withdrawn"
    assert len(opened.workspace) == 0
    assert not actions["sources_extend"].enabled()


def test_the_search_box_says_what_was_not_searched(panel, opened, qtbot):
    from intelviz.workspace.commands.sources.set_expiry import SetExpiry

    opened.acts.run(SetExpiry((1,), "2020-01-31"))
    box = SearchBox(lambda: [], DARK, panel)
    qtbot.addWidget(box)
    box.set_case(opened.case)
    box.show()
    qtbot.keyClicks(box, "Ahead")
    with qtbot.waitSignal(box.answers.found):
        pass
    assert "0 sources searched; not searched: 1 expired" in box._with_coverage("")
    assert "people.csv (expired on 31 January 2020)" in box.results.toolTip()
    box.answers.stop()
