-- question: How many complaints were acknowledged by the limit, where cells don't hold the groups or days?
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
--           on_time_n       BIGINT   complaints  acknowledged by the limit
--           late_n          BIGINT   complaints  acknowledged after the limit, or not although it has passed
--           not_yet_due_n   BIGINT   complaints  not acknowledged, and the limit has not passed
--           outside_n       BIGINT   complaints  spoken, and resolved so soon that the procedure does not hold
--           no_clock_n      BIGINT   complaints  no limit is set for such complaints
--           no_calendar_n   BIGINT   complaints  the calendar does not know the year of their limit
--           not_recorded_n  BIGINT   complaints  their source has no acknowledgement at all
--           year_missing    VARCHAR  year        the last one that the calendar lacks for them
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n are on time or late
with

chosen as (
    select
        unnest($parts) as part,
        *,
        case
            when not is_acknowledgement_recorded then 'not_recorded'
            when ending = 'resolved' and closed_on <= spoken_until_on then 'outside'
            when acknowledge_due_on is null and acknowledge_year_missing is not null then 'no_calendar'
            when acknowledge_due_on is null then 'no_clock'
            when acknowledged_on <= acknowledge_due_on then 'on_time'
            -- without an acknowledgement the limit must have passed, which it does at its day's end
            when coalesce(acknowledged_on, observed_to) >= acknowledge_due_on then 'late'
            else 'not_yet_due'
        end as acknowledgement
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
        count(*) filter (where acknowledgement = 'on_time') as on_time_n,
        count(*) filter (where acknowledgement = 'late') as late_n,
        count(*) filter (where acknowledgement = 'not_yet_due') as not_yet_due_n,
        count(*) filter (where acknowledgement = 'outside') as outside_n,
        count(*) filter (where acknowledgement = 'no_clock') as no_clock_n,
        count(*) filter (where acknowledgement = 'no_calendar') as no_calendar_n,
        count(*) filter (where acknowledgement = 'not_recorded') as not_recorded_n,
        cast(max(acknowledge_year_missing) filter (where acknowledgement = 'no_calendar') as varchar) as year_missing
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
    case when not is_suppressed then cast(coalesce(outside_n, 0) as bigint) end as outside_n,
    case when not is_suppressed then cast(coalesce(no_clock_n, 0) as bigint) end as no_clock_n,
    case when not is_suppressed then cast(coalesce(no_calendar_n, 0) as bigint) end as no_calendar_n,
    case when not is_suppressed then cast(coalesce(not_recorded_n, 0) as bigint) end as not_recorded_n,
    case when not is_suppressed then year_missing end as year_missing,
    is_suppressed
from sized
order by part, group_name
