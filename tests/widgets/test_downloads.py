"""Downloads hold what is shown, and nothing in them runs in a spreadsheet."""

import csv
import io

import pyarrow as pa
import pytest

from dashboard.widgets.downloads import as_csv, neutral


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_table_is_written_with_its_names_and_ten_digits_of_its_values():
    table = pa.table({"group": ["Ward 1"], "value": [0.7517401392111369], "n": [862]})
    assert rows_of(as_csv(table)) == [
        ["group", "value", "n"],
        ["Ward 1", "0.7517401392", "862"],
    ]


def test_values_that_differ_by_the_order_of_addition_alone_give_the_same_file():
    sums = (0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1)
    assert sums[0] != sums[1]
    one, other = (as_csv(pa.table({"weight_sum": [weight_sum]})) for weight_sum in sums)
    assert one == other


def test_a_suppressed_number_is_an_empty_cell_and_never_zero():
    table = pa.table({"group": ["Ward 1"], "n": pa.array([None], pa.int64()), "suppressed": [True]})
    assert rows_of(as_csv(table))[1] == ["Ward 1", "", "True"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(cell):
    assert neutral(cell) == f"'{cell}"


def test_a_name_of_a_column_is_made_harmless_too():
    assert rows_of(as_csv(pa.table({"=cmd": ["x"]})))[0] == ["'=cmd"]


def test_a_negative_number_stays_a_number():
    assert neutral(-0.05) == -0.05


def test_commas_quotes_and_line_breaks_stay_inside_their_cell():
    table = pa.table({"unit_name": ['Ward "A", second\nfloor']})
    assert rows_of(as_csv(table))[1] == ['Ward "A", second\nfloor']


def test_a_list_is_written_as_text():
    assert neutral(["a", "b"]) == "a; b"
