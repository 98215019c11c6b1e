"""What each public file gives by the upload page and by command line: the same rows, or a reason.

How each file is read is told in test_readings.py, what is proposed for it in test_proposals.py;
here it goes on to the end: imported with these counts, or refused with these words.
"""

import datetime as dt
import tomllib

import pytest

from dashboard.settings import load
from tests.fuzz.both_ways import User, by_page
from tests.real_files.conftest import answered, profile
from tests.real_files.test_messy_files import READ, answers, counts

pytestmark = pytest.mark.slow  # many files

A, B = "messy/messy_messytables", "messy/messy_qsv"
C, S = "complaints", "surveys"
TICKETS = f"{C}/synthetic_tickets_bad_dates/customer_support_tickets.csv"
KH03 = f"{C}/nhs_ko41a_2024_25/kh03_occupied_beds_to_2024-06.csv"
KO41A = f"{C}/nhs_ko41a_2024_25/Data on Written Complaints in the NHS 2024-25"
NEAS = f"{S}/nhs_fft_neas/fft_NEAS.csv"
TEMPERATURES = answers("{ row_number = true }", '"place"', '"date"', 'ltr_0_10 = "temperature"')
YEARS = '{ column = "Effective_Snapshot_Date", format = "%d/%m/%Y" }'
# what somebody makes of KH03 by hand, although it is said to be no denominator
BEDS = counts('{ columns = ["Organisation_Code", "Sector"] }', '"Number_Of_Beds"', YEARS)
# file, profile, as of, (rows in, accepted, refused, skipped), rules broken besides
IMPORTED = [
    (f"{C}/boston311_100/boston311-100.csv", profile("boston"), "2022-12-31", (100, 100, 0, 0), {}),
    (f"{C}/nyc311_2013/nyc311_2013-12-25.csv", profile("nyc"), "2014-12-31", (2386, 2385, 1, 0), {"closed_before_received": 1}),
    (NEAS, profile("fft_neas"), "2022-12-31", (5096, 2929, 30, 2137), {"unknown_code": 30}),
    (KH03, BEDS, "2024-12-31", (2992, 2992, 0, 0), {}),
    (f"{A}/simple.xls", TEMPERATURES, "2021-12-31", (6, 5, 1, 0), {"unknown_code": 1}),
    (f"{A}/simple.xlsx", TEMPERATURES, "2021-12-31", (6, 5, 1, 0), {"unknown_code": 1}),
    (f"{A}/blank_line.ods", counts('"Name"', '"Age"'), "2021-12-31", (3, 3, 0, 0), {}),
    (f"{B}/excel-1904-epoch.xlsx", counts('"item"', "{ constant = 1 }", '"date"'), "2026-11-30", (2, 2, 0, 0), {}),
    (f"{B}/excel-numeric-header.xlsx", counts('"location"', '"2020"'), "2021-12-31", (2, 2, 0, 0), {}),
    (f"{B}/testexcel-issue-516.xls", counts('"color"', '"amount"'), "2021-12-31", (5, 5, 0, 0), {}),
]  # fmt: skip
# the same, and why nothing is published
NOT_PUBLISHED = [
    # 1,365 by their times; of one the end is midnight, which is a day without a time
    (TICKETS, profile("tickets"), "2024-01-01", (2769, 1405, 1364, 0), "closed_before_received 1364 times (in 'Time_to_Resolution')"),
    (f"{C}/cfpb_3186_mdy/consumer_complaints.csv", profile("cfpb"), "2017-02-23", (3186, 3, 3183, 0), "closed_without_closed_at 3183 times (no column is mapped to \"closed_at\")"),
]  # fmt: skip
NONE = "It looks like none of the datasets. The nearest is"
NO_DATES = "unreadable_date"
NO_COUNT = "Rows of activity need at least one of discharges, bed_days, attendances, and no column"
NO_ANSWER = "Rows of surveys need at least one of fft, ltr_0_10"
# file, what the page says of it, and then where a dataset is chosen all the same
NOTHING_OF_OURS = [
    (f"{A}/bian-anal-mca-2005-dols-eng-1011-0312-tab3.xlsm", NONE, "complaints", "missing_required 16 times (in "),
    (f"{A}/blank_line.ods", NONE, "units", f"{NO_DATES} 3 times (in "),
    (f"{A}/mixedGLB.csv", NONE, "complaints", f"{NO_DATES} 133 times (in "),
    (f"{A}/null.csv", NONE, "complaints", f"{NO_DATES} 9 times (in "),
    (f"{A}/simple.psv", NONE, "complaints", f"{NO_DATES} 28 times (in "),
    *((f"{A}/simple.{kind}", NONE, "activity", NO_COUNT) for kind in ("ssv", "xls", "xlsx")),
    (f"{A}/skip_initials.csv", NONE, "complaints", f"{NO_DATES} 2 times (in "),
    (f"{A}/spanish_chars.csv", NONE, "surveys", NO_ANSWER),
    (f"{A}/weird_head_padding.csv", NONE, "complaints", f"{NO_DATES} 76 times (in "),
    (f"{B}/FCOServices_TransparencySpend_May2011.csv", NONE, "surveys", NO_ANSWER),
    (f"{B}/adur-public-toilets.csv", NONE, "activity", NO_COUNT),
    *((f"{B}/any_sheets.{kind}", NONE, "complaints", f"{NO_DATES} 3 times (in ") for kind in ("ods", "xls", "xlsx")),
    (f"{B}/excel-1904-epoch.xlsx", NONE, "activity", NO_COUNT),
    (f"{B}/excel-large-floats.xlsx", NONE, "complaints", f"{NO_DATES} once (in "),
    (f"{B}/excel-numeric-header.xlsx", NONE, "surveys", NO_ANSWER),
    (f"{B}/inputcommenttest.csv", NONE, "complaints", f"{NO_DATES} 8 times (in "),
    (f"{B}/iwfg09_Phos_river_200911.csv", NONE, "complaints", f"{NO_DATES} 8 times (in "),
    (f"{B}/snifftest.csv", NONE, "complaints", f"{NO_DATES} 3 times (in "),
    (f"{B}/spendover25kdownloadSep.csv", NONE, "surveys", NO_ANSWER),
    (f"{B}/testexcel-issue-516.xls", NONE, "complaints", f"{NO_DATES} 5 times (in "),
    (f"{B}/utf8-japanesedata.csv", NONE, "complaints", f"{NO_DATES} 62 times (in "),
    (f"{S}/hcahps_2015_2023/measures.csv", NONE, "surveys", NO_ANSWER),
    (f"{S}/hcahps_2015_2023/national_results.csv", "published HCAHPS results", "complaints", f"{NO_DATES} 90 times (in "),
    (f"{S}/hcahps_2015_2023/state_results.csv", "published HCAHPS results", "complaints", f"{NO_DATES} 4580 times (in "),
    (f"{S}/hcahps_2015_2023/questions.csv", NONE, "complaints", f"{NO_DATES} 19 times (in "),
    (f"{S}/hcahps_2015_2023/responses.csv", "published HCAHPS response rates", "surveys", NO_ANSWER),
    (f"{S}/nhs_fft_layouts/FFT_AE_template.xlsm", NONE, "surveys", "Rows of surveys need 'event_date'"),
    (f"{S}/nhs_fft_layouts/fft-summary-apr-26.xlsx", NONE, "surveys", NO_ANSWER),
    (KH03, "These are no bed days, so they are no denominator.", "activity", NO_COUNT),
    (f"{KO41A} - Meta data.xlsx", NONE, "complaints", f"{NO_DATES} 86 times (in "),
    (f"{KO41A} Secondary Care KO41a - Org Level.csv", "totals by organization", "complaints", f"{NO_DATES} 279 times (in "),
]  # fmt: skip
# file, the reason both ways
UNREADABLE = [
    (f"{A}/libreoffice.xlsx", "has no visible sheet that holds anything"),
    (f"{A}/unicode_sheet_name.xls", "The sheet 'mês' has a header but no data rows"),
    (f"{A}/utf8bom.csv", "has a header but no data rows; check the export's filter"),
    (f"{B}/html_saved_as.csv", "is a web page, not a table. Download the file itself"),
    (f"{B}/lfs_pointer.csv", "Ask whoever sent it for the file itself"),
]  # fmt: skip


