"""Files as the world exports them: stray marks, ends of files, types of Parquet."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytestmark = pytest.mark.slow  # many files

HEADER = "response_id,unit_id,event_date,instrument,fft"
GOOD = f"{HEADER}\nR1,A,2024-03-01,FFT,1\nR2,A,2024-03-02,FFT,2\n"
SURVEYS = ("--dataset", "surveys", "--source", "test")
NOON = dt.datetime(2024, 3, 1, 12)


@pytest.fixture
def parquet(trial, tmp_path):
    """Import a Parquet file of two good rows with some columns changed."""

    def tried(profile=None, name="export.parquet", **columns):
        given = {
            "response_id": ["R1", "R2"], "unit_id": ["A", "A"],
            "event_date": ["2024-03-01", "2024-03-02"], "instrument": ["FFT", "FFT"], "fft": [1, 2],
        } | columns  # fmt: skip
        pq.write_table(pa.table(given), tmp_path / "in.parquet")
        return trial((tmp_path / "in.parquet").read_bytes(), profile, *SURVEYS, name=name)

    return tried


@pytest.mark.parametrize("content", [HEADER, HEADER + "\n", f"{HEADER}\n,,,,\n\n"])
def test_a_header_alone_holds_no_data_rows(trial, content):
    tried = trial(content, None, *SURVEYS)
    assert (tried.exit_code, tried.counts) == (1, (0, 0, 0, 0))
    assert "no data rows" in tried.message


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ('{"error": "sign in"}', "JSON"),
        ('[{"fft": 1}]', "JSON"),
        ("<!-- x -->\n<html>", "web page"),
    ],
)
def test_an_answer_of_a_server_is_no_table(trial, content, word):
    tried = trial(content, None, *SURVEYS)
    assert tried.exit_code == 1 and word in tried.message


@pytest.mark.parametrize("end", ["\x1a", "\r\n\x1a", "\n\n\n", ""])
def test_what_ends_a_file_is_no_row(trial, end):
    assert trial(GOOD.strip() + end, None, *SURVEYS).counts == (2, 2, 0, 0)


def test_a_quotation_mark_that_only_the_last_row_opens_is_refused_by_line(trial):
    tried = trial(GOOD + 'R3,"A,2024-03-01,FFT,1\n', None, *SURVEYS)
    assert tried.exit_code == 1 and "line 4" in tried.message


@pytest.mark.parametrize("first", ["sep=;", "sep=,", "Export of March"])
def test_a_line_for_spreadsheets_above_the_header_is_no_header(trial, first):
    content = GOOD.replace(",", ";") if first == "sep=;" else GOOD
    tried = trial(f"{first}\n{content}", None, *SURVEYS)
    assert (tried.report["detected"]["header_row"], tried.counts) == (2, (2, 2, 0, 0))


def test_empty_fields_at_the_end_of_a_row_are_no_fields_too_many(trial):
    content = GOOD.replace("FFT,1", "FFT,1,").replace("FFT,2", "FFT,2,,,")
    assert trial(content, None, *SURVEYS).counts == (2, 2, 0, 0)


def test_a_field_too_many_is_said_without_naming_a_column(trial):
    tried = trial(GOOD.replace("FFT,1", "FFT,1,more"), None, *SURVEYS)
    assert tried.rows_of("too_many_fields") == ["2"]
    assert "mapped to" not in tried.message


def test_a_file_of_one_column_is_read(trial):
    profile = """
