"""XML from strangers, read as a stream: no document type with content, no entities, no endless depth or values."""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator
from typing import IO, Any
from xml.parsers import expat

from intelviz.ingest.readers.file import FoundFile
from intelviz.ingest.readers.graphs.elements import GraphError
from intelviz.ingest.readers.text.content import Content, content_of
from intelviz.ingest.readers.text.records import LONGEST

_BLOCK = 1 << 16
_DEEPEST = 200
_UNREAD = 1 << 23
"""Bytes that may have come without one whole tag among them."""
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL)
_ROOT = re.compile(r"\s*<([^\s/>!?<]+)")
_DECLARED = re.compile(r"""\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


def root_of(text: str) -> str:
    """Return the name of the outermost element, without prefix and in small letters; "" if this is no XML."""
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return ""
    at = 1 if text.startswith("\ufeff") else 0
    for _ in range(100):
        found = _PROLOGUE.match(text, at)
        if found is None:
            break
        at = found.end()
    root = _ROOT.match(text, at)
    return root[1].rpartition(":")[2].casefold() if root else ""


def xml_content(file: FoundFile) -> tuple[Content, str, list[str]]:
    """Return what is known of a file's bytes, the encoding to read it in, and what is to be said of that."""
    content = content_of(file.path, shown=file.where)
    encoding, notes = content.encoding, [each for each in content.notes if "rows" not in each]
    declared = _DECLARED.match(file.text_start)
    if encoding == "cp1252" and declared is not None:
        name = declared[1].casefold()
        try:
            known = codecs.lookup(name).name
        except LookupError:
            known = ""
        if known and known not in {"utf-8", "ascii"} and not known.startswith(("utf-16", "utf-32")):
            encoding, notes = ("cp1252" if known == "iso8859-1" else known), []
    if not content.whole:
        notes.append("Some bytes are no signs of its encoding; they are shown as �.")
    return content, encoding, notes


class XmlWalk:
    """Meets the tags of a file one after the other; ``start`` and ``end`` are overridden.

    Names come without their prefix. ``text`` collects between ``begin_text`` and ``end_text``.
    """

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.depth = 0
        self._pieces: list[str] | None = None
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Meet an opening tag."""
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Meet a closing tag."""
        raise NotImplementedError

    def begin_text(self) -> None:
        """Collect text from here."""
        self._pieces, self._length = [], 0

    def end_text(self) -> str:
        """Return the text since ``begin_text``."""
        pieces, self._pieces = self._pieces, None
        return "".join(pieces) if pieces else ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise GraphError(f"holds elements that lie more than {_DEEPEST} deep within each other")
        self.start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.end(name.rpartition(":")[2] if ":" in name else name)

    def _text(self, text: str) -> None:
        if self._pieces is not None and self._length <= LONGEST:
            self._length += len(text)
            self._pieces.append(text)

    def walk(self, file: FoundFile, encoding: str) -> Generator[Any]:
        """Read the file and yield what was put into ``done``, as it comes."""
        with file.path.open(encoding=encoding, errors="replace", newline="") as stream:
            for _ in self._feed(stream):
                if self.done:
                    yield from self.done
                    self.done.clear()

    def _feed(self, stream: IO[str]) -> Generator[None]:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = _doctype, _entity
        parser.SkippedEntityHandler = _entity
        fed = 0
        try:
            while block := stream.read(_BLOCK):
                encoded = block.encode("utf-8", "replace")
                parser.Parse(encoded, False)
                fed += len(encoded)
                if fed - parser.CurrentByteIndex > _UNREAD:
                    raise GraphError(f"has a tag or a value of more than {_UNREAD:,} bytes")
                yield
            parser.Parse(b"", True)
            yield
        except expat.ExpatError as error:
            at = f"line {error.lineno:,}, column {error.offset + 1:,}"
            raise GraphError(f"is no whole XML: {expat.ErrorString(error.code)} in {at}") from error


def _doctype(name: str, system: str | None, public: str | None, has_subset: int) -> None:
    if has_subset:
        raise GraphError("declares a document type of its own, as files do that are made to do harm")


def _entity(*_: object) -> None:
    raise GraphError("declares or uses entities, as files do that are made to do harm")