def page(path, tmp_path, as_of="2026-11-30", **user):
    settings = load(store=None, uploads_dir=tmp_path / "uploads", mart_dir=tmp_path / "marts")
    return by_page(path, settings, dt.date.fromisoformat(as_of), User(**user))


def command(path, tmp_path, *options, text=None, as_of="2026-11-30"):
    if text is not None:
        (tmp_path / "profile.toml").write_text(text, encoding="utf-8")
        options = (*options, "--profile", str(tmp_path / "profile.toml"))
    return answered("import", str(path), "--as-of", as_of, "--dry-run", "--json", *options)


def counts_of(report):
    return tuple(report[name] for name in ("rows_in", "accepted", "refused", "skipped"))


MESSY = [
    (f"messy/{name}", text, "2021-12-31", (rows_n, good_n, rows_n - good_n, 0), None)
    for name, text, (rows_n, good_n), _ in READ
]


@pytest.mark.parametrize(
    ("name", "text", "as_of", "expected", "rules"), [*IMPORTED, *MESSY],
    ids=[case[0].rsplit("/", 1)[1] for case in (*IMPORTED, *MESSY)],
)  # fmt: skip
def test_a_file_with_its_profile_gives_the_same_rows_both_ways(
    shared_data, tmp_path, name, text, as_of, expected, rules
):
    taken = page(shared_data / name, tmp_path, as_of, document=tomllib.loads(text))
    told = command(shared_data / name, tmp_path, text=text, as_of=as_of)
    assert taken.counts == counts_of(told.document) == expected, taken.message
    assert taken.report.findings == told.document["findings"]
    assert rules is None or rules.items() <= taken.report.findings.items()
    assert taken.report.as_json()["detected"] == told.document["detected"]
    in_words = "{} rows in: {} accepted, {} refused, {} skipped".format(*expected)
    assert in_words in taken.message
    assert in_words in told.message


