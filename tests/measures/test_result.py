"""A figure's table has exactly its columns, also without rows, and its n is never a false zero."""

import pyarrow as pa

from dashboard.measures import result
from dashboard.measures.rows import MeasureRow, hidden


def test_a_table_has_its_columns_and_types_without_rows():
    table = result.table_of(result.GUARDS, [])
    assert table.schema == pa.schema(
        [("is_too_few", pa.bool_()), ("is_suppressed", pa.bool_()), ("note", pa.string())]
    )


def test_what_a_row_does_not_name_is_missing_and_what_the_columns_do_not_name_is_left_out():
    columns = {"n": result.COUNT, "share": result.NUMBER}
    assert result.table_of(columns, [{"n": 3, "other": 1}]).to_pylist() == [{"n": 3, "share": None}]


def test_the_n_of_a_figure_is_of_what_is_shown_and_hidden_where_all_is():
    assert result.counted_n([{"n": 3}, {"n": 4}, {"n": None}]) == 7
    assert result.counted_n([{"n": None}]) is None
    assert result.counted_n([{"n": None}, {"n": 0}]) is None
    assert result.counted_n([{"n": 0}]) == 0
    assert result.counted_n([]) == 0


def test_every_row_says_how_far_it_can_be_relied_on():
    few = {"is_too_few": True, "is_suppressed": False, "note": "too few"}
    assert result.guards(MeasureRow("a", n=3, note="too few")) == few
    assert result.guards(hidden("a", 30)) == {
        "is_too_few": True, "is_suppressed": True, "note": "suppressed: fewer than 30",
    }  # fmt: skip
    assert result.nothing_there() == {
        "n": 0, "is_too_few": False, "is_suppressed": False, "note": "no data",
    }  # fmt: skip
