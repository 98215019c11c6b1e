"""The files and figures that the first issue names, each from `import --json` or `measure --json`."""

import csv
from collections import Counter

import duckdb
import pytest

from dashboard.store.store import open_store
from tests.real_files.conftest import profile

pytestmark = pytest.mark.slow  # the same traps in small run always

BOSTON = "complaints/boston311_100/boston311-100.csv"
NYC = "complaints/nyc311_2013/nyc311_2013-12-25.csv"
CFPB = "complaints/cfpb_3186_mdy/consumer_complaints.csv"
FFT = "surveys/nhs_fft_neas/fft_NEAS.csv"


@pytest.fixture(scope="session")
def boston(importing, shared_data):
    return importing(shared_data / BOSTON, profile("boston"), "2022-04-30")


@pytest.fixture(scope="session")
def nyc(importing, shared_data):
    return importing(shared_data / NYC, profile("nyc"), "2014-04-24")


@pytest.fixture(scope="session")
def fft(importing, shared_data):
    return importing(shared_data / FFT, profile("fft_neas"), "2022-12-31")


def stored(imported, query):
    """Ask the Parquet files of the only extract in a store."""
    store = open_store(str(imported.store))
    extract = store.extracts()[0]
    files = store.parquet_files(extract.dataset, [extract.extract_id])
    with duckdb.connect() as con:
        return con.execute(query, {"files": files}).fetchall()


# --- Boston -----------------------------------------------------------------------------------


def test_boston_is_accepted_whole(boston):
    assert (boston.exit_code, boston.report["published"]) == (0, True)
    assert boston.counts == (100, 100, 0, 0)
    assert boston.report["detected"]["header_row"] == 1


def test_boston_has_15_open_cases(boston):
    [row] = boston.measured("open_cases")
    assert (row["value"], row["n"]) == (15, 100)
    assert sum(row["value"] for row in boston.measured("open_cases", "--by", "age_band")) == 15


@pytest.mark.parametrize(
    ("days", "all_cases", "pwdx"), [("7", 0.77, 0.816327), ("30", 0.81, 0.857143)]
)
def test_boston_resolves_as_published(boston, days, all_cases, pwdx):
    [row] = boston.measured("resolved_within", "--days", days)
    assert (row["n"], row["value"]) == (100, pytest.approx(all_cases, abs=1e-9))
    unit = boston.by_group("resolved_within", "--days", days, "--by", "unit")["PWDx"]
    assert (unit["n"], unit["value"]) == (49, pytest.approx(pwdx, abs=5e-7))
    [chosen] = boston.measured("resolved_within", "--days", days, "--unit", "PWDx")
    assert chosen["value"] == pytest.approx(pwdx, abs=5e-7)


def test_bostons_isd_reaches_exactly_one_half_on_day_3(boston):
    row = boston.by_group("time_to_resolution", "--by", "unit")["ISD"]
    assert (row["n"], row["value"]) == (8, 3)
    [rows] = boston.measured("resolved_within", "--days", "3", "--unit", "ISD")
    assert rows["value"] == pytest.approx(0.5, abs=1e-9)


def test_closed_by_the_due_day_agrees_with_bostons_verdict_in_all_rows_but_one(boston, shared_data):
    with (shared_data / BOSTON).open(encoding="utf-8", newline="") as file:
        published = {row["case_enquiry_id"]: row["ontime"] for row in csv.DictReader(file)}
    days = stored(
        boston,
        "select complaint_id, closed_on <= due_date from read_parquet($files)"
        " where closed_on is not null and due_date is not null",
    )
    agreeing = [key for key, is_on_time in days if is_on_time == (published[key] == "ONTIME")]
    assert (len(days), len(agreeing)) == (77, 76)


# --- New York ---------------------------------------------------------------------------------


def test_new_yorks_one_case_closed_before_it_was_received_is_refused(nyc):
    assert nyc.counts == (2386, 2385, 1, 0)
    assert nyc.report["findings"]["closed_before_received"] == 1
    assert nyc.report["findings"]["closed_at_on_open_case"] == 6
    assert nyc.report["published"] is True


def test_new_york_has_83_open_cases(nyc):
    assert nyc.measured("open_cases")[0]["value"] == 83


@pytest.mark.parametrize(("days", "share"), [("1", 0.357233), ("7", 0.791614), ("30", 0.926625)])
def test_new_york_resolves_as_published(nyc, days, share):
    [row] = nyc.measured("resolved_within", "--days", days)
    assert row["value"] == pytest.approx(share, abs=5e-7)


def test_hpds_median_counts_the_cases_still_open(nyc):
    row = nyc.by_group("time_to_resolution", "--by", "unit")["HPD"]
    assert (row["n"], row["value"], row["closed_only"]) == (1459, 4, 3)


def test_a_sixth_of_new_yorks_closed_cases_were_closed_on_day_0(nyc):
    [(share,)] = stored(
        nyc,
        "select count(*) filter (closed_on = received_on) / count(*) from read_parquet($files)"
        " where status = 'closed'",
    )
    assert round(share, 3) == 0.166
    assert "many_closed_on_day_0" not in nyc.report["findings"]


