-- question: How many complaints were resolved at the first contact?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included) and month of receipt
-- columns:  group_no        INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month  DATE     month       first day of the month of receipt
--           at_first_n      BIGINT   complaints  resolved at the first contact
--           not_at_first_n  BIGINT   complaints  not, or nothing is said of it
--           not_recorded_n  BIGINT   complaints  their source does not tell it at all
with cases as (
    select
        *,
        cast(date_trunc('month', received_on) as date) as received_month
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
        cast(count(*) filter (where is_first_contact_recorded and resolved_first_contact) as bigint) as at_first_n,
        cast(
            count(*) filter (
                where
                is_first_contact_recorded
                and not coalesce(resolved_first_contact, false)
            ) as bigint
        ) as not_at_first_n,
        cast(count(*) filter (where not is_first_contact_recorded) as bigint) as not_recorded_n
    from cases
    group by grouping sets (
        (unit_id, department, site, channel, contact_type, severity, received_month),
        (unit_id, department, site, contact_type, received_month)
    )
)

select
    g.group_no,
    c.received_month,
    c.at_first_n,
    c.not_at_first_n,
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
