"""Profiles written from the contract alone, with what people get wrong in them."""

import pytest

from tests.import_cases.conftest import table

pytestmark = pytest.mark.slow  # many files

HEADER = "No,Ward,Day,Answer,Extra\n"
ROW = "R1,A,2024-03-01,1,x\n"


def profile(columns: str = "", *, file: str = "", rows: str = "", top: str = "", **changed: str):
    """A profile of surveys; `changed` replaces a column's source, None leaves the column out."""
    sources = {
        "response_id": '"No"', "unit_id": '"Ward"', "event_date": '"Day"',
        "instrument": '{ constant = "FFT" }', "fft": '"Answer"',
    } | changed  # fmt: skip
    mapped = "\n".join(f"{name} = {source}" for name, source in sources.items())
    tables = f"[file]\n{file}\n[columns]\n{mapped}\n{columns}\n[rows]\n{rows}\n"
    return f'dataset = "surveys"\nsource_system = "s"\n{top}\n{tables}[units]\nregister = true\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (profile(file='encoding = "rot13"'), ("rot13", "utf-8")),
        (profile(file='encoding = "undefined"'), ("undefined",)),
        (profile(file="encoding = 3"), ("encoding", "text")),
        (profile(file="delimiter = '\"'"), ("delimiter",)),
        (profile(file='delimiter = "\\n"'), ("delimiter",)),
        (profile(file='thousands = "."\ndecimal = "."'), ("thousands", "decimal")),
        (profile(file="null_values = [99]"), ("null_values", "texts")),
        (profile(file="skip_rows = 1.5"), ("skip_rows",)),
        (profile(top='timezone = "posixrules"'), ("posixrules", "America/New_York")),
        (profile(top="timezone = 5"), ("timezone",)),
        (profile(fft='{ column = "Answer", values = { a = { b = 1 } } }'), ("fft", "values")),
        (profile(fft='{ column = "Answer", otherwise = [1] }'), ("fft", "otherwise")),
        (profile(fft='{ column = "Answer", scale = inf }'), ("fft", "scale")),
        (profile(fft='{ column = "Answer", scale = true }'), ("fft", "scale")),
        (profile(fft='{ column = "Answer", separator = "-" }'), ("fft", "separator", "column")),
        (profile(response_id='{ hash = "No", values = { a = "b" } }'), ("response_id", "values")),
        (profile(response_id='{ row_number = false }'), ("response_id", "row_number")),
        (profile(event_date='{ column = "Day", format = "%H:%M" }'), ("%H:%M", "year")),
        (profile(event_date='{ column = "Day", format = "%d/%m" }'), ("%d/%m", "year")),
        (profile(event_date='{ column = "Day", format = [] }'), ("event_date", "format")),
        (profile(rows='order_by = "Day"'), ("order_by", "one_per")),
        (profile(rows='skip_where = { "No" = { a = 1 } }'), ("skip_where", "No")),
        (profile(rows='one_per = "No"\norder_by = { colum = "Day" }'), ("colum", "[rows] order_by")),
        (profile(rows='one_per = "No"\norder_by = { hmac = "Day" }'), ("hmac", "[rows] order_by")),
        (profile(rows='one_per = "No"\norder_by = { format = "%Y" }'), ("order_by", "column")),
        (profile(rows="one_per = 3"), ("one_per",)),
        ('dataset = ["surveys"]\n', ("dataset",)),
        ('dataset = "training"\n', ("training", "complaints")),
        ("units = true\n", ("units",)),
        ('dataset = "surveys"\n', ("--source",)),
        ('source_system = "s"\n', ("--dataset",)),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_wrong_usage_and_named(trial, text, words):
    tried = trial(HEADER + ROW, text)
    assert (tried.exit_code, tried.report) == (2, {}), tried
    assert all(word in tried.message for word in words), tried.message
    assert len(tried.message.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "source", ['{ constant = "" }', '{ column = "Ward", values = { A = "" } }',
               '{ column = "Ward", values = { B = "b" }, otherwise = " " }'],
)  # fmt: skip
def test_an_empty_text_that_the_profile_gives_is_a_missing_value(trial, source):
    tried = trial(HEADER + ROW, profile(unit_id=source))
    assert tried.report["findings"] == {"missing_required": 1}
    assert tried.report["new_units"] == []


def test_a_point_between_thousands_makes_the_comma_a_decimal_mark(trial):
    content = HEADER + 'R1,A,2024-03-01,1,"1.234"\nR2,A,2024-03-01,1,"0,5"\nR3,A,2024-03-01,1,1.5\n'
    tried = trial(content, profile('weight = "Extra"', file='thousands = "."'))
    assert tried.rows_of("unreadable_number") == ["4"]


