"""The running text of a document as it is put together: paragraphs, and tables as lines with cells between bars."""

from __future__ import annotations

MOST = 50_000_000
"""Characters that the text of one document may have."""


class TooLongError(ValueError):
    """The text has more characters than any document has."""


class TextFlow:
    """Takes paragraphs and the beginnings and ends of table rows and cells; tables may lie in cells."""

    def __init__(self) -> None:
        self._open: list[list[str]] = [[]]
        self._length = 0

    def paragraph(self, text: str) -> None:
        """Add a paragraph."""
        self._length += len(text)
        if self._length > MOST:
            raise TooLongError(f"its text has more than {MOST:,} characters")
        self._open[-1].append(text)

    def begin(self) -> None:
        """Begin a row, or a cell in it."""
        self._open.append([])

    def end_cell(self) -> None:
        """End a cell: its paragraphs become one."""
        if len(self._open) > 1:
            parts = self._open.pop()
            self._open[-1].append(" ".join(part.strip() for part in parts if part.strip()))

    def end_row(self) -> None:
        """End a row: its cells become a line, unless all are empty."""
        if len(self._open) > 1:
            cells = self._open.pop()
            self._open[-1].append(" | ".join(cells) if any(cells) else "")

    def text(self) -> str:
        """Return all of it."""
        while len(self._open) > 1:
            self.end_row()
        return "\n".join(self._open[0])
