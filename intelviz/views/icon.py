"""Icons of the interface, in the theme's grey."""

from __future__ import annotations

import qtawesome
from PySide6.QtGui import QColor, QIcon

from intelviz.render.theme import Rgb, Theme


def icon(name: str, theme: Theme, colour: Rgb | None = None) -> QIcon:
    """Return a Material Design icon by name (without prefix)."""
    return qtawesome.icon(f"mdi6.{name}", color=QColor(*(colour or theme.text)), color_disabled=QColor(*theme.quiet))
