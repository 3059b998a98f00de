"""Layouts: where the items of a chart stand. A new layout is one new file here, with ``LAYOUT``."""

from __future__ import annotations

import importlib
import pkgutil

from intelviz.analysis.layout.layout import Layout


def layouts() -> dict[str, Layout]:
    """Return all layouts by name, in the order of their menu."""
    # Compiled loops are no layouts, and their compiler takes a moment to load.
    names = [each.name for each in pkgutil.iter_modules(__path__) if not each.name.endswith("_kernel")]
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    found: list[Layout] = [each.LAYOUT for each in modules if hasattr(each, "LAYOUT")]
    return {each.name: each for each in sorted(found, key=lambda each: each.order)}
