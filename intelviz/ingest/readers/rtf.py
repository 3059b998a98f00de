"""RTF documents: their text, without fonts, pictures and embedded objects. Format: Microsoft's RTF 1.9.1."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from intelviz.ingest.readers.documents.documents import Document, DocumentTable, normal_lines
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Table

_LARGEST = 100 << 20
_DEEPEST = 2_000
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|.",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = {
    "par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "cell": " | ", "tab": "\t", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ",
    "enspace": " ", "nestcell": " | ", "nestrow": "\n",
}  # fmt: skip
_UNSEEN = frozenset(
    {
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "colorschememapping", "datastore",
        "latentstyles", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "fldinst", "nonshppict",
        "filetbl", "revtbl", "mmathPr", "pgptbl", "bkmkstart", "bkmkend", "datafield", "objdata", "sp", "shpinst",
    }
)  # fmt: skip
_KEPT = frozenset({"title", "author", "subject", "operator", "company", "keywords"})
_TIMES = {"creatim": "created", "revtim": "modified"}
_CLOCK = ("yr", "mo", "dy", "hr", "min")


@dataclass(slots=True)
class _Group:
    """What holds within braces."""

    unseen: bool = False
    stated: str = ""
    skip: int = 1
    deleted: bool = False


class _Reading:
    """One way through the signs of a document."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._encoding = "cp1252"
        self._groups = [_Group()]
        self._skip = 0
        self._bytes = bytearray()
        self.text: list[str] = []
        self.stated: dict[str, list[str]] = {}
        self.clock: dict[str, dict[str, int]] = {}
        self._high = 0

    def read(self) -> None:
        """Read all of it."""
        star = False
        for found in _TOKEN.finditer(self._raw):
            word, number, code, sign, brace, plain = found.groups()
            if code is None:
                self._flush()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word.decode("ascii"), int(number) if number else None, star=star)
            elif code:
                if self._skip:
                    self._skip -= 1
                else:
                    self._bytes.append(int(code, 16))
            elif sign:
                self._sign(sign)
            elif plain:
                kept = plain[self._skip :] if self._skip < len(plain) else b""
                self._skip = max(self._skip - len(plain), 0)
                self._add(kept.decode(self._encoding, "replace"))
            star = sign == b"*"
        self._flush()

    def _brace(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{":
            if len(self._groups) < _DEEPEST:
                now = self._groups[-1]
                self._groups.append(_Group(now.unseen, now.stated, now.skip, now.deleted))
            else:
                self._groups.append(_Group(unseen=True))
        elif len(self._groups) > 1:
            ended = self._groups.pop()
            if ended.deleted and not self._groups[-1].deleted and not ended.unseen:
                self.text.append("]")

    def _word(self, word: str, number: int | None, *, star: bool) -> None:
        group = self._groups[-1]
        if star and word not in {"annotation", "footnote"}:
            group.unseen = True
        if word in _KEPT and group.unseen:
            group.stated = word
        elif word in _TIMES and group.unseen:
            group.stated = _TIMES[word]
        elif word in _CLOCK and group.stated in _TIMES.values():
            self.clock.setdefault(group.stated, {})[word] = number or 0
        elif word in _UNSEEN:
            group.unseen = True
        elif word == "u":
            self._unicode((number or 0) & 0xFFFF)
            self._skip = group.skip
        elif word == "uc":
            group.skip = min(max(number or 0, 0), 100)
        elif word == "ansicpg":
            self._set_encoding(number or 1252)
        elif word == "deleted" and number != 0 and not group.deleted and not group.unseen:
            group.deleted = True
            self.text.append("[deleted: ")
        elif word in _SIGNS:
            self._add(_SIGNS[word])

    def _set_encoding(self, number: int) -> None:
        try:
            self._encoding = codecs.lookup(f"cp{number}" if number != 65001 else "utf-8").name
        except LookupError:
            self._encoding = "cp1252"

    def _sign(self, sign: bytes) -> None:
        if self._skip:
            self._skip -= 1
        elif sign in {b"\\", b"{", b"}"}:
            self._add(sign.decode("ascii"))
        elif sign == b"~":
            self._add("\u00a0")
        elif sign == b"_":
            self._add("-")
        elif sign in {b"\r", b"\n"}:
            self._add("\n")

    def _unicode(self, code: int) -> None:
        """Add a sign by its number; one beyond 65,535 comes in two halves."""
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            if self._high:
                self._add(chr(0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)))
            self._high = 0
        else:
            self._add(chr(code))

    def _flush(self) -> None:
        if self._bytes:
            self._add(self._bytes.decode(self._encoding, "replace"))
            self._bytes.clear()

    def _add(self, text: str) -> None:
        group = self._groups[-1]
        if group.stated in _KEPT:
            self.stated.setdefault(group.stated, []).append(text)
        elif not group.unseen:
            self.text.append(text)


def _iso(clock: dict[str, int]) -> str:
    from datetime import datetime

    try:
        year, month, day, hour, minute = (clock.get(name, 0) for name in _CLOCK)
        return datetime(year, month, day, hour, minute).isoformat()
    except (ValueError, OverflowError):
        return ""


def document_of(file: FoundFile) -> Document:
    """Return the document."""
    if file.size > _LARGEST:
        raise file.wrong(f"this document has {file.size:,} bytes.", "Save it without its pictures.")
    try:
        raw = file.path.read_bytes()
    except OSError as error:
        raise file.wrong(f"the file can't be read ({error.strerror or error}).", "Check the disk.") from error
    reading = _Reading(raw)
    reading.read()
    stated = {name: "".join(parts).strip() for name, parts in reading.stated.items()}
    lines = ("".join(reading.text).replace("\0", "")).split("\n")
    text = normal_lines("\n".join(line.removesuffix(" | ") if " | " in line else line for line in lines))
    more = {name: stated[name] for name in ("subject", "operator", "company", "keywords") if stated.get(name)}
    return Document(
        title=stated.get("title", ""),
        text=text,
        author=stated.get("author", ""),
        created=_iso(reading.clock.get("created", {})),
        modified=_iso(reading.clock.get("modified", {})),
        note="" if text.strip() else "it holds no text",
        more=more,
    )


def _fits(file: FoundFile) -> bool:
    return file.start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    found = document_of(file)
    notes = [f"{found.note}."] if found.note else []
    origin = file.origin(file.sha256())
    return [DocumentTable(origin, "RTF document", "rtf", lambda: document_of(file), list(found.more), notes)]


READER = Reader("rtf", "RTF documents", 134, _fits, _tables)
