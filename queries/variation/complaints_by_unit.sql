-- question: How many complained of how many patients, by unit and month, and since certain months?
-- page:     word_of_mouth
-- params:   $units VARCHAR[]   units chosen; never null (what may be seen is the view's business)
--           $groups INTEGER[]  kinds of their complaints, by number (filters/case_groups)
--           $from_month DATE   first month of receipt, by its first day
--           $to_month DATE     last month of receipt, by its first day
--           $since DATE[]      first months of longer periods that end with $to_month
--           $floor_n BIGINT    groups with a smaller base have null counts; 0 hides nothing
-- grain:    one row per unit and month that has the base, and one per unit and period
-- columns:  part           VARCHAR  -           month, or since: all months from this one on
--           unit_id        VARCHAR  -           the unit
--           month          DATE     -           first day of the month, or of the period's first one
--           base           VARCHAR  -           discharges, else bed days, else attendances: one for all
--           base_n         DOUBLE   -           how many of them
--           complaints_n   BIGINT   complaints  received in those months
--           is_suppressed  BOOLEAN  -           whether base_n is under $floor_n
with

patients as (
    select
        unit_id,
        month,
        sum(discharges) as discharges,
        sum(bed_days) as bed_days,
        sum(attendances) as attendances
    from visible.activity
    where
        list_contains($units, unit_id)
        and month between $from_month and $to_month
    group by unit_id, month
),

-- units and months can only be compared by the same base
bases as (
    select
        case
            when sum(discharges) > 0 then 'discharges'
            when sum(bed_days) > 0 then 'bed days'
            when sum(attendances) > 0 then 'attendances'
        end as base
    from patients
),

based as (
    select
        patients.unit_id,
        patients.month,
        bases.base,
        case bases.base
            when 'discharges' then patients.discharges
            when 'bed days' then patients.bed_days
            when 'attendances' then patients.attendances
        end as base_n
    from patients
    cross join bases
),

received as (
    select
        unit_id,
        received_month as month,
        sum(complaints_n) as complaints_n
    from visible.received_cells($groups)
    where received_month between $from_month and $to_month
    group by unit_id, received_month
),

counted as (
    select
        based.unit_id,
        based.month,
        based.base,
        based.base_n,
        coalesce(received.complaints_n, 0) as complaints_n
    from based
    left join received on based.unit_id = received.unit_id and based.month = received.month
    where based.base_n is not null
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
        counted.base,
        sum(counted.base_n) as base_n,
        sum(counted.complaints_n) as complaints_n
    from counted
    inner join periods on counted.month >= periods.since
    group by counted.unit_id, periods.since, counted.base
)

select
    part,
    unit_id,
    month,
    base,
    case when base_n >= $floor_n then cast(base_n as double) end as base_n,
    case when base_n >= $floor_n then cast(complaints_n as bigint) end as complaints_n,
    base_n < $floor_n as is_suppressed
from summed
order by part, unit_id, month
