"""Tooltips that say what is in the data, and load nothing that the data names."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt


def plain(text: str) -> str:
    """Return text for a tooltip so that Qt shows it letter by letter.

    Qt takes a tooltip that looks like HTML for HTML, and would fetch the pictures that it names, from a file or from
    another computer.
    """
    return f'<p style="white-space:pre-wrap">{escape(text)}</p>' if Qt.mightBeRichText(text) else text
