"""Cells are trimmed column by column: whether others need it changes nothing for a clean one."""

import pytest

from dashboard.extracts.intake import Request, check_file
from dashboard.extracts.profile import Profile
from tests.marts import AS_OF

HEADER = "response_id,unit_id,event_date,instrument,fft,age_band\n"
CLEAN = "r1,Ward 1,2026-03-01,FFT,1,\nr2,Ward 1,2026-03-02,FFT,5,26-55\nr3,,2026-03-02,FFT,5,x\n"
ROWS = [("r1", "Ward 1", 1, None), ("r2", "Ward 1", 5, "26-55"), ("r3", None, 5, "x")]


def checked(tmp_path, text):
    file = tmp_path / "surveys.csv"
    file.write_text(HEADER + text, encoding="utf-8")
    request = Request(file, AS_OF, dataset="surveys", source_system="s", profile=Profile())
    return check_file(request, None)


def typed(found):
    sql = "select response_id, unit_id, fft, age_band from typed order by line"
    return found.source.con.execute(sql).fetchall()


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        CLEAN.replace("r1,", " r1\t,"),
        CLEAN.replace("Ward 1", "\u00a0Ward\u00a01 "),
        CLEAN.replace("r3,,", "r3, \u00a0 ,"),
        CLEAN.replace("26-55", "\ufeff26-55"),
        CLEAN.replace(",1,", ",1 ,").replace("x", " x"),
    ],
)
def test_spaces_of_any_kind_around_a_cell_mean_nothing(tmp_path, text):
    assert typed(checked(tmp_path, text)) == ROWS


def test_letters_beyond_ascii_stay_as_they_are(tmp_path):
    found = checked(tmp_path, CLEAN.replace("Ward 1", "Été 1"))
    assert [row[1] for row in typed(found)] == ["Été 1", "Été 1", None]


def test_a_key_is_repeated_from_its_second_row_on_and_a_missing_one_never(tmp_path):
    again = CLEAN + CLEAN.replace("r2,", ",").replace("r3,,", "r3,Ward 1,")
    found = checked(tmp_path, again)
    named = {(f.row, f.rule_id) for f in found.all_findings()}
    assert {(5, "duplicate_key"), (7, "duplicate_key"), (6, "missing_required")} <= named
    assert not {(line, "duplicate_key") for line in (2, 3, 4, 6)} & named
