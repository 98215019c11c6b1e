"""`measure` as data-contract.md "Command line" has it: keys, nulls, notes, refusals, exit codes."""

import datetime as dt
import json

import pytest

from dashboard.__main__ import run
from dashboard.commands import measure
from dashboard.extracts.intake import Request, import_file
from dashboard.measures.registry import MEASURES
from dashboard.store.store import open_store
from tests.measures.command_line import opened_once

DOCUMENT = {"measure", "publication", "as_of", "filters", "by", "rows"}
ROW = {
    "group", "n", "value", "lower", "upper", "numerator", "excluded", "suppressed", "note",
}  # fmt: skip
MORE = {
    "time_to_resolution": {"q25", "q75", "closed_only"},
    "recommend": {"instrument"},
    "recovery_gap": {"contrast", "instrument", "verdict"},
    "answered_on_time": {"original_n", "original_numerator", "original_value"},
    "started_within_15_minutes": {"without_times"},
    "notice_complete": {"notice_contact", "notice_steps", "notice_results", "notice_date"},
    "complaints_by_subject": {"taxonomy", "subject", "primary_n", "primary_share"},
}  # fmt: skip
NUMBERS = {"n", "value", "lower", "upper", "numerator", "q25", "q75", "closed_only"}
NUMBERS |= {"original_n", "original_numerator", "original_value", "without_times"}
NUMBERS |= {"notice_contact", "notice_steps", "notice_results", "notice_date"}
NUMBERS |= {"primary_n", "primary_share"}
UNITS = """
unit_id,unit_name,department,site,parent_id,valid_from,valid_to
A,Ward A,Surgery,North,,2020-01-01,
B,Ward B,Medicine,,A,2020-01-01,
C,Ward C,Medicine,,,2020-01-01,
"""
COMPLAINTS = (
    "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type,outcome,acknowledged_at,"
    "response_sent_at,due_date,first_action_at,resolved_first_contact,notice_contact,notice_steps,"
    "notice_results,notice_date,first_closed_at,reopened_at"
)
SURVEYS = "response_id,unit_id,event_date,received_date,instrument,hcahps_recommend,had_problem,problem_resolved"
ACTIVITY = """
unit_id,month,discharges
A,2026-02-01,200
B,2026-02-01,100
C,2026-02-01,4
"""
MARCH = dt.date(2026, 3, 31)


def cases(unit, count, day="2026-02-03", closed="2026-02-06", status="closed", **given):
    row = {"channel": "web", "contact_type": "complaint", "outcome": "", "ack": ""} | given
    for number in range(count):
        yield (f"{unit}-{day}-{status}-{row['channel']}-{number},{unit},{day},{closed},{status},"
               f"{row['channel']},{row['contact_type']},{row['outcome']},{row['ack']},"
               f"{closed},2026-02-06,{day} 09:00:00,true,true,true,true,true,,")  # fmt: skip


def answers(unit, count, said, problem="false", resolved="", received="", day="2026-02-10"):
    for number in range(count):
        name = f"{unit}-{said}-{problem}-{resolved}-{received}-{number}"
        yield f"{name},{unit},{day},{received},HCAHPS,{said},{problem},{resolved}"


class Hospital:
    """A store, files and the command line."""

    def __init__(self, folder, capsys=None):
        self.folder, self.capsys = folder, capsys
        self.uri = str(folder / "store")
        self.files_n = 0

    def takes(self, dataset, header, rows=(), as_of=MARCH, source="source"):
        self.files_n += 1
        file = self.folder / f"{self.files_n}.csv"
        file.write_text("\n".join([header.strip(), *rows]), encoding="utf-8")
        request = Request(file, as_of, dataset=dataset, source_system=source)
        report = import_file(request, lambda: open_store(self.uri, create=True))
        assert report.published, report.message
        return report

    def says(self, name, *words):
        """Exit code, document or None, and stderr."""
        self.capsys.readouterr()
        code = run(["measure", name, "--store", self.uri, *words, "--json"])
        said = self.capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    def rows(self, name, *words):
        code, document, err = self.says(name, *words)
        assert code == 0, err
        return document["rows"]


