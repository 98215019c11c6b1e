"""The traps of the real files in files of our own making, so that every machine tests them."""

import csv
import datetime as dt
import math

import pytest

# --- a city's requests: times at midnight, open cases, a median at exactly one half ---------------

CITY = """
dataset = "complaints"
source_system = "city"
timezone = "America/New_York"
[columns]
complaint_id = "Case"
unit_id = "Office"
received_at = { column = "Opened", format = "%m/%d/%Y %I:%M:%S %p" }
closed_at = { column = "Closed", format = "%m/%d/%Y %I:%M:%S %p" }
status = { column = "State", values = { Closed = "closed" }, otherwise = "open" }
channel = { constant = "other" }
contact_type = { constant = "complaint" }
[units]
register = true
"""
HALF = (0, 0, 2, 3, 3, 9, 10, None, None, None)  # days to the closing; None is still open
SLOW = (1, 1, 2, 3, 3, 4, 5, *[None] * 4, *[6] * 2)


def _day(number, clock="12:00:00 AM"):
    return f"{dt.date(2024, 3, 1) + dt.timedelta(number):%m/%d/%Y} {clock}"


def _city_rows():
    rows = []
    for office, days in (("Half", HALF), ("Slow", SLOW)):
        rows += [
            (office, _day(0), "" if n is None else _day(n), "Open" if n is None else "Closed")
            for n in days
        ]
    return [
        *rows,
        ("Odd", _day(0, "10:15:00 AM"), _day(0), "Closed"),  # the closing is a day in disguise
        ("Odd", _day(1), _day(9), "Pending"),  # a closing date on an open case
        ("Odd", _day(5, "10:15:00 AM"), _day(5, "10:14:59 AM"), "Closed"),  # before the receipt
    ]


@pytest.fixture(scope="session")
def city(importing, tmp_path_factory):
    file = tmp_path_factory.mktemp("city") / "requests.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("Case", "Office", "Opened", "Closed", "State"))
        writer.writerows((number, *row) for number, row in enumerate(_city_rows()))
    return importing(file, CITY, "2024-03-31")


def test_only_the_case_closed_before_its_receipt_is_refused(city):
    assert city.counts == (26, 25, 1, 0)
    assert city.report["findings"]["closed_before_received"] == 1
    assert city.report["published"] is True  # 1 of 26 is under 5 %


def test_a_closing_date_on_an_open_case_is_set_aside(city):
    assert city.report["findings"]["closed_at_on_open_case"] == 1
    assert city.measured("open_cases")[0]["value"] == 3 + 4 + 1


def test_the_trap_of_exactly_one_half_is_one(city):
    at_risk, left = len(HALF), 1.0
    for day in (0, 2, 3):
        closed = HALF.count(day)
        left *= 1 - closed / at_risk
        at_risk -= closed
    assert left > 0.5 and math.isclose(left, 0.5)


def test_one_half_resolved_is_the_median_day(city):
    row = city.by_group("time_to_resolution", "--by", "unit")["Half"]
    assert (row["n"], row["value"]) == (10, 3)
    [row] = city.measured("resolved_within", "--days", "3", "--unit", "Half")
    assert row["value"] == pytest.approx(0.5, abs=1e-9)


def test_open_cases_count_in_the_median_and_the_closed_alone_are_a_contrast(city):
    row = city.by_group("time_to_resolution", "--by", "unit")["Slow"]
    assert (row["n"], row["value"], row["closed_only"]) == (13, 5, 3)


# --- complaints without an id and without a closing date ------------------------------------------

BUREAU = """
dataset = "complaints"
source_system = "bureau"
[columns]
complaint_id = {key}
unit_id = "Product"
received_at = {{ column = "Received", format = "%m/%d/%Y" }}
status = {{ column = "Response", values = {{ "In progress" = "open" }}, otherwise = "closed" }}
channel = {{ constant = "web" }}
contact_type = {{ constant = "complaint" }}
[units]
register = true
"""
LINES = """Received,Product,Sent,Response
02/03/2017,Loan,02/05/2017,Closed with explanation
02/03/2017,Loan,02/05/2017,In progress
02/03/2017,Card,02/01/2017,Closed with relief
02/03/2017,Loan,02/05/2017,In progress
02/14/2017,Card,02/15/2017,In progress
02/03/2017,Loan,02/05/2017,In progress
"""
WHOLE_ROW = '{ hash = ["Received", "Product", "Sent", "Response"] }'


