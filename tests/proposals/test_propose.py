"""Small files with the headers of real systems: what is proposed for them, and what is asked."""

import pytest

from dashboard.contracts.registry import DATASETS
from dashboard.extracts.profile import parse_profile
from dashboard.proposals.proposal import answered, open_questions

DATIX = """recordid,com_name,com_type,com_subject1,com_outcome,com_dincident,com_dreceived,com_dcompleted1,com_dclosed,com_mgr,com_method,com_locationname,com_last_updated
101,Mary Jones,FORMAL,Communication,Upheld,14/02/2026,16/02/2026,03/03/2026,05/03/2026,asmith,TEL,Ward 5A,2026-03-05 10:11:12
102,John Hill,PALS,Waiting times,,,17/02/2026,1900-01-01,1900-01-01,asmith,EMAIL,Ward 5B,2026-03-05 10:11:12
103,Ann Wood,CONCERN,Attitude,Partly upheld,19/02/2026,20/02/2026,,28/02/2026,bjones,In person,Ward 5A,2026-03-05 10:11:12
104,Tom Field,FORMAL,Food,Not Upheld,,21/02/2026,,,bjones,Telepathy,Ward 7,2026-03-05 10:11:12
"""
RADAR = """Reference,(First Received),Date,Date,Location (Main),Location (Main),Current stage,Complaint Complexity,Type of Complaint/PALS,Description,DOB,NHS Number,Deadline Met
R-1,2026-02-01,2026-02-02,2026-02-09,Ward 1,Heartlands,Closed,Low,Formal Complaint,He said that nobody came for three hours and that the bell was off,1950-01-01,9434765919,Yes
R-2,2026-02-03,2026-02-04,,Ward 2,Heartlands,Under Investigation,High,PALS Enquiry,The parking machine took a card and gave no ticket at all to us,1961-05-05,9434765870,No
R-3,2026-02-13,2026-02-14,,Ward 2,Heartlands,On hold,Moderate,Concern,The parking machine took a card and gave no ticket at all to her,1962-05-05,4505577104,No
"""
FFT_WARD = """Yearnumber,Periodname,Org code,Org name,Ward name,Spec 1,1 Very Good SUM,2 Good SUM,3 Neither Good nor Poor SUM,4 Poor SUM,5 Very Poor SUM,6 Dont Know SUM,Total Responses,Total Eligible SUM
2025_26,February,RXX,Some Trust,Ward 5A,100,31,4,2,0,1,0,38,90
2025_26,February,RXX,Some Trust,Ward 5B,300,12,*,2,0,-,0,20,61
"""
HCAHPS_HOSPITALS = """Facility ID,Facility Name,HCAHPS Measure ID,HCAHPS Question,HCAHPS Answer Percent,Number of Completed Surveys,Start Date,End Date
010001,Some Hospital,H_RECMND_DY,"Patients who reported YES, they would definitely recommend",Not Available,Not Available,04/01/2024,03/31/2025
010001,Some Hospital,H_HSP_RATING_9_10,Patients who gave a rating of 9 or 10,71,300 or more,04/01/2024,03/31/2025
"""
EXPERIENCES = """comment_id,date,pt_id,location_1,location_2,location_3,comment_type,comment_txt,fft,sex
1,2026-02-01,55,Trust,Division A,Ward 5A,comment_1,Staff were kind and I felt safe all the time,1 - Very good,F
2,2026-02-02,56,Trust,Division A,Ward 5A,comment_1,I waited far too long for my tablets in the evening,4 - Poor,M
3,2026-02-02,57,Trust,Division B,Ward 7,comment_1,Nothing to complain of,Dont know,M
"""
ODOO = """name,partner name,state,received_date,ack_date,response_deadline,channel,reopened_count,satisfaction_rating,ward
C/0001,A B,closed,2026-01-05 09:00:00,2026-01-06 10:00:00,2026-02-02,E-mail,0,4,W1
C/0002,C D,phso,2026-01-06 09:00:00,2026-01-07 10:00:00,2026-02-03,Telephone,0,,W1
C/0003,E F,awaiting_signoff,2026-01-07 09:00:00,,2026-02-04,MP,0,,W2
C/0004,G H,re_opened,2026-01-08 09:00:00,,2026-02-05,Web Form,1,,W2
"""


