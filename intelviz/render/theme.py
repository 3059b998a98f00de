"""Colours and measures of the light and the dark theme: data in colour, everything else in greys.

Type colours are the eight of Okabe and Ito ("Color Universal Design", 2008), with the black replaced by a grey that
shows on both grounds; each is lightened or darkened where it would not reach 3:1 on its ground, and moved apart where
eyes that lack one kind of cone would take two for one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import colorcet

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours that a drawing needs, as (red, green, blue) of 0 to 255; nothing is drawn in any other.

    ``ground`` is the canvas of a view, ``surface`` that of panels; ``text`` and ``quiet`` reach 4.5:1 on both.
    ``types`` are the eight slots that item types name. ``faded`` is the opacity of what is neither selected nor linked
    to the selection. ``density`` runs from least to most.
    """

    name: str
    ground: Rgb
    surface: Rgb
    raised: Rgb
    line: Rgb
    text: Rgb
    quiet: Rgb
    accent: Rgb
    focus: Rgb
    link: Rgb
    halo: Rgb
    warning: Rgb
    land: Rgb
    water: Rgb
    boundary: Rgb
    place_name: Rgb
    weekend: Rgb
    night: Rgb
    types: tuple[Rgb, ...] = field(default=())
    density: tuple[Rgb, ...] = field(default=())
    faded: float = 0.33


def _ramp(name: str, *, reverse: bool) -> tuple[Rgb, ...]:
    colours = [(int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)) for text in getattr(colorcet, name)]
    return tuple(reversed(colours)) if reverse else tuple(colours)


LIGHT = Theme(
    name="light",
    ground=(250, 250, 250),
    surface=(243, 243, 244),
    raised=(255, 255, 255),
    line=(208, 208, 212),
    text=(28, 28, 32),
    quiet=(92, 92, 100),
    accent=(0, 95, 204),
    focus=(20, 20, 24),
    link=(128, 128, 136),
    halo=(255, 255, 255),
    warning=(178, 70, 0),
    land=(241, 241, 239),
    water=(214, 220, 226),
    boundary=(176, 176, 182),
    place_name=(96, 96, 104),
    weekend=(240, 240, 236),
    night=(228, 231, 238),
    types=(
        (0, 114, 178),
        (186, 135, 19),
        (0, 138, 101),
        (195, 87, 0),
        (176, 96, 146),
        (34, 136, 196),
        (132, 124, 20),
        (98, 98, 106),
    ),
    density=_ramp("CET_L18", reverse=False),
)

DARK = Theme(
    name="dark",
    ground=(24, 25, 28),
    surface=(32, 33, 37),
    raised=(42, 43, 48),
    line=(62, 64, 70),
    text=(232, 232, 236),
    quiet=(164, 166, 174),
    accent=(90, 169, 255),
    focus=(255, 255, 255),
    link=(120, 122, 130),
    halo=(16, 17, 19),
    warning=(255, 160, 84),
    land=(38, 39, 43),
    water=(22, 25, 31),
    boundary=(84, 86, 94),
    place_name=(158, 160, 168),
    weekend=(30, 31, 35),
    night=(20, 22, 30),
    types=(
        (72, 160, 224),
        (230, 159, 0),
        (0, 178, 132),
        (233, 116, 40),
        (217, 138, 188),
        (126, 198, 240),
        (228, 214, 74),
        (166, 179, 173),
    ),
    density=_ramp("CET_L3", reverse=False),
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
