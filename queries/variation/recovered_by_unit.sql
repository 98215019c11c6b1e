-- question: How many closed complaints were put right to satisfaction, by unit and month, and since certain months?
-- page:     loyalty
-- params:   $groups INTEGER[]        kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE         first month of receipt, by its first day
--           $to_month DATE           last month of receipt, by its first day
--           $since DATE[]            first months of longer periods that end with $to_month
--           $floor_n BIGINT          groups with fewer complaints have null counts; 0 hides nothing
--           $satisfied_from TINYINT  satisfaction with the handling from which a patient is satisfied
-- grain:    one row per unit and month of receipt, and one per unit and period
-- columns:  part           VARCHAR  -           month, or since: all months from this one on
--           unit_id        VARCHAR  -           the unit
--           month          DATE     -           first day of the month, or of the period's first one
--           recovered_n    BIGINT   complaints  closed with status closed, and satisfied with the handling
--           feedback_n     BIGINT   complaints  closed, with feedback about the handling
--           is_suppressed  BOOLEAN  -           whether fewer than $floor_n have feedback
with

counted as (
    select
        unit_id,
        received_month as month,
        coalesce(sum(resolved_n) filter (where satisfaction_handling >= $satisfied_from), 0) as recovered_n,
        sum(resolved_n + otherwise_n) as feedback_n
    from visible.handling_cells($groups)
    where
        received_month between $from_month and $to_month
        and satisfaction_handling is not null
    group by unit_id, received_month
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
        sum(counted.feedback_n) as feedback_n
    from counted
    inner join periods on counted.month >= periods.since
    group by counted.unit_id, periods.since
)

select
    part,
    unit_id,
    month,
    case when feedback_n >= $floor_n then cast(recovered_n as bigint) end as recovered_n,
    case when feedback_n >= $floor_n then cast(feedback_n as bigint) end as feedback_n,
    feedback_n < $floor_n as is_suppressed
from summed
order by part, unit_id, month
