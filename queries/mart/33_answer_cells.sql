-- question: How many complaints were answered by the day that was agreed, and by the original one?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included) and month of receipt
-- columns:  group_no            INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month      DATE     month       first day of the month of receipt
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
--           year_missing        INTEGER  year        the last one that the calendar lacks for them
with cases as (
    select
        *,
        cast(date_trunc('month', received_on) as date) as received_month,
        case
            when not is_response_recorded then 'not_recorded'
            when ending = 'resolved' and closed_on <= spoken_until_on then 'outside'
            when answer_due_on is not null then 'due'
            when answer_year_missing is not null then 'no_calendar'
            when answer_started_on is null then 'not_started'
            else 'no_due_day'
        end as answer
    from mart.complaints
),

counted as (
    select
        unit_id,
        department,
        site,
        channel,
        contact_type,
        severity,
        received_month,
        cast(count(*) filter (where answer = 'due' and response_sent_on <= answer_due_on) as bigint) as on_time_n,
        cast(
            count(*) filter (
                where
                answer = 'due'
                and coalesce(response_sent_on, observed_to) >= answer_due_on
                and coalesce(response_sent_on > answer_due_on, true)
            ) as bigint
        ) as late_n,
        cast(
            count(*) filter (
                where
                answer = 'due'
                and response_sent_on <= answer_due_original_on
            ) as bigint
        ) as original_on_time_n,
        cast(
            count(*) filter (
                where
                answer = 'due'
                and coalesce(response_sent_on, observed_to) >= answer_due_original_on
                and coalesce(response_sent_on > answer_due_original_on, true)
            ) as bigint
        ) as original_late_n,
        cast(
            count(*) filter (
                where
                answer = 'due'
                and response_sent_on is null
                and observed_to < answer_due_on
            ) as bigint
        ) as not_yet_due_n,
        cast(
            count(*) filter (
                where
                answer = 'due'
                and answer_due_on <> coalesce(answer_due_original_on, answer_due_on)
            ) as bigint
        ) as extended_n,
        cast(count(*) filter (where answer = 'outside') as bigint) as outside_n,
        cast(count(*) filter (where answer = 'not_started') as bigint) as not_started_n,
        cast(count(*) filter (where answer = 'no_due_day') as bigint) as no_due_day_n,
        cast(count(*) filter (where answer = 'no_calendar') as bigint) as no_calendar_n,
        cast(count(*) filter (where answer = 'not_recorded') as bigint) as not_recorded_n,
        cast(max(answer_year_missing) filter (where answer = 'no_calendar') as integer) as year_missing
    from cases
    group by grouping sets (
        (unit_id, department, site, channel, contact_type, severity, received_month),
        (unit_id, department, site, contact_type, received_month)
    )
)

select
    g.group_no,
    c.received_month,
    c.on_time_n,
    c.late_n,
    c.original_on_time_n,
    c.original_late_n,
    c.not_yet_due_n,
    c.extended_n,
    c.outside_n,
    c.not_started_n,
    c.no_due_day_n,
    c.no_calendar_n,
    c.not_recorded_n,
    c.year_missing
from counted as c
inner join mart.case_groups as g
    on
        c.unit_id = g.unit_id
        and c.department = g.department
        and c.site = g.site
        and c.contact_type = g.contact_type
        and c.channel is not distinct from g.channel
        and c.severity is not distinct from g.severity
order by g.group_no asc nulls last, c.received_month asc nulls last
