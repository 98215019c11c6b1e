"""What goes with satisfaction: differences as counted, and sentences that claim no more."""

import pytest

from dashboard.measures import satisfaction
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from dashboard.stats.intervals import newcombe_interval

ALL, FEW = Selection(), Standards(floor_n=10)


class Rows(list):
    """Rows as the query gives them: factor, is_so, recovered_n, feedback_n."""

    def to_pylist(self):
        names = ("factor", "is_so", "recovered_n", "feedback_n")
        return [
            dict(zip(names, row, strict=True)) | {"is_suppressed": row[3] is None} for row in self
        ]


@pytest.fixture
def figure_of(monkeypatch):
    """The figure of counts; the question itself has its cases in tests/queries."""

    def figure(*counts):
        monkeypatch.setattr(satisfaction, "ask_satisfaction", lambda *_: Rows(counts))
        monkeypatch.setattr(satisfaction, "subject_of", lambda *_: "All units")
        return satisfaction.satisfaction_differences(None, ALL, FEW)

    return figure


def test_a_difference_has_newcombe_s_interval_and_both_counts(figure_of):
    (row,) = figure_of(("apology", True, 56, 70), ("apology", False, 48, 80)).table.to_pylist()
    interval = newcombe_interval(56, 70, 48, 80)
    assert (row["with_n"], row["without_n"], row["n"]) == (70, 80, 150)
    assert row["difference"] == pytest.approx(0.2)
    assert (row["lower"], row["upper"]) == (interval.lower, interval.upper)


def test_what_excludes_0_is_named_with_how_many_would_by_chance(figure_of):
    found = figure_of(
        ("apology", True, 56, 70), ("apology", False, 48, 80),
        ("fix", True, 30, 60), ("fix", False, 31, 60),
    ).verdict  # fmt: skip
    assert found.kind == "none"
    assert "an apology +20.0" in found.sentence and "fix" not in found.sentence
    assert "of 2 compared, about 0.1 would by chance alone" in found.detail
    assert found.detail.startswith("An association")


def test_where_nothing_excludes_0_that_is_said(figure_of):
    found = figure_of(("fix", True, 30, 60), ("fix", False, 31, 60)).verdict
    assert "nothing here goes with satisfaction for sure" in found.sentence


def test_a_factor_that_is_everywhere_or_nowhere_is_left_out(figure_of):
    figure = figure_of(("spoken", True, 30, 60))
    assert figure.table.num_rows == 0 and figure.verdict.kind == "not_measurable"


def test_too_few_with_or_without_make_no_sentence(figure_of):
    figure = figure_of(("fix", True, 9, 9), ("fix", False, 1, 60))
    assert figure.table["is_too_few"].to_pylist() == [True]
    assert figure.verdict.kind == "too_few"


def test_a_hidden_count_gives_no_number(figure_of):
    (row,) = figure_of(("fix", True, None, None), ("fix", False, 31, 60)).table.to_pylist()
    assert row["is_suppressed"] and row["difference"] is None and row["without_n"] is None
