"""The details: every statement with the record it came from, links to follow, and nothing loaded from anywhere."""

from types import SimpleNamespace

import pytest
from conftest import SMALL_ITEMS, SMALL_LINKS, made_columns, made_schema
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QTextDocument

from intelviz.render.theme import LIGHT
from intelviz.views.details.view import DetailsView
from intelviz.workspace.workspace import Workspace

ANN, BOB, CY, PHONE1, PHONE2, HIGH_ST, MILL_LANE, BURGLARY, ROBBERY, CALL1, CALL2 = range(11)
EVIL = '<img src="file:///etc/passwd"><a href="http://elsewhere.example/">click</a><script>x()</script>'


class Statements:
    """A case in which two records speak of Ann, and do not agree."""

    closed = False

    def kept(self, kind):
        return {}

    def item(self, item_id):
        return SimpleNamespace(id=item_id, type="Person", properties={"name": "Ann", "age": 31})

    def assertions(self, item_id=None, link_id=None):
        def said(record, source, row, grade, **values):
            return SimpleNamespace(record_id=record, source=source, row=row, grade=grade, by="", said=values)

        return [
            said(5, "persons.csv", 1325, None, name="Ann", age=31),
            said(6, "custody.csv", 7, "1A", name="Ann", age=32),
        ]

    def record(self, record_id):
        return SimpleNamespace(source="persons.csv", row=1325, cells={"Name ": " ann", "note": EVIL})


@pytest.fixture
def details(workspace, qtbot) -> DetailsView:
    view = DetailsView(workspace, case=Statements())
    qtbot.addWidget(view)
    view.resize(360, 900)
    view.show()
    qtbot.waitExposed(view)
    return view


def text(view: DetailsView) -> str:
    view.refresh()
    return view.browser.toPlainText().replace("\xa0", " ")


def follow(view: DetailsView, qtbot, words: str):
    """Click a link with the mouse."""
    view.refresh()
    found = view.browser.document().find(words)
    assert not found.isNull(), words
    found.setPosition(found.selectionStart() + 1)
    box = view.browser.cursorRect(found)
    qtbot.mouseClick(view.browser.viewport(), Qt.MouseButton.LeftButton, pos=box.center() + QPoint(1, 0))
    view.refresh()


def test_nothing_selected_says_what_to_do(details):
    assert text(details).startswith("Nothing selected")


def test_one_item_says_when_and_where_and_how_precisely(details):
    details.case = None
    details.workspace.select([ROBBERY])
    words = text(details)
    assert "Aug 2017 (known to the month)" in words
    assert "1 High Street\n53.48000, -2.24000 (exact point)\nthrough “occurred at”" in words


def test_every_value_names_its_record_and_grade(details):
    details.workspace.select([ANN])
    words = text(details)
    assert "persons.csv row 1,325, not graded" in words
    assert "custody.csv row 7, 1A" in words
    assert "1 property has differing statements" in words
    assert words.index("\n31\n") < words.index("\n32\n")


def test_a_record_opens_as_it_came(details, qtbot):
    details.workspace.select([ANN])
    follow(details, qtbot, "Open the record")
    words = text(details)
    assert EVIL in words, "shown as text, not obeyed"
    assert "Close the record" in words
    follow(details, qtbot, "Close the record")
    assert EVIL not in text(details)


def test_links_are_grouped_in_words_with_counts(details):
    details.workspace.select([ANN])
    words = text(details)
    assert "knows 2\nBob Baker ×2 person" in words
    assert "has phone 1\n07700 900001 phone" in words
    assert "lives at 1\n1 High Street" in words
    details.workspace.select([HIGH_ST])
    assert "is the address of 1\nAnn Archer" in text(details)


def test_what_is_reached_through_a_phone_says_so(details):
    details.workspace.select([ANN])
    words = text(details)
    assert "Reached through what belongs to it 2" in words
    assert "Call of 38 s 4 Aug 2017 00:32 BST through 07700 900001" in words


def test_a_click_on_a_link_picks_and_centres(details, qtbot):
    details.workspace.select([ANN])
    follow(details, qtbot, "Bob Baker")
    assert details.workspace.selected_rows.tolist() == [BOB]
    assert details.workspace.centre.tolist() == [BOB]


