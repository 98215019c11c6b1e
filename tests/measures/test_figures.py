"""Every figure of the pages on the sample: its columns, its words, its order, and who sees what."""

import datetime as dt
import re
from dataclasses import dataclass

import pytest

from dashboard.charts import loyalty as loyalty_charts
from dashboard.charts import timeliness as timeliness_charts
from dashboard.charts import unit as unit_charts
from dashboard.charts import word_of_mouth as word_of_mouth_charts
from dashboard.measures import (
    loyalty,
    matters,
    recovered,
    satisfaction,
    timeliness,
    unit,
    waiting,
    word_of_mouth,
    worklist,
)
from dashboard.measures.registry import MEASURES
from dashboard.measures.selection import Selection
from dashboard.sample import planted
from dashboard.settings import Standards
from dashboard.widgets import downloads
from tests.measures.figures import rows_of, texts_of
from tests.widgets.test_downloads import rows_of as rows_of_csv

INTERNAL, BOARD = Standards(), Standards(audience="board")
ALL = Selection()
NOTHING = Selection(from_on=dt.date(2019, 1, 1), to_on=dt.date(2019, 12, 31))
DRAWN = (
    (timeliness.resolved_curve, timeliness_charts.resolved_curve),
    (timeliness.resolution_by_month, timeliness_charts.resolution_by_month),
    (waiting.backlog_by_age, timeliness_charts.backlog_by_age),
    (waiting.acknowledged_by_month, timeliness_charts.acknowledged_by_month),
    (loyalty.three_arms, loyalty_charts.three_arms),
    (loyalty.recovery_gaps, loyalty_charts.recovery_gaps),
    (satisfaction.satisfaction_differences, loyalty_charts.satisfaction_differences),
    (loyalty.recommend_by_month, loyalty_charts.recommend_by_month),
    (loyalty.recommend_by_unit, loyalty_charts.recommend_by_unit),
    (recovered.recovered_by_month, loyalty_charts.recovered_by_month),
    (recovered.recovered_by_unit, loyalty_charts.recovered_by_unit),
    (word_of_mouth.ledger, word_of_mouth_charts.ledger),
    (word_of_mouth.capture_by_unit, word_of_mouth_charts.capture_by_unit),
    (
        word_of_mouth.complaints_per_1000_by_month,
        word_of_mouth_charts.complaints_per_1000_by_month,
    ),
    (word_of_mouth.complaints_per_1000_by_unit, word_of_mouth_charts.complaints_per_1000_by_unit),
    (unit.scorecard, unit_charts.scorecard),
)


def open_cases(ask, selection, standards):
    """The worklist of the sample's last day."""
    return worklist.worklist(ask, selection, standards, desk=worklist.Desk(dt.date(2026, 10, 31)))


FIGURES = (
    *(figure for figure, _ in DRAWN),
    open_cases,
    word_of_mouth.silent_by_month,
    matters.what_matters,
)
FURTHER = {"quarter", "by phone"}  # more of the same, in the long run only
BY_UNIT = tuple(figure for figure in FIGURES if figure.__name__.endswith("by_unit"))
CHOICES = {
    "all": ("executive", ALL),
    "small": ("executive", Selection(units=(planted.SMALL_UNIT,))),
    "manager": (f"unit_manager:{planted.SLOW_UNIT}", ALL),
    "quarter": ("executive", Selection(from_on=dt.date(2026, 8, 1), to_on=dt.date(2026, 10, 31))),
    "by phone": ("executive", Selection(channels=("phone",))),
    "nothing": ("executive", NOTHING),
    "nobody": ("unit_manager", ALL),
}


def choices(*names):
    return [
        pytest.param(name, marks=pytest.mark.slow) if name in FURTHER else name for name in names
    ]


@pytest.fixture(scope="module")
def answered(on_sample):
    """Ask for a figure once, however many tests look at it."""
    known = {}

    def answer(figure, choice="all", standards=INTERNAL):
        key = (figure, choice, standards.audience)
        if key not in known:
            viewer, selection = CHOICES[choice]
            known[key] = figure(on_sample(viewer), selection, standards)
        return known[key]

    return answer


def named(figure):
    return figure.__name__


def promised(chart):
    said = re.search(r"Expects columns (.+?)\.\n", chart.__doc__, re.S)
    return {name.strip() for name in said[1].replace("\n", " ").split(",")}


