-- question: How many complaints of each cohort ended, or were last seen open, at which age?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included), month of receipt and age
-- columns:  group_no       INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month DATE     month       first day of the month of receipt
--           age_days       INTEGER  days        receipt to ending, or to the last day observed
--           resolved_n     BIGINT   complaints  closed with status closed at that age
--           otherwise_n    BIGINT   complaints  withdrawn, transferred or escalated at that age
--           open_n         BIGINT   complaints  last seen open at that age
with cases as (
    select
        unit_id,
        department,
        site,
        channel,
        contact_type,
        severity,
        cast(date_trunc('month', received_on) as date) as received_month,
        age_days,
        ending
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
        age_days,
        cast(count(*) filter (where ending = 'resolved') as bigint) as resolved_n,
        cast(count(*) filter (where ending = 'otherwise') as bigint) as otherwise_n,
        cast(count(*) filter (where ending = 'open') as bigint) as open_n
    from cases
    group by grouping sets (
        (unit_id, department, site, channel, contact_type, severity, received_month, age_days),
        (unit_id, department, site, contact_type, received_month, age_days)
    )
)

select
    g.group_no,
    c.received_month,
    c.age_days,
    c.resolved_n,
    c.otherwise_n,
    c.open_n
from counted as c
inner join mart.case_groups as g
    on
        c.unit_id = g.unit_id
        and c.department = g.department
        and c.site = g.site
        and c.contact_type = g.contact_type
        and c.channel is not distinct from g.channel
        and c.severity is not distinct from g.severity
order by g.group_no asc nulls last, c.received_month asc nulls last, c.age_days asc nulls last
