-- question: How many complaints were resolved within so many days, by unit and month, and since certain months?
-- page:     timeliness
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $since DATE[]              first months of longer periods that end with $to_month
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
--           $days BIGINT               days within which
--           $max_unknown_share DOUBLE  a month of which more was not followed so long counts for nothing
-- grain:    one row per unit and month of receipt, and one per unit and period
-- columns:  part           VARCHAR  -           month, or since: all months from this one on
--           unit_id        VARCHAR  -           the unit
--           month          DATE     -           first day of the month, or of the period's first one
--           resolved_n     BIGINT   complaints  closed with status closed within so many days
--           followed_n     BIGINT   complaints  followed so long, or ended before; of known months alone
--           received_n     BIGINT   complaints  all, of months not known yet too
--           is_suppressed  BOOLEAN  -           whether fewer than $floor_n were followed
with

counted as (
    select
        unit_id,
        received_month as month,
        sum(resolved_n + otherwise_n + open_n) as received_n,
        coalesce(sum(resolved_n) filter (where age_days <= $days), 0) as resolved_n,
        coalesce(sum(open_n) filter (where age_days < $days), 0) as not_followed_n
    from visible.resolution_cells($groups)
    where received_month between $from_month and $to_month
    group by unit_id, received_month
),

-- the resolved ones of a month that is not followed yet are the quick ones: they say nothing of it
known as (
    select
        unit_id,
        month,
        received_n,
        case when not_followed_n <= $max_unknown_share * received_n then resolved_n else 0 end as resolved_n,
        case when not_followed_n <= $max_unknown_share * received_n then received_n - not_followed_n else 0 end
            as followed_n
    from counted
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
        sum(known.received_n) as received_n,
        sum(known.resolved_n) as resolved_n,
        sum(known.followed_n) as followed_n
    from known
    inner join periods on known.month >= periods.since
    group by known.unit_id, periods.since
)

select
    part,
    unit_id,
    month,
    case when followed_n >= $floor_n then cast(resolved_n as bigint) end as resolved_n,
    case when followed_n >= $floor_n then cast(followed_n as bigint) end as followed_n,
    case when followed_n >= $floor_n then cast(received_n as bigint) end as received_n,
    followed_n < $floor_n as is_suppressed
from summed
order by part, unit_id, month
