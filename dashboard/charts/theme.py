"""Colors by meaning, type and axes of every chart: the only color literals. It draws nothing."""

from dataclasses import dataclass
from typing import Any, Literal

Mode = Literal["light", "dark"]

FONT = "Inter, sans-serif"
BODY, TITLE = 14, 16  # the two smallest sizes of the type scale 14 / 16 / 20 / 28
STRONG: Literal[600] = 600


@dataclass(frozen=True)
class Palette:
    """One color, one meaning: each at least 4.5 against its background."""

    recovered: str  # also improvement
    unrecovered: str  # also concern
    context: str  # no problem, common cause
    silent: str  # dissatisfied, never complained
    ink: str  # text, axes, standards
    background: str


PALETTES: dict[Mode, Palette] = {
    "light": Palette("#1b6ca8", "#c2570c", "#64748b", "#6d28d9", "#1f2937", "#ffffff"),
    "dark": Palette("#5aa9e6", "#f59e4c", "#94a3b8", "#7c6cf5", "#e5e7eb", "#11151c"),
}
BAND_OPACITY = 0.18
STANDARD_DASH = [5, 4]
CONTRAST_DASH = [2, 3]


def palette(mode: Mode) -> Palette:
    """The colors of one mode."""
    return PALETTES[mode]


def config(mode: Mode) -> dict[str, Any]:
    """Vega-Lite's config: quiet axes, no border, text in the theme's ink."""
    colors = palette(mode)
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": _axis(colors),
        "axisX": {"grid": False},
        "text": {"color": colors.ink, "fontSize": BODY},
    }


def _axis(colors: Palette) -> dict[str, Any]:
    return {
        "labelColor": colors.ink,
        "titleColor": colors.ink,
        "labelFontSize": BODY,
        "titleFontSize": BODY,
        "titleFontWeight": "normal",
        "gridColor": colors.context,
        "gridOpacity": 0.18,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "titlePadding": 8,
    }
