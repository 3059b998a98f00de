"""Chats that WhatsApp exports as text: a message a row, with its lines; dates as they stand in the file."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Broken, StructuredTable, Table
from intelviz.ingest.readers.text.content import content_of, is_broken

COLUMNS = ("Date", "Sender", "Sender phone", "Message")
_LONGEST = 1 << 20
_DATE = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f\u00a0]?[aApP]\.?[mM]\.?)?"
_HEAD = re.compile(rf"[\u200e\ufeff]*(?:\[({_DATE}),? ({_CLOCK})\]|({_DATE}),? ({_CLOCK}) -) (.*)", re.DOTALL)
_SAID = re.compile(r"([^:\n]{1,60}): (.*)", re.DOTALL)
_PHONE = re.compile(r"[\u200e\u202a~ ]*(\+\d[\d ().\u00a0-]{6,20})[\u202c ]*")
_ENOUGH = 2


def _row(head: re.Match[str], more: list[str]) -> list[str]:
    date, clock, rest = head[1] or head[3], head[2] or head[4], head[5]
    text = "\n".join([rest.rstrip("\r\n"), *more])
    said = _SAID.fullmatch(text)
    sender, message = (said[1].strip("\u200e "), said[2]) if said else ("", text)
    phone = _PHONE.fullmatch(sender)
    clock = clock.replace("\u202f", " ").replace("\u00a0", " ")
    return [f"{date} {clock}", "" if phone else sender, phone[1] if phone else "", message.strip("\u200e")]


class ChatTable(StructuredTable):
    """The messages of one chat."""

    reader = "chat"

    def __init__(self, file: FoundFile) -> None:
        self._content = content_of(file.path, shown=file.where)
        super().__init__(file.origin(self._content.sha256), f"chat, {self._content.words}", COLUMNS)
        self._file = file
        self.may_hold_broken = not self._content.whole

    def broken(self, row: list[str]) -> str:
        """Return why a row can't be read."""
        return f"a byte here is no sign of {self._content.words}" if any(map(is_broken, row)) else ""

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield a row for each message; lines without a date belong to the message above them."""
        of = self._content
        try:
            with self._file.path.open(encoding=of.encoding, errors=of.errors, newline="\n") as text:
                yield from _messages(iter(lambda: text.readline(_LONGEST), ""))
        except OSError as error:
            raise self._file.wrong(f"the file can't be read ({error.strerror or error}).", "Check the disk.") from error


def _messages(lines: Iterator[str]) -> Iterator[list[str] | Broken]:
    head: re.Match[str] | None = None
    more: list[str] = []
    for line in lines:
        found = _HEAD.fullmatch(line)
        if found is None:
            if head is not None:
                more.append(line.rstrip("\r\n"))
            elif line.strip():
                yield Broken(line[:200].rstrip(), "no message stands before this line")
            continue
        if head is not None:
            yield _row(head, more)
        head, more = found, []
    if head is not None:
        yield _row(head, more)


def _fits(file: FoundFile) -> bool:
    lines = [line for line in file.text_start.split("\n")[:40] if line.strip()]
    heads = [found for line in lines if (found := _HEAD.fullmatch(line)) is not None]
    spoken = sum(_SAID.fullmatch(found[5]) is not None for found in heads)
    return bool(lines) and _HEAD.fullmatch(lines[0]) is not None and spoken >= min(_ENOUGH, len(lines))


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    return [ChatTable(file)]


READER = Reader("chat", "chats exported as text", 122, _fits, _tables)
