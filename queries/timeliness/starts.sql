-- question: How many complaints in person or by phone were acted on within 15 minutes?
-- page:     timeliness
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all
--           within_n        BIGINT   complaints  first action at most 15 minutes after the receipt
--           later_n         BIGINT   complaints  first action later
--           waiting_n       BIGINT   complaints  no first action
--           dated_n         BIGINT   complaints  receipt or first action is a day without a time
--           not_recorded_n  BIGINT   complaints  their source has no first action at all
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n have both times
with

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.start_cells($groups)
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
        sum(within_n) as within_n,
        sum(later_n) as later_n,
        sum(waiting_n) as waiting_n,
        sum(dated_n) as dated_n,
        sum(not_recorded_n) as not_recorded_n
    from chosen
    group by part, group_name
),

sized as (
    select
        *,
        coalesce(within_n, 0) + coalesce(later_n, 0) < $floor_n as is_suppressed
    from counted
)

select
    part,
    group_name,
    case when not is_suppressed then cast(coalesce(within_n, 0) as bigint) end as within_n,
    case when not is_suppressed then cast(coalesce(later_n, 0) as bigint) end as later_n,
    case when not is_suppressed then cast(coalesce(waiting_n, 0) as bigint) end as waiting_n,
    case when not is_suppressed then cast(coalesce(dated_n, 0) as bigint) end as dated_n,
    case when not is_suppressed then cast(coalesce(not_recorded_n, 0) as bigint) end as not_recorded_n,
    is_suppressed
from sized
order by part, group_name