@pytest.fixture
def bureau(importing, tmp_path):
    def imported(key, *options):
        (tmp_path / "bureau.csv").write_text(LINES, encoding="utf-8")
        profile = BUREAU.format(key=key)
        return importing(tmp_path / "bureau.csv", profile, "2017-02-28", *options)

    return imported


def test_closed_cases_without_a_closing_date_are_refused_and_the_missing_column_is_named(bureau):
    imported = bureau(WHOLE_ROW)
    assert (imported.exit_code, imported.report["published"]) == (1, False)
    assert imported.report["findings"]["closed_without_closed_at"] == 2
    assert "closed_at" in imported.message
    assert not imported.store.exists()


def test_the_same_content_is_a_repeat_by_hash_and_none_by_row_number(bureau, tmp_path):
    out = tmp_path / "findings.csv"
    assert bureau(WHOLE_ROW, "--findings", str(out)).report["findings"]["duplicate_key"] == 2
    with out.open(encoding="utf-8-sig", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["rule_id"] == "duplicate_key"]
    assert [row["row"] for row in found] == ["5", "7"]
    numbered = bureau("{ row_number = true }")
    assert "duplicate_key" not in numbered.report["findings"]
    assert numbered.report["refused"] == 2


def test_the_open_ones_can_be_published_when_that_is_confirmed(bureau):
    imported = bureau("{ row_number = true }", "--accept-refused")
    assert (imported.exit_code, imported.counts) == (0, (6, 4, 2, 0))
    assert imported.measured("open_cases")[0]["value"] == 4


# --- a survey: two rows a respondent, two orders of day and month, a space that is none ----------

SURVEY = """
dataset = "surveys"
source_system = "trust"
timezone = "Europe/London"
[columns]
response_id = "Respondent"
unit_id = "Service"
event_date = { column = "Date"FORMAT }
instrument = { constant = "FFT" }
fft = "Answer"
[rows]
one_per = "Respondent"
[units]
register = true
"""
ORDERS = ', format = ["%d/%m/%Y", "%m/%d/%Y"]'


def _survey():
    rows = []
    for number in range(60):
        service = "Patient\u00a0 Transport" if number % 2 else "Patient  Transport"
        day = f"{13 + number % 15}/03/2022" if number < 36 else f"03/{13 + number % 15}/2022"
        if number in (7, 8):
            day = "04/05/2022"  # fits both orders, with different days
        if number == 9:
            day = "05/05/2022"  # fits both, with the same day
        answer = 7 if number == 30 else 1 + number % 6  # so 19 of 59 say very good or good
        for question in ("Why?", "Better?"):
            rows.append(f"R{number},{day},{service},{answer},{question}")
    return "Respondent,Date,Service,Answer,Question\n" + "\n".join(rows) + "\n"


@pytest.fixture
def survey(importing, tmp_path):
    def imported(given, *options):
        (tmp_path / "survey.csv").write_text(_survey(), encoding="utf-8")
        profile = SURVEY.replace("FORMAT", given)
        return importing(tmp_path / "survey.csv", profile, "2022-12-31", *options)

    return imported


def test_two_orders_without_a_format_refuse_the_file_with_both_counts(survey):
    imported = survey("")
    assert imported.exit_code == 1 and not imported.store.exists()
    assert "33 rows" in imported.message and "24 rows" in imported.message


def test_a_list_of_formats_refuses_the_rows_that_fit_both(survey):
    imported = survey(ORDERS)
    assert imported.report["findings"]["ambiguous_date"] == 2
    assert imported.counts == (120, 57, 3, 60)


def test_the_first_format_decides_where_the_profile_says_so(survey):
    imported = survey(ORDERS + ', ambiguous = "first"')
    assert (imported.exit_code, imported.counts) == (0, (120, 59, 1, 60))
    assert imported.report["findings"]["unknown_code"] == 1
    assert imported.report["new_units"] == ["Patient  Transport"]
    [row] = imported.measured("recommend", "--by", "unit")
    assert (row["numerator"], row["n"]) == (19, 59)
    assert row["value"] == pytest.approx(19 / 59)
