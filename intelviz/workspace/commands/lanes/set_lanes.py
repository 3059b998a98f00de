"""Choose the lanes of the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.command import (
    JSON,
    Command,
    Done,
    Effect,
    LoggedAct,
    Replayed,
    Stage,
    Translate,
    translated,
)
from intelviz.workspace.workspace import Change

KEY = "timeline/lanes"
"""The setting of the case that keeps the lanes."""
MODES = ("type", "item", "chosen")


@dataclass(frozen=True)
class LaneChoice:
    """One lane: the entity's id, whether it is pinned to the top, and from how many links away events come in."""

    id: int
    pinned: bool = False
    away: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.away <= 2:
            raise UsageError(f"Events can be brought in from one or two links away, not {self.away}.")


@dataclass(frozen=True)
class SetLanes(Command):
    """Set which lanes the timeline has, in order; ``mode`` says what of is shown, ``words`` what the analyst did."""

    lanes: tuple[LaneChoice, ...]
    mode: str = "chosen"
    words: str = ""

    name: ClassVar[str] = "set lanes"
    failure: ClassVar[str] = "The lanes could not be changed"

    def do(self, stage: Stage) -> Done:
        """Set them."""
        if self.mode not in MODES:
            raise UsageError(f"There are no lanes of kind “{self.mode}”.", remedy=f"Choose one of: {', '.join(MODES)}.")
        if len({lane.id for lane in self.lanes}) < len(self.lanes):
            raise UsageError("An entity can have one lane only.")
        before = stage.case.settings(KEY, None)
        stage.change.set_setting(KEY, body_of(self.lanes, self.mode))
        args = {**body_of(self.lanes, self.mode), "words": self.words}
        return Done(self.words or "Choose the lanes", args, {"before": before}, Effect(Change.KEPT))

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Put back the lanes that there were."""
        stage.change.set_setting(KEY, act.inverse["before"])
        return Effect(Change.KEPT)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        lanes, mode = read_body(args)
        return cls(tuple(lanes), mode, str(args.get("words", "")))

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act for another case, with the lanes whose entities are there."""
        act = cls.from_args(args)
        ids, known, missing = translated(np.array([lane.id for lane in act.lanes], np.int64), translate)
        kept = [lane for lane, there in zip(act.lanes, known.tolist(), strict=True) if there]
        lanes = (LaneChoice(number, old.pinned, old.away) for number, old in zip(ids.tolist(), kept, strict=True))
        return Replayed(cls(tuple(lanes), act.mode, act.words), missing)


def body_of(lanes: Sequence[LaneChoice], mode: str) -> JSON:
    """Return lanes as plain JSON: parallel lists, as there may be many."""
    return {
        "mode": mode,
        "ids": [lane.id for lane in lanes],
        "pinned": [lane.id for lane in lanes if lane.pinned],
        "away": {str(step): [lane.id for lane in lanes if lane.away == step] for step in (1, 2)},
    }


def read_body(body: Any) -> tuple[list[LaneChoice], str]:
    """Return the lanes that plain JSON describes; what can't be read is left out: a case may come from anybody."""
    if not isinstance(body, dict):
        return [], "type"
    known: dict[str, Any] = {str(name): part for name, part in body.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # JSON
    ids = _ids(known.get("ids"))
    pinned = set(_ids(known.get("pinned")))
    away: Any = known.get("away")
    steps = {step: set(_ids(away.get(str(step)) if isinstance(away, dict) else None)) for step in (1, 2)}  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]  # JSON
    lanes = [
        LaneChoice(number, number in pinned, 2 if number in steps[2] else 1 if number in steps[1] else 0)
        for number in dict.fromkeys(ids)
    ]
    mode = known.get("mode")
    return lanes, mode if isinstance(mode, str) and mode in MODES else "type"


def _ids(found: Any) -> list[int]:
    if not isinstance(found, list):
        return []
    listed: list[Any] = found
    return [each for each in listed if isinstance(each, int) and not isinstance(each, bool)]
