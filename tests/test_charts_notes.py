"""Notes, words, shapes and pictures on the chart: by mouse and by keyboard, before and behind items, undoable."""

from __future__ import annotations

import base64
import json
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage

from intelviz.render.embedded import LONGEST, decoded, embed
from intelviz.schema.errors import UsageError
from intelviz.views.network import note_acts
from intelviz.views.network.note_marks import box_of, grips
from intelviz.views.network.view import NetworkView
from intelviz.workspace.commands.chart.change_notes import ChangeNotes
from intelviz.workspace.notes import Note, note_from, notes_in
from intelviz.workspace.opening import open_case
from tests.charts import ANN, BOB, charted, do, shown, spot

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot, tmp_path):
    """Return a network of Ann and Bob, far apart."""
    with charted(tmp_path, [-300, 300], [0, 0]) as opened:
        yield shown(qtbot, opened)


def put(view: NetworkView, kind: str = "note", **more) -> Note:
    note = Note(1 + len(view.notes.notes), kind, -60, 60, 120, 60, **more)
    assert view.notes.keep((note,), "Put")
    view.grab()
    return note


def note(view: NetworkView, number: int = 1) -> Note:
    return next(each for each in view.notes.notes if each.number == number)


def middle(view: NetworkView, number: int = 1) -> QPoint:
    return box_of(view.scene(), note(view, number)).center().toPoint()


def drag(qtbot, view: NetworkView, begin: QPoint, end: QPoint) -> None:
    qtbot.mousePress(view, LEFT, pos=begin)
    for share in (0.3, 0.7, 1.0):
        qtbot.mouseMove(view, begin + (end - begin) * share)
    qtbot.mouseRelease(view, LEFT, pos=end)


def test_a_note_is_added_written_on_and_undone(qtbot, view):
    do(view, "note_add")
    assert view.notes.editor.isVisible()
    qtbot.keyClicks(view.notes.editor, "Seen at 14:30")
    qtbot.keyClick(view.notes.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert note(view).text == "Seen at 14:30"
    assert view.acts.can_undo == "Write on a note"
    view.acts.undo()
    assert note(view).text == ""
    view.acts.undo()
    assert view.notes.notes == []
    view.acts.redo()
    assert note(view).kind == "note"


def test_words_are_as_large_as_they_are_read_and_can_be_made_larger(view):
    view.zoom_by(0.25, QPointF(500, 300))
    note_acts.add(view, "text")
    view.notes.editor.setPlainText("Words")
    view.notes.editor._end(keep=True)
    assert note(view).letter * view.camera.scale == pytest.approx(14, abs=0.01)
    before = note(view).letter
    do(view, "note_larger")
    assert note(view).letter == pytest.approx(1.25 * before, abs=0.01)


def test_esc_keeps_nothing_of_what_was_written(qtbot, view):
    put(view, text="before")
    view.notes.edit(note(view))
    qtbot.keyClicks(view.notes.editor, "after")
    qtbot.keyClick(view.notes.editor, Qt.Key.Key_Escape)
    assert note(view).text == "before"


def test_a_note_of_a_selected_item_is_about_it(view):
    view.workspace.select([BOB])
    note_acts.add(view, "note")
    assert note(view).of == int(view.workspace.items.id[BOB])
    assert note(view).x > 300


@pytest.mark.parametrize("kind", ["rectangle", "ellipse"])
def test_a_frame_goes_round_what_is_selected_and_lies_behind(view, kind):
    view.workspace.select([ANN, BOB])
    note_acts.add(view, kind)
    found = note(view)
    assert found.behind
    assert found.x < -300 < 300 < found.x + found.width


def test_a_click_chooses_a_drag_moves_and_undo_puts_it_back(qtbot, view):
    before = put(view)
    view.workspace.select([ANN])
    qtbot.mouseClick(view, LEFT, pos=middle(view))
    assert view.notes.chosen == {1}
    assert not view.workspace.selected.any()
    places = view.workspace.chart.x.copy()
    drag(qtbot, view, middle(view), middle(view) + QPoint(50, -40))
    moved = note(view)
    assert moved.x - before.x == pytest.approx(50 / view.camera.scale, abs=0.01)
    assert moved.y - before.y == pytest.approx(-40 / view.camera.scale, abs=0.01)
    assert np.array_equal(places, view.workspace.chart.x)
    view.acts.undo()
    assert note(view) == before
    qtbot.mouseClick(view, LEFT, pos=QPoint(500, 30))
    assert view.notes.chosen == set()


def test_a_handle_resizes(qtbot, view):
    before = put(view)
    qtbot.mouseClick(view, LEFT, pos=middle(view))
    corner = grips(view.scene(), before)[2].toPoint()
    drag(qtbot, view, corner, corner + QPoint(30, 20))
    assert note(view).width == pytest.approx(before.width + 30 / view.camera.scale, abs=1)
    assert note(view).height == pytest.approx(before.height + 20 / view.camera.scale, abs=1)
    assert (note(view).x, note(view).y) == (before.x, before.y)
    assert view.acts.can_undo == "Resize a note"


def test_keys_walk_move_write_and_delete(qtbot, view):
    put(view)
    put(view, "text", text="Words")
    do(view, "note_next")
    assert view.notes.chosen == {1}
    do(view, "note_next")
    assert view.notes.chosen == {2}
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert (note(view, 2).x, note(view, 2).y) == (-50, 61)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.notes.editor is not None
    qtbot.keyClick(view.notes.editor, Qt.Key.Key_Escape)
    do(view, "remove")
    assert [each.number for each in view.notes.notes] == [1]
    view.acts.undo()
    assert [each.number for each in view.notes.notes] == [1, 2]


def test_order_before_and_behind_items(qtbot, view):
    put(view)
    put(view, "text", text="Words")
    do(view, "note_next")
    do(view, "note_front")
    assert [each.number for each in view.notes.notes] == [2, 1]
    do(view, "note_back")
    assert [(each.number, each.behind) for each in view.notes.notes] == [(1, True), (2, False)]
    view.acts.undo()
    assert [each.number for each in view.notes.notes] == [2, 1]


def test_an_item_under_a_note_is_covered_and_over_a_note_behind_is_not(view):
    x, y = view.scene().screen(np.array([ANN], np.int32))
    at = QPointF(float(x[0]), float(y[0]))
    chart = view.workspace.chart
    cover = Note(1, "note", float(chart.x[ANN]) - 50, float(chart.y[ANN]) - 50, 100, 100)
    assert view.row_at(at) == ANN
    view.notes.keep((cover,), "Cover")
    assert view.row_at(QPointF(spot(view, ANN))) == -1
    view.notes.choose({1})
    do(view, "note_back")
    assert view.row_at(QPointF(spot(view, ANN))) == ANN


def test_one_can_pick_inside_a_frame(qtbot, view):
    put(view, "rectangle")
    assert not view.notes.click(QPointF(middle(view)), add=False)
    edge = box_of(view.scene(), note(view)).topLeft() + QPointF(10, 0)
    assert view.notes.click(edge, add=False)


@pytest.mark.parametrize("kind", ["note", "text", "rectangle", "ellipse", "line", "arrow"])
def test_each_kind_is_drawn(view, kind):
    before = view.picture(600, 400)
    put(view, kind, text="Words", colour=3)
    assert view.picture(600, 400) != before


def test_each_chart_has_its_own_and_they_survive_reopening(qtbot, view):
    put(view, text="Mine", colour=2, of=int(view.workspace.items.id[ANN]))
    do(view, "chart_duplicate")
    view.notes.choose({1})
    do(view, "remove")
    do(view, "chart_previous")
    assert note(view).text == "Mine"
    path, before = view.case.path, view.notes.notes
    view.case.close()
    with open_case(path) as again:
        assert shown(qtbot, again).notes.notes == before


# Pictures


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 30, 30))
    image.setText("Comment", "secret")
    image.save(str(path))
    return path


