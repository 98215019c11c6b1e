"""What is written as TOML is read back as the same document."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.extracts.profile import parse_profile, read_profile
from dashboard.proposals.profile_text import profile_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = TEXTS | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(TEXTS, PLAIN, max_size=3)
DOCUMENTS = st.dictionaries(
    TEXTS, VALUES | st.dictionaries(TEXTS, VALUES | st.dictionaries(TEXTS, VALUES)), max_size=4
)


@given(DOCUMENTS)
def test_any_document_is_read_back_equal(document):
    assert tomllib.loads(profile_text(document)) == document


def test_a_profile_is_written_one_line_a_column_and_read_as_the_same_profile(tmp_path):
    document = {
        "dataset": "complaints",
        "source_system": "datix",
        "columns": {
            "complaint_id": "Ref",
            "status": {"column": 'Stage "now"', "values": {"": "open", "Ré-opened": "reopened"}},
            "unit_id": {"columns": ["Site", "Ward"], "separator": " / "},
            "complexity": {"constant": True},
            "received_at": {"column": "First\treceived", "format": ["%d/%m/%Y", "%Y-%m-%d"]},
        },
        "rows": {"one_per": "Ref", "skip_where": {"Ref": ["Total"]}},
        "units": {"register": True},
    }
    path = tmp_path / "datix.toml"
    path.write_text(profile_text(document), encoding="utf-8")
    written = read_profile(path)
    assert written == parse_profile(document, "datix.toml", written.content_hash)
    assert path.read_text(encoding="utf-8").count("\n") == 2 + 1 + 6 + 1 + 3 + 1 + 2


@pytest.mark.parametrize("table", ["file", "rows"])
def test_an_empty_table_stays_an_empty_table(table):
    assert tomllib.loads(profile_text({table: {}})) == {table: {}}
