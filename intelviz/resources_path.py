"""Where the files that ship with the program lie: in the package when installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder, such as ``resource("recipes")``."""
    here = Path(__file__).resolve().parent
    inside = here / "resources"
    return (inside if inside.is_dir() else here.parent / "resources").joinpath(*parts)
