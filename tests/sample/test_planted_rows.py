"""The planted facts are in the rows, and in no other unit: a second opinion beside the measures.

Units are resolved and shares counted here by hand; "elsewhere" is judged by 99.8 % limits, which
no unit that was not planted may cross with the committed seed.
"""

import duckdb
import numpy as np
import pytest

from dashboard.sample import planted
from dashboard.settings import ROOT
from dashboard.stats.funnel import proportion_limits
from dashboard.stats.intervals import (
    Interval,
    mover_ratio_interval,
    newcombe_interval,
    wilson_interval,
)
from dashboard.stats.intervals import rate_interval as count_interval
from dashboard.stats.survival import Incidence, aalen_johansen

FLOOR_N = 30
SLOW_FROM = "date '2026-03-01'"
UNIT_AT = """
    left join unit_aliases as a
        on a.source_unit = rows.unit_id and a.source_system = '{source}'
        and {day} between a.valid_from and coalesce(a.valid_to, date '9999-12-31')
"""
COMPLAINTS = f"""
    create table complaints_at as
    select a.unit_id as unit, received_at::date as received_on, status, channel, satisfaction_handling,
        acknowledged_at, coalesce(incident_date, received_at::date) as event_on,
        case when status in ('open', 'reopened') then date '2026-10-31' else closed_at::date end
        - received_at::date as age_days
    from complaints as rows
    {UNIT_AT.format(source="complaint_system", day="coalesce(incident_date, received_at::date)")}
    where contact_type in ('complaint', 'grievance') and rows.unit_id <> 'UNASSIGNED'
"""
SURVEYS = f"""
    create table surveys_at as
    select a.unit_id as unit, instrument, had_problem, problem_resolved, event_date,
        case instrument
            when 'HCAHPS' then hcahps_recommend = 'definitely_yes'
            when 'NPS' then ltr_0_10 >= 9 else fft <= 2
        end as recommends,
        case instrument
            when 'HCAHPS' then hcahps_recommend in ('definitely_no', 'probably_no')
            when 'NPS' then ltr_0_10 <= 6 else fft in (4, 5)
        end as is_dissatisfied
    from surveys as rows
    {UNIT_AT.format(source="patient_survey", day="event_date")}
"""
RECOMMENDS = "select unit, sum(recommends::int), count(recommends), instrument from surveys_at {} group by all"


@pytest.fixture(scope="module")
def sample() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name in ("units", "unit_aliases", "activity", "complaints", "surveys"):
        file = ROOT / "sample_data" / f"{name}.parquet"
        connection.execute(f"create view {name} as from read_parquet('{file}')")
    connection.execute(COMPLAINTS)
    connection.execute(SURVEYS)
    return connection


def outside(rows: list[tuple]) -> set[str]:
    """Which groups lie outside the 99.8 % limits around their pool (the fourth column, if any)."""
    pools: dict[object, list[float]] = {}
    for _, x_n, n, *pool in rows:
        total = pools.setdefault(tuple(pool), [0, 0])
        total[0], total[1] = total[0] + (x_n or 0), total[1] + n
    found = set()
    for group, x_n, n, *pool in rows:
        x_total, n_total = pools[tuple(pool)]
        limits = proportion_limits(x_total / n_total, n, level=0.998) if n >= FLOOR_N else None
        if limits and not limits.lower <= x_n / n <= limits.upper:
            found.add(group)
    return found


def resolution(sample: duckdb.DuckDBPyConnection, where: str) -> Incidence:
    """Cumulative incidence of resolution, from a day histogram."""
    question = f"""
        select age_days, count(*) filter (status = 'closed'),
               count(*) filter (status in ('withdrawn', 'transferred', 'escalated')),
               count(*) filter (status in ('open', 'reopened'))
        from complaints_at where {where} group by age_days order by age_days
    """
    return aalen_johansen(*np.array(sample.execute(question).fetchall()).T)


