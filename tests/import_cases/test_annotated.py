"""The file that is sent back: as CSV or workbook, harmless to open, and good to import again."""

import csv
import datetime as dt
import io
import tomllib
import zipfile

import pytest
from python_calamine import load_workbook

from dashboard.extracts.annotated import write_annotated, write_refused_file
from dashboard.extracts.annotated_sheet import SheetWriter
from dashboard.extracts.findings import harmless
from dashboard.extracts.intake import check_file
from dashboard.extracts.profile import FileOptions, parse_profile
from dashboard.extracts.reading import read_source
from dashboard.extracts.request import Request
from tests.import_cases.making import xlsx

SURVEYS = ("--dataset", "surveys", "--source", "test")
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x";"y")', "\t=1", " =1", "＝1"]
HEADER = ["No", "Ward", "Day", "Answer", "Note"]
PROFILE = """
dataset = "surveys"
source_system = "test"
{file}
[columns]
response_id = "No"
unit_id = "Ward"
event_date = {{ column = "Day", format = "%d/%m/%Y" }}
instrument = {{ constant = "FFT" }}
fft = "Answer"
"""
ROWS = [
    ["0012", "A", "13/03/2024", "1", "good"],
    ["0013", "A", "14/03/2024", "9", "=1+1"],
    ["0014", "", "15/03/2024", "2", "-5"],
]
TEXT = "\n".join(";".join(row) for row in (["Export of March"], [], HEADER, *ROWS))
IN_TEXT = '[file]\nskip_rows = 2\ndelimiter = ";"\nencoding = "cp1252"'


@pytest.fixture
def annotated(trial, tmp_path):
    """Import a file, and give the annotated one as rows of texts."""

    def tried(content, profile, suffix, name="export.csv"):
        out = tmp_path / f"annotated{suffix}"
        done = trial(content, profile, *SURVEYS, "--annotated", str(out), name=name)
        if suffix == ".csv":
            with out.open(encoding="utf-8-sig", newline="") as file:
                return done, out, list(csv.reader(file))
        return done, out, load_workbook(str(out)).get_sheet_by_index(0).to_python()

    return tried


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_refused_rows_come_back_in_the_users_own_columns(annotated, suffix):
    done, _, rows = annotated(TEXT, PROFILE.format(file=IN_TEXT), suffix)
    assert done.counts == (3, 1, 2, 0)
    assert rows[0] == [*HEADER, "rule", "fix"]
    assert rows[1][:4] == ["0013", "A", "14/03/2024", "9"]
    assert rows[1][5] == "Answer: unknown_code" and "goes from 1 to 6" in rows[1][6]
    assert rows[2][:5] == ["0014", "", "15/03/2024", "2", "-5"]
    assert rows[2][5] == "Ward: missing_required"
    assert len(rows) == 3


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_corrected_it_is_imported_with_the_same_profile(annotated, trial, suffix, tmp_path):
    """The profile speaks of the original's lines, delimiter and encoding."""
    profile = PROFILE.format(file=IN_TEXT)
    *_, rows = annotated(TEXT.replace("A;14", "Süd;14"), profile, suffix)
    rows[1][3], rows[2][1] = "3", "B"
    if suffix == ".csv":
        file = io.StringIO(newline="")
        csv.writer(file).writerows(rows)
        again = b"\xef\xbb\xbf" + file.getvalue().encode()
    else:
        again = xlsx(rows, "Refused rows", only_texts=True)
    tried = trial(again, profile, *SURVEYS, name=f"fixed{suffix}")
    assert tried.counts == (2, 2, 0, 0), (tried.message, tried.findings)
    source = read_source(tmp_path / f"fixed{suffix}", FileOptions(skip_rows=2))
    notes = source.con.execute("select c4 from source order by line").fetchall()
    assert notes == [("=1+1",), ("-5",)]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_days_by_type_come_back_and_are_read_again(annotated, trial, suffix):
    day = dt.date(2024, 3, 14)
    rows = [["Title"], HEADER, [12, "A", day, 1, "x"], [13, "A", day, 9, "y"]]
    profile = PROFILE.format(file='[file]\nsheet = "March"\nskip_rows = 1')
    done, out, back = annotated(xlsx(rows, "March"), profile, suffix, name="export.xlsx")
    assert done.counts == (2, 1, 1, 0)
    if suffix == ".xlsx":
        assert load_workbook(str(out)).sheet_names == ["March"]
        assert back[1][:5] == [13, "A", day, 9, "y"]
    tried = trial(out.read_bytes(), profile, *SURVEYS, name=f"again{suffix}")
    assert set(tried.report["findings"]) == {"unknown_code"}
    assert tried.counts == (1, 0, 1, 0)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_lower_names_of_a_header_of_two_rows_are_found_again(trial, tmp_path, suffix):
    rows = [["Ward", "Month", "Answers", ""], ["", "", "Good", "Poor"], ["A", "2024-03", "x", 1]]
    profile = (
        'dataset = "activity"\n[columns]\nunit_id = "Ward"\nmonth = "Month"\ndischarges = "Good"\n'
    )
    content = xlsx(rows, merged=[(0, 2, 0, 3), (0, 0, 1, 0)])
    out = tmp_path / f"annotated{suffix}"
    options = ("--source", "t", "--annotated", str(out))
    assert trial(content, profile, *options, name="export.xlsx").rows_of("unreadable_number") == [
        "3"
    ]
    tried = trial(out.read_bytes(), profile, "--source", "t", name=f"again{suffix}")
    assert tried.rows_of("unreadable_number") == ["2"]


