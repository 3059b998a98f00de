"""Give an item a picture, or take it away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Replayed, Stage, Translate
from intelviz.workspace.item_pictures import IMAGE, KIND, ItemPicture, forget, picture_from
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class SetPicture(Command):
    """Let an item, by its id, be shown by a picture; None takes the one that it has.

    ``data`` is the picture itself, PNG or JPEG as base64 text, kept under the number that ``picture`` names; the case
    keeps it, also after undo.
    """

    item: int
    picture: ItemPicture | None
    data: str = ""

    name: ClassVar[str] = "set picture"
    failure: ClassVar[str] = "The picture could not be set"

    def do(self, stage: Stage) -> Done:
        """Keep it."""
        label = stage.case.item(self.item).label
        before = stage.case.kept_one(KIND, str(self.item))
        said = self.picture.plain() if self.picture is not None else None
        if said is None and before is None:
            raise UsageError(f"{label} has no picture.")
        if said is not None and picture_from(said) is None:
            raise UsageError("The picture is no PNG or JPEG of a size that can be kept.")
        if self.picture is not None and self.data and stage.case.kept_one(IMAGE, self.picture.image) is None:
            stage.change.keep(IMAGE, self.picture.image, {"data": self.data})
        _put(stage, self.item, said)
        title = f"Set the picture of {label}" if said else f"Take the picture off {label}"
        args: JSON = {"item": self.item, "picture": said, "data": self.data}
        return Done(title, args, {"before": before.body if before else None}, Effect(Change.KEPT))

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Put back the picture that there was."""
        _put(stage, int(act.args["item"]), act.inverse["before"])
        return Effect(Change.KEPT)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(int(args["item"]), picture_from(args["picture"]), str(args["data"]))

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act for the same item of another case."""
        act = cls.from_args(args)
        (found,) = translate(np.array([act.item], np.int64)).tolist()
        if found < 0:
            raise UsageError("Its item is not in that case.")
        return Replayed(replace(act, item=found))


def _put(stage: Stage, item: int, said: JSON | None) -> None:
    if said is None:
        stage.change.forget(KIND, str(item))
    else:
        stage.change.keep(KIND, str(item), said)
    if stage.workspace is not None:
        forget(stage.workspace)