def test_most_of_new_yorks_times_are_days_in_disguise(nyc):
    [(share,)] = stored(
        nyc,
        "select avg((timezone('America/New_York', received_at) = received_on)::int)"
        " from read_parquet($files)",
    )
    assert round(share, 2) == 0.61


# --- CFPB -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def cfpb(importing, shared_data, tmp_path_factory):
    out = tmp_path_factory.mktemp("cfpb") / "findings.csv"
    imported = importing(
        shared_data / CFPB, profile("cfpb"), "2017-02-23", "--findings", str(out)
    )  # fmt: skip
    with out.open(encoding="utf-8-sig", newline="") as file:
        return imported, list(csv.DictReader(file))


def test_closed_cases_without_a_closing_date_are_refused_and_nothing_is_published(cfpb):
    imported, _ = cfpb
    assert imported.exit_code == 1
    assert imported.report["rows_in"] == 3186
    assert imported.report["findings"]["closed_without_closed_at"] == 3183
    assert (imported.report["published"], imported.report["publication"]) == (False, None)
    assert imported.report["extract_id"] is None
    assert not imported.store.exists()


def test_the_message_names_the_column_that_closed_cases_lack(cfpb):
    imported, _ = cfpb
    assert "closed_at" in imported.message
    assert imported.message.strip() == imported.report["message"]


def test_exact_repeats_are_duplicates_with_their_lines(cfpb, shared_data):
    imported, findings = cfpb
    assert imported.report["findings"]["duplicate_key"] == 11
    with (shared_data / CFPB).open(encoding="utf-8", newline="") as file:
        lines = file.read().splitlines()
    seen = Counter()
    repeated = [n for n, line in enumerate(lines, start=1) if line in seen or seen.update([line])]
    found = [int(f["row"]) for f in findings if f["rule_id"] == "duplicate_key"]
    assert found == repeated


def test_with_row_numbers_for_ids_no_repeat_is_refused(importing, shared_data):
    lines = profile("cfpb").splitlines()
    numbered = [
        "complaint_id = { row_number = true }" if line.startswith("complaint_id") else line
        for line in lines
    ]
    imported = importing(shared_data / CFPB, "\n".join(numbered), "2017-02-23", "--dry-run")
    assert (imported.exit_code, imported.report["rows_in"]) == (0, 3186)
    assert "duplicate_key" not in imported.report["findings"]
    assert imported.report["extract_id"] is None


# --- Friends and Family Test ------------------------------------------------------------------

BOTH_ORDERS = ', format = ["%d/%m/%Y", "%m/%d/%Y"], ambiguous = "first"'


def test_days_and_months_in_both_orders_refuse_the_file_with_both_counts(importing, shared_data):
    text = profile("fft_neas").replace(BOTH_ORDERS, "")
    imported = importing(shared_data / FFT, text, "2022-12-31")
    assert imported.exit_code == 1
    assert (imported.report["published"], imported.report["rows_in"]) == (False, 5096)
    with (shared_data / FFT).open(encoding="utf-8", newline="") as file:
        days = _last_of_each_respondent(csv.DictReader(file))
    only_day = sum(int(first) > 12 for first, second in days)
    only_month = sum(int(second) > 12 for first, second in days)
    assert f"{only_day} rows" in imported.message
    assert f"{only_month} rows" in imported.message


def _last_of_each_respondent(rows):
    last = {row["Respondent ID"]: row["Date"].split("/")[:2] for row in rows}
    return list(last.values())


def test_with_a_format_list_the_ambiguous_rows_are_refused(importing, shared_data):
    text = profile("fft_neas").replace(', ambiguous = "first"', "")
    imported = importing(shared_data / FFT, text, "2022-12-31")
    assert imported.exit_code == 1
    assert imported.report["findings"]["ambiguous_date"] == 761
    assert imported.report["published"] is False


def test_with_ambiguous_first_the_survey_is_accepted_but_for_the_unknown_code(fft):
    assert fft.counts == (5096, 2929, 30, 2137)
    assert fft.report["findings"]["unknown_code"] == 30
    assert fft.report["published"] is True


def test_a_non_breaking_space_makes_no_unit_of_its_own(fft):
    assert fft.report["new_units"] == ["111", "Patient Transport", "See and Convey"]


@pytest.mark.parametrize(
    ("unit", "numerator", "n", "share"),
    [
        ("111", 648, 862, 0.751740),
        ("Patient Transport", 907, 963, 0.941848),
        ("See and Convey", 971, 1104, 0.879529),
    ],
)
def test_positive_experience_is_as_counted_by_hand(fft, unit, numerator, n, share):
    row = fft.by_group("recommend", "--by", "unit")[unit]
    assert (row["numerator"], row["n"], row["instrument"]) == (numerator, n, "FFT")
    assert row["value"] == pytest.approx(share, abs=5e-7)
    assert "positive experience" in row["note"]
