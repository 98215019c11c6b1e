"""Profiles: what each key does, and that a wrong one is named with what is allowed."""

import hashlib
import hmac

import pytest

SURVEYS = ("--dataset", "surveys", "--source", "test")
COLUMNS = {
    "response_id": '"No"',
    "unit_id": '"Ward"',
    "event_date": '"Day"',
    "instrument": '{ constant = "FFT" }',
    "fft": '"Answer"',
}
HEADER = "No,Ward,Day,Answer,Extra"


def profile(before: str = "", after: str = "", **columns: str) -> str:
    mapped = "\n".join(f"{name} = {source}" for name, source in (COLUMNS | columns).items())
    return f'dataset = "surveys"\nsource_system = "test"\n{before}\n[columns]\n{mapped}\n{after}\n'


def lines(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("datasett = 'surveys'", ("datasett", "dataset", "source_system", "timezone")),
        ("[file]\nencodng = 'utf-8'", ("encodng", "encoding", "null_values")),
        ("[rows]\none_for = 'x'", ("one_for", "one_per", "skip_where")),
        ("[units]\nregistr = true", ("registr", "register")),
        ("[columns]\nresponse = 'No'", ("response", "response_id", "unit_id")),
        ("[columns]\nresponse_id = { colum = 'No' }", ("colum", "column", "hash")),
        ("[columns]\nresponse_id = { column = 'No', constant = 'x' }", ("response_id",)),
        ("[columns]\nresponse_id = { values = { a = 'b' } }", ("response_id", "column")),
        ("[columns]\nevent_date = { column = 'Day', ambiguous = 'last' }", ("ambiguous", "first")),
        ("[columns]\nevent_date = { column = 'Day', format = '%Q' }", ("%Q",)),
        ("[columns]\nevent_date = { column = 3 }", ("event_date",)),
        ("[columns]\nfft = { column = 'Answer', values = ['1'] }", ("values",)),
        ("[columns]\nfft = { column = 'Answer', scale = 'x' }", ("scale",)),
        ("[file]\nskip_rows = -1", ("skip_rows",)),
        ("[file]\nheader = 'no'", ("header",)),
        ("[file]\ndelimiter = ';;'", ("delimiter",)),
        ("[rows]\nskip_where = ['Total']", ("skip_where",)),
        ("timezone = 'Mars/Phobos'", ("Mars/Phobos",)),
        ("columns = 3", ("columns",)),
        ("this is no TOML", ("profile.toml",)),
    ],
)  # fmt: skip
def test_a_wrong_key_or_value_is_wrong_usage_and_named(trial, text, words):
    head = (
        ""
        if text.startswith(("datasett", "timezone", "columns =", "this"))
        else 'dataset = "surveys"\n'
    )
    tried = trial(lines("R1,A,2024-03-01,1,"), head + text, *SURVEYS)
    assert tried.exit_code == 2, tried
    assert all(word in tried.message for word in words), tried.message


def test_an_unknown_dataset_is_wrong_usage(trial):
    tried = trial(lines("R1,A,2024-03-01,1,"), None, "--dataset", "weather", "--source", "x")
    assert tried.exit_code == 2
    assert "weather" in tried.message and "complaints" in tried.message


def test_a_profile_that_is_missing_is_wrong_usage(trial):
    assert trial("x", None, *SURVEYS, "--profile", "nowhere.toml").exit_code == 2


def test_a_column_that_is_not_in_the_file_refuses_it_by_name(trial):
    tried = trial(lines("R1,A,2024-03-01,1,"), profile(mode='"Channel"'))
    assert tried.exit_code == 1
    assert "Channel" in tried.message and "Ward" in tried.message


def test_a_required_column_that_is_not_mapped_refuses_the_file(trial):
    text = profile().replace('unit_id = "Ward"\n', "")
    tried = trial(lines("R1,A,2024-03-01,1,"), text)
    assert tried.exit_code == 1 and "unit_id" in tried.message


def test_values_translate_and_what_is_not_listed_passes_unchanged(trial):
    text = profile(fft='{ column = "Answer", values = { good = "1", bad = 5 } }')
    tried = trial(
        lines(
            "R1,A,2024-03-01,good,",
            "R2,A,2024-03-01,bad,",
            "R3,A,2024-03-01,6,",
            "R4,A,2024-03-01,ugly,",
        ),
        text,
    )
    assert tried.counts == (4, 3, 1, 0)
    assert tried.rows_of("unreadable_number") == ["5"]


