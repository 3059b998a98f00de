"""The files of tiles that a user has chosen on this desk, by name.

A case keeps the name alone: a path that a stranger's case names is never opened, as it might lead over a network.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from intelviz.schema.folders import user_folder

_MOST, _MOST_BYTES, _LONGEST = 100, 1_000_000, 4_096


def _file() -> Path:
    return user_folder("config") / "tiles.json"


def known_tiles() -> dict[str, Path]:
    """Return the files that were chosen, by name, in the order of choosing; what can't be read is left out."""
    try:
        file = _file()
        if file.stat().st_size > _MOST_BYTES:
            return {}
        said: Any = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    pairs = list(cast("dict[str, object]", said).items())[:_MOST]
    return {name: Path(path) for name, path in pairs if isinstance(path, str) and 0 < len(path) < _LONGEST}


def remember_tiles(name: str, path: Path) -> None:
    """Keep in mind where a file of tiles lies; raises OSError where that can't be written."""
    _write(known_tiles() | {name: path.absolute()})


def forget_tiles(name: str) -> None:
    """Forget where a file of tiles lies; the file stays. Raises OSError where that can't be written."""
    _write({each: path for each, path in known_tiles().items() if each != name})


def _write(known: dict[str, Path]) -> None:
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    kept = dict(list(known.items())[-_MOST:])
    beside.write_text(json.dumps({name: str(path) for name, path in kept.items()}, indent=1), encoding="utf-8")
    beside.replace(file)
