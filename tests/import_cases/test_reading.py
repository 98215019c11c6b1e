"""Files as they come: encodings, delimiters, headers, lines, and what is no table at all."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

HEADER = "response_id,unit_id,event_date,instrument,fft"
GOOD = f"{HEADER}\nR1,A,2024-03-01,FFT,1\nR2,A,2024-03-02,FFT,2\n"
SURVEYS = ("--dataset", "surveys", "--source", "test")


def test_what_was_detected_is_reported(trial):
    tried = trial(GOOD, None, *SURVEYS)
    assert tried.exit_code == 0
    assert tried.report["detected"] == {
        "encoding": "utf-8", "delimiter": ",", "header_row": 1, "sheet": None,
    }  # fmt: skip
    assert tried.counts == (2, 2, 0, 0)
    assert tried.report["extract_id"] is None and tried.report["published"] is False


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_the_delimiter_is_detected(trial, delimiter):
    tried = trial(GOOD.replace(",", delimiter), None, *SURVEYS)
    assert tried.report["detected"]["delimiter"] == delimiter
    assert tried.report["accepted"] == 2


def test_a_semicolon_file_with_decimal_commas_is_not_read_as_comma_separated(trial):
    lines = [
        f"{HEADER};weight".replace(",", ";"),
        "R1;A;2024-03-01;FFT;1;1,25",
        "R2;A, B;2024-03-02;FFT;1;0,75",
    ]
    tried = trial("\n".join(lines), '[file]\ndecimal = ","\n', *SURVEYS)
    assert tried.report["detected"]["delimiter"] == ";"
    assert tried.counts == (2, 2, 0, 0), tried.findings


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(trial, newline):
    content = GOOD.replace("\n", newline).encode()
    assert trial(content, None, *SURVEYS).counts == (2, 2, 0, 0)


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16")],
)
def test_the_encoding_is_detected(trial, encoding, named):
    content = GOOD.replace(",A,", ",Áras Contrôle – Süd,").encode(encoding)
    tried = trial(content, "[units]\nregister = true\n", *SURVEYS)
    assert tried.report["detected"]["encoding"] == named
    assert tried.report["new_units"] == ["Áras Contrôle – Süd"]


def test_ascii_is_called_utf_8_even_where_the_profile_says_ascii(trial):
    tried = trial(GOOD, '[file]\nencoding = "ASCII"\n', *SURVEYS)
    assert tried.report["detected"]["encoding"] == "utf-8"


def test_a_file_in_two_encodings_is_refused_with_the_lines_that_do_not_fit(trial):
    content = f"{HEADER}\nR1,Süd,2024-03-01,FFT,1\n".encode() + "R2,Süd,2024-03-01,FFT,1\n".encode(
        "cp1252"
    )
    tried = trial(content, None, *SURVEYS)
    assert tried.exit_code == 1
    assert "line 3" in tried.message


def test_bytes_that_the_profiles_encoding_cannot_decode_are_named_by_line(trial):
    content = GOOD.encode() + b"R3,\x81,2024-03-01,FFT,1\n"
    tried = trial(content, '[file]\nencoding = "cp1252"\n', *SURVEYS)
    assert tried.exit_code == 1 and "line 4" in tried.message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_wide_encodings_are_read_with_and_without_a_mark(trial, encoding):
    content = GOOD.replace(",A,", ",Süd,").encode(encoding)
    tried = trial(content, "[units]\nregister = true\n", *SURVEYS)
    assert tried.report["detected"]["encoding"] == encoding
    assert tried.report["new_units"] == ["Süd"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (GOOD.encode("utf-16") + b"x", 4),
        ((GOOD + "R3,").encode("utf-16-le") + b"\x00\xd8A\x00", 4),
        (GOOD.replace("\n", "\r").encode() + "Süd\rSüd\r".encode() * 9 + b"S\xfcd\r", 22),
        ((GOOD + "R3,caf\u00e9 na\u00efve\n").encode("cp1252") + b"R4,\x9d\n", 5),
    ],
)
def test_bytes_that_no_encoding_decodes_are_named_by_line(trial, content, line):
    tried = trial(content, None, *SURVEYS)
    assert tried.exit_code == 1
    assert f"see line {line}." in tried.message


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "cp1253", "gb18030"])
def test_letters_that_do_not_tell_their_encoding_are_a_question(trial, encoding):
    words = {"cp1253": "Νοσοκομείο Αθηνών", "gb18030": "北京医院"}.get(encoding, "Café né rélu")
    content = (HEADER + "\n" + f"R1,{words},2024-03-01,FFT,1\n" * 9).encode(encoding)
    tried = trial(content, None, *SURVEYS)
    assert tried.exit_code == 1 and "encoding = " in tried.message
    named = f'[file]\nencoding = "{encoding}"\n[units]\nregister = true'
    assert trial(content, named, *SURVEYS).report["new_units"] == [words]


@pytest.mark.parametrize(
    "text", ["m³ – 5 €, “quoted”…", "Müller’s Straße", "Año São Łódź"[:7], "naïve"]
)
def test_what_exports_in_western_europe_hold_is_read_as_cp1252(trial, text):
    content = GOOD.replace(",A,", f',"{text}",').encode("cp1252")
    tried = trial(content, "[units]\nregister = true\n", *SURVEYS)
    assert tried.report["detected"]["encoding"] == "cp1252"
    assert tried.report["new_units"] == [text]


def test_a_mark_of_utf_8_is_believed_more_than_a_profile(trial):
    content = GOOD.replace(",A,", ",Süd,").encode("utf-8-sig")
    profile = '[file]\nencoding = "cp1252"\n[units]\nregister = true\n'
    assert trial(content, profile, *SURVEYS).report["new_units"] == ["Süd"]


def test_an_unknown_encoding_is_wrong_usage(trial):
    tried = trial(GOOD, '[file]\nencoding = "klingon"\n', *SURVEYS)
    assert tried.exit_code == 2 and "klingon" in tried.message


def test_japanese_text_is_read(trial):
    content = GOOD.replace(",A,", ",東京病院,").encode("shift_jis")
    tried = trial(content, '[file]\nencoding = "shift_jis"\n[units]\nregister = true\n', *SURVEYS)
    assert tried.report["new_units"] == ["東京病院"]


def test_a_row_is_counted_from_the_first_line_even_after_quoted_line_breaks(trial):
    content = f'{HEADER},note\nR1,A,2024-03-01,FFT,1,"one\ntwo\nthree"\nR2,A,2024-03-01,FFT,9,x\n'
    tried = trial(content, None, *SURVEYS)
    assert tried.rows_of("unknown_code") == ["5"]


def test_a_quoted_line_break_in_the_header_moves_the_rows(trial):
    content = f'{HEADER},"long\nname"\nR1,A,2024-03-01,FFT,9,x\n'
    assert trial(content, None, *SURVEYS).rows_of("unknown_code") == ["3"]


@pytest.mark.parametrize("blank", [",,,,", ' ,\t,"\n",\u00a0,', '"","","","",""'])
def test_rows_of_nothing_but_spaces_are_no_rows(trial, blank):
    tried = trial(GOOD + f"{blank}\nR3,A,2024-03-01,FFT,9\n", None, *SURVEYS)
    assert tried.counts == (3, 2, 1, 0)
    assert tried.rows_of("unknown_code") == [str(5 + blank.count("\n"))]


def test_blank_lines_are_no_rows_and_keep_the_count_of_lines(trial):
    content = f"{HEADER}\n\nR1,A,2024-03-01,FFT,1\n\n\nR2,A,2024-03-01,FFT,9\n\n"
    tried = trial(content, None, *SURVEYS)
    assert tried.counts == (2, 1, 1, 0)
    assert tried.rows_of("unknown_code") == ["6"]


def test_a_short_row_lacks_its_last_fields_and_a_long_one_is_refused(trial):
    content = f"{HEADER},mode\nR1,A,2024-03-01,FFT,1\nR2,A,2024-03-01,FFT,1,sms,extra\nR3,A,2024-03-01,FFT,1,sms,\n"
    tried = trial(content, None, *SURVEYS)
    assert tried.counts == (3, 2, 1, 0), tried.findings
    assert {f["row"] for f in tried.findings if f["severity"] == "error"} == {"3"}


def test_a_quote_that_is_never_closed_is_refused_or_reported_and_swallows_nothing_silently(trial):
    content = f'{HEADER},note\nR1,A,2024-03-01,FFT,1,"never closed\nR2,A,2024-03-01,FFT,1,x\nR3,A,2024-03-01,FFT,1,x\n'
    tried = trial(content, None, *SURVEYS)
    assert tried.exit_code == 1
    assert "line 2" in tried.message.lower() and "quot" in tried.message.lower()


def test_an_inch_mark_inside_a_field_is_only_a_character(trial):
    content = f'{HEADER},note\nR1,A,2024-03-01,FFT,1,a 5" pipe\nR2,A,2024-03-01,FFT,2,"a ""quoted"" word"\n'
    assert trial(content, None, *SURVEYS).counts == (2, 2, 0, 0)


def test_lines_above_the_header_are_left_out_by_skip_rows(trial):
    tried = trial("Report\nof March\n" + GOOD, "[file]\nskip_rows = 2\n", *SURVEYS)
    assert tried.report["detected"]["header_row"] == 3
    assert tried.counts == (2, 2, 0, 0)


def test_lines_above_the_header_are_detected_where_the_profile_is_silent(trial):
    tried = trial("Patient survey\nReport of March,,\n\n" + GOOD, None, *SURVEYS)
    assert tried.report["detected"]["header_row"] == 4
    assert tried.counts == (2, 2, 0, 0)


def test_the_header_is_found_by_the_columns_that_a_profile_names(trial):
    profile = """
