-- question: How many complaints were acknowledged on time, by unit and month, and since certain months?
-- page:     timeliness
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $since DATE[]              first months of longer periods that end with $to_month
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
--           $max_unknown_share DOUBLE  a month of which more is not known counts for nothing
-- grain:    one row per unit and month of receipt, and one per unit and period
-- columns:  part           VARCHAR  -           month, or since: all months from this one on
--           unit_id        VARCHAR  -           the unit
--           month          DATE     -           first day of the month, or of the period's first one
--           on_time_n      BIGINT   complaints  acknowledged by the limit; of known months alone
--           due_n          BIGINT   complaints  acknowledged, or past that day; of known months alone
--           is_suppressed  BOOLEAN  -           whether due_n is under $floor_n
with

counted as (
    select
        unit_id,
        received_month as month,
        sum(on_time_n) as on_time_n,
        sum(on_time_n + late_n) as due_n,
        sum(not_yet_due_n + no_calendar_n) as unknown_n
    from visible.acknowledgement_cells($groups)
    where received_month between $from_month and $to_month
    group by unit_id, received_month
),

-- those known early of a month that is not due yet are the quick ones: they say nothing of it;
-- nor do those of a month whose others fall into a year that the calendar lacks
judged as (
    select
        *,
        unknown_n <= $max_unknown_share * (due_n + unknown_n) as is_known
    from counted
),

known as (
    select
        unit_id,
        month,
        case when is_known then on_time_n else 0 end as on_time_n,
        case when is_known then due_n else 0 end as due_n
    from judged
),

periods as (
    select unnest($since) as since
),

summed as (
    select
        'month' as part,
        *
    from known
    union all
    select
        'since' as part,
        known.unit_id,
        periods.since as month,
        sum(known.on_time_n) as on_time_n,
        sum(known.due_n) as due_n
    from known
    inner join periods on known.month >= periods.since
    group by known.unit_id, periods.since
)

select
    part,
    unit_id,
    month,
    case when due_n >= $floor_n then cast(on_time_n as bigint) end as on_time_n,
    case when due_n >= $floor_n then cast(due_n as bigint) end as due_n,
    due_n < $floor_n as is_suppressed
from summed
order by part, unit_id, month
