"""What a source's code stands for: proposed by spelling, synonym and likeness, then as answered."""

import pytest

from dashboard.contracts.registry import DATASETS
from dashboard.proposals.coded_values import meaning_now, target_of, targets


def column(name):
    return next(d.column(name) for d in DATASETS.values() if name in d.by_name)


# column, text of the source, allowed value
KNOWN = [
    ("status", "CLOSED", "closed"), ("status", "Closed - no further action", "closed"),
    ("status", "Re-Opened", "reopened"), ("status", "Resolved", "closed"),
    ("status", "In progress", "open"), ("status", "Clsoed", None), ("status", "Not closed", None),
    ("status", "Closed with non-monetary relief", "closed"), ("status", "Withdrawn", "withdrawn"),
    ("channel", "E-mail", "email"), ("channel", "Tel.", "phone"), ("channel", "In Person", "in_person"),
    ("channel", "By telephone call", "phone"), ("channel", "Pigeon", None),
    ("contact_type", "PALS", "pals_enquiry"), ("contact_type", "Formal Complaint", "complaint"),
    ("outcome", "Not Upheld", "not_upheld"), ("outcome", "Partially upheld", "partially_upheld"),
    ("outcome", "Upheld in part", "partially_upheld"),
    ("fft", "1 - Very good", "1"), ("fft", "(5) Very poor", "5"), ("fft", "6 Don't know", "6"),
    ("fft", "Extremely likely", "1"), ("fft", "3", "3"), ("fft", "7", None), ("fft", "rather good", None),
    ("hcahps_recommend", "4", "definitely_yes"), ("hcahps_recommend", "Definitely yes", "definitely_yes"),
    ("consent_required", "Y", "Y"), ("consent_required", "Not required", "false"),
    ("problem_resolved", "Yes, completely", "fully"), ("mode", "Telephone", "phone"),
    ("service_area", "Inpatients", "inpatient"), ("severity_hcat", "Moderate", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "target"), KNOWN)
def test_a_code_stands_for_an_allowed_value_or_for_none(name, text, target):
    assert target_of(column(name), text)[0] == target


def test_codes_can_be_translated_to_what_the_contract_allows():
    assert targets(column("fft")) == ("1", "2", "3", "4", "5", "6")
    assert targets(column("consent_required")) == ("true", "false")
    assert targets(column("channel")) == column("channel").allowed
    assert targets(column("preferred_language")) == ()


def test_what_a_code_means_follows_the_entry_as_it_was_answered():
    channel, fft = column("channel"), column("fft")
    entry = {"column": "How", "values": {"Tel": "phone", "Pigeon": ""}}
    texts = ("Tel", "web", "Pigeon", "Drum")
    assert [meaning_now(channel, entry, text) for text in texts] == ["phone", "web", "", None]
    other = entry | {"otherwise": "other"}
    assert [meaning_now(channel, other, text) for text in texts] == ["phone", "other", "", "other"]
    assert [meaning_now(fft, "Score", text) for text in ("2", "7", "good")] == ["2", None, None]
