-- question: How many complaints are open, how long have they waited, and were they heard of lately?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included), month of receipt, wait and day heard of
-- columns:  group_no       INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month DATE     month       first day of the month of receipt
--           waiting_days   INTEGER  days        receipt to the source's as-of
--           is_heard_of    BOOLEAN  flag        the source's newest extract carries or covers them
--           last_heard_on  DATE     day         the day up to which they were followed
--           complaints_n   BIGINT   complaints  how many
with waiting as (
    select
        c.unit_id,
        c.department,
        c.site,
        c.channel,
        c.contact_type,
        c.severity,
        cast(date_trunc('month', c.received_on) as date) as received_month,
        cast(date_diff('day', c.received_on, s.source_as_of) as integer) as waiting_days,
        c.observed_to >= s.source_as_of as is_heard_of,
        c.observed_to as last_heard_on
    from mart.complaints as c
    inner join mart.complaint_sources as s on c.source_system = s.source_system
    where c.ending = 'open'
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
        waiting_days,
        is_heard_of,
        last_heard_on,
        cast(count(*) as bigint) as complaints_n
    from waiting
    group by grouping sets (
        (
            unit_id, department, site, channel, contact_type, severity,
            received_month, waiting_days, is_heard_of, last_heard_on
        ),
        (unit_id, department, site, contact_type, received_month, waiting_days, is_heard_of, last_heard_on)
    )
)

select
    g.group_no,
    c.received_month,
    c.waiting_days,
    c.is_heard_of,
    c.last_heard_on,
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
order by g.group_no asc nulls last, c.received_month asc nulls last
