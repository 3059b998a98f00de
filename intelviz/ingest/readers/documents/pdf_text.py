"""The text of a PDF, taken out in a process of its own: a file made to exhaust the machine exhausts only that.

The process has a limit of time and, where the system can set one, of memory; it opens nothing but the file.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field

PAGES = 5_000
SECONDS = 120.0
MEMORY = 2 << 30
CHARACTERS = 50_000_000


@dataclass(slots=True)
class PdfText:
    """What a PDF holds: the text of each page, and what it states of itself. ``problem`` says why there is less."""

    pages: list[str] = field(default_factory=list[str])
    count: int = 0
    stated: dict[str, str] = field(default_factory=dict[str, str])
    locked: bool = False
    problem: str = ""


def text_of_pdf(path: str, seconds: float = SECONDS) -> PdfText:
    """Return the text of a PDF; it never raises for what a file holds."""
    if getattr(sys, "frozen", False):  # the packed program is no Python that could run a module
        return read(path)
    command = [sys.executable, "-P", "-m", __name__, path]
    places = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603  our own module
            command, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL, env=places
        )
        return PdfText(**json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        return PdfText(problem=f"the text could not be taken out within {seconds:g} seconds")
    except (ValueError, TypeError):
        return PdfText(problem="the text could not be taken out: the file made the program for it stop")


def main(path: str) -> None:
    """Write the text of a PDF as JSON to standard output; this runs in the process of its own."""
    _limit_memory()
    logging.disable(logging.CRITICAL)
    try:
        found = read(path)
    except MemoryError:
        found = PdfText(problem="the text could not be taken out: it would need too much memory")
    json.dump(asdict(found), sys.stdout)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(path: str) -> PdfText:
    """Return the text of a PDF, within this process."""
    from pypdf import PdfReader

    found = PdfText()
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            found.locked = True
            return found
        found.count = len(reader.pages)
        found.stated = _stated(reader.metadata)
        length = 0
        for number in range(min(found.count, PAGES)):
            try:
                text = reader.pages[number].extract_text() or ""
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001  the library has no family of errors; the page is said
                text = ""
                found.problem = found.problem or f"page {number + 1:,} can't be read ({type(error).__name__})"
            length += len(text)
            if length > CHARACTERS:
                found.problem = f"its text has more than {CHARACTERS:,} characters; it was read up to page {number:,}"
                break
            found.pages.append(text.encode("utf-8", "replace").decode())
        if found.count > PAGES:
            found.problem = f"it has {found.count:,} pages; the first {PAGES:,} were read"
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  the library has no family of errors
        found.problem = f"it is damaged ({type(error).__name__})"
    return found


def _stated(metadata: object) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("title", "author", "subject", "creator", "producer"):
        value = getattr(metadata, name, None)
        if isinstance(value, str) and value.strip():
            found[name] = value.replace("\0", "").strip()[:2_000].encode("utf-8", "replace").decode()
    for name in ("creation_date", "modification_date"):
        try:
            value = getattr(metadata, name, None)
            if value is not None:
                found[name] = value.isoformat()
        except (ValueError, AttributeError, TypeError, OverflowError):
            continue
    return found


if __name__ == "__main__":
    main(sys.argv[1])
