"""Without a profile columns are recognized by name: the contract's own, an alias, however spelled."""

import pytest

HEADERS = [
    "complaint_id,unit_id,received_at,status,channel,contact_type",
    "ComplaintID,Unit ID,Received-At,STATUS,Channel:,Contact Type",
    "Ref,Location (exact),First received,Current stage,Method received,Type",
    "recordid,com_locationname,com_dreceived,com_curstage,com_method,com_type",
    "Case Number,Ward/Unit,Date Complaint Received,Complaint Status,How Received,Type of Contact",
]


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_of_known_names_needs_no_profile(trial, header):
    content = f"{header}\n1,W1,2024-04-01 10:00:00,open,web,complaint\n"
    report = trial(content, None, "--dataset", "complaints", "--source", "any").report
    assert (report["accepted"], report["refused"]) == (1, 0)


def test_the_contracts_own_name_comes_before_an_alias(trial):
    """A column may be called as the contract calls it, beside one that has an alias's name."""
    content = "Ref,complaint_id,Ward,unit_id,received_at,status,channel,contact_type\nX,1,Y,W1,2024-04-01,open,web,complaint\nX,2,Y,W1,2024-04-02,open,web,complaint\n"
    report = trial(content, None, "--dataset", "complaints", "--source", "any").report
    assert report["accepted"] == 2
