"""The items that each layer draws: those shown, less what its own filter leaves out; and layers from outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from intelviz.case.columns import ItemColumns, Mask
from intelviz.render.points import Places
from intelviz.schema.errors import IntelvizError
from intelviz.views.map.content import Content
from intelviz.views.map.layers.layer import TITLES, MapLayer
from intelviz.views.map.layers.state import BUILT_IN, MARKS, Layer, kept_opacity
from intelviz.workspace.query import Query, parse
from intelviz.workspace.workspace import Change

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_AT_ONCE = 150_000
"""Items up to which a layer's filter is followed at once; above, in a job."""


class Marked:
    """``contents`` of the layers that draw items, each made when it is first drawn; ``wrong`` says which filter fails.

    A layer whose filter fails draws nothing, and the legend says why.
    """

    def __init__(self, view: MapView) -> None:
        self._view = view
        self._contents: dict[str, Content] = {}
        self._masks: dict[str, Mask] = {}
        self._places: tuple[ItemColumns, Places] | None = None
        self.wrong: dict[str, str] = {}
        self.waiting: set[str] = set()
        """Layers whose filter is being followed: they draw nothing yet."""
        self._turn = 0
        self.among: Mask | None = None
        """Items among which all layers of items choose, None for all."""
        self.sources: list[Callable[[], list[MapLayer]]] = []
        """What gives layers from outside."""

    # Layers

    @property
    def others(self) -> dict[str, MapLayer]:
        """The layers from outside, by their keys."""
        return {layer.key: layer for source in self.sources for layer in source()}

    def listed(self) -> list[tuple[Layer, str, str, str]]:
        """Return all layers that there are from the ground up, each with its title, what it shows and its icon."""
        layers, others = self._view.options.layers, self.others
        for key, other in others.items():
            layers.of(key, other.over)
        return [
            (layer, *TITLES[layer.key])
            if layer.key in BUILT_IN
            else (layer, others[layer.key].title, others[layer.key].help, others[layer.key].icon)
            for layer in layers
            if layer.key in BUILT_IN or layer.key in others
        ]

    def is_on(self, key: str) -> bool:
        """Return whether a layer is drawn."""
        match key:
            case "areas":
                return self._view.areas.on
            case "links":
                return self._view.options.ties != "none"
            case _ if key in BUILT_IN:
                return self._view.options.layers.of(key).on
            case _:
                other = self.others.get(key)
                return other is not None and other.on

    def opacity_of(self, key: str) -> float:
        """Return how strongly a layer is drawn."""
        if key in BUILT_IN:
            return self._view.options.layers.of(key).opacity
        other = self.others.get(key)
        return other.opacity if other is not None else 1.0

    def set_on(self, key: str, *, on: bool) -> None:
        """Draw a layer, or no longer."""
        view = self._view
        if on == self.is_on(key):
            return
        match key:
            case "areas":
                view.areas.flip()
            case "links":
                view.options.ties = "selection" if on else "none"
            case _ if key in BUILT_IN:
                view.options.layers.of(key).on = on
            case _:
                self.others[key].set_on(on=on)
        if key in MARKS:
            self.renew()
        view.layers_changed()

    def set_opacity(self, key: str, share: float) -> None:
        """Draw a layer more or less strongly."""
        if key in BUILT_IN:
            self._view.options.layers.of(key).opacity = kept_opacity(share)
        else:
            self.others[key].set_opacity(kept_opacity(share))
        self._view.layers_changed()

    def move(self, key: str, by: int) -> None:
        """Move a layer up or down."""
        if self._view.options.layers.move(key, by):
            self._view.layers_changed()

    def arrange(self, keys: list[str]) -> None:
        """Lay the layers in a new order, from the ground up."""
        self._view.options.layers.arrange(keys)
        self._view.layers_changed()

    # Items

    @property
    def drawn(self) -> list[str]:
        """The layers of items that are drawn, from the ground up."""
        return [each.key for each in self._view.options.layers if each.key in MARKS and each.on]

    @property
    def lead_key(self) -> str:
        """The layer of items that a pointer picks from: the items at their places, else the topmost that is drawn."""
        drawn = self.drawn
        return "points" if "points" in drawn or not drawn else drawn[-1]

    @property
    def lead(self) -> Content:
        """What that layer draws."""
        return self.of(self.lead_key)

    def of(self, key: str) -> Content:
        """Return what a layer of items draws."""
        if key not in self._contents:
            view = self._view
            self._contents[key] = Content(view.workspace, view.options, key, self.mask_of, self.places)
        return self._contents[key]

    @property
    def places(self) -> Places:
        """Where the items of the case stand, gathered once for all layers until the items change."""
        items = self._view.workspace.items
        if self._places is None or self._places[0] is not items:
            self._places = items, Places.of_items(items)
        return self._places[1]

    def share_places(self, other: Marked) -> None:
        """Take the places that another map of the same case has gathered."""
        self._places = other._view.workspace.items, other.places

    def mask_of(self, key: str) -> Mask | bool:
        """Return which items a layer may draw: True for all, False for none."""
        if key not in self.drawn:
            return False
        own: Mask | bool = True
        if self._view.options.layers.of(key).query:
            own = self._masks.get(key, False)
        if self.among is None or own is False:
            return own
        if len(self.among) != len(self._view.workspace):
            return False
        return self.among if own is True else own & self.among

    def renew(self) -> None:
        """Gather anew what the layers draw, of other items or layers than before."""
        self._contents = {}

    def refilter(self) -> None:
        """Count again what is shown."""
        for content in self._contents.values():
            content.refilter()

    def reselect(self) -> None:
        """Count again what is selected."""
        for content in self._contents.values():
            content.reselect()

    def forget(self) -> None:
        """Gather the places anew at the next picture."""
        for content in self._contents.values():
            content.forget()

    # Filters

    def query_of(self, key: str) -> str:
        """Return the filter of a layer of items, as text."""
        return self._view.options.layers.of(key).query

    def read(self, text: str) -> Query | None:
        """Return a layer's filter understood; QueryError with words where it can't be."""
        return parse(text, self._view.workspace.schema) if text.strip() else None

    def set_query(self, key: str, text: str) -> None:
        """Let a layer draw only what a query describes, "" for all that is shown; QueryError where it can't be read."""
        query = self.read(text)
        self._view.options.layers.of(key).query = query.text if query is not None else ""
        self.follow_queries()

    def follow(self, change: Change) -> None:
        """Follow the filters anew after changes that they may depend on."""
        if not any(self._view.options.layers.of(key).query for key in MARKS):
            return
        if change & (Change.ITEMS | Change.KEPT | Change.STYLE):
            self.follow_queries()

    def follow_queries(self) -> None:
        """Find what each filter lets through: at once where the items are few, else in a job."""
        view = self._view
        layers = view.options.layers
        self._turn += 1
        self.wrong = {}
        queries: dict[str, Query] = {}
        for key in MARKS:
            try:
                query = self.read(layers.of(key).query)
            except IntelvizError as error:
                self.wrong[key] = error.words()
                continue
            if query is not None:
                queries[key] = query
        if view.jobs is None or len(view.workspace) <= _AT_ONCE or not queries:
            self._take(self._turn, self._masks_of(queries))
            return
        turn = self._turn
        self._masks, self.waiting = {}, set(queries)
        view.jobs.start(
            "Following the filters of the map's layers",
            lambda _: self._masks_of(queries),
            then=lambda found: self._take(turn, found),
            failed=lambda error: self._failed(turn, error),
        )
        self._changed()

    def _masks_of(self, queries: dict[str, Query]) -> dict[str, Mask | str]:
        view = self._view
        found: dict[str, Mask | str] = {}
        for key, query in queries.items():
            try:
                found[key] = query.mask(view.workspace, view.areas.case)
            except IntelvizError as error:
                found[key] = error.words()
        return found

    def _take(self, turn: int, found: dict[str, Mask | str]) -> None:
        if turn != self._turn:
            return
        self.waiting = set()
        size = len(self._view.workspace)
        self._masks = {key: mask for key, mask in found.items() if not isinstance(mask, str) and len(mask) == size}
        self.wrong |= {key: words for key, words in found.items() if isinstance(words, str)}
        self._changed()

    def _failed(self, turn: int, error: BaseException) -> None:
        if not isinstance(error, IntelvizError):
            raise error
        if turn == self._turn:
            self.waiting = set()
            self._view.said.emit(error.words())

    def _changed(self) -> None:
        self.refilter()
        self._view.image.forget()
        self._view.layers_changed()