@pytest.mark.parametrize(
    "text", ["2024-03-01T10:00:00Z", "2024-03-01T10:00:00+01:00", "2024-03-01T10:00:00-0500"]
)
def test_an_offset_in_a_format_may_be_written_as_z(trial, text):
    given = '{ column = "Day", format = "%Y-%m-%dT%H:%M:%S%z" }'
    tried = trial(HEADER + ROW.replace("2024-03-01", text), profile(event_date=given))
    assert tried.report["accepted"] == 1, tried.findings


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        ('"%d/%m/%Y"', ("1/3/2024", "01/03/2024")),
        ('"%d-%b-%y"', ("01-MAR-24", "1-mar-24")),
        ('"%A, %d %B %Y"', ("Friday, 1 March 2024", "Friday, 01 March 2024")),
        ('"%G-W%V-%u"', ("2024-W09-5",)),
        ('"%Y-%j"', ("2024-061",)),
        ('"%Y%m%d"', ("20240301",)),
        ('"%d.%m.%Y um %H:%M Uhr"', ("01.03.2024 um 10:05 Uhr",)),
        ('"%m/%d/%Y %I:%M:%S %p"', ("12/25/2023 12:00:00 AM", "12/25/2023 1:05:00 PM")),
        ('["%Y-%m-%d", "%d %B %Y", "%d/%m/%y"]', ("2024-03-01", "1 March 2024", "13/03/24")),
    ],
)
def test_formats_are_those_of_strptime(trial, given, texts):
    content = HEADER + "".join(f'R{n},A,"{text}",1,\n' for n, text in enumerate(texts))
    tried = trial(content, profile(event_date=f'{{ column = "Day", format = {given} }}'))
    assert tried.report["accepted"] == len(texts), tried.findings


def test_a_constant_may_be_a_date_of_toml_and_may_have_a_format(trial):
    for constant in ("2024-03-01", '"01/03/2024", format = "%d/%m/%Y"'):
        text = profile(event_date=f"{{ constant = {constant} }}")
        assert trial(HEADER + ROW, text).report["accepted"] == 1


ACTIONS = """
[columns]
complaint_id = "complaint_id"
unit_id = "unit_id"
received_at = "received_at"
status = "status"
closed_at = "closed_at"
channel = "channel"
contact_type = "contact_type"
recovery_actions = { column = "Actions", values = { Sorry = "apology", Refund = "compensation", All = "apology;fix" } }
"""


def test_values_translate_each_item_of_a_list(trial):
    texts = ("Sorry; Refund", "Sorry", "All", "", "fix;Sorry", "Sorry;Cake")
    rows = [{"complaint_id": f"C{n}", "Actions": text} for n, text in enumerate(texts)]
    tried = trial(table("complaints", *rows), ACTIONS, "--dataset", "complaints", "--source", "s")
    assert tried.rows_of("unknown_code") == ["7"]
    assert tried.report["refused"] == 1


def test_one_value_may_stand_where_a_list_is_meant(trial):
    content = HEADER + ROW + "9,A,2024-03-01,1,x\nTOTAL,A,2024-03-01,1,x\n"
    for skipped, lines in (('"TOTAL"', 1), ("9", 1), ('[9, "TOTAL"]', 2)):
        tried = trial(content, profile(rows=f"skip_where = {{ No = {skipped} }}"))
        assert tried.report["skipped"] == lines


def test_order_by_may_name_a_contract_column_and_its_format(trial):
    text = profile(
        rows='one_per = "No"\norder_by = "event_date"',
        event_date='{ column = "Day", format = "%d/%m/%Y" }',
    )
    tried = trial(HEADER + "R1,A,01/03/2024,1,\nR1,A,13/02/2024,9,\n", text)
    assert tried.counts == (2, 1, 0, 1)


def test_free_text_of_surveys_is_mapped_only_by_a_profile(trial):
    assert trial(HEADER + ROW, profile('free_text = "Extra"')).report["accepted"] == 1


def test_numbered_columns_that_a_header_names_are_no_sign_of_its_absence(trial):
    text = profile(
        response_id='"column1"', unit_id='"column2"', event_date='"column3"', fft='"column4"'
    )
    content = "column1,column2,column3,column4\nR1,A,2024-03-01,1\n"
    tried = trial(content, text)
    assert (tried.report["detected"]["header_row"], tried.counts) == (1, (1, 1, 0, 0))


def test_an_identifier_is_shown_nowhere_but_in_the_users_own_rows(trial):
    content = HEADER + "R1,A,2024-03-01,1,Jane Doe\nR2,A,2024-03-01,1,MRN0012345\n"
    tried = trial(content, profile('patient_link_key = "Extra"'))
    assert tried.report["findings"] == {"identifier_in_hash": 2}
    assert not any(word in str(tried) for word in ("Jane", "MRN"))
