"""Which source is meant by a name, and of which the others are newer versions."""

from __future__ import annotations

from collections.abc import Sequence

from intelviz.case.values import Source
from intelviz.schema.errors import UsageError


def named_source(sources: Sequence[Source], name: str | int) -> Source:
    """Return the source in use that is meant, by its number or its name; of several of one name, the last."""
    text = str(name).strip()
    live = [each for each in sources if each.live]
    found = [each for each in live if text in (str(each.id), each.path)] or [each for each in live if each.name == text]
    found = found or [each for each in live if each.name.casefold() == text.casefold()]
    if found:
        return found[-1]
    if any(text in (str(each.id), each.name) for each in sources):
        raise UsageError(f"The source “{text}” is withdrawn.", remedy="Redo its import first.")
    known = ", ".join(dict.fromkeys(each.name for each in live[:20])) or "none"
    raise UsageError(f"There is no source “{text}” in this case.", remedy=f"There are: {known}.")


def first_version(source: Source, sources: Sequence[Source]) -> Source:
    """Return the oldest version of a file: by its name and folder the rows of all others are known again."""
    by_id = {each.id: each for each in sources}
    seen = {source.id}
    while source.replaces in by_id and source.replaces not in seen:
        source = by_id[source.replaces]
        seen.add(source.id)
    return source