@pytest.fixture
def small(tmp_path, capsys):
    """A store with nothing in it yet."""
    return Hospital(tmp_path, capsys)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Ward A with enough, B below it with a few, C with one: complaints, answers, patients."""
    hospital = Hospital(tmp_path_factory.mktemp("filled"))
    hospital.takes("units", UNITS, as_of=dt.date(2026, 4, 30))
    hospital.takes("complaints", COMPLAINTS, [
        *cases("A", 40, ack="2026-02-04"), *cases("A", 3, "2026-02-20", "", "open"),
        *cases("B", 8, channel="phone", outcome="upheld"), *cases("C", 1, contact_type="grievance"),
        *cases("C", 1, status="withdrawn", contact_type="concern", channel="letter"),
    ])  # fmt: skip
    hospital.takes("surveys", f"{SURVEYS},overall_0_10", [
        f"{line},5" for line in (
            *answers("A", 30, "definitely_yes"), *answers("A", 35, "definitely_no", "true", "no"),
            *answers("A", 30, "definitely_yes", "true", "fully"), *answers("A", 2, ""),
            *answers("A", 5, "probably_yes", "true", "pending"), *answers("B", 4, "probably_no"),
            *answers("B", 3, "probably_no", "true", "no"),
            *answers("A", 7, "definitely_yes", received="2026-03-15"),
        )
    ])  # fmt: skip
    hospital.takes("activity", ACTIVITY)
    ids = [line.partition(",")[0] for line in (*cases("A", 40), *cases("B", 8, channel="phone"))]
    hospital.takes(
        "complaint_issues", "complaint_id,taxonomy,code", [f"{id},HCAT,Quality" for id in ids]
    )
    return hospital


@pytest.fixture
def hospital(filled, capsys, monkeypatch):
    """The filled store; its mart stays open, since it does not change."""
    monkeypatch.setattr(measure, "opened_mart", opened_once)
    filled.capsys = capsys
    return filled


# --- the document -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("by", [None, "unit", "month"])
@pytest.mark.parametrize("audience", ["internal", "board"])
def test_the_document_and_its_rows_have_exactly_the_contract_s_keys(hospital, name, by, audience):
    words = ["--by", by] if by else []
    _, document, _ = hospital.says(name, *words, "--audience", audience)
    assert set(document) == DOCUMENT
    assert (document["measure"], document["by"]) == (name, by)
    assert document["rows"]
    for row in document["rows"]:
        assert set(row) == ROW | MORE.get(name, set())
        assert row["suppressed"] in (True, False)
        assert row["group"] is not None or not by
        assert row["value"] is not None or row["note"]
        if row["suppressed"]:
            assert all(row[number] is None for number in NUMBERS & set(row))
            assert row["excluded"] == {} and row["note"] == "suppressed: fewer than 30"


@pytest.mark.parametrize("name", MEASURES)
def test_the_board_sees_no_row_with_an_n_under_the_floor(hospital, name):
    for row in hospital.rows(name, "--by", "unit", "--audience", "board"):
        assert row["n"] is None or row["n"] >= 30 or (row["n"] == 0 and row["value"] is None)
        assert all(count >= 30 for count in row["excluded"].values())


@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"recovery_gap"}))
def test_internal_viewers_see_a_few_with_the_note(hospital, name):
    rows = hospital.rows(name, "--by", "unit")
    if all("not measurable" in (row["note"] or "no row") for row in rows):
        pytest.skip("its columns are not in these files: tests/measures/test_clocks.py has them")
    few = [row for row in rows if row["n"] and row["n"] < 30]
    assert few and all("too few" in (row["note"] or "") for row in few if row["value"] is not None)


def test_the_filters_say_what_was_asked(hospital):
    _, document, _ = hospital.says(
        "resolved_within", "--unit", "A", "--from", "2026-02-01", "--to", "2026-02-28",
        "--where", "channel=web", "--as-of", "2026-03-02", "--as", "unit_manager:A",
    )  # fmt: skip
    assert document["filters"] == {
        "unit": ["A"], "from": "2026-02-01", "to": "2026-02-28", "where": ["channel=web"],
        "days": 7, "as_of": "2026-03-02", "audience": "internal", "as": "unit_manager:A",
    }  # fmt: skip
    assert document["as_of"] == "2026-03-02"


def test_the_as_of_is_that_of_the_sources_asked_and_never_later(hospital):
    """The units file of April says nothing about complaints."""
    _, document, _ = hospital.says("open_cases")
    assert document["as_of"] == "2026-03-31"
    _, document, _ = hospital.says("open_cases", "--as-of", "2030-01-01")
    assert document["as_of"] == "2026-03-31"


def test_the_table_says_the_same_in_columns(hospital, capsys):
    assert run(["measure", "recommend", "--store", hospital.uri, "--by", "unit"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Would recommend us (share); publication 5, 2026-03-31"
    assert lines[1].split()[:4] == ["group", "n", "value", "lower"]
    assert [line.split()[0] for line in lines[2:]] == ["A", "B"]


# --- what can't be said -----------------------------------------------------------------------------


def test_not_reached_beyond_and_not_measurable_are_said_and_null(hospital):
    (row,) = hospital.rows("time_to_resolution", "--from", "2026-02-20")
    assert row["value"] is None and "not reached" in row["note"]
    (row,) = hospital.rows("resolved_within", "--days", "400")
    assert row["value"] is None and "beyond the longest follow-up" in row["note"]
    (row,) = hospital.rows("recovered_share", "--where", "channel=web")
    assert row["value"] is None and "not measurable" in row["note"]


@pytest.mark.slow
def test_with_no_source_of_its_data_a_measure_is_not_measurable(small):
    small.takes("units", UNITS)
    for row in (row for name in MEASURES for row in small.rows(name)):
        assert row["value"] is None and row["note"].startswith("not measurable: no source sends")


@pytest.mark.slow
def test_a_file_without_acknowledgements_cannot_say_who_was_acknowledged(small):
    small.takes("complaints", "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type",
                ["1,UNASSIGNED,2026-02-02,2026-02-03,closed,web,complaint"])  # fmt: skip
    (row,) = small.rows("acknowledged_on_time")
    assert (row["n"], row["value"], row["excluded"]) == (0, None, {"not recorded": 1})
    assert row["note"].startswith("not measurable")


@pytest.mark.parametrize("by", [None, "unit", "month", "channel"])
@pytest.mark.parametrize("name", MEASURES)
def test_a_period_without_rows_is_answered(hospital, name, by):
    if by in MEASURES[name].groups or by is None:
        words = ["--by", by] if by else []
        for row in hospital.rows(name, "--from", "2031-01-01", *words):
            assert not row["n"] and row["value"] in (None, 0) and row["note"]


@pytest.mark.slow
def test_after_everything_was_withdrawn_there_is_nothing_and_no_as_of(small):
    report = small.takes("complaints", COMPLAINTS, cases("UNASSIGNED", 3))
    assert small.rows("open_cases")[0]["n"] == 3
    open_store(small.uri).withdraw(report.extract_id, "test")
    code, document, _ = small.says("open_cases")
    assert (code, document["publication"], document["as_of"]) == (0, 2, None)
    assert [row["n"] for row in document["rows"]] == [0]
    _, document, _ = small.says("open_cases", "--publication", "1")
    assert (document["publication"], document["rows"][0]["n"]) == (1, 3)


# --- refusals ---------------------------------------------------------------------------------------

WRONG = {
    ("no_such",): "Measures are: time_to_resolution, resolved_within",
    ("open_cases", "--by", "ward"): "Groups are: unit, department, site, month, channel",
    ("recommend", "--by", "channel"): "Groups are: unit",
    ("open_cases", "--where", "color=red"): "Columns are: channel",
    ("open_cases", "--where", "channel"): "COLUMN=VALUE",
    ("open_cases", "--from", "2026-03-01", "--to", "2026-02-01"): "lies after",
    ("open_cases", "--days", "3"): "resolved_within",
    ("open_cases", "--by", "month", "--spc"): "no control chart: it is a point in time",
    ("recovered_share", "--spc"): "give --by month with --spc",
    ("recovered_share", "--by", "unit", "--spc"): "give --by month with --spc",
    ("open_cases", "--as", "nurse"): "Roles are: executive, unit_manager, quality",
    ("open_cases", "--as", "executive:A"): "sees all units",
    ("open_cases", "--as-of", "2026-02-30"): "--as-of",
    ("open_cases", "--audience", "press"): "internal",
    ("resolved_within", "--days", "-1"): "--days",
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_is_told_before_the_store_is_looked_at(tmp_path, capsys, words):
    assert run(["measure", *words, "--store", str(tmp_path / "none"), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and WRONG[words] in said.err and "Traceback" not in said.err


def test_an_unknown_unit_is_told_with_those_there_are(hospital):
    code, document, err = hospital.says("open_cases", "--unit", "A", "--unit", "X")
    assert (code, document) == (2, None)
    assert err.strip() == "There is no unit 'X' in view. Units in view: A, B, C, UNASSIGNED."


def test_a_missing_store_and_an_unknown_publication_are_refused(tmp_path, filled, capsys):
    assert run(["measure", "open_cases", "--store", str(tmp_path / "none")]) == 1
    assert "There is no store at" in capsys.readouterr().err
    filled.capsys = capsys
    code, document, err = filled.says("open_cases", "--publication", "99")
    assert (code, document) == (1, None) and "there are 1 to 5" in err


def test_a_manager_of_a_unit_that_does_not_exist_is_told_so(hospital):
    code, document, err = hospital.says("open_cases", "--as", "unit_manager:A,Q")
    assert code == 0 and document["rows"][0]["n"] == 51
    assert err.strip() == "There is no unit 'Q', so its manager sees nothing of it."


# --- filters ----------------------------------------------------------------------------------------


def test_values_of_one_column_are_alternatives_and_columns_go_together(hospital):
    def received(*where):
        words = [word for value in where for word in ("--where", value)]
        return hospital.rows("open_cases", *words)[0]["n"]

    assert received("channel=web") == 44
    assert received("channel=web", "channel=phone") == 52
    assert received("channel=web", "channel=web") == 44
    assert received("channel=phone", "outcome=upheld") == 8
    assert received("outcome=upheld", "outcome=upheld") == 8
    assert received("channel=web", "outcome=upheld") == 0


@pytest.mark.parametrize("name", ["complaints_per_1000", "capture_ratio", "silent_dissatisfied"])
@pytest.mark.parametrize(("column", "by"), [("department", "department"), ("unit_id", "unit")])
def test_a_place_chosen_holds_for_patients_and_answers_too(hospital, name, column, by):
    for row in hospital.rows(name, "--by", by):
        (chosen,) = hospital.rows(name, "--where", f"{column}={row['group']}")
        assert chosen | {"group": row["group"]} == row


def test_a_unit_takes_those_below_it_and_by_unit_counts_its_own_rows(hospital):
    assert hospital.rows("open_cases", "--unit", "A")[0]["n"] == 51
    by_unit = {row["group"]: row["n"] for row in hospital.rows("open_cases", "--by", "unit")}
    assert by_unit == {"A": 43, "B": 8, "C": 2}
    by_department = hospital.rows("open_cases", "--by", "department")
    assert {row["group"]: row["n"] for row in by_department} == {"Surgery": 43, "Medicine": 10}


def test_an_answer_that_arrived_later_is_not_known_yet(hospital):
    now = hospital.rows("recommend", "--by", "month")[0]
    then = hospital.rows("recommend", "--by", "month", "--as-of", "2026-03-14")[0]
    assert now["n"] - then["n"] == 7


def test_what_belongs_to_no_arm_is_counted_beside(hospital):
    rows = {row["contrast"]: row for row in hospital.rows("recovery_gap")}
    assert rows["recovered-unrecovered"]["verdict"] == "shown"
    assert rows["recovered-unrecovered"]["excluded"] == {"pending": 5}
    assert rows["recovered-no_problem"]["excluded"] == {"pending": 5, "no answer": 2}


@pytest.mark.slow
def test_a_selection_without_complaints_does_not_turn_to_the_surveys(small):
    """Where complaints have feedback, an empty month is empty: no other measure stands in."""
    header = "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type,satisfaction_handling"
    small.takes("complaints", header, ["1,UNASSIGNED,2026-02-02,2026-02-03,closed,web,complaint,5"])
    small.takes("surveys", SURVEYS, answers("UNASSIGNED", 9, "definitely_yes", "true", "fully"))
    for words in (("--from", "2026-03-01"), ("--where", "channel=phone")):
        (row,) = small.rows("recovered_share", *words)
        assert (row["n"], row["value"], row["note"]) == (0, None, "no data")


@pytest.mark.slow
def test_a_validity_that_another_file_left_open_ends_where_the_next_begins(small):
    header = "unit_id,unit_name,department,valid_from"
    small.takes("units", header, ["A,Ward A,Surgery,2020-01-01"])
    small.takes("units", header, ["A,Ward A,Medicine,2026-02-01"])
    small.takes(
        "complaints", COMPLAINTS, [*cases("A", 2), *cases("A", 3, "2026-01-20", "2026-01-21")]
    )
    rows = small.rows("open_cases", "--by", "department")
    assert {row["group"]: row["n"] for row in rows} == {"Surgery": 3, "Medicine": 2}


@pytest.mark.slow
def test_an_open_case_that_was_closed_once_is_open_from_cells_and_from_rows(small):
    header = "complaint_id,unit_id,received_at,status,channel,contact_type,outcome,first_closed_at"
    small.takes(
        "complaints", header, ["1,UNASSIGNED,2026-02-02,open,web,complaint,upheld,2026-02-05"]
    )
    for words in ((), ("--where", "outcome=upheld"), ("--as-of", "2026-03-31")):
        (row,) = small.rows("open_cases", *words)
        assert (row["n"], row["value"]) == (1, 1)
    (row,) = small.rows("open_cases", "--as-of", "2026-02-20")
    assert (row["n"], row["value"]) == (1, 0)


def test_the_floor_is_a_setting(hospital, monkeypatch):
    monkeypatch.setenv("DASHBOARD_STANDARDS__FLOOR_N", "5")
    rows = {row["group"]: row for row in hospital.rows("open_cases", "--by", "unit")}
    assert rows["B"]["note"] is None and "too few" in rows["C"]["note"]


@pytest.mark.parametrize("name", MEASURES)
def test_the_ends_of_the_calendar_are_days_like_others(hospital, name):
    whole = ("--from", "0001-01-01", "--to", "9999-12-31")
    then, now = hospital.rows(name, *whole, "--as-of", "9999-12-31"), hospital.rows(name)
    assert [row["value"] for row in then] == [row["value"] for row in now]
    assert not any(row["n"] for row in hospital.rows(name, *whole, "--as-of", "0001-01-01"))


def test_cases_brought_forward_without_a_receipt_date_are_counted_beside_the_time(small):
    rows = [f"{number},A,2026-02-02,2026-02-05,closed,web,complaint" for number in range(100)]
    header = "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type"
    small.takes("units", UNITS.splitlines()[1], UNITS.strip().splitlines()[1:])
    small.takes(
        "complaints",
        header,
        [*rows, "x,A,,2026-03-01,closed,web,complaint", "y,A,,,open,web,complaint"],
    )
    for name in ("time_to_resolution", "resolved_within"):
        (row,) = small.rows(name)
        assert (row["n"], row["excluded"]) == (100, {"no receipt date": 2})
        for narrowed in (("--unit", "A"), ("--as", "unit_manager:A"), ("--by", "month")):
            assert [row["excluded"] for row in small.rows(name, *narrowed)] == [{}]
        (row,) = small.rows(name, "--audience", "board")
        assert row["excluded"] == {} and "exclusions under 30 are not shown" in row["note"]
