"""Workbooks as people keep them: .xlsx, .xlsm, .xls and .ods, with what stands around a table."""

import datetime as dt
import io
import re
import zipfile

import pytest

from dashboard.errors import Refused
from dashboard.extracts.limits import Limits
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.reading import read_source, sheets_in
from dashboard.extracts.workbooks.choice import SheetNotChosen
from tests.import_cases.making import ods, xls, xlsx, zipped

SURVEYS = ("--dataset", "surveys", "--source", "test")
HEADER = ["response_id", "unit_id", "event_date", "instrument", "fft"]
MARCH = [
    HEADER,
    ["R1", "A", dt.date(2024, 3, 1), "FFT", 1],
    ["R2", "A", dt.date(2024, 3, 2), "FFT", 2],
]
MAKERS = [("export.xlsx", xlsx), ("export.xlsm", xlsx), ("export.xls", xls), ("export.ods", ods)]
of_every_kind = pytest.mark.parametrize(("name", "made"), MAKERS)


@pytest.fixture
def read(tmp_path):
    """Read a file's bytes; give the source, and its rows with their lines."""

    def read_bytes(content, options=None, wanted=(), name="export.xlsx", limits=None):
        (tmp_path / name).write_bytes(content)
        source = read_source(tmp_path / name, options or FileOptions(), frozenset(wanted), limits)
        return source, source.con.execute("select * from source order by line").fetchall()

    return read_bytes


def with_cell(row, column, cell):
    rows = [list(line) for line in MARCH]
    rows[row][column] = cell
    return rows


# --- kinds ----------------------------------------------------------------------------------------


@of_every_kind
def test_a_workbook_of_every_kind_is_imported(trial, name, made):
    tried = trial(made(MARCH), None, *SURVEYS, name=name)
    assert tried.counts == (2, 2, 0, 0), tried.findings
    assert tried.report["detected"] == {
        "encoding": None, "delimiter": None, "header_row": 1, "sheet": "Data",
    }  # fmt: skip


def test_the_kind_of_a_workbook_is_told_by_its_content(trial):
    assert trial(xlsx(MARCH), None, *SURVEYS, name="export.xls").counts == (2, 2, 0, 0)
    assert trial(xls(MARCH), None, *SURVEYS, name="export.xlsx").counts == (2, 2, 0, 0)
    assert trial(ods(MARCH), None, *SURVEYS, name="export").counts == (2, 2, 0, 0)


def test_a_workbook_with_a_texts_name_is_refused_and_the_other_way_round(trial):
    tried = trial(xlsx(MARCH), None, *SURVEYS, name="export.csv")
    assert tried.exit_code == 1 and "export.xlsx" in tried.message
    tried = trial("response_id\nR1\n", None, *SURVEYS, name="export.xlsx")
    assert tried.exit_code == 1 and "export.csv" in tried.message


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (xlsx(MARCH)[:-300], "damaged"),
        (xls(MARCH)[:700], "damaged"),
        (zipped({"word/document.xml": b"", "[Content_Types].xml": b""}), "Word document"),
        (zipped({"xl/workbook.bin": b"", "[Content_Types].xml": b""}), ".xlsb"),
        (zipped({"xl/workbook.xml": b"<a", "[Content_Types].xml": b"<a"}), "damaged"),
        (
            zipped({
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            }),
            "password",
        ),
        (b'<?xml version="1.0"?>\n<?mso-application?>\n<Workbook xmlns="x">', "2003"),
        (b"<html><table><tr><td>1</td></tr></table>", "web page"),
    ],
)  # fmt: skip
def test_what_is_no_readable_workbook_is_refused_in_one_sentence(trial, content, word):
    tried = trial(content, None, *SURVEYS, name="export.xls")
    assert tried.exit_code == 1 and word in tried.message
    assert len(tried.message.strip().splitlines()) == 1


# --- cells ----------------------------------------------------------------------------------------


@of_every_kind
def test_cells_are_texts_as_they_are_stored(read, name, made):
    rows = [
        ["code", "number", "part", "share", "when"],
        ["00123", 12345.0, 12.5, 0.95, dt.datetime(2024, 3, 1, 10, 30)],
        ["7", -1, 1e15, 0.3, dt.datetime(2024, 3, 1, 10, 30, 15)],
    ]
    source, cells = read(made(rows), name=name)
    assert cells == [
        (2, "00123", "12345", "12.5", "0.95", "2024-03-01 10:30:00"),
        (3, "7", "-1", "1000000000000000", "0.3", "2024-03-01 10:30:15"),
    ]
    assert (source.typed_days, source.typed_numbers) == (frozenset({4}), frozenset({1, 2, 3}))


