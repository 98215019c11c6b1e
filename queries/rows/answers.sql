-- question: How many complaints were answered by their due day, where cells don't hold the groups or days?
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
-- columns:  part                VARCHAR  -           how the row is grouped; one of $parts
--           group_name          VARCHAR  -           the group's name; null in part all
--           on_time_n           BIGINT   complaints  answered by the day agreed, else the original, else the clock's
--           late_n              BIGINT   complaints  answered after it, or not although it has passed
--           original_on_time_n  BIGINT   complaints  answered by the original day, else the clock's
--           original_late_n     BIGINT   complaints  answered after that, or not although it has passed
--           not_yet_due_n       BIGINT   complaints  not answered, and the day has not passed
--           extended_n          BIGINT   complaints  a later or earlier day was agreed
--           outside_n           BIGINT   complaints  spoken, and resolved so soon that the procedure does not hold
--           not_started_n       BIGINT   complaints  the clock has not started: it waits for consent
--           no_due_day_n        BIGINT   complaints  no day is set for such complaints
--           no_calendar_n       BIGINT   complaints  the calendar does not know the year of their day
--           not_recorded_n      BIGINT   complaints  their source has no responses at all
--           year_missing        VARCHAR  year        the last one that the calendar lacks for them
--           is_suppressed       BOOLEAN  -           whether fewer than $floor_n are on time or late
with

chosen as (
    select
        unnest($parts) as part,
        *,
        case
            when not is_response_recorded then 'not_recorded'
            when ending = 'resolved' and closed_on <= spoken_until_on then 'outside'
            when answer_due_on is not null then 'due'
            when answer_year_missing is not null then 'no_calendar'
            when answer_started_on is null then 'not_started'
            else 'no_due_day'
        end as answer
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
        count(*) filter (where answer = 'due' and response_sent_on <= answer_due_on) as on_time_n,
        count(*) filter (
            where
            answer = 'due'
            and coalesce(response_sent_on, observed_to) >= answer_due_on
            and coalesce(response_sent_on > answer_due_on, true)
        ) as late_n,
        count(*) filter (where answer = 'due' and response_sent_on <= answer_due_original_on) as original_on_time_n,
        count(*) filter (
            where
            answer = 'due'
            and coalesce(response_sent_on, observed_to) >= answer_due_original_on
            and coalesce(response_sent_on > answer_due_original_on, true)
        ) as original_late_n,
        count(*) filter (
            where
            answer = 'due'
            and response_sent_on is null
            and observed_to < answer_due_on
        ) as not_yet_due_n,
        count(*) filter (
            where
            answer = 'due'
            and answer_due_on <> coalesce(answer_due_original_on, answer_due_on)
        ) as extended_n,
        count(*) filter (where answer = 'outside') as outside_n,
        count(*) filter (where answer = 'not_started') as not_started_n,
        count(*) filter (where answer = 'no_due_day') as no_due_day_n,
        count(*) filter (where answer = 'no_calendar') as no_calendar_n,
        count(*) filter (where answer = 'not_recorded') as not_recorded_n,
        cast(max(answer_year_missing) filter (where answer = 'no_calendar') as varchar) as year_missing
    from chosen
    group by part, group_name
),

sized as (
    select
        *,
        -- a few that were put off must not be told by subtracting one result from the other
        coalesce(on_time_n, 0) + coalesce(late_n, 0) < $floor_n
        or coalesce(original_on_time_n, 0) + coalesce(original_late_n, 0) < $floor_n
        or extended_n between 1 and $floor_n - 1 as is_original_hidden,
        coalesce(on_time_n, 0) + coalesce(late_n, 0) < $floor_n as is_suppressed
    from counted
)

select
    part,
    group_name,
    case when not is_suppressed then cast(coalesce(on_time_n, 0) as bigint) end as on_time_n,
    case when not is_suppressed then cast(coalesce(late_n, 0) as bigint) end as late_n,
    case when not is_original_hidden then cast(coalesce(original_on_time_n, 0) as bigint) end as original_on_time_n,
    case when not is_original_hidden then cast(coalesce(original_late_n, 0) as bigint) end as original_late_n,
    case when not is_suppressed then cast(coalesce(not_yet_due_n, 0) as bigint) end as not_yet_due_n,
    case when not is_suppressed then cast(coalesce(extended_n, 0) as bigint) end as extended_n,
    case when not is_suppressed then cast(coalesce(outside_n, 0) as bigint) end as outside_n,
    case when not is_suppressed then cast(coalesce(not_started_n, 0) as bigint) end as not_started_n,
    case when not is_suppressed then cast(coalesce(no_due_day_n, 0) as bigint) end as no_due_day_n,
    case when not is_suppressed then cast(coalesce(no_calendar_n, 0) as bigint) end as no_calendar_n,
    case when not is_suppressed then cast(coalesce(not_recorded_n, 0) as bigint) end as not_recorded_n,
    case when not is_suppressed then year_missing end as year_missing,
    is_suppressed
from sized
order by part, group_name
