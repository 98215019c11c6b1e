"""What is proposed for each public file that is read as text: the dataset, the columns, the questions."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.extracts.intake import Request, check_file
from dashboard.extracts.profile import FileOptions, parse_profile, read_profile
from dashboard.extracts.reading import read_source
from dashboard.proposals.proposal import answered
from dashboard.proposals.propose import names_to_look_for, propose

pytestmark = pytest.mark.slow  # many files

C, S = "complaints", "surveys"
NYC = {
    "complaint_id": "Unique Key", "received_at": "Created Date", "status": "Status",
    "closed_at": "Closed Date", "due_date": "Due Date",
}  # fmt: skip
NYC_ASKED = ["source_system", "unit_id", "channel", "contact_type"]
# file, dataset, source column of each contract column, required questions
FOUND = [
    ("complaints/boston311_100/boston311-100.csv", C,
     {"complaint_id": "case_enquiry_id", "unit_id": "department", "received_at": "open_dt",
      "status": "case_status", "closed_at": "closed_dt", "channel": "source",
      "due_date": "target_dt"},
     ["source_system", "contact_type"]),
    ("complaints/nyc311_2013/nyc311_2013-12-25.csv", C, NYC, NYC_ASKED),
    ("messy/messy_qsv/NYC311-5.ssv", C, NYC, NYC_ASKED),
    ("messy/messy_qsv/NYC311-5.tsv", C, NYC, NYC_ASKED),
    ("complaints/cfpb_3186_mdy/consumer_complaints.csv", C,
     {"received_at": "Date received", "status": "Company response to consumer",
      "channel": "Submitted via"},
     ["source_system", "complaint_id", "unit_id", "contact_type"]),
    ("surveys/nhs_fft_neas/fft_NEAS.csv", S,
     {"response_id": "Respondent ID", "unit_id": "Service type 1", "fft": "FFT categorical answer"},
     ["source_system", "instrument", "event_date"]),
]  # fmt: skip
# file, words of the reason why no dataset is proposed
UNDECIDED = [
    ("complaints/nhs_ko41a_2024_25/kh03_occupied_beds_to_2024-06.csv", "no denominator"),
    ("complaints/nhs_ko41a_2024_25/Data on Written Complaints in the NHS 2024-25 Secondary Care KO41a - Org Level.csv", "KO41a return"),
    ("complaints/synthetic_tickets_bad_dates/customer_support_tickets.csv", "none of the datasets"),
    ("surveys/hcahps_2015_2023/national_results.csv", "HCAHPS results"),
    ("surveys/hcahps_2015_2023/state_results.csv", "HCAHPS results"),
    ("surveys/hcahps_2015_2023/responses.csv", "response rates"),
    *((f"surveys/hcahps_2015_2023/{name}.csv", "none of the datasets") for name in ("measures", "questions", "reports")),
    *((f"messy/messy_messytables/{name}", "none of the datasets") for name in (
        "mixedGLB.csv", "null.csv", "simple.psv", "simple.ssv", "skip_initials.csv",
        "spanish_chars.csv", "weird_head_padding.csv",
    )),
    *((f"messy/messy_qsv/{name}.csv", "none of the datasets") for name in (
        "FCOServices_TransparencySpend_May2011", "adur-public-toilets", "inputcommenttest",
        "iwfg09_Phos_river_200911", "snifftest", "spendover25kdownloadSep", "utf8-japanesedata",
    )),
]  # fmt: skip


def proposal_of(path):
    source = read_source(path, FileOptions(), names_to_look_for())
    return source, propose(source, path.name)


def column_of(entry):
    return entry if isinstance(entry, str) else entry["column"]


@pytest.mark.parametrize(("name", "dataset", "columns", "asked"), FOUND, ids=[f[0] for f in FOUND])
def test_what_is_proposed_for_a_file_of_rows(shared_data, name, dataset, columns, asked):
    source, proposal = proposal_of(shared_data / name)
    assert proposal.dataset.name == dataset
    entries = proposal.document["columns"]
    assert {column: column_of(entry) for column, entry in entries.items()} == columns
    assert [question.about for question in proposal.questions if question.is_required] == asked
    parse_profile(proposal.document, name, "")
    assert [column.name for column in proposal.source_columns] == source.headers


@pytest.mark.parametrize(("name", "why"), UNDECIDED, ids=[case[0][-40:] for case in UNDECIDED])
def test_what_holds_no_rows_of_a_dataset_is_not_guessed(shared_data, name, why):
    _, proposal = proposal_of(shared_data / name)
    assert proposal.dataset is None
    assert why in proposal.reason
    assert proposal.document == {}


def test_the_counts_of_the_trap_files_are_said(shared_data):
    _, neas = proposal_of(shared_data / "surveys/nhs_fft_neas/fft_NEAS.csv")
    asked = {question.about: question.text for question in neas.questions}
    assert (
        "3577 rows fit only day-first, 289 rows only month-first, 1213 both" in asked["event_date"]
    )
    assert "2137 rows repeat a value of 'Respondent ID'" in asked["response_id repeated"]
    assert "'7' (54 rows)" in asked["fft values"]
    _, tickets = proposal_of(
        shared_data / "complaints/synthetic_tickets_bad_dates/customer_support_tickets.csv"
    )
    fates = {column.name: column.fate for column in tickets.source_columns}
    assert fates["Customer_Name"] == fates["Customer_Email"] == "identifier"


ROOT = Path(__file__).resolve().parents[2]
EXAMPLES, BY_HAND = ROOT / "sample_data" / "examples", ROOT / "sample_data" / "profiles"
OF_TESTS = ROOT / "tests" / "profiles"
# file, profile written by hand, as of, answers to questions: by what they are about, the choice
ANSWERED = [
    (FOUND[0][0], OF_TESTS / "boston.toml", "2022-12-31", {"contact_type": "complaint"}),
    (FOUND[1][0], OF_TESTS / "nyc.toml", "2020-12-31",
     {"contact_type": "complaint", "channel": "other", "unit_id": "'Agency'"}),
    (FOUND[5][0], OF_TESTS / "fft_neas.toml", "2022-12-31",
     {"event_date": "Day first", "response_id repeated": "Keep the last row of each"}),
    (EXAMPLES / "datix_export.csv", BY_HAND / "datix.toml", "2026-11-30", {}),
    (EXAMPLES / "fft_respondents.csv", BY_HAND / "fft_respondents.toml", "2026-11-30", {}),
    (EXAMPLES / "hcahps_export.csv", BY_HAND / "hcahps.toml", "2026-11-30",
     {"hcahps_recommend values": "Not given"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "by_hand", "as_of", "answers"), ANSWERED, ids=[str(case[1].stem) for case in ANSWERED]
)
def test_an_answered_proposal_takes_the_rows_that_a_profile_by_hand_takes(
    shared_data, name, by_hand, as_of, answers
):
    path = shared_data / name
    _, proposal = proposal_of(path)
    document = proposal.document
    for question in proposal.questions:
        place = question.suggested
        if question.about in answers:
            place = [choice.label for choice in question.choices].index(answers[question.about])
        if place is not None:
            document = answered(document, question.choices[place])
    proposed = parse_profile(document, "proposed.toml", "")
    ours, theirs = (
        check_file(Request(path, date.fromisoformat(as_of), profile), None).report
        for profile in (proposed, read_profile(by_hand))
    )
    counted = (ours.rows_in, ours.accepted, ours.refused, ours.skipped)
    assert counted == (theirs.rows_in, theirs.accepted, theirs.refused, theirs.skipped)
