-- question: How satisfied are complainants with the handling, by how their complaint ended?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included), month of receipt and answer
-- columns:  group_no              INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month        DATE     month       first day of the month of receipt
--           satisfaction_handling TINYINT  points 1-5  null where nobody answered
--           is_feedback_recorded  BOOLEAN  flag        their file has that satisfaction
--           resolved_n            BIGINT   complaints  closed with status closed
--           otherwise_n           BIGINT   complaints  withdrawn, transferred or escalated
--           open_n                BIGINT   complaints  not closed yet
with cases as (
    select
        unit_id,
        department,
        site,
        channel,
        contact_type,
        severity,
        cast(date_trunc('month', received_on) as date) as received_month,
        satisfaction_handling,
        is_feedback_recorded,
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
        satisfaction_handling,
        is_feedback_recorded,
        cast(count(*) filter (where ending = 'resolved') as bigint) as resolved_n,
        cast(count(*) filter (where ending = 'otherwise') as bigint) as otherwise_n,
        cast(count(*) filter (where ending = 'open') as bigint) as open_n
    from cases
    group by grouping sets (
        (
            unit_id, department, site, channel, contact_type, severity,
            received_month, satisfaction_handling, is_feedback_recorded
        ),
        (unit_id, department, site, contact_type, received_month, satisfaction_handling, is_feedback_recorded)
    )
)

select
    g.group_no,
    c.received_month,
    c.satisfaction_handling,
    c.is_feedback_recorded,
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
order by g.group_no asc nulls last, c.received_month asc nulls last
