"""Keep a layer that was made of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Stage
from intelviz.workspace.map_layers.kept_layer import KIND, SHAPES, read_layer
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class AddLayer(Command):
    """Keep a layer under a name that no other has; ``shapes`` are its packed shapes, kept once by their hash.

    Its style is changed, and it is renamed, by ``KeepThing``, and deleted by ``ForgetThing``.
    """

    called: str
    layer: JSON
    shapes: JSON

    name: ClassVar[str] = "add layer"
    failure: ClassVar[str] = "The layer could not be added"

    def do(self, stage: Stage) -> Done:
        """Keep it."""
        called, layer = self.called.strip(), read_layer(self.layer)
        if not called:
            raise UsageError("A layer needs a name.")
        if called in stage.case.kept(KIND):
            raise UsageError(f"There is a layer “{called}” already.", remedy="Choose another name.")
        if stage.case.kept_one(SHAPES, layer.shapes) is None:
            stage.change.keep(SHAPES, layer.shapes, self.shapes)
        stage.change.keep(KIND, called, layer.body)
        args = {"called": called, "layer": layer.body, "shapes": self.shapes}
        return Done(f"Add layer “{called}”", args, {}, Effect(Change.KEPT), called)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Forget it, and its shapes unless another layer shows them too."""
        called, shapes = str(act.args["called"]), act.args["layer"]["shapes"]
        others = [body for name, body in stage.case.kept(KIND).items() if name != called]
        stage.change.forget(KIND, called)
        if not any(body.get("shapes") == shapes for body in others):
            stage.change.forget(SHAPES, shapes)
        return Effect(Change.KEPT)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["called"]), args["layer"], args["shapes"])
