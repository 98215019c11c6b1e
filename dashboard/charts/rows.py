"""Charts whose rows are words with a picture under them: they keep their width on a phone."""

import altair as alt

from dashboard.charts.marks import haloed
from dashboard.charts.theme import STRONG, Mode, palette

LANE = 46  # pixels: a line of words, then the picture
WORDS, PICTURE = 12, 32  # their middle lines within a lane


def pixels(field: str, height: int) -> alt.Y:
    """A y encoding whose values are pixels from the top."""
    scale = alt.Scale(domain=[0, height], reverse=True, nice=False, zero=False)
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


def words(
    base: alt.Chart, y: alt.Y, mode: Mode, *, left: str, right: str, right_px: int
) -> list[alt.Chart]:
    """What a row is at its left, how much at its right, in bold; both are expressions.

    The left words give way where a phone has no room for both.
    """
    said = base.transform_calculate(row_left=left, row_right=right)
    room = alt.ExprRef(f"max(width - {right_px}, 60)")
    ink = palette(mode).ink
    begin = {"x": alt.value(0), "y": y, "text": alt.Text("row_left:N")}
    end = {"x": alt.value("width"), "y": y, "text": alt.Text("row_right:N")}
    return [
        *haloed(said, mode, begin, align="left", color=ink, limit=room),
        *haloed(said, mode, end, align="right", color=ink, fontWeight=STRONG),
    ]