def test_large_numbers_are_exact_and_truths_and_hours_are_words(read):
    rows = [["a", "b", "c"], [9.22337203685478e19, True, "=1+1"], [2.0**53 - 1, False, 0.1 + 0.2]]
    _, cells = read(xlsx(rows))
    assert float(cells[0][1]) == 9.22337203685478e19
    assert cells[1][1:3] == ("9007199254740991", "false")
    assert cells[0][2:] == ("true", "2")


def test_the_epoch_of_1904_is_heard(read):
    assert read(xlsx(MARCH, date_1904=True))[1][0][3] == "2024-03-01"


@pytest.mark.parametrize(("name", "made"), [MAKERS[0], *MAKERS[2:]])
def test_a_failed_formula_is_a_finding_at_its_cell_and_no_empty_cell(trial, name, made):
    errors = {1: "#N/A", 2: "#DIV/0!", 4: "#VALUE!"}
    rows = [*MARCH, *([*MARCH[1]] for _ in errors)]
    for row, (column, error) in zip(rows[3:], errors.items(), strict=True):
        row[0], row[column] = f"E{column}", error
    tried = trial(made(rows), None, *SURVEYS, name=name)
    assert tried.counts == (5, 2, 3, 0), tried.findings
    assert [
        (f["row"], f["column"], f["rule_id"], f["value"])
        for f in tried.findings
        if f["severity"] == "error"
    ] == [
        (str(row), HEADER[column], "formula_error", error)
        for row, (column, error) in enumerate(errors.items(), start=4)
    ]


def test_a_failed_formula_is_not_hidden_by_a_profile_unless_it_says_so(trial):
    profile = """
{file}
[columns]
response_id = {{ hash = ["response_id", "unit_id"] }}
unit_id = {{ column = "unit_id", values = {{ A = "Ward A" }}, otherwise = "other" }}
event_date = "event_date"
instrument = "instrument"
fft = "fft"
"""
    content = xlsx(with_cell(1, 1, "#REF!"))
    tried = trial(content, profile.format(file=""), *SURVEYS, name="export.xlsx")
    assert tried.rows_of("formula_error") == ["2", "2"]
    nulls = '[file]\nnull_values = ["", "#REF!"]'
    tried = trial(content, profile.format(file=nulls), *SURVEYS, name="export.xlsx")
    assert "formula_error" not in tried.report["findings"]
    text = "response_id,unit_id,event_date,instrument,fft\nR1,#N/A,2024-03-01,FFT,1\n"
    assert trial(text, None, *SURVEYS).rows_of("formula_error") == ["2"]


def test_days_by_type_need_no_format_and_texts_beside_them_keep_theirs(trial):
    profile = """
[columns]
response_id = "response_id"
unit_id = "unit_id"
event_date = { column = "event_date", format = "%d.%m.%Y" }
instrument = "instrument"
fft = "fft"
"""
    assert trial(xlsx(MARCH), profile, *SURVEYS, name="export.xlsx").counts == (2, 2, 0, 0)
    mixed = xlsx(with_cell(2, 2, "02.03.2024"))
    tried = trial(mixed, profile, *SURVEYS, name="export.xlsx")
    assert tried.counts == (2, 2, 0, 0), tried.findings


def test_dates_that_a_spreadsheet_may_have_swapped_are_a_question(trial):
    swapped = xlsx(with_cell(2, 2, "13/03/2024"))
    tried = trial(swapped, None, *SURVEYS, name="export.xlsx")
    assert tried.exit_code == 1 and "event_date" in tried.message and "exchanged" in tried.message
    rows = with_cell(2, 2, "13/03/2024")
    rows[1][2] = dt.date(2024, 3, 14)  # no spreadsheet that swaps leaves a day after the 12th
    assert trial(xlsx(rows), None, *SURVEYS, name="export.xlsx").counts == (2, 2, 0, 0)


# --- around the table -----------------------------------------------------------------------------


@of_every_kind
def test_titles_blank_rows_and_totals_are_told_from_the_table(trial, name, made):
    rows = [
        ["Friends and Family Test"], [], ["", "", "", "", "answers"], *MARCH, [],
        ["", "", "", "Total", 3],
    ]  # fmt: skip
    tried = trial(made(rows), None, *SURVEYS, name=name)
    assert tried.report["detected"]["header_row"] == 4
    assert tried.counts == (3, 2, 1, 0)
    assert {f["row"] for f in tried.findings if f["severity"] == "error"} == {"8"}
    tried = trial(
        made(rows), '[rows]\nskip_where = { "instrument" = ["Total"] }', *SURVEYS, name=name
    )
    assert tried.counts == (3, 2, 0, 1) and "rows 8" in tried.message


