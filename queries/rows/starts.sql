-- question: How many complaints were acted on within 15 minutes, where cells don't hold the groups or days?
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
    from visible.complaints_at($as_of)
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_on between $from_on and $to_on
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
        and start is not null
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
        count(*) filter (where start = 'within_15_minutes') as within_n,
        count(*) filter (where start = 'later') as later_n,
        count(*) filter (where start = 'waiting') as waiting_n,
        count(*) filter (where start = 'dated') as dated_n,
        count(*) filter (where start = 'not_recorded') as not_recorded_n
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
