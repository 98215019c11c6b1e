"""What each of the messy files, and of the workbooks as the NHS publishes them, gives when read.

Nothing is said beforehand but what stands in the third column, as when a file is dropped on the
upload page. Rows and columns were counted by hand or with another program.
"""

import pytest

from dashboard.errors import Refused
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.reading import read_source
from tests.real_files.conftest import profile

pytestmark = pytest.mark.slow  # many files

A, B = "messy/messy_messytables", "messy/messy_qsv"
FFT, KO41A = "surveys/nhs_fft_layouts", "complaints/nhs_ko41a_2024_25"
META = f"{KO41A}/Data on Written Complaints in the NHS 2024-25 - Meta data.xlsx"
ORG = f"{KO41A}/Data on Written Complaints in the NHS 2024-25 Secondary Care KO41a - Org Level.csv"
TEMPLATE, SUMMARY = f"{FFT}/FFT_AE_template.xlsm", f"{FFT}/fft-summary-apr-26.xlsx"
NO_HEADER = {"header": False}
# text files: (rows, columns), encoding, delimiter, line of the header, the first names
TEXTS = [
    (f"{A}/mixedGLB.csv", {}, (133, 19), "utf-8", ",", 4, ["Year", "Jan", "Feb"]),
    (f"{A}/null.csv", NO_HEADER, (10, 4), "utf-8", ",", None, ["column1", "column2"]),
    (f"{A}/simple.psv", {}, (28, 6), "utf-8", "|", 1, ["Year", "New dwellings"]),
    (f"{A}/simple.ssv", {}, (6, 3), "utf-8", ";", 1, ["date", "temperature", "place"]),
    (f"{A}/skip_initials.csv", {}, (2, 2), "utf-8", ",", 1, ["field1", "field2"]),
    (f"{A}/spanish_chars.csv", {}, (115, 8), "cp1252", ",", 1, ["GF_ID", "FN_ID"]),
    (f"{A}/weird_head_padding.csv", {}, (76, 11), "utf-8", ";", 12, ["column1", "1985"]),
    (f"{B}/FCOServices_TransparencySpend_May2011.csv", {}, (4, 8), "utf-8", ",", 1, ["Department"]),
    (f"{B}/NYC311-5.ssv", {}, (5, 41), "utf-8", ";", 1, ["Unique Key", "Created Date"]),
    (f"{B}/NYC311-5.tsv", {}, (5, 41), "utf-8", "\t", 1, ["Unique Key", "Created Date"]),
    (f"{B}/adur-public-toilets.csv", {}, (15, 32), "utf-8", ",", 1, ["ExtractDate"]),
    (f"{B}/inputcommenttest.csv", {}, (8, 3), "utf-8", ",", 6, ["column1", "column2", "column3"]),
    (f"{B}/iwfg09_Phos_river_200911.csv", {"skip_rows": 15}, (11, 11), "utf-8", ",", 16,
     ["Location", "1995"]),
    (f"{B}/snifftest.csv", {}, (3, 4), "utf-8", ",", 4, ["h1", "h2", "h3", "h4"]),
    (f"{B}/spendover25kdownloadSep.csv", {}, (189, 8), "utf-8-sig", ",", 1, ["Department"]),
    (f"{B}/utf8-japanesedata.csv", {}, (62, 26), "utf-8", ",", 1, ["番号", "植物名"]),
    (ORG, {}, (279, 86), "utf-8", ",", 1, ["Year", "NHS_England_Region_Code"]),
    (f"{KO41A}/kh03_occupied_beds_to_2024-06.csv", {}, (2992, 4), "utf-8-sig", ",", 1,
     ["Organisation_Code", "Sector", "Number_Of_Beds", "Effective_Snapshot_Date"]),
]  # fmt: skip
GOOD_TO_POOR = [
    f"Breakdown of Responses / {answer}"
    for answer in ("Very Good", "Good", "Neither Good nor Poor", "Poor", "Very Poor", "Don't Know")
]
MODES = [
    f"Mode of Collection / Mode {mode}"
    for mode in ("SMS", "Electronic Discharge", "Paper Discharge", "Paper Home", "Telephone",
                 "Online", "Other")
]  # fmt: skip
SHARES = ["Total Responses", "Total Eligible", "Percentage Positive", "Percentage Negative"]
# workbooks: rows, sheet, row of the header, all names, the first row with its number
WORKBOOKS = [
    (f"{A}/bian-anal-mca-2005-dols-eng-1011-0312-tab3.xlsm", {}, 13, "Definitions", 47,
     ["column1", "Data item", "Description", "Definition"],
     (48, "", "PCT_LA_code", "Primary Care Trust (PCT) / Local Authority (LA) code",
      "The PCT or LA in receipt of the authorisation request")),
    (f"{A}/blank_line.ods", {}, 3, "Sheet1", 1, ["Name", "Age", "When"],
     (2, "Bob", "20", "2010-10-10")),
    (f"{A}/simple.xls", {}, 6, "simple.csv", 1, ["date", "temperature", "place"],
     (2, "2011-01-01", "1", "Galway")),
    (f"{A}/simple.xlsx", {}, 6, "simple.csv", 1, ["date", "temperature", "place"],
     (2, "2011-01-01", "1", "Galway")),
    (f"{B}/any_sheets.ods", NO_HEADER, 4, "Visible", None, ["column1", "column2"], (1, "1", "2")),
    (f"{B}/any_sheets.xls", NO_HEADER, 4, "Visible", None, ["column1", "column2"], (1, "1", "2")),
    (f"{B}/any_sheets.xlsx", NO_HEADER, 4, "Visible", None, ["column1", "column2"], (1, "1", "2")),
    (f"{B}/any_sheets.xls", {"sheet": "hidden", **NO_HEADER}, 3, "Hidden", None,
     ["column1", "column2"], (1, "1", "2")),
    (f"{B}/excel-1904-epoch.xlsx", {}, 2, "Dates1904", 1, ["item", "date"],
     (2, "alpha", "2024-01-15")),
    (f"{B}/excel-large-floats.xlsx", {}, 1, "Sheet1", 1, ["A"], (2, "9.22337203685478e+19")),
    (f"{B}/excel-numeric-header.xlsx", {}, 2, "Sheet 1", 1, ["location", "2020", "2021", "2022"],
     (2, "Here", "1", "2", "3")),
    (f"{B}/testexcel-issue-516.xls", {}, 5, "Sheet1", 1, ["id", "amount", "color"],
     (2, "1", "20.02", "green")),
    (META, {"sheet": "KO41a - Org Level"}, 86, "KO41a - Org Level", 1, ["Column", "Description"],
     (2, "Year", "Reporting period - Financial year (2024-25)")),
    (SUMMARY, {}, 13, "Headline figures", 4,
     ["FFT", "Number of organisations submitting / 2026-04-01",
      "Total responses to date / 2026-04-01", "Responses / 2026-04-01", "Responses / 2026-03-01",
      "Percentage Positive / 2026-04-01", "Percentage Positive / 2026-03-01",
      "Percentage Negative / 2026-04-01", "Percentage Negative / 2026-03-01"],
     (6, "A&E", "125", "18676279", "123206", "119187", "0.8021849585247471", "0.7954307097250539",
      "0.1276804701069753", "0.13243055031169507")),
    (TEMPLATE, {"sheet": "ICB"}, 2, "ICB", 3, ["ICB Code", "ICB Name", *SHARES, *GOOD_TO_POOR],
     (5, "", "England", *[""] * 10)),
    (TEMPLATE, {"sheet": "Trusts"}, 3, "Trusts", 3,
     ["ICB Code", "Trust Code", "Trust Name", *SHARES, *GOOD_TO_POOR, *MODES],
     (5, "", "", "England", *[""] * 17)),
    (TEMPLATE, {"sheet": "Sites"}, 3, "Sites", 3,
     ["ICB Code", "Trust Code", "Trust Name", "Site Code", "Site Name", *SHARES, *GOOD_TO_POOR],
     (5, "", "", "", "", "England", *[""] * 10)),
]  # fmt: skip
REFUSED = [
    (f"{A}/utf8bom.csv", {}, "The file has a header but no data rows"),
    (f"{A}/libreoffice.xlsx", {}, "no visible sheet that holds anything. Its sheets are: 'Sheet1'"),
    (f"{A}/unicode_sheet_name.xls", {}, "The sheet 'mês' has a header but no data rows"),
    (f"{B}/html_saved_as.csv", {}, "is a web page, not a table"),
    (f"{B}/lfs_pointer.csv", {}, "is a Git LFS pointer"),
    (f"{B}/any_sheets.xlsx", {"sheet": "VeryHidden"}, "The sheet 'VeryHidden' of any_sheets.xlsx "
     "is empty"),
    (f"{B}/any_sheets.xlsx", {"sheet": "Chart 1"}, "has no sheet 'Chart 1'. Its sheets are: "
     "'Visible', 'Hidden' (hidden), 'VeryHidden' (hidden)"),
    (META, {}, "has 4 sheets that could be meant: 'KO41a - Org Level' (86 rows)"),
    (TEMPLATE, {}, "has 4 sheets that could be meant: 'Summary' (3 rows), 'ICB' (2 rows), "
     "'Trusts' (3 rows), 'Sites' (3 rows). Besides: 'Notes', 'BS' (hidden). Name one"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "options", "size", "encoding", "delimiter", "header_row", "names"),
    TEXTS,
    ids=[case[0].rsplit("/", 1)[1] for case in TEXTS],
)
def test_a_text_file_is_read(
    shared_data, name, options, size, encoding, delimiter, header_row, names
):
    source = read_source(shared_data / name, FileOptions(**options))
    found = source.detected
    assert (source.rows_in, len(source.headers)) == size
    assert (found.encoding, found.delimiter, found.header_row) == (encoding, delimiter, header_row)
    assert source.headers[: len(names)] == names