def test_otherwise_takes_what_is_not_listed_but_invents_nothing_for_an_empty_cell(trial):
    text = profile(fft='{ column = "Answer", values = { good = "1" }, otherwise = "6" }')
    tried = trial(lines("R1,A,2024-03-01,good,", "R2,A,2024-03-01,odd,", "R3,A,2024-03-01,,"), text)
    assert tried.counts == (3, 2, 1, 0)
    assert tried.rows_of("nothing_answered") == ["4"]


def test_an_empty_cell_can_be_named_in_values(trial):
    text = profile(unit_id='{ column = "Ward", values = { "" = "UNASSIGNED" } }')
    assert trial(lines("R1,,2024-03-01,1,"), text).report["accepted"] == 1


def test_null_values_are_compared_after_trimming(trial):
    text = profile('[file]\nnull_values = ["", "NULL", "N/A"]', mode='"Extra"')
    assert trial(lines("R1,A,2024-03-01,1, N/A ", "R2,A,2024-03-01,1,NULL"), text).counts == (
        2,
        2,
        0,
        0,
    )


def test_a_constant_needs_no_column_and_may_be_a_number(trial):
    assert (
        trial(lines("R1,A,2024-03-01,,"), profile(fft="{ constant = 1 }")).report["accepted"] == 1
    )


def test_columns_are_joined_by_the_separator(trial):
    text = profile(
        after="[units]\nregister = true",
        unit_id='{ columns = ["Extra", "Ward"], separator = " / " }',
    )
    tried = trial(lines("R1,A,2024-03-01,1,North", "R2,B,2024-03-01,1,"), text)
    assert tried.report["new_units"] == ["B", "North / A"]


def test_date_and_time_in_two_columns_are_read_together(trial):
    text = profile(
        event_date='{ columns = ["Day", "Extra"], separator = " ", format = "%d/%m/%Y %H:%M" }'
    )
    assert trial(lines("R1,A,31/03/2024,1,14:05"), text).report["accepted"] == 1


def test_scale_multiplies(trial):
    text = profile(
        weight='{ column = "Extra", scale = 0.01 }', fft='{ column = "Answer", scale = 10 }'
    )
    tried = trial(lines("R1,A,2024-03-01,0.1,50", "R2,A,2024-03-01,1,50"), text)
    assert tried.rows_of("unknown_code") == ["3"]


def test_thousands_and_decimal_marks_are_read(trial):
    text = profile('[file]\nthousands = "."\ndecimal = ","', weight='"Extra"')
    tried = trial(
        lines('R1,A,2024-03-01,1,"1.234,5"', 'R2,A,2024-03-01,1,"0,5"', "R3,A,2024-03-01,1,x"), text
    )
    assert tried.counts == (3, 2, 1, 0)


def test_a_comma_among_decimals_marks_thousands_without_being_told(trial):
    header = "unit_id,month,bed_days\n"
    content = header + 'A,2024-03-01,1672.5\nB,2024-03-01,"1,672"\nC,2024-03-01,"12,672.25"\n'
    assert trial(content, None, "--dataset", "activity", "--source", "x").counts == (3, 3, 0, 0)


@pytest.mark.parametrize("number", ["nan", "inf", "1e999", "1 2", "£5", "5 %", "0x10"])
def test_what_is_no_number_is_unreadable(trial, number):
    tried = trial(lines(f"R1,A,2024-03-01,1,{number}"), profile(weight='"Extra"'))
    assert tried.rows_of("unreadable_number") == ["2"]


def test_a_row_number_makes_ids_of_the_file_and_the_line(trial):
    text = profile(response_id="{ row_number = true }")
    assert trial(lines("R1,A,2024-03-01,1,", "R1,A,2024-03-01,1,"), text).report["accepted"] == 2


def test_a_hash_makes_the_same_id_of_the_same_content(trial):
    text = profile(response_id='{ hash = ["No", "Ward", "Extra"] }')
    tried = trial(
        lines(
            "R1,A,2024-03-01,1,x",
            "R1,A,2024-03-01,1, x ",
            "R1,A,2024-03-01,1,",
            "R1,,2024-03-01,1,A",
        ),
        text,
    )
    assert tried.rows_of("duplicate_key") == ["3"]