[columns]
response_id = "No"
unit_id = "Ward"
event_date = "Day"
instrument = { constant = "FFT" }
fft = "Answer"
"""
    content = "Title,of,the,report\n,,,\nNo,Ward,Day,Answer\nR1,A,2024-03-01,1\n"
    tried = trial(content, profile, *SURVEYS)
    assert tried.report["detected"]["header_row"] == 3
    assert tried.counts == (1, 1, 0, 0)


def test_a_file_without_header_has_numbered_columns(trial):
    profile = """
[file]
header = false
[columns]
response_id = "column1"
unit_id = "column2"
event_date = "column3"
instrument = { constant = "FFT" }
fft = "column4"
"""
    tried = trial("R1,A,2024-03-01,1\nR2,A,2024-03-01,9\n", profile, *SURVEYS)
    assert tried.report["detected"]["header_row"] is None
    assert tried.counts == (2, 1, 1, 0)
    found = next(f for f in tried.findings if f["rule_id"] == "unknown_code")
    assert (found["row"], found["column"]) == ("2", "column4")


def test_a_missing_header_is_detected_from_a_profile_that_names_numbered_columns(trial):
    profile = """
[columns]
response_id = "column1"
unit_id = "column2"
event_date = "column3"
instrument = { constant = "FFT" }
fft = "column4"
"""
    tried = trial("R1,A,2024-03-01,1\nR2,A,2024-03-01,2\n", profile, *SURVEYS)
    assert tried.report["detected"]["header_row"] is None
    assert tried.counts == (2, 2, 0, 0)


def test_header_names_match_whatever_their_case_bom_and_spaces(trial):
    content = (
        "\ufeff RESPONSE_ID ,\u00a0Unit_Id\u00a0,Event_Date,instrument,FFT\nR1,A,2024-03-01,FFT,1\n"
    )
    assert trial(content, None, *SURVEYS).report["accepted"] == 1


REPEATED = "No,Ward,Date,date \nR1,A,2024-03-01,2024-04-01\n"
BY_NAME = """
[columns]
response_id = "No"
unit_id = "Ward"
event_date = "{event}"
received_date = "{received}"
instrument = {{ constant = "FFT" }}
fft = {{ constant = "1" }}
"""


def test_a_name_that_stands_twice_is_addressed_with_a_number(trial):
    assert (
        trial(REPEATED, BY_NAME.format(event="Date", received="Date.2"), *SURVEYS).report[
            "accepted"
        ]
        == 1
    )
    tried = trial(REPEATED, BY_NAME.format(event="Date.2", received="Date"), *SURVEYS)
    assert tried.report["refused"] == 1  # answered before the visit: the other way round


def test_without_a_profile_a_name_that_stands_twice_is_refused(trial):
    content = GOOD.replace("instrument,fft", "instrument,fft,event_date").replace(
        "FFT,1", "FFT,1,x"
    )
    tried = trial(content, None, *SURVEYS)
    assert tried.exit_code == 1 and "event_date" in tried.message


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        (f"{HEADER}\n", "no data rows"),
        ("<!DOCTYPE html>\n<html><body>login</body></html>", "web page"),
        ("\n\n  <html lang='en'><head>", "web page"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n", "Git LFS"),
        (b"PK\x03\x04 not a table", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 encrypted", "workbook"),
        (b"PAR1 not a table PAR1", "Parquet"),
        (b"%PDF-1.7 not a table", "PDF"),
        (b"\x1f\x8b\x08 not a table", "compressed"),
        ((HEADER + "\nR1,A\x00,2024-03-01,FFT,1\n").encode(), "NUL"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_one_clear_message(trial, content, word):
    tried = trial(content, None, *SURVEYS)
    assert tried.exit_code == 1
    assert word in tried.message
    assert len(tried.message.strip().splitlines()) == 1
    assert tried.report["extract_id"] is None and tried.report["published"] is False


def test_a_missing_file_and_a_folder_are_refused(trial, tmp_path):
    from dashboard.__main__ import run

    for path in (tmp_path / "nothing.csv", tmp_path):
        assert run(["import", str(path), "--as-of", "2024-01-01", "--dry-run", *SURVEYS]) == 1


def test_a_broken_parquet_file_is_refused(trial):
    tried = trial(b"PAR1" + b"x" * 100 + b"PAR1", None, *SURVEYS, name="export.parquet")
    assert tried.exit_code == 1 and "Parquet" in tried.message


def test_typed_parquet_columns_go_the_same_way(trial, tmp_path):
    import datetime as dt

    noon = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
    columns = pa.table({
        "complaint_id": pa.array([101004143000.0, 2.0, None], pa.float64()),
        "unit_id": ["A", "A", "A"],
        "received_at": pa.array([noon, noon, noon], pa.timestamp("us", "UTC")),
        "closed_at": pa.array([None, dt.datetime(2024, 3, 2), None], pa.timestamp("ns")),
        "status": pa.array(["open", "closed", "open"]).dictionary_encode(),
        "channel": ["web", "web", "web"],
        "contact_type": ["complaint"] * 3,
        "due_date": pa.array([dt.date(2024, 3, 9), None, None]),
        "severity_hcat": pa.array([1, None, 2], pa.int64()),
        "perceived_only": pa.array([True, False, None]),
        "recovery_actions": pa.array([["apology", "fix"], [], None]),
    })  # fmt: skip
    pq.write_table(columns, tmp_path / "in.parquet")
    tried = trial(
        (tmp_path / "in.parquet").read_bytes(), None, "--dataset", "complaints", "--source", "test",
        name="export.parquet",
    )  # fmt: skip
    assert tried.counts == (3, 2, 1, 0), tried.findings
    assert tried.rows_of("missing_required") == ["3"]  # the third record
    assert tried.report["detected"]["encoding"] is None
