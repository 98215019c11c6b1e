"""Whatever a file holds, a proposal is made, is a profile, and names only what is in the file."""

import csv
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.contracts.registry import DATASETS
from dashboard.errors import Refused
from dashboard.extracts.intake import Request, check_file
from dashboard.extracts.profile import FileOptions, parse_profile
from dashboard.extracts.reading import read_source
from dashboard.proposals.profile_text import profile_text
from dashboard.proposals.proposal import answered
from dashboard.proposals.propose import names_to_look_for, propose

KNOWN = sorted(
    name
    for dataset in DATASETS.values()
    for column in dataset.columns
    for name in (column.name, *column.aliases)
)
HEADERS = st.sampled_from(KNOWN) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), max_size=9
)
CELLS = (
    st.sampled_from([
        "", "-", "N/A", "Closed", "open", "Yes", "no", "1 - Very good", "E-mail", "Total", "'", '"',
        "31/12/2025", "2025-12-31T10:00:00Z", "01/02/25", "12/31/2025", "1900-01-01", "%", "3.5",
        "9434765919", "a@b.org", "{x}", "=1+1", "Ward 5A", "March 3, 2026", "2026-02",
    ])
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9)
)  # fmt: skip


@st.composite
def tables(draw):
    header = draw(st.lists(HEADERS, min_size=2, max_size=7))
    row = st.lists(CELLS, min_size=len(header), max_size=len(header))
    return [header, *draw(st.lists(row, min_size=1, max_size=6))]


@pytest.mark.slow  # 200 files
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
@given(table=tables(), name=st.sampled_from([None, *DATASETS]), data=st.data())
def test_any_table_gets_a_proposal_that_can_be_answered_and_checked(tmp_path, table, name, data):
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(table)
    try:
        source = read_source(path, FileOptions(), names_to_look_for())
    except Refused:
        return
    proposal = propose(source, path.name, DATASETS.get(name))
    document = proposal.document
    for question in proposal.questions:
        if question.choices and proposal.dataset is not None:
            document = answered(document, data.draw(st.sampled_from(question.choices)))
    profile = parse_profile(document, "any.toml", profile_text(document))
    for _, mapping in profile.columns or ():
        assert all(source.position(column) is not None for column in mapping.source_columns)
    assert [column.name for column in proposal.source_columns] == source.headers
    if proposal.dataset is not None:
        _check(Request(path, date(2026, 6, 30), profile, source_system="any", link_key="k" * 32))


def _check(request):
    """The file is taken or refused in words; nothing is lost on the way."""
    try:
        report = check_file(request, None).report
    except Refused as refusal:
        assert "fault of the program" not in str(refusal)
        return
    assert report.rows_in == report.accepted + report.refused + report.skipped
