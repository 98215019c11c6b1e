-- question: How many patients with a problem say that it was fully resolved?
-- page:     loyalty
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $instruments VARCHAR[]     instruments
--           $from_month DATE           first month of the visits, by its first day
--           $to_month DATE             last month of the visits, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, instrument, mode, arm
--           $floor_n BIGINT            groups with fewer answers have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part           VARCHAR  -          how the row is grouped; one of $parts
--           group_name     VARCHAR  -          the group's name; null in part all
--           recovered_n    BIGINT   responses  had a problem, fully resolved
--           unrecovered_n  BIGINT   responses  had a problem, resolved partly or not
--           pending_n      BIGINT   responses  had a problem, still being resolved
--           unanswered_n   BIGINT   responses  had a problem, and did not say whether it was resolved
--           not_asked_n    BIGINT   responses  were not asked about problems
--           is_suppressed  BOOLEAN  -          whether fewer than $floor_n said whether it was resolved
with

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.survey_cells
    where
        list_contains($units, unit_id)
        and list_contains($instruments, instrument)
        and event_month between $from_month and $to_month
),

counted as (
    select
        part,
        case part
            when 'unit' then unit_id
            when 'month' then strftime(event_month, '%Y-%m')
            when 'department' then department
            when 'site' then site
            when 'instrument' then instrument
            when 'mode' then mode
            when 'arm' then arm
        end as group_name,
        coalesce(sum(responses_n) filter (where arm = 'recovered'), 0) as recovered_n,
        coalesce(sum(responses_n) filter (where arm = 'unrecovered'), 0) as unrecovered_n,
        coalesce(sum(responses_n) filter (where arm = 'pending'), 0) as pending_n,
        coalesce(sum(responses_n) filter (where arm = 'unanswered'), 0) as unanswered_n,
        coalesce(sum(responses_n) filter (where arm = 'not_asked'), 0) as not_asked_n
    from chosen
    group by part, group_name
),

sized as (
    select
        *,
        recovered_n + unrecovered_n < $floor_n as is_suppressed
    from counted
)

select
    part,
    group_name,
    case when not is_suppressed then cast(recovered_n as bigint) end as recovered_n,
    case when not is_suppressed then cast(unrecovered_n as bigint) end as unrecovered_n,
    case when not is_suppressed then cast(pending_n as bigint) end as pending_n,
    case when not is_suppressed then cast(unanswered_n as bigint) end as unanswered_n,
    case when not is_suppressed then cast(not_asked_n as bigint) end as not_asked_n,
    is_suppressed
from sized
order by part, group_name
