-- question: How many are satisfied with the handling, by what was done for them and how fast?
-- page:     loyalty
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $from_on DATE              first day of receipt
--           $to_on DATE                last day of receipt
--           $satisfied_from BIGINT     satisfaction with the handling from which a complaint is recovered
--           $standard_days BIGINT      days within which a complaint should be resolved
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per factor and whether it was so
-- columns:  factor         VARCHAR  -           what was done, or how it went
--           is_so          BOOLEAN  -           with it, or without
--           feedback_n     BIGINT   complaints  closed, with feedback about the handling
--           recovered_n    BIGINT   complaints  of them resolved and satisfied
--           is_suppressed  BOOLEAN  -           whether fewer than $floor_n have feedback
with

chosen as (
    select
        *,
        ending = 'resolved' and satisfaction_handling >= $satisfied_from as is_recovered
    from visible.complaints
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_on between $from_on and $to_on
        and ending <> 'open'
        and satisfaction_handling is not null
),

told as (
    select
        is_recovered,
        unnest([
            'resolved_in_time', 'acknowledged_on_time', 'spoken', 'first_failure', 'apology',
            'explanation', 'fix', 'compensation', 'follow_up_call', 'escalation'
        ]) as factor,
        unnest([
            ending = 'resolved' and age_days <= $standard_days,
            case
                when is_acknowledgement_recorded and acknowledge_due_on is not null
                    then coalesce(acknowledged_on <= acknowledge_due_on, false)
            end,
            channel in ('in_person', 'phone'),
            repeat_of is null,
            list_contains(recovery_actions, 'apology'),
            list_contains(recovery_actions, 'explanation'),
            list_contains(recovery_actions, 'fix'),
            list_contains(recovery_actions, 'compensation'),
            list_contains(recovery_actions, 'follow_up_call'),
            list_contains(recovery_actions, 'escalation')
        ]) as is_so
    from chosen
),

counted as (
    select
        factor,
        is_so,
        count(*) as feedback_n,
        count(*) filter (where is_recovered) as recovered_n,
        count(*) < $floor_n as is_suppressed
    from told
    where is_so is not null
    group by factor, is_so
)

select
    factor,
    is_so,
    case when not is_suppressed then cast(feedback_n as bigint) end as feedback_n,
    case when not is_suppressed then cast(recovered_n as bigint) end as recovered_n,
    is_suppressed
from counted
order by factor, is_so
