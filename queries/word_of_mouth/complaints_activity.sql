-- question: How many complaints were received for how many patients, in the same units and months?
-- page:     word_of_mouth
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $groups INTEGER[]          kinds of their complaints, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month
--           $floor_n BIGINT            groups with a smaller base have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part           VARCHAR  -           how the row is grouped; one of $parts
--           group_name     VARCHAR  -           the group's name; null in part all
--           base           VARCHAR  -           discharges, else bed days, else attendances
--           base_n         DOUBLE   -           how many of them
--           complaints_n   BIGINT   complaints  received in unit-months that have this base
--           outside_n      BIGINT   complaints  received in unit-months without it
--           is_suppressed  BOOLEAN  -           whether base_n is under $floor_n
with

facts as (
    select
        unit_id,
        department,
        site,
        received_month as month,
        sum(complaints_n) as complaints_n,
        cast(null as double) as discharges,
        cast(null as double) as bed_days,
        cast(null as double) as attendances
    from visible.received_cells($groups)
    where received_month between $from_month and $to_month
    group by unit_id, department, site, received_month
    union all
    select
        unit_id,
        department,
        site,
        month,
        0 as complaints_n,
        discharges,
        bed_days,
        attendances
    from visible.activity
    where
        list_contains($units, unit_id)
        and month between $from_month and $to_month
),

-- complaints count only where their own unit and month have the base
matched as (
    select
        unnest($parts) as part,
        *,
        sum(discharges) over (partition by unit_id, month) is not null as has_discharges,
        sum(bed_days) over (partition by unit_id, month) is not null as has_bed_days,
        sum(attendances) over (partition by unit_id, month) is not null as has_attendances
    from facts
),

counted as (
    select
        part,
        case part
            when 'unit' then unit_id
            when 'month' then strftime(month, '%Y-%m')
            when 'department' then department
            when 'site' then site
        end as group_name,
        coalesce(sum(complaints_n), 0) as all_n,
        coalesce(sum(discharges), 0) as discharges_n,
        coalesce(sum(bed_days), 0) as bed_days_n,
        coalesce(sum(attendances), 0) as attendances_n,
        sum(complaints_n) filter (where has_discharges) as by_discharges_n,
        sum(complaints_n) filter (where has_bed_days) as by_bed_days_n,
        sum(complaints_n) filter (where has_attendances) as by_attendances_n
    from matched
    group by part, group_name
),

based as (
    select
        *,
        case
            when discharges_n > 0 then 'discharges'
            when bed_days_n > 0 then 'bed days'
            when attendances_n > 0 then 'attendances'
        end as base
    from counted
),

sized as (
    select
        part,
        group_name,
        base,
        all_n,
        case base
            when 'discharges' then discharges_n
            when 'bed days' then bed_days_n
            else attendances_n
        end as base_n,
        case base
            when 'discharges' then coalesce(by_discharges_n, 0)
            when 'bed days' then coalesce(by_bed_days_n, 0)
            when 'attendances' then coalesce(by_attendances_n, 0)
            else 0
        end as complaints_n
    from based
)

select
    part,
    group_name,
    base,
    case when base_n >= $floor_n then cast(base_n as double) end as base_n,
    case when base_n >= $floor_n then cast(complaints_n as bigint) end as complaints_n,
    case when base_n >= $floor_n then cast(all_n - complaints_n as bigint) end as outside_n,
    base_n < $floor_n as is_suppressed
from sized
order by part, group_name