def test_a_picture_is_kept_in_the_case_and_drawn(qtbot, view, photo):
    note_acts.add_image(view, photo)
    photo.unlink()
    assert note(view).width == 300 and note(view).height == 150
    assert view.picture(600, 400).pixelColor(300, 200) == QColor(200, 30, 30)
    path = view.case.path
    view.acts.undo()
    view.acts.redo()
    view.case.close()
    with open_case(path) as again:
        other = shown(qtbot, again)
        assert other.picture(600, 400).pixelColor(300, 200) == QColor(200, 30, 30)
        assert again.case.verify() == []


def test_a_picture_keeps_its_shape_when_resized(qtbot, view, photo):
    note_acts.add_image(view, photo)
    view.grab()
    corner = grips(view.scene(), note(view))[2].toPoint()
    drag(qtbot, view, corner, corner + QPoint(60, 0))
    assert note(view).width == pytest.approx(2 * note(view).height, abs=0.01)


def test_what_is_hidden_in_a_file_does_not_come_along(photo):
    found = embed(photo)
    assert b"secret" not in base64.b64decode(found.data)
    assert b"secret" in photo.read_bytes()
    assert (found.width, found.height) == (400, 200)


def test_large_pictures_are_made_small(tmp_path):
    path = tmp_path / "large.jpg"
    QImage(4000, 1000, QImage.Format.Format_RGB32).save(str(path))
    assert embed(path).width == LONGEST


def bomb() -> bytes:
    """Return a PNG that says it is 60,000 by 60,000."""
    head = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + bytes([8, 6, 0, 0, 0])
    data = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + head + zlib.crc32(head).to_bytes(4, "big")
    body = b"IDAT" + zlib.compress(bytes(1000))
    return data + (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", bomb()],
)
def test_what_is_no_picture_is_refused_in_words(view, tmp_path, data):
    path = tmp_path / "picture.png"
    path.write_bytes(data)
    with pytest.raises(UsageError):
        embed(path)
    note_acts.add_image(view, path)
    assert view.failures[0].remedy
    assert view.notes.notes == []
    assert decoded(base64.b64encode(data).decode()) is None


def test_a_missing_picture_is_said_on_the_chart(view):
    put(view, "image", image="0" * 64)
    view.grab()
    assert decoded("§§") is None
    assert decoded(7) is None


# From a stranger's case

numbers = st.floats(allow_nan=True) | st.integers(-10, 10) | st.none() | st.text(max_size=2)
said = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("x", "y", "width", "height", "number", "colour", "of"), numbers),
        "kind": st.sampled_from(["note", "line", "image", "script", ""]) | st.none(),
        "text": st.text(max_size=5) | st.integers(),
        "behind": st.booleans() | st.text(max_size=1),
        "image": st.text(max_size=3) | st.lists(st.integers(), max_size=1),
    },
)


@settings(max_examples=200, deadline=None)
@given(st.lists(said | st.integers() | st.text(max_size=2), max_size=4) | st.integers())
def test_any_notes_can_be_read_and_those_that_are_survive(listed):
    for each in notes_in({"notes": listed}):
        assert abs(each.x) <= 1e6 and np.isfinite([each.x, each.y, each.width, each.height]).all()
        again = note_from(json.loads(json.dumps(each.plain())))
        assert again is not None
        assert (again.kind, again.text, again.behind) == (each.kind, each.text, each.behind)


def test_a_note_without_a_size_is_refused(view):
    with pytest.raises(UsageError):
        view.acts.run(ChangeNotes(notes=(Note(1, "note", 0, 0, 0, 10),)))
