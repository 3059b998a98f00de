"""Pictures of items: set from a file, drawn in place of the icon, kept with where they are from, undone."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QFileDialog

from intelviz.render.embedded import PORTRAIT, SMALL, decoded, portrait
from intelviz.render.theme import DARK, LIGHT
from intelviz.schema.errors import UsageError
from intelviz.views.details.view import DetailsView
from intelviz.views.network import picture_acts, style_acts
from intelviz.views.timeline.pick import boxes_of
from intelviz.views.timeline.view import TimelineView
from intelviz.workspace.commands.items.set_picture import SetPicture
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.item_pictures import IMAGE, KIND, ItemPicture, picture_from, pictures
from intelviz.workspace.opening import open_case
from intelviz.workspace.style.rules import Style
from tests import maps
from tests.charts import ANN, ANNS_PHONE, BOB, BURGLARY, LANE, act, charted, do, ring, shown, spot
from tests.kept_picture import same_picture

RED = QColor(200, 30, 40)


def drawing(path, wide=300, high=400):
    """Write a picture that is red in its middle and blue at its top and foot."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor(30, 60, 200))
    painter = QPainter(image)
    shade = QLinearGradient(0, high * 0.2, 0, high * 0.8)
    shade.setColorAt(0, RED)
    shade.setColorAt(1, RED.darker(130))
    painter.fillRect(0, round(high * 0.2), wide, round(high * 0.6), shade)
    painter.end()
    assert image.save(str(path))
    return path


@pytest.fixture
def opened(tmp_path):
    with charted(tmp_path, *ring(260, 220)) as opened:
        yield opened


@pytest.fixture
def view(qtbot, opened):
    return shown(qtbot, opened, (1000, 640))


def reddish(view, row) -> bool:
    at = spot(view, row)
    colour = QColor(view.grab().toImage().pixel(at - QPoint(0, 2)))
    return colour.red() > 2 * max(colour.blue(), colour.green())


def test_a_picture_is_set_from_a_file_drawn_larger_and_undone(view, tmp_path, monkeypatch):
    file = drawing(tmp_path / "ann.jpg")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    assert not act(view, "picture_set").enabled()
    view.workspace.select([ANN])
    do(view, "picture_set")
    view.workspace.clear_selection()
    assert view.acts.can_undo == "Set the picture of Ann Archer"
    assert reddish(view, ANN) and not reddish(view, BOB)
    sizes = view.scene().sizes(np.array([ANN, BOB], np.int32))
    assert sizes[0] > 1.5 * sizes[1]
    view.acts.undo()
    assert not reddish(view, ANN)
    view.acts.redo()
    assert reddish(view, ANN)
    view.workspace.select([ANN])
    do(view, "picture_off")
    view.workspace.clear_selection()
    assert not reddish(view, ANN)
    view.workspace.select([ANN])
    assert not act(view, "picture_off").enabled()


def test_it_is_kept_with_its_file_and_hash_and_is_there_when_the_case_is_opened_again(qtbot, view, opened, tmp_path):
    file = drawing(tmp_path / "ann.png", 1400, 900)
    picture_acts.give(view, int(view.workspace.items.id[ANN]), file)
    path = opened.case.path
    opened.close()
    with open_case(path) as again:
        later = shown(qtbot, again, (1000, 640))
        assert reddish(later, ANN)
        said = pictures(again.workspace, again.case).of[ANN]
        assert (said.file, said.original) == ("ann.png", hashlib.sha256(file.read_bytes()).hexdigest())
        whole = decoded(again.case.kept(IMAGE)[said.image]["data"])
        assert (whole.width(), whole.height()) == (PORTRAIT, round(PORTRAIT * 900 / 1400))
        details = DetailsView(again.workspace, case=again.case)
        qtbot.addWidget(details)
        details.show()
        again.workspace.select([ANN])
        qtbot.waitUntil(lambda: "Ann" in details.browser.toPlainText())
        today = datetime.now(UTC).strftime("%d/%m/%Y")
        words = details.browser.toPlainText().replace("\n", " ")
        assert "Picture from “ann.png”, set by " in words and f" on {today}, SHA-256 " in words
        assert f'src="icon:picture {ANN}"' in details.browser.toHtml()
        again.workspace.select([BOB])
        qtbot.waitUntil(lambda: "Ann" not in details.browser.toPlainText().split("number")[0])
        assert "Picture from" not in details.browser.toPlainText()


