"""Charts whose rows are words with a picture under them: they keep their width on a phone."""

import altair as alt

from dashboard.charts.marks import haloed
from dashboard.charts.theme import STRONG, Mode, palette

LANE = 46  # pixels: a line of words, then the picture
WORDS, PICTURE = 12, 32  # their middle lines within a lane
HEADER = 26  # pixels above a block: the question that the survey asks


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


def blocks(lane: str, lanes_n: int) -> alt.Chart:
    """Rows in blocks, one a survey's question (label), in the order in which the rows come.

    lane is an expression for a row's place within its block, of lanes_n.
    """
    return (
        alt.Chart()
        .transform_window(row="row_number()")
        .transform_joinaggregate(first="min(row)", groupby=["label"])
        .transform_window(block="dense_rank()", sort=[alt.SortField("first")])
        .transform_calculate(top=f"(datum.block - 1) * {block_height(lanes_n)}")
        .transform_calculate(lane=f"datum.top + {HEADER} + {LANE} * ({lane})")
        .transform_calculate(words_y=f"datum.lane + {WORDS}", picture_y=f"datum.lane + {PICTURE}")
    )


def block_height(lanes_n: int) -> int:
    """Pixels of a block: its header and its lanes."""
    return HEADER + lanes_n * LANE


def questions(base: alt.Chart, height: int, mode: Mode) -> alt.Chart:
    """The header of each block: the question that its rows answer."""
    first = base.transform_filter("datum.row == datum.first").transform_calculate(
        header_y=f"datum.top + {WORDS}"
    )
    mark = first.mark_text(align="left", fontWeight=STRONG, color=palette(mode).context)
    return mark.encode(x=alt.value(0), y=pixels("header_y", height), text="label:N")
