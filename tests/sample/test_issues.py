"""What the sample's complaints are about, and who waits for consent: complete, possible, as told."""

import duckdb
import pytest

from dashboard.sample import issues
from dashboard.settings import ROOT

FILES = ("complaints", "complaint_issues")


@pytest.fixture(scope="module")
def sample() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name in FILES:
        file = ROOT / "sample_data" / f"{name}.parquet"
        connection.execute(f"create view {name} as from read_parquet('{file}')")
    return connection


def one(sample: duckdb.DuckDBPyConnection, question: str) -> tuple:
    (row,) = sample.execute(question).fetchall()
    return row


def test_a_coded_complaint_has_1_94_subjects_on_average(sample):
    mean = one(sample, "select count(*) / count(distinct complaint_id) from complaint_issues")[0]
    assert abs(mean - 1.94) < 0.03


def test_every_complaint_has_one_primary_subject_or_none_at_all(sample):
    per_complaint = """
        select min(primary_n), max(primary_n), min(named_n), max(named_n)
        from (select count(*) filter (is_primary) as primary_n, count(*) as named_n
              from complaint_issues group by complaint_id)
    """
    assert one(sample, per_complaint) == (1, 1, 1, 5)
    orphans = "select count(*) from complaint_issues anti join complaints using (complaint_id)"
    assert one(sample, orphans) == (0,)


def test_the_primary_subject_is_as_severe_as_the_complaint_and_no_other_is_more_severe(sample):
    compared = """
        select count(*) filter (is_primary and severity is distinct from severity_hcat),
               count(*) filter (severity > severity_hcat),
               count(*) filter ((severity is null) <> (severity_hcat is null))
        from complaint_issues join complaints using (complaint_id)
    """
    assert one(sample, compared) == (0, 0, 0)


def test_the_mix_is_the_same_in_every_unit_and_month_up_to_chance(sample):
    chi_squared = """
        with named as (
            select {} as part, code, count(*) as n
            from complaint_issues join complaints using (complaint_id)
            where is_primary group by all
        ),
        expected as (
            select part, code, sum(n) over (partition by part) * sum(n) over (partition by code)
                / sum(n) over () as e, n
            from named
        )
        select sum((n - e) ** 2 / e), (count(distinct part) - 1) * (count(distinct code) - 1)
        from expected where part in (select part from named group by part having sum(n) > 100)
    """
    for part in ("unit_id", "date_trunc('month', received_at)"):
        statistic, degrees = one(sample, chi_squared.format(part))
        assert statistic < degrees + 3.1 * (2 * degrees) ** 0.5  # 99.9 % of samples like this


def test_the_newest_complaints_are_coded_in_part_only(sample):
    shares = f"""
        select avg((complaint_id in (select complaint_id from complaint_issues))::int)
                filter (received_at::date > date '2026-10-31' - {issues.CODED_LATER_DAYS}),
            avg((complaint_id in (select complaint_id from complaint_issues))::int)
                filter (received_at::date <= date '2026-10-31' - {issues.CODED_LATER_DAYS})
        from complaints where contact_type = 'complaint'
    """
    newest, earlier = one(sample, shares)
    assert abs(newest - 0.58) < 0.08 and abs(earlier - 0.97) < 0.01


def test_consent_is_asked_of_others_than_the_patient_and_comes_before_the_answer(sample):
    consents = """
        select count(*) filter (consent_required and complainant_status = 'patient'),
            count(*) filter (consent_received_at is not null and not consent_required),
            count(*) filter (consent_received_at not between received_at
                             and coalesce(first_closed_at, closed_at, timestamp '2026-11-01')),
            count(*) filter (consent_received_at > response_sent_at),
            count(*) filter (consent_required and consent_received_at is null and status = 'closed'),
            count(*) filter (consent_required and consent_received_at is null and status = 'open') > 5,
            count(*) filter (consent_required) between 800 and 1600
        from complaints
    """
    assert one(sample, consents) == (0, 0, 0, 0, 0, True, True)


def test_nothing_is_acknowledged_later_than_the_day_itself_on_a_day_off(sample):
    # Memorial Day 2026, Thanksgiving 2025, Christmas 2024 and all Saturdays and Sundays
    on_days_off = """
        select count(*) filter (acknowledged_at::date <> received_at::date
                                and acknowledged_at - received_at > interval 1 hour)
        from complaints where isodow(acknowledged_at) > 5
            or acknowledged_at::date in ('2026-05-25', '2025-11-27', '2024-12-25')
    """
    assert one(sample, on_days_off) == (0,)


def test_every_clock_has_cases_to_show(sample):
    shown = """
        select count(first_action_at), count(response_sent_at), count(due_date_agreed),
            count(reopened_at), count(*) filter (resolved_first_contact),
            count(*) filter (not resolved_first_contact),
            count(*) filter (notice_contact and notice_steps and notice_results and notice_date),
            count(*) filter (not (notice_contact and notice_steps and notice_results and notice_date))
        from complaints
    """
    assert min(one(sample, shown)) > 80