def test_links_are_reached_by_key(details, qtbot):
    details.case = None
    details.workspace.select([ANN])
    details.refresh()
    details.browser.setFocus()
    for _ in range(3):
        qtbot.keyClick(details.browser, Qt.Key.Key_Tab)
    qtbot.keyClick(details.browser, Qt.Key.Key_Return)
    assert details.workspace.selected_rows.tolist() == [BOB]


def test_several_items_are_counted_and_what_they_share_is_named(details, qtbot):
    details.workspace.select([ANN, CY, PHONE1])
    words = text(details)
    assert words.startswith("3 items selected")
    assert "persons  2" in words and "phones  1" in words
    assert "Bob Baker person, linked to 2 of 3" in words
    follow(details, qtbot, "only these")
    assert details.workspace.selected_rows.tolist() == [ANN, CY]


def test_long_lists_come_in_pages(qtbot):
    items = SMALL_ITEMS + [("Crime", f"Crime {number}", "05/08/2017", None) for number in range(120)]
    links = SMALL_LINKS + [("PARTY_TO", 0, len(SMALL_ITEMS) + number) for number in range(120)]
    view = DetailsView(Workspace(made_columns(items, links), made_schema()))
    qtbot.addWidget(view)
    view.resize(360, 2400)
    view.show()
    view.workspace.select([ANN])
    assert "Crime 49 " in text(view) and "Crime 50 " not in text(view)
    follow(view, qtbot, "Show 50 more of 70")
    assert "Crime 99 " in text(view) and "Crime 100 " not in text(view)
    follow(view, qtbot, "Show 20 more")
    assert "Crime 119 " in text(view)
    assert "Show " not in text(view).replace("Show in all views", "")


def test_the_pointer_is_followed_while_nothing_is_selected(details):
    details.case = None
    details.workspace.set_focus(CALL1)
    assert "\nCall of 38 s\nphone call" in text(details)
    details.workspace.select([ANN])
    assert "\nAnn Archer\nperson" in text(details)
    next(each for each in details.actions_here() if each.name == "details_follow").run()
    assert "\nCall of 38 s\nphone call" in text(details)


def test_nothing_is_ever_loaded(details):
    browser = details.browser
    for address in ("file:///etc/hostname", "http://elsewhere.example/a.png", "qrc:/x", "data:image/png;base64,AA"):
        kind = QTextDocument.ResourceType.ImageResource.value
        assert not isinstance(browser.loadResource(kind, QUrl(address)), QImage)
        assert bytes(browser.loadResource(kind, QUrl(address))) == b""
    before = details.workspace.selected_rows.tolist()
    for address in ("http://elsewhere.example/", "file:///etc/passwd", "item:x", "item:99999", "do:nothing"):
        browser.anchorClicked.emit(QUrl(address))
    assert details.workspace.selected_rows.tolist() == before


def test_labels_of_strangers_are_only_text(qtbot):
    items = [("Person", EVIL, "", None), ("Person", "<b>Bob</b>", "", None)]
    view = DetailsView(Workspace(made_columns(items, [("KNOWS", 0, 1)]), made_schema()))
    qtbot.addWidget(view)
    view.workspace.select([0])
    words = text(view)
    assert EVIL in words and "<b>Bob</b>" in words
    links = view.browser.toHtml().split('href="')[1:]
    assert links and not any(each.startswith(("http", "file")) for each in links)


def test_the_page_can_be_copied(details):
    details.workspace.select([ANN])
    details.refresh()
    details.copy()
    assert "Ann Archer" in QGuiApplication.clipboard().text()


def test_settings_theme_and_picture(details):
    details.workspace.select([ANN])
    details.restore({"follow": True})
    assert details.settings() == {"follow": True}
    details.set_theme(LIGHT)
    image = details.picture(360, 500, 2.0)
    assert (image.width(), image.height()) == (720, 1000)
    details.workspace.replace_columns(made_columns([("Person", "Di Dean", "", None)], []))
    assert "Di Dean" in text(details), "an item keeps its page by its number"
