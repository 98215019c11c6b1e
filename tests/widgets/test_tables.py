"""Every column of every table has a title in words and a form; hidden columns are internal."""

import pyarrow as pa
import pytest

from dashboard.mart import catalog
from dashboard.measures import loyalty, recovered, timeliness, waiting, word_of_mouth
from dashboard.measures.result import COUNT, DAY, FLAG, NUMBER, TEXT
from dashboard.widgets import columns, tables

TABLES = {
    "resolved curve": timeliness.CURVE,
    "resolved by month": timeliness.BY_MONTH,
    "backlog": waiting.BACKLOG,
    "acknowledged": waiting.ACKNOWLEDGED,
    "arms": loyalty.BY_ARM,
    "gaps": loyalty.GAPS,
    "recommend by month": loyalty.BY_MONTH,
    "recommend by unit": loyalty.BY_UNIT,
    "recovered by month": recovered.BY_MONTH,
    "recovered by unit": recovered.BY_UNIT,
    "ledger": word_of_mouth.LEDGER,
    "capture by unit": word_of_mouth.BY_UNIT,
    "silent by month": word_of_mouth.BY_MONTH,
    "rates by month": word_of_mouth.RATES_BY_MONTH,
    "rates by unit": word_of_mouth.RATES_BY_UNIT,
    "sources": dict.fromkeys(catalog.load("methods/sources").columns, TEXT),
}  # fmt: skip
CELLS = [(name, column) for name, table in TABLES.items() for column in table]


def config_of(table, name):
    return tables.column_config(pa.field(name, TABLES[table][name]), list(TABLES[table]))


def form_of(table, name):
    return config_of(table, name)["type_config"].get("format")


@pytest.mark.parametrize(("table", "name"), CELLS)
def test_a_column_has_a_title_in_words_or_is_hidden(table, name):
    config = config_of(table, name)
    if config is None:
        assert name in columns.HIDDEN
        return
    title = config["label"]
    assert "_" not in title
    assert title == "n" or (title[0].isupper() and title != name)


@pytest.mark.parametrize("table", TABLES)
def test_no_two_columns_of_a_table_have_one_title(table):
    seen = [name for name in TABLES[table] if name not in columns.HIDDEN]
    titles = [columns.title(name, TABLES[table]) for name in seen]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("table", TABLES)
def test_what_is_hidden_is_said_by_another_column(table):
    said_by = {
        "is_suppressed": "note", "is_too_few": "note", "is_exploratory": "note",
        "arm": "arm_label", "step": "label",
        # of control charts and funnels: numbers of a chart's stretch and line, and ranks, which a
        # table would make a league of
        "segment": "reason", "place": "cohort", "rank_lower": "shrunken", "rank_upper": "shrunken",
    }  # fmt: skip
    assert set(said_by) == columns.HIDDEN
    for name in set(TABLES[table]) & columns.HIDDEN:
        other = said_by[name]
        assert other in TABLES[table] and other not in columns.HIDDEN


@pytest.mark.parametrize(("table", "name"), [(t, c) for t, c in CELLS if TABLES[t][c] == NUMBER])
def test_shares_are_percent_people_whole_and_rates_have_a_decimal(table, name):
    form = form_of(table, name)
    if "per_1000" in TABLES[table]:
        assert form == "%.1f"
    elif name.startswith(("people_", "silent_")):
        assert form == "localized"
    else:
        assert form == "percent"


@pytest.mark.parametrize(("table", "name"), [(t, c) for t, c in CELLS if TABLES[t][c] == COUNT])
def test_counts_and_days_are_whole_with_thousands_apart(table, name):
    assert form_of(table, name) == "localized"


def test_months_are_written_as_mar_2026_and_days_as_3_mar_2026():
    for table, shape in TABLES.items():
        for name in (name for name, type_of in shape.items() if type_of == DAY):
            assert form_of(table, name) == ("MMM YYYY" if name == "month" else "D MMM YYYY")
    day = tables.column_config(pa.field("received_on", DAY), ["received_on"])
    assert day["type_config"]["format"] == "D MMM YYYY"


def test_a_flag_is_a_tick():
    assert config_of("ledger", "is_measured")["label"] == "Counted"
    assert TABLES["ledger"]["is_measured"] == FLAG


def test_codes_are_words_and_contrasts_can_be_told_apart():
    table = pa.table(
        {
            "contrast": ["recovered-no_problem", "recovered-unrecovered"],
            "gap_verdict": ["not_shown", "too_few"],
            "channel": ["in_person", None],
        }
    )
    assert columns.in_words(table).to_pydict() == {
        "contrast": ["Recovered − no problem", "Recovered − unrecovered"],
        "gap_verdict": ["not shown", "too few"],
        "channel": ["in person", None],
    }


def test_estimated_people_are_whole_and_a_hidden_one_stays_missing():
    table = pa.table({"people_n": [2453.49, None], "n": [3, 4], "lower": [0.25, 0.5]})
    assert columns.in_words(table).to_pydict() == {
        "people_n": [2453, None], "n": [3, 4], "lower": [0.25, 0.5],
    }  # fmt: skip


def test_the_ledger_s_label_is_a_person_and_the_surveys_a_question():
    assert columns.title("label", word_of_mouth.LEDGER) == "Who"
    assert columns.title("label", loyalty.BY_ARM) == "Question"
