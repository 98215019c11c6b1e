-- question: How many complaints were resolved at the first contact?
-- page:     timeliness
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all
--           at_first_n      BIGINT   complaints  resolved at the first contact
--           not_at_first_n  BIGINT   complaints  not, or nothing is said of it
--           not_recorded_n  BIGINT   complaints  their source does not tell it at all
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n are of sources that tell it
with

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.first_contact_cells($groups)
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
        sum(at_first_n) as at_first_n,
        sum(not_at_first_n) as not_at_first_n,
        sum(not_recorded_n) as not_recorded_n
    from chosen
    group by part, group_name
),

sized as (
    select
        *,
        coalesce(at_first_n, 0) + coalesce(not_at_first_n, 0) < $floor_n as is_suppressed
    from counted
)

select
    part,
    group_name,
    case when not is_suppressed then cast(coalesce(at_first_n, 0) as bigint) end as at_first_n,
    case when not is_suppressed then cast(coalesce(not_at_first_n, 0) as bigint) end as not_at_first_n,
    case when not is_suppressed then cast(coalesce(not_recorded_n, 0) as bigint) end as not_recorded_n,
    is_suppressed
from sized
order by part, group_name
