"""How long work says where it stands."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[str, int, int], None]
"""Called with (what is being done, done, total), total 0 where the end isn't known; raises CancelledError to stop."""


def silent(_words: str, _done: int = 0, _total: int = 0) -> None:
    """Say nothing."""
