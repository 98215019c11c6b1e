"""Every SQL file keeps its promises: header, schema, scope, portability."""

import datetime as dt
import re

import pyarrow as pa
import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.errors import DashboardError
from dashboard.mart import catalog
from dashboard.mart.catalog import Query
from tests.marts import extract, small_mart

GIVEN = {
    "VARCHAR[]": ["a", "b"], "INTEGER[]": [1, 2], "VARCHAR": "unit", "DATE": dt.date(2026, 3, 1), "BIGINT": 1,
    "DATE[]": [dt.date(2026, 1, 1), dt.date(2026, 2, 1)],
    "INTEGER": 1, "TINYINT": 1, "DOUBLE": 0.5, "BOOLEAN": True,
}  # fmt: skip
ARROW = {
    "VARCHAR": "string", "DATE": "date32[day]", "BIGINT": "int64", "INTEGER": "int32",
    "DOUBLE": "double", "BOOLEAN": "bool", "TINYINT": "int8", "TIMESTAMP": "timestamp[us]",
    "TIMESTAMPTZ": "timestamp[us, tz=UTC]", "VARCHAR[]": "list<l: string>", "UINTEGER": "uint32",
}  # fmt: skip


@pytest.fixture(scope="module")
def mart():
    return small_mart(
        (
            extract("complaints", 0),
            "complaint_id | unit_id | received_at | closed_at | status | satisfaction_handling | acknowledged_at\n"
            "c1 | a | 2026-03-02 | 2026-03-08 | closed | 4 | 2026-03-03\n"
            "c2 | a | 2026-03-02 | | open | |\n"
            "c3 | b | 2026-03-02 | 2026-03-08 | withdrawn | |",
        ),
        (
            extract("surveys", 1),
            "response_id | unit_id | event_date | hcahps_recommend | had_problem | problem_resolved\n"
            "r1 | a | 2026-03-05 | definitely_yes | false |\n"
            "r2 | b | 2026-03-05 | probably_no | true | no",
        ),
        (
            extract("activity", 2),
            "unit_id | month | discharges\na | 2026-03-01 | 100\nb | 2026-03-01 | 50",
        ),
    )


@pytest.mark.parametrize("name", catalog.names())
def test_the_header_tells_parameters_and_columns_as_they_are(mart, name):
    query = catalog.load(name)
    assert "?" in query.question
    params = {param: GIVEN[kind] for param, kind in query.params.items()}
    table = mart.query(name, parse_viewer("executive"), **params)
    assert table.schema.names == list(query.columns)
    for field, kind in zip(table.schema, query.columns.values(), strict=True):
        expected = ARROW[kind]
        found = "list<l: string>" if pa.types.is_list(field.type) else str(field.type)
        assert found in (expected, expected.replace("tz=UTC", "tz=Etc/UTC")), field.name


@pytest.mark.parametrize("name", catalog.names())
def test_no_query_of_a_page_names_the_tables_behind_the_views(name):
    sql = re.sub(r"--.*", "", catalog.load(name).sql)
    assert not re.search(r"\b(mart|store|in_store)\.", sql)
    assert re.search(r"\bvisible\.|getvariable", sql)
    assert len(sql.strip().splitlines()) <= 110


@pytest.mark.parametrize("name", catalog.names())
def test_nobody_without_units_gets_a_count_from_any_query(mart, name):
    query = catalog.load(name)
    params = {param: GIVEN[kind] for param, kind in query.params.items()}
    if name.startswith("methods/") or "hospital" in name:
        pytest.skip("tells no viewer's rows: sources, publication or guarded totals")
    table = mart.query(name, parse_viewer("unit_manager"), **params)
    counts = [c for c in table.schema.names if c.endswith("_n") and c != "floor_n"]
    assert all(not value for name in counts for value in table[name].to_pylist())


def test_views_show_no_row_while_nobody_is_looking(mart):
    cursor = mart._con.cursor()
    for (view,) in cursor.execute(
        "select view_name from duckdb_views() where schema_name = 'visible'"
    ).fetchall():
        if view not in (
            "publication",
            "sources",
            "hospital_resolution_cells",
            "hospital_survey_cells",
            "clocks",  # the settings'
            "days",
            "clocks",  # the settings: nobody's rows
            "days",  # a calendar
        ):
            assert cursor.execute(f"select count(*) from visible.{view}").fetchone() == (0,), view


@pytest.mark.parametrize("path", catalog.files("invariants"), ids=lambda path: path.stem)
def test_an_invariant_returns_no_row(mart, path):
    assert mart._con.execute(path.read_text(encoding="utf-8")).fetchall() == []


def test_a_missing_or_unknown_parameter_is_named(mart):
    query = Query("q", "select 1", "?", "", "", {"units": "VARCHAR[]"}, {})
    with pytest.raises(DashboardError, match=r"missing: \['units'\], unknown: \['unit'\]"):
        mart.run(query, parse_viewer("executive"), {"unit": "a"})


def test_an_unknown_query_is_named():
    with pytest.raises(DashboardError, match=r"queries/no/such\.sql"):
        catalog.load("no/such")


NOT_PORTABLE = (  # portable-sql.md: these mean something else, or nothing, on Spark and Sail
    r"date_diff\('(month|quarter|year|hour|minute)'", r"\bepoch\(", r"\bextract\(", r"isodow",
    r"dayofweek", r"quantile", r"percentile_cont", r"\bhash\(", r"using sample", r"generate_series",
    r"time_bucket", r"strftime", r"strptime", r"\bcolumns\(", r"exclude", r"pivot", r"using \(",
    r"to_days", r"\bgrouping\(", r"order by all", r"recursive", r"\blog\(", r"interval '",
)  # fmt: skip


@pytest.mark.parametrize("path", catalog.files("mart"), ids=lambda path: path.stem)
def test_the_mart_s_sql_keeps_to_what_other_engines_understand(path):
    sql = re.sub(r"--.*", "", path.read_text(encoding="utf-8")).lower()
    assert not [pattern for pattern in NOT_PORTABLE if re.search(pattern, sql)]
    for total in re.findall(r"(?:cast\()?(?:sum|count)\((?!distinct)", sql):
        assert total.startswith("cast(") or "having" in sql or "coalesce" in sql or "with" in sql
