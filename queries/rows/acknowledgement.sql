-- question: How many complaints were acknowledged by the limit, where the cells don't hold the groups or days?
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

chosen_rows as (
    select
        unnest($parts) as part,
        *,
        date_diff('day', date '1900-01-01', received_on) as received_day_n,
        date_diff('day', date '1900-01-01', coalesce(acknowledged_on - 1, observed_to)) as last_day_n
    from visible.complaints_at($as_of)
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_on between $from_on and $to_on
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
),

chosen as (
    select
        *,
        case
            when not is_acknowledgement_recorded then 'not_recorded'
            when acknowledged_on is null then 'waiting'
            else 'acknowledged'
        end as acknowledgement,
        -- weekdays after the receipt, up to and with the last day seen; an acknowledgement on a weekend comes
        -- after the Friday before it, so it counts as the next weekday's (1900-01-01 was a Monday)
        case
            when acknowledged_on = received_on then 0
            else
                (last_day_n // 7 - received_day_n // 7) * 5
                + least(last_day_n % 7 + 1, 5)
                - least(received_day_n % 7 + 1, 5)
                + case when acknowledged_on is null then 0 else 1 end
        end as weekdays_n
    from chosen_rows
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
        sum(1) filter (where acknowledgement = 'acknowledged' and weekdays_n <= $limit_weekdays)
            as on_time_n,
        -- without an acknowledgement the limit must have passed, which it does at its day's end
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