def units_of(sample: duckdb.DuckDBPyConnection) -> list[str]:
    counted = (
        f"select unit from complaints_at group by unit having count(*) >= {FLOOR_N} order by unit"
    )
    return [unit for (unit,) in sample.execute(counted).fetchall()]


def test_every_row_but_the_unassigned_belongs_to_a_unit(sample):
    unknown = "select (select count(*) from complaints_at where unit is null), (select count(*) from surveys_at where unit is null)"
    assert sample.execute(unknown).fetchall() == [(0, 0)]


def test_the_slow_unit_is_slow_from_its_month_on(sample):
    own = f"unit = '{planted.SLOW_UNIT}'"
    before = resolution(sample, f"{own} and received_on < {SLOW_FROM}")
    after = resolution(sample, f"{own} and received_on >= {SLOW_FROM}")
    assert before.quantile(0.5) in (5, 6, 7)
    lower, upper = after.quantile_interval(0.5)
    assert 10 < lower <= 20 <= upper


def test_no_other_unit_slows_down(sample):
    cohort = f"""
        select unit, count(*) filter (status = 'closed' and age_days <= 7 and received_on {{0}} {SLOW_FROM}),
               count(*) filter (received_on {{0}} {SLOW_FROM})
        from complaints_at where received_on <= date '2026-10-24' group by unit
    """
    before = {unit: counts for unit, *counts in sample.execute(cohort.format("<")).fetchall()}
    after = {unit: counts for unit, *counts in sample.execute(cohort.format(">=")).fetchall()}
    slower = set()
    for unit in units_of(sample):
        (x_before, n_before), (x_after, n_after) = before[unit], after[unit]
        if min(n_before, n_after) > 0:
            change = newcombe_interval(x_after, n_after, x_before, n_before, level=0.998)
            slower |= {unit} if change.upper < 0 or change.lower > 0 else set()
    assert slower == {planted.SLOW_UNIT}


def test_over_the_whole_period_no_other_unit_is_slow_or_quick(sample):
    within = """
        select unit, count(*) filter (status = 'closed' and age_days <= 7), count(*) from complaints_at
        where received_on <= date '2026-10-24' group by unit
    """
    assert outside(sample.execute(within).fetchall()) == {planted.SLOW_UNIT}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "select unit, count(*) filter (satisfaction_handling >= 4), count(satisfaction_handling) from complaints_at group by unit",
            {planted.RECOVERING_UNIT},
        ),
        (
            "select unit, count(*) filter (problem_resolved = 'fully'), count(problem_resolved) from surveys_at group by unit",
            {planted.RECOVERING_UNIT},
        ),
        (RECOMMENDS.format(""), {planted.RECOVERING_UNIT}),
        (RECOMMENDS.format("where not had_problem"), {planted.RECOVERING_UNIT}),
        (RECOMMENDS.format("where problem_resolved = 'fully'"), {planted.RECOVERING_UNIT}),
        (RECOMMENDS.format("where problem_resolved in ('partly', 'no')"), set()),
        (RECOMMENDS.format("").replace("recommends", "is_dissatisfied"), {planted.RECOVERING_UNIT}),
        (
            "select unit, sum(had_problem::int), count(had_problem) from surveys_at group by unit",
            set(),
        ),
        ("select unit, count(acknowledged_at), count(*) from complaints_at group by unit", set()),
    ],
)
def test_one_unit_recovers_better_and_nothing_else_stands_out(sample, question, found):
    assert outside(sample.execute(question).fetchall()) == found


def test_the_recovery_gap_is_not_shown_for_the_whole_and_shown_in_one_unit(sample):
    arms = """
        select {}, sum(recommends::int) filter (problem_resolved = 'fully'),
               count(recommends) filter (problem_resolved = 'fully'),
               sum(recommends::int) filter (not had_problem), count(recommends) filter (not had_problem)
        from surveys_at group by all
    """
    for instrument, *counts in sample.execute(arms.format("instrument")).fetchall():
        assert newcombe_interval(*counts).lower < 0 < newcombe_interval(*counts).upper, instrument
    by_unit = {
        unit: newcombe_interval(*counts, level=0.998)
        for unit, *counts in sample.execute(arms.format("unit")).fetchall()
        if counts[1] >= FLOOR_N
    }
    shown = {unit for unit, gap in by_unit.items() if gap.lower > 0 or gap.upper < 0}
    assert shown == {planted.RECOVERING_UNIT}


