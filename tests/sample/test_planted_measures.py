"""`measure` shows each planted fact of the sample, as its README says, and in no other unit."""

import json

import pytest

from dashboard.__main__ import run
from dashboard.sample import planted
from dashboard.sample.hospital import UNITS

SLOW_FROM, BEFORE = "2026-03-01", "2026-02-28"
FAULTY_FROM = "2026-06-01"
NO_UNIT = "UNASSIGNED"


@pytest.fixture
def measured(capsys):
    """Ask the command line as a reader of the README would: without a store it is the sample."""

    def measure(name: str, *options: str) -> list[dict]:
        capsys.readouterr()
        assert run(["measure", name, *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)["rows"]

    return measure


def by_unit(rows: list[dict]) -> dict[str, dict]:
    """The rows of real units with enough to be looked at."""
    return {
        row["group"]: row
        for row in rows
        if row["group"] != NO_UNIT and "too few" not in (row["note"] or "")
    }


def test_one_unit_slows_down_from_the_planted_month_and_no_other_does(measured):
    before = by_unit(measured("time_to_resolution", "--by", "unit", "--to", BEFORE))
    after = by_unit(measured("time_to_resolution", "--by", "unit", "--from", SLOW_FROM))
    slow = after.pop(planted.SLOW_UNIT)
    assert before[planted.SLOW_UNIT]["value"] in (5, 6, 7)
    assert 10 < slow["lower"] <= 20 <= slow["upper"]
    assert len(after) > 18
    assert all(row["lower"] <= 7 and row["upper"] >= 5 for row in after.values())


def test_one_unit_recovers_better_and_no_other_does(measured):
    rows = by_unit(measured("recovered_share", "--by", "unit"))
    better = rows.pop(planted.RECOVERING_UNIT)
    assert better["lower"] > 0.7
    assert better["lower"] < planted.RECOVERING_SATISFIED < better["upper"]
    assert all(row["lower"] < 0.65 and row["upper"] > 0.52 for row in rows.values())


def test_the_patients_of_that_unit_recommend_more_than_those_of_any_other_ward(measured):
    rows = [row for row in measured("recommend", "--by", "unit") if row["instrument"] == "HCAHPS"]
    wards = by_unit(rows)
    more = wards.pop(planted.RECOVERING_UNIT)
    assert len(wards) == 13
    assert more["lower"] > max(row["upper"] for row in wards.values())


def test_the_recovery_gap_is_not_shown_for_the_whole_organization(measured):
    rows = measured("recovery_gap")
    gaps = [row for row in rows if row["group"] == "recovered-no_problem"]
    assert {row["instrument"] for row in gaps} == {"HCAHPS", "FFT", "NPS"}
    assert {row["verdict"] for row in gaps} == {"not_shown"}
    unrecovered = [row for row in rows if row["group"] == "recovered-unrecovered"]
    assert {row["verdict"] for row in unrecovered} == {"shown"}


def test_the_recovery_gap_is_shown_in_the_recovering_unit_alone(measured):
    shown = set()
    for unit in UNITS:
        if unit.unit_id not in (planted.SMALL_UNIT, "S-NIC"):  # too few, and nearly so
            gap = measured("recovery_gap", "--unit", unit.unit_id)[0]
            shown |= {unit.unit_id} if gap["verdict"] == "shown" and gap["value"] > 0 else set()
    assert shown == {planted.RECOVERING_UNIT}


def test_one_ward_hardly_hears_of_its_dissatisfied_patients(measured):
    rows = by_unit(measured("capture_ratio", "--by", "unit"))
    unheard = rows.pop(planted.UNHEARD_UNIT)
    assert unheard["upper"] < min(row["lower"] for row in rows.values())
    silent = by_unit(measured("silent_dissatisfied", "--by", "unit"))
    assert silent[planted.UNHEARD_UNIT]["lower"] > 600
    assert silent[planted.RECOVERING_UNIT]["upper"] < 400


def test_few_complaints_per_1000_are_the_unheard_wards_alone(measured):
    rows = by_unit(measured("complaints_per_1000", "--by", "unit"))
    unheard = rows.pop(planted.UNHEARD_UNIT)
    rows.pop(planted.SMALL_UNIT, None)
    assert unheard["upper"] < 4 < 9 < min(row["value"] for row in rows.values())


def test_closing_dates_on_open_cases_leave_one_channel_with_open_cases(measured):
    rows = {
        row["group"]: row
        for row in measured("open_cases", "--by", "channel", "--from", FAULTY_FROM)
    }
    faulty = rows.pop(planted.FAULTY_CHANNEL)
    assert faulty["value"] > 0.25 * faulty["n"]
    assert all(row["value"] < 0.2 * row["n"] for row in rows.values() if row["n"] >= 60)


@pytest.mark.parametrize(
    "name", ["time_to_resolution", "recovered_share", "recommend", "capture_ratio"]
)
def test_the_small_unit_has_too_few_in_every_measure(name, measured):
    small = [row for row in measured(name, "--by", "unit") if row["group"] == planted.SMALL_UNIT]
    assert small and all("too few" in row["note"] for row in small)


def test_the_board_does_not_see_the_small_unit_at_all(measured):
    rows = measured("recommend", "--by", "unit", "--audience", "board")
    (small,) = [row for row in rows if row["group"] == planted.SMALL_UNIT]
    assert small["suppressed"]
    assert small["value"] is None and small["n"] is None and small["numerator"] is None
