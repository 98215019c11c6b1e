-- question: How many complaints in person or by phone were acted on within 15 minutes?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included) and month of receipt
-- columns:  group_no        INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month  DATE     month       first day of the month of receipt
--           within_n        BIGINT   complaints  first action at most 15 minutes after the receipt
--           later_n         BIGINT   complaints  first action later
--           waiting_n       BIGINT   complaints  no first action
--           dated_n         BIGINT   complaints  receipt or first action is a day without a time
--           not_recorded_n  BIGINT   complaints  their source has no first action at all
with cases as (
    select
        *,
        cast(date_trunc('month', received_on) as date) as received_month
    from mart.complaints
    where start is not null
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
        cast(count(*) filter (where start = 'within_15_minutes') as bigint) as within_n,
        cast(count(*) filter (where start = 'later') as bigint) as later_n,
        cast(count(*) filter (where start = 'waiting') as bigint) as waiting_n,
        cast(count(*) filter (where start = 'dated') as bigint) as dated_n,
        cast(count(*) filter (where start = 'not_recorded') as bigint) as not_recorded_n
    from cases
    group by grouping sets (
        (unit_id, department, site, channel, contact_type, severity, received_month),
        (unit_id, department, site, contact_type, received_month)
    )
)

select
    g.group_no,
    c.received_month,
    c.within_n,
    c.later_n,
    c.waiting_n,
    c.dated_n,
    c.not_recorded_n
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
