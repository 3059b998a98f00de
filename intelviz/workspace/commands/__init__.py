"""Everything that changes a case, one command a file; a new file in one of these rooms is a new command."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.command import Command, Done, Effect, Stage


@cache
def all_commands() -> dict[str, type[Command]]:
    """Return every command by its name in the log."""
    found: dict[str, type[Command]] = {}
    for module in walk_packages(__path__, f"{__name__}."):
        for each in vars(import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, Command) and "name" in vars(each):
                found[each.name] = each
    return dict(sorted(found.items()))


def command_named(name: str) -> type[Command]:
    """Return the command that the log calls so."""
    try:
        return all_commands()[name]
    except KeyError:
        raise UsageError(
            f"This intelviz knows no command “{name}”.", remedy="A newer one may have written the case."
        ) from None


__all__ = ["Command", "Done", "Effect", "Stage", "all_commands", "command_named"]