def test_rows_above_the_header_are_counted_in_the_sheet(trial):
    rows = [["Export", "of", "March", "by", "ward"], *MARCH]
    tried = trial(xlsx(rows), "[file]\nskip_rows = 1", *SURVEYS, name="export.xlsx")
    assert (tried.report["detected"]["header_row"], tried.counts) == (2, (2, 2, 0, 0))
    tried = trial(xlsx(rows), "[file]\nskip_rows = 9", *SURVEYS, name="export.xlsx")
    assert tried.exit_code == 1 and "skip_rows" in tried.message


def test_a_sheet_without_a_header_has_numbered_columns(read):
    source, cells = read(xlsx([["", "a", 1], ["", "b", 2]]), FileOptions(header=False))
    assert source.headers == ["column1", "column2", "column3"]
    assert cells == [(1, "", "a", "1"), (2, "", "b", "2")]


def test_blank_columns_are_none_and_years_are_names(read):
    source, cells = read(xlsx([["", "Ward", 2023, 2024.0], ["", "A", 5, 6]]))
    assert source.headers == ["Ward", "2023", "2024"]
    assert cells == [(2, "A", "5", "6")]


TWO_ROWS = [
    ["Published by the trust"],
    ["Ward", "Month", "Responses", "", "Mode", ""],
    ["", "", "Good", "Poor", "SMS", "Paper"],
    ["A", "2024-03", 5, 1, 4, 2],
    ["B", "2024-03", 7, 0, 6, 1],
]
ACROSS = [(1, 2, 1, 3), (1, 4, 1, 5)]
DOWN = [(1, 0, 2, 0), (1, 1, 2, 1)]
JOINED = [
    "Ward", "Month", "Responses / Good", "Responses / Poor", "Mode / SMS", "Mode / Paper",
]  # fmt: skip


@pytest.mark.parametrize("merged", [[*ACROSS, *DOWN], ACROSS, []])
def test_a_header_of_two_rows_is_joined_and_addressed_by_either_name(read, merged):
    wanted = ("ward", "month", "responses / good", "sms") if merged == ACROSS else ()
    source, cells = read(xlsx(TWO_ROWS, merged=merged), wanted=wanted)
    assert (source.detected.header_row, source.headers) == (2, JOINED)
    assert source.position("responses / poor") == source.position("Poor") == 3
    assert cells[0] == (4, "A", "2024-03", "5", "1", "4", "2")


def test_a_header_of_two_rows_is_joined_in_text_too(trial):
    text = "".join(",".join(map(str, row)) + "\n" for row in TWO_ROWS)
    profile = """
dataset = "activity"
[columns]
unit_id = "Ward"
month = "Month"
discharges = "Responses / Good"
attendances = "Poor"
"""
    tried = trial(text, profile, "--source", "test")
    assert (tried.report["detected"]["header_row"], tried.counts) == (2, (2, 2, 0, 0))


def test_a_lower_name_is_recognized_without_a_profile(trial):
    rows = [
        ["Ward", "Period", "Patients", ""], ["", "", "discharges", "bed_days"],
        ["A", "2024-03", 5, 31], ["B", "2024-03", 7, 20],
    ]  # fmt: skip
    tried = trial(xlsx(rows), None, "--dataset", "activity", "--source", "t", name="export.xlsx")
    assert (tried.report["detected"]["header_row"], tried.counts) == (1, (2, 2, 0, 0))


def test_a_title_merged_over_the_whole_table_is_no_part_of_its_header(read):
    rows = [["Report", "", "", "March", ""], *MARCH]
    source, _ = read(xlsx(rows, merged=[(0, 0, 0, 2), (0, 3, 0, 4)]))
    assert (source.detected.header_row, source.headers) == (2, HEADER)


def test_a_text_merged_over_rows_holds_for_each_and_a_number_does_not(read):
    rows = [["Ward", "Beds", "Case"], ["A", 12, "C1"], ["", "", "C2"], ["", "", ""], ["B", 3, "C3"]]
    _, cells = read(xlsx(rows, merged=[(1, 0, 3, 0), (1, 1, 2, 1)]))
    assert cells == [(2, "A", "12", "C1"), (3, "A", "", "C2"), (5, "B", "3", "C3")]


# --- sheets ---------------------------------------------------------------------------------------

APRIL = [HEADER, ["R9", "B", dt.date(2024, 4, 1), "FFT", 5]]


def test_the_only_sheet_in_sight_is_read_and_the_others_are_told(trial):
    content = xlsx(MARCH, more={"Lists": [["a"], ["b"]], "Old": APRIL}, hidden=["Lists", "Old"])
    tried = trial(content, None, *SURVEYS, name="export.xlsx")
    assert (tried.report["detected"]["sheet"], tried.counts) == ("Data", (2, 2, 0, 0))
    assert "'Lists' (hidden), 'Old' (hidden)" in tried.message