GRIEVANCES = """Grievance No.,Patient Location,Date Rec'd,How received,Date Ack Letter,Final Letter,Day done,Status
G-1,4 West,09/14/2026,Phone,09/15/2026,09/20/2026,09/20/2026,Closed
G-2,ICU,09/03/2026,Letter,09/04/2026,,,Open
G-3,4 West,09/05/2026,Phone,09/06/2026,09/16/2026,09/17/2026,Closed
Total,3,,,,,,
"""


def test_a_closing_under_a_name_nobody_knows_is_asked_for_and_totals_have_no_codes(proposed):
    log = proposed(GRIEVANCES)
    for name, source in (
        ("acknowledged_at", "Date Ack Letter"), ("response_sent_at", "Final Letter"),
    ):  # fmt: skip
        assert log.entries[name]["column"] == source
    question = log.question("closed_at")
    assert "2 by their status" in question.text
    assert [choice.changes["columns"]["closed_at"] for choice in question.choices] == [
        "Final Letter", "Day done",
    ]  # fmt: skip
    assert not any(one.about == "status empty" for one in log.proposal.questions)


def test_where_no_row_has_ended_no_closing_is_asked_for(proposed):
    log = proposed(GRIEVANCES.replace("Closed", "Open"))
    assert not any(one.about == "closed_at" for one in log.proposal.questions)


def test_a_datix_table_is_mapped_by_its_aliases_and_people_are_left_out(proposed):
    datix = proposed(DATIX, "compl_main feb 2026.csv")
    assert datix.proposal.dataset.name == "complaints"
    assert datix.entries["complaint_id"] == "recordid"
    assert datix.entries["received_at"] == {"column": "com_dreceived", "format": "%d/%m/%Y"}
    assert datix.entries["contact_type"]["values"] == {
        "FORMAL": "complaint", "PALS": "pals_enquiry", "CONCERN": "concern",
    }  # fmt: skip
    assert datix.entries["outcome"]["values"] == {
        "Upheld": "upheld", "Partly upheld": "partially_upheld", "Not Upheld": "not_upheld",
    }  # fmt: skip
    assert set(datix.fates("identifier")) == {"com_name", "com_mgr"}
    assert datix.question("source_system").choices[0].label == "compl_main_feb"


def test_without_a_status_the_closing_date_can_say_it_and_1900_is_no_date(proposed):
    datix = proposed(DATIX)
    question = datix.question("status")
    assert question.is_required
    assert question.choices[0].changes["columns"]["status"] == {
        "column": "com_dclosed", "values": {"": "open", "1900-01-01": "open"}, "otherwise": "closed",
    }  # fmt: skip
    checked = datix.checked("2026-03-31", channel_values="other")
    statuses = checked.source.con.execute("select complaint_id, status from typed order by line")
    assert statuses.fetchall() == [
        ("101", "closed"),
        ("102", "open"),
        ("103", "closed"),
        ("104", "open"),
    ]
    assert (checked.report.accepted, checked.report.refused) == (4, 0)


def test_values_that_nobody_knows_are_listed_and_refused_until_they_are_mapped(proposed):
    datix = proposed(DATIX)
    channel = datix.proposal.column("channel")
    assert [value.source for value in channel.unknown_values] == ["Telepathy"]
    assert "'Telepathy'" in datix.question("channel values").text
    assert datix.checked("2026-03-31").report.findings["unknown_code"] == 1


def test_a_column_that_may_be_missing_and_says_nothing_known_is_left_out(proposed):
    text = "Response ID,Ward,Date,Mode,FFT answer,Age band\n" + "".join(
        f"{n},W1,2026-04-{n},{n % 3},{'Very good' if n % 5 else 'Smiley'},\n" for n in range(13, 28)
    )
    file = proposed(text)
    assert "mode" not in file.entries and "Mode" in file.fates("ignored")
    question = file.question("mode values")
    assert question.choices[question.suggested].label == "Leave it out"
    other = file.answered(mode_values="other")["columns"]["mode"]
    assert (other["column"], other["otherwise"]) == ("Mode", "other")
    not_given = file.answered(fft_values="Not given")["columns"]["fft"]
    assert not_given["values"] == {"Very good": "1", "Smiley": ""}