def test_the_card_shows_it_and_says_where_it_is_from(view, tmp_path, monkeypatch):
    picture_acts.give(view, int(view.workspace.items.id[ANN]), drawing(tmp_path / "ann.png"))
    said = []
    monkeypatch.setattr(
        "intelviz.views.network.card_at_pointer.draw_card",
        lambda _painter, lines, _at, _bounds, _theme, picture=None: said.append((lines, picture)),
    )
    monkeypatch.setattr(view, "underMouse", lambda: True)
    view.workspace.set_focus(ANN)
    view.grab()
    lines, picture = said[-1]
    assert lines[-2] == "Picture from “ann.png”" and lines[-1].startswith("set by ") and picture.width() == 300
    view.workspace.set_focus(BOB)
    view.grab()
    assert said[-1][1] is None


def test_the_cards_of_map_and_timeline_show_it_too(qtbot, opened, view, tmp_path, monkeypatch):
    for row in (BURGLARY, LANE):
        picture_acts.give(view, int(view.workspace.items.id[row]), drawing(tmp_path / "house.png"))
    said = []
    for name in ("map", "timeline"):
        monkeypatch.setattr(
            f"intelviz.views.{name}.overlay.draw_card",
            lambda _painter, lines, _at, _bounds, _theme, picture=None: said.append((lines, picture)),
        )
    chart = maps.shown(qtbot, opened)
    chart.cursor = QPointF(maps.at(chart, *maps.MILL))
    opened.workspace.set_focus(LANE)
    chart.grab()
    lines, picture = said[-1]
    assert "Picture from “house.png”" in lines and picture is not None
    said.clear()
    times = TimelineView(opened.workspace, case=opened.case, acts=opened.acts)
    qtbot.addWidget(times)
    times.resize(1000, 400)
    times.show()
    times.fit()
    times.grab()
    box = boxes_of(times.image, times.sight, BURGLARY)[0]
    times._cursor = box.center()
    opened.workspace.set_focus(BURGLARY)
    times.grab()
    lines, picture = said[-1]
    assert "Picture from “house.png”" in lines and picture is not None


def test_a_style_may_draw_icons_all_the_same(view, tmp_path):
    picture_acts.give(view, int(view.workspace.items.id[ANN]), drawing(tmp_path / "ann.png"))
    style_acts.take(view, Style(pictures=False), "Style")
    assert not reddish(view, ANN)
    view.acts.undo()
    assert reddish(view, ANN)


def test_a_closed_group_is_not_shown_by_the_picture_of_an_item_in_it(view, tmp_path):
    for row in (ANN, BOB):
        picture_acts.give(view, int(view.workspace.items.id[row]), drawing(tmp_path / "one.png"))
    view.workspace.select([ANN, BOB])
    do(view, "group")
    view.workspace.clear_selection()
    assert not reddish(view, int(view.workspace.chart.leader[ANN]))


def test_a_picture_is_set_in_another_case_for_the_same_item(view, tmp_path):
    found = portrait(drawing(tmp_path / "ann.png"))
    picture = ItemPicture(found.image.number, found.small, found.file, found.original)
    item = int(view.workspace.items.id[ANN])
    view.acts.run(SetPicture(item, picture, found.image.data))
    args = json.loads(json.dumps(SetPicture(item, picture, found.image.data).do(Kept(view)).args))
    moved = SetPicture.replayed(args, lambda ids: ids + 40).command
    assert moved == SetPicture(item + 40, picture, found.image.data)
    with pytest.raises(UsageError, match="not in that case"):
        SetPicture.replayed(args, lambda ids: ids * 0 - 1)


