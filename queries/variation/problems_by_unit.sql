-- question: How many patients say their problem was fully resolved, by unit and month, and since certain months?
-- page:     loyalty
-- params:   $units VARCHAR[]        units chosen; never null (what may be seen is the view's business)
--           $instruments VARCHAR[]  instruments
--           $from_month DATE        first month of the visits, by its first day
--           $to_month DATE          last month of the visits, by its first day
--           $since DATE[]           first months of longer periods that end with $to_month
--           $floor_n BIGINT         groups with fewer answers have null counts; 0 hides nothing
-- grain:    one row per unit and month of the visits, and one per unit and period
-- columns:  part           VARCHAR  -          month, or since: all months from this one on
--           unit_id        VARCHAR  -          the unit
--           month          DATE     -          first day of the month, or of the period's first one
--           recovered_n    BIGINT   responses  had a problem, fully resolved
--           answered_n     BIGINT   responses  had a problem, and said whether it was resolved
--           is_suppressed  BOOLEAN  -          whether fewer than $floor_n said so
with

counted as (
    select
        unit_id,
        event_month as month,
        coalesce(sum(responses_n) filter (where arm = 'recovered'), 0) as recovered_n,
        sum(responses_n) as answered_n
    from visible.survey_cells
    where
        list_contains($units, unit_id)
        and list_contains($instruments, instrument)
        and event_month between $from_month and $to_month
        and arm in ('recovered', 'unrecovered')
    group by unit_id, event_month
),

periods as (
    select unnest($since) as since
),

summed as (
    select
        'month' as part,
        *
    from counted
    union all
    select
        'since' as part,
        counted.unit_id,
        periods.since as month,
        sum(counted.recovered_n) as recovered_n,
        sum(counted.answered_n) as answered_n
    from counted
    inner join periods on counted.month >= periods.since
    group by counted.unit_id, periods.since
)

select
    part,
    unit_id,
    month,
    case when answered_n >= $floor_n then cast(recovered_n as bigint) end as recovered_n,
    case when answered_n >= $floor_n then cast(answered_n as bigint) end as answered_n,
    answered_n < $floor_n as is_suppressed
from summed
order by part, unit_id, month
