"""The XML parts of office documents, which are zip files: read one by one, each with a limit."""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import IO
from xml.etree.ElementTree import Element

from intelviz.ingest.readers.documents.text_flow import TooLongError
from intelviz.ingest.readers.file import FoundFile
from intelviz.ingest.readers.packed.zips import member, opened
from intelviz.ingest.readers.structured.xml_elements import XmlError, events, local, refuse_document_type, text_of

_LARGEST = 1 << 29


class OfficeParts:
    """The parts of one document."""

    def __init__(self, file: FoundFile, zipped: zipfile.ZipFile) -> None:
        self.file, self._zipped = file, zipped
        self.names = sorted(zipped.namelist())

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def elements(self, name: str, whole: frozenset[str]) -> Iterator[tuple[bool, Element]]:
        """Yield the elements of a part as ``events`` does; BadInputError if it can't be read."""
        info = self._zipped.getinfo(name)
        if info.file_size > _LARGEST:
            raise self.file.wrong(f"a part of it has {info.file_size:,} bytes.", "Save it anew, as text.", part=name)
        with member(self._zipped, info, self.file) as stream:
            refuse_document_type(self.file, stream, name)
        try:
            with member(self._zipped, info, self.file) as stream:
                yield from events(_Bounded(stream), whole)
        except XmlError as error:
            raise self.file.wrong(
                f"a part of it is damaged ({error}).",
                "Open it with the program that made it, and save it anew.",
                part=name,
            ) from error

    def values(self, name: str) -> dict[str, str]:
        """Return the texts of the leaves of a small part by their names; nothing if the part is not there."""
        found: dict[str, str] = {}
        if name in self:
            for begins, element in self.elements(name, frozenset()):
                if not begins and text_of(element):
                    found.setdefault(local(element), text_of(element))
        return found


class _Bounded:
    """A stream that ends after as many bytes as a part may have, whatever its size was said to be."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, _LARGEST

    def read(self, size: int = -1) -> bytes:
        """Read."""
        block = self._stream.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(block)
        return block


@contextmanager
def parts_of(file: FoundFile) -> Generator[OfficeParts]:
    """Open a document; what is wrong with it is said in words."""
    try:
        with opened(file) as zipped:
            yield OfficeParts(file, zipped)
    except TooLongError as error:
        raise file.wrong(f"{error}.", "Split it into several documents.") from error


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without namespace, "" if it isn't there."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")
