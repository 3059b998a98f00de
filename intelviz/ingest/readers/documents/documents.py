"""Tables of documents: a row a document, with its text and what is said of it. A very long one is several rows."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field

from intelviz.ingest.readers.table import Broken, Origin, StructuredTable

LONGEST = 1_000_000
"""Characters of text in one row; what is longer is parted at the end of a paragraph, a line or a word."""

OWN = ("@element", "@title", "@text", "@author", "@created", "@modified", "@pages", "@file", "@part", "@note")


@dataclass(slots=True)
class Document:
    """A document as a file holds it; times are ISO. ``more`` is what else the file says of it, by name."""

    title: str = ""
    text: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    pages: str = ""
    note: str = ""
    more: dict[str, str] = field(default_factory=dict[str, str])


class DocumentTable(StructuredTable):
    """The one document of a file. A title that the file doesn't state is its first line or its name."""

    def __init__(
        self,
        origin: Origin,
        form: str,
        reader: str,
        read: Callable[[], Document],
        more: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> None:
        self.reader = reader
        self._read = read
        self._more = tuple(more)
        super().__init__(origin, form, [*OWN, *(f"stated {name}" if name in OWN else name for name in more)], notes)

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the document, in parts if it is too long for one row."""
        document = self._read()
        parts = list(parted(document.text))
        name = self.origin.name
        title = document.title or first_line(document.text) or name
        for place, text in enumerate(parts, 1):
            part = f"part {place} of {len(parts)}" if len(parts) > 1 else ""
            row = ["document", f"{title} ({part})" if part else title, text, document.author, document.created]
            row += [document.modified, document.pages, name, part, document.note]
            yield [*row, *(document.more.get(each, "") for each in self._more)]


def parted(text: str, longest: int = LONGEST) -> Iterator[str]:
    """Yield the parts of a text, none longer than ``longest`` and none empty unless the text is."""
    text = text.strip()
    while len(text) > longest:
        least = longest // 2
        cut = next((at for sign in ("\n\n", "\n", " ") if (at := text.rfind(sign, least, longest)) > 0), longest)
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def first_line(text: str, longest: int = 120) -> str:
    """Return the first line that says anything, shortened at a word."""
    line = next((each for each in map(str.strip, text[:10_000].splitlines()) if any(map(str.isalnum, each))), "")
    line = " ".join(line.strip("#*=-_ \t").split())
    if len(line) <= longest:
        return line
    return line[:longest].rpartition(" ")[0].rstrip(" ,;:") + " …" if " " in line[:longest] else line[:longest] + "…"


def normal_lines(text: str) -> str:
    """Return a text with line feeds alone, no space at line ends, and at most one empty line together."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    out: list[str] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip("\n")
