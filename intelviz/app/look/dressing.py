"""Light and dark: the colours of the theme as Qt's palette and as the window's stylesheet."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from intelviz.app.look.preferences import ThemeChoice
from intelviz.render.theme import DARK, LIGHT, Rgb, Theme
from intelviz.resources_path import resource


def theme_for(choice: ThemeChoice) -> Theme:
    """Return the theme that is chosen; ``system`` asks the system."""
    if choice == "system":
        hints = QGuiApplication.styleHints()
        return DARK if hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def dress(app: QApplication, theme: Theme) -> None:
    """Give every window of the program the colours of a theme."""
    if app.style() is None or app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette_of(theme))
    app.setStyleSheet(sheet_of(theme))


def mixed(one: Rgb, other: Rgb, part: float) -> Rgb:
    """Return ``part`` of one colour in the other."""
    red, green, blue = (round(a * part + b * (1 - part)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def palette_of(theme: Theme) -> QPalette:
    """Return the theme's colours in Qt's roles."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for each, colour in {
        role.Window: theme.surface,
        role.WindowText: theme.text,
        role.Base: theme.ground,
        role.AlternateBase: theme.surface,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.warning,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.quiet,
        role.Highlight: mixed(theme.accent, theme.surface, 0.28),
        role.HighlightedText: theme.text,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Accent: theme.accent,
        role.Light: theme.raised,
        role.Midlight: theme.raised,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Shadow: theme.line,
    }.items():
        palette.setColor(each, QColor(*colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, each, QColor(*mixed(theme.quiet, theme.surface, 0.7)))
    return palette


def sheet_of(theme: Theme) -> str:
    """Return the stylesheet of the window in the colours of a theme."""
    colours = {
        name: colour_words(getattr(theme, name))
        for name in ("ground", "surface", "raised", "line", "text", "quiet", "accent", "warning")
    }
    colours["hover"] = colour_words(mixed(theme.text, theme.surface, 0.09))
    colours["pressed"] = colour_words(mixed(theme.text, theme.surface, 0.16))
    colours["chosen"] = colour_words(mixed(theme.accent, theme.surface, 0.24))
    colours["disabled"] = colour_words(mixed(theme.quiet, theme.surface, 0.7))
    colours["on_accent"] = colour_words(theme.ground if theme.name == "dark" else (255, 255, 255))
    colours["icons"] = resource("icons").as_posix()
    colours["theme"] = theme.name
    return Template(resource("styles", "window.qss").read_text(encoding="utf-8")).substitute(colours)


def colour_words(rgb: Rgb) -> str:
    """Return a colour as a stylesheet writes it."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)
