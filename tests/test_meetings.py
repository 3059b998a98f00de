"""Whom somebody met: the holder at the time, who was there, before an event; as a question and as a list."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from intelviz.case.columns import Columns, ItemColumns, LinkColumns
from intelviz.schema.load import load_schema
from intelviz.schema.when import NO_TIME, Precision
from intelviz.views.meetings.dialog import MeetingsDialog
from intelviz.workspace.meetings import events_before_which, meetings_of, persons_of
from intelviz.workspace.workspace import Workspace

DAY = 86_400
ITEMS = [
    ("Person", "Ann", None), ("Person", "Bob", None), ("Person", "Cy", None), ("Phone", "07700 900001", None),
    ("Meeting", "In a car", 10), ("Meeting", "At home", 20), ("Sighting", "Seen", 23), ("Crime", "Burglary", 24),
    ("Crime", "Robbery", 12), ("Meeting", "Undated", None), ("Location", "1 Mill Lane", None),
]  # fmt: skip
ANN, BOB, CY, PHONE, CAR, HOME, SEEN, BURGLARY, ROBBERY, UNDATED, PLACE = range(len(ITEMS))
LINKS = [
    ("HAS_PHONE", ANN, PHONE, 15, 99), ("HAS_PHONE", BOB, PHONE, 0, 15),
    ("ATTENDED", ANN, CAR), ("ATTENDED", CY, CAR), ("ATTENDED", ANN, HOME), ("ATTENDED", BOB, HOME),
    ("SEEN_IN", ANN, SEEN), ("SEEN_IN", CY, SEEN), ("PARTY_TO", ANN, BURGLARY), ("PARTY_TO", BOB, BURGLARY),
    ("PARTY_TO", BOB, ROBBERY), ("ATTENDED", BOB, CAR), ("ATTENDED", ANN, UNDATED), ("ATTENDED", CY, UNDATED),
    ("OCCURRED_AT", HOME, PLACE),
]  # fmt: skip


@pytest.fixture
def workspace() -> Workspace:
    schema = load_schema()
    kinds, links = tuple(schema.items), tuple(schema.links)
    count = len(ITEMS)
    start = np.array([NO_TIME if day is None else day * DAY for _, _, day in ITEMS], np.int64)
    begin = np.array([each[3] * DAY if len(each) > 3 else NO_TIME for each in LINKS], np.int64)
    end = np.array([each[4] * DAY if len(each) > 3 else NO_TIME for each in LINKS], np.int64)
    place = np.full(count, -1, np.int32)
    place[HOME] = PLACE
    items = ItemColumns(
        np.arange(count, dtype=np.int64) + 100, np.array([kinds.index(each[0]) for each in ITEMS], np.int16), kinds,
        [each[1] for each in ITEMS], start, np.where(start == NO_TIME, NO_TIME, start + 600),
        np.where(start == NO_TIME, 0, int(Precision.MINUTE)).astype(np.int8), np.full(count, np.nan),
        np.full(count, np.nan), np.zeros(count, np.int8), place,
    )  # fmt: skip
    rows = LinkColumns(
        np.arange(len(LINKS), dtype=np.int64) + 500, np.array([links.index(each[0]) for each in LINKS], np.int16),
        links,
        np.array([each[1] for each in LINKS], np.int32), np.array([each[2] for each in LINKS], np.int32), begin, end,
        np.zeros(len(LINKS), np.int8),
    )  # fmt: skip
    return Workspace(Columns(items, rows), schema)


def rows(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int32)


def test_a_person_met_those_who_were_there_too_and_nobody_through_a_crime(workspace):
    found = [(each.event, each.who, each.others, each.place) for each in meetings_of(workspace, rows(ANN))]
    assert found == [
        (CAR, (ANN,), (BOB, CY), -1), (HOME, (ANN,), (BOB,), PLACE), (SEEN, (ANN,), (CY,), -1),
        (UNDATED, (ANN,), (CY,), -1),
    ]  # fmt: skip
    assert meetings_of(workspace, rows(PLACE)) == []


def test_a_telephone_stands_for_whoever_held_it_then(workspace):
    assert persons_of(workspace, rows(PHONE)).tolist() == [ANN, BOB]
    found = {(each.event, each.who) for each in meetings_of(workspace, rows(PHONE))}
    # Bob held it when they sat in the car, Ann from day 15 on; of what has no time nobody can tell.
    assert found == {(CAR, (BOB,)), (HOME, (ANN,)), (SEEN, (ANN,)), (UNDATED, (ANN,))}


def test_days_before_an_event_leave_out_what_came_earlier_later_or_has_no_time(workspace):
    found = meetings_of(workspace, rows(ANN), 17 * DAY, 24 * DAY)
    assert [each.event for each in found] == [HOME, SEEN]
    assert events_before_which(workspace, rows(ANN)).tolist() == [BURGLARY]
    assert events_before_which(workspace, rows(ANN, ROBBERY)).tolist() == [ROBBERY, BURGLARY]


def test_the_list_is_narrowed_selected_and_copied(qtbot, workspace):
    drawn = []
    dialog = MeetingsDialog(workspace, rows(ANN), None, drawn.append)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.topLevelItemCount() == 4
    QTest.keyClicks(dialog.before, "Burglary")
    assert [each.event for each in dialog.found] == [HOME, SEEN]
    dialog.days.setValue(2)
    assert dialog.words.text() == "1 meeting at 0 places with 1 person: Cy."
    dialog.days.setValue(7)
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[0] == "When\tWhom\tWhere\tWhat"
    assert copied[1].split("\t")[1:] == ["Bob", "1 Mill Lane", "At home"]
    QTest.mouseClick(dialog.select_button, Qt.MouseButton.LeftButton)
    assert workspace.selected_rows.tolist() == [ANN, BOB, CY, HOME, SEEN, PLACE]
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert workspace.selected_rows.tolist() == [ANN, BOB, HOME, PLACE]
    QTest.mouseClick(dialog.chart_button, Qt.MouseButton.LeftButton)
    assert [each.tolist() for each in drawn]


def test_nobody_and_nothing_are_said_in_words(qtbot, workspace):
    nobody = MeetingsDialog(workspace, rows(PLACE))
    qtbot.addWidget(nobody)
    assert not nobody.found
    assert "doesn't say that there was none" in nobody.words.text()
    assert not nobody.copy_button.isEnabled()