@pytest.mark.parametrize(
    ("name", "options", "rows", "sheet", "header_row", "names", "first"),
    WORKBOOKS,
    ids=[f"{case[0].rsplit('/', 1)[1]}, {case[3]}" for case in WORKBOOKS],
)
def test_a_workbook_is_read(shared_data, name, options, rows, sheet, header_row, names, first):
    source = read_source(shared_data / name, FileOptions(**options))
    found = source.detected
    assert (source.rows_in, source.headers) == (rows, names)
    assert (found.sheet, found.header_row, found.encoding) == (sheet, header_row, None)
    cells = source.con.execute("from source order by line limit 1").fetchall()
    assert cells == [first]


@pytest.mark.parametrize(("name", "options", "words"), REFUSED)
def test_what_gives_no_table_is_refused_in_these_words(shared_data, name, options, words):
    with pytest.raises(Refused) as refusal:
        read_source(shared_data / name, FileOptions(**options))
    assert words in str(refusal.value)


def test_every_messy_file_and_every_layout_stands_in_a_table(shared_data):
    named = {case[0] for table in (TEXTS, WORKBOOKS, REFUSED) for case in table}
    folders = [shared_data / folder for folder in ("messy", FFT, KO41A)]
    files = {
        path.relative_to(shared_data).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert files == named


def test_the_lower_names_of_a_published_layout_are_enough(shared_data):
    source = read_source(shared_data / TEMPLATE, FileOptions(sheet="Trusts"))
    assert source.position("very good") == source.headers.index(GOOD_TO_POOR[0])
    assert source.position("Mode SMS") == source.headers.index(MODES[0])


def test_a_day_first_file_with_thousands_is_imported_as_activity(importing, shared_data):
    """Three of its numbers are written as "1,672", among others such as 962.282609."""
    file = shared_data / KO41A / "kh03_occupied_beds_to_2024-06.csv"
    imported = importing(file, profile("kh03"), "2024-06-30", "--dry-run")
    assert (imported.exit_code, imported.counts) == (0, (2992, 2992, 0, 0))
    assert len(imported.report["new_units"]) == 4 * 187
    assert imported.report["detected"]["encoding"] == "utf-8-sig"


def test_an_organization_has_four_sectors_so_that_its_code_alone_is_no_key(importing, shared_data):
    file = shared_data / KO41A / "kh03_occupied_beds_to_2024-06.csv"
    alone = profile("kh03").replace(
        '{ columns = ["Organisation_Code", "Sector"], separator = " / " }', '"Organisation_Code"'
    )
    imported = importing(file, alone, "2024-06-30", "--dry-run")
    assert imported.report["findings"]["duplicate_key"] == 3 * 748
    assert imported.counts == (2992, 748, 2244, 0)
