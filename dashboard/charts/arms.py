"""The three arms: no problem, recovered, unrecovered on one axis, the gap named between them."""

from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.rows import (
    HEADER,
    LANE,
    PICTURE,
    WORDS,
    block_height,
    blocks,
    pixels,
    questions,
    words,
)
from dashboard.charts.spec import layered
from dashboard.charts.theme import Mode, palette

ARMS = ("no_problem", "recovered", "unrecovered")
SHAPES = ("circle", "square", "diamond")
LANES = {"no_problem": 0, "recovered": 2, "unrecovered": 3}  # the gap has the lane between
GAP_LANE = 1
LANES_N = 4

TOLD = "(isValid(datum.recommend_share) && !datum.is_too_few)"


def three_arms_layers(instruments_n: int, mode: Mode) -> tuple[alt.LayerChart, int]:
    """The chart's layers and its height; a block an instrument, since none are pooled."""
    height = instruments_n * block_height(LANES_N)
    lanes = " : ".join(f"datum.arm == '{arm}' ? {lane}" for arm, lane in LANES.items())
    base = blocks(f"{lanes} : 0", LANES_N)
    layers = [
        *_gap(base, height, mode),
        *_arms(base, height, mode),
        *_arm_words(base, height, mode),
        questions(base, height, mode),
    ]
    return layered(*layers), height


def _arms(base: alt.Chart, height: int, mode: Mode) -> list[alt.Chart]:
    colors = palette(mode)
    tones = alt.Scale(
        domain=list(ARMS), range=[colors.context, colors.recovered, colors.unrecovered]
    )
    told = base.transform_filter(TOLD).encode(
        y=pixels("picture_y", height), color=alt.Color("arm:N", scale=tones, legend=None)
    )
    axis = alt.Axis(format=".0%", tickCount=5, title=None, grid=True)
    rule = told.mark_rule(strokeWidth=4, opacity=0.45).encode(
        x=alt.X("lower:Q", axis=axis, scale=marks.FULL), x2="upper:Q"
    )
    shapes = alt.Scale(domain=list(ARMS), range=list(SHAPES))
    dots = told.mark_point(size=150, filled=True, opacity=1).encode(
        x="recommend_share:Q",
        shape=alt.Shape("arm:N", scale=shapes, legend=None),
        tooltip=[
            alt.Tooltip("label:N", title="Question"),
            alt.Tooltip("arm_label:N", title="Patients"),
            *marks.interval_tooltip("recommend_share", "lower", "upper", "share"),
        ],
    )
    return [rule, dots]


def _arm_words(base: alt.Chart, height: int, mode: Mode) -> list[alt.Chart]:
    share = (
        f"{TOLD} ? {marks.percent('recommend_share')} + ' (' + format(100 * datum.lower, '.0f')"
        " + ' to ' + format(100 * datum.upper, '.0f') + ')'"
    )
    who = f"datum.arm_label + ({TOLD} ? ', n = ' + format(datum.n, ',') : '')"
    return words(
        base, pixels("words_y", height), mode,
        left=who, right=f"{share} : {marks.too_few()}", right_px=140,
    )  # fmt: skip


def _gap(base: alt.Chart, height: int, mode: Mode) -> list[alt.Chart]:
    """A bar from the share of one arm to the other's, and how wide it is in words."""
    gap = _with_both_arms(base)
    said = words(
        gap, pixels("gap_words_y", height), mode,
        left="'Recovery gap'", right=_gap_size(), right_px=190,
    )  # fmt: skip
    return [_bar(gap.transform_filter("datum.is_gap_told"), height, mode), *said]


def _with_both_arms(base: alt.Chart) -> alt.Chart:
    """The recovered arm's row, with the share and limits of the arm without a problem.

    The interval is Newcombe's (Statistics in Medicine 17, 1998, 873–890, method 10): it is made
    of the two intervals that are drawn, so the words agree with the picture.
    """
    fields = {"p": "recommend_share", "l": "lower", "u": "upper"}
    others = {
        f"other_{short}_if": f"datum.arm == 'no_problem' && {TOLD} ? datum.{field} : null"
        for short, field in fields.items()
    }
    widest: dict[str, Any] = {f"other_{short}": f"max(other_{short}_if)" for short in fields}
    lane = f"datum.top + {HEADER} + {GAP_LANE * LANE}"
    return (
        base.transform_calculate(**others)
        .transform_joinaggregate(groupby=["label"], **widest)
        .transform_filter("datum.arm == 'recovered'")
        .transform_calculate(
            is_gap_told=f"{TOLD} && isValid(datum.other_p)",
            gap_words_y=f"{lane} + {WORDS}",
            gap_y=f"{lane} + {PICTURE}",
            gap="datum.recommend_share - datum.other_p",
        )
        .transform_calculate(
            gap_lower="datum.gap - sqrt(pow(datum.recommend_share - datum.lower, 2)"
            " + pow(datum.other_u - datum.other_p, 2))",
            gap_upper="datum.gap + sqrt(pow(datum.upper - datum.recommend_share, 2)"
            " + pow(datum.other_p - datum.other_l, 2))",
        )
    )


def _gap_size() -> str:
    points = {
        name: f"format(100 * datum.{name}, '+.0f')" for name in ("gap", "gap_lower", "gap_upper")
    }
    told = f"{points['gap']} + ' points (' + {points['gap_lower']} + ' to '"
    return f"datum.is_gap_told ? {told} + {points['gap_upper']} + ')' : 'too few to say'"


def _bar(gap: alt.Chart, height: int, mode: Mode) -> alt.Chart:
    """From one arm's share to the other's; colored only where the interval excludes 0."""
    colors = palette(mode)
    tone = (
        alt.when("datum.gap_lower > 0").then(alt.value(colors.recovered))
        .when("datum.gap_upper < 0").then(alt.value(colors.unrecovered))
        .otherwise(alt.value(colors.context))
    )  # fmt: skip
    toned = gap.encode(color=tone)
    bar = toned.mark_rule(strokeWidth=5, strokeCap="round")
    return bar.encode(x="other_p:Q", x2="recommend_share:Q", y=pixels("gap_y", height))