@pytest.mark.parametrize(("figure", "chart"), DRAWN, ids=[named(figure) for figure, _ in DRAWN])
@pytest.mark.parametrize("choice", choices("all", "small", "nothing"))
def test_a_figure_has_every_column_that_its_chart_asks_for(answered, figure, chart, choice):
    assert promised(chart) <= set(answered(figure, choice).table.column_names)


@pytest.mark.parametrize("figure", FIGURES, ids=named)
def test_a_figure_has_the_same_columns_whoever_asks_for_whatever(answered, figure):
    schemas = {answered(figure, choice).table.schema for choice in set(CHOICES) - FURTHER}
    schemas.add(answered(figure, "small", BOARD).table.schema)
    assert len(schemas) == 1


@pytest.mark.parametrize("figure", FIGURES, ids=named)
def test_a_figure_is_of_a_measure_of_the_registry(answered, figure):
    assert answered(figure).measure in MEASURES


@pytest.mark.parametrize("figure", FIGURES, ids=named)
@pytest.mark.parametrize("choice", choices(*CHOICES))
def test_what_a_figure_says_can_be_read(answered, figure, choice):
    for standards in (INTERNAL, BOARD):
        found = answered(figure, choice, standards)
        assert found.in_words and found.verdict.sentence.endswith(".")
        for text in texts_of(found):
            assert not re.search(
                r"\bNone\b|\bnan\b|\binf\b|[{}]|\b1.(units|complaints|cases)\b", text
            )
            assert "  " not in text and text == text.strip()


@pytest.mark.parametrize("figure", FIGURES, ids=named)
@pytest.mark.parametrize("choice", ["nothing", "nobody"])
def test_without_data_no_number_stands_out_and_nothing_fails(answered, figure, choice):
    found = answered(figure, choice)
    assert not found.n or figure in (open_cases, waiting.backlog_by_age)
    if choice == "nobody" or figure is not open_cases:  # open cases are of today
        assert found.verdict.kind not in ("concern", "improvement")


@pytest.mark.parametrize("figure", BY_UNIT, ids=named)
def test_units_stand_in_their_usual_order(answered, on_sample, figure):
    usual = on_sample()("filters/units")["unit_id"].to_pylist()
    found = [unit_id for (unit_id,) in rows_of(answered(figure), "unit_id")]
    labels = answered(figure).table.column_names
    blocks = [found]
    if "label" in labels:
        rows = rows_of(answered(figure), "label", "unit_id")
        blocks = [[u for of, u in rows if of == label] for label in dict(rows)]
    for block in blocks:
        assert block == [unit_id for unit_id in usual if unit_id in block]


@pytest.mark.parametrize("figure", FIGURES, ids=named)
def test_a_manager_s_figure_names_no_other_unit(answered, on_sample, figure):
    table = on_sample()("filters/units")
    names = dict(zip(table["unit_id"].to_pylist(), table["unit_name"].to_pylist(), strict=True))
    del names[planted.SLOW_UNIT]
    found = answered(figure, "manager")
    said = " ".join([*texts_of(found), str(rows_of(found))])
    assert not [name for name in (*names, *names.values()) if name in said]


GUARDED = ("hospital_share", "hospital_value", "hospital_ratio")
OF_A_MANAGER = {  # compared through views that hold no small month; all else is empty for them
    timeliness.resolved_curve, timeliness.resolution_by_month,
    loyalty.recommend_by_unit, unit.scorecard,
}  # fmt: skip


@pytest.mark.parametrize("figure", FIGURES, ids=named)
def test_a_manager_sees_the_organization_only_through_what_is_guarded(answered, figure):
    table = answered(figure, "manager").table
    for name in set(GUARDED) & set(table.column_names):
        has_any = table[name].null_count < len(table)
        assert has_any == (figure in OF_A_MANAGER), name


@dataclass(frozen=True)
class Number:
    """A number of a row, with its column."""

    column: str
    value: float


def counts_of(row):
    """Numbers of people that a row rests on or leaves out; what is counted within may be small."""
    for name in ("n", "recovered_n", "other_n", "not_yet_due_n"):
        is_arm = name != "recovered_n" or "other_n" in row
        if name in row and row[name] and is_arm:
            yield Number(name, row[name])


