"""A desktop workbench for intelligence analysts: who is linked to whom, where, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from intelviz.scripting import Case

__version__ = "0.1.0"
__all__ = ["Case", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Case":
        from intelviz.scripting import Case

        return Case
    raise AttributeError(f"module 'intelviz' has no attribute {name!r}")