[columns]
response_id = "No"
unit_id = { constant = "A" }
event_date = { constant = "2024-03-01" }
instrument = { constant = "FFT" }
fft = { constant = 1 }
"""
    assert trial("No\nR1\n\nR2\n", profile, *SURVEYS).counts == (2, 2, 0, 0)


@pytest.mark.parametrize("code", ["300", "99999999999999999999", "-1", "7"])
def test_a_number_far_too_large_is_an_unknown_code_and_no_unreadable_number(trial, code):
    tried = trial(GOOD.replace("FFT,1", f"FFT,{code}"), None, *SURVEYS)
    assert (tried.report["findings"]["unknown_code"], tried.report["refused"]) == (1, 1)
    assert "unreadable_number" not in tried.report["findings"]


@pytest.mark.parametrize(
    "text",
    ["2024-03-01 10:00:00 +0100", "2024-03-01 10:00:00 UTC", "2024-03-01T10:00:00.1234567Z"],
)
def test_an_offset_may_stand_apart(trial, text):
    assert trial(GOOD.replace("2024-03-01", text), None, *SURVEYS).report["accepted"] == 2


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "UTC"])
@pytest.mark.parametrize("text", ["1900-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_sentinel_with_an_offset_is_one_in_every_time_zone(trial, zone, text):
    content = GOOD.replace("fft", "fft,received_date").replace("FFT,1", f"FFT,1,{text}")
    tried = trial(content, f'timezone = "{zone}"', *SURVEYS)
    assert tried.rows_of("sentinel_date") == ["2"]
    assert tried.report["accepted"] == 2


@pytest.mark.parametrize("text", ["2024-07-01", "01-07-2024", "2024-07-01 10:05:00"])
def test_the_digits_of_a_date_are_shown(trial, text):
    others = GOOD.replace("2024-03-02", "13-03-2024" if text.startswith("01") else "2024-03-02")
    tried = trial(others.replace("2024-03-01", text), None, *SURVEYS)
    [found] = [f for f in tried.findings if f["rule_id"] == "after_as_of"]
    assert found["value"] == text and text in found["message"]


@pytest.mark.parametrize("text", ["943-476-5919", "123-45-6789", "4111 1111 1111 1111", "20240301"])
def test_the_digits_of_other_long_numbers_are_hidden(trial, text):
    tried = trial(GOOD.replace("FFT,1", f"{text},1"), None, *SURVEYS)
    [found] = [f for f in tried.findings if f["rule_id"] == "unknown_code"]
    assert found["value"].endswith(text[-2:]) and text[:4] not in found["value"]


# --- Parquet --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "days",
    [
        pa.array([NOON, NOON]), pa.array([NOON, NOON], pa.timestamp("ns")),
        pa.array([NOON, NOON], pa.timestamp("s", "America/New_York")),
        pa.array([NOON.date(), NOON.date()]), pa.array([20240301, 20240302]),
        pa.array(["2024-03-01", "2024-03-02"], pa.large_string()),
    ],
)  # fmt: skip
def test_days_of_every_type_are_read(parquet, days):
    assert parquet(event_date=days).report["accepted"] == 2


@pytest.mark.parametrize("days", [pa.array([NOON, NOON]), pa.array([NOON.date(), NOON.date()])])
def test_a_format_for_texts_does_not_concern_days_by_type(parquet, days):
    profile = """
[columns]
response_id = "response_id"
unit_id = "unit_id"
event_date = { column = "event_date", format = "%d/%m/%Y" }
instrument = "instrument"
fft = "fft"
[rows]
one_per = "response_id"
order_by = { column = "event_date", format = "%d/%m/%Y" }
"""
    assert parquet(profile, event_date=days).report["accepted"] == 2


@pytest.mark.parametrize(
    ("numbers", "accepted"),
    [
        (pa.array([1.0, 2.0]), 2), (pa.array([1.0, float("nan")]), 1),
        (pa.array([1.0, float("inf")]), 1), (pa.array([Decimal("1.00"), Decimal("2.50")]), 1),
        (pa.array([1, 2], pa.uint8()), 2), (pa.array([1, None]), 1),
        (pa.array(["1", "2"]).dictionary_encode(), 2),
    ],
)  # fmt: skip
def test_numbers_of_every_type_are_read(parquet, numbers, accepted):
    assert parquet(fft=numbers).report["accepted"] == accepted


@pytest.mark.parametrize(
    "values",
    [
        pa.array([[1], [2, 3]]), pa.array([{"a": 1}, None]), pa.array([b"\x00\xff", None]),
        pa.array([None, None], pa.null()), pa.array([dt.time(1), None]),
    ],
)  # fmt: skip
def test_columns_that_nothing_maps_may_be_of_any_type(parquet, values):
    assert parquet(unmapped=values).report["accepted"] == 2


@pytest.mark.parametrize("name", ["a [1] *.parquet", "o'brien.parquet", "no_ending", "export.pq"])
def test_a_parquet_file_may_have_any_name_but_that_of_a_text(parquet, name):
    assert parquet(name=name).report["accepted"] == 2


def test_what_is_not_what_its_name_says_is_refused(parquet, trial):
    tried = parquet(name="export.csv")
    assert tried.exit_code == 1 and "Parquet" in tried.message
    tried = trial(GOOD, None, *SURVEYS, name="export.parquet")
    assert tried.exit_code == 1 and "export.parquet is text" in tried.message


def test_a_parquet_file_without_rows_is_refused(parquet):
    empty = {name: pa.array([], pa.string()) for name in HEADER.split(",")}
    tried = parquet(**empty)
    assert tried.exit_code == 1 and "no data rows" in tried.message