# --- formulas -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_marked(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+5", "-5.25", "-1,672.50", "1e-5", "-1e5", "-.5", "a=b"])
def test_numbers_and_other_texts_stay_as_they_are(text):
    assert harmless(text) == text


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_cell_of_a_report_can_become_a_formula(annotated, tmp_path, suffix):
    lines = [["No", "Ward", "Day", "Answer", "=Note"]]
    lines += [[f"R{n}", text, "13/03/2024", text, text] for n, text in enumerate(FORMULAS)]
    file = io.StringIO(newline="")
    csv.writer(file).writerows(lines)
    _, out, rows = annotated(file.getvalue().encode(), PROFILE.format(file=""), suffix)
    assert len(rows) == 1 + len(FORMULAS)
    if suffix == ".csv":
        begins = tuple("=+-@\t\r＝")
        assert not [c for row in rows for c in row if c.strip(" ").startswith(begins)]
        with (tmp_path / "findings.csv").open(encoding="utf-8-sig", newline="") as found:
            assert not [c for r in csv.reader(found) for c in r if c.strip(" ").startswith(begins)]
    else:
        assert [row[4] for row in rows[1:]] == FORMULAS  # texts, which nothing runs
        assert b"<f>" not in _part(out, "xl/worksheets/sheet1.xml")


def _part(path, name):
    with zipfile.ZipFile(path) as book:
        return book.read(name)


# --- the workbook ---------------------------------------------------------------------------------


def test_wrong_cells_are_filled_and_say_why_and_the_header_stays_in_sight(annotated):
    _, out, _ = annotated(TEXT, PROFILE.format(file=IN_TEXT), ".xlsx")
    sheet = _part(out, "xl/worksheets/sheet1.xml")
    assert b'state="frozen"' in sheet and b"<autoFilter" in sheet
    comments = _part(out, "xl/comments1.xml").decode()
    assert 'ref="D2"' in comments and 'ref="B3"' in comments
    assert comments.count("<comment ") == 2
    assert b"FFF8CBAD" in _part(out, "xl/styles.xml")


def test_what_a_sheet_cannot_hold_is_cut_or_refused():
    out = io.BytesIO()
    with SheetWriter(out, "a/b", ["x"]) as sheet:
        sheet.add(["y" * 40_000], "rule", "a\x00b\x0bc", {})
    [name] = load_workbook(io.BytesIO(out.getvalue())).sheet_names
    _, row = _texts(out.getvalue(), ".xlsx")
    assert name == "Refused rows"
    assert len(row[0]) == 32_767 and row[0].endswith("…")
    assert row[2] == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
def test_it_is_written_to_an_open_file_as_to_a_path(tmp_path, kind):
    (tmp_path / "in.csv").write_text(TEXT, encoding="utf-8")
    profile = parse_profile(tomllib.loads(PROFILE.format(file=IN_TEXT)), "p.toml", "x")
    request = Request(tmp_path / "in.csv", dt.date(2024, 6, 30), profile)
    checked = check_file(request, None)
    out, path = io.BytesIO(), tmp_path / f"out{kind}"
    write_annotated(out, checked.source, checked.mapped, checked.checks, kind)
    write_annotated(path, checked.source, checked.mapped, checked.checks)
    if kind == ".csv":
        assert out.getvalue() == path.read_bytes()
    assert _texts(out.getvalue(), kind) == _texts(path.read_bytes(), kind)
    out = io.BytesIO()
    write_refused_file(out, None, "why", kind)
    assert len(_texts(out.getvalue(), kind)) == 1


def _texts(content, kind):
    if kind == ".csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
