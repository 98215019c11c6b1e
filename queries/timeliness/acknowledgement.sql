-- question: How many complaints were acknowledged by the limit?
-- page:     timeliness
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all
--           on_time_n       BIGINT   complaints  acknowledged by the limit
--           late_n          BIGINT   complaints  acknowledged after the limit, or not although it has passed
--           not_yet_due_n   BIGINT   complaints  not acknowledged, and the limit has not passed
--           outside_n       BIGINT   complaints  spoken, and resolved so soon that the procedure does not hold
--           no_clock_n      BIGINT   complaints  no limit is set for such complaints
--           no_calendar_n   BIGINT   complaints  the calendar does not know the year of their limit
--           not_recorded_n  BIGINT   complaints  their source has no acknowledgement at all
--           year_missing    VARCHAR  year        the last one that the calendar lacks for them
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n are on time or late
with

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.acknowledgement_cells($groups)
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
        end as group_name,
        sum(on_time_n) as on_time_n,
        sum(late_n) as late_n,
        sum(not_yet_due_n) as not_yet_due_n,
        sum(outside_n) as outside_n,
        sum(no_clock_n) as no_clock_n,
        sum(no_calendar_n) as no_calendar_n,
        sum(not_recorded_n) as not_recorded_n,
        cast(max(year_missing) as varchar) as year_missing
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
    case when not is_suppressed then cast(coalesce(outside_n, 0) as bigint) end as outside_n,
    case when not is_suppressed then cast(coalesce(no_clock_n, 0) as bigint) end as no_clock_n,
    case when not is_suppressed then cast(coalesce(no_calendar_n, 0) as bigint) end as no_calendar_n,
    case when not is_suppressed then cast(coalesce(not_recorded_n, 0) as bigint) end as not_recorded_n,
    case when not is_suppressed then year_missing end as year_missing,
    is_suppressed
from sized
order by part, group_name
