"""What a file is, told by its bytes: its hash, its encoding, and whether it is a text at all."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intelviz.schema.errors import BadInputError, Where

BLOCK = 1 << 20
_SIGNS = (
    (b"PK\x03\x04", "a zip file, or a workbook or document that is one inside", "Save the sheet as CSV."),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "Save the sheet as CSV."),
    (b"%PDF", "a PDF", "Ask for the data as CSV, or copy the table into a sheet and save that as CSV."),
    (b"SQLite format 3\x00", "a database, perhaps a case", "Open it as a case, or export its tables as CSV."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"7z\xbc\xaf", "a compressed file", "Unpack it first."),
    (b"Rar!", "a compressed file", "Unpack it first."),
    (b"\x89PNG", "a picture", "Choose a CSV file."),
    (b"\xff\xd8\xff", "a picture", "Choose a CSV file."),
    (b"GIF8", "a picture", "Choose a CSV file."),
    (b"PAR1", "a Parquet file", "Save the table as CSV."),
)
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_CONTROL = bytes([*range(9), *range(14, 27), *range(28, 32)])
_ESCAPED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Content:
    """A text file's bytes, as far as reading it needs them.

    ``encoding`` is Python's name and ``words`` the reader's; ``whole`` says that every byte is a sign of that encoding;
    ``long_lines`` that a line may be too long to be held; ``ended`` that the last line has an end. ``notes`` are what
    the user should know.
    """

    path: Path
    sha256: str
    size: int
    encoding: str
    words: str
    whole: bool
    long_lines: bool
    ended: bool
    notes: tuple[str, ...] = ()

    @property
    def errors(self) -> str:
        """How bytes that are no signs are read: as marks that ``is_broken`` finds."""
        if self.whole:
            return "strict"
        return "replace" if self.encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


_BROKEN = re.compile("[\ufffd\udc80-\udcff]")


def is_broken(text: str) -> bool:
    """Return whether a text read from a file that is not ``whole`` holds bytes that could not be read."""
    return _BROKEN.search(text) is not None


def content_of(path: Path, *, shown: str = "") -> Content:
    """Read the whole file once; BadInputError says in words why it can't be read as a text."""
    where = Where(file=shown or str(path))
    if not path.exists():
        raise BadInputError("there is no such file.", where=where, remedy="Check the name and the folder.")
    if path.is_dir():
        raise BadInputError("this is a folder, not a file.", where=where, remedy="Name a file in it.")
    if not path.is_file():
        raise BadInputError("this is not a file that can be read twice.", where=where, remedy="Save it as a file.")
    try:
        return _read(path, where)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInputError(
            f"the file can't be read ({reason}).",
            where=where,
            remedy="Check that you may read it, and that the disk is still connected.",
        ) from error


def _read(path: Path, where: Where) -> Content:
    with path.open("rb") as file:
        head = file.read(BLOCK)
        if not head:
            raise BadInputError(
                "the file is empty.", where=where, remedy="Export it again; nothing was loaded from it."
            )
        _refuse_other_kinds(head, where)
        encoding, words = _marked(head) or _wide(head) or ("", "")
        digest, size, long_lines, last = hashlib.sha256(), 0, False, b""
        trial = _Wide(encoding) if encoding.startswith(("utf-16", "utf-32")) else _Narrow()

        def blocks() -> Iterator[bytes]:
            block = head
            while block:
                yield block
                block = file.read(BLOCK)

        for block in blocks():
            digest.update(block)
            size += len(block)
            last = (last + block)[-4:]
            long_lines = long_lines or (len(block) == BLOCK and b"\n" not in block and b"\r" not in block)
            trial.take(block)
    whole, notes = trial.whole, trial.notes
    if not encoding:
        encoding, words = trial.encoding, trial.words
    ended = last.rstrip(b"\0").endswith((b"\n", b"\r")) or (last[-2:-1] in {b"\n", b"\r"} and last[-1:] == b"\0")
    return Content(path, digest.hexdigest(), size, encoding, words, whole, long_lines, ended, notes)


def _refuse_other_kinds(head: bytes, where: Where) -> None:
    for sign, what, remedy in _SIGNS:
        if head.startswith(sign):
            raise BadInputError(f"this is {what}, not a CSV file.", where=where, remedy=remedy)
    if _marked(head) or _wide(head):
        return
    strange = len(head) - len(head.translate(None, _CONTROL))
    if strange > max(8, len(head) // 100):
        raise BadInputError(
            "this is not a text file: it holds signs that no text has.",
            where=where,
            remedy="Open it with the program that made it, and export it as CSV.",
        )


def _marked(head: bytes) -> tuple[str, str] | None:
    return next(((encoding, words) for mark, encoding, words in _MARKS if head.startswith(mark)), None)


def _wide(head: bytes) -> tuple[str, str] | None:
    """Recognise UTF-16 without a mark: in any text with Latin letters, every other byte is mostly nought."""
    sample = head[: 1 << 16]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[0::2], sample[1::2]
    few, many = 0.1, 0.4
    low, high = even.count(0) / len(even), odd.count(0) / len(odd)
    if low < few and high > many:
        return "utf-16-le", "UTF-16"
    if high < few and low > many:
        return "utf-16-be", "UTF-16"
    return None


class _Wide:
    """Tries UTF-16 or UTF-32."""

    notes: tuple[str, ...] = ()

    def __init__(self, encoding: str) -> None:
        self.encoding, self.words, self._fine = encoding, "UTF-16", True
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")

    def take(self, block: bytes) -> None:
        if self._fine:
            try:
                self._decoder.decode(block)
            except UnicodeDecodeError:
                self._fine = False

    @property
    def whole(self) -> bool:
        return self._fine and not self._decoder.getstate()[0]


class _Narrow:
    """Tries UTF-8, and takes Western European Windows text for what can't be that."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._good = self._bad = 0
        self._undefined = False

    def take(self, block: bytes) -> None:
        if block.isascii() and not self._decoder.getstate()[0]:
            return
        text = self._decoder.decode(block)
        bad = len(_ESCAPED.findall(text)) if not text.isascii() else 0
        self._bad += bad
        self._good += len(text) - len(text.encode("ascii", "ignore")) - bad
        if bad:
            self._undefined = self._undefined or bool(set(block) & {0x81, 0x8D, 0x8F, 0x90, 0x9D})

    @property
    def encoding(self) -> str:
        return "utf-8" if self._bad * 3 <= self._good else "cp1252"

    @property
    def words(self) -> str:
        return "UTF-8" if self.encoding == "utf-8" else "Windows-1252"

    @property
    def whole(self) -> bool:
        if self.encoding == "cp1252":
            return not self._undefined
        return not self._bad and not self._decoder.getstate()[0]

    @property
    def notes(self) -> tuple[str, ...]:
        if self.encoding == "cp1252":
            return (
                "The file is not UTF-8. It was read as Windows-1252 (Western European): check names with accents and "
                "the pound sign.",
            )
        if self._bad:
            many = "1 byte is" if self._bad == 1 else f"{self._bad:,} bytes are"
            return (f"{many} not UTF-8, which the rest of the file is; the rows with them were set aside.",)
        return ()