@pytest.mark.parametrize("figure", FIGURES, ids=named)
@pytest.mark.parametrize("choice", choices("all", "small", "manager", "quarter", "by phone"))
def test_the_board_gets_no_row_that_rests_on_fewer_than_the_floor(answered, figure, choice):
    for row in rows_of(answered(figure, choice, BOARD)):
        assert [number for number in counts_of(row) if number.value < BOARD.floor_n] == []
        if row.get("is_suppressed"):
            numbers = {
                name: value
                for name, value in row.items()
                if isinstance(value, float | int) and not isinstance(value, bool)
            }
            assert not set(numbers) - set(GUARDED), numbers


# Standards, floors, windows, "1 unit", "per 1,000", and the names of answers
FIXED = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "30", "100", "1,000"}


@pytest.mark.parametrize("figure", FIGURES, ids=named)
def test_the_board_hears_no_number_of_the_small_unit(answered, figure):
    found = answered(figure, "small", BOARD)
    assert not found.n or found.n >= BOARD.floor_n
    for text in (found.in_words, found.verdict.sentence):
        assert not re.search(r"n.=|%|points", text)
        without_dates = re.sub(r"\d+.[A-Z][a-z]{2}.\d{4}", "", text)
        assert set(re.findall(r"\d[\d,]*", without_dates)) <= FIXED


@pytest.mark.parametrize("figure", FIGURES, ids=named)
def test_a_download_is_the_table(answered, figure):
    table = answered(figure).table
    header, *rows = rows_of_csv(downloads.as_csv(table))
    assert header == table.column_names
    assert len(rows) == table.num_rows
    for line, row in zip(rows[:50], table.to_pylist()[:50], strict=True):
        for text, value in zip(line, row.values(), strict=True):
            assert text.lstrip("'") == as_text(value)


def as_text(value):
    """As a download writes it: ten digits, the same in every build of a mart."""
    if value is None:
        return ""
    return str(float(f"{value:.10g}")) if isinstance(value, float) else str(value)


@pytest.mark.parametrize(
    ("figure", "unit_id", "side"),
    [
        (recovered.recovered_by_unit, planted.RECOVERING_UNIT, "better"),
        (loyalty.recommend_by_unit, planted.RECOVERING_UNIT, "better"),
    ],
    ids=lambda given: getattr(given, "__name__", None),
)
def test_by_unit_only_the_planted_one_stands_out(answered, figure, unit_id, side):
    found = {u: where for u, where in rows_of(answered(figure), "unit_id", "stands_out") if where}
    assert found == {unit_id: side}


def test_the_slow_unit_got_slower_and_says_so(answered):
    for figure in (timeliness.resolved_curve, timeliness.resolution_by_month):
        said = answered(figure, "manager").verdict
        assert said.kind == "concern"
        assert said.sentence.startswith("Orthopedics 6B has resolved complaints more slowly since ")
        assert answered(figure).verdict.kind == "none"


def test_the_ward_that_hardly_hears_is_the_lowest_with_enough_answers(answered):
    rows = rows_of(answered(word_of_mouth.capture_by_unit))
    told = {row["unit_id"]: row for row in rows if not row["is_too_few"] and row["capture_ratio"]}
    lowest = min(told, key=lambda unit_id: told[unit_id]["capture_ratio"])
    assert lowest == planted.UNHEARD_UNIT
    others = [row["capture_lower"] for unit_id, row in told.items() if unit_id != lowest]
    assert told[lowest]["capture_upper"] < min(others)


def test_no_recovery_gap_is_shown_for_all_and_one_for_the_recovering_unit(answered, on_sample):
    said = answered(loyalty.recovery_gaps).verdict
    assert said.kind == "none"
    assert "no recovery gap is shown" in said.sentence
    recovering = Selection(units=(planted.RECOVERING_UNIT,))
    unit_s = loyalty.recovery_gaps(on_sample(), recovering, INTERNAL).verdict
    assert unit_s.kind == "improvement"
    assert "Exploratory" in unit_s.detail


def test_silence_is_a_concern_of_the_whole_sample_and_its_ledger_adds_up(answered):
    found = answered(word_of_mouth.ledger)
    assert found.verdict.kind == "concern"
    people = dict(rows_of(found, "step", "people_n"))
    assert people["complained"] == sum(people[step] for step in word_of_mouth.OUTCOMES)
    assert people["silent"] == pytest.approx(people["dissatisfied"] - people["complained"])