class Kept:
    """A stage on which nothing is changed."""

    def __init__(self, view) -> None:
        self.case, self.workspace = view.case, None
        self.change = SimpleNamespace(keep=lambda *_: None, forget=lambda *_: None)


def test_what_is_no_picture_or_too_large_is_refused_in_words(view, tmp_path):
    words = tmp_path / "words.png"
    words.write_text("no picture")
    picture_acts.give(view, int(view.workspace.items.id[ANN]), words)
    assert "no PNG or JPEG" in view.failures[-1].words()
    picture_acts.give(view, int(view.workspace.items.id[ANN]), tmp_path / "none.png")
    assert "can't be read" in view.failures[-1].words()
    with pytest.raises(UsageError, match="size that can be kept"):
        view.acts.run(SetPicture(int(view.workspace.items.id[ANN]), ItemPicture("x", "y")))
    with pytest.raises(UsageError, match="has no picture"):
        view.acts.run(SetPicture(int(view.workspace.items.id[ANN]), None))


def test_what_a_file_carries_beside_its_picture_does_not_come_into_the_case(tmp_path):
    file = drawing(tmp_path / "ann.jpg", 2000, 1000)
    data = file.read_bytes()
    file.write_bytes(data[:2] + b"\xff\xe1\x00\x12Exif\x00\x00at home 12" + data[2:])
    found = portrait(file)
    assert b"at home" not in base64.b64decode(found.image.data) + base64.b64decode(found.small)
    small = decoded(found.small)
    assert (small.width(), small.height()) == (SMALL, SMALL)


def test_many_pictures_come_in_several_paintings_and_an_export_waits_for_all(qtbot, view, tmp_path, monkeypatch):
    monkeypatch.setattr("intelviz.views.network.portraits._AT_ONCE", 1)
    for row, size in ((ANN, 300), (BOB, 310), (ANNS_PHONE, 320)):
        picture_acts.give(view, int(view.workspace.items.id[row]), drawing(tmp_path / f"{row}.png", size))
    view.portraits._squares.clear()
    view.portraits._framed.clear()
    view.image.forget()
    view.grab()
    exported = view.picture(1000, 640)
    for row in (ANN, BOB, ANNS_PHONE):
        colour = QColor(exported.pixel(spot(view, row) - QPoint(0, 2)))
        assert colour.red() > 2 * colour.blue()
    qtbot.waitUntil(lambda: not view.portraits.late)


plain = st.dictionaries(
    st.sampled_from(["image", "small", "file", "original"]),
    st.one_of(st.none(), st.integers(), st.text(max_size=70), st.just("a" * 64)),
)


@given(st.one_of(plain, st.integers(), st.lists(st.text())))
def test_whatever_a_stranger_keeps_is_read_or_passed_over(said):
    found = picture_from(said)
    assert found is None or picture_from(json.loads(json.dumps(found.plain()))) == found


def test_a_stranger_s_pictures_are_drawn_or_icons_stand_in_their_place(view):
    for name, body in (
        ("1", {"image": "a" * 64, "small": "no base64"}),
        ("2", {"image": "a" * 64, "small": base64.b64encode(b"\x89PNG\r\n\x1a\n no").decode()}),
        ("99999999999999999999999", {"image": "a" * 64, "small": "x"}),
        ("Ann", {"image": 3}),
    ):
        view.acts.run(KeepThing(KIND, name, body))
    view.workspace.facts.clear()
    view.image.forget()
    view.grab()
    assert view.failures == [] and len(pictures(view.workspace, view.case).of) == 2


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda each: each.name)
def test_the_look_of_pictures_on_a_chart(qtbot, opened, tmp_path, theme):
    view = shown(qtbot, opened, (1000, 640), theme)
    for row in (ANN, BOB):
        picture_acts.give(view, int(view.workspace.items.id[row]), drawing(tmp_path / "one.png"))
    same_picture(view.picture(1000, 640), f"item_pictures_{theme.name}")
