-- question: How many complaints are open, and how long have they waited?
-- page:     timeliness
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity, age_band
--           $floor_n BIGINT            groups with fewer complaints received have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all, and where no case of part age_band is open
--           received_n      BIGINT   complaints  received in the group, open or not (in part age_band: in the selection)
--           open_n          BIGINT   complaints  open at the source's as-of, carried or covered by its last extract
--           not_heard_of_n  BIGINT   complaints  open when last seen, and not carried by the source since
--           last_heard_on   DATE     -           the latest day on which one of those was heard of
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n were received
with

cohort as (
    select
        unnest($parts) as part,
        *
    from visible.resolution_cells
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_month between $from_month and $to_month
),

open_now as (
    select
        unnest($parts) as part,
        *
    from visible.open_cells
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_month between $from_month and $to_month
),

received as (
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
        end as group_name,
        cast(sum(complaints_n) as bigint) as received_n
    from cohort
    group by part, group_name
),

waiting as (
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
            when 'age_band' then
                case
                    when waiting_days <= 7 then '0-7'
                    when waiting_days <= 30 then '8-30'
                    when waiting_days <= 90 then '31-90'
                    when waiting_days <= 182 then '91-182'
                    else 'over 182'
                end
        end as group_name,
        sum(complaints_n) filter (where is_heard_of) as open_n,
        sum(complaints_n) filter (where not is_heard_of) as not_heard_of_n,
        max(last_heard_on) filter (where not is_heard_of) as last_heard_on
    from open_now
    group by part, group_name
),

joined as (
    select
        received.part,
        coalesce(waiting.group_name, received.group_name) as group_name,
        received.received_n,
        waiting.open_n,
        waiting.not_heard_of_n,
        waiting.last_heard_on
    from received
    left join waiting
        on
            received.part = waiting.part
            and (received.part = 'age_band' or received.group_name is not distinct from waiting.group_name)
)

select
    part,
    group_name,
    case when received_n >= $floor_n then received_n end as received_n,
    case when received_n >= $floor_n then cast(coalesce(open_n, 0) as bigint) end as open_n,
    case when received_n >= $floor_n then cast(coalesce(not_heard_of_n, 0) as bigint) end as not_heard_of_n,
    case when received_n >= $floor_n then last_heard_on end as last_heard_on,
    received_n < $floor_n as is_suppressed
from joined
order by part, group_name
