"""Icons of variation and assurance, as NHS Making Data Count reads a control chart: SVG text.

Own drawings. Each says by a letter and a shape what its color says: H and L for high and low, P
for passing, F for falling short, and a question mark for hit or miss.
"""

from functools import cache

from dashboard.charts.theme import FONT, Mode, Palette, palette

SIZE = 44
RADIUS = 20
_RUN = ((9, 26), (16, 20), (23, 27), (30, 19))  # points that wobble around a center line
_HIGH = ((9, 30), (16, 28), (23, 20), (30, 15))  # points that leave it
VARIATIONS = ("common_cause", "improvement", "concern", "neutral_high", "neutral_low")
ASSURANCES = ("consistently_passes", "consistently_fails", "hit_or_miss")


@cache
def variation_icon(variation: str, is_above: bool, mode: Mode = "light") -> str:
    """The icon of a chart's newest points.

    Args:
        variation: one of VARIATIONS.
        is_above: on which side of the center line they lie; means nothing for common cause.
        mode: light or dark.

    Returns:
        An SVG image of SIZE × SIZE pixels.
    """
    colors = palette(mode)
    tone = {"improvement": colors.recovered, "concern": colors.unrecovered}.get(variation)
    if variation == "common_cause":
        return _icon(colors.context, _line(_RUN, colors.context, hollow=colors.background))
    tone = tone or colors.ink
    points = _HIGH if is_above else tuple((x, SIZE - y) for x, y in _HIGH)
    letter_at = (30, 34) if is_above else (30, 21)
    return _icon(tone, _line(points, tone) + _letter("H" if is_above else "L", *letter_at, tone))


@cache
def assurance_icon(assurance: str, mode: Mode = "light") -> str:
    """The icon of a chart's limits against its target: one of ASSURANCES, as SVG text."""
    colors = palette(mode)
    tone, letter, height = _assured(assurance, colors)
    target = (
        f'<line x1="6" y1="{height}" x2="38" y2="{height}" stroke="{tone}" stroke-width="1.5" '
        'stroke-dasharray="3 2"/>'
    )
    return _icon(tone, target + _letter(letter, SIZE // 2, 29 if letter == "?" else 30, tone))


def _assured(assurance: str, colors: Palette) -> tuple[str, str, int]:
    """Color, letter and where the target lies: under a process that passes, over one that fails."""
    return {
        "consistently_passes": (colors.recovered, "P", 35),
        "consistently_fails": (colors.unrecovered, "F", 10),
    }.get(assurance, (colors.context, "?", 35))


def _icon(tone: str, inner: str) -> str:
    middle = SIZE // 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" '
        f'viewBox="0 0 {SIZE} {SIZE}"><circle cx="{middle}" cy="{middle}" r="{RADIUS}" '
        f'fill="none" stroke="{tone}" stroke-width="2.5"/>{inner}</svg>'
    )


def _line(points: tuple[tuple[int, int], ...], tone: str, hollow: str = "") -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="2.6" fill="{hollow or tone}" stroke="{tone}"/>'
        for x, y in points
    )
    return f'<polyline points="{path}" fill="none" stroke="{tone}" stroke-width="1.5"/>{dots}'


def _letter(letter: str, x: int, y: int, tone: str) -> str:
    family = FONT.replace('"', "")
    return (
        f'<text x="{x}" y="{y}" text-anchor="middle" font-family="{family}" font-size="16" '
        f'font-weight="600" fill="{tone}">{letter}</text>'
    )
