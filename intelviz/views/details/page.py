"""Small parts of a details page: text made safe, links, tables.

What a case holds was written by strangers. Everything is escaped here, and an address on the page is one of our own
words and a number (``item:12``), never text from the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from intelviz.render.theme import Theme

PAGE = 50
_LONG = 4000


@dataclass
class Opened:
    """What the reader has opened on a page: records by id, and how many pages of each list."""

    records: list[int] = field(default_factory=list[int])
    pages: dict[str, int] = field(default_factory=dict[str, int])

    def most(self, name: str) -> int:
        """Return how many entries of a list to show."""
        return PAGE * self.pages.get(name, 1)


def safe(text: object) -> str:
    """Return text that shows as it is, line ends included."""
    words = str(text)
    if len(words) > _LONG:
        words = f"{words[:_LONG]} … ({len(words):,} characters; the record has all of it)"
    return escape(words, quote=True).replace("\n", "<br>")


def link(kind: str, number: int, text: str) -> str:
    """Return a link of our own kind: ``kind`` is one of our words."""
    return f'<a href="{kind}:{number}">{safe(text)}</a>'


def act(name: str, text: str) -> str:
    """Return a link that does something: ``name`` is one of our words."""
    return f'<a href="do:{escape(name, quote=True)}">{safe(text)}</a>'


def section(title: str, count: int | None = None) -> str:
    """Return the heading of a section."""
    number = f' <span class="quiet">{count:,}</span>' if count is not None else ""
    return f"<h3>{safe(title)}{number}</h3>"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are safe already; the first of each row is quiet."""
    lines = [
        "<tr>"
        + "".join(f'<td class="{"name" if number == 0 else "value"}">{cell}</td>' for number, cell in enumerate(row))
        + "</tr>"
        for row in rows
    ]
    return f'<table cellspacing="0" cellpadding="2" width="100%">{"".join(lines)}</table>' if lines else ""


def lines(entries: Sequence[str]) -> str:
    """Return lines that are safe already, one under the other."""
    return "".join(f'<p class="line">{entry}</p>' for entry in entries)


def more(name: str, shown: int, total: int) -> str:
    """Return the line that offers the next page of a list, or nothing."""
    left = total - shown
    if left <= 0:
        return ""
    words = f"Show {min(PAGE, left):,} more" + (f" of {left:,}" if left > PAGE else "")
    return f'<p class="line">{act(f"more {name}", words)}</p>'


def style(theme: Theme) -> str:
    """Return the style sheet of a page."""

    def rgb(colour: tuple[int, int, int]) -> str:
        return f"rgb({colour[0]},{colour[1]},{colour[2]})"

    return (
        f"body {{ color: {rgb(theme.text)}; }}"
        f"a {{ color: {rgb(theme.accent)}; text-decoration: none; }}"
        f"h2 {{ margin: 0; font-size: large; font-weight: bold; }}"
        f"h3 {{ margin: 14px 0 4px 0; font-size: medium; font-weight: bold; }}"
        f"h4 {{ margin: 8px 0 2px 0; font-size: medium; font-weight: normal; color: {rgb(theme.quiet)}; }}"
        f"p {{ margin: 2px 0; }}"
        f"p.line {{ margin: 1px 0 1px 8px; }}"
        f".quiet {{ color: {rgb(theme.quiet)}; font-weight: normal; }}"
        f".warn {{ color: {rgb(theme.warning)}; }}"
        f"td.name {{ color: {rgb(theme.quiet)}; padding-right: 10px; }}"
        f"td.said {{ padding-right: 12px; border-left: 2px solid {rgb(theme.line)}; padding-left: 6px; }}"
    )
