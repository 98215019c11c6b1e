"""The benchmark itself: three ways to the same answers, and tables that print. No time is tested."""

import dataclasses

import pytest

from dashboard import settings
from dashboard.mart.locate import mart_for
from dashboard.mart.open import open_mart
from dashboard.sample.generate import write_sample
from dashboard.sample.load import load_sample
from dashboard.sample.manifest import read_manifest
from dashboard.sample.volume import SampleSize
from dashboard.store.store import open_store
from tests.benchmarks import (
    comparing,
    in_pandas,
    material,
    month,
    ours,
    printing,
    questions,
    variation,
)
from tests.benchmarks.comparing import Peers, Row
from tests.benchmarks.material import Work
from tests.benchmarks.pages import Page
from tests.benchmarks.prepared import read_rows
from tests.benchmarks.timing import Took

pytestmark = pytest.mark.slow  # a sample, a store and a mart of its own

SIZE = SampleSize(surveys=6_000, complaints=1_500, months=14)
FILTERS = ("no filter", "one unit", "a quarter", "one channel")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, SIZE)
    load_sample(str(folder / "store"), folder)
    store = open_store(str(folder / "store"))
    mart = mart_for(store, store.current(), settings.load(mart_dir=folder / "marts"))
    rows = read_rows(folder)
    chosen = comparing.filters(rows, read_manifest(folder)[0].as_of)
    return open_mart(mart.path), Peers(rows, in_pandas.frames(rows)), chosen


def test_a_month_more_gives_the_mart_that_a_whole_build_gives(tmp_path):
    place = material.make(tmp_path, SIZE.surveys, SIZE.complaints)
    works, differing = month.added(place)
    assert differing == []
    assert len(works) == 5
    assert all("rows" in work.note for work in works if "published to visible" in work.name)


@pytest.mark.parametrize("place", range(len(FILTERS)), ids=FILTERS)
def test_the_mart_pandas_and_polars_give_equal_answers(made, place):
    mart, peers, chosen = made
    assert chosen[place].name == FILTERS[place]
    assert comparing.differences(mart, peers, chosen[place]) == []


def test_curves_charts_and_funnel_are_those_of_a_plain_loop_over_units(made):
    mart, peers, _ = made
    our = variation.answers_of(variation.together(mart, ("unit",)))
    assert len(our.charts) > 150 and len(our.compared) > 10
    assert variation.differences(our, variation.peer(peers.rows.complaints)) == []


def test_one_count_that_differs_is_named(made):
    mart, peers, chosen = made
    surveys = peers.rows.surveys.head(-1)
    fewer = dataclasses.replace(peers, rows=dataclasses.replace(peers.rows, surveys=surveys))
    lines = comparing.differences(mart, fewer, chosen[0])
    assert any(line.startswith("no filter: loyalty/survey_arms by polars") for line in lines)
    assert not any("pandas" in line for line in lines)


def test_what_is_asked_again_comes_from_memory_and_is_the_same(made):
    mart, _, chosen = made
    remembering = ours.remembering(mart)
    first = ours.ask(remembering, chosen[0])
    assert ours.ask(remembering, chosen[0]) == first == ours.ask(ours.asking(mart), chosen[0])


def test_a_filter_is_measured_for_all_three_beside_what_memory_allows(made):
    mart, peers, chosen = made
    row = comparing.measured(mart, peers, chosen[0], repeats=1, bytes_per_second=1e9)
    assert min(row.ours.clock, row.again.clock, row.pandas.clock, row.polars.clock) > 0
    assert row.limit > 0
    assert len(printing.questions_table([row], questions.ANSWERS_N).splitlines()) == 3


def test_the_tables_print_every_figure_and_the_budget_says_what_is_kept():
    rows = [
        Row("no filter", Took(90, 100), Took(1, 1), Took(1800, 1800), Took(450, 700), 0.5),
        Row("one unit", Took(40, 45), Took(1, 1), Took(200, 200), Took(80, 90), 0.01),
    ]
    table = printing.questions_table(rows, 15).splitlines()
    assert table[2] == "| no filter | 90 | 1.0 | 1,800 | 20.0 | 450 | 5.0 | 0.500 | 180 |"
    assert printing.processor_table(rows).splitlines()[3].endswith("| 45 | 200 | 4.4 | 90 | 2.0 |")
    said = printing.budget(rows)
    assert "100 ms: kept (90 ms)" in said
    assert "than pandas: NOT kept (5 × with one unit)" in said
    work = printing.works_table([Work("build the mart", 1.25, 2.5, 300, "25 MB")])
    assert work.splitlines()[2] == "| build the mart | 1.2 | 2.5 | 300 | 25 MB |"
    pages = printing.pages_table([Page("overview", 150.4, 8.6)])
    assert pages.splitlines()[2] == "| overview | 150 | 9 |"
