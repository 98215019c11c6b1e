"""The word-of-mouth ledger: counted people as a flow to scale, from patients to recovered.

The first bar holds all patients. The dissatisfied are a small part of it, so from the second bar
on everything is enlarged by the factor that is written on the chart; among those bars a pixel is
the same number of people.
"""

from typing import Any

import altair as alt

from dashboard.charts.rows import LANE, WORDS, pixels, words
from dashboard.charts.spec import layered
from dashboard.charts.theme import BAND_OPACITY, Mode, palette

STEPS = (
    "patients", "dissatisfied", "complained", "silent", "recovered", "not_recovered", "waiting",
)  # fmt: skip
BAR_TOP, BAR_END = 24, 42  # pixels within a lane
SMALL = 12  # the one text that must fit into a bar
HEIGHT = len(STEPS) * LANE
PLACE = {step: place for place, step in enumerate(STEPS)}


def ledger_layers(mode: Mode) -> tuple[alt.LayerChart, int]:
    """The ledger's layers and its height."""
    people = _placed()
    layers: list[alt.Chart | alt.LayerChart] = [
        _enlargement(people, mode),
        *_ribbons(people, mode),
        *_all_patients(people, mode),
        *_bars(people, mode),
        *_people_in_words(people, mode),
        _enlarged_how_much(people, mode),
    ]
    return layered(*layers), HEIGHT


def _placed() -> alt.Chart:
    """Each step with its lane and, as shares of the dissatisfied, where its bar begins and ends."""
    counted = {
        f"{step}_if": f"datum.step == '{step}' ? datum.people_n : null" for step in STEPS
    }  # fmt: skip
    totals: dict[str, object] = {f"{step}_all": f"max({step}_if)" for step in STEPS}
    return (
        alt.Chart()
        .transform_calculate(**counted)
        .transform_joinaggregate(**totals)  # type: ignore[arg-type]
        .transform_calculate(
            whole="max(datum.dissatisfied_all, datum.complained_all, 1)",
            lane=f"{LANE} * indexof({list(STEPS)}, datum.step)",
        )
        .transform_calculate(
            begins=f"({_begins()}) / datum.whole",
            words_y=f"datum.lane + {WORDS}",
            bar_top=f"datum.lane + {BAR_TOP}",
            bar_end=f"datum.lane + {BAR_END}",
        )
        .transform_calculate(ends="datum.begins + datum.people_n / datum.whole")
    )


def _begins() -> str:
    """Parts stand end to end under their whole: the silent after those who complained."""
    return (
        "datum.step == 'silent' ? max(datum.dissatisfied_all - datum.people_n, 0)"
        " : datum.step == 'not_recovered' ? datum.recovered_all"
        " : datum.step == 'waiting' ? datum.recovered_all + datum.not_recovered_all : 0"
    )


def _along(field: str) -> alt.X:
    scale = alt.Scale(domain=[0, 1], nice=False)
    return alt.X(f"{field}:Q", axis=None, scale=scale)


def _tone(step: str, mode: Mode) -> str:
    colors = palette(mode)
    tones = {
        "silent": colors.silent,
        "recovered": colors.recovered,
        "not_recovered": colors.unrecovered,
        "dissatisfied": colors.ink,
    }
    return tones.get(step, colors.context)


def _ribbons(people: alt.Chart, mode: Mode) -> list[alt.Chart]:
    """A band from the whole down to each part: the flow."""
    parents = {"complained": "dissatisfied", "silent": "dissatisfied"}
    parents |= dict.fromkeys(("recovered", "not_recovered", "waiting"), "complained")
    return [
        people.transform_filter(f"datum.step == '{step}' && datum.people_n > 0")
        .transform_calculate(from_y=str(LANE * PLACE[parent] + BAR_END))
        .mark_rect(opacity=BAND_OPACITY, color=_tone(step, mode))
        .encode(
            x=_along("begins"), x2="ends:Q", y=pixels("from_y", HEIGHT), y2="bar_top:Q",
        )
        for step, parent in parents.items()
    ]  # fmt: skip


