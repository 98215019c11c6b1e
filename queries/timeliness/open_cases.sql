-- question: How many complaints are open, and how long have they waited?
-- page:     timeliness
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity, age_band
--           $floor_n BIGINT            groups with fewer complaints received have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all, or if no case is open
--           received_n      BIGINT   complaints  received, open or not (in part age_band: of all ages)
--           open_n          BIGINT   complaints  open at the source's as-of, in its last extract
--           not_heard_of_n  BIGINT   complaints  open when last seen, and not carried by the source since
--           last_heard_on   DATE     -           the latest day on which one of those was heard of
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n were received
with

cells as (
    select
        unit_id,
        department,
        site,
        received_month,
        channel,
        contact_type,
        severity,
        cast(null as integer) as waiting_days,
        complaints_n as received_n,
        0 as open_n,
        0 as not_heard_of_n,
        cast(null as date) as last_heard_on
    from visible.received_cells($groups)
    union all
    select
        unit_id,
        department,
        site,
        received_month,
        channel,
        contact_type,
        severity,
        waiting_days,
        0 as received_n,
        case when is_heard_of then complaints_n else 0 end as open_n,
        case when is_heard_of then 0 else complaints_n end as not_heard_of_n,
        case when not is_heard_of then last_heard_on end as last_heard_on
    from visible.open_cells($groups)
),

chosen as (
    select
        unnest($parts) as part,
        *,
        case
            when waiting_days <= 7 then '0-7'
            when waiting_days <= 30 then '8-30'
            when waiting_days <= 90 then '31-90'
            when waiting_days <= 182 then '91-182'
            when waiting_days > 182 then 'over 182'
        end as waiting_band
    from cells
    where received_month between $from_month and $to_month
),

counted as (
    select
        part,
        case part
            when 'unit' then unit_id
            when 'month' then strftime(received_month, '%Y-%m')
            when 'department' then department
            when 'site' then site
            when 'channel' then channel
            when 'contact_type' then contact_type
            when 'severity' then severity
            when 'age_band' then waiting_band
        end as group_name,
        sum(received_n) as received_n,
        sum(open_n) as open_n,
        sum(not_heard_of_n) as not_heard_of_n,
        max(last_heard_on) as last_heard_on
    from chosen
    group by part, group_name
),

sized as (
    select
        *,
        -- days waited divide the open ones alone: their n is all complaints of the selection
        case when part = 'age_band' then sum(received_n) over (partition by part) else received_n end as group_n
    from counted
)

select
    part,
    group_name,
    case when group_n >= $floor_n then cast(group_n as bigint) end as received_n,
    case when group_n >= $floor_n then cast(open_n as bigint) end as open_n,
    case when group_n >= $floor_n then cast(not_heard_of_n as bigint) end as not_heard_of_n,
    case when group_n >= $floor_n then last_heard_on end as last_heard_on,
    group_n < $floor_n as is_suppressed
from sized
where part <> 'age_band' or group_name is not null
order by part, group_name
