"""What is proposed for each public file that is read as text: the dataset, the columns, the questions."""

import pytest

from dashboard.extracts.profile import FileOptions, parse_profile
from dashboard.extracts.reading import read_source
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
