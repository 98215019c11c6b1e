-- question: How many say that their problem was fully resolved, where the cells don't hold the groups or days?
-- page:     measure
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $instruments VARCHAR[]     instruments
--           $from_on DATE              first day of the visits
--           $to_on DATE                last day of the visits
--           $as_of DATE                answers that arrived later are out; 9999-12-31 is the data's own
--           $wanted VARCHAR[]          values that a response must have, such as 'mode=sms'
--           $wanted_columns_n BIGINT   number of columns in $wanted; two values of one column are alternatives
--           $parts VARCHAR[]           all, unit, department, site, month or another column
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
    from visible.surveys
    where
        unit_id in (select unnest($units))
        and instrument in (select unnest($instruments))
        and event_on between $from_on and $to_on
        and received_on <= $as_of
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
),

counted as (
    select
        part,
        case
            when part = 'unit' then unit_id
            when part = 'month' then strftime(event_on, '%Y-%m')
            when part = 'department' then department
            when part = 'site' then site
            when part <> 'all' then visible.attribute_of(attributes, part)
        end as group_name,
        coalesce(sum(1) filter (where arm = 'recovered'), 0) as recovered_n,
        coalesce(sum(1) filter (where arm = 'unrecovered'), 0) as unrecovered_n,
        coalesce(sum(1) filter (where arm = 'pending'), 0) as pending_n,
        coalesce(sum(1) filter (where arm = 'unanswered'), 0) as unanswered_n,
        coalesce(sum(1) filter (where arm = 'not_asked'), 0) as not_asked_n
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
