"""Filters that are kept under a name with the case: kept, applied, renamed and deleted, each to be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.asking import ask_text
from intelviz.workspace.commands.command import Command
from intelviz.workspace.commands.kept.forget_thing import ForgetThing
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.facets import PART
from intelviz.workspace.query import parse

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.views.filter.panel import FilterPanel
    from intelviz.workspace.acts import Acts

KIND = "filter"
_HELD = {"types", "sources", "query"}
"""Parts of the filter that a kept one holds, with those of the facets; the links are beside them."""


class KeptFilters:
    """What the panel does with kept filters; the case holds them."""

    def __init__(self, panel: FilterPanel, case: CaseFile | None, acts: Acts | None) -> None:
        self._panel, self._case, self._acts = panel, case, acts

    @property
    def names(self) -> list[str]:
        """Names of the filters of this case."""
        return list(self._case.kept(KIND)) if self._case is not None else []

    @property
    def can_write(self) -> bool:
        """Whether the case may be changed."""
        return self._case is not None and self._acts is not None and not self._case.read_only

    def keep(self) -> None:
        """Ask for a name, and keep what is set in the panel under it."""
        ask_text(
            self._panel, "Keep this filter", "Name of the filter:", self.keep_as, proposal=self._panel.query_box.text
        )

    def keep_as(self, name: str) -> None:
        """Keep what is set in the panel, in place of a filter of that name."""
        if self._run(KeepThing(KIND, name, self._panel.body())):
            parts = self._panel.workspace.filter_parts
            others = {each for each in parts if each not in _HELD and not each.startswith(PART)}
            if others:
                words = "; ".join(parts[each].words for each in parts if each in others)
                self._panel.said.emit(f"Kept “{name.strip()}”, without what other views set: {words}")

    def keep_set(self) -> None:
        """Ask for a name, and make a set of what is shown that knows its query."""
        text, left_out = self._panel.as_text()
        if left_out:
            self._panel.said.emit(f"Can't be said as a query, so take it off first: {'; '.join(left_out)}")
            return
        ask_text(self._panel, "Keep as a set", "Name of the set:", lambda name: self.keep_set_as(name, text))

    def keep_set_as(self, name: str, text: str) -> None:
        """Make a set of what a query finds, which knows the query."""
        workspace = self._panel.workspace
        try:
            ids = workspace.items.id[parse(text, workspace.schema).mask(workspace, self._case)]
        except IntelvizError as error:
            self._panel.said.emit(error.words())
            return
        self._run(MakeSet(name, ids, text))

    def apply(self, name: str) -> None:
        """Set the filter that is kept under a name, in place of what is set in the panel."""
        body = self._case.kept(KIND).get(name) if self._case is not None else None
        if body is None:
            return
        missing = self._panel.take_body(body)
        words = f"Filter “{name}”"
        if missing:
            words += f"; not in this case, and passed over: {', '.join(missing)}"
        self._panel.said.emit(words)

    def rename(self, name: str) -> None:
        """Ask for another name."""
        ask_text(self._panel, "Rename the filter", "New name:", lambda new: self.rename_to(name, new), proposal=name)

    def rename_to(self, name: str, new: str) -> None:
        """Give a filter another name."""
        body = self._case.kept(KIND).get(name) if self._case is not None else None
        if body is not None and new.strip() != name:
            self._run(KeepThing(KIND, new, body, before=name))

    def delete(self, name: str) -> None:
        """Delete a filter; undo brings it back."""
        self._run(ForgetThing(KIND, name))

    def _run(self, command: Command) -> bool:
        if self._acts is None:
            return False
        try:
            done = self._acts.run(command)
        except IntelvizError as error:
            self._panel.said.emit(error.words())
            return False
        self._panel.said.emit(done.title)
        return True

    def actions(self) -> list[Action]:
        """Return what can be done with kept filters."""

        def each(verb: str, words: str, act: Callable[[str], None]) -> list[Action]:
            return [
                Action(f"filter_{verb} {name}", name, lambda name=name: act(name), f"{words} “{name}”")
                for name in self.names
            ]

        def some() -> bool:
            return bool(self.names)

        def change() -> bool:
            return self.can_write and some()

        return [
            Action(
                "filter_keep",
                "Keep this filter…",
                self.keep,
                "Keep the boxes and the query under a name, with the case",
                icon="content-save-outline",
                strip=True,
                enabled=lambda: self.can_write,
            ),
            Action(
                "filter_set",
                "Keep what it shows as a set…",
                self.keep_set,
                "Make a set that knows the query of this filter, so that it can be made anew",
                icon="set-center",
                enabled=lambda: self.can_write,
            ),
            Action(
                "filter_apply",
                "Kept filters",
                lambda: None,
                "Set a filter that was kept, in place of this one",
                icon="filter-menu-outline",
                enabled=some,
                choices=lambda: each("apply", "Show only what is in", self.apply),
            ),
            Action(
                "filter_rename",
                "Rename a kept filter",
                lambda: None,
                "Give a kept filter another name",
                enabled=change,
                choices=lambda: each("rename", "Rename", self.rename),
            ),
            Action(
                "filter_delete",
                "Delete a kept filter",
                lambda: None,
                "Delete a kept filter; the items stay as they are",
                enabled=change,
                choices=lambda: each("delete", "Delete", self.delete),
            ),
        ]