def test_a_link_key_is_made_with_the_secret_of_the_environment(trial, monkeypatch):
    text = profile(patient_link_key='{ hmac = "Extra" }')
    content = lines("R1,A,2024-03-01,1,943 476 5919", "R2,A,2024-03-01,1,")
    monkeypatch.delenv("DASHBOARD_LINK_KEY", raising=False)
    without = trial(content, text)
    assert without.exit_code == 0 and without.counts == (2, 2, 0, 0)
    assert without.report["findings"]["no_link_key"] == 1
    assert "Nothing was linked" in without.message and "DASHBOARD_LINK_KEY" in without.message
    monkeypatch.setenv("DASHBOARD_LINK_KEY", "secret")
    tried = trial(content, text)
    assert tried.report["accepted"] == 2 and "no_link_key" not in tried.report["findings"]
    assert hmac.new(b"secret", b"9434765919", hashlib.sha256).hexdigest() not in str(tried)


def test_summary_rows_are_skipped_before_anything_is_checked(trial):
    text = profile(after='[rows]\nskip_where = { "Ward" = ["TOTAL", "England"], "No" = "Sum" }')
    tried = trial(
        lines("R1,A,2024-03-01,1,", "x, TOTAL ,never,99,", "Sum,B,,,", "y,England,,,"), text
    )
    assert tried.counts == (4, 1, 0, 3)


def test_null_values_come_before_skip_where(trial):
    text = profile(
        '[file]\nnull_values = ["", "TOTAL"]', '[rows]\nskip_where = { "Ward" = ["TOTAL"] }'
    )
    assert trial(lines("R1,TOTAL,2024-03-01,1,"), text).counts == (1, 0, 1, 0)


LOG = """
[rows]
one_per = "response_id"
order_by = { column = "Extra", format = "%d-%m-%Y %H:%M" }
"""


def test_the_last_row_by_time_is_kept_and_a_tie_goes_to_the_later_line(trial):
    tried = trial(
        lines(
            "R1,A,2024-03-01,9,09-12-2023 10:00", "R1,A,2024-03-01,1,10-01-2024 09:00",
            "R1,A,2024-03-01,9,31-12-2023 10:00", "R2,A,2024-03-01,9,01-01-2024 00:00",
            "R2,A,2024-03-01,2,01-01-2024 00:00",
        ),
        profile(after=LOG),
    )  # fmt: skip
    assert tried.counts == (5, 2, 0, 3), tried.findings


def test_order_by_may_be_a_columns_name_and_one_per_a_source_column(trial):
    text = profile(after='[rows]\none_per = "No"\norder_by = "Extra"')
    tried = trial(lines("R1,A,2024-03-01,1,2024-02-01", "R1,A,2024-03-01,9,2024-01-31"), text)
    assert tried.counts == (2, 1, 0, 1)


def test_rows_without_the_key_are_not_one(trial):
    text = profile(after='[rows]\none_per = "response_id"')
    assert trial(lines(",A,2024-03-01,1,", ",A,2024-03-01,1,"), text).counts == (2, 0, 2, 0)


def test_a_non_breaking_space_makes_no_second_unit(trial):
    text = profile(after="[units]\nregister = true")
    tried = trial(lines("R1,A\u00a0B,2024-03-01,1,", "R2,A B,2024-03-01,1,"), text)
    assert tried.report["new_units"] == ["A B"]


def test_unseen_units_are_a_warning_unless_the_profile_registers_them(trial):
    content = lines("R1,A,2024-03-01,1,", "R2,UNASSIGNED,2024-03-01,1,")
    tried = trial(content, profile())
    assert tried.report["findings"]["unseen_unit"] == 1
    tried = trial(content, profile(after="[units]\nregister = true"))
    assert "unseen_unit" not in tried.report["findings"]
    assert tried.report["new_units"] == ["A"]


def test_columns_are_recognized_by_the_names_of_known_systems(trial):
    content = (
        "recordid,com_dreceived,com_dclosed,com_curstage,com_method,com_type,Location (Main),Description\n"
        "1,2024-03-01,2024-03-02,closed,web,complaint,A,secret\n"
    )
    tried = trial(content, None, "--dataset", "complaints", "--source", "datix")
    assert tried.counts == (1, 1, 0, 0), tried.message


def test_a_findings_column_is_the_users_own_name(trial):
    tried = trial(lines("R1,A,2024-03-01,9,"), profile())
    found = next(f for f in tried.findings if f["rule_id"] == "unknown_code")
    assert (found["column"], found["value"]) == ("Answer", "9")
