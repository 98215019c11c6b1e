-- question: How many closed complaints were put right to the patient's satisfaction?
-- page:     loyalty
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
--           $satisfied_from TINYINT    satisfaction with the handling from which a patient is satisfied
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all
--           recovered_n     BIGINT   complaints  closed with status closed, and satisfied with the handling
--           feedback_n      BIGINT   complaints  closed, with feedback about the handling
--           no_feedback_n   BIGINT   complaints  closed, without feedback
--           pending_n       BIGINT   complaints  not closed yet
--           not_recorded_n  BIGINT   complaints  their source has no such feedback at all
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n have feedback
with

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.handling_cells($groups)
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
        sum(resolved_n) filter (where satisfaction_handling >= $satisfied_from) as recovered_n,
        sum(resolved_n + otherwise_n) filter (where satisfaction_handling is not null) as feedback_n,
        sum(resolved_n + otherwise_n) filter (where is_feedback_recorded and satisfaction_handling is null)
            as no_feedback_n,
        sum(open_n) filter (where is_feedback_recorded) as pending_n,
        sum(resolved_n + otherwise_n + open_n) filter (where not is_feedback_recorded) as not_recorded_n
    from chosen
    group by part, group_name
),

sized as (
    select
        *,
        coalesce(feedback_n, 0) < $floor_n as is_suppressed
    from counted
)

select
    part,
    group_name,
    case when not is_suppressed then cast(coalesce(recovered_n, 0) as bigint) end as recovered_n,
    case when not is_suppressed then cast(coalesce(feedback_n, 0) as bigint) end as feedback_n,
    case when not is_suppressed then cast(coalesce(no_feedback_n, 0) as bigint) end as no_feedback_n,
    case when not is_suppressed then cast(coalesce(pending_n, 0) as bigint) end as pending_n,
    case when not is_suppressed then cast(coalesce(not_recorded_n, 0) as bigint) end as not_recorded_n,
    is_suppressed
from sized
order by part, group_name
