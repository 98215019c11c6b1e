-- question: How many complaints were open at each month's end, and how long had they waited?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included), day, days waited and whether heard of
-- columns:  group_no     INTEGER  number      unit, place, channel, contact type and severity, or their total
--           day_on       DATE     day         last day of a month, or the newest as-of of all sources
--           waiting_band VARCHAR  days        receipt to that day: 0-7, 8-30, 31-90, 91-182, over 182
--           is_heard_of  BOOLEAN  flag        its source carried or covered it then
--           complaints_n BIGINT   complaints  how many
with newest as (
    select max(source_as_of) as last_on
    from mart.complaint_sources
),

ends as (
    select last_day(d.day) as day_on
    from mart.days as d
    cross join newest as n
    where last_day(d.day) <= n.last_on
    union
    select n.last_on as day_on
    from newest as n
    where n.last_on is not null
),

standing as (
    select
        c.unit_id,
        c.department,
        c.site,
        c.channel,
        c.contact_type,
        c.severity,
        e.day_on,
        date_diff('day', c.received_on, least(s.source_as_of, e.day_on)) as waiting_days,
        c.observed_to >= least(s.source_as_of, e.day_on) as is_heard_of
    from mart.complaints as c
    inner join mart.complaint_sources as s on c.source_system = s.source_system
    inner join ends as e
        on
            c.received_on <= e.day_on
            and coalesce(c.closed_on, date '9999-12-31') > e.day_on
    -- closed once and not reopened yet: it did not wait
    where
        c.first_closed_on is null
        or c.first_closed_on > e.day_on
        or coalesce(c.reopened_on, case when c.closed_on is null then c.observed_to end, date '9999-12-31')
        <= e.day_on
),

banded as (
    select
        *,
        case
            when waiting_days <= 7 then '0-7'
            when waiting_days <= 30 then '8-30'
            when waiting_days <= 90 then '31-90'
            when waiting_days <= 182 then '91-182'
            else 'over 182'
        end as waiting_band
    from standing
),

counted as (
    select
        unit_id,
        department,
        site,
        channel,
        contact_type,
        severity,
        day_on,
        waiting_band,
        is_heard_of,
        cast(count(*) as bigint) as complaints_n
    from banded
    group by grouping sets (
        (unit_id, department, site, channel, contact_type, severity, day_on, waiting_band, is_heard_of),
        (unit_id, department, site, contact_type, day_on, waiting_band, is_heard_of)
    )
)

select
    g.group_no,
    c.day_on,
    c.waiting_band,
    c.is_heard_of,
    c.complaints_n
from counted as c
inner join mart.case_groups as g
    on
        c.unit_id = g.unit_id
        and c.department = g.department
        and c.site = g.site
        and c.contact_type = g.contact_type
        and c.channel is not distinct from g.channel
        and c.severity is not distinct from g.severity
order by g.group_no asc nulls last, c.day_on asc nulls last