def test_taking_back_an_answer_leaves_what_was_proposed(proposed):
    """Each choice replaces what the other choices of its question put there."""
    text = "Response ID,Ward,Date,FFT answer\n1,W1,2026-04-13,Poor\n2,,2026-04-14,Smiley\n"
    file = proposed(text)
    for about in ("fft values", "unit_id empty"):
        question = file.question(about)
        for choice in question.choices:
            taken = answered(file.proposal.document, choice)
            assert [one for one in question.choices if answered(taken, one) == taken] == [choice]
            assert answered(taken, question.choices[0]) == file.proposal.document


def test_groups_of_the_sources_own_are_no_codes_and_not_stated_is_one_of_them(proposed):
    file = proposed(
        "Response ID,Ward,Date,FFT answer,Age band,Ethnicity\n"
        "1,W1,2026-04-13,Poor,30-39,Not stated\n2,W1,2026-04-14,Good,40-49,N/A\n"
    )
    assert file.entries["age_band"] == "Age band"
    assert file.proposal.document["file"] == {"null_values": ["", "N/A"]}


def test_names_are_seen_by_their_form_and_units_by_coming_back(proposed):
    people = [
        "Mary Jones",
        "O'Hara, Sean",
        "Mrs Ann Lee-Wood",
        "Ínés Peña",
        "Tom Field",
        "Mary Hill",
    ]
    text = "Ref,Ward,Date received,Status,Method,Raised by\n" + "".join(
        f'{n},Emergency Department,2026-04-{n},Open,Letter,"{name}"\n'
        for n, name in enumerate(people, 13)
    )
    file = proposed(text)
    assert file.fates("identifier") == ["Raised by"]
    assert file.entries["unit_id"] == "Ward"


def test_of_two_columns_that_could_be_the_unit_the_fuller_one_is_taken(proposed):
    file = proposed(
        "Ref,Ward,Department,Date received,Status,Method\n"
        "1,,Surgery,2026-04-13,Open,Letter\n2,W1,Surgery,2026-04-14,Open,Letter\n"
        "3,,,2026-04-15,Open,Letter\n"
    )
    assert file.entries["unit_id"] == "Department"
    assert file.proposal.column("unit_id").others == ("Ward",)
    report = file.checked("2026-04-30", contact_type="complaint", unit_id_empty="UNASSIGNED").report
    assert report.accepted == 3


def test_what_counts_as_other_takes_no_allowed_value_with_it(proposed):
    text = "Ref,Ward,Date received,Status,Method\n" + "".join(
        f"{n},W1,2026-04-{n},open,{how}\n"
        for n, how in enumerate(("web", "Telepathy", "E-mail"), 13)
    )
    file = proposed(text)
    checked = file.checked("2026-04-30", contact_type="complaint", channel_values="other")
    rows = checked.source.con.execute("select channel from typed order by line").fetchall()
    assert rows == [("web",), ("other",), ("email",)]
    entry = file.answered(channel_values="other")["columns"]["channel"]
    assert entry["values"]["phone"] == "phone"  # that may come next month


def test_columns_that_radar_names_twice_are_asked_for(proposed):
    radar = proposed(RADAR, "radar.csv")
    question = radar.question("unit_id")
    assert "2 times" in question.text
    assert [choice.changes["columns"]["unit_id"] for choice in question.choices] == [
        "Location (Main)", "Location (Main).2",
    ]  # fmt: skip
    assert radar.entries["complexity"]["values"] == {
        "Low": "basic",
        "High": "complex",
        "Moderate": "regular",
    }
    assert radar.entries["status"]["values"] == {
        "Closed": "closed", "Under Investigation": "open", "On hold": "open",
    }  # fmt: skip


def test_free_text_birth_dates_and_nhs_numbers_are_never_mapped_by_default(proposed):
    radar = proposed(RADAR)
    assert radar.fates("free_text") == ["Description"]
    assert radar.fates("identifier") == ["DOB", "NHS Number"]
    assert all(not c.examples for c in radar.proposal.source_columns if c.fate == "identifier")
    link = radar.question("patient_link_key")
    assert [choice.label for choice in link.choices] == ["No link", "By 'NHS Number'"]
    assert link.suggested == 0 and "patient_link_key" not in radar.answered()["columns"]
    hashed = radar.answered(patient_link_key="By 'NHS Number'")
    assert hashed["columns"]["patient_link_key"] == {"hmac": "NHS Number"}


