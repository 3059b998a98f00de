"""What crashed is written to a file that the message names."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def write_crash(error: BaseException) -> Path:
    """Write the traceback and the versions to a file of its own under the user's log folder, and return its path."""
    from intelviz.schema.folders import user_folder

    at = datetime.now(UTC)
    folder = user_folder("log")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"crash-{at:%Y%m%d-%H%M%S}-{id(error) & 0xFFFF:04x}.txt"
    lines = [
        f"intelviz {_version()}, Python {platform.python_version()}, {platform.platform()}",
        f"at {at.isoformat(timespec='seconds')}",
        f"command: {' '.join(sys.argv)}",
        "",
        *traceback.format_exception(error),
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _version() -> str:
    try:
        return version("intelviz")
    except PackageNotFoundError:
        return "(not installed)"
