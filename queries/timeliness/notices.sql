-- question: How many answered complaints got a written notice with all four elements?
-- page:     timeliness
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all
--           complete_n      BIGINT   complaints  answered, with all four elements
--           answered_n      BIGINT   complaints  answered
--           contact_n       BIGINT   complaints  answered, and a contact person is named
--           steps_n         BIGINT   complaints  answered, and the steps taken are told
--           results_n       BIGINT   complaints  answered, and the results are told
--           date_n          BIGINT   complaints  answered, and the date of completion is told
--           not_answered_n  BIGINT   complaints  not answered yet
--           not_recorded_n  BIGINT   complaints  their source does not have responses and all four elements
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n are answered
with

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.notice_cells($groups)
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
        sum(complete_n) as complete_n,
        sum(answered_n) as answered_n,
        sum(contact_n) as contact_n,
        sum(steps_n) as steps_n,
        sum(results_n) as results_n,
        sum(date_n) as date_n,
        sum(not_answered_n) as not_answered_n,
        sum(not_recorded_n) as not_recorded_n
    from chosen
    group by part, group_name
),

sized as (
    select
        *,
        coalesce(answered_n, 0) < $floor_n as is_suppressed
    from counted
)

select
    part,
    group_name,
    case when not is_suppressed then cast(coalesce(complete_n, 0) as bigint) end as complete_n,
    case when not is_suppressed then cast(coalesce(answered_n, 0) as bigint) end as answered_n,
    case when not is_suppressed then cast(coalesce(contact_n, 0) as bigint) end as contact_n,
    case when not is_suppressed then cast(coalesce(steps_n, 0) as bigint) end as steps_n,
    case when not is_suppressed then cast(coalesce(results_n, 0) as bigint) end as results_n,
    case when not is_suppressed then cast(coalesce(date_n, 0) as bigint) end as date_n,
    case when not is_suppressed then cast(coalesce(not_answered_n, 0) as bigint) end as not_answered_n,
    case when not is_suppressed then cast(coalesce(not_recorded_n, 0) as bigint) end as not_recorded_n,
    is_suppressed
from sized
order by part, group_name