def test_a_hidden_sheet_is_read_only_when_it_is_named(trial):
    content = xls([["note"]], hidden={"Old": APRIL})
    tried = trial(content, None, *SURVEYS, name="export.xls")
    assert tried.exit_code == 1 and tried.report["rows_in"] == 0
    tried = trial(content, '[file]\nsheet = "old"', *SURVEYS, name="export.xls")
    assert (tried.report["detected"]["sheet"], tried.counts) == ("Old", (1, 1, 0, 0))


def test_the_sheet_with_the_wanted_columns_is_taken_where_no_other_could_be_meant(trial):
    content = xlsx([["Read me"], ["about", "this"]], "Notes", more={"March": MARCH})
    tried = trial(content, None, *SURVEYS, name="export.xlsx")
    assert (tried.report["detected"]["sheet"], tried.counts) == ("March", (2, 2, 0, 0))


def test_two_sheets_that_could_be_meant_are_a_question(trial):
    content = xlsx(MARCH, "March", more={"April": APRIL, "Notes": [["x"]]})
    tried = trial(content, None, *SURVEYS, name="export.xlsx")
    assert tried.exit_code == 1
    assert "'March' (2 rows), 'April' (1 rows)" in tried.message and "sheet =" in tried.message
    tried = trial(content, '[file]\nsheet = "April"', *SURVEYS, name="export.xlsx")
    assert (tried.report["detected"]["sheet"], tried.counts) == ("April", (1, 1, 0, 0))


def test_a_question_tells_programs_which_sheets_there_are(read):
    content = xlsx(MARCH, "March", more={"April": APRIL, "Old": APRIL}, hidden=["Old"])
    with pytest.raises(SheetNotChosen) as asked:
        read(content)
    assert (asked.value.sheets, asked.value.others) == (["March", "April"], ["Old"])


def test_sheets_are_listed_with_the_hidden_ones(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(xlsx(MARCH, more={"Old": APRIL}, hidden=["Old"]))
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    assert [(s.name, s.is_hidden) for s in sheets_in(tmp_path / "a.xlsx")] == [
        ("Data", False), ("Old", True),
    ]  # fmt: skip
    assert sheets_in(tmp_path / "a.csv") == []


@pytest.mark.parametrize(
    ("content", "options", "word"),
    [
        (xlsx([]), "", "no visible sheet that holds anything"),
        (xlsx([HEADER]), "", "no data rows"),
        (xlsx(MARCH), '[file]\nsheet = "March"', "no sheet 'March'"),
        (xlsx(MARCH, more={"Empty": []}), '[file]\nsheet = "Empty"', "is empty"),
    ],
)
def test_a_workbook_without_the_table_is_refused_with_what_it_has(trial, content, options, word):
    tried = trial(content, options, *SURVEYS, name="export.xlsx")
    assert tried.exit_code == 1 and word in tried.message


# --- what would take all memory -------------------------------------------------------------------


def test_a_stray_cell_far_out_is_refused_before_it_takes_memory(read):
    far = [HEADER, *[[]] * 50, [*[""] * 200, "x"]]
    for content, name in ((xlsx(far), "a.xlsx"), (xls(far), "a.xls")):
        with pytest.raises(Refused, match="max_sheet_cells"):
            read(content, name=name, limits=Limits(sheet_cells=2000))
    repeated = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
        ' table:number-columns-repeated="1000" office:value-type="float" office:value="5">'
        "<text:p>5</text:p></table:table-cell></table:table-row>"
    )
    with pytest.raises(Refused, match="max_sheet_cells"):
        read(ods([HEADER], below=repeated), name="a.ods")


def test_more_columns_than_any_export_has_are_refused(read):
    with pytest.raises(Refused, match="5,001 columns"):
        read(xlsx([[f"n{n}" for n in range(5001)], ["x"]]))


def test_cells_that_are_formatted_far_out_but_empty_are_no_trouble(read):
    far = xlsx(MARCH)
    blank = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    sheet = "xl/worksheets/sheet1.xml"
    members = {**_members(far)}
    members[sheet] = members[sheet].replace(b"</sheetData>", blank)
    assert len(read(zipped(members))[1]) == 2
    filled = blank.replace(b' s="1"/>', b"><v>1</v></c>")
    members[sheet] = _members(far)[sheet].replace(b"</sheetData>", filled)
    with pytest.raises(Refused, match="row 1,048,576 and column 16,384"):
        read(zipped(members))


def test_a_sheet_whose_cells_do_not_say_their_place_is_read(read):
    members = _members(xlsx(with_cell(2, 4, "#N/A")))
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = re.sub(rb'<c r="[A-Z]+\d+"', b"<c", members[sheet])
    assert read(zipped(members))[1][1] == (3, "R2", "A", "2024-03-02", "FFT", "#N/A")


def _members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
