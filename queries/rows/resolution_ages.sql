-- question: How old are the complaints when they end, where the cells don't hold the groups or days?
-- page:     measure
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $from_on DATE              first day of receipt
--           $to_on DATE                last day of receipt
--           $as_of DATE                the day to which the complaints are rewound; 9999-12-31 is the data's own
--           $wanted VARCHAR[]          values that a complaint must have, such as 'outcome=upheld'
--           $wanted_columns_n BIGINT   number of columns in $wanted; two values of one column are alternatives
--           $parts VARCHAR[]           all, unit, department, site, month or another column
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per part, group and age in days
-- columns:  part           VARCHAR  -           how the row is grouped; one of $parts
--           group_name     VARCHAR  -           the group's name; null in part all
--           age_days       BIGINT   days        receipt to the ending, or to the last day the complaint was observed
--           resolved_n     BIGINT   complaints  closed with status closed at that age
--           otherwise_n    BIGINT   complaints  withdrawn, transferred or escalated at that age (competing endings)
--           open_n         BIGINT   complaints  last seen open at that age (censored)
--           is_suppressed  BOOLEAN  -           whether the group is under the floor; then one row with null counts
with

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.complaints_at($as_of)
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_on between $from_on and $to_on
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
),

counted as (
    select
        part,
        case
            when part = 'unit' then unit_id
            when part = 'month' then strftime(received_on, '%Y-%m')
            when part = 'department' then department
            when part = 'site' then site
            when part <> 'all' then visible.attribute_of(attributes, part)
        end as group_name,
        age_days,
        sum(1) filter (where ending = 'resolved') as resolved_n,
        sum(1) filter (where ending = 'otherwise') as otherwise_n,
        sum(1) filter (where ending = 'open') as open_n,
        sum(1) as complaints_n
    from chosen
    group by part, group_name, age_days
),

sized as (
    select
        part,
        group_name,
        resolved_n,
        otherwise_n,
        open_n,
        sum(complaints_n) over (partition by part, group_name) < $floor_n as is_suppressed,
        -- a suppressed group must not show how its ages are spread: all its rows fold into one
        case when not is_suppressed then cast(age_days as bigint) end as shown_days
    from counted
)

select
    part,
    group_name,
    shown_days as age_days,
    case when not is_suppressed then cast(coalesce(sum(resolved_n), 0) as bigint) end as resolved_n,
    case when not is_suppressed then cast(coalesce(sum(otherwise_n), 0) as bigint) end as otherwise_n,
    case when not is_suppressed then cast(coalesce(sum(open_n), 0) as bigint) end as open_n,
    is_suppressed
from sized
group by part, group_name, shown_days, is_suppressed
order by part, group_name, shown_days
