-- question: How many complaints were acknowledged by the limit, by groups and days that the cells don't hold?
-- page:     measure
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $from_on DATE              first day of receipt
--           $to_on DATE                last day of receipt
--           $as_of DATE                the day to which the complaints are rewound; 9999-12-31 is the data's own
--           $where VARCHAR[]           values that a complaint must have, such as 'outcome=upheld'
--           $where_columns_n BIGINT    number of columns in $where; two values of one column are alternatives
--           $parts VARCHAR[]           all, unit, department, site, month or another column
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
--           $limit_weekdays BIGINT     weekdays after the day of receipt until the acknowledgement is due
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all
--           on_time_n       BIGINT   complaints  acknowledged by the limit
--           late_n          BIGINT   complaints  acknowledged after the limit, or not although it has passed
--           not_yet_due_n   BIGINT   complaints  not acknowledged, and the limit has not passed
--           not_recorded_n  BIGINT   complaints  their source has no acknowledgement at all
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n are on time or late
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
        and len(list_intersect(attributes, $where)) = $where_columns_n
),

counted as (
    select
        part,
        case
            when part = 'unit' then unit_id
            when part = 'month' then strftime(received_on, '%Y-%m')
            when part = 'department' then department
            when part = 'site' then site
            when part <> 'all' then
                coalesce(
                    list_filter(attributes, lambda a: starts_with(a, part || '='))[1][len(part) + 2:],
                    'not recorded'
                )
        end as group_name,
        sum(1) filter (where acknowledgement = 'acknowledged' and weekdays_n <= $limit_weekdays) as on_time_n,
        -- without an acknowledgement the limit itself must have passed, and it passes with its day's end
        sum(1) filter (
            where
            acknowledgement = 'acknowledged' and weekdays_n > $limit_weekdays
            or acknowledgement = 'waiting' and weekdays_n >= $limit_weekdays
        ) as late_n,
        sum(1) filter (where acknowledgement = 'waiting' and weekdays_n < $limit_weekdays) as not_yet_due_n,
        sum(1) filter (where acknowledgement = 'not_recorded') as not_recorded_n
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
    case when not is_suppressed then cast(coalesce(not_recorded_n, 0) as bigint) end as not_recorded_n,
    is_suppressed
from sized
order by part, group_name
