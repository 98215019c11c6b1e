-- question: How many complaints were acknowledged by the limit?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included) and month of receipt
-- columns:  group_no        INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month  DATE     month       first day of the month of receipt
--           on_time_n       BIGINT   complaints  acknowledged by the limit
--           late_n          BIGINT   complaints  acknowledged after the limit, or not although it has passed
--           not_yet_due_n   BIGINT   complaints  not acknowledged, and the limit has not passed
--           outside_n       BIGINT   complaints  spoken, and resolved so soon that the procedure does not hold
--           no_clock_n      BIGINT   complaints  no limit is set for such complaints
--           no_calendar_n   BIGINT   complaints  the calendar does not know the year of their limit
--           not_recorded_n  BIGINT   complaints  their source has no acknowledgement at all
--           year_missing    INTEGER  year        the last one that the calendar lacks for them
with cases as (
    select
        *,
        cast(date_trunc('month', received_on) as date) as received_month,
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
        cast(count(*) filter (where acknowledgement = 'on_time') as bigint) as on_time_n,
        cast(count(*) filter (where acknowledgement = 'late') as bigint) as late_n,
        cast(count(*) filter (where acknowledgement = 'not_yet_due') as bigint) as not_yet_due_n,
        cast(count(*) filter (where acknowledgement = 'outside') as bigint) as outside_n,
        cast(count(*) filter (where acknowledgement = 'no_clock') as bigint) as no_clock_n,
        cast(count(*) filter (where acknowledgement = 'no_calendar') as bigint) as no_calendar_n,
        cast(count(*) filter (where acknowledgement = 'not_recorded') as bigint) as not_recorded_n,
        cast(max(acknowledge_year_missing) filter (where acknowledgement = 'no_calendar') as integer) as year_missing
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
    c.not_yet_due_n,
    c.outside_n,
    c.no_clock_n,
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
