-- question: How many complaints are about which subject?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included), month of receipt, taxonomy and subject,
--           and one for all subjects of the taxonomy
-- columns:  group_no       INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month DATE     month       first day of the month of receipt
--           taxonomy       VARCHAR  code        HCAT, KO41a or local
--           subject        VARCHAR  name        in the taxonomy's words; null: complaints with any subject, each once
--           complaints_n   BIGINT   complaints  with the subject
--           primary_n      BIGINT   complaints  with it as their primary subject
with cases as (
    select
        c.unit_id,
        c.department,
        c.site,
        c.channel,
        c.contact_type,
        c.severity,
        cast(date_trunc('month', c.received_on) as date) as received_month,
        i.taxonomy,
        i.subject,
        i.is_primary,
        i.is_first
    from mart.complaints as c
    inner join mart.issues as i
        on
            c.source_system = i.source_system
            and c.complaint_id = i.complaint_id
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
        taxonomy,
        subject,
        cast(count(*) as bigint) as named_n,
        cast(count(*) filter (where is_first) as bigint) as coded_n,
        cast(count(*) filter (where is_primary) as bigint) as primary_n
    from cases
    group by grouping sets (
        (unit_id, department, site, channel, contact_type, severity, received_month, taxonomy, subject),
        (unit_id, department, site, channel, contact_type, severity, received_month, taxonomy),
        (unit_id, department, site, contact_type, received_month, taxonomy, subject),
        (unit_id, department, site, contact_type, received_month, taxonomy)
    )
)

select
    g.group_no,
    c.received_month,
    c.taxonomy,
    c.subject,
    case when c.subject is null then c.coded_n else c.named_n end as complaints_n,
    c.primary_n
from counted as c
inner join mart.case_groups as g
    on
        c.unit_id = g.unit_id
        and c.department = g.department
        and c.site = g.site
        and c.contact_type = g.contact_type
        and c.channel is not distinct from g.channel
        and c.severity is not distinct from g.severity
order by g.group_no asc nulls last, c.received_month asc nulls last, c.taxonomy asc nulls last, c.subject asc nulls last
