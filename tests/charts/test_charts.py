"""Every chart renders in both modes, and asks only for columns that its docstring promises.

A broken spec is a silent blank in the browser; a misspelt column is an empty chart.
"""

import datetime as dt
import inspect
import json
import re
from itertools import pairwise

import pytest
import vl_convert

from dashboard.charts import (
    control_chart,
    funnel,
    loyalty,
    overview,
    publications,
    subjects,
    theme,
    timeliness,
    unit,
    word_of_mouth,
)
from dashboard.charts.theme import PALETTES
from dashboard.settings import ROOT
from tests.charts.examples import EXAMPLES

PAGES = (
    control_chart, funnel, loyalty, overview, publications, subjects, timeliness, unit,
    word_of_mouth,
)  # fmt: skip
CHARTS = {
    name: function
    for page in PAGES
    for name, function in vars(page).items()
    if hasattr(function, "cache_info") and function.__module__ == page.__name__
}
WIDTHS = (330, 1280)  # a phone's and a desktop's, less the page's margins


@pytest.fixture(scope="module", autouse=True)
def own_font():
    vl_convert.register_font_directory(str(ROOT / "dashboard" / "static"))


def drawn(example, mode="light", width=600):
    """The chart as the browser would draw it, as SVG text."""
    spec = example.chart(*example.options, mode)
    sized = spec | {"width": width, "data": {"values": example.rows}}
    return vl_convert.vegalite_to_svg(sized)


def promised(chart):
    said = re.search(r"Expects columns (.+?)\.\n", chart.__doc__ or "", re.S)
    assert said, f"{chart.__name__} does not say which columns it expects"
    return {name.strip() for name in said[1].replace("\n", " ").split(",")}


def test_every_chart_has_an_example():
    assert {example.chart.__name__ for example in EXAMPLES} == set(CHARTS)


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_chart_renders_without_a_word_of_vega_s_own(example, mode):
    svg = drawn(example, mode)
    assert "<svg" in svg
    assert not re.search(r">(undefined|null|NaN|Infinity)<", svg)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_chart_holds_no_data_and_its_rows_have_what_it_promises(example):
    spec = json.dumps(example.chart(*example.options))
    assert "datasets" not in spec and '"values"' not in spec
    for row in example.rows:
        assert set(row) >= promised(example.chart)


def made_within(part):
    """Names of columns that transforms of the spec make for themselves."""
    if isinstance(part, dict):
        made = set()
        named = part.get("as")
        if isinstance(named, str):
            made.add(named)
        elif isinstance(named, list):
            made |= set(named)
        return made.union(*(made_within(inner) for inner in part.values()))
    if isinstance(part, list):
        return set().union(*(made_within(inner) for inner in part))
    return set()


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_asks_for_no_column_that_it_does_not_promise(name):
    example = next(example for example in EXAMPLES if example.chart.__name__ == name)
    spec = example.chart(*example.options)
    text = json.dumps(spec)
    asked = set(re.findall(r'"field": "(\w+)"', text)) | set(re.findall(r"datum\.(\w+)", text))
    own = made_within(spec) | {"value", "label"}  # a label's own, in axes and legends
    assert asked - own <= promised(CHARTS[name])


@pytest.mark.parametrize("name", CHARTS)
def test_charts_take_their_colors_from_the_theme(name):
    example = next(example for example in EXAMPLES if example.chart.__name__ == name)
    for mode, palette in PALETTES.items():
        used = set(
            re.findall(r"#[0-9a-fA-F]{6}", json.dumps(example.chart(*example.options, mode)))
        )
        assert used <= {vars(palette)[field] for field in vars(palette)}


def test_no_other_module_names_a_color():
    """But for workbooks, whose fills are a spreadsheet's."""
    own = {"charts/theme.py", "extracts/annotated_sheet.py", "proposals/templates.py"}
    for path in (ROOT / "dashboard").rglob("*.py"):
        if path.relative_to(ROOT / "dashboard").as_posix() not in own:
            assert not re.search(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_s_options_can_be_kept(name):
    parameters = inspect.signature(CHARTS[name]).parameters
    assert list(parameters)[-1] == "mode"
    example = next(example for example in EXAMPLES if example.chart.__name__ == name)
    assert CHARTS[name](*example.options) is CHARTS[name](*example.options)


def luminance(color):
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize("meaning", ["recovered", "unrecovered", "context", "silent", "ink"])
def test_every_color_stands_out_from_its_background(mode, meaning):
    """Contrast of at least 4.5 (WCAG 2.2, success criterion 1.4.3)."""
    palette = theme.palette(mode)
    pair = sorted((luminance(getattr(palette, meaning)), luminance(palette.background)))
    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5


def texts(svg):
    """Every text of the picture with where it begins, by its own anchor."""
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)</", svg)


def example(name):
    return next(example for example in EXAMPLES if example.name == name)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_hidden_figure_is_a_dot_with_its_reason_and_never_a_zero(width):
    said = texts(drawn(example("recommend_units"), width=width))
    assert any(text.startswith("• suppressed") for text in said)
    assert any(text.startswith("too few, n = 12") for text in said)