def test_one_ward_hardly_hears_of_its_dissatisfied_patients(sample):
    silence = """
        select unit, instrument = 'NPS', patients, complaints_n, dissatisfied_n, answered_n
        from (select unit_id as unit, sum(coalesce(discharges, attendances))::bigint as patients
              from activity group by 1)
        join (select unit, count(*) as complaints_n from complaints_at
              where event_on >= date '2024-11-01' group by 1) using (unit)
        join (select unit, any_value(instrument) as instrument, count(is_dissatisfied) as answered_n,
                     sum(is_dissatisfied::int)::bigint as dissatisfied_n
              from surveys_at group by 1) using (unit)
        where complaints_n >= 30
    """
    upper, lower = {}, {}
    for unit, is_clinic, patients, complaints_n, *dissatisfied in sample.execute(
        silence
    ).fetchall():
        count, share = count_interval(complaints_n), wilson_interval(*dissatisfied)
        point = dissatisfied[0] / dissatisfied[1] * patients
        capture = mover_ratio_interval(
            complaints_n, count, point, Interval(share.lower * patients, share.upper * patients)
        )
        upper[unit] = capture.upper
        if not is_clinic and unit != planted.UNHEARD_UNIT:
            lower[unit] = capture.lower
    assert upper[planted.UNHEARD_UNIT] < min(lower.values())


def test_complaints_per_patient_stand_out_in_no_other_unit(sample):
    rates = """
        select unit, n, patients, is_ward
        from (select unit, count(*) as n from complaints_at where event_on >= date '2024-11-01' group by 1)
        join (select unit_id as unit, sum(coalesce(discharges, attendances)) as patients,
                     any_value(discharges is not null) as is_ward
              from activity group by 1) using (unit)
        where n >= 30
    """
    assert outside(sample.execute(rates).fetchall()) == {planted.UNHEARD_UNIT}


def test_the_small_unit_is_too_small_everywhere(sample):
    counted = "select (select count(*) from surveys_at where unit = $1), (select count(*) from complaints_at where unit = $1)"
    ((answers_n, complaints_n),) = sample.execute(counted, [planted.SMALL_UNIT]).fetchall()
    assert 0 < answers_n < FLOOR_N and 0 < complaints_n < FLOOR_N


def test_closing_dates_on_open_cases_are_in_one_channel_since_one_month(sample):
    faulty = """
        select distinct channel, min(received_at::date) over () >= date '2026-06-01'
        from complaints where status in ('open', 'reopened') and closed_at is not null
    """
    assert sample.execute(faulty).fetchall() == [(planted.FAULTY_CHANNEL, True)]
    share = f"""
        select avg((status = 'open')::int) from complaints
        where channel = '{planted.FAULTY_CHANNEL}' and received_at >= '2026-06-01' and closed_at is not null
            and status in ('open', 'closed') and reopened_at is null
    """
    ((faulty_share,),) = sample.execute(share).fetchall()
    assert abs(faulty_share - planted.FAULTY_SHARE) < 0.08


def test_every_other_unit_has_enough_answers_in_each_arm_and_enough_complaints(sample):
    arms = """
        select unit, least(count(*) filter (not had_problem), count(*) filter (problem_resolved = 'fully'),
                           count(*) filter (problem_resolved in ('partly', 'no'))) >= 30
        from surveys_at group by unit
    """
    enough = {unit for unit, is_enough in sample.execute(arms).fetchall() if is_enough}
    assert len(enough) == 24 and enough == set(units_of(sample))