@pytest.mark.parametrize(
    ("content", "word"), [(FFT_WARD, "FFT ward file"), (HCAHPS_HOSPITALS, "HCAHPS results")]
)
def test_published_counts_and_shares_are_no_rows_and_are_called_what_they_are(
    proposed, content, word
):
    file = proposed(content)
    assert file.proposal.dataset is None
    assert word in file.proposal.reason
    assert file.proposal.columns == () and file.entries == {}
    assert file.question("dataset").is_required


def test_a_question_that_quotes_the_answers_makes_no_file_of_counts(proposed):
    asked = "How was your visit? Answer from very good to good or from poor to very poor"
    file = proposed(
        f"Response ID,Ward,Date,{asked}\n1,W1,2026-04-13,Very good\n2,W1,2026-04-14,Poor\n"
    )
    assert file.proposal.dataset.name == "surveys"
    assert file.proposal.column("fft").found_by == "content"
    assert file.entries["fft"] == {"column": asked, "values": {"Poor": "4", "Very good": "1"}}


def test_a_dataset_that_is_undecided_can_be_chosen(proposed):
    file = proposed("when,what\n2026-01-01,a\n2026-01-02,b\n")
    assert file.proposal.dataset is None
    assert "none of the datasets" in file.proposal.reason
    chosen = proposed("when,what\n2026-01-01,a\n2026-01-02,b\n", dataset=DATASETS["activity"])
    assert chosen.proposal.reason == "You chose activity."
    assert chosen.entries == {"month": {"column": "when", "format": "%Y-%m-%d"}}
    assert chosen.proposal.column("month").sure == "unsure"


def test_answers_with_codes_and_words_are_read_and_the_most_exact_place_is_the_unit(proposed):
    file = proposed(EXPERIENCES, "experience.csv")
    assert file.proposal.dataset.name == "surveys"
    assert file.entries["response_id"] == "comment_id"
    assert file.entries["unit_id"] == "location_3"
    assert file.entries["fft"]["values"] == {
        "1 - Very good": "1",
        "4 - Poor": "4",
        "Dont know": "6",
    }
    assert file.fates("free_text") == ["comment_txt"]
    assert "pt_id" in file.fates("identifier")
    assert file.question("instrument").choices[file.question("instrument").suggested].label == "FFT"
    assert file.checked("2026-02-28").report.accepted == 3


def test_states_of_another_system_become_those_of_the_contract(proposed):
    file = proposed(ODOO, "odoo complaints.csv")
    assert file.entries["status"]["values"] == {
        "phso": "escalated", "awaiting_signoff": "open", "re_opened": "reopened",
    }  # fmt: skip
    assert file.entries["channel"]["values"] == {
        "E-mail": "email", "Telephone": "phone", "MP": "representative_body", "Web Form": "web",
    }  # fmt: skip
    assert file.entries["due_date"]["column"] == "response_deadline"


def test_the_old_wording_of_fft_is_its_own_instrument(proposed):
    old = "Response ID,Ward,Date,FFT answer\n" + "".join(
        f"{n},W{n % 2},2019-01-{n + 13},{text}\n"
        for n, text in enumerate(("Extremely likely", "Likely", "Unlikely", "Don't know"))
    )
    question = proposed(old).question("instrument")
    assert question.choices[question.suggested].label == "FFT_RECOMMEND"


def test_dates_in_both_orders_are_asked_with_both_counts_and_never_guessed(proposed):
    rows = ["13/02/2026", "14/02/2026", "02/15/2026", "03/04/2026"]
    file = proposed(
        "Response ID,Ward,Date,FFT answer\n"
        + "".join(f"{n},W1,{day},1\n" for n, day in enumerate(rows))
    )
    assert "event_date" not in file.entries
    assert (
        "2 rows fit only day-first, 1 rows only month-first, 1 both"
        in file.question("event_date").text
    )
    assert file.question("event_date") in open_questions(file.proposal, file.answered())
    first = file.answered(event_date="Day first")["columns"]["event_date"]
    assert first == {"column": "Date", "format": ["%d/%m/%Y", "%m/%d/%Y"], "ambiguous": "first"}
    refused = file.checked("2026-06-30", event_date="Refuse what fits both").report
    assert refused.findings["ambiguous_date"] == 1 and refused.accepted == 3


