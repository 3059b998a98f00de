"""Text of strangers is shown, never obeyed."""

from __future__ import annotations

import pytest

from intelviz.views.tooltip import plain


@pytest.mark.parametrize("text", ["Smith", "a < b", "line\nline", "AT&T", ""])
def test_ordinary_text_is_left_as_it_is(text):
    assert plain(text) == text


@pytest.mark.parametrize("text", ['<img src="//elsewhere/x.png">', "<b>bold</b>", "<a href='file:///'>x</a>\nmore"])
def test_what_looks_like_html_is_shown_letter_by_letter(text):
    from PySide6.QtGui import QTextDocument

    shown = QTextDocument()
    shown.setHtml(plain(text))
    assert shown.toPlainText().replace("\u2028", "\n") == text
    assert "<img" not in plain(text)
