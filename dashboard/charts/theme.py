"""Colors by meaning, type and axes of every chart: the only color literals. It draws nothing."""

from dataclasses import dataclass
from typing import Any, Literal

Mode = Literal["light", "dark"]

FONT = "Inter, sans-serif"
SMALL, BODY = 12, 14


@dataclass(frozen=True)
class Palette:
    """One color, one meaning (look.md): each at least 4.5 against its background."""

    recovered: str  # also improvement
    unrecovered: str  # also concern
    context: str  # no problem, common cause
    silent: str
    ink: str
    background: str


PALETTES: dict[Mode, Palette] = {
    "light": Palette("#1b6ca8", "#c2570c", "#64748b", "#6d28d9", "#1f2937", "#ffffff"),
    "dark": Palette("#5aa9e6", "#f59e4c", "#94a3b8", "#7c6cf5", "#e5e7eb", "#11151c"),
}
BAND_OPACITY = 0.18


def palette(mode: Mode) -> Palette:
    """The colors of one mode."""
    return PALETTES[mode]


def config(mode: Mode) -> dict[str, Any]:
    """Vega-Lite's config: quiet axes, no border, text in the theme's ink."""
    colors = palette(mode)
    axis = {
        "labelColor": colors.ink,
        "titleColor": colors.ink,
        "labelFontSize": SMALL,
        "titleFontSize": SMALL,
        "titleFontWeight": "normal",
        "gridColor": colors.context,
        "gridOpacity": 0.18,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "titlePadding": 8,
    }
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False},
        "title": {
            "anchor": "start",
            "color": colors.ink,
            "fontSize": 16,
            "fontWeight": 600,
            "subtitleColor": colors.ink,
            "subtitleFontSize": SMALL,
            "subtitleFontWeight": "normal",
            "subtitlePadding": 4,
            "offset": 12,
        },
        "legend": {
            "labelColor": colors.ink,
            "titleColor": colors.ink,
            "labelFontSize": SMALL,
            "orient": "top",
            "title": None,
        },
        "text": {"color": colors.ink, "fontSize": SMALL},
    }