def test_the_curve_names_its_lines_at_their_ends_and_the_standard():
    said = texts(drawn(example("curve_slow_unit")))
    for name in ("Closed cases alone would say", "Resolved", "Whole organization", "Standard: 25"):
        assert any(text.startswith(name) for text in said), name


def test_the_arms_name_the_gap_between_them():
    said = texts(drawn(example("arms")))
    assert "Recovery gap" in said
    # 0.64 ± 0.0646 and 0.72 ± 0.0205 by Newcombe's rule: −0.08 ± √(0.0646² + 0.0205²)
    assert "−8 points (−15 to −1)" in said


@pytest.mark.parametrize("width", WIDTHS)
def test_each_source_has_its_name_and_its_newest_value_and_a_sign_where_it_is_far_off(width):
    said = texts(drawn(example("quality"), width=width))
    assert "Complaints of datix" in said
    assert "3 days" in said
    assert "▼ 31 %" in said


def test_the_ledger_says_by_how_much_it_is_enlarged():
    said = texts(drawn(example("ledger"), width=1200))
    assert "from here enlarged × 14" in said
    assert "about 2,450 (2,110 to 2,820)" in said
    assert "431" in said


@pytest.mark.parametrize("width", WIDTHS)
def test_a_control_chart_names_its_lines_with_their_values_and_marks_what_a_rule_marks(width):
    svg = drawn(example("chart"), width=width)
    said = texts(svg)
    assert {"limit 82 %", "center 62 %", "limit 42 %", "Target 80 %", "? not yet known"} <= set(
        said
    )
    concern = PALETTES["light"].unrecovered
    assert svg.count(f'fill="{concern}"') == 7  # seven months below, filled in the concern's color


def test_each_stretch_between_rebases_has_its_own_limits_and_its_reason():
    said = texts(drawn(example("chart_rebased"), width=900))
    assert any(text.startswith("New limits: A new team") for text in said)
    assert "center 40 %" in said
    assert "(axis not from 0)" in said


def test_a_run_chart_has_a_median_and_no_limits():
    said = texts(drawn(example("chart_run")))
    assert any(text.startswith("median") for text in said)
    assert not any(text.startswith("limit") for text in said)


def test_hidden_months_of_a_control_chart_are_dots_and_never_a_zero():
    said = texts(drawn(example("chart_hidden")))
    assert "• too few to show" in said
    assert not any(text.startswith(("limit", "center", "median")) for text in said)


@pytest.mark.parametrize(
    ("bounds", "unit", "is_narrow"),
    [
        ([0.5, 0.7, None], "share", True),
        ([0.2, 0.9], "share", False),
        ([10.0, 12.0], "days", True),
        ([0.0, 12.0], "days", False),
        ([None], "share", False),
        ([], "days", False),
    ],
)
def test_an_axis_leaves_0_only_where_the_variation_would_vanish(bounds, unit, is_narrow):
    assert control_chart.is_narrow(bounds, unit) == is_narrow


@pytest.mark.parametrize("width", WIDTHS)
def test_a_funnel_names_those_outside_in_words_and_draws_none_that_is_too_few(width):
    said = texts(drawn(example("funnel"), width=width))
    assert any(text.startswith("Maternity") for text in said)
    assert any(text.startswith("Dialysis Unit, better") for text in said)
    assert {"99.8 %", "95 %", "all 60 %"} <= set(said)


def test_estimates_of_too_few_are_told_in_words():
    said = texts(drawn(example("shrunken")))
    assert any(text.startswith("too few, n = 12") for text in said)
    assert any(text.startswith("• suppressed") for text in said)


def test_two_cohorts_are_told_apart_by_words_and_line():
    said = texts(drawn(example("cohorts"), width=900))
    assert any(text.startswith("- - before March 2026") for text in said)
    assert any(text.startswith("— since March 2026") for text in said)


def test_the_backlog_over_time_stacks_days_waited_and_leaves_a_dot_for_a_hidden_month():
    said = texts(drawn(example("backlog_months_lost")))
    assert "Days waited at the month's end" in said
    assert {"0-7", "8-30", "31-90", "91-182", "over 182", "•"} <= set(said)


@pytest.mark.parametrize("width", range(330, 1280, 50))
def test_an_axis_writes_numbers_out_and_its_months_at_even_distances(width):
    svg = drawn(example("chart_of_many"), width=width)
    assert "1,500" in texts(svg) and not any("e+" in text for text in texts(svg))
    is_seen = r'<text(?![^>]*opacity="0")[^>]*>'
    labels = re.findall(is_seen + r"([A-Z][a-z]{2} \d\d)</text>", svg)
    months = [dt.datetime.strptime(label, "%b %y") for label in labels]
    between = {12 * (b.year - a.year) + b.month - a.month for a, b in pairwise(months)}
    assert len(labels) > 1 and len(between) == 1
