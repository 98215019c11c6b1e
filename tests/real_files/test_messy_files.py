"""Public files that trip readers: each ends in a clean import or in one clear refusal."""

import pytest

from tests.real_files.conftest import answered, profile

pytestmark = pytest.mark.slow  # many files

ACTIVITY = 'dataset = "activity"\nsource_system = "messy"\n{file}\n[columns]\nunit_id = {unit}\nmonth = {month}\ndischarges = {number}\n[units]\nregister = true\n'
SURVEYS = 'dataset = "surveys"\nsource_system = "messy"\n[columns]\nresponse_id = {key}\nunit_id = {unit}\nevent_date = {day}\ninstrument = {{ constant = "local" }}\n{answer}\n[units]\nregister = true\n'
A, B = "messy_messytables", "messy_qsv"
MARCH = '{ constant = "2012-03" }'


def counts(unit, number, month=MARCH, file=""):
    return ACTIVITY.format(unit=unit, number=number, month=month, file=file)


def answers(key, unit, day, answer):
    return SURVEYS.format(key=key, unit=unit, day=day, answer=answer)


NO_HEADER = '[file]\nheader = false\nnull_values = ["", "null"]'
GERMAN = '[file]\nnull_values = ["", "."]\nthousands = "."\ndecimal = ","'
LINE_ENDS_OF_OLD_MACS = f"{B}/FCOServices_TransparencySpend_May2011.csv"
# file, profile, (rows in, accepted), (encoding, delimiter, line of the header)
READ = [
    (f"{A}/mixedGLB.csv", counts('"Year"', '"Jan"'), (133, 62), ("utf-8", ",", 4)),
    (f"{A}/null.csv", counts('"column1"', '"column2"', file=NO_HEADER), (10, 5), ("utf-8", ",", None)),
    (f"{A}/simple.psv", counts('{ constant = "UK" }', '"All dwellings"', '{ column = "Year", format = "%Y" }'), (28, 28), ("utf-8", "|", 1)),
    (f"{A}/simple.ssv", answers("{ row_number = true }", '"place"', '"date"', 'ltr_0_10 = "temperature"'), (6, 5), ("utf-8", ";", 1)),
    (f"{A}/skip_initials.csv", counts('"field2"', "{ constant = 1 }"), (2, 2), ("utf-8", ",", 1)),
    (f"{A}/spanish_chars.csv", counts('{ columns = ["GF_ID", "FN_ID", "SF_ID", "GF", "F", "SF", "Descripción"] }', '"Gasto total 2011"'), (115, 114), ("cp1252", ",", 1)),
    (f"{A}/weird_head_padding.csv", counts('"column1"', '"2005"', file=GERMAN), (76, 35), ("utf-8", ";", 12)),
    (LINE_ENDS_OF_OLD_MACS, counts('"Supplier Name"', '"Amount (excluding VAT)"', '"Payment Date"'), (4, 4), ("utf-8", ",", 1)),
    (f"{B}/NYC311-5.ssv", profile("nyc"), (5, 5), ("utf-8", ";", 1)),
    (f"{B}/NYC311-5.tsv", profile("nyc"), (5, 5), ("utf-8", "\t", 1)),
    (f"{B}/adur-public-toilets.csv", answers("{ row_number = true }", '"LocationText"', '"ExtractDate"', "would_return = { constant = 5 }"), (15, 14), ("utf-8", ",", 1)),
    (f"{B}/inputcommenttest.csv", counts('"column1"', '"column2"'), (8, 5), ("utf-8", ",", 6)),
    (f"{B}/snifftest.csv", counts('"h1"', '"h2"'), (3, 3), ("utf-8", ",", 4)),
    (f"{B}/iwfg09_Phos_river_200911.csv", counts('"Location"', '"1995"'), (11, 9), ("utf-8", ",", 16)),
    (f"{B}/spendover25kdownloadSep.csv", counts('{ hash = ["Supplier", "Transaction No", "Amount in Sterling", "Expense Type", "Date of Payment", "Expense Area"] }', '"Amount in Sterling"', '"Date of Payment"'), (189, 189), ("utf-8-sig", ",", 1)),
    (f"{B}/utf8-japanesedata.csv", answers('"番号"', '"科名"', '{ constant = "2015-01-01" }', "would_return = { constant = 5 }"), (62, 62), ("utf-8", ",", 1)),
]  # fmt: skip
REFUSED = [
    (f"{A}/utf8bom.csv", "no data rows"), (f"{B}/html_saved_as.csv", "web page"),
    (f"{B}/lfs_pointer.csv", "Git LFS"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "expected", "detected"), READ, ids=[case[0] for case in READ]
)
def test_a_messy_file_is_read_as_counted_by_hand(
    shared_data, tmp_path, name, text, expected, detected
):
    (tmp_path / "profile.toml").write_text(text, encoding="utf-8")
    answer = answered(
        "import", str(shared_data / "messy" / name), "--as-of", "2021-12-31", "--dry-run", "--json",
        "--profile", str(tmp_path / "profile.toml"),
    )  # fmt: skip
    report = answer.document
    assert answer.exit_code == 0
    assert (report["rows_in"], report["accepted"]) == expected, report
    assert report["rows_in"] == report["accepted"] + report["refused"]
    found = report["detected"]
    assert (found["encoding"], found["delimiter"], found["header_row"]) == detected


@pytest.mark.parametrize(("name", "word"), REFUSED)
def test_what_is_no_table_of_rows_is_refused(shared_data, name, word):
    answer = _without_a_profile(shared_data / "messy" / name)
    assert word in answer.message


def test_every_messy_file_without_a_profile_is_refused_in_one_sentence(shared_data):
    """None of them holds complaints; workbooks are among them, by content and by name."""
    files = [path for path in sorted((shared_data / "messy").rglob("*")) if path.is_file()]
    assert len(files) > 30
    for path in files:
        answer = _without_a_profile(path)
        assert len(answer.message.strip().splitlines()) == 1, answer.message
        assert (
            path.name in answer.message
            or "complaints need" in answer.message
            or "no data" in answer.message
        )


def _without_a_profile(path):
    answer = answered(
        "import", str(path), "--as-of", "2021-12-31", "--dry-run", "--json",
        "--dataset", "complaints", "--source", "messy",
    )  # fmt: skip
    assert answer.exit_code == 1
    assert answer.document["published"] is False
    assert answer.document["accepted"] == 0
    return answer
