"""The comparison of pictures lets letters differ, and nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from tests import kept_picture
from tests.kept_picture import difference, same_picture


def drawn(dot: float = 60.0, *, dots: int = 2, words: str = "Ann Archer", smooth: bool = True) -> QImage:
    image = QImage(200, 120, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(24, 25, 28))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    painter.setPen(QColor(200, 200, 204))
    painter.setFont(QFont("DejaVu Sans", 9))
    painter.drawText(QRectF(10, 90, 180, 20), words)
    painter.setBrush(QColor(72, 160, 224))
    for number in range(dots):
        painter.drawEllipse(QPointF(dot + 60 * number, 40), 12, 12)
    painter.end()
    return image


def test_edges_and_letters_may_differ_a_little_and_marks_may_not(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(kept_picture, "KEPT", tmp_path)
    drawn().save(str(tmp_path / "dots.png"))
    same_picture(drawn(), "dots")
    same_picture(drawn(60.3), "dots")
    same_picture(drawn(smooth=False), "dots")
    for other in (drawn(70), drawn(dots=1), drawn(dots=3)):
        with pytest.raises(AssertionError, match=r"looks different.*dots\.now\.png"):
            same_picture(other, "dots")
    assert (tmp_path / "dots.now.png").exists()
    with pytest.raises(AssertionError, match="is not kept"):
        same_picture(drawn(), "never")


def test_the_difference_is_none_for_the_same_and_all_for_black_and_white(qapp):
    assert difference(drawn(), drawn()) == 0
    black, white = (QImage(64, 64, QImage.Format.Format_RGB32) for _ in range(2))
    black.fill(QColor("black"))
    white.fill(QColor("white"))
    assert difference(black, white) == 255
