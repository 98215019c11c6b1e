-- question: How many complaints were acknowledged by the limit?
-- page:     timeliness
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
--           $limit_weekdays BIGINT     weekdays after the day of receipt until the acknowledgement is due
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all
--           on_time_n       BIGINT   complaints  acknowledged by the limit
--           late_n          BIGINT   complaints  acknowledged after the limit, or not although it has passed
--           not_yet_due_n   BIGINT   complaints  not acknowledged, and the limit has not passed
--           not_recorded_n  BIGINT   complaints  their source has no acknowledgement at all
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n are on time or late
with

-- summed before they are taken once a part: a twentieth of the cells
cells as (
    select
        unit_id,
        department,
        site,
        channel,
        contact_type,
        severity,
        received_month,
        sum(acknowledged_n) filter (where weekdays_n <= $limit_weekdays) as on_time_n,
        -- without an acknowledgement the limit must have passed, which it does at its day's end
        coalesce(sum(acknowledged_n) filter (where weekdays_n > $limit_weekdays), 0)
        + coalesce(sum(waiting_n) filter (where weekdays_n >= $limit_weekdays), 0) as late_n,
        sum(waiting_n) filter (where weekdays_n < $limit_weekdays) as not_yet_due_n,
        sum(not_recorded_n) as not_recorded_n
    from visible.acknowledgement_cells($groups)
    where received_month between $from_month and $to_month
    group by unit_id, department, site, channel, contact_type, severity, received_month
),

chosen as (
    select
        unnest($parts) as part,
        *
    from cells
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
        end as group_name,
        sum(on_time_n) as on_time_n,
        sum(late_n) as late_n,
        sum(not_yet_due_n) as not_yet_due_n,
        sum(not_recorded_n) as not_recorded_n
    from chosen
    group by part, group_name
),

sized as (
    select
        *,
        coalesce(on_time_n, 0) + coalesce(late_n, 0) < $floor_n as is_suppressed
    from counted
)

select
    part,
    group_name,
    case when not is_suppressed then cast(coalesce(on_time_n, 0) as bigint) end as on_time_n,
    case when not is_suppressed then cast(coalesce(late_n, 0) as bigint) end as late_n,
    case when not is_suppressed then cast(coalesce(not_yet_due_n, 0) as bigint) end as not_yet_due_n,
    case when not is_suppressed then cast(coalesce(not_recorded_n, 0) as bigint) end as not_recorded_n,
    is_suppressed
from sized
order by part, group_name