def _bars(people: alt.Chart, mode: Mode) -> list[alt.Chart]:
    """One bar a step; those whose end is not known yet are only outlined."""
    return [
        people.transform_filter(f"datum.step == '{step}' && datum.people_n > 0")
        .mark_rect(
            color=_tone(step, mode),
            filled=step != "waiting",
            stroke=_tone(step, mode) if step == "waiting" else None,
            opacity=1,
        )
        .encode(
            x=_along("begins"), x2="ends:Q", y=pixels("bar_top", HEIGHT), y2="bar_end:Q",
            tooltip=_tooltip(),
        )
        for step in STEPS[1:]
    ]  # fmt: skip


def _all_patients(people: alt.Chart, mode: Mode) -> list[alt.Chart]:
    """All patients on a scale of their own, the dissatisfied marked within them."""
    colors = palette(mode)
    patients = people.transform_filter("datum.step == 'patients' && datum.people_n > 0")
    part = patients.transform_calculate(part="datum.dissatisfied_all / datum.people_n", from_x="0")
    y = pixels("bar_top", HEIGHT)
    return [
        patients.mark_rect(color=colors.context, opacity=0.45).encode(
            x=alt.value(0), x2=alt.value("width"), y=y, y2="bar_end:Q", tooltip=_tooltip()
        ),
        part.mark_rect(color=colors.ink, opacity=1).encode(
            x=_along("from_x"), x2="part:Q", y=y, y2="bar_end:Q"
        ),
    ]  # fmt: skip


def _enlargement(people: alt.Chart, mode: Mode) -> alt.Chart:
    """The lens: from the dissatisfied within all patients to the bar that shows them enlarged."""
    top, end = BAR_END, LANE + BAR_TOP
    return (
        people.transform_filter(
            "datum.step == 'dissatisfied' && datum.people_n > 0 && datum.patients_all > 0"
        )
        .transform_calculate(
            upper="datum.people_n / datum.patients_all", lower="datum.people_n / datum.whole"
        )
        .transform_fold(["upper", "lower"], as_=["edge", "edge_x"])
        .transform_calculate(edge_y=f"datum.edge == 'upper' ? {top} : {end}", from_x="0")
        .mark_area(orient="horizontal", opacity=BAND_OPACITY, color=palette(mode).ink)
        .encode(y=pixels("edge_y", HEIGHT), x=_along("from_x"), x2="edge_x:Q")
    )


def _enlarged_how_much(people: alt.Chart, mode: Mode) -> alt.LayerChart:
    """Within the bar of the dissatisfied, in the background's color."""
    colors, factor = palette(mode), "datum.people_n / datum.whole"
    told = people.transform_filter("datum.step == 'patients' && datum.people_n > 0")
    named = told.transform_calculate(words=f"'from here enlarged × ' + format({factor}, ',.0f')")
    where = {"x": alt.value(8), "y": alt.value(LANE + 33), "text": "words:N"}
    mark: dict[str, Any] = {"align": "left", "fontSize": SMALL}
    rim = named.mark_text(stroke=colors.ink, strokeWidth=3, strokeJoin="round", **mark)
    text = named.mark_text(color=colors.background, **mark)
    return layered(rim.encode(**where), text.encode(**where))


def _people_in_words(people: alt.Chart, mode: Mode) -> list[alt.Chart]:
    rounded = "(datum.is_measured ? ',.0f' : ',.3r')"
    count = f"(datum.is_measured ? '' : 'about ') + format(datum.people_n, {rounded})"
    between = (
        "!datum.is_measured && isValid(datum.people_lower) && width > 480 ?"
        " ' (' + format(datum.people_lower, ',.3r') + ' to '"
        " + format(datum.people_upper, ',.3r') + ')' : ''"
    )
    hidden = "'• ' + split(datum.note || 'not known', ':')[0]"
    right = f"isValid(datum.people_n) ? {count} + ({between}) : {hidden}"
    return words(
        people, pixels("words_y", HEIGHT), mode, left="datum.label", right=right, right_px=130
    )


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title="Who"),
        alt.Tooltip("people_n:Q", title="People", format=",.0f"),
        alt.Tooltip("people_lower:Q", title="95 % interval from", format=",.0f"),
        alt.Tooltip("people_upper:Q", title="to", format=",.0f"),
        alt.Tooltip("note:N", title="Note"),
    ]