def test_dates_that_no_row_decides_are_asked(proposed):
    file = proposed("Response ID,Ward,Date,FFT answer\n1,W1,03/04/2026,1\n2,W1,05/06/2026,2\n")
    labels = [choice.label for choice in file.question("event_date").choices]
    assert labels == ["Day first", "Month first"]
    month_first = file.answered(event_date="Month first")["columns"]["event_date"]
    assert month_first == {"column": "Date", "format": "%m/%d/%Y"}


def test_a_file_without_ids_is_asked_how_one_is_made(proposed):
    file = proposed(
        "Ward,Date,FFT answer,Postcode\nW1,2026-04-13,1,AB1 2CD\nW1,2026-04-14,2,AB1 2CE\n"
    )
    question = file.question("response_id")
    made = [choice.changes["columns"]["response_id"] for choice in question.choices]
    assert made == [{"hash": ["Ward", "Date", "FFT answer"]}, {"row_number": True}]
    assert question.suggested == 1  # three columns say too little to tell two people apart
    assert all(choice.meaning for choice in question.choices)


def test_ids_that_stand_in_several_rows_are_asked_for(proposed):
    file = proposed(
        "Comment ID,Respondent ID,Ward,Date,FFT answer\n"
        "a-1,a,W1,2026-04-13,1\na-2,a,W1,2026-04-13,1\nb-1,b,W1,2026-04-14,2\n"
    )
    question = file.question("response_id repeated")
    assert [choice.label for choice in question.choices] == [
        "Keep the last row of each", "'Comment ID' is the id", "Refuse the later ones",
    ]  # fmt: skip
    kept = file.checked("2026-04-30", response_id_repeated="Keep the last row of each").report
    assert (kept.accepted, kept.skipped) == (2, 1)
    assert file.checked("2026-04-30").report.findings["duplicate_key"] == 1


def test_summary_rows_are_left_out_and_can_be_kept(proposed):
    text = "Ref,Ward,Date received,Status,Method,Type\nA,W1,2026-04-13,Open,Letter,Complaint\nTotal:,,,,,\n"
    file = proposed(text)
    assert file.proposal.document["rows"] == {"skip_where": {"Ref": ["Total:"]}}
    assert "rows" not in file.answered(total_rows="Keep them")
    assert file.checked("2026-04-30").report.skipped == 1


def test_title_lines_above_and_known_null_texts_are_seen(proposed):
    file = proposed(
        "Complaints of April,,,,,\nprinted by,someone,,,,\n"
        "Ref,Ward,Date received,Status,Method,Date closed\n"
        "A,W1,2026-04-13,Open,Letter,N/A\nB,W1,2026-04-14,Closed,not known,2026-04-20\n"
    )
    assert file.source.detected.header_row == 3
    assert file.proposal.document["file"] == {"null_values": ["", "N/A", "not known"]}
    report = file.checked("2026-04-30", contact_type="complaint", channel_empty="other").report
    assert report.accepted == 2
    assert file.checked("2026-04-30", contact_type="complaint").report.refused == 1


def test_a_known_name_among_the_values_makes_a_data_row_no_header(proposed):
    file = proposed("Key,Where,When\n1,W1,2026-04-13\n2,Ward,2026-04-14\n3,W2,2026-04-15\n")
    assert (file.source.detected.header_row, file.source.rows_in) == (1, 3)


def test_a_name_of_many_meanings_is_not_taken_where_the_content_has_another(proposed):
    file = proposed(
        "Complaint ID,Date received,State,Company response\n"
        "1,2026-01-13,NY,Closed with explanation\n2,2026-01-14,CA,In progress\n"
    )
    status = file.proposal.column("status")
    assert (status.entry["column"], status.found_by, status.sure) == (
        "Company response", "content", "unsure",
    )  # fmt: skip


@pytest.mark.slow
def test_the_document_parses_and_names_only_columns_of_the_file(proposed):
    for content in (DATIX, RADAR, EXPERIENCES, ODOO):
        file = proposed(content)
        profile = parse_profile(file.answered(), "p.toml", "")
        for _, mapping in profile.columns:
            assert all(file.source.position(name) is not None for name in mapping.source_columns)
