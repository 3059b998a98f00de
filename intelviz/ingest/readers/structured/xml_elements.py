"""XML from strangers, read element by element.

A document type is refused before anything of it is used: it is what entity bombs and references to other files are made
of, and no format that is read here needs one. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, Protocol
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers import expat

from intelviz.ingest.readers.file import FoundFile

DEEPEST = 500
_BLOCK = 1 << 16
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_BEFORE_ROOT = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)


class Bytes(Protocol):
    """What can be read from."""

    def read(self, size: int = ..., /) -> bytes:
        """Return the next bytes."""
        ...


class XmlError(ValueError):
    """The text is no XML that can be read; the words say why."""


class _Found(Exception):  # noqa: N818  not an error: the look is over
    """The first element was reached."""


def root_name(text: str) -> str:
    """Return the name of the outermost element, without its prefix, or "" if the text doesn't begin as XML."""
    text = text.lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return ""
    before = _BEFORE_ROOT.match(text)
    found = _ROOT.match(text, before.end() if before else 0)
    return found[1] if found else ""


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def refuse_document_type(file: FoundFile, stream: IO[bytes], part: str = "") -> None:
    """Read until the first element; BadInputError if a document type comes before it. The stream is left anywhere."""

    def doctype(*_: object) -> None:
        raise file.wrong(
            "it defines a document type, which files of this kind never need and bombs are made of.",
            "Don't open it with other programs; ask who sent it.",
            part=part,
        )

    def element(*_: object) -> None:
        raise _Found

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = doctype, element
    try:
        while block := stream.read(_BLOCK):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except _Found:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise file.wrong(
            f"it begins as XML, but can't be read as that ({_words(error)}).", "Ask for the file again.", part=part
        ) from error


def events(stream: Bytes, whole: frozenset[str]) -> Generator[tuple[bool, Element]]:
    """Yield (whether it begins, element) for elements outside of those named ``whole``; these come whole, at their end.

    What was yielded at its end is forgotten afterwards, so memory holds one whole element. XmlError says why it stops.
    """
    stack: list[Element] = []
    inside: Element | None = None
    try:
        for event, element in iterparse(stream, events=("start", "end")):  # noqa: S314  see the top
            if event == "start":
                if len(stack) >= DEEPEST:
                    raise XmlError("elements lie too deep within each other")
                stack.append(element)
                if inside is None:
                    if local(element) in whole:
                        inside = element
                    else:
                        yield True, element
                continue
            stack.pop()
            if inside is not None and element is not inside:
                continue
            inside = None
            yield False, element
            if stack:
                del stack[-1][:]
            element.clear()
    except (ParseError, ValueError, LookupError) as error:
        raise XmlError(str(error) if isinstance(error, XmlError) else _words(error)) from None


@contextmanager
def opened(file: FoundFile) -> Generator[IO[bytes]]:
    """Open the file for reading; what goes wrong with the disk is said in words."""
    try:
        with file.path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise file.wrong(
            f"the file could no longer be read ({error.strerror or error}).", "Check the disk, then load it again."
        ) from error


def text_of(element: Element) -> str:
    """Return all text in an element, without space around it."""
    return "".join(element.itertext()).strip()


def _words(error: Exception) -> str:
    return str(error).replace("not well-formed (invalid token)", "a sign stands where none may stand")