@pytest.mark.parametrize(("name", "text", "as_of", "expected", "why"), NOT_PUBLISHED)
def test_a_file_of_bad_rows_is_not_published_and_says_which_column(
    shared_data, tmp_path, name, text, as_of, expected, why
):
    taken = page(shared_data / name, tmp_path, as_of, document=tomllib.loads(text))
    told = command(shared_data / name, tmp_path, text=text, as_of=as_of)
    assert taken.counts == counts_of(told.document) == expected, taken.message
    assert taken.report.findings == told.document["findings"]
    assert "It would not be published" in told.message
    assert why in told.message


@pytest.mark.parametrize(("name", "first", "dataset", "then"), NOTHING_OF_OURS)
def test_a_file_of_something_else_is_not_guessed_and_no_row_of_it_is_taken(
    shared_data, tmp_path, name, first, dataset, then
):
    path = shared_data / name
    assert first in page(path, tmp_path, guesses=False).message
    taken = page(path, tmp_path, dataset=dataset)
    assert then in taken.message
    assert taken.counts[1] == 0
    told = command(path, tmp_path, "--dataset", "complaints", "--source", "real")
    assert told.exit_code == 1
    assert told.document["accepted"] == 0
    asks = "sheets that could be meant" if "Meta data" in name or ".xlsm" in name else "need"
    assert asks in told.message or "Rows of complaints need" in told.message


@pytest.mark.parametrize(("name", "why"), UNREADABLE)
def test_what_holds_no_rows_is_refused_with_the_same_reason_both_ways(
    shared_data, tmp_path, name, why
):
    taken = page(shared_data / name, tmp_path)
    told = command(shared_data / name, tmp_path, "--dataset", "complaints", "--source", "real")
    assert why in taken.message
    assert told.document["message"] == taken.message
    assert told.exit_code == 1


def test_every_public_file_but_the_oracles_is_in_one_of_the_tables(shared_data):
    named = {case[0] for case in (*IMPORTED, *NOT_PUBLISHED, *NOTHING_OF_OURS, *UNREADABLE, *MESSY)}
    found = {
        str(path.relative_to(shared_data))
        for part in (C, S, "messy")
        for path in (shared_data / part).rglob("*")
        if path.is_file()
    }
    assert found - named == {f"{S}/hcahps_2015_2023/reports.csv"}  # periods: they pass as units


def test_the_friends_and_family_file_asks_before_it_is_taken(shared_data, tmp_path):
    taken = page(shared_data / NEAS, tmp_path)
    assert taken.counts == (5096, 2929, 2167, 0)
    kept = {"event_date": "Day first", "response_id repeated": "Keep the last row of each"}
    taken = page(shared_data / NEAS, tmp_path, answers=kept)
    assert taken.counts == (5096, 2929, 30, 2137)
